"""Which parts of a site have to be built again since a commit: communities, and what is outside of them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from clausebook.clauses.library import SUFFIXES
from clausebook.history.affected import affected
from clausebook.history.git import Repository
from clausebook.project import CLAUSES, Project

# Beside the sources, only texts for readers of the repository make no difference.
_NOT_BUILT = (*SUFFIXES, ".rst", ".txt")


@dataclass(frozen=True, slots=True)
class Touched:
    """What is different: communities by their folders' names; ``all`` if it may be everything."""

    communities: frozenset[str]
    portal: bool
    all: bool


def touched(repository: Repository, since: str, old: Project, now: Project) -> Touched:
    """Compare a project with what it was at a commit; in doubt, something is different."""
    communities = {place.community for place in affected(old, now).places}
    portal = everything = False
    folders = {community.folder: slug for slug, community in now.communities.items()}
    gone = {now.root / community.folder.relative_to(old.root): slug for slug, community in old.communities.items()}
    for name in repository.changed(since):
        file = now.root / name
        slug = next((known[parent] for parent in file.parents for known in (folders, gone) if parent in known), None)
        if slug is not None:
            communities.add(slug)
        elif file.is_relative_to(now.source):
            # Which pages show a shared clause is known; of anything else below the source, all may show something.
            shared = file.parent == now.source / CLAUSES
            portal |= shared or file.suffix in _NOT_BUILT
            everything |= not shared and file.suffix not in _NOT_BUILT
        elif not _is_text(file, now.root):
            everything = True
    # The portal shows something of every community and clause.
    return Touched(frozenset(communities), portal or everything or bool(communities), everything)


def _is_text(file: Path, root: Path) -> bool:
    return file.parent == root and file.suffix in _NOT_BUILT and "requirements" not in file.name
