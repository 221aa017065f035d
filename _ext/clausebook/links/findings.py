"""Faults as findings: each at the line that the link comes from, with the guides that it breaks."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from clausebook.diagnostics import Applicability, Diagnostic, Edit, Fix, Severity, diagnose
from clausebook.links.faults import Fault
from clausebook.links.origins import Origin, Origins
from clausebook.links.pages import place_of
from clausebook.links.written import Written
from clausebook.text.blocks import front_matter_end

# So many guides are named in a message; the formats for programs have all of them.
_MOST_NAMED = 5

_REFERENCE = re.compile(r"&(?=#?[A-Za-z0-9]{1,40};)")


@dataclass
class _Group:
    """A fault that several pages have from one place; ``pages`` says of each whether somebody wrote it."""

    fault: Fault
    origin: Origin | None
    pages: dict[str, bool] = field(default_factory=dict)
    via: dict[str, None] = field(default_factory=dict)


def findings(faults: Iterable[Fault], origins: Origins, built: Path, base: Path) -> list[Diagnostic]:
    """Make findings of faults; ``built`` is the folder of the site, paths are told relative to ``base``.

    What stands in no source, such as a link of the theme, is told of the first built page that has it.
    """
    groups: dict[tuple[object, ...], _Group] = {}
    for fault in faults:
        page = fault.page.removesuffix(".html")
        places: list[Origin | None] = [*origins.find(page, fault.written, fault.address)]
        for origin in places or [None]:
            where = (origin.place.source.path, origin.place.start) if origin else (fault.written,)
            group = groups.setdefault((fault.code, *where), _Group(fault, origin))
            group.pages[origins.guide(page)] = origins.is_written(page)
            group.via |= dict.fromkeys(origin.via if origin else ())
    return sorted((_finding(group, built, base) for group in groups.values()), key=lambda finding: finding.sort_key)


def _finding(group: _Group, built: Path, base: Path) -> Diagnostic:
    fault = group.fault
    pages = tuple(sorted(page for page, written in group.pages.items() if written) or sorted(group.pages))
    more = f" and {len(pages) - _MOST_NAMED} more" if len(pages) > _MOST_NAMED else ""
    named = f"{', '.join(pages[:_MOST_NAMED])}{more}"
    # What nobody knows breaks nothing yet.
    where = "breaks" if fault.severity is Severity.ERROR else "stands in"
    via = f"; named in {', '.join(sorted(group.via))}" if group.via else ""
    message = f"{fault.message.rstrip('.')}{via}; {where}: {named}"
    if group.origin is None:
        file = os.path.relpath(built / fault.page, base)
        position = place_of((built / fault.page).read_bytes().decode("utf-8", "replace"), fault.written)
        return Diagnostic(fault.code, message, file, position, position, fault.severity, breaks=pages)
    place = group.origin.place
    return diagnose(
        fault.code,
        message,
        place.source,
        place.start,
        place.end,
        severity=fault.severity,
        fix=_fix(fault, place),
        breaks=pages,
    )


def _fix(fault: Fault, place: Written) -> Fix | None:
    remedy = fault.remedy
    if remedy is None or not place.exact or place.is_composed:
        return None
    applicability = Applicability.SAFE if remedy.safe else Applicability.UNSAFE
    return Fix(remedy.message, tuple(_edits(place, remedy.address)), applicability)


def _edits(place: Written, address: str) -> Iterator[Edit]:
    text = place.source.text
    if not place.is_fact and place.start >= front_matter_end(text):
        # What looks like a character reference would become that character.
        address = _REFERENCE.sub("&amp;", address)
        if text[max(0, place.start - 1) : place.start] not in ("<", '"', "'"):
            # In a target without brackets, an unpaired parenthesis would end the link.
            address = address.replace("(", "%28").replace(")", "%29")
    yield Edit(place.start, place.end, address)
