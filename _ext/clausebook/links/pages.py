"""Reading the pages of a built site: what each leads to, shows and loads, and the places in it that have a name."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser

from clausebook.links.resolving import Kind, resolve
from clausebook.links.styles import addresses_in
from clausebook.text.source import Position, SourceText

_SUFFIX = ".html"
_STYLE_SHEET = ".css"

# The attributes that hold an address, and the elements on which they do; None for any element.
_ADDRESSES: dict[str, frozenset[str] | None] = {
    "href": None,
    "xlink:href": None,
    "src": None,
    "poster": frozenset({"video"}),
    "data": frozenset({"object"}),
    "action": frozenset({"form"}),
    "formaction": frozenset({"button", "input"}),
    "background": frozenset({"body", "table", "thead", "tbody", "tfoot", "tr", "td", "th"}),
}
_ADDRESS_LISTS = ("srcset", "imagesrcset")
# What a page needs to be shown as it was meant; the rest is for readers to follow.
_LOADS = frozenset({"src", "srcset", "imagesrcset", "poster", "data", "background"})
_LOADED = frozenset({"stylesheet", "icon", "manifest", "preload", "modulepreload", "apple-touch-icon"})
# Only a host is named here, which need not have a page.
_HOSTS = frozenset({"preconnect", "dns-prefetch"})
_MOST_IN_SRCSET = 1000
_SIZE = re.compile(r"[0-9.]+[wxh]")
# These hold CSS, with addresses perhaps: the attribute, and those of SVG that can have url(…) for a value (SVG 2, 6.6).
_STYLES = frozenset(
    {"style", "fill", "stroke", "filter", "mask", "clip-path", "cursor", "marker-start", "marker-mid", "marker-end"}
)
# What other services show of a page that somebody shares (Open Graph, X cards).
_SHOWN_ELSEWHERE = frozenset(
    {"og:image", "og:image:url", "og:image:secure_url", "og:url", "og:video", "og:audio", "twitter:image"}
)
# HTML Standard, “shared declarative refresh steps”: a number, and perhaps an address, with or without “url=”.
_REFRESH = re.compile(
    r"\s*[0-9.]+(?:\s*[;,]\s*|\s+)(?:url\s*=\s*)?(?P<quote>[\"']?)(?P<address>[^\"']*)", re.IGNORECASE
)


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
    """A folder with a built site: the paths of all its files, with forward slashes, and its pages by path.

    ``styles`` are the style sheets that pages use, as far as they are the site's own.
    """

    folder: Path
    files: frozenset[str]
    pages: dict[str, BuiltPage]
    styles: dict[str, BuiltPage] = field(default_factory=dict)


def read_site(folder: Path) -> BuiltSite:
    """Read all pages of a built site and the style sheets that they use; links of the disk are followed, as servers do.

    Raises OSError if a folder or a page cannot be read.
    """
    files = frozenset(_files(folder))
    pages = {path: read_page(path, _read(folder / path)) for path in sorted(files) if path.endswith(_SUFFIX)}
    return BuiltSite(folder, files, pages, _read_styles(folder, files, pages.values()))


def read_page(path: str, html: str) -> BuiltPage:
    """Read one page from its HTML, as the HTML Standard has browsers read it."""
    page = BuiltPage(path)
    for node in LexborHTMLParser(html).css("*"):
        tag = node.tag or ""
        given = {name: value or "" for name, value in node.attributes.items()}
        if given:
            _read_element(page, tag, given)
        if tag == "style":
            page.links += (BuiltLink(address, loads=True) for address in addresses_in(node.text()))
    return page


def place_of(html: str, written: str) -> Position:
    """Find where the HTML of a page has an address; the page's beginning if it stands there in another form."""
    source = SourceText("", html)
    for text in (f'"{escape(written)}"', f'"{written}"', f"'{written}'", written):
        offset = html.find(text)
        if offset >= 0:
            return source.position(offset + text.startswith(('"', "'")))
    return Position(1, 1)


def _read_styles(folder: Path, files: frozenset[str], pages: Iterable[BuiltPage]) -> dict[str, BuiltPage]:
    styles: dict[str, BuiltPage] = {}
    waiting = list(pages)
    while waiting:
        page = waiting.pop()
        for link in page.links:
            if not link.loads or _STYLE_SHEET not in link.written:
                continue
            target = resolve(link.written, page.path, page.base)
            if target.kind is Kind.INSIDE and target.path in files and target.path not in styles:
                css = _read(folder / target.path)
                # What is only a fragment leads to a part of the page that uses the style sheet (CSS Values 4, 4.5.1).
                links = [BuiltLink(address, loads=True) for address in addresses_in(css) if address[0] != "#"]
                styles[target.path] = BuiltPage(target.path, links)
                waiting.append(styles[target.path])
    return styles


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
    page.links += (
        BuiltLink(address, loads=True) for name in _STYLES.intersection(given) for address in addresses_in(given[name])
    )
    if tag == "meta":
        page.links += _in_meta(given)
    elif tag == "iframe" and "srcdoc" in given:
        # A page in a page: what it names by itself alone is in it.
        within = read_page(page.path, given["srcdoc"])
        page.links += (link for link in within.links if not link.written.startswith("#"))


def _in_meta(given: dict[str, str]) -> Iterator[BuiltLink]:
    content = given.get("content", "").strip()
    if given.get("http-equiv", "").strip().lower() == "refresh":
        refresh = _REFRESH.match(content)
        if refresh and refresh["address"].strip():
            yield BuiltLink(refresh["address"].strip(), loads=False)
    elif content and (given.get("property") or given.get("name", "")).strip().lower() in _SHOWN_ELSEWHERE:
        yield BuiltLink(content, loads=False)


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
