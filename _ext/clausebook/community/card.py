"""What a community's staff carry in their pockets: which clauses say what to do in the first minutes, and what not."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from clausebook.community import checks
from clausebook.community.completeness import string_schema

# A clause file's stem, a colon, a clause's name.
CLAUSE = r"^[A-Za-z0-9][A-Za-z0-9_.-]*:[A-Za-z0-9_-]+$"


def _check_clause(value: object) -> str:
    """Take the full name of a clause."""
    if isinstance(value, str) and re.fullmatch(CLAUSE, value) and not value.endswith("\n"):
        return value
    raise checks.wrong(
        f"{checks.described(value)} is no full name of a clause: write the file's name, a colon and the clause's, "
        "such as staff-procedure:response"
    )


def _check_list(value: object) -> object:
    """Take a list of clauses, or nothing where it is marked as missing."""
    if value is None:
        return ()
    if isinstance(value, str):
        raise checks.wrong(f"{checks.quoted(value)} is not a list: write [{checks.quoted(value)}]")
    if not isinstance(value, (list, tuple)):
        raise checks.wrong(f'{checks.described(value)} is not a list: write it as in ["staff-procedure:response"]')
    return value


ClauseName = Annotated[str, BeforeValidator(_check_clause), string_schema(CLAUSE)]
_Names = Annotated[
    tuple[ClauseName, ...], BeforeValidator(_check_list, json_schema_input_type=list[ClauseName | None] | None)
]


class Card(BaseModel):
    """Which clauses the pocket card shows, in order.

    Where neither list is given, those that supply what staff do first: a private place, protection, no pressure.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    do: _Names = Field(
        (), title="the clauses on what staff do in the first minutes", examples=[["staff-procedure:response"]]
    )
    dont: _Names = Field((), title="the clauses on what staff do not do", examples=[["staff-procedure:antiresponse"]])
