"""The clauses of a text: markers paired, and what does not pair told as data."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from clausebook.clauses.markers import Marker, MarkerKind, scan
from clausebook.clauses.misplaced import put_right
from clausebook.clauses.settling import settle, vocabulary
from clausebook.text.source import SourceText

# What makes a clause not empty.  It is looked for in place: clauses inside clauses share their text.
_WORD = re.compile(r"\S")


@dataclass(frozen=True, slots=True)
class Clause:
    """A named part of a text.

    ``end`` is None when the end marker is missing; the clause then reaches to
    ``limit``, the offset of the next start marker or of the text's end.
    """

    name: str
    start: Marker
    end: Marker | None
    limit: int

    @property
    def span(self) -> tuple[int, int]:
        """The offsets of the clause with its markers, half open."""
        return self.start.start, self.end.end if self.end else self.limit

    @property
    def body(self) -> tuple[int, int]:
        """The offsets of what stands between the markers, half open."""
        return self.start.end, self.end.start if self.end else self.limit

    def text(self, source: SourceText) -> str:
        """Give what stands between the markers."""
        start, end = self.body
        return source.text[start:end]


class ProblemKind(Enum):
    """What can be wrong with the pairing of markers."""

    END_WITHOUT_START = "end without start"
    MISSING_END = "missing end"
    WRONG_END_NAME = "wrong end name"
    DUPLICATE = "duplicate"
    NESTED = "nested"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with the pairing.

    ``marker`` is where it is told, ``name`` the clause that it is about, and
    ``other`` a second marker that it has to do with.  ``plain`` says that only
    one remedy is plausible.
    """

    kind: ProblemKind
    marker: Marker
    name: str
    other: Marker | None = None
    plain: bool = False


@dataclass(frozen=True, eq=False)
class ClauseDocument:
    """A text with its markers, its clauses in the order of their starts, and its pairing problems.

    Two of them are never equal, so that what is known of one can be kept by it, however many markers it has.
    """

    source: SourceText
    markers: tuple[Marker, ...]
    clauses: tuple[Clause, ...]
    problems: tuple[Problem, ...] = ()

    def get(self, name: str) -> Clause | None:
        """Give the first clause of a name, or None."""
        return next((clause for clause in self.clauses if clause.name == name), None)


def parse_document(source: SourceText) -> ClauseDocument:
    """Find the clauses of a text.  Never fails: what is wrong becomes a Problem."""
    markers = scan(source.text)
    if any(marker.damage for marker in markers) or _is_unpaired(markers):
        markers = settle(source.text, markers)
        markers = put_right(source.text, markers, vocabulary(source.text, markers))
    pairing = _Pairing(source.text, markers)
    pairing.run()
    return ClauseDocument(
        source,
        markers,
        tuple(sorted(pairing.clauses, key=lambda clause: clause.start.start)),
        tuple(sorted(pairing.problems, key=lambda problem: (problem.marker.start, problem.kind.value))),
    )


def _is_unpaired(markers: tuple[Marker, ...]) -> bool:
    """Tell whether a text has a marker that does not belong together with its neighbour."""
    starts, ends = markers[::2], markers[1::2]
    return (
        [marker.name for marker in starts] != [marker.name for marker in ends]
        or any(marker.kind is not MarkerKind.START for marker in starts)
        or any(marker.kind is not MarkerKind.END for marker in ends)
    )


class _Index:
    """Where markers of each name stand."""

    def __init__(self, markers: Iterable[tuple[int, Marker]]) -> None:
        self._places: dict[str, list[int]] = {}
        for number, marker in markers:
            self._places.setdefault(marker.name, []).append(number)

    def after(self, name: str, number: int) -> float:
        """Give the number of the next marker of a name, or infinity."""
        places = self._places.get(name, [])
        index = bisect_right(places, number)
        return places[index] if index < len(places) else float("inf")

    def __contains__(self, name: str) -> bool:
        return name in self._places


class _Pairing:
    """One walk over the markers of a text, with the clauses that are open at the moment."""

    def __init__(self, text: str, markers: tuple[Marker, ...]) -> None:
        self.text = text
        self.markers = markers
        numbered = list(enumerate(markers))
        self.starts = _Index((n, marker) for n, marker in numbered if marker.kind is MarkerKind.START)
        self.ends = _Index((n, marker) for n, marker in numbered if marker.kind is MarkerKind.END)
        self.next_start = self._next_starts()
        self.open: dict[str, Marker] = {}
        # The same in the order of their starts; what is closed from the middle is dropped when it comes to the top.
        self.stack: list[Marker] = []
        self.clauses: list[Clause] = []
        self.problems: list[Problem] = []
        self.first: dict[str, Marker] = {}

    def run(self) -> None:
        for number, marker in enumerate(self.markers):
            if marker.kind is MarkerKind.START:
                self._begin(number, marker)
            else:
                self._end(number, marker)
        for name in list(self.open):
            self._miss_end(name, len(self.text))

    def _next_starts(self) -> list[int]:
        following = len(self.markers)
        numbers = []
        for number in range(len(self.markers) - 1, -1, -1):
            numbers.append(following)
            if self.markers[number].kind is MarkerKind.START:
                following = number
        return numbers[::-1]

    def _begin(self, number: int, marker: Marker) -> None:
        name = marker.name
        if name in self.open:
            if not marker.certain or not self._ends_later(name, number):
                # It begins again and never ends: the second start stands where the end should.
                if marker.certain:
                    self._problem(ProblemKind.MISSING_END, self.open[name], name, marker)
                self._close(name, marker if not marker.certain else None, marker.start)
            else:
                self._problem(ProblemKind.DUPLICATE, marker, name, self.open[name], plain=self._is_repeated(number))
            return
        while (outer := self._innermost()) is not None:
            if self._ends_later(outer, number):
                if self._ends_later(name, number):
                    self._problem(ProblemKind.NESTED, marker, name, self.open[outer])
                break
            self._miss_end(outer, marker.start)
        if name and name in self.first:
            self._problem(ProblemKind.DUPLICATE, marker, name, self.first[name])
        self.first.setdefault(name, marker)
        self.open[name] = marker
        self.stack.append(marker)

    def _innermost(self) -> str | None:
        while self.stack and self.open.get(self.stack[-1].name) is not self.stack[-1]:
            self.stack.pop()
        return self.stack[-1].name if self.stack else None

    def _ends_later(self, name: str, number: int) -> bool:
        """Tell whether a clause ends behind a marker, before it begins anew."""
        if not name:
            return False
        return self.ends.after(name, number) < self.starts.after(name, number)

    def _end(self, number: int, marker: Marker) -> None:
        name = marker.name
        if name and name in self.open:
            # What was opened inside and ends nowhere is missing its own end.
            while (inner := self._innermost()) not in (name, None) and not self._ends_later(str(inner), number):
                self._miss_end(str(inner), marker.start)
            self._close(name, marker, marker.end)
        elif (innermost := self._innermost()) is not None:
            self._end_of_another(number, marker, innermost)
        elif marker.certain:
            plain = self._is_repeated(number)
            before = self.markers[number - 1] if plain else None
            self._problem(ProblemKind.END_WITHOUT_START, marker, name, before, plain=plain)

    def _is_repeated(self, number: int) -> bool:
        """Tell whether a marker stands there twice, with nothing between the two."""
        if not number:
            return False
        before, marker = self.markers[number - 1 : number + 1]
        same = (before.kind, before.name) == (marker.kind, marker.name)
        return same and not self.text[before.end : marker.start].strip()

    def _end_of_another(self, number: int, marker: Marker, innermost: str) -> None:
        """Take an end marker whose name is not that of an open clause."""
        name, start = marker.name, self.open[innermost]
        own_end = self.ends.after(innermost, number)
        if innermost and own_end < min(self.next_start[number], self.starts.after(innermost, number)):
            # The clause has its own end further down, so this marker ends nothing.
            if marker.certain:
                self._problem(ProblemKind.END_WITHOUT_START, marker, name)
            return
        if not innermost:
            # The start lost its name, and the end still has it.
            self._close(innermost, marker, marker.end, name)
            return
        if name and marker.certain:
            self._problem(ProblemKind.WRONG_END_NAME, marker, innermost, start)
        self._close(innermost, marker, marker.end)

    def _miss_end(self, name: str, limit: int) -> None:
        start = self.open[name]
        if start.certain and name:
            self._problem(ProblemKind.MISSING_END, start, name)
        self._close(name, None, limit)

    def _close(self, name: str, end: Marker | None, limit: int, known_as: str = "") -> None:
        start = self.open.pop(name)
        clause = Clause(name or known_as, start, end, limit)
        self.clauses.append(clause)
        body_start, body_end = clause.body
        if end is not None and start.damage is None and not _WORD.search(self.text, body_start, body_end):
            self._problem(ProblemKind.EMPTY, start, clause.name, end)

    def _problem(
        self, kind: ProblemKind, marker: Marker, name: str, other: Marker | None = None, *, plain: bool = False
    ) -> None:
        self.problems.append(Problem(kind, marker, name, other, plain))
