"""Where the clauses of a text and its blocks begin and end, for the rules on what a boundary cuts.

Markers are comments, and a comment on a line of its own ends what stands before it.  So the text is read twice:
once with a blank line in the place of such a marker (:func:`containers`), which shows the lists, notes and
quotations that the author meant; and once with a word in its place (:func:`passages`), which shows the tables, links
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

_TAB = 4
_COLON_FENCE = re.compile(r"[ \t]*(:{3,}+)[ \t]*(\{[^\r\n]*|[A-Za-z][^\r\n]*|)")
_BULLET = re.compile(r"(?:[-+*]|[0-9]{1,9}[.)])(?:[ \t]{1,4}(?![ \t])|[ \t]|$)")
_QUOTE = re.compile(r"[ \t]{0,3}>[ \t]?")
_TERM_BODY = re.compile(r"[ \t]*[:~][ \t]+")
_COMMENT = "<!-- -->"
_NOTE_INDENTATION = 4
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


@dataclass(frozen=True, slots=True)
class Container:
    """A list item, a note, a definition or a quotation: rows from ``first`` to ``last``, both counted from 0.

    What belongs to it is ``column`` characters in; ``parent`` is the number of the one around it, or -1.
    """

    kind: str
    first: int
    last: int
    column: int
    parent: int
    list_number: int = -1
    number: str = ""


@dataclass(frozen=True)
class Containers:
    """The containers of a text in the order in which they begin, and for each row the innermost one, or -1."""

    all: Sequence[Container]
    innermost: Sequence[int]
    is_text: Sequence[bool]

    def around(self, row: int) -> Iterator[int]:
        """Give the containers of a row, from the innermost one."""
        number = self.innermost[row] if 0 <= row < len(self.innermost) else -1
        while number >= 0:
            yield number
            number = self.all[number].parent


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


@lru_cache(maxsize=1)
def containers(document: ClauseDocument) -> Containers:
    """Read the lists, notes, definitions and quotations of a text without its markers."""
    return _containers(_without_markers(document))


def _without_markers(document: ClauseDocument) -> str:
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
        pieces += text[done : marker.start], _COMMENT if keeps else "", breaks
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


@lru_cache(maxsize=2)
def _containers(text: str) -> Containers:
    # Most files need no parser, and its import takes longer than their check.
    from clausebook.text.markdown import blocks

    lines = rows_of(text)
    # A colon fence bounds blocks and is none here: what stands in it is read as the rest is.
    bounded = [_bound(line) if ":::" in line else line for line in lines]
    is_text = [bool(line.strip(" \t>")) and _COMMENT not in line for line in bounded]
    found: list[Container] = []
    innermost = [-1] * len(lines)
    opened: list[int] = []
    lists: list[int] = []
    bullets: dict[int, int] = {}
    count = term = 0
    for token in blocks("\n".join(bounded)):
        if token.type in ("bullet_list_open", "ordered_list_open"):
            count += 1
            lists.append(count)
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            lists.pop()
        elif token.type == "dt_open" and token.map:
            term = token.map[0]
        elif token.type in _KINDS and token.map:
            first, end = token.map
            column = 0
            if token.type == "list_item_open":
                column = bullets[first] = _content_column(bounded[first], bullets.get(first, 0))
            elif token.type == "footnote_reference_open":
                column = _NOTE_INDENTATION
            elif token.type == "dd_open":
                body = next((row for row in range(first, end) if is_text[row]), first)
                match = _TERM_BODY.match(bounded[body])
                first, column = term, match.end() if match else 0
            last = end - 1
            while last > first and not is_text[last]:
                last -= 1
            parent = opened[-1] if opened else -1
            is_item = token.type == "list_item_open"
            opened.append(len(found))
            innermost[first : last + 1] = [len(found)] * (last + 1 - first)
            found.append(
                Container(
                    _KINDS[token.type],
                    first,
                    last,
                    column,
                    parent,
                    lists[-1] if is_item else -1,
                    token.info if is_item else "",
                )
            )
        elif token.nesting < 0 and token.type.replace("_close", "_open") in _KINDS:
            opened.pop()
    return Containers(found, innermost, is_text)


_KINDS = {
    "list_item_open": "item",
    "footnote_reference_open": "footnote",
    "dd_open": "definition",
    "blockquote_open": "quotation",
}


def _bound(line: str) -> str:
    match = _COLON_FENCE.fullmatch(line.rstrip(" \t"))
    return line[: match.start(1)] + _COMMENT if match else line


def _content_column(line: str, begin: int) -> int:
    """Give the column at which the text of the list item stands whose bullet is the first one from a column on."""
    expanded = line.expandtabs(_TAB)
    match = _BULLET.search(expanded, begin)
    if match is None:
        return begin
    return match.end() if match[0].strip() != match[0] else match.end() + 1


def _width(text: str) -> int:
    return len(text.expandtabs(_TAB))


def colon_fences(source: SourceText) -> list[tuple[int, int]]:
    """Find the colon fences of a text, as half-open offsets; one that nobody closes reaches to the end."""
    text = source.text
    if ":::" not in text:
        return []
    lines = [
        (start, match)
        for start, line in zip(source.line_starts, rows_of(text), strict=True)
        if ":::" in line and (match := _COLON_FENCE.fullmatch(line.rstrip(" \t")))
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
