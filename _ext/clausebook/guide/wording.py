"""Which wording of a clause a community uses: its own, or the shared one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from clausebook.clauses.audiences import strictest
from clausebook.clauses.document import Clause
from clausebook.clauses.library import ClauseFile, Library
from clausebook.clauses.traits import Audience
from clausebook.diagnostics import Code, Diagnostic, diagnose
from clausebook.text.nearest import did_you_mean

if TYPE_CHECKING:
    from clausebook.community.values import Values
    from clausebook.guide.frames import Frames


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

    ``values`` is None for pages outside any community: their placeholders stay as they are.  ``frames`` are those of
    all voices with these shared clauses.
    """

    shared: Library
    own: Library
    values: Values | None
    frames: Frames | None = field(default=None, repr=False, compare=False)

    def wording(self, identifier: str) -> Wording | None:
        """Find a clause in this community's wording; None if nobody has written it.

        A locked clause stays the shared one, whatever the community has written.
        """
        identifier = self.present(identifier)
        own = self.own.find(identifier)
        if own and not self.locks(identifier):
            return Wording(*own, own=True)
        if self.withholds(identifier):
            # Where the community's own words are withheld, the shared ones are not what it says.
            return None
        shared = self.shared.find(identifier)
        return Wording(*shared, own=False) if shared else None

    def present(self, identifier: str) -> str:
        """Give the full name that a clause has now, of any that it ever had."""
        return self.shared.aliases.get(identifier) or self.own.aliases.get(identifier) or identifier

    def formers(self, identifier: str) -> tuple[str, ...]:
        """Give the full names that a clause had before."""
        return (*self.shared.formers.get(identifier, ()), *self.own.formers.get(identifier, ()))

    def locks(self, identifier: str) -> bool:
        """Tell whether a clause is a locked one of the shared library, which may only be added to."""
        return self.shared.traits(identifier).locked and self.shared.find(identifier) is not None

    def additions(self, identifier: str) -> tuple[Wording, ...]:
        """Give what the community adds after a shared clause, in the order of its own file."""
        return self._additions.get(self.present(identifier), ())

    @cached_property
    def _additions(self) -> Mapping[str, tuple[Wording, ...]]:
        found: dict[str, tuple[Wording, ...]] = {}
        for file, clause in self.own:
            after, shared = file.traits(clause.name).after, self.shared.files.get(file.stem)
            base = self.present(file.identifier(after))
            if after and shared and self.shared.find(base) and clause.name not in shared.clauses:
                found[base] = (*found.get(base, ()), Wording(file, clause, own=True))
        return found

    def procedure(self, stem: str) -> ClauseFile | None:
        """Find a whole clause file: the shared one, or one that only this community has."""
        file = self.shared.files.get(stem) or self.own.files.get(stem)
        return None if file is None or file.closed else file

    def audience(self, identifier: str) -> Audience:
        """Say for whom a clause is: the community's own wording is for nobody for whom the shared one is not."""
        stem, _, name = self.present(identifier).partition(":")
        files = [library.files[stem] for library in (self.shared, self.own) if stem in library.files]
        return strictest(*(file.audience_of(name) for file in files if name in file.names))

    def withholds(self, identifier: str) -> bool:
        """Tell whether a clause, or a whole file (its stem), is written and not shown in this edition."""
        stem, colon, name = self.present(identifier).partition(":")
        files = [library.files[stem] for library in (self.shared, self.own) if stem in library.files]
        return any(name in file.withheld if colon else file.closed for file in files)

    def suggest(self, identifier: str) -> str:
        """Give words that point at the nearest clause name."""
        return self.shared.suggest(identifier) or self.own.suggest(identifier)

    def orphans(self) -> Iterator[Diagnostic]:
        """Find own wording of clauses that a shared file does not have: nothing would ever show it."""
        for file, clause in self.own:
            shared = self.shared.files.get(file.stem)
            if shared and clause.name not in shared.names and not file.traits(clause.name).after:
                identifier = file.identifier(clause.name)
                message = (
                    f"there is no shared clause “{identifier}” that this could replace"
                    f"{self.shared.suggest(identifier)}; to add it to one, write “after:” into the front matter; "
                    "a clause all your own goes into a file with another name"
                )
                yield diagnose(Code.ORPHAN_WORDING, message, file.source, clause.start.start, clause.start.end)


def staff_only(what: str) -> str:
    """Say that a public text asks for what only the staff may see, and what to write."""
    return (
        f"{what} is for the staff alone, and this text is public: take it out here, "
        "or write “audience: staff” in the front matter for this text too"
    )


def no_procedure(voice: Voice, stem: str) -> str:
    """Say that there is no clause file of a name, and what to write instead."""
    bare = stem.removesuffix(".md").removesuffix(".markdown")
    if bare != stem and voice.procedure(bare):
        return f"write the file's name without .md: ```{{procedure}} {bare}"
    if voice.withholds(bare):
        return staff_only(f"the clause file “{bare}.md”")
    known = [*voice.shared.files, *voice.own.files]
    return f"there is no clause file “{bare}.md”{did_you_mean(bare, known)}"
