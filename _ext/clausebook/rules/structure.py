"""Where the clauses of a text and its blocks begin and end, for the rules on what a boundary cuts.

Markers are comments, and a comment on a line of its own ends what stands before it.  So the text is read twice:
once with a blank line in the place of such a marker (the containers module), which shows the lists, notes and
quotations that the author meant; and once with a word in its place (the passages module), which shows the tables, links
and emphasis that would run on if the marker were not there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from clausebook.clauses import ranges
from clausebook.clauses.document import Clause, ClauseDocument
from clausebook.clauses.markers import Marker
from clausebook.diagnostics import Code, Diagnostic, Severity, diagnose
from clausebook.text import layout
from clausebook.text.blocks import offsets_in_code
from clausebook.text.source import LINE_END, SourceText

TAB = 4
COLON_FENCE = re.compile(r"[ \t]*(:{3,}+)[ \t]*(\{[^\r\n]*|[A-Za-z][^\r\n]*|)")
COMMENT = "<!-- -->"
_LONGEST_PREFIX = 400


@dataclass(frozen=True, slots=True)
class Edge:
    """Where a clause begins or ends: before the line ``row`` (from 0), ``column`` characters in."""

    marker: Marker
    row: int
    column: int
    starts: bool


@dataclass(frozen=True, slots=True)
class Area:
    """A clause that has lines of its own, as the guides take it: from one edge to the other."""

    clause: Clause
    start: Edge
    end: Edge


def is_block(document: ClauseDocument, clause: Clause) -> bool:
    """Tell whether a clause has lines of its own; if not, it is a part of a line."""
    prefix = prefix_of(document.source, clause.start.start)
    return layout.is_block_prefix(prefix) and ranges.fills_lines(document.source, clause)


def prefix_of(source: SourceText, offset: int) -> str:
    """Give what stands before an offset on its line; words, if that is more than can stand before a block."""
    start = ranges.line_start(source, offset)
    return source.text[start:offset] if offset - start <= _LONGEST_PREFIX else "words"


@lru_cache(maxsize=1)
def areas(document: ClauseDocument) -> Sequence[Area]:
    """Give the clauses that have lines of their own and both markers."""
    found = []
    source = document.source
    for clause in document.clauses:
        if clause.end is None or not is_block(document, clause):
            continue
        start, end = clause.start, clause.end
        prefix = prefix_of(source, start.start)
        first = source.row(start.end) - (0 if ranges.is_line_end(source.text, start.end) else 1)
        body_end = ranges.body_lines(source, clause)[1]
        tail = prefix_of(source, end.start)
        stands_first = layout.is_block_prefix(tail) and not layout.has_bullet(tail)
        following = layout.continuation(prefix)
        if stands_first and (layout.goes_on(f"{tail}x", prefix) or not _goes_on_before(document, body_end, prefix)):
            following = tail
        last = source.row(end.start) - (1 if stands_first else 0)
        found.append(
            Area(
                clause,
                Edge(start, first, _width(prefix), starts=True),
                Edge(end, max(last, first), _width(following), starts=False),
            )
        )
    return found


def _goes_on_before(document: ClauseDocument, offset: int, prefix: str) -> bool:
    """Tell whether the last line with text before an offset belongs to the block that a prefix begins."""
    text = document.source.text
    last = len(text[max(0, offset - 2000) : offset].rstrip()) + max(0, offset - 2000)
    line_start = ranges.line_start(document.source, last)
    return layout.goes_on(text[line_start:last] + "x", prefix)


def rows_of(text: str) -> list[str]:
    """Split a text at its line ends, as CommonMark knows them."""
    return LINE_END.split(text)


def without_markers(document: ClauseDocument) -> str:
    """Leave blank lines where markers stood alone, and their words where they shared a line."""
    text, source = document.source.text, document.source
    leading = {area.start.marker.start for area in areas(document)}
    pieces: list[str] = []
    done = 0
    for marker in document.markers:
        prefix = prefix_of(source, marker.start)
        alone = layout.is_block_prefix(prefix) and ranges.is_line_end(text, marker.end)
        keeps = layout.has_bullet(prefix) if alone else marker.start in leading and not layout.has_bullet(prefix)
        # A marker that a line break has come into leaves it there: rows are counted.
        breaks = "\n" * len(LINE_END.findall(text, marker.start, marker.end))
        pieces += text[done : marker.start], COMMENT if keeps else "", breaks
        done = marker.end
        if marker.start in leading and not alone and not keeps:
            done = ranges.after_blanks(text, done)
    return joined([*pieces, text[done:]])


def joined(pieces: Iterable[str]) -> str:
    """Join pieces of a text; two line ends that only a marker has parted stay two, and are no CRLF."""
    kept: list[str] = []
    for piece in pieces:
        if piece.startswith("\n") and kept and kept[-1].endswith("\r"):
            kept.append(" ")
        if piece:
            kept.append(piece)
    return "".join(kept)


def _width(text: str) -> int:
    return len(text.expandtabs(TAB))


def colon_fences(source: SourceText) -> list[tuple[int, int]]:
    """Find the colon fences of a text, as half-open offsets; one that nobody closes reaches to the end."""
    text = source.text
    if ":::" not in text:
        return []
    lines = [
        (start, match)
        for start, line in zip(source.line_starts, rows_of(text), strict=True)
        if ":::" in line and (match := COLON_FENCE.fullmatch(line.rstrip(" \t")))
    ]
    code = offsets_in_code(text, (start for start, _ in lines))
    found = []
    opened: list[tuple[int, int]] = []
    for start, match in lines:
        if start in code:
            continue
        if match[2] or not opened or opened[-1][1] > len(match[1]):
            opened.append((start, len(match[1])))
        else:
            found.append((opened.pop()[0], start + match.end()))
    return sorted([*found, *((start, len(text) + 1) for start, _ in opened)])


def crossings(
    elements: Iterable[tuple[int, int]], clauses: Iterable[tuple[int, int]]
) -> Iterator[tuple[int, int, bool]]:
    """Find where elements and clauses overlap without one holding the other.

    Both are given by two places each; no place occurs twice.  Gives the number of the clause, that of the element,
    and whether the clause begins within the element.
    """
    ends = [
        (place, kind, number)
        for kind, pairs in enumerate((elements, clauses))
        for number, pair in enumerate(pairs)
        for place in pair
    ]
    opened: tuple[list[int], list[int]] = ([], [])
    begun: dict[tuple[int, int], int] = {}
    closed: set[tuple[int, int]] = set()
    for place, kind, number in sorted(ends):
        if (kind, number) not in begun:
            begun[kind, number] = place
            opened[kind].append(number)
            continue
        closed.add((kind, number))
        others = opened[1 - kind]
        while others and (1 - kind, others[-1]) in closed:
            others.pop()
        if others and begun[1 - kind, others[-1]] > begun[kind, number]:
            other = others[-1]
            yield (number, other, False) if kind else (other, number, True)


def at_marker(
    code: Code, document: ClauseDocument, marker: Marker, message: str, severity: Severity = Severity.WARNING
) -> Diagnostic:
    """Make a finding about a marker."""
    return diagnose(code, message, document.source, marker.start, marker.end, severity=severity)


def is_alone(document: ClauseDocument, marker: Marker) -> bool:
    """Tell whether a marker has a line of its own, on which no list item begins."""
    source = document.source
    prefix = prefix_of(source, marker.start)
    return (
        layout.is_block_prefix(prefix) and not layout.has_bullet(prefix) and ranges.is_line_end(source.text, marker.end)
    )
