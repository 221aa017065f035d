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

# What needs a script, the network, or a page of the theme's around it.
_DROPPED = (
    "script, style, template, link, meta, base, form, iframe, object, embed, video, audio, input, button, .headerlink"
)
# What the top of the file shows already, and what leads to the file itself.
_REPEATED = ".emergency, ul.contacts:not(.contacts-brief), .contacts-reviewed"
_OWN_LINK = ".save-offline"
_NAMES_IDS = ("aria-labelledby", "aria-describedby", "aria-controls", "headers", "for")
_LEAVES = re.compile(r"(?i)(?:https?|mailto|tel|sms):")
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
        soups = {name: BeautifulSoup(part.html, "html.parser") for name, part in self.parts.items()}
        uris = {part.uri: name for name, part in self.parts.items()}
        for name, soup in soups.items():
            self._clean(soup)
            self._rename(soup, name)
        ids = {str(tag["id"]) for soup in soups.values() for tag in soup.select("[id]")} | set(soups)
        for name, soup in soups.items():
            for link in soup.select("a[href]"):
                self._redirect(link, name, uris, ids)
        left = self.budget - size - sum(len(str(soup).encode()) for soup in soups.values()) - len(top.encode())
        for soup in soups.values():
            left = self._take_in_pictures(soup, left)
        front, *others = soups
        guides = "".join(
            f'<section id="{name}">\n{_lower(soups[name])}\n'
            f'<p class="to-top"><a href="#top">{escape(to_top)}</a></p>\n</section>\n'
            for name in others
        )
        return f"{self._front(front, soups[front], top, others, contents)}\n<main>\n{guides}</main>"

    def _clean(self, soup: BeautifulSoup) -> None:
        for tag in soup.select(f"{_DROPPED}, {_OWN_LINK}"):
            tag.decompose()
        for details in soup.select("details"):
            details["open"] = ""
        for label in soup.select("label"):
            label.name = "p"
        for tag in soup.find_all(True):
            for attribute in list(tag.attrs):
                # Neither works under the file's own policy.
                if attribute in ("style", "srcset", "download") or attribute.startswith(("on", "data-")):
                    del tag[attribute]

    def _rename(self, soup: BeautifulSoup, name: str) -> None:
        clauses = self.parts[name].clauses
        for tag in soup.select("[id]"):
            old = str(tag["id"])
            if old in clauses:
                tag["data-clause"] = clauses[old]
            tag["id"] = f"{name}.{old}"
        for attribute in _NAMES_IDS:
            for tag in soup.select(f"[{attribute}]"):
                value = tag[attribute]
                words = value if isinstance(value, list) else str(value).split()
                tag[attribute] = " ".join(f"{name}.{word}" for word in words)

    def _redirect(self, link: Tag, name: str, uris: Mapping[str, str], ids: set[str]) -> None:
        """Let a link lead within the file, or out of it; what leads to other pages of the site becomes its words."""
        href = str(link["href"])
        if _LEAVES.match(href):
            link["rel"] = "noreferrer"
            return
        if href.startswith("/") and not href.startswith("//") and self.site:
            link["href"], link["rel"] = urljoin(self.site, href), "noreferrer"
            return
        path, _, fragment = href.partition("#")
        found = name if not path else uris.get(urljoin(self.parts[name].uri, path))
        if found is None:
            link.unwrap()
            return
        target = f"{found}.{unquote(fragment)}" if fragment else found
        link["href"] = f"#{target if target in ids else found}"

    def _take_in_pictures(self, soup: BeautifulSoup, left: int) -> int:
        """Put pictures into the text as long as there is room, and their descriptions where there is none."""
        for picture in soup.select("img"):
            source = unquote(str(picture.get("src", "")))
            file = self.outdir / source.removeprefix("/")
            kind = mimetypes.guess_type(file.name)[0] or ""
            if source.startswith(_IMAGES) and ".." not in source and kind.startswith("image/") and file.is_file():
                data = base64.b64encode(file.read_bytes()).decode()
                if len(data) <= left:
                    left -= len(data)
                    picture["src"] = f"data:{kind};base64,{data}"
                    continue
            picture.replace_with(str(picture.get("alt", "")))
        return left

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


def _drop_empty_sections(soup: BeautifulSoup) -> None:
    """Take out headings of which all text stands elsewhere."""
    for section in reversed(soup.select("section")):
        inside = [child for child in _tags(section) if not _LEVEL.fullmatch(child.name) and child.name != "span"]
        if not inside and not section.find("h1"):
            section.decompose()


def _tags(tag: Tag) -> Iterator[Tag]:
    return (child for child in tag.children if isinstance(child, Tag))


def _lower(soup: BeautifulSoup) -> BeautifulSoup:
    """Let a page's headings stand below that of the whole."""
    for heading in soup.find_all(_LEVEL):
        heading.name = f"h{min(int(heading.name[1]) + 1, 6)}"
    return soup
