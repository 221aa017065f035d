"""What ties communities to each other, or to the portal: a link between their pages needs both in one build.

The texts are searched, not parsed: a tie too many costs a little evenness, a tie too few is a link that the build
calls broken.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from clausebook.clauses.library import SUFFIXES

_PAGES = (*SUFFIXES, ".rst")
_FACTS = "community.toml"

_LABEL = re.compile(
    r"^[ \t]{0,3}(?:\(([^()\s]{1,200})\)=|\.\. _([^:\s]{1,200}):)[ \t]*$|^[ \t]*:name:[ \t]*(\S{1,200})", re.M
)
_USED_LABEL = re.compile(r"[#`<(]([^\s#`<>()]{1,200})[`>)]")
_PATH = re.compile(r"[(<`\s]((?:\.\./|/)[^\s()<>`#]{1,300})")
# As ``{clause}`` links to another community's: NAME:FILE:CLAUSE.
_CLAUSE = re.compile(r"(?<![\w:-])([a-z0-9][a-z0-9-]{0,100}):[\w-]{1,100}:[\w-]{1,100}")
# Such a list names communities, and needs no more of them than that they are there.
_TOCTREE = re.compile(r"^[ \t]*(`{3,}|:{3,}|~{3,})\{toctree\}.*?^[ \t]*\1[ \t]*$", re.M | re.S)
_UNLISTED = re.compile(r"^[ \t]*listed[ \t]*=[ \t]*false\b", re.M)


@dataclass(frozen=True)
class Texts:
    """The pages of a site by whose they are, a community's folder's name or "" for the portal: files and texts."""

    source: Path
    folders: Mapping[str, Path]
    texts: Mapping[str, Mapping[Path, str]]
    unlisted: frozenset[str]

    @classmethod
    def read(cls, source: Path, folders: Mapping[str, Path]) -> Texts:
        """Read all pages below the source folder."""
        texts: dict[str, dict[Path, str]] = {"": {}, **{slug: {} for slug in folders}}
        owners = {str(folder): slug for slug, folder in folders.items()}
        unlisted = set()
        owner_of = {str(source): ""}
        for parent, inner, files in os.walk(source):
            inner[:] = sorted(name for name in inner if not name.startswith((".", "_")))
            owner = owners.get(parent, owner_of.pop(parent, ""))
            owner_of.update({os.path.join(parent, name): owner for name in inner})  # noqa: PTH118 -- ten times faster
            for name in sorted(files):
                if name.endswith(_PAGES):
                    texts[owner][Path(parent, name)] = _read(Path(parent, name))
                elif name == _FACTS and owner and _UNLISTED.search(_read(Path(parent, name))):
                    unlisted.add(owner)
        return cls(source, folders, texts, frozenset(unlisted))

    def pages(self, slug: str) -> int:
        """Count a community's pages; its own clauses are among them, and take time too."""
        return len(self.texts[slug])


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def ties(texts: Texts) -> Iterator[tuple[str, str]]:
    """Tell who is tied to whom; "" is the portal.  A tie may be told more than once."""
    # What the portal does not list is a part of the handbook that it stands in.
    yield from (("", slug) for slug in texts.unlisted)
    owners = {folder: slug for slug, folder in texts.folders.items()}
    labels: dict[str, str] = {}
    for slug, pages in texts.texts.items():
        for text in pages.values():
            for match in _LABEL.finditer(text):
                label = (match[1] or match[2] or match[3]).casefold()
                if labels.setdefault(label, slug) != slug:
                    # The build tells of a label that is there twice.
                    yield labels[label], slug
    for slug, pages in texts.texts.items():
        for file, text in pages.items():
            searched = _TOCTREE.sub("", text)
            for match in _USED_LABEL.finditer(searched) if labels else ():
                owner = labels.get(match[1].casefold(), slug)
                if owner != slug:
                    yield slug, owner
            for match in _CLAUSE.finditer(searched):
                if match[1] in texts.folders and match[1] != slug:
                    yield slug, match[1]
            for match in _PATH.finditer(searched):
                owner_of_page = _owner(file, match[1], texts.source, owners)
                if owner_of_page is not None and owner_of_page != slug:
                    yield slug, owner_of_page


def _owner(file: Path, target: str, source: Path, owners: Mapping[Path, str]) -> str | None:
    """Say whose the page is that a path leads to; None if it is no page, or the site's first one."""
    base = source if target.startswith("/") else file.parent
    path = Path(os.path.normpath(base / target.lstrip("/")))
    if not path.is_relative_to(source):
        return None
    candidates = [path, *(path.with_name(path.name + suffix) for suffix in _PAGES)] if path.name else []
    page = next((each for each in candidates if each.suffix in _PAGES and each.is_file()), None)
    if page is None or (page.parent == source and page.stem == "index"):
        # The first page is in every shard.
        return None
    return next((owners[parent] for parent in page.parents if parent in owners), "")
