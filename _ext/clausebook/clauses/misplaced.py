"""Sound markers that stand for others: swapped, named after another clause, or mistyped.

Each case is one slip of a hand, and every other reading takes two.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from clausebook.clauses.markers import Marker, MarkerKind, canonical
from clausebook.clauses.naming import Vocabulary

# The damage of a marker that is sound by itself and names the wrong clause.
WRONG_NAME = "wrong name"

_START, _END = MarkerKind.START, MarkerKind.END


def put_right(text: str, markers: Sequence[Marker], words: Vocabulary) -> tuple[Marker, ...]:
    """Tell for sound markers that stand for others what they should be; the rest stay as they are."""
    return tuple(_Order(text, markers, words).run())


class _Order:
    def __init__(self, text: str, markers: Sequence[Marker], words: Vocabulary) -> None:
        self.text = text
        self.markers = list(markers)
        self.words = words
        self.all = Counter((marker.kind, marker.name) for marker in markers)
        # How often each clause stands there whole, with nothing between its two markers.
        self.whole: Counter[str] = Counter()
        position = 0
        while position < len(self.markers):
            step = 2 if self._is_whole(position) else 1
            if step == 2:
                self.whole[self.markers[position].name] += 1
            position += step

    def run(self) -> Iterator[Marker]:
        """Walk over the markers, whole clauses and then two or four neighbours at a time."""
        position = 0
        while position < len(self.markers):
            if self._is_whole(position):
                group = self.markers[position : position + 2]
            else:
                group = self._crossing(position) or self._two(position) or self.markers[position : position + 1]
            yield from group
            position += len(group)

    def _is_whole(self, position: int) -> bool:
        pair = self.markers[position : position + 2]
        return [m.kind for m in pair] == [_START, _END] and pair[0].name == pair[1].name

    def _crossing(self, position: int) -> list[Marker] | None:
        """Put right the end of a clause and the start of the next that changed places."""
        four = self.markers[position : position + 4]
        if len(four) < 4 or not all(map(_is_sound, four)):
            return None
        a, b, c, d = four
        crossed = [m.kind for m in four] == [_START, _START, _END, _END] and a.name == c.name and b.name == d.name
        if not crossed or not self._are_alone(a, b) or not self._is_blank(b, c):
            return None
        return [a, _replaced(b, _END, c.name, "swapped"), _replaced(c, _START, b.name, "swapped"), d]

    def _two(self, position: int) -> list[Marker] | None:
        two = self.markers[position : position + 2]
        if len(two) < 2 or not all(map(_is_sound, two)):
            return None
        first, second = two
        if first.name == second.name:
            return self._of_one_name(position)
        if (first.kind, second.kind) == (_START, _END):
            return self._of_two_names(first, second)
        return None

    def _is_closed_around(self, position: int) -> bool:
        """Tell whether no clause is open before two markers, and none ends behind them."""
        before = self.markers[position - 1] if position else None
        behind = self.markers[position + 2] if position + 2 < len(self.markers) else None
        return (before is None or before.kind is _END) and (behind is None or behind.kind is _START)

    def _of_one_name(self, position: int) -> list[Marker] | None:
        """Put right two markers of a clause that changed places, or of which one has the other's keyword."""
        first, second = self.markers[position : position + 2]
        if self._is_blank(first, second):
            return None
        name = first.name
        starts, ends = self.all[_START, name], self.all[_END, name]
        if not self._is_closed_around(position):
            return None
        if (starts, ends) == (1, 1) and first.kind is _END:
            return [_replaced(first, _START, name, "swapped"), _replaced(second, _END, name, "swapped")]
        if (starts, ends) == (2, 0):
            return [first, _replaced(second, _END, name, "keyword")]
        if (starts, ends) == (0, 2):
            return [_replaced(first, _START, name, "keyword"), second]
        return None

    def _of_two_names(self, start: Marker, end: Marker) -> list[Marker] | None:
        """Put right the wrong one of two names."""
        if self.all[_END, start.name] == 0 and self.whole[end.name] == 1 and self.all[_END, end.name] == 2:
            return [start, _replaced(end, _END, start.name, WRONG_NAME)]
        if self.all[_START, end.name] == 0 and self.whole[start.name] == 1 and self.all[_START, start.name] == 2:
            return [_replaced(start, _START, end.name, WRONG_NAME), end]
        if self.all[_END, start.name] or self.all[_START, end.name]:
            return None
        meant = self.words.meant(start.name, end.name)
        if meant == start.name:
            return [start, _replaced(end, _END, meant, WRONG_NAME)]
        if meant == end.name:
            return [_replaced(start, _START, meant, WRONG_NAME), end]
        return None

    def _are_alone(self, *starts: Marker) -> bool:
        return all(self.all[_START, m.name] == self.all[_END, m.name] == 1 for m in starts)

    def _is_blank(self, first: Marker, second: Marker) -> bool:
        return not self.text[first.end : second.start].strip()


def _is_sound(marker: Marker) -> bool:
    return marker.damage is None


def _replaced(marker: Marker, kind: MarkerKind, name: str, damage: str) -> Marker:
    return Marker(kind, name, marker.start, marker.end, damage, canonical(kind, name))
