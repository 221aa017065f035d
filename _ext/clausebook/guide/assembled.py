"""What an assembly gives: lines of Markdown, and what is known of them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property

from clausebook.diagnostics import Diagnostic
from clausebook.guide.filling import Gap
from clausebook.guide.lines import Line
from clausebook.guide.wording import Wording


@dataclass(frozen=True, slots=True)
class Mark:
    """A clause that stands in an assembled text.

    Its full name, whether the wording is the community's ``own``, where that is, whether it is a numbered ``step``, and
    its former full names.
    """

    identifier: str
    own: bool
    path: str
    row: int
    step: bool
    formers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Assembly:
    """An assembled text: its lines, the clauses it shows, all clauses and values it took, and what went wrong.

    ``missing`` are the full names of clauses that are asked for and not there.
    """

    lines: tuple[Line, ...] = ()
    marks: tuple[Mark, ...] = ()
    uses: tuple[Wording, ...] = ()
    values: frozenset[str] = frozenset()
    gaps: tuple[Gap, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    missing: tuple[str, ...] = ()

    @cached_property
    def text(self) -> str:
        """The Markdown."""
        return "\n".join(line.text for line in self.lines)

    @cached_property
    def digest(self) -> str:
        """A hash of all that a page made from this could show or warn of."""
        seen = hashlib.sha256()
        for part in (self.lines, self.marks, self.diagnostics):
            seen.update(repr(part).encode("utf-8", "backslashreplace"))
        return seen.hexdigest()
