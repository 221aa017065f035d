"""Lines that know the file and line that they came from, and how they are put together from pieces."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Line:
    """One line of assembled text, without a line end, and the ``path`` and ``row`` it came from.

    ``omits`` says that something was left out of it, so that perhaps nothing is left.
    """

    text: str
    path: str
    row: int
    omits: bool = False


@dataclass
class Lines:
    """Lines that are being written.  A line comes from where its first visible piece does."""

    finished: list[Line] = field(default_factory=list)
    _pieces: list[str] = field(default_factory=list)
    _origin: tuple[str, int] = ("", 1)
    _visible: bool = False
    _omits: bool = False

    @property
    def begun(self) -> str:
        """What stands in the last line so far, if it is not finished."""
        return "".join(self._pieces)

    def put(self, text: str, path: str, row: int, *, omits: bool = False) -> None:
        """Go on with the last line."""
        visible = bool(text.strip())
        if not self._pieces or (visible and not self._visible):
            self._origin = path, row
        self._pieces.append(text)
        self._visible |= visible
        self._omits |= omits

    def end(self) -> None:
        """Finish the last line; an empty one needs a piece too."""
        if self._pieces:
            self.finished.append(Line(self.begun, *self._origin, self._omits))
            self.restart()

    def restart(self) -> None:
        """Take back what stands in the last line."""
        self._pieces, self._visible, self._omits = [], False, False

    def add(self, line: Line) -> None:
        """Add a whole line."""
        self.put(line.text, line.path, line.row)
        self.end()


def changed(text: str, start: int, end: int, changes: Iterable[tuple[int, int, str]]) -> str:
    """Give a part of a text in which what stands between two offsets each is something else."""
    pieces: list[str] = []
    done = start
    for first, last, new in sorted(changes):
        pieces += text[done:first], new
        done = last
    return "".join([*pieces, text[done:end]])
