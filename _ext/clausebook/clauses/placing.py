"""Where a missing marker goes, when the file's other clauses and the shape of its text leave one place only."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from clausebook.clauses.markers import Marker, MarkerKind, canonical
from clausebook.text.blocks import LINE_END, front_matter_end

_BLANK_LINE = re.compile(r"(?>\r\n|\r|\n)[ \t]*+(?:\r\n|\r|\n)")
# What begins a block without a blank line before it: headings, rules, quotes, tables, fences, directives, HTML.
_NEW_BLOCK = re.compile(
    r"(?:^|(?<=[\r\n]))[ ]{0,3}(?:#{1,6}(?:\s|\Z)|(?:=+|-+|\*+|_+)[ \t]*(?:[\r\n]|\Z)|[>|<(]|```|~~~|:::)"
)
_ITEM = re.compile(r"(?:^|(?<=[\r\n]))[ \t]*(?:[-+*]|\d{1,9}[.)])[ \t]")
# So many other clauses have to be laid out alike.
_FEWEST = 2


@dataclass(frozen=True, slots=True)
class Place:
    """Where a marker goes: its offset, the text to put there, and whether no other place is plausible."""

    offset: int
    before: str
    behind: str
    certain: bool


class Layout:
    """How the clauses of a file are laid out: markers on lines of their own, and the room between them and the text."""

    def __init__(self, text: str, clauses: Sequence[tuple[Marker, Marker]]) -> None:
        self.text = text
        shapes = {self._shape(start, end) for start, end in clauses}
        self.lead, self.trail = next(iter(shapes)) if len(shapes) == 1 and len(clauses) >= _FEWEST else ("", "")
        self.top = front_matter_end(text)

    def of_end(self, start: Marker, limit: int) -> Place | None:
        """Find the place of the end of a clause that begins with a marker and ends before an offset.

        Gives None if the end stands there already, in code.
        """
        if self.text.find(canonical(MarkerKind.END, start.name), start.end, limit) >= 0:
            return None
        body = self.text[start.end : limit].rstrip()
        end = start.end + len(body)
        line_end = self._line_end(start.end)
        alike = body[: len(body) - len(body.lstrip())] == self.lead
        if self.trail and alike and self._fills_line(start) and _is_one_block(body):
            place = end + len(self.trail)
            if self.text.startswith(self.trail, end):
                # Whether a line end stood behind the last line of a file, nothing tells.
                return Place(place, "", line_end, place < len(self.text))
            if end == len(self.text):
                return Place(end, self.trail, "", True)
        follows = LINE_END.match(self.text, end) or end == len(self.text)
        return Place(end, line_end, "" if follows else line_end, False)

    def of_start(self, end: Marker, limit: int) -> Place | None:
        """Find the place of the start of a clause that ends with a marker and begins behind an offset.

        Gives None if there is no text for it, or if the start stands there already, in code.
        """
        if self.text.find(canonical(MarkerKind.START, end.name), limit, end.start) >= 0:
            return None
        limit = max(limit, self.top)
        gap = self.text[limit : end.start]
        body = gap.strip()
        if not body:
            return None
        line_end = self._line_end(end.end)
        begin = limit + gap.index(body[0])
        room = self.lead[: -len(line_end)] if self.lead.endswith(line_end) else self.lead
        alike = gap[len(gap.rstrip()) :] == self.trail
        fits = self.lead and alike and self._fills_line(end) and self.text[begin - len(room) : begin] == room
        if fits and self._begins_line(begin) and _is_one_block(body):
            return Place(begin - len(room), "", line_end, True)
        blocks = [match.end() for match in _BLANK_LINE.finditer(body)]
        last = begin + (blocks[-1] if blocks else 0)
        return Place(last, "", line_end, False) if self._begins_line(last) else None

    def _shape(self, start: Marker, end: Marker) -> tuple[str, str]:
        body = self.text[start.end : end.start]
        if not (self._fills_line(start) and self._fills_line(end) and body.strip()):
            return "", ""
        return body[: len(body) - len(body.lstrip())], body[len(body.rstrip()) :]

    def _fills_line(self, marker: Marker) -> bool:
        return self._begins_line(marker.start) and (marker.end == len(self.text) or self.text[marker.end] in "\r\n")

    def _begins_line(self, offset: int) -> bool:
        return offset == 0 or self.text[offset - 1] in "\r\n"

    def _line_end(self, offset: int) -> str:
        found = LINE_END.search(self.text, offset) or LINE_END.search(self.text)
        return found[0] if found else "\n"


def _is_one_block(text: str) -> bool:
    """Tell whether a text is one paragraph, or one list, so that no boundary can stand inside it."""
    body = text.strip()
    items = [match.start() for match in _ITEM.finditer(body)]
    return not (_BLANK_LINE.search(body) or _NEW_BLOCK.search(body) or (items and items[0] > 0))
