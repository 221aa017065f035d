"""Assembled texts in which the values are still to be filled in: one for all communities that ask for the same.

Communities that have written no clauses of their own differ in their values alone.  The lines, the marks and the
clauses taken are the same, and are put together once.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from clausebook.clauses import ranges
from clausebook.clauses.library import ClauseFile
from clausebook.clauses.placeholders import Placeholder
from clausebook.community.values import Values
from clausebook.guide.assembled import Assembly
from clausebook.guide.directives import Request
from clausebook.guide.filling import UNSAFE, Filler

# Of Unicode's private use: no text that means anything holds them.
_BEGIN, _END = "\ue000", "\ue001"
_HOLE = re.compile(f"{_BEGIN}([0-9]+){_END}")
_WORD = re.compile(r"\w")
# Pages ask for some hundred different texts; more are made anew each time.
_MOST = 1_000


@dataclass(frozen=True, slots=True)
class _Hole:
    """Where a value goes: its placeholder, its file, and whether it begins a line, so that it could be a list's."""

    file: ClauseFile
    placeholder: Placeholder
    leads: bool


@dataclass
class Holes(Filler):
    """Leaves a hole in the place of each value."""

    holes: list[_Hole] = field(default_factory=list)

    def fill(self, file: ClauseFile, placeholder: Placeholder) -> str:
        """Give a hole."""
        if placeholder.name is None or placeholder.place in UNSAFE:
            return super().fill(file, placeholder)
        text = file.source.text
        before = text[ranges.line_start(file.source, placeholder.start) : placeholder.start].rpartition("-->")[2]
        self.holes.append(_Hole(file, placeholder, not _WORD.search(before)))
        return f"{_BEGIN}{len(self.holes) - 1}{_END}"


@dataclass(frozen=True)
class Frame:
    """An assembled text with holes."""

    assembly: Assembly
    holes: tuple[_Hole, ...]

    def filled(self, values: Values) -> Assembly | None:
        """Give the text with a community's values; None if that has to be put together with care."""
        filler = Filler(values)
        texts = []
        for hole in self.holes:
            text = filler.fill(hole.file, hole.placeholder)
            plain = text.strip() == text and "\n" not in text and (text[:1].isalpha() if hole.leads else text)
            if not plain or filler.found or filler.gaps:
                return None
            texts.append(text)
        lines = tuple(
            replace(line, text=_HOLE.sub(lambda hole: texts[int(hole[1])], line.text)) if _BEGIN in line.text else line
            for line in self.assembly.lines
        )
        return replace(self.assembly, lines=lines, values=frozenset(filler.taken))


class Frames:
    """The frames that a shared library gives to voices without clauses of their own."""

    def __init__(self) -> None:
        self._made: dict[Request, Frame | None] = {}

    def find(
        self, request: Request, make: Callable[[Callable[[Values | None], Holes]], Assembly | None]
    ) -> Frame | None:
        """Give the frame of what is asked for; None if it depends on more than values.

        ``make`` assembles it with what makes holes.
        """
        request = replace(request, row=0)
        if request not in self._made and len(self._made) < _MOST:
            self._made[request] = _make_frame(make)
        return self._made.get(request)


def _make_frame(make: Callable[[Callable[[Values | None], Holes]], Assembly | None]) -> Frame | None:
    made: list[Holes] = []

    def holes(values: Values | None) -> Holes:
        made.append(Holes(values))
        return made[-1]

    assembly = make(holes)
    if assembly is None or assembly.diagnostics or assembly.missing:
        return None
    if any(_BEGIN in use.file.source.text for use in assembly.uses):
        return None
    # Of two attempts, the last one counts.
    return Frame(assembly, tuple(made[-1].holes))
