"""Contacts that two communities have: mostly one has been copied from the other, and reports go to the wrong people."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from clausebook.community import Location
from clausebook.community.checks import quoted
from clausebook.community.kinds import Status
from clausebook.community.leftovers import made_up
from clausebook.community.sheet import Sheet
from clausebook.diagnostics import Code, Diagnostic


def copied_contacts(sheets: Iterable[tuple[str, Sheet]]) -> Iterator[Diagnostic]:
    """Tell of each contact that another community has too, unless it says ``shared = true``.

    Each sheet comes with its community's name.  An archived guide may keep whom the next one names.
    """
    found: defaultdict[str, list[tuple[str, Sheet, Location]]] = defaultdict(list)
    for name, sheet in sheets:
        for location, text in sheet.texts():
            if (
                len(location) > 2
                and location[0] == "contacts"
                and location[-1] in ("email", "phone")
                and not made_up(text)
            ):
                found[_plain(text)].append((name, sheet, location))
    for places in found.values():
        if len({id(sheet) for _name, sheet, _location in places}) > 1:
            yield from _tell(places)


def _tell(places: list[tuple[str, Sheet, Location]]) -> Iterator[Diagnostic]:
    told: set[int] = set()
    for _name, sheet, location in places:
        if sheet.status is Status.ARCHIVED or sheet.value((*location[:-1], "shared")) is True or id(sheet) in told:
            continue
        told.add(id(sheet))
        name, other, there = next(place for place in places if place[1] is not sheet)
        row = other.source.position(other.place(there)[0]).row
        message = (
            f"{quoted(str(sheet.value(location)))} is a contact of {name} too ({other.source.path}:{row}): "
            "write your own, or shared = true in both places if that person takes reports for both"
        )
        yield sheet.finding(Code.COPIED_CONTACT, message, location)


def _plain(address: str) -> str:
    """Give what two ways to write an address have in common."""
    return address.casefold() if "@" in address else re.sub(r"[^0-9x]", "", address.replace("ext", "x"))
