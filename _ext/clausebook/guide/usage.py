"""Which guides use which clause, and in whose wording."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from clausebook.clauses.library import ClauseFile, Library
from clausebook.clauses.placeholders import Placeholder
from clausebook.guide.assembly import assemble

if TYPE_CHECKING:
    from clausebook.project import CommunityFolder


@dataclass(frozen=True, slots=True)
class Use:
    """A clause on a page of a community; ``own`` if in the community's own wording."""

    community: str
    page: str
    own: bool


@dataclass(frozen=True, slots=True)
class ClauseUsage:
    """A clause, where it is defined, the placeholders that it needs, and the pages that show it."""

    identifier: str
    path: str
    row: int
    needs: tuple[str, ...]
    uses: tuple[Use, ...]
    community: str = ""


def clause_usage(shared: Library, communities: Iterable[CommunityFolder]) -> list[ClauseUsage]:
    """List every shared clause, and every clause that a community wrote, in the order of their files."""
    folders = list(communities)
    uses: dict[tuple[str, int], list[Use]] = {}
    for folder in folders:
        for page in folder.pages:
            for request in page.requests:
                assembly = assemble(folder.voice, request)
                for wording in assembly.uses if assembly else ():
                    place = (wording.file.source.path, wording.clause.start.start)
                    use = Use(folder.slug, page.name, wording.own)
                    if use not in uses.setdefault(place, []):
                        uses[place].append(use)
    rows: list[ClauseUsage] = []
    for owner, library in [("", shared), *((folder.slug, folder.voice.own) for folder in folders)]:
        for file, clause in library:
            start = clause.start.start
            rows.append(
                ClauseUsage(
                    file.identifier(clause.name),
                    file.source.path,
                    file.source.position(start).row,
                    _needs(file, file.placeholders_of(clause)),
                    tuple(uses.get((file.source.path, start), ())),
                    owner,
                )
            )
    return rows


def _needs(file: ClauseFile, placeholders: Sequence[Placeholder]) -> tuple[str, ...]:
    names = []
    for placeholder in placeholders:
        clause = placeholder.clause
        name = placeholder.name or (f"clause:{clause if ':' in clause else file.identifier(clause)}" if clause else "")
        if name and name not in names:
            names.append(name)
    return tuple(names)
