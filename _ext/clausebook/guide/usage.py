"""Which guides use which clause, and in whose wording."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from clausebook.clauses.library import ClauseFile, Library
from clausebook.clauses.placeholders import Placeholder
from clausebook.guide.assembly import outline
from clausebook.guide.directives import Request
from clausebook.guide.wording import Wording

if TYPE_CHECKING:
    from clausebook.project import CommunityFolder


@dataclass(frozen=True, slots=True)
class Shown:
    """What one directive of a page shows: all wordings it takes, and the names of clauses that are not there."""

    community: str
    page: str
    request: Request
    uses: tuple[Wording, ...]
    missing: tuple[str, ...]


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


def what_is_shown(communities: Iterable[CommunityFolder]) -> Iterator[Shown]:
    """Give what every page of some communities shows, directive by directive."""
    for folder in communities:
        for page in folder.pages:
            for request in page.requests:
                assembly = outline(folder.voice, request)
                if assembly:
                    # A wording is told by its place: what it holds takes long to compare.
                    uses = {(use.file.source.path, use.clause.start.start): use for use in assembly.uses}
                    missing = tuple(dict.fromkeys(assembly.missing))
                    yield Shown(folder.slug, page.name, request, tuple(uses.values()), missing)


def clause_usage(shared: Library, folders: Sequence[CommunityFolder], shown: Iterable[Shown]) -> list[ClauseUsage]:
    """List every shared clause, and every clause that a community wrote, in the order of their files."""
    uses: dict[tuple[str, int], dict[Use, None]] = {}
    for part in shown:
        for wording in part.uses:
            place = (wording.file.source.path, wording.clause.start.start)
            uses.setdefault(place, {})[Use(part.community, part.page, wording.own)] = None
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
