"""Which wording of a clause a community uses: its own, or the shared one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from clausebook.clauses.document import Clause
from clausebook.clauses.library import ClauseFile, Library
from clausebook.diagnostics import Code, Diagnostic, diagnose
from clausebook.text.nearest import did_you_mean

if TYPE_CHECKING:
    from clausebook.community.values import Values


@dataclass(frozen=True, slots=True)
class Wording:
    """A clause in the wording that a community uses; ``own`` if the community wrote it."""

    file: ClauseFile
    clause: Clause
    own: bool

    @property
    def identifier(self) -> str:
        """The clause's full name."""
        return self.file.identifier(self.clause.name)


@dataclass(frozen=True)
class Voice:
    """How a community speaks: the shared clauses, its own wording of some, and its values.

    ``values`` is None for pages outside any community: their placeholders stay as they are.
    """

    shared: Library
    own: Library
    values: Values | None

    def wording(self, identifier: str) -> Wording | None:
        """Find a clause in this community's wording; None if nobody has written it."""
        own = self.own.find(identifier)
        if own:
            return Wording(*own, own=True)
        shared = self.shared.find(identifier)
        return Wording(*shared, own=False) if shared else None

    def procedure(self, stem: str) -> ClauseFile | None:
        """Find a whole clause file: the shared one, or one that only this community has."""
        return self.shared.files.get(stem) or self.own.files.get(stem)

    def suggest(self, identifier: str) -> str:
        """Give words that point at the nearest clause name."""
        return self.shared.suggest(identifier) or self.own.suggest(identifier)

    def orphans(self) -> Iterator[Diagnostic]:
        """Find own wording of clauses that a shared file does not have: nothing would ever show it."""
        for file, clause in self.own:
            shared = self.shared.files.get(file.stem)
            if shared and clause.name not in shared.clauses:
                identifier = file.identifier(clause.name)
                message = (
                    f"there is no shared clause “{identifier}” that this could replace"
                    f"{self.shared.suggest(identifier)}; a clause all your own goes into a file with another name"
                )
                yield diagnose(Code.ORPHAN_WORDING, message, file.source, clause.start.start, clause.start.end)


def no_procedure(voice: Voice, stem: str) -> str:
    """Say that there is no clause file of a name, and what to write instead."""
    bare = stem.removesuffix(".md").removesuffix(".markdown")
    if bare != stem and voice.procedure(bare):
        return f"write the file's name without .md: ```{{procedure}} {bare}"
    known = [*voice.shared.files, *voice.own.files]
    return f"there is no clause file “{bare}.md”{did_you_mean(bare, known)}"
