"""Mistakes in plain words: which key, what is wrong with it, what to write instead."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from clausebook.community import Location, checks
from clausebook.community.addresses import with_numbers_of
from clausebook.community.completeness import Completeness
from clausebook.community.fields import EACH
from clausebook.community.look import Look
from clausebook.community.model import Community, Contact, EmergencyNumber, Event
from clausebook.diagnostics import Code
from clausebook.text.nearest import either, nearest

_TABLES: Mapping[str, tuple[type[BaseModel], str]] = {
    "contacts": (Contact, "a contact"),
    "emergency": (EmergencyNumber, "an emergency number"),
    "event": (Event, "an event"),
    "completeness": (Completeness, "the table on completeness"),
    "look": (Look, "a look"),
}
_CODES = {
    checks.WRONG_VALUE: Code.INVALID_VALUE,
    checks.WRONG_PHONE: Code.PHONE_NUMBER,
    checks.FOREIGN_NUMBER: Code.FOREIGN_NUMBER,
    checks.LOOKS_ALIKE: Code.LOOK_ALIKE,
    checks.LOW_CONTRAST: Code.LOW_CONTRAST,
}
# How pydantic marks that a key of a mapping is wrong, and not its value.
_KEY = "[key]"


def label(location: Location) -> str:
    """Name a place as people find it: the key, with its table where the table's name is not that of a list."""
    names = [checks.quoted(part)[1:-1] for part in location if isinstance(part, str)]
    if not names:
        return "the file"
    if location[0] in ("links", "words", "event", "completeness", "staff", "look"):
        return ".".join(names)
    if location[0] in EACH and len(location) == 2:
        return f"{names[0]} (table {int(location[1]) + 1})"
    return names[-1]


def _table(location: Location) -> tuple[type[BaseModel], str]:
    """Give the model that a key belongs to, and what it describes."""
    depth = 2 if location[0] in EACH else 1
    top = str(location[0]) if len(location) > depth else ""
    return _TABLES.get(top, (Community, "a community"))


def explain(error: ErrorDetails, country: object = None) -> tuple[Code, str, Location, bool]:
    """Turn an error of the model into a code, a message, a location, and whether the key is meant, not the value.

    ``country`` is what the file gives as the community's country; examples are then its own.
    """
    location, kind = error["loc"], error["type"]
    if kind == checks.LACKING:
        return Code.MISSING_KEY, error["ctx"]["message"], location, False
    if kind == "missing":
        return Code.MISSING_KEY, _missing_key(location), location, False
    if kind == "extra_forbidden":
        return Code.UNKNOWN_KEY, _unknown_key(location), location, True
    at_key = len(location) > 2 and location[-1] == _KEY
    if at_key:
        location = location[:-1]
    if kind in _CODES:
        message = f"{label(location)} {error['ctx']['message']}"
        if location[-1] == "phone" and isinstance(country, str):
            message = with_numbers_of(country, message, error["input"])
        return _CODES[kind], message, location, at_key
    shown = checks.described(error["input"])
    header = f"[[{location[0]}]]" if location[0] in EACH else f"[{location[0]}]"
    what = f"{shown} is not a table: write {header} and its keys below, a line each"
    return Code.INVALID_VALUE, f"{label(location)} {what}", location, at_key


def _missing_key(location: Location) -> str:
    key = str(location[-1])
    model, what = _table(location)
    example = _example(model, key)
    how = f", as in {key} = {example}" if example else ""
    return f"{key} is missing: {what} needs it, write {model.model_fields[key].title}{how}"


def _example(model: type[BaseModel], key: str) -> str:
    """Write an example as TOML: a text in quotes or a list of such."""
    example: Any = next(iter(model.model_fields[key].examples or ()), None)
    if key == "kind":
        return '"meetup"'
    if isinstance(example, list):
        return "[" + ", ".join(f'"{item}"' for item in example) + "]"
    return f'"{example}"' if isinstance(example, str) else ""


def meant_key(location: Location) -> str | None:
    """Give the known key that an unknown one is probably a slip of."""
    model, _ = _table(location)
    return nearest(str(location[-1]).lower().replace("-", "_"), model.model_fields)


def _unknown_key(location: Location) -> str:
    key = str(location[-1])
    model, what = _table(location)
    known = list(model.model_fields)
    guess = meant_key(location)
    if model is not Community and key in Community.model_fields:
        return f"{label(location)} is not a key of {what}: {BELONGS_ABOVE}"
    if guess:
        how = f"write {guess}"
    elif re.fullmatch(checks.IDENTIFIER, key) and model is Community:
        # The community's own facts have their tables.
        how = "put it under [words] or [links] if clauses name it, or take it out"
    else:
        how = f"write {either(known)}, or take it out"
    return f"{label(location)} is not a key of {what}: {how}"


# In TOML, a key belongs to the table above it.
BELONGS_ABOVE = "move this line up, above the first line in brackets"


def misplaced(table: str, key: str) -> str:
    """Say that a fact of the community stands below the header of its links or words."""
    what = "a link" if table == "links" else "a word"
    return f"{key} stands below [{table}], where it is only {what} of that name: {BELONGS_ABOVE}"


def missing_fact(location: Location) -> str:
    """Say what to fill in at a place marked as missing."""
    names = [part for part in location if isinstance(part, str)]
    if names[0] in ("links", "words", "staff") and len(names) > 1:
        what = "the link" if names[0] == "links" else "the community's word"
        return f'{label(location)} is not filled in: write {what} in place of "{checks.MISSING}"'
    if names[0] == "completeness" and len(names) > 2:
        return f'{label(location)} is not filled in: write the reason in place of "{checks.MISSING}"'
    model = _table(location)[0]
    title = model.model_fields[names[-1]].title if names[-1] in model.model_fields else "the value"
    return f'{label(location)} is not filled in: write {title} in place of "{checks.MISSING}"'


_PLACE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")
_BACKSLASH = "a backslash stands here: write / for it, or the text in single quotes"
# What tomllib says begins like this, and means:
_TOML_FAULTS = (
    ("Expected '='", 'here goes "=" and a value, as in name = "Example"'),
    ("Invalid value", "here goes a value: text in double quotes, true, false, a date, or a list"),
    ("Invalid initial character for a key", "a key goes here: letters, digits, - and _"),
    ("Invalid statement", 'this is neither KEY = "VALUE" nor a [table]'),
    ("Cannot overwrite a value", "this key is already given above: keep one of the two"),
    ("Cannot declare", "this table is already given above: put all its keys under one header"),
    ("Duplicate inline table key", "this key is given twice in the same braces: keep one"),
    ("Cannot mutate immutable namespace", "this table is already complete above: put all its keys there"),
    ("Cannot redefine namespace", "this name is already a value or another table above: use it once"),
    ("Unterminated string", "this text does not end: close it with the quotes that it began with"),
    ("Expected \"'", "this text does not end: close it with the quotes that it began with"),
    ("Illegal character '\\n'", "the text of this line does not end: close it with the quotes that it began with"),
    ("Illegal character", "this character cannot stand here"),
    ("Found invalid character", "this character cannot stand here"),
    ("Unescaped '\\' in a string", _BACKSLASH),
    ("Unclosed array", 'this list does not end: close it with "]" and put commas between its items'),
    ("Unclosed inline table", 'this inline table does not end: close it with "}"'),
    ("Expected newline or end of document", "this line should end here: text goes in quotes, each key on its own line"),
    ("Expected ']]'", 'the header does not end: close it with "]]"'),
    ("Expected ']'", 'the header does not end: close it with "]"'),
    ("Invalid date", "this is no day of the calendar: write year-month-day, as in 2025-03-31"),
    ("Invalid hex", _BACKSLASH),
    ("Escaped character", _BACKSLASH),
)


_HEADER = re.compile(r"[ \t]*\[+[ \t]*(contacts|emergency)[ \t]*\]")
_LIKE_A_DAY = re.compile(r"[0-9][./-] ?[0-9]{1,2}[./-] ?[0-9]")
_VALUE = re.compile(r"[ \t]*[\w-]+[ \t]*=[ \t]*([0-9][0-9./ -]*[0-9])[ \t]*(?:#.*)?")


def syntax_fault(error: ValueError, lines: Sequence[str]) -> tuple[str, tuple[int, int] | None]:
    """Say in plain words what tomllib found, and the row and column; None for the end of the file.

    ``lines`` are those of the file: what is wrong with one often says what was meant.
    Python 3.14 gives the place as attributes too, and keeps it in the text, which is what 3.11 has.
    """
    text = str(error)
    match = _PLACE.search(text)
    plain = next((words for start, words in _TOML_FAULTS if text.startswith(start)), None)
    if plain is None:
        plain = "this cannot be read as TOML" if match else "a number has too many digits"
    if match is None or match[1] is None:
        return plain, None
    row, column = int(match[1]), int(match[2])
    line = lines[row - 1] if row <= len(lines) else ""
    header = _HEADER.match(line) if text.startswith("Cannot") else None
    if header:
        plain = f"write [[{header[1]}]] in double brackets before each {EACH[header[1]]}, here and above"
    value = _VALUE.fullmatch(line) if text.startswith("Expected newline") else None
    if value and _LIKE_A_DAY.search(value[1]):
        day = checks.day_like(value[1])
        how = day.isoformat() if day else "year-month-day, as in 2025-03-31"
        plain = f"this is not how a date is written: write {how}, without quotes"
    return plain, (row, column)
