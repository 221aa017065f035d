"""Whether a guide has the people, the ways to reach them and the numbers that it cannot do without.

Two named contacts, two channels and one contact outside of the organizers are what the procedures of PyCon (2013 and
2018), of the Python Software Foundation, Django, Jupyter and the W3C ask for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from clausebook.clauses.traits import Audience
from clausebook.community.checks import is_missing
from clausebook.community.emergency import emergency_numbers
from clausebook.community.kinds import MEETING
from clausebook.community.sheet import Sheet
from clausebook.diagnostics import Code, Diagnostic
from clausebook.text.nearest import either

_FEWEST_CONTACTS = 2
_FEWEST_CHANNELS = 2
# The link to a form that takes reports, perhaps without a name.
REPORT_FORM = "report_form"


def people_and_ways(sheet: Sheet) -> Iterator[Diagnostic]:
    """Tell what a guide lacks of contacts, channels and emergency numbers.  What is marked as missing counts."""
    if sheet.facts.get("contacts", []) == [] or isinstance(sheet.facts["contacts"], list):
        yield from _contacts(sheet)
    if sheet.facts.get("emergency", []) == [] and sheet.facts.get("kind") in MEETING:
        country = sheet.facts.get("country")
        real = emergency_numbers(country) if isinstance(country, str) else ()
        how = "number = " + either([f'"{number}"' for number in real]) if real else "the number in quotes"
        message = f"the guide needs an emergency number: write [[emergency]] and on the next line {how}"
        yield sheet.finding(Code.NO_EMERGENCY_NUMBER, message)


def _contacts(sheet: Sheet) -> Iterator[Diagnostic]:
    # Readers of the public edition see no others.
    contacts = list(_reachable(sheet))
    first = ("contacts", 0)
    if len(contacts) < _FEWEST_CONTACTS or _all_alike(contacts):
        message = (
            "the guide needs at least two contacts that everybody sees, so that nobody has to report somebody "
            "to themselves: write one more [[contacts]] with name and email"
        )
        yield sheet.finding(Code.TOO_FEW_CONTACTS, message, first)
    channels = _channels(sheet)
    if contacts and len(channels) < _FEWEST_CHANNELS:
        only = f"only by {channels[0]}" if channels else "by no way that the file names"
        message = (
            f'people can report {only}: add a second way, such as phone = "+..." or place = "..." for a contact, '
            f"or the link {REPORT_FORM} of a form"
        )
        yield sheet.finding(Code.TOO_FEW_CHANNELS, message, first)
    if contacts and not any(contact.get("independent") is True or _undecided(contact) for contact in contacts):
        message = (
            "nobody here is independent of the organizers, so that nobody could report one of them: name a person "
            "outside of the team, such as of another event, and write independent = true for that person"
        )
        yield sheet.finding(Code.NO_INDEPENDENT_CONTACT, message, first)


def _reachable(sheet: Sheet) -> Iterator[Mapping[str, object]]:
    """Give the contacts that readers see: nobody reports to a person whom only the staff edition names."""
    return (table for _index, table in sheet.tables("contacts") if table.get("audience") != Audience.STAFF)


def _all_alike(contacts: list[Mapping[str, object]]) -> bool:
    """Tell whether all contacts are one, copied whole; those still to be filled in only look alike."""
    first = contacts[0]
    return not any(is_missing(value) for value in first.values()) and all(contact == first for contact in contacts)


def _undecided(contact: Mapping[str, object]) -> bool:
    return is_missing(contact.get("independent"))


def _channels(sheet: Sheet) -> list[str]:
    """Name the ways in which reports come in."""
    contacts = list(_reachable(sheet))
    ways = {
        "e-mail": "email" in sheet.facts or any("email" in contact for contact in contacts),
        "phone": any("phone" in contact for contact in contacts),
        "speaking to somebody": any("place" in contact for contact in contacts),
        "a form": REPORT_FORM in sheet.table("links"),
    }
    return [way for way, there in ways.items() if there]
