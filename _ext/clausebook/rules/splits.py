"""CB2: clauses whose boundaries cut a list, a note or a quotation in two."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Set

from clausebook.clauses.document import ClauseDocument
from clausebook.clauses.markers import Marker
from clausebook.diagnostics import Code, Diagnostic
from clausebook.rules.containers import Container, Containers, containers
from clausebook.rules.structure import Area, Edge, areas, at_marker, is_alone


def split_list(document: ClauseDocument) -> Iterator[Diagnostic]:
    """Tell clauses that hold a part of a list item, and markers that cut a list in two.

    A marker at the margin ends the list before it.  What comes after is another list, or no list at all: a step loses
    its second paragraph, or a screen reader announces three lists of one item each.

    What to do: Put the markers as far in as the text of the item, or behind the bullets, or around the whole list.

    Fix: none. What belongs to the clause has to be known.

    Bad:

        - Offer a private place to sit.

        <!-- clause:response -->
          Ask whom they would like to have with them.
        <!-- endclause:response -->
        - Write down what you hear.

    Good:

        - Offer a private place to sit.

          <!-- clause:response -->
          Ask whom they would like to have with them.
          <!-- endclause:response -->
        - Write down what you hear.
    """
    found = containers(document)
    known: set[Marker] = set()
    for area, edge, container in _cut(document, found, {"item"}):
        known |= {area.start.marker, area.end.marker}
        yield at_marker(Code.SPLIT_LIST, document, edge.marker, _of_item(area, edge, container))
    told: set[int] = set()
    for edge, before, after, both in _between_items(document, found):
        # Two clauses may well end and begin with a list each.
        if before.number or both or before.list_number in told or edge.marker in known:
            continue
        told.add(before.list_number)
        message = (
            f"This marker cuts the list in two, between line {before.last + 1} and line {after.first + 1}. "
            "Put the whole list into one clause, or put the markers behind the bullets: “- <!-- clause:NAME -->”."
        )
        yield at_marker(Code.SPLIT_LIST, document, edge.marker, message)


def split_numbering(document: ClauseDocument) -> Iterator[Diagnostic]:
    """Tell markers between the items of a numbered list, which begin the numbers anew.

    Staff who are asked to do “step 3” find two of them, or none.  Behind its number, a marker leaves the list whole.

    What to do: Put the markers behind the numbers, or around the whole list.

    Fix: none. What belongs to the clause has to be known.

    Bad:

        <!-- clause:first -->
        1. Keep in mind who is here.
        <!-- endclause:first -->
        <!-- clause:second -->
        2. Report the incident.
        <!-- endclause:second -->

    Good:

        1. <!-- clause:first -->Keep in mind who is here.<!-- endclause:first -->
        2. <!-- clause:second -->Report the incident.<!-- endclause:second -->
    """
    found = containers(document)
    sizes = _sizes(document, found)
    told: set[int] = set()
    for edge, before, after, both in _between_items(document, found):
        if not before.number or before.list_number in told:
            continue
        if after.number == "1":
            lazy = sizes[before.list_number]
            # “1.” before every item is a list that counts by itself; “1.” after “2.” begins another list.
            if lazy.numbers != {"1"} or (both and lazy.shortest > 1):
                continue
        told.add(before.list_number)
        message = (
            f"This marker stands between the items of a numbered list, in line {before.last + 1} and line "
            f"{after.first + 1}, and begins the numbers anew. Put the whole list into one clause, or put the markers "
            f"behind the numbers: “{after.number}. <!-- clause:NAME -->”."
        )
        yield at_marker(Code.SPLIT_NUMBERING, document, edge.marker, message)


def split_quotation(document: ClauseDocument) -> Iterator[Diagnostic]:
    """Tell clauses that hold a part of a quotation.

    A marker without the quotation's ``>`` ends it, so that readers see two quotations of two people.

    What to do: Put both markers around the quotation, or both into it, each behind a ``>``.

    Fix: none. What belongs to the clause has to be known.

    Bad:

        > Nobody listened to me
        <!-- clause:quoted -->
        > until I met the staff.
        <!-- endclause:quoted -->

    Good:

        <!-- clause:quoted -->
        > Nobody listened to me
        > until I met the staff.
        <!-- endclause:quoted -->
    """
    told = set()
    for area, edge, container in _cut(document, containers(document), {"quotation"}):
        told.add(edge.marker)
        verb = "begins" if edge.starts else "ends"
        message = (
            f"The clause “{area.clause.name}” {verb} within the quotation of lines {container.first + 1} to "
            f"{container.last + 1}, and holds a part of it. Put both markers into the quotation, or both outside of it."
        )
        yield at_marker(Code.SPLIT_QUOTATION, document, edge.marker, message)
    message = (
        "This marker cuts a quotation in two. Put it before or behind the quotation, "
        "or begin its line with “> ” as the lines around it do."
    )
    for marker in _between_quotes(document):
        if marker not in told:
            yield at_marker(Code.SPLIT_QUOTATION, document, marker, message)


def split_note(document: ClauseDocument) -> Iterator[Diagnostic]:
    """Tell clauses that hold a part of a footnote or of a definition.

    A marker at the margin ends the note.  The lines behind it show in the middle of the page, as code perhaps.

    What to do: Put all of the footnote or the definition into the clause, or none of it.

    Fix: none. What belongs to the clause has to be known.

    Bad:

        Write to us[^late].

        [^late]: Late reports are welcome.

        <!-- clause:late -->
            We keep them for two years.
        <!-- endclause:late -->

        [^other]: Another note.

    Good:

        Write to us[^late].

        <!-- clause:late -->
        [^late]: Late reports are welcome.

            We keep them for two years.
        <!-- endclause:late -->

        [^other]: Another note.
    """
    for area, edge, container in _cut(document, containers(document), {"footnote", "definition"}):
        message = (
            f"This marker cuts the {container.kind} of lines {container.first + 1} to {container.last + 1} in two. "
            f"Put all of it into the clause “{area.clause.name}”, or none of it."
        )
        yield at_marker(Code.SPLIT_NOTE, document, edge.marker, message)


def _cut(document: ClauseDocument, found: Containers, kinds: Set[str]) -> Iterator[tuple[Area, Edge, Container]]:
    """Find the clauses that hold a part of a container: the clause, which of its edges cuts, and what."""
    for area in areas(document):
        cut = next((pair for pair in _cut_by(document, found, area) if pair[1].kind in kinds), None)
        if cut is not None:
            yield area, *cut


def _cut_by(document: ClauseDocument, found: Containers, area: Area) -> Iterator[tuple[Edge, Container]]:
    held = {}
    for edge in (area.start, area.end):
        line = document.source.row(edge.marker.start) - 1
        row = edge.row if edge.starts else edge.row - 1
        here = [(number, found.all[number]) for number in sorted({*found.around(line), *found.around(min(row, line))})]
        held[edge.starts] = {n for n, item in here if edge.column >= item.column and _is_in(item, edge, line)}
        for _, item in here:
            if edge.column < item.column and item.first < edge.row <= item.last:
                yield edge, item
    for number in sorted(held[True] - held[False]):
        # It begins within, and holds something behind it.
        if any(found.is_text[found.all[number].last + 1 : area.end.row]):
            yield area.start, found.all[number]
    for number in sorted(held[False] - held[True]):
        if area.start.row <= found.all[number].first and area.end.row <= found.all[number].last:
            yield area.end, found.all[number]


def _is_in(container: Container, edge: Edge, line: int) -> bool:
    return container.first <= line <= container.last + (not edge.starts) or container.first < edge.row <= container.last


class _Sizes:
    """The numbers that the items of a list have, and how many items its shortest part between markers has."""

    def __init__(self) -> None:
        self.numbers: set[str] = set()
        self.shortest = self.current = 0


def _sizes(document: ClauseDocument, found: Containers) -> dict[int, _Sizes]:
    sizes: dict[int, _Sizes] = defaultdict(_Sizes)
    broken = {before.last for _, before, _, _ in _between_items(document, found)}
    for item in found.all:
        if item.number:
            size = sizes[item.list_number]
            size.numbers.add(item.number)
            size.current += 1
            if item.last in broken:
                size.shortest = min(size.shortest or size.current, size.current)
                size.current = 0
    for size in sizes.values():
        size.shortest = min(size.shortest or size.current, size.current)
    return sizes


def _between_items(document: ClauseDocument, found: Containers) -> Iterator[tuple[Edge, Container, Container, bool]]:
    """Find the markers that end a list between two of its items.

    The last value says that one clause ends there and another one begins.
    """
    # The row of what comes next: text, or an item that begins with a marker.
    following, next_row = [0] * (len(found.is_text) + 1), len(found.is_text)
    firsts = {item.first for item in found.all}
    for row in range(len(found.is_text), -1, -1):
        if row in firsts or (row < len(found.is_text) and found.is_text[row]):
            next_row = row
        following[row] = next_row
    by_gap: dict[int, list[Edge]] = defaultdict(list)
    for area in areas(document):
        for edge in (area.start, area.end):
            by_gap[following[edge.row]].append(edge)
    last_of_list: dict[int, Container] = {}
    for item in found.all:
        if item.list_number < 0:
            continue
        before = last_of_list.get(item.list_number)
        last_of_list[item.list_number] = item
        if before is None:
            continue
        here = [edge for edge in by_gap.get(item.first, ()) if edge.column < before.column and edge.row > before.last]
        if here:
            first = min(here, key=lambda edge: edge.marker.start)
            yield first, before, item, {edge.starts for edge in here} == {True, False}


def _of_item(area: Area, edge: Edge, item: Container) -> str:
    where = f"the list item of line {item.first + 1}"
    if edge.starts and edge.column < item.column and item.first < edge.row:
        return (
            f"This marker cuts {where} in two: what follows no longer belongs to it. "
            f"Put {item.column} blanks before the marker, or move it before the item or behind it."
        )
    verb = "begins" if edge.starts else "ends"
    return (
        f"The clause “{area.clause.name}” {verb} within {where} and holds only a part of it. "
        "Put both markers into the item, or both outside of it."
    )


def _between_quotes(document: ClauseDocument) -> Iterator[Marker]:
    """Find markers without a quotation sign between two lines that have one."""
    source = document.source
    alone: list[tuple[int, Marker]] = []
    for marker in document.markers:
        place = source.position(marker.start)
        if is_alone(document, marker) and ">" not in source.line(place.row)[: place.column - 1]:
            alone.append((place.row, marker))
    group: list[tuple[int, Marker]] = []
    for row, marker in [*alone, (-9, document.markers[0])] if alone else ():
        if group and row == group[-1][0] + 1:
            group.append((row, marker))
            continue
        if group and len({marker.kind for _, marker in group}) == 1:
            before, after = source.line(group[0][0] - 1), source.line(group[-1][0] + 1)
            if before.lstrip().startswith(">") and after.lstrip().startswith(">"):
                yield group[0][1]
        group = [(row, marker)]
