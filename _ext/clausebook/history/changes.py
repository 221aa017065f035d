"""What a change touches, as values: clauses, facts, files and pages, and the guides in which they appear."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Change(StrEnum):
    """What happened to something."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    RENAMED = "renamed"
    LOCKED = "locked"
    UNLOCKED = "unlocked"


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A page of a community, by the names of its folder and of the page."""

    community: str
    page: str


@dataclass(frozen=True, slots=True)
class ClauseChange:
    """A clause that is different now.

    ``community`` is the folder of the one that wrote it, "" for a shared clause.
    ``before`` and ``after`` are its texts, None where there was or is none.  ``changes`` holds all that
    happened, the most telling first.  ``places`` show it now, or showed it if it is removed.
    ``worded_by`` are the communities that have their own wording of it, in which nothing changes.
    """

    identifier: str
    community: str
    changes: tuple[Change, ...]
    path: str
    row: int
    before: str | None
    after: str | None
    renamed_from: str = ""
    places: tuple[Place, ...] = ()
    worded_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ValueChange:
    """A fact of a community that is different now; None where it was or is not given."""

    community: str
    name: str
    before: str | None
    after: str | None
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class FileChange:
    """A clause file whose text outside of its clauses is different now."""

    path: str
    community: str
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class PageChange:
    """A page whose own text is different now."""

    place: Place
    change: Change
    path: str


@dataclass(frozen=True, slots=True)
class Affected:
    """All that a change touches; ``names`` are the communities' own names by their folders."""

    clauses: tuple[ClauseChange, ...]
    values: tuple[ValueChange, ...]
    files: tuple[FileChange, ...]
    pages: tuple[PageChange, ...]
    names: Mapping[str, str]

    @property
    def places(self) -> tuple[Place, ...]:
        """Every page on which something is different, sorted."""
        touched: set[Place] = {page.place for page in self.pages}
        for clause in self.clauses:
            touched.update(clause.places)
        for value in self.values:
            touched.update(value.places)
        for file in self.files:
            touched.update(file.places)
        return tuple(sorted(touched))
