"""A page's HTML, read once and written without what a file for phones has no use for.

One pass over the tags, since a tree of all pages of all communities would take more time than their building.
What depends on the other pages of the file, such as where a link leads, stays open until all of them are read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from html import escape
from html.parser import HTMLParser

# What needs a script, the network, or a page of the theme's around it.
_DROPPED = frozenset(
    {
        "script", "style", "template", "link", "meta", "base", "form", "iframe", "object", "embed", "video", "audio",
        "input", "button",
    }
)  # fmt: skip
_DROPPED_CLASSES = frozenset({"headerlink", "save-offline"})
_NAMES_IDS = frozenset({"aria-labelledby", "aria-describedby", "aria-controls", "headers", "for"})
# Neither works under the file's own policy.
_IDLE = frozenset({"style", "srcset", "download"})
# Elements without content (HTML, “Void elements”).
_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"}
)
_HEADINGS = {f"h{level}": f"h{min(level + 1, 6)}" for level in range(1, 7)}

LEAVES = re.compile(r"(?i)(?:https?|mailto|tel|sms):")
# Stands around parts of a page that are the same on many, and are cleaned once.
SHARED = "\x00"

Attributes = dict[str, str]


@dataclass
class Link:
    """A link whose target is not settled: without a target, only its words stay."""

    attributes: Attributes
    settled: bool = True


@dataclass(frozen=True)
class LinkEnd:
    """Where a link ends."""

    link: Link


@dataclass(frozen=True)
class Picture:
    """A picture that is not put into the text yet."""

    attributes: Attributes


Piece = str | Link | LinkEnd | Picture


@dataclass
class Cleaned:
    """A page in pieces, and the ids that it has."""

    pieces: list[Piece] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)

    @property
    def links(self) -> Iterator[Link]:
        """The links that lead somewhere."""
        return (piece for piece in self.pieces if isinstance(piece, Link))


class _Cleaner(HTMLParser):
    def __init__(self, name: str, clauses: Mapping[str, str], *, lower: bool) -> None:
        super().__init__(convert_charrefs=False)
        self.page, self.clauses, self.lower = name, clauses, lower
        self.found = Cleaned()
        # The open elements: as they are called in the page, and what ends them here.
        self.open: list[tuple[str, Piece]] = []
        self.dropped: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.dropped:
            if tag not in _VOID:
                self.dropped.append(tag)
            return
        given = {name: value or "" for name, value in attrs}
        if tag in _DROPPED or _DROPPED_CLASSES & set(given.get("class", "").split()):
            if tag not in _VOID:
                self.dropped.append(tag)
            return
        kept = self.attributes(given)
        name = "p" if tag == "label" else _HEADINGS.get(tag, tag) if self.lower else tag
        if tag == "details":
            kept["open"] = ""
        if tag == "img":
            self.found.pieces.append(Picture(kept))
            return
        if tag == "a" and "href" in kept:
            link = Link(kept)
            self.found.pieces.append(link)
            self.open.append((tag, LinkEnd(link)))
            return
        self.found.pieces.append(start_tag(name, kept))
        if tag not in _VOID:
            self.open.append((tag, f"</{name}>"))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        # In HTML, a slash at the end of a tag means nothing.
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if self.dropped:
            if tag in self.dropped:
                while self.dropped.pop() != tag:
                    pass
            return
        if any(name == tag for name, _end in self.open):
            while self.end_innermost() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if not self.dropped:
            self.found.pieces.append(data.replace("<", "&lt;").replace(">", "&gt;"))

    def handle_entityref(self, name: str) -> None:
        if not self.dropped:
            self.found.pieces.append(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.handle_entityref(f"#{name}")

    def end_innermost(self) -> str:
        name, end = self.open.pop()
        self.found.pieces.append(end)
        return name

    def attributes(self, given: Attributes) -> Attributes:
        """Give an element's attributes as the file has them: ids are the page's name and what they were."""
        kept: Attributes = {}
        for name, value in given.items():
            if name in _IDLE or name.startswith(("on", "data-")):
                continue
            if name == "id":
                kept["id"] = f"{self.page}.{value}"
                self.found.ids.add(kept["id"])
                if value in self.clauses:
                    kept["data-clause"] = self.clauses[value]
            elif name in _NAMES_IDS:
                kept[name] = " ".join(f"{self.page}.{word}" for word in value.split())
            else:
                kept[name] = value
        return kept


def clean(html: str, name: str, clauses: Mapping[str, str], *, lower: bool) -> Cleaned:
    """Read a page's HTML; ``clauses`` are its clauses by their anchors.

    Ids begin with ``name``, and with ``lower`` headings stand below that of the whole file.
    Elements that are not ended are, so that nothing of a page reaches beyond it.
    """
    cleaner = _Cleaner(name, clauses, lower=lower)
    for number, part in enumerate(html.split(SHARED)):
        if number % 2 == 0:
            cleaner.feed(part)
        elif not cleaner.dropped:
            cleaner.found.pieces.append(_clean_shared(part))
    cleaner.close()
    while cleaner.open:
        cleaner.end_innermost()
    return cleaner.found


@lru_cache(maxsize=4_000)
def _clean_shared(html: str) -> str:
    """Read what many pages hold: no ids, no pictures, and links that all leave the site."""
    pieces = clean(html, "", {}, lower=False).pieces
    return "".join(write_piece(piece) for piece in pieces if not isinstance(piece, Picture))


def write_piece(piece: str | Link | LinkEnd) -> str:
    """Write a piece whose target is settled; what leaves the file tells nobody where it was."""
    if isinstance(piece, Link):
        leaves = LEAVES.match(piece.attributes["href"])
        return start_tag("a", piece.attributes | ({"rel": "noreferrer"} if leaves else {})) if piece.settled else ""
    if isinstance(piece, LinkEnd):
        return "</a>" if piece.link.settled else ""
    return piece


def start_tag(name: str, attributes: Attributes) -> str:
    """Write a start tag."""
    return "".join([f"<{name}", *(f' {key}="{escape(value)}"' for key, value in attributes.items()), ">"])
