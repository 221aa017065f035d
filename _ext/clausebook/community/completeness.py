"""What a community decides on the elements of a complete guide: which it requires, which it goes without, and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema
from pydantic_core import InitErrorDetails

from clausebook.clauses.elements import choices, elements
from clausebook.community import checks
from clausebook.text.nearest import did_you_mean


def string_schema(pattern: str, **keywords: object) -> WithJsonSchema:
    """Describe a string for the JSON Schema."""
    return WithJsonSchema({"type": "string", "pattern": pattern, **keywords})


def check_table(value: object) -> object:
    """Take a table, or nothing where it is marked as missing."""
    if value is None:
        return {}
    if not isinstance(value, (dict, BaseModel)):
        raise checks.wrong(
            f"{checks.described(value)} is not a table: write each entry as a line of its own: KEY = ..."
        )
    return value


def _check_element(value: object) -> str:
    """Take the name of an element, or of a question on which the sources disagree."""
    known = [*elements(), *choices()]
    if isinstance(value, str) and value in known:
        return value
    guess = did_you_mean(value.lower().replace("_", "-"), known) if isinstance(value, str) else ""
    how = guess.removeprefix("; ") or "clausebook audit lists all"
    raise checks.wrong(f"{checks.described(value)} is no element of a guide: {how}")


def _check_list(value: object) -> object:
    """Take a list of elements, or nothing where it is marked as missing."""
    if value is None:
        return ()
    if isinstance(value, str):
        raise checks.wrong(f"{checks.quoted(value)} is not a list: write [{checks.quoted(value)}]")
    if not isinstance(value, (list, tuple)):
        raise checks.wrong(f'{checks.described(value)} is not a list: write it as in ["confidentiality"]')
    return value


_SLUGS = "^(" + "|".join([*elements(), *choices()]) + ")$"

Slug = Annotated[str, BeforeValidator(_check_element), string_schema(_SLUGS)]
Reason = Annotated[str, BeforeValidator(checks.check_text), string_schema(checks.LINE)]
Reasons = Annotated[
    Mapping[Slug, Reason | None],
    BeforeValidator(check_table, json_schema_input_type=dict[Slug, Reason | None] | None),
]


class Completeness(BaseModel):
    """Which elements of a complete guide a community requires of itself, and which it goes without.

    The keys of the tables are elements, the values are reasons, for those who read the profile.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    required: Annotated[
        tuple[Slug, ...], BeforeValidator(_check_list, json_schema_input_type=list[Slug | None] | None)
    ] = Field((), title="the elements that the guide must have", examples=[["confidentiality", "appeal"]])
    chosen: Reasons = Field({}, title="what the community chose where sources disagree, each with the reason")
    declined: Reasons = Field({}, title="the elements that the community decided against, each with the reason")
    not_applicable: Reasons = Field({}, title="the elements that mean nothing here, each with the reason")


def contradictions(facts: object) -> Iterator[InitErrorDetails]:
    """Check the decisions against each other; one that is wrong by itself is left to its own check."""
    if not isinstance(facts, dict):
        return
    decided: dict[str, str] = {}
    required = facts.get("required")
    for slug in required if isinstance(required, list) else ():
        if isinstance(slug, str):
            decided.setdefault(slug, "required")
    for name in ("chosen", "declined", "not_applicable"):
        table = facts.get(name)
        for slug in table if isinstance(table, dict) else ():
            message = ""
            if slug in decided and (decided[slug], name) != ("required", "chosen"):
                message = f"stands under {decided[slug]} too: keep one of the two"
            elif name == "chosen" and slug in elements() and not elements()[slug].setting:
                message = "is no matter of choice, no source is against it: write it under required, or take it out"
            elif name == "not_applicable" and slug in choices():
                message = "is a choice: write it under chosen or declined"
            if message:
                yield InitErrorDetails(type=checks.wrong(message), loc=("completeness", name, slug), input=slug, ctx={})
            decided.setdefault(slug, name)
