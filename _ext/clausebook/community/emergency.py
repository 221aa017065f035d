"""The countries, and the numbers that people dial there in an emergency.

The numbers come from the short-number metadata of Google's libphonenumber.  They are never parsed as ordinary
phone numbers: 911 would become +1 911, which nobody answers.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import product

import phonenumbers
from babel.core import Locale, get_global
from phonenumbers import shortnumberinfo

from clausebook.text.nearest import nearest

# What stands for all services where it exists; where several do, the country's own comes before the mobile networks'.
_GENERAL = ("000", "111", "999", "112", "911")
_NORTH_AMERICA = 1
# More are for the organizers to choose from.
_MOST_SHOWN = 6

EMERGENCY_NUMBER = re.compile(r"[0-9]{2,6}")


def is_country(code: str) -> bool:
    """Say whether ``code`` is an ISO 3166-1 alpha-2 code, in capitals, whose phone numbers are known."""
    return code in phonenumbers.SUPPORTED_REGIONS


@cache
def _names() -> dict[str, str]:
    """Map each country by its code to its English name, as the Unicode CLDR has it."""
    return {code: str(name) for code, name in Locale("en").territories.items() if is_country(code)}


def country_name(code: str) -> str:
    """Give the English name of a country; the code itself if the CLDR has no name for it."""
    return _names().get(code, code)


def country_like(text: str) -> str | None:
    """Guess the country code that somebody means by ``USA``, ``uk`` or ``Germany``."""
    code = text.strip().upper()
    if is_country(code):
        return code
    aliases = get_global("territory_aliases").get(code, [])
    if len(aliases) == 1 and is_country(aliases[0]):
        return str(aliases[0])
    codes = {name.casefold(): code for code, name in _names().items()}
    name = nearest(text.strip().casefold(), codes, cutoff=0.8)
    return None if name is None else codes[name]


def is_emergency_number(number: str, country: str) -> bool:
    """Say whether people in ``country`` reach help at ``number``, a string of digits.

    A country of which no numbers are known at all cannot be checked, and every number of two to six digits is
    taken: a guide for Guinea must be able to name one.
    """
    if EMERGENCY_NUMBER.fullmatch(number) is None:
        return False
    if _metadata(country) is None:
        return True
    return bool(shortnumberinfo.is_emergency_number(number, country))


@cache
def emergency_numbers(country: str) -> tuple[str, ...]:
    """Give all emergency numbers of a country, the shortest first; none if the country or its numbers are not known."""
    description = _metadata(country)
    if description is None:
        return ()
    pattern, lengths = description
    candidates = ("".join(digits) for length in lengths for digits in product("0123456789", repeat=length))
    matching = (number for number in candidates if pattern.fullmatch(number))
    return tuple(number for number in matching if shortnumberinfo.is_emergency_number(number, country))


def proposed_numbers(country: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Give the numbers that a guide for a country should show, the first one first, and its other emergency numbers.

    The data says which numbers reach help, not whose.  Where there are many, those are proposed that stand for all
    services; in the North American Numbering Plan that is 911 alone (47 CFR 64.3000), since landlines do not know 112.
    """
    numbers = emergency_numbers(country)
    general = [number for number in _GENERAL if number in numbers]
    if phonenumbers.country_code_for_region(country) == _NORTH_AMERICA and "911" in general:
        shown = ["911"]
    else:
        shown = [*general, *(number for number in numbers if number not in general)]
        if len(shown) > _MOST_SHOWN:
            shown = general or shown[:_MOST_SHOWN]
    return tuple(shown), tuple(number for number in numbers if number not in shown)


def _metadata(country: str) -> tuple[re.Pattern[str], tuple[int, ...]] | None:
    """Give the pattern of a country's emergency numbers and how many digits they have."""
    metadata = phonenumbers.PhoneMetadata.short_metadata_for_region(country)
    emergency = None if metadata is None else metadata.emergency
    if emergency is None or emergency.national_number_pattern is None:
        return None
    return re.compile(emergency.national_number_pattern), tuple(sorted(emergency.possible_length))
