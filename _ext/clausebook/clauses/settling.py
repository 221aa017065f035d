"""Damaged markers read once more in the light of the markers around them.

Clauses stand one after the other, so the partner of a marker says what the
damaged one must have been: the start before it, or the end behind it, gives
kind and name.  What is left of the marker is then matched with what it should
be.  A name that differs in letters that a name may have is a name of its own,
and is overruled only if the file's other words speak against it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from clausebook.clauses.markers import Marker, MarkerKind, canonical, masked
from clausebook.clauses.matching import match_marker
from clausebook.clauses.naming import Vocabulary
from clausebook.text.blocks import LINE_END, offsets_in_code

# Two letters of the keyword in their order, with one lost, added or changed among them.
_REMAINS = re.compile(r"(?i)cla|lau|aus|use|cl.u|l.us|a.se|c.au")
# How far before and behind what is left of a marker its other characters may stand.
_REACH = 12
# The longest stretch of text in which a lost marker is looked for, and how many alignments one file is worth.
_REGION = 20_000
_MOST_TRIALS = 1_000
_LONGEST_NAME = 80
_EASILY_ALTERED = re.compile(r"[A-Z0-9]")
# How many lines are tried without their indentation; each try looks at the whole text.
_MOST_MOVES = 8


def settle(text: str, markers: Sequence[Marker]) -> tuple[Marker, ...]:
    """Read the damaged markers of a text with the help of their partners, and find those that nothing else shows.

    Gives the markers in order; sound ones stay as they are.
    """
    if sum(marker.damage is not None for marker in markers) > _MOST_TRIALS:
        return tuple(markers)
    settler = _Settler(text, markers)
    settled = list(settler.run())
    if settler.trials < 0:
        # Nobody damages so many markers by hand, and what is left would be mended by a second pass only.
        return tuple(markers)
    if not settler.found:
        return tuple(settled)
    code = offsets_in_code(masked(text, settled), (marker.start for marker in settler.found))
    kept = (settler.out_of_code(marker) if marker.start in code else marker for marker in settled)
    return tuple(marker for marker in kept if marker is not None)


def vocabulary(text: str, markers: Sequence[Marker]) -> Vocabulary:
    """Collect the words of a text's prose and of the names that start and end of a clause agree on."""
    bounds = [0, *(place for marker in markers for place in (marker.start, marker.end)), len(text)]
    prose = [text[start:end] for start, end in zip(bounds[::2], bounds[1::2], strict=True)]
    counts = Counter(marker.name for marker in markers)
    return Vocabulary(prose, [name for name, count in counts.items() if name and count == 2])


class _Settler:
    def __init__(self, text: str, markers: Sequence[Marker]) -> None:
        self.text = text
        self.markers = list(markers)
        self.trials = _MOST_TRIALS
        self.sound = Counter((marker.kind, marker.name) for marker in markers if _is_trusted(marker))
        self.words = vocabulary(text, markers)
        self.found: set[Marker] = set()
        self.moves = _MOST_MOVES

    def run(self) -> Iterator[Marker]:
        """Walk over the markers, two neighbours at a time."""
        position = 0
        while position < len(self.markers):
            pair = self._pair(position) if position + 1 < len(self.markers) else None
            if pair:
                yield from pair
                position += 2
                continue
            here = self._by_itself(position)
            partner = self._lost_partner(position)
            if partner:
                self.found.add(partner)
                yield from sorted((here, partner), key=lambda marker: marker.start)
            else:
                yield here
            position += 1

    def out_of_code(self, marker: Marker) -> Marker | None:
        """Take a lost marker that stands in code for one only if its line is a marker that was indented too far."""
        if marker not in self.found:
            return marker
        text, start = self.text, marker.start
        while start and text[start - 1] in " \t":
            start -= 1
        alone = (not start or text[start - 1] in "\r\n") and (text[marker.end : marker.end + 1] in ("", "\r", "\n"))
        self.moves -= 1
        if self.moves < 0 or text[marker.start : marker.end] != marker.canonical or start == marker.start or not alone:
            return None
        moved = masked(text[:start] + text[marker.start :], [])
        if offsets_in_code(moved, [start]):
            return None
        return Marker(marker.kind, marker.name, start, marker.end, "indented as code", marker.canonical)

    def _by_itself(self, position: int) -> Marker:
        """Look once more at the bounds of a damaged marker that says what it is."""
        marker = self.markers[position]
        if marker.damage is None or not _is_trusted(marker):
            return marker
        return self._fit(position, marker.kind, marker.name) or marker

    def _pair(self, position: int) -> tuple[Marker, Marker] | None:
        """Take two neighbours for the two ends of one clause, if what is left of them allows it."""
        start, end = self.markers[position : position + 2]
        if start.damage is None and end.damage is None:
            agree = start.kind is MarkerKind.START and end.kind is MarkerKind.END and start.name == end.name
            return (start, end) if agree else None
        for name in self._names(start, end):
            first = start if start.damage is None else self._fit(position, MarkerKind.START, name)
            last = end if end.damage is None else self._fit(position + 1, MarkerKind.END, name)
            if first and last:
                return first, last
        return None

    def _names(self, start: Marker, end: Marker) -> list[str]:
        """Give the names that two neighbours may have in common: that of the sound one, or of either."""
        if start.damage is None:
            return [start.name] if self._is_alone(start, end) and start.kind is MarkerKind.START else []
        if end.damage is None:
            return [end.name] if self._is_alone(end, start) and end.kind is MarkerKind.END else []
        if start.name == end.name:
            return [start.name] if start.name else []
        return [marker.name for marker in (start, end) if _is_trusted(marker)]

    def _is_alone(self, marker: Marker, but: Marker | None = None) -> bool:
        """Tell whether no marker of the other kind, but for a given one, has a marker's name."""
        other = MarkerKind.END if marker.kind is MarkerKind.START else MarkerKind.START
        known = bool(but and _is_trusted(but) and (but.kind, but.name) == (other, marker.name))
        return bool(marker.name) and self.sound[other, marker.name] == known

    def _lost_partner(self, position: int) -> Marker | None:
        """Look in the text beside a marker for a partner of which too little is left to be seen by itself."""
        marker = self.markers[position]
        if not _is_trusted(marker) or not self._is_alone(marker) or len(marker.name) > _LONGEST_NAME:
            return None
        if marker.kind is MarkerKind.START:
            start = marker.end
            end = min(self._next_start(position), start + _REGION)
            kind = MarkerKind.END
        else:
            end = marker.start
            start = max(self._last_end(position), end - _REGION)
            kind = MarkerKind.START
        found = [fit for window in self._windows(start, end) if (fit := self._match(window, kind, marker.name))]
        return found[0] if len(found) == 1 else None

    def _last_end(self, position: int) -> int:
        return self.markers[position - 1].end if position else 0

    def _next_start(self, position: int) -> int:
        return self.markers[position + 1].start if position + 1 < len(self.markers) else len(self.text)

    def _windows(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Give stretches of lines that hold what may be left of a keyword."""
        reached = start
        for remains in _REMAINS.finditer(self.text, start, end):
            if remains.start() < reached:
                continue
            begin = max(reached, remains.start() - 2 * _REACH)
            for line_break in LINE_END.finditer(self.text, begin, remains.start()):
                begin = line_break.end()
            reached = self._line_end(remains.end(), min(end, remains.end() + _LONGEST_NAME + 2 * _REACH))
            yield begin, reached

    def _line_end(self, start: int, end: int) -> int:
        line_end = LINE_END.search(self.text, start, end)
        return line_end.start() if line_end else end

    def _match(
        self, window: tuple[int, int], kind: MarkerKind, name: str, marker: Marker | None = None
    ) -> Marker | None:
        self.trials -= 1
        if self.trials < 0 or len(name) > _LONGEST_NAME:
            return None
        if marker and not marker.name and (_EASILY_ALTERED.search(name) or self.words.doubts(name)):
            # The name of the other marker is all there is, and may be altered without a sign of it.
            return None
        return match_marker(self.text, window, kind, name, self.words, marker)

    def _fit(self, position: int, kind: MarkerKind, name: str) -> Marker | None:
        """Match what is left of a damaged marker with what it should be; gives None where that is too much to ask."""
        marker = self.markers[position]
        if LINE_END.search(self.text, marker.start, marker.end):
            return marker if (marker.kind, marker.name) == (kind, name) else None
        bound = max(self._last_end(position), marker.start - _REACH)
        line_start = max(self.text.rfind("\n", bound, marker.start), self.text.rfind("\r", bound, marker.start)) + 1
        reach = max(marker.end, marker.start + len(canonical(kind, name))) + _REACH
        end = self._line_end(marker.end, min(self._next_start(position), reach))
        return self._match((max(bound, line_start), end), kind, name, marker)


def _is_trusted(marker: Marker) -> bool:
    return marker.damage is None or (marker.certain and bool(marker.name))
