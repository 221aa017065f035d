"""Facts of a community checked against each other; a fact that is wrong by itself is left to its own check."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic_core import InitErrorDetails

from clausebook.community import Location, checks
from clausebook.community.completeness import contradictions
from clausebook.community.emergency import country_name, emergency_numbers, is_country, is_emergency_number
from clausebook.community.kinds import MEETING
from clausebook.community.look import look_relations
from clausebook.text.nearest import either

# Gabon has a hundred numbers; nobody reads so many.
MOST_SHOWN = 8


def relations(facts: dict[str, object], missing: frozenset[Location]) -> Iterator[InitErrorDetails]:
    """Check facts against each other; a fact that is wrong by itself is left to its own check."""
    kind, country = facts.get("kind"), facts.get("country")
    numbers = facts.get("emergency")
    if "country" not in facts and isinstance(kind, str) and kind in MEETING:
        yield _lack(("country",), f'country is missing: a {kind} needs it, write country = "US" or your own code')
    elif "country" not in facts and numbers:
        yield _lack(("country",), 'country is missing: it decides which emergency numbers are right, write "US" or so')
    if facts.get("status", "live") == "live" and "reviewed" not in facts:
        how = 'the day on which somebody last checked the facts, as in reviewed = 2025-03-31, or status = "draft"'
        yield _lack(("reviewed",), f"reviewed is missing: a live guide needs it, write {how}")
    for index, contact in _tables(facts.get("contacts")):
        if "email" not in contact and "phone" not in contact:
            how = 'write email = "..." or phone = "+...", or email = "TODO"'
            yield _lack(("contacts", index), f"contact has neither e-mail nor phone: {how}")
    if isinstance(country, str) and is_country(country):
        for index, entry in _tables(numbers):
            number = entry.get("number")
            if isinstance(number, str) and number.isdigit() and not is_emergency_number(number, country):
                real = either(emergency_numbers(country)[:MOST_SHOWN])
                message = f"{number} is not an emergency number in {country} ({country_name(country)}): write {real}"
                kind_of_error = checks.wrong(message, checks.FOREIGN_NUMBER)
                yield InitErrorDetails(type=kind_of_error, loc=("emergency", index, "number"), input=number, ctx={})
    yield from contradictions(facts.get("completeness"))
    yield from look_relations(facts.get("look"))
    event = facts.get("event")
    starts, ends = (event.get("starts"), event.get("ends")) if isinstance(event, dict) else (None, None)
    if checks.is_day(starts) and checks.is_day(ends) and ends < starts:
        message = f"{ends} is before the event starts: write the last day, on or after {starts}"
        yield InitErrorDetails(type=checks.wrong(message), loc=("event", "ends"), input=None, ctx={})


def _tables(value: object) -> Iterator[tuple[int, dict[str, object]]]:
    """Give the tables of a list and their indices, as far as it is one."""
    for index, item in enumerate(value if isinstance(value, list) else ()):
        if isinstance(item, dict):
            yield index, item


def _lack(location: Location, message: str) -> InitErrorDetails:
    return InitErrorDetails(type=checks.lacking(message), loc=location, input=None, ctx={})
