"""The kinds of values that the facts of a community have, each with the check of what somebody has typed for it."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import BeforeValidator, Field, ValidationInfo, WithJsonSchema

from clausebook.community import addresses, checks
from clausebook.community.completeness import string_schema

# What stands below each header of a list.
EACH = {"contacts": "person", "emergency": "number"}


def take_list(value: object, info: ValidationInfo) -> object:
    """Take a list, or nothing where it is marked as missing."""
    if value is None:
        return ()
    if isinstance(value, dict):
        name = info.field_name or ""
        if name not in EACH:
            raise checks.wrong(f'is a table: write a list in square brackets, as in {name} = ["en"]')
        raise checks.wrong(f"is one table: write [[{name}]] in double brackets before each {EACH[name]}")
    if not isinstance(value, (list, tuple)):
        raise checks.wrong(f"{checks.described(value)} is not a list: write it in square brackets, or as [[tables]]")
    return value


def take_languages(value: object, info: ValidationInfo) -> object:
    """Take a list of languages that is missing or has an item."""
    if isinstance(value, str):
        raise checks.wrong(f"{checks.quoted(value)} is not a list: write [{checks.quoted(value)}]")
    if isinstance(value, (list, tuple)) and not value:
        raise checks.wrong('is empty: write the language of the page first, as in ["en"]')
    return take_list(value, info)


def take_table(value: object, info: ValidationInfo) -> object:
    """Take one table, or nothing where it is marked as missing."""
    name = info.field_name or ""
    if isinstance(value, (list, tuple)):
        raise checks.wrong(f"is a list: write [{name}] in single brackets, once")
    if value is not None and not isinstance(value, dict):
        raise checks.wrong(f"{checks.described(value)} is not a table: write [{name}] and its keys below, a line each")
    return value


Text = Annotated[str, BeforeValidator(checks.check_text), string_schema(checks.LINE)]
Name = Annotated[
    str, BeforeValidator(checks.check_name), string_schema(checks.LINE, **{"not": {"enum": [checks.MISSING]}})
]
Identifier = Annotated[str, BeforeValidator(checks.check_identifier), string_schema(checks.IDENTIFIER)]
Flag = Annotated[bool, BeforeValidator(checks.check_flag)]
Day = Annotated[date, BeforeValidator(checks.check_date)]
Days = Annotated[
    int,
    BeforeValidator(checks.check_days),
    WithJsonSchema({"type": "integer", "minimum": 1, "maximum": checks.MOST_DAYS}),
]
Country = Annotated[str, BeforeValidator(checks.check_country), string_schema(checks.COUNTRY)]
Language = Annotated[str, BeforeValidator(checks.check_language), string_schema(checks.LANGUAGE)]
Email = Annotated[str, BeforeValidator(addresses.check_email), string_schema(addresses.EMAIL)]
Phone = Annotated[str, BeforeValidator(addresses.check_phone), string_schema(addresses.PHONE)]
Digits = Annotated[str, BeforeValidator(addresses.check_digits), string_schema(addresses.DIGITS)]
Site = Annotated[str, BeforeValidator(addresses.check_site), string_schema(addresses.WEB)]
Link = Annotated[str, BeforeValidator(addresses.check_link), string_schema(addresses.LINK)]
Licence = Annotated[str, BeforeValidator(checks.check_licence), string_schema(checks.LINE)]
StaffText = Annotated[str, BeforeValidator(addresses.check_staff_value), string_schema(checks.LINE)]

AtLeastOne = Annotated[list[Language | None], Field(min_length=1)]
