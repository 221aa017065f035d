"""Checks of single values: text, identifiers, yes or no, dates, languages, countries.

Each check takes what the TOML file holds and gives it back, or raises an error that says what to write instead.
A message goes on after the name of its key: ``country "USA" is not a two-letter country code: write "US"``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime
from difflib import get_close_matches
from enum import StrEnum
from functools import cache
from typing import LiteralString, TypeGuard

from babel.core import Locale
from babel.localedata import locale_identifiers
from pydantic_core import PydanticCustomError

from clausebook.community.emergency import country_like, is_country
from clausebook.text.nearest import LONGEST_TYPO, either, nearest

MISSING = "TODO"
WRONG_VALUE = "wrong_value"
# Wrong values that are findings of a kind of their own.
WRONG_PHONE = "wrong_phone"
FOREIGN_NUMBER = "foreign_number"
LOOKS_ALIKE = "looks_alike"
LOW_CONTRAST = "low_contrast"
LACKING = "lacking"
KINDS = frozenset({WRONG_VALUE, WRONG_PHONE, FOREIGN_NUMBER, LOOKS_ALIKE, LOW_CONTRAST, LACKING})

# Patterns go into the JSON Schema too: they keep to what Python, JavaScript and Rust understand alike.
IDENTIFIER = r"^[a-z][a-z0-9_]*$"
# What follows on the mark is a note to oneself.
NOT_FILLED_IN = rf"^{MISSING}([^A-Za-z0-9_/.#@&=%-]|$)"
# ISO 639 language, ISO 15924 script, ISO 3166-1 or UN M.49 region, variants (RFC 5646).
LANGUAGE = r"^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?(-([a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*$"
COUNTRY = r"^[A-Z]{2}$"
# C0 and C1 controls, the line ends of Unicode, and its Bidi_Control characters, which reorder text to deceive.
FORBIDDEN = r"\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069"
LINE = rf"^[^{FORBIDDEN}]*[^\s{FORBIDDEN}][^{FORBIDDEN}]*$"

_FORBIDDEN = re.compile(f"[{FORBIDDEN}]")
# What TOML makes of the backslash in a path such as "C:\\bin".
_ESCAPED = "\b\t\f"
_DAY = re.compile(r"([0-9]{1,4})([./-]) ?([0-9]{1,2})\2 ?([0-9]{1,4})")
_MONTHS = 12
_LONGEST_QUOTE = 60
MOST_DAYS = 3650
_LONGEST_NUMBER = 10**15
# What people write who take a country's code for a language's.
_LANGUAGE_SLIPS = {"cn": "zh", "cz": "cs", "dk": "da", "gr": "el", "jp": "ja", "kr": "ko", "ua": "uk", "vn": "vi"}


def is_missing(value: object) -> bool:
    """Tell whether a value is marked as missing, perhaps with a note: ``"TODO ask Kim"``."""
    return isinstance(value, str) and re.match(NOT_FILLED_IN, value) is not None


def wrong(message: str, kind: LiteralString = WRONG_VALUE) -> PydanticCustomError:
    """Make the error of a wrong value; ``message`` goes on after the name of the key."""
    return PydanticCustomError(kind, "{message}", {"message": message})


def lacking(message: str) -> PydanticCustomError:
    """Make the error of a missing key; ``message`` is a whole sentence."""
    return PydanticCustomError(LACKING, "{message}", {"message": message})


def quoted(text: str) -> str:
    """Put a text in quotes so that it stays on one line, short, with its invisible characters made visible."""
    shown = text if len(text) <= _LONGEST_QUOTE else text[: _LONGEST_QUOTE - 1] + "…"
    return '"' + "".join(c if c.isprintable() else _escaped(c) for c in shown) + '"'


def _escaped(character: str) -> str:
    point = ord(character)
    return f"\\u{point:04x}" if point < 0x10000 else f"\\U{point:08x}"


def described(value: object) -> str:
    """Say what a value is, for a message."""
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        # A hexadecimal number may have more digits than Python agrees to print.
        return str(value) if abs(value) < _LONGEST_NUMBER else "(a number)"
    if isinstance(value, float):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    return "(a list)" if isinstance(value, (list, tuple)) else "(a table)" if isinstance(value, dict) else "(a time)"


def check_text(value: object) -> str:
    """Take one line of text that is not empty, without control and bidi-control characters."""
    if not isinstance(value, str):
        shown = described(value)
        example = "" if shown.startswith("(") else f', "{shown}"'
        raise wrong(f"{shown} is not text: write it in double quotes{example}")
    if not value or value.isspace():
        raise wrong(f'is empty: write the value, or "{MISSING}" if it is not known yet')
    for character in value:
        if character in "\n\r\u2028\u2029":
            raise wrong(f"{quoted(value)} has a line break: write it on one line")
        if _FORBIDDEN.match(character):
            name = unicodedata.name(character, "a control character").lower()
            point = f"U+{ord(character):04X}"
            how = (
                "write the text in single quotes, or / for the backslash"
                if character in _ESCAPED
                else "write it without"
            )
            raise wrong(f"{quoted(value)} has an invisible character, {point} ({name}): {how}")
    if value != MISSING and value.strip().upper() == MISSING:
        raise wrong(f'{quoted(value)} is neither the value nor the mark for a missing one: write "{MISSING}"')
    return value


def check_name(value: object) -> str:
    """Take the name of a community, which must be known."""
    if is_missing(value):
        raise wrong(f'cannot be "{MISSING}": write what the community is called')
    return check_text(value)


def check_identifier(value: object) -> str:
    """Take a name of ASCII letters, digits and underscores, so that it can stand in a placeholder."""
    text = value if isinstance(value, str) else ""
    if re.fullmatch(IDENTIFIER, text) and not text.endswith("\n"):
        return text
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    proposal = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")
    better = proposal if re.fullmatch(IDENTIFIER, proposal) else "code_of_conduct"
    how = "write" if better == proposal else "such as"
    raise wrong(f"is not a name for a placeholder: use a-z, 0-9 and _, beginning with a letter, {how} {better}")


def check_flag(value: object) -> bool:
    """Take true or false."""
    if isinstance(value, bool):
        return value
    raise wrong(f"{described(value)} is neither yes nor no: write true or false, without quotes")


def check_date(value: object) -> date:
    """Take a day of the calendar.  Whether it has come is not asked, so that what is sound today is so for ever."""
    if isinstance(value, str):
        day = day_like(value)
        if day is None:
            raise wrong(f"{quoted(value)} is not a date: write year-month-day without quotes, 2025-03-31")
        raise wrong(f"{quoted(value)} is text, not a date: write {day.isoformat()} without quotes")
    if not is_day(value):
        what = value.isoformat() if isinstance(value, datetime) else described(value)
        raise wrong(f"{what} is not a date: write year-month-day without quotes, 2025-03-31")
    return value


def is_day(value: object) -> TypeGuard[date]:
    """Tell whether a value of a TOML file is a day, without a time."""
    return isinstance(value, date) and not isinstance(value, datetime)


def day_like(text: str) -> date | None:
    """Give the day that a text names in figures; None if it is none, or could be two."""
    match = _DAY.fullmatch(text.strip())
    if match is None:
        return None
    first, sign, second, third = int(match[1]), match[2], int(match[3]), int(match[4])
    if len(match[1]) == 4:
        year, month, day = first, second, third
    elif len(match[4]) == 4:
        # With a slash, Americans write the month first and others the day.
        if sign == "/" and first <= _MONTHS and second <= _MONTHS and first != second:
            return None
        day, month = (second, first) if sign == "/" and second > _MONTHS else (first, second)
        year = third
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def check_days(value: object) -> int:
    """Take a number of days, from one day to ten years."""
    if not isinstance(value, int) or isinstance(value, bool):
        raise wrong(f"{described(value)} is not a number of days: write it without quotes, as in 365")
    if not 1 <= value <= MOST_DAYS:
        raise wrong(f"{described(value)} is not a number of days from 1 to {MOST_DAYS}: write 365 for a year")
    return value


def check_country(value: object) -> str:
    """Take an ISO 3166-1 alpha-2 code in capitals."""
    text = check_text(value)
    if is_country(text):
        return text
    guess = country_like(text)
    how = f'write "{guess}"' if guess else 'write the ISO 3166 code, such as "US"'
    raise wrong(f"{quoted(text)} is not a two-letter country code: {how}")


def check_language(value: object) -> str:
    """Take a language tag in its usual case (RFC 5646, 2.1.1), such as ``en``, ``pt-BR`` or ``zh-Hant-TW``."""
    text = check_text(value)
    names = Locale("en").languages
    subtag = text.partition("-")[0]
    # The CLDR knows every two-letter language, but not every one of the 7,000 with three letters.
    if re.fullmatch(LANGUAGE, text) and (len(subtag) == 3 or subtag in names):
        return text
    guess = _language_like(text, {str(code) for code in names})
    how = f'write "{guess}"' if guess else 'write a tag such as "en" or "pt-BR"'
    raise wrong(f"{quoted(text)} is not a language tag: {how}")


def _language_like(text: str, codes: set[str]) -> str | None:
    first, *rest = re.split(r"[-_]", text.strip())
    language = _LANGUAGE_SLIPS.get(first.lower(), first.lower())
    if language in codes:
        cased = (part.upper() if len(part) == 2 else part.title() if len(part) == 4 else part.lower() for part in rest)
        tag = "-".join((language, *cased))
        return tag if re.fullmatch(LANGUAGE, tag) else None
    name = text.strip().casefold()
    names = _language_names()
    if name in names:
        return names[name]
    if len(name) > LONGEST_TYPO:
        return None
    # “Deutch” is as near to Dutch as to Deutsch, and no guess is better than a wrong one.
    near = {names[known] for known in get_close_matches(name, names, n=9, cutoff=0.8)}
    return near.pop() if len(near) == 1 else None


@cache
def _language_names() -> dict[str, str]:
    """Map the names of languages, in English and in themselves, to their tags."""
    english = {str(name).casefold(): code.replace("_", "-") for code, name in Locale("en").languages.items()}
    own: dict[str, str] = {}
    for code in locale_identifiers():
        if len(code) in (2, 3) and code in Locale("en").languages:
            name = Locale(code).get_language_name()
            if name:
                own.setdefault(str(name).casefold(), code)
    return own | english


def choice(options: type[StrEnum], what: str) -> Callable[[object], object]:
    """Make a check that takes one of the words of ``options``; ``what`` is what the words are, for the message."""
    words = [option.value for option in options]

    def check(value: object) -> object:
        if isinstance(value, str) and value in words:
            return value
        guess = nearest(value.strip().lower(), words) if isinstance(value, str) else None
        how = quoted(guess) if guess else either([quoted(word) for word in words])
        shown = "is empty:" if value == "" else f"{described(value)} is not a {what}:"
        raise wrong(f"{shown} write {how}")

    return check


def check_staff(value: object) -> object:
    """Take a table of what the staff alone may know, or nothing where it is marked as missing."""
    if value is None:
        return {}
    if not isinstance(value, dict):
        how = "write it below [words] if it is what your staff is called; [staff] holds what only they may know"
        raise wrong(f"{described(value)} is not a table: {how}")
    return value


def check_licence(value: object) -> str:
    """Take a licence as SPDX writes it."""
    from clausebook.clauses.licences import fault, is_stated

    text = check_text(value)
    if not is_stated(text):
        raise wrong(f"{quoted(text)} is no licence: take the line out if the guide states none")
    why = fault(text)
    if why:
        raise wrong(f"{quoted(text)} is no licence: {why.partition('; if the source')[0]}")
    return text
