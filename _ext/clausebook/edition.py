"""A project as an edition shows it: the staff edition is all of it, the public one goes without what is for the staff.

What is taken away here is not there for anything that builds pages: no directive, list or index has to remember.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from clausebook.clauses.audiences import Edition, PageAudience, page_audience, public_library
from clausebook.clauses.library import SUFFIXES, ClauseFile, Library
from clausebook.clauses.traits import Audience
from clausebook.community.values import Values
from clausebook.guide.frames import Frames
from clausebook.guide.wording import Voice
from clausebook.project import COMMUNITY_FILE, CommunityFolder, Project, Withheld
from clausebook.text.blocks import front_matter_end
from clausebook.text.source import SourceText, UndecodableError

_LABEL = re.compile(r"^[ \t]{0,3}\(([^()\s][^()\n]*)\)=[ \t]*$", re.MULTILINE)
# As reStructuredText gives a page's fields; the rest of the page is not read.
_FIELD = re.compile(r"^:audience:[ \t]*(\S+)", re.MULTILINE | re.IGNORECASE)


def view(project: Project, edition: Edition, folders: Iterable[Path] = ()) -> Project:
    """Give a project as an edition shows it; ``folders`` hold further pages that are built, besides the source's."""
    if edition is Edition.STAFF:
        return project
    pages = {path: found for path, found in audiences(project, folders).items() if not edition.shows(found.audience)}
    shared = public_library(project.shared)
    frames = Frames()
    communities = {slug: _public(community, shared, frames) for slug, community in project.communities.items()}
    files = {*pages, *_holders(project, shared, communities.values())}
    labels = frozenset(label for path in pages for label in _labels(path))
    withheld = Withheld(frozenset(pages), frozenset(files), labels)
    return replace(project, shared=shared, communities=communities, withheld=withheld)


def audiences(project: Project, folders: Iterable[Path] = ()) -> Mapping[Path, PageAudience]:
    """Find the pages that say for whom they are, by their resolved paths."""
    found: dict[Path, PageAudience] = {}
    known = {page.entry.file: page for c in project.communities.values() for page in c.pages}
    # Clauses are parts of pages; what they say of themselves is read with them.
    libraries = [project.shared, *(c.voice.own for c in project.communities.values())]
    parts = {file.file for library in libraries for file in library.files.values()}
    for file in _pages(dict.fromkeys([project.source, *folders]), project.others):
        if file in parts:
            continue
        page = known.get(file)
        said = page_audience(page.source) if page else _audience_of(file)
        if said.audience is not Audience.PUBLIC or said.diagnostics:
            # Of two names of one file, the stricter counts: it is one text.
            place = file.resolve()
            if place not in found or found[place].audience is not Audience.STAFF:
                found[place] = said
    return found


def _pages(folders: Iterable[Path], others: frozenset[Path]) -> Iterator[Path]:
    seen: set[str] = set()
    for folder in folders:
        for parent, inner, files in os.walk(folder):
            inner[:] = sorted(name for name in inner if not name.startswith("."))
            if parent in seen or (others and Path(parent) in others):
                inner.clear()
                continue
            seen.add(parent)
            yield from (Path(parent, name) for name in sorted(files) if name.endswith((*SUFFIXES, ".rst")))


def _audience_of(file: Path) -> PageAudience:
    try:
        source = SourceText.read(file)
    except (OSError, UndecodableError):
        return PageAudience()
    if file.suffix in SUFFIXES:
        return page_audience(source)
    field = _FIELD.search(source.text)
    if field and field[1].lower() not in (Audience.PUBLIC, Audience.REPORTER):
        return PageAudience(Audience.STAFF, field.start())
    return PageAudience()


def _labels(file: Path) -> Iterator[str]:
    try:
        text = file.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return
    yield from (match[1].strip().casefold() for match in _LABEL.finditer(text, front_matter_end(text)))


def _public(community: CommunityFolder, shared: Library, frames: Frames) -> CommunityFolder:
    facts = community.loaded.community
    own = public_library(community.voice.own, shared)
    values = Values.public(facts) if facts else None
    return replace(
        community,
        loaded=replace(community.loaded, community=facts.public() if facts else None, sheet=None),
        voice=Voice(shared, own, values, frames),
        pages=tuple(page for page in community.pages if Edition.PUBLIC.shows(page.audience)),
    )


def _holders(project: Project, shared: Library, communities: Iterable[CommunityFolder]) -> Iterator[Path]:
    """Name the files that hold something for the staff beside what is public."""
    libraries = [shared]
    for community in communities:
        libraries.append(community.voice.own)
        facts = project.communities[community.slug].loaded.community
        # In a file with mistakes, nobody can tell what is whose.
        if facts is None or facts.for_staff:
            yield (community.folder / COMMUNITY_FILE).resolve()
    yield from (file.file.resolve() for library in libraries for file in library.files.values() if _holds(file))


def _holds(file: ClauseFile) -> bool:
    return file.closed or bool(file.withheld)
