"""What a change touches, for people at a terminal and for programs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from clausebook.history.changes import Affected, Change, ClauseChange, Place
from clausebook.report.terminal import visible
from clausebook.report.wording import parts_as_json
from clausebook.text.words import Part, marked, word_diff

Json = dict[str, object]


@dataclass(frozen=True, slots=True)
class Span:
    """From which commit to which; ``until`` is "" for the files as they are."""

    since: str
    until: str


def difference(change: ClauseChange) -> tuple[Part, ...]:
    """Compare the texts of a clause before and after, word by word."""
    return word_diff(change.before or "", change.after or "")


def count(number: int, one: str, many: str = "") -> str:
    """Write a number of things."""
    return f"{number} {one if number == 1 else many or f'{one}s'}"


def summary(found: Affected) -> str:
    """Say in a line how much is touched."""
    things = [
        (len(found.clauses), "clause", ""),
        (len(found.values), "fact", ""),
        (len(found.files), "clause file around its clauses", "clause files around their clauses"),
        (len(found.pages), "page", ""),
    ]
    touched = [count(number, one, many) for number, one, many in things if number]
    if not touched:
        return "No clause, fact or page of a guide is different."
    communities = {place.community for place in found.places}
    where = f"{count(len(found.places), 'guide page')} of {count(len(communities), 'community', 'communities')}"
    return f"{', '.join(touched)} changed; readers may see it on {where}."


def happened(changes: Iterable[Change], renamed_from: str = "") -> str:
    """Say what happened to something."""
    words = []
    for change in changes:
        words.append(f"renamed from {renamed_from}" if change is Change.RENAMED else change.value)
    return ", ".join(words)


def as_text(found: Affected, span: Span) -> str:
    """Write it for a terminal."""
    until = f" to {span.until[:10]}" if span.until else ""
    lines = [f"Since {span.since[:10]}{until}: {summary(found)}"]
    for change in found.clauses:
        owner = f"  (own wording of {found.names[change.community]})" if change.community else ""
        lines += ["", f"{change.identifier}{owner}  {happened(change.changes, change.renamed_from)}"]
        lines += [f"  at  {change.path}:{change.row}", *_in(change.places)]
        if change.worded_by:
            lines.append(f"  not {', '.join(change.worded_by)}, with wording of their own")
        if change.before != change.after:
            lines += [f"  | {line}" for line in marked(difference(change)).splitlines()]
    for value in found.values:
        lines += ["", f"{value.community}: {value.name}", *_in(value.places)]
        lines.append(f"  | {marked(word_diff(value.before or '', value.after or ''))}")
    for file in found.files:
        lines += ["", f"{file.path}  changed around its clauses", *_in(file.places)]
    for page in found.pages:
        lines += ["", f"{page.path}  page {page.change.value}"]
    return "".join(f"{visible(line).rstrip()}\n" for line in lines)


def _in(places: Iterable[Place]) -> Iterator[str]:
    names = ", ".join(f"{place.community}/{place.page}" for place in places)
    yield f"  in  {names or 'no guide'}"


def as_json(found: Affected, span: Span) -> str:
    """Write it for programs."""
    report: Json = {
        "since": span.since,
        "until": span.until or None,
        "pages": [_place(place) for place in found.places],
        "clauses": [_clause(change) for change in found.clauses],
        "values": [
            {
                "community": value.community,
                "name": value.name,
                "before": value.before,
                "after": value.after,
                "pages": [_place(place) for place in value.places],
            }
            for value in found.values
        ],
        "files": [
            {
                "filename": file.path,
                "community": file.community or None,
                "pages": [_place(place) for place in file.places],
            }
            for file in found.files
        ],
        "changed_pages": [
            {**_place(page.place), "change": page.change.value, "filename": page.path} for page in found.pages
        ],
    }
    return json.dumps(report, indent=2, ensure_ascii=False) + "\n"


def _place(place: Place) -> Json:
    return {"community": place.community, "page": place.page}


def _clause(change: ClauseChange) -> Json:
    return {
        "name": change.identifier,
        "community": change.community or None,
        "changes": [one.value for one in change.changes],
        "renamed_from": change.renamed_from or None,
        "filename": change.path,
        "row": change.row,
        "before": change.before,
        "after": change.after,
        "difference": parts_as_json(difference(change)),
        "pages": [_place(place) for place in change.places],
        "own_wording": list(change.worded_by),
    }
