"""Which line of which file a link on a built page comes from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from clausebook.clauses.document import parse_document
from clausebook.clauses.library import SUFFIXES, ClauseFile
from clausebook.clauses.licences import deed
from clausebook.community.model import Community
from clausebook.guide.assembly import assemble, assemble_values
from clausebook.links.written import Written, facts_in, likeness, written_in
from clausebook.project import CommunityFolder, Page, Project
from clausebook.text.source import SourceText, UndecodableError

Rows = dict[str, set[int] | None]


@dataclass(frozen=True)
class Origin:
    """The place of an address; ``via`` is where a clause names it, if it stands in a community's facts."""

    place: Written
    via: tuple[str, ...] = ()


class Origins:
    """Finds the places of links in the sources of a site that is built of a project.

    ``folder`` is the source folder of the build: the project's, or that of the community that is built alone.
    """

    def __init__(self, project: Project, folder: Path) -> None:
        self.project = project
        self.folder = folder
        self._pages: dict[str, Page | None] = {}
        self._indexes: dict[str, dict[str, list[Origin]]] = {}
        self._written: dict[str, list[Written]] = {}
        self._read: dict[str, SourceText | None] = {}
        self._facts: dict[str, list[tuple[str, Written]]] = {}

    def folder_of(self, page: str) -> CommunityFolder | None:
        """Find the community that a page is of."""
        return self.project.community_of(self.folder / page)

    def community_of(self, page: str) -> Community | None:
        """Give the facts of the community that a page is of."""
        folder = self.folder_of(page)
        return folder.loaded.community if folder else None

    def guide(self, page: str) -> str:
        """Name a page to people: by its community and its name there, or by its name in the site."""
        folder = self.folder_of(page)
        if folder is None:
            return page
        return f"{folder.slug}/{(self.folder / page).relative_to(folder.folder).as_posix()}"

    def is_written(self, page: str) -> bool:
        """Tell whether somebody wrote a page, or else the build made it of others."""
        return self._page(page, self.folder_of(page)) is not None

    def foreign(self, path: str) -> str:
        """Say what a path that leads out of a build would be in the whole site; "" if it would be nothing."""
        file = (self.folder / path.partition("/index.html")[0].removesuffix(".html")).resolve()
        if not file.is_relative_to(self.project.source):
            return ""
        community = self.project.community_of(file) or self.project.community_of(file / "index")
        own = self.project.community_of(self.folder / "index")
        if community is not None and community is not own:
            return f"it is a page of {community.name}, which is not part of this build"
        return "it is a page of the whole site, which is not part of this build" if _source_file(file) else ""

    def find(self, page: str, written: str, address: str) -> list[Origin]:
        """Find where an address on a page comes from: as it is ``written`` there, or as a whole ``address``."""
        index = self._index(page)
        # MyST writes a link that leads nowhere as one to a place of the page.
        names = [written, address, written.removeprefix("#")]
        if "_images/" in written or "_downloads/" in written:
            # They are copied into a folder of their own; the names of pictures there begin with those of their folders.
            parts = written.rpartition("/")[2].split("-")
            names += [f"_copied/{'-'.join(parts[number:])}" for number in range(len(parts))]
        for name in filter(None, names):
            found = index.get(likeness(name))
            if found:
                return found
        # Directives show facts that no text names.
        names = [likeness(written), likeness(address)]
        return [Origin(place) for known, place in self._facts_of(self.folder_of(page)) if likeness(known) in names]

    def _index(self, page: str) -> dict[str, list[Origin]]:
        if page not in self._indexes:
            index: dict[str, list[Origin]] = {}
            for name, origin in self._entries(page):
                places = index.setdefault(likeness(name), [])
                known = next((each for each in places if each.place == origin.place), None)
                if known is None:
                    places.append(origin)
                elif origin.via:
                    places[places.index(known)] = replace(known, via=tuple(dict.fromkeys((*known.via, *origin.via))))
            self._indexes[page] = index
        return self._indexes[page]

    def _entries(self, page: str) -> Iterator[tuple[str, Origin]]:
        folder = self.folder_of(page)
        facts = self._facts_of(folder)
        for path, rows in self._shown(page, folder).items():
            for written in self._in_file(path):
                if rows is None or written.row in rows:
                    yield from self._named(written, folder, facts)

    def _facts_of(self, folder: CommunityFolder | None) -> list[tuple[str, Written]]:
        if folder is None:
            return []
        if folder.slug not in self._facts:
            self._facts[folder.slug] = list(facts_in(folder.loaded))
        return self._facts[folder.slug]

    def _named(
        self, written: Written, folder: CommunityFolder | None, facts: Iterable[tuple[str, Written]]
    ) -> Iterator[tuple[str, Origin]]:
        """Give an address under all names by which a built page may have it."""
        text = written.text
        if written.is_composed:
            values = folder.voice.values if folder else None
            address = values.link(written.placeholder) if values and written.placeholder else None
            if address:
                via = (f"{written.source.path}:{written.row}",)
                same = [place for known, place in facts if known == address]
                for place in same:
                    yield address, Origin(place, via)
                if same:
                    return
            for name in values.names() if values else ():
                link = values.link(name) or "" if values else ""
                for form in (f"{{{{ {name} }}}}", f"{{{{{name}}}}}"):
                    text = text.replace(form, link)
            yield text, Origin(replace(written, exact=False))
            return
        yield text, Origin(written)
        if not written.exact:
            yield deed(text)[1], Origin(written)
        path, mark, fragment = text.partition("#")
        for suffix in SUFFIXES:
            if path.endswith(suffix):
                yield f"{path.removesuffix(suffix)}.html{mark}{fragment}", Origin(replace(written, exact=False))
        if "://" not in path and "." in path:
            yield f"_copied/{path.rpartition('/')[2]}", Origin(replace(written, exact=False))

    def _in_file(self, path: str) -> list[Written]:
        if path not in self._written:
            source = self.text(path)
            self._written[path] = list(written_in(source)) if source else []
        return self._written[path]

    def text(self, path: str) -> SourceText | None:
        """Give the text of a file, by its shown path, as it was when places were first looked for; None if unreadable.

        A run takes minutes, in which somebody may write into the file.
        """
        if path in self._sources:
            return self._sources[path]
        if path not in self._read:
            self._read[path] = _read(self.project.file(path), path)
        return self._read[path]

    @cached_property
    def _sources(self) -> dict[str, SourceText]:
        """The texts that the project has read already, by their shown paths."""
        facts = [each.loaded.source for each in self.project.communities.values() if each.loaded.source]
        libraries = [self.project.shared, *(each.voice.own for each in self.project.communities.values())]
        files = [file for library in libraries for file in library.files.values()]
        files += [page.entry for each in self.project.communities.values() for page in each.pages]
        return {source.path: source for source in (*(file.source for file in files), *facts)}

    def _shown(self, page: str, folder: CommunityFolder | None) -> Rows:
        """Give the rows that a page shows, by the path of their file; None for all rows."""
        found = self._page(page, folder)
        rows: Rows = {}
        # A page that the build has made of a community's guides shows what they show.
        for each in [found] if found else folder.pages if folder else ():
            self._add_shown(rows, each, folder)
        return rows

    def _add_shown(self, rows: Rows, found: Page, folder: CommunityFolder | None) -> None:
        rows[found.source.path] = None
        voice = self.project.voice_of(folder)
        assemblies = [assembly for request in found.requests if (assembly := assemble(voice, request))]
        if voice.values is not None:
            assemblies.append(assemble_values(voice, found.entry))
        for assembly in assemblies:
            for line in assembly.lines:
                _add(rows, line.path, line.row, line.row)
            for use in assembly.uses:
                # A clause that stands within another's line has rows of its own; the page lists its sources.
                source, clause = use.file.source, use.clause
                last = source.position(clause.end.end if clause.end else len(source.text)).row
                _add(rows, source.path, source.position(clause.start.start).row, last)
                _add(rows, source.path, 1, source.position(use.file.front_matter.end).row)

    def _page(self, page: str, folder: CommunityFolder | None) -> Page | None:
        if page not in self._pages:
            self._pages[page] = self._read_page(page, folder)
        return self._pages[page]

    def _read_page(self, page: str, folder: CommunityFolder | None) -> Page | None:
        if folder is not None:
            name = (self.folder / page).relative_to(folder.folder).as_posix()
            return next((each for each in folder.pages if each.name == name), None)
        file = _source_file(self.folder / page)
        source = self.text(self.project.display(file)) if file else None
        return Page(page, ClauseFile(file.stem, file, parse_document(source))) if file and source else None


def _add(rows: Rows, path: str, first: int, last: int) -> None:
    known = rows.setdefault(path, set())
    if known is not None:
        known.update(range(first, last + 1))


def _source_file(page: Path) -> Path | None:
    files = (page.with_name(f"{page.name}{suffix}") for suffix in SUFFIXES)
    return next((file for file in files if file.is_file()), None)


def _read(file: Path, path: str) -> SourceText | None:
    try:
        return SourceText.read(file, path)
    except (OSError, UndecodableError):
        return None
