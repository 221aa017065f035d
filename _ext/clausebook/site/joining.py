"""Pages become one file: unique ids, links that lead within, pictures in the text, nothing that asks the network."""

from __future__ import annotations

import base64
import mimetypes
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path
from urllib.parse import unquote, urljoin

from bs4 import BeautifulSoup, Tag

from clausebook.site.cleaning import LEAVES, Link, Picture, Piece, clean, start_tag, write_piece

# What the top of the file shows already, and what leads to the file itself.
_REPEATED = ".emergency, ul.contacts:not(.contacts-brief), .contacts-reviewed"
_LEVEL = re.compile(r"h[1-6]")
_IMAGES = "/_images/"


@dataclass(frozen=True)
class Part:
    """A page: its name within the community, its URI in the site, its title, its HTML, its clauses by their anchors."""

    name: str
    uri: str
    title: str
    html: str
    clauses: Mapping[str, str]


class Joined:
    """Pages that become parts of one file; the first is the front page.

    ``outdir`` is where the site's pictures are, ``site`` the address that paths from the root belong to, and
    ``budget`` the size in bytes that pictures must not fill beyond.
    """

    def __init__(self, outdir: Path, site: str | None, budget: int) -> None:
        self.outdir, self.site, self.budget = outdir, site, budget
        self.parts: dict[str, Part] = {}

    def add(self, part: Part) -> None:
        """Take a page in."""
        # Without a full stop, since that parts a page's name from its ids.
        plain = re.sub(r"[^\w-]+", "-", part.name).strip("-") or "page"
        name, number = plain, 2
        while name in self.parts or name == "top":
            name, number = f"{plain}-{number}", number + 1
        self.parts[name] = part

    def html(self, top: str, contents: str, to_top: str, size: int = 0) -> str:
        """Write all of it, with ``top`` below the title.

        ``contents`` and ``to_top`` are words, ``size`` is what of the budget is spent already.
        """
        front, *others = self.parts
        pages = {name: clean(part.html, name, part.clauses, lower=name != front) for name, part in self.parts.items()}
        uris = {part.uri: name for name, part in self.parts.items()}
        ids = {anchor for page in pages.values() for anchor in page.ids} | set(pages)
        for name, page in pages.items():
            for link in page.links:
                self._redirect(link, name, uris, ids)
        written = {name: [_written(piece) for piece in page.pieces] for name, page in pages.items()}
        left = self.budget - size - len(top.encode())
        left -= sum(len(piece.encode()) for page in written.values() for piece in page if isinstance(piece, str))
        texts = {}
        for name, pieces in written.items():
            texts[name], left = self._with_pictures(name, pieces, left)
        guides = "".join(
            f'<section id="{name}">\n{texts[name]}\n'
            f'<p class="to-top"><a href="#top">{escape(to_top)}</a></p>\n</section>\n'
            for name in others
        )
        soup = BeautifulSoup(texts[front], "html.parser")
        return f"{self._front(front, soup, top, others, contents)}\n<main>\n{guides}</main>"

    def _redirect(self, link: Link, name: str, uris: Mapping[str, str], ids: set[str]) -> None:
        """Let a link lead within the file, or out of it; what leads to other pages of the site becomes its words."""
        href = link.attributes["href"]
        if LEAVES.match(href):
            return
        if href.startswith("/") and not href.startswith("//") and self.site:
            link.attributes["href"] = urljoin(self.site, href)
            return
        path, _, fragment = href.partition("#")
        found = name if not path else uris.get(urljoin(self.parts[name].uri, path))
        if found is None:
            link.settled = False
            return
        target = f"{found}.{unquote(fragment)}" if fragment else found
        link.attributes["href"] = f"#{target if target in ids else found}"

    def _with_pictures(self, name: str, pieces: list[str | Picture], left: int) -> tuple[str, int]:
        """Write a page; gives also what is left of the budget."""
        texts = []
        for piece in pieces:
            if isinstance(piece, Picture):
                text, taken = self._picture(piece, self.parts[name].uri, left)
                left -= taken
            else:
                text = piece
            texts.append(text)
        return "".join(texts), left

    def _picture(self, picture: Picture, uri: str, left: int) -> tuple[str, int]:
        """Put a picture into the text as long as there is room, and its description where there is none."""
        source = urljoin(f"/{uri}", unquote(picture.attributes.get("src", "")))
        file = self.outdir / source.removeprefix("/")
        kind = mimetypes.guess_type(file.name)[0] or ""
        if source.startswith(_IMAGES) and ".." not in source and kind.startswith("image/") and file.is_file():
            data = base64.b64encode(file.read_bytes()).decode()
            if len(data) <= left:
                return start_tag("img", {**picture.attributes, "src": f"data:{kind};base64,{data}"}), len(data)
        return escape(picture.attributes.get("alt", "")), 0

    def _front(self, name: str, soup: BeautifulSoup, top: str, others: list[str], contents: str) -> str:
        for tag in soup.select(_REPEATED):
            tag.decompose()
        _drop_empty_sections(soup)
        linked = {str(link["href"]).removeprefix("#").partition(".")[0] for link in soup.select('a[href^="#"]')}
        entries = "".join(f'<li><a href="#{other}">{escape(self.parts[other].title)}</a></li>\n' for other in others)
        listed = "" if linked.issuperset(others) else f"<h2>{escape(contents)}</h2>\n<ul>\n{entries}</ul>\n"
        heading = soup.find("h1")
        title = str(heading.extract()) if heading else f"<h1>{escape(self.parts[name].title)}</h1>"
        notices = "".join(str(notice.extract()) for notice in soup.select(".sample-banner, .staff-notice"))
        nav = f'<nav aria-label="{escape(contents)}">\n{listed}</nav>\n' if listed else ""
        return f'<header id="{name}">\n{title}\n{notices}\n{top}\n{nav}{soup}\n</header>'


def _written(piece: Piece) -> str | Picture:
    return piece if isinstance(piece, Picture) else write_piece(piece)


def _drop_empty_sections(soup: BeautifulSoup) -> None:
    """Take out headings of which all text stands elsewhere."""
    for section in reversed(soup.select("section")):
        inside = [child for child in _tags(section) if not _LEVEL.fullmatch(child.name) and child.name != "span"]
        if not inside and not section.find("h1"):
            section.decompose()


def _tags(tag: Tag) -> Iterator[Tag]:
    return (child for child in tag.children if isinstance(child, Tag))
