"""Reading the pages of a built site: what each leads to, shows and loads, and the places in it that have a name."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser

from clausebook.text.source import Position, SourceText

_SUFFIX = ".html"

# The attributes that hold an address, and the elements on which they do; None for any element.
_ADDRESSES: dict[str, frozenset[str] | None] = {
    "href": None,
    "xlink:href": None,
    "src": None,
    "poster": frozenset({"video"}),
    "data": frozenset({"object"}),
    "action": frozenset({"form"}),
    "formaction": frozenset({"button", "input"}),
}
_ADDRESS_LISTS = ("srcset", "imagesrcset")
# What a page needs to be shown as it was meant; the rest is for readers to follow.
_LOADS = frozenset({"src", "srcset", "imagesrcset", "poster", "data"})
_LOADED = frozenset({"stylesheet", "icon", "manifest", "preload", "modulepreload", "apple-touch-icon"})
# Only a host is named here, which need not have a page.
_HOSTS = frozenset({"preconnect", "dns-prefetch"})
_MOST_IN_SRCSET = 1000
_SIZE = re.compile(r"[0-9.]+[wxh]")


class BuiltLink(NamedTuple):
    """An address on a built page, as it is written there.

    ``loads`` says that browsers fetch it to show the page, as they do with pictures.
    """

    written: str
    loads: bool


@dataclass
class BuiltPage:
    """A built page: its path in the site, its links, and the names that a fragment can lead to.

    ``base`` is what its ``<base>`` element gives for relative addresses, "" without one.
    """

    path: str
    links: list[BuiltLink] = field(default_factory=list)
    anchors: set[str] = field(default_factory=set)
    base: str = ""

    @property
    def name(self) -> str:
        """The page's name as its source has it, without suffix."""
        return self.path.removesuffix(_SUFFIX)


@dataclass(frozen=True)
class BuiltSite:
    """A folder with a built site: the paths of all its files, with forward slashes, and its pages by path."""

    folder: Path
    files: frozenset[str]
    pages: dict[str, BuiltPage]


def read_site(folder: Path) -> BuiltSite:
    """Read all pages of a built site; files that are links are followed, as a web server does.

    Raises OSError if a folder or a page cannot be read.
    """
    files = frozenset(_files(folder))
    pages = {path: read_page(path, _read(folder / path)) for path in sorted(files) if path.endswith(_SUFFIX)}
    return BuiltSite(folder, files, pages)


def read_page(path: str, html: str) -> BuiltPage:
    """Read one page from its HTML, as the HTML Standard has browsers read it."""
    page = BuiltPage(path)
    for node in LexborHTMLParser(html).css("*"):
        given = {name: value or "" for name, value in node.attributes.items()}
        if given:
            _read_element(page, node.tag or "", given)
    return page


def place_of(html: str, written: str) -> Position:
    """Find where the HTML of a page has an address; the page's beginning if it stands there in another form."""
    source = SourceText("", html)
    for text in (f'"{escape(written)}"', f'"{written}"', f"'{written}'", written):
        offset = html.find(text)
        if offset >= 0:
            return source.position(offset + text.startswith(('"', "'")))
    return Position(1, 1)


def _read_element(page: BuiltPage, tag: str, given: dict[str, str]) -> None:
    if "id" in given:
        page.anchors.add(given["id"])
    if tag == "a" and "name" in given:
        page.anchors.add(given["name"])
    if tag == "base":
        page.base = page.base or given.get("href", "").strip()
        return
    relations = set(given.get("rel", "").lower().split()) if tag == "link" else set()
    if relations & _HOSTS:
        return
    for name, value in given.items():
        loads = name in _LOADS or bool(relations & _LOADED) or tag in ("image", "use")
        page.links += (BuiltLink(address, loads) for address in _addresses(tag, name, value))
    if tag == "meta" and given.get("http-equiv", "").strip().lower() == "refresh":
        _, _, address = given.get("content", "").partition("=")
        if address.strip():
            page.links.append(BuiltLink(address.strip().strip("\"'"), loads=False))


def _files(folder: Path) -> Iterator[str]:
    for parent, folders, names in os.walk(folder, onerror=_fail):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name != "_sources")
        yield from (Path(parent, name).relative_to(folder).as_posix() for name in names)


def _fail(error: OSError) -> None:
    raise error


def _read(file: Path) -> str:
    return file.read_bytes().decode("utf-8", "replace")


def _addresses(tag: str, name: str, value: str) -> Iterator[str]:
    if name in _ADDRESSES:
        tags = _ADDRESSES[name]
        if tags is None or tag in tags:
            yield value
    elif name in _ADDRESS_LISTS:
        # Each candidate is an address, perhaps with a comma inside, and a size that begins with a digit.
        for word in value.split()[:_MOST_IN_SRCSET]:
            address = word.strip(",")
            if address and not _SIZE.fullmatch(address):
                yield address
