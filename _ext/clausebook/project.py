"""The whole of a project: its root, its shared clauses, its communities and their pages."""

from __future__ import annotations

import os
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from clausebook.clauses.audiences import page_audience
from clausebook.clauses.document import ClauseDocument, parse_document
from clausebook.clauses.folder import RESTRUCTURED, SUFFIXES, FolderReader
from clausebook.clauses.library import ClauseFile, Library, load_library
from clausebook.clauses.permalinks import Register, read_register, under_present_names
from clausebook.clauses.reading import distance
from clausebook.clauses.traits import Audience
from clausebook.community.loading import LoadedCommunity, load_community
from clausebook.community.naming import RESERVED, as_folder_name, is_folder_name
from clausebook.community.values import Values
from clausebook.diagnostics import Code, Diagnostic
from clausebook.guide.coverage import Coverage, coverage
from clausebook.guide.directives import Request, page_requests
from clausebook.guide.frames import Frames
from clausebook.guide.usage import ClauseUsage, Shown, clause_usage, what_is_shown
from clausebook.guide.wording import Voice
from clausebook.rules.selection import Policy
from clausebook.settings import Settings, read_settings
from clausebook.text.source import Position, SourceText

COMMUNITY_FILE = "community.toml"
CLAUSES = "clauses"

_FRONT_PAGE = "index.md"
# So many letters may be wrong in the name of the folder of clauses.
_SLIP = 2


@dataclass(frozen=True)
class Page:
    """One page of a community: its name within the community's folder, without suffix, and its text."""

    name: str
    entry: ClauseFile

    @property
    def source(self) -> SourceText:
        """The page's text."""
        return self.entry.source

    @property
    def is_restructured(self) -> bool:
        """Whether it is written in reStructuredText, where placeholders mean nothing."""
        return self.source.path.endswith(RESTRUCTURED)

    @cached_property
    def audience(self) -> Audience:
        """For whom the page is."""
        return page_audience(self.source).audience

    @cached_property
    def requests(self) -> tuple[Request, ...]:
        """The clauses that the page asks for, in order."""
        if self.is_restructured:
            from clausebook.guide.restructured import requests_of

            return tuple(requests_of(self.source))
        return tuple(page_requests(self.source))


@dataclass(frozen=True)
class CommunityFolder:
    """One community: its folder, its facts, its own clauses and its pages.  ``slug`` is the folder's name."""

    slug: str
    folder: Path
    loaded: LoadedCommunity
    voice: Voice
    pages: tuple[Page, ...]
    diagnostics: tuple[Diagnostic, ...]

    @property
    def name(self) -> str:
        """The community's name, or its folder's if its file could not be read."""
        return self.loaded.community.name if self.loaded.community else self.slug

    @property
    def licence(self) -> str | None:
        """The licence under which the community offers its guides; None if it does not say."""
        return self.loaded.community.licence if self.loaded.community else None

    @property
    def listed(self) -> bool:
        """Whether the portal shows it."""
        return self.loaded.community is not None and bool(self.loaded.community.listed)


@dataclass(frozen=True)
class Withheld:
    """What an edition must not show.

    ``pages`` are the pages for others, ``files`` all files that hold something for others, both as resolved paths;
    ``labels`` are the link targets on those pages, in small letters.
    """

    pages: frozenset[Path] = frozenset()
    files: frozenset[Path] = frozenset()
    labels: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Project:
    """A root folder with shared clauses and communities.

    ``withheld`` is what its edition does not show, ``others`` are the folders of communities that were passed over;
    paths are told relative to ``base``.
    """

    root: Path
    source: Path
    shared: Library
    communities: Mapping[str, CommunityFolder]
    diagnostics: tuple[Diagnostic, ...] = ()
    settings: Settings = field(default_factory=Settings)
    withheld: Withheld = field(default_factory=Withheld)
    others: frozenset[Path] = frozenset()
    base: Path | None = None
    register: Register = field(default_factory=Register)

    @classmethod
    def load(
        cls,
        root: Path,
        base: Path | None = None,
        texts: Mapping[Path, bytes] | None = None,
        only: Container[str] | None = None,
    ) -> Project:
        """Read a project.  Paths are told relative to ``base``, or absolute without one.

        ``texts`` holds bytes to be read in the place of those of some files, by their resolved path.
        ``only`` names the communities to read, by their folders; None means all.

        Raises SettingsError if the settings in ``pyproject.toml`` cannot be used.
        """
        root = root.resolve()
        settings = read_settings(root)
        source = root / settings.source
        shown = _Shown(base.resolve() if base else None)
        shared = load_library(source / CLAUSES, shown, root, texts)
        register = read_register(source / CLAUSES, shown, root, texts)
        communities: dict[str, CommunityFolder] = {}
        named: dict[str, CommunityFolder] = {}
        others: set[Path] = set()
        frames = Frames()
        found: list[Diagnostic] = []
        for folder in community_folders(source, settings.communities):
            if folder.is_symlink():
                # A link could lead out of the tree, or make one community two.
                message = "this folder is a link, and links are not followed: put the folder itself here"
                found.append(_at_top(Code.LINKED_FOLDER, message, shown(folder)))
                continue
            if only is not None and folder.name not in only:
                others.add(folder)
                continue
            community = _load_folder(folder, shared, frames, shown, root, texts or {})
            if folder.name in communities:
                other = shown(communities[folder.name].folder)
                message = f"{other} has the same folder name; rename one, since links and builds are called by it"
                found.append(_at_top(Code.DUPLICATE_COMMUNITY, message, shown(folder / COMMUNITY_FILE)))
                continue
            same = named.setdefault(_like(community.name), community)
            if same is not community:
                message = f"{shown(same.folder)} has the same name, “{community.name}”; give one of them another"
                found.append(_at_top(Code.DUPLICATE_COMMUNITY, message, shown(folder / COMMUNITY_FILE)))
            communities[folder.name] = community
        return cls(
            root,
            source,
            shared,
            communities,
            tuple(found),
            settings,
            base=shown.base,
            register=register,
            others=frozenset(others),
        )

    def display(self, file: Path) -> str:
        """Say how a file is named to people."""
        return _Shown(self.base)(file)

    def file(self, shown: str) -> Path:
        """Give the file that is named so to people."""
        return self.base / shown if self.base else Path(shown)

    def community_of(self, file: Path) -> CommunityFolder | None:
        """Find the community in whose folder a file lies."""
        for parent in file.parents:
            community = self._by_folder.get(parent)
            if community:
                return community
        return None

    def voice_of(self, community: CommunityFolder | None) -> Voice:
        """Give a community's voice; outside any community, the shared clauses with their placeholders."""
        return community.voice if community else Voice(self.shared, Library(self.source), None)

    @cached_property
    def policy(self) -> Policy:
        """Which findings the project's settings let be told."""
        return self.settings.policy(str(self.root))

    @cached_property
    def usage(self) -> tuple[ClauseUsage, ...]:
        """Every clause and the pages that show it."""
        return tuple(clause_usage(self.shared, list(self.communities.values()), self.shown))

    @cached_property
    def shown(self) -> tuple[Shown, ...]:
        """What every page of every community shows."""
        return tuple(what_is_shown(self.communities.values()))

    @cached_property
    def coverage(self) -> Coverage:
        """What each community has made of each shared clause."""
        return coverage(self.shared, list(self.communities.values()), self.shown)

    @cached_property
    def _by_folder(self) -> dict[Path, CommunityFolder]:
        return {community.folder: community for community in self.communities.values()}


@dataclass(frozen=True)
class _Shown:
    """How paths are told to people."""

    base: Path | None

    def __call__(self, path: Path) -> str:
        return os.path.relpath(path, self.base) if self.base else str(path)


def community_folders(source: Path, patterns: Iterable[str]) -> Iterator[Path]:
    """Find the folders of communities, each once, in order."""
    seen: set[Path] = set()
    for pattern in patterns:
        for folder in sorted(source.glob(pattern)):
            # A hidden folder is nobody's community.
            if folder.is_dir() and not folder.name.startswith((".", "_")):
                if folder not in seen:
                    yield folder
                seen.add(folder)


def _load_folder(
    folder: Path, shared: Library, frames: Frames, shown: _Shown, root: Path, texts: Mapping[Path, bytes]
) -> CommunityFolder:
    loaded = _load_facts(folder / COMMUNITY_FILE, shown, root, texts)
    own = under_present_names(load_library(folder / CLAUSES, shown, root, texts), shared)
    values = Values.of(loaded.community) if loaded.community else None
    suffixes = (*SUFFIXES, RESTRUCTURED)
    reader = FolderReader(folder, root, shown, skipped=frozenset({CLAUSES}), suffixes=suffixes, texts=texts)
    pages = tuple(
        Page(
            file.relative_to(folder).with_suffix("").as_posix(),
            ClauseFile(file.stem, file, _document(source)),
        )
        for file, source in reader.read()
    )
    found = (
        *loaded.diagnostics,
        *_folder_findings(folder, shown),
        *_logo_findings(folder, loaded),
        *own.diagnostics,
        *reader.diagnostics,
    )
    return CommunityFolder(folder.name, folder, loaded, Voice(shared, own, values, frames), pages, found)


def _document(source: SourceText) -> ClauseDocument:
    """Find the markers of a page; one in reStructuredText has none."""
    return ClauseDocument(source, (), ()) if source.path.endswith(RESTRUCTURED) else parse_document(source)


def _load_facts(file: Path, shown: _Shown, root: Path, texts: Mapping[Path, bytes]) -> LoadedCommunity:
    """Read a community's facts, unless they are a link to something outside of the project."""
    if file.is_symlink():
        try:
            inside = file.resolve(strict=True).is_relative_to(root)
        except (OSError, RuntimeError):
            inside = False
        if not inside:
            message = "this file is a link to nothing in the project, and is not followed: put the file itself here"
            return LoadedCommunity(None, (_at_top(Code.LINKED_FOLDER, message, shown(file)),))
    return load_community(file, shown(file), texts.get(file.resolve()) if texts else None)


def _logo_findings(folder: Path, loaded: LoadedCommunity) -> Iterator[Diagnostic]:
    if loaded.community and loaded.sheet and (loaded.community.look.logo or loaded.community.look.logo_dark):
        # Whoever has no logo waits for nothing.
        from clausebook.community.look import logo_findings

        yield from logo_findings(folder, loaded.community.look, loaded.sheet)


def _folder_findings(folder: Path, shown: _Shown) -> Iterator[Diagnostic]:
    """Tell what is wrong with how a community's folder and what lies in it are called."""
    facts = folder / COMMUNITY_FILE
    if not is_folder_name(folder.name):
        message = (
            f"the folder's name, “{folder.name}”, becomes a part of the address: use a-z, 0-9 and “-” only"
            if folder.name not in RESERVED
            else f"no folder of a community can be called “{folder.name}”, since other things are built there"
        )
        yield _at_top(Code.FOLDER_NAME, f"{message}; call it “{as_folder_name(folder.name)}”", shown(facts))
    try:
        entries = sorted(folder.iterdir())
    except OSError:  # The reader tells that.
        return
    for entry in entries:
        name = entry.name.lower()
        nearly = entry.name != CLAUSES and name[0] not in "._" and distance(name[:20], CLAUSES) <= _SLIP
        if nearly and entry.is_dir():
            message = f"this folder is not read as one of clauses: call it “{CLAUSES}”"
            yield _at_top(Code.UNREAD_FILE, message, shown(entry))
    front_pages = (folder / _FRONT_PAGE, (folder / _FRONT_PAGE).with_suffix(RESTRUCTURED))
    if os.path.lexists(facts) and not any(page.exists() for page in front_pages):
        near = next((entry.name for entry in entries if entry.is_file() and _is_nearly_front_page(entry)), None)
        how = "write one, or copy that of _templates/community"
        if near:
            is_markdown = near.lower().endswith((".md", ".markdown"))
            how = f"call “{near}” {_FRONT_PAGE}" if is_markdown else f"write “{near}” in Markdown, as {_FRONT_PAGE}"
        message = f"there is no {_FRONT_PAGE} here, the page that readers see first: {how}"
        yield _at_top(Code.MISSING_FRONT_PAGE, message, shown(folder / _FRONT_PAGE))


def _is_nearly_front_page(file: Path) -> bool:
    """Tell whether a file was probably meant as a community's first page."""
    stem = file.name.partition(".")[0].lower()
    return len(stem) < 2 * len(_FRONT_PAGE) and (distance(stem, "index") <= 1 or stem in ("home", "readme"))


def _like(name: str) -> str:
    """Give what two names have in common that people read as one."""
    return " ".join(name.casefold().split())


def _at_top(code: Code, message: str, path: str) -> Diagnostic:
    return Diagnostic(code, message, path, Position(1, 1), Position(1, 1))
