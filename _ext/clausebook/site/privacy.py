"""What a page tells others: nothing.  A strict policy, no referrer, no names of tools, cloaked addresses.

All of it is done on the finished HTML of each page, whatever theme and extensions made it.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256
from html import escape, unescape
from pathlib import Path
from shutil import copyfile
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.jinja2glue import BuiltinTemplateLoader, SphinxFileSystemLoader
from sphinx.theming import Theme

from clausebook.clauses.audiences import Edition
from clausebook.community.kinds import Status
from clausebook.community.model import Community
from clausebook.site.domain import domain_of
from clausebook.site.frame import TEMPLATES, THEME, is_book
from clausebook.site.language import set_direction
from clausebook.site.leaving import LEAVING
from clausebook.site.words import banner_words
from clausebook.site.words import translated as _

_BUILD_INFO = ".buildinfo"

# As a setting: only what readers of guides see.
GUIDES = "guides"

# Elements whose text is not markup.  Bounded, so that no page takes more than linear time.
_RAW = re.compile(r"<(script|style)\b([^>]{0,2000})>", re.IGNORECASE)
_END = {name: re.compile(rf"</{name}\b", re.IGNORECASE) for name in ("script", "style")}
_SOURCE = re.compile(r"\ssrc\s*=", re.IGNORECASE)
_STYLE_ATTRIBUTE = re.compile(r"""\sstyle\s*=\s*(?:"([^"<>]{0,2000})"|'([^'<>]{0,2000})')""", re.IGNORECASE)
_HANDLER = re.compile(r"""\son[a-z]{2,30}\s*=\s*(?:"([^"<>]{0,2000})"|'([^'<>]{0,2000})')""", re.IGNORECASE)
_GENERATOR = re.compile(r"<!-- ?Generated (?:with|by)\b[^>]{0,300}-->\s*|<meta name=\"generator\"[^>]{0,300}>\s*")
_MAILTO = re.compile(r'\bhref="(mailto:[^"<>]{1,2000})"', re.IGNORECASE)
_ADDRESS = re.compile(r"(?<![\w.%+-])[\w.%+-]{1,64}(?:@|&#64;)\w[\w-]{0,62}(?:\.\w[\w-]{0,62}){1,8}")
_CHARSET = re.compile(r"<meta charset=[^>]{1,40}>", re.IGNORECASE)
_SKIP_LINK = re.compile(r'<a class="skip-to-content\b[^>]{0,300}>[^<]{0,300}</a>')
_BODY = re.compile(r"<body\b[^>]{0,2000}>")


class PageTemplates(BuiltinTemplateLoader):
    """Sphinx's templates, with those of the frame, whose pages are settled before they are written."""

    def init(self, builder: Builder, theme: Theme | None = None, dirs: list[str] | None = None) -> None:
        """Put the frame's templates behind the site's own, and before the theme's."""
        super().init(builder, theme, dirs)
        if theme is not None and theme.name == THEME:
            place = self.templatepathlen
            self.loaders.insert(place, SphinxFileSystemLoader(TEMPLATES))
            # Sphinx writes pages anew when one of these is newer.
            self.pathchain.insert(place, TEMPLATES)  # type: ignore[arg-type]

    def render(self, template: str, context: dict[str, Any]) -> str:  # type: ignore[override]
        """Make a page, and settle it."""
        text = put_opening(super().render(template, context), context.get("clausebook_opening", ""))
        text = set_direction(text, context.get("language"))
        if "clausebook_head" not in context:
            return text
        # Sphinx's own search shows the words around what it found, and reads the pages for that.
        connects = context.get("pagename") == "search" and "clausebook_index" not in context
        return settle_page(text, context["clausebook_head"], connects=connects)


def set_head(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Say in a page's head what search engines and chat programs may show of it."""
    domain = domain_of(app.env)
    community = domain.community_of(pagename)
    chosen = app.config.clausebook_privacy
    if is_book(app.builder):
        return
    # Other pages of a site that merely has guides too may need what a strict policy refuses.
    if not chosen or (chosen == GUIDES and community is None and pagename != LEAVING):
        return
    facts = community.loaded.community if community else None
    robots = robots_of(app, pagename)
    is_helper = "clausebook_index" in context or pagename == app.config.notfound_pagename
    if is_helper and "noindex" not in robots:
        robots = f"noindex, {robots}"
    title = community.name if community else str(app.config.html_title or app.config.project)
    context["clausebook_head"] = "\n".join(
        [
            '<meta name="referrer" content="no-referrer">',
            # A theme gives Sphinx's search page its own.
            *(
                []
                if pagename == "search" and "clausebook_index" not in context
                else [f'<meta name="robots" content="{robots}">']
            ),
            *(() if domain.edition is Edition.STAFF else _card(title, facts)),
        ]
    )


def robots_of(app: Sphinx, pagename: str) -> str:
    """Give what a page says to search engines."""
    domain = domain_of(app.env)
    community = domain.community_of(pagename)
    facts = community.loaded.community if community else None
    return _robots(facts, domain.edition, draft=community is not None and facts is None)


def _robots(facts: Community | None, edition: Edition, *, draft: bool) -> str:
    """Say what search engines may do: never keep a copy, in which numbers and names grow old."""
    if edition is Edition.STAFF:
        return "noindex, nofollow, noarchive"
    if facts is None:
        return "noindex, noarchive" if draft else "noarchive"
    chosen = facts.search_engines
    # Nobody in trouble may find a sample before a guide that is in use.
    found = facts.status is Status.LIVE if chosen is None else chosen and facts.status is Status.LIVE
    return "noarchive" if found else "noindex, noarchive"


def _card(title: str, facts: Community | None) -> Iterator[str]:
    """Give what a shared link shows (ogp.me): the same on every page, never what the page is about."""
    words = _("Code of conduct: whom to tell, and what happens then.")
    if facts:
        words = facts.social_text or facts.summary or words
        if facts.status is not Status.LIVE:
            words = f"{banner_words(facts.status)[0]} {words}"
    named = {"og:type": "website", "og:site_name": title, "og:title": title, "og:description": words}
    yield from (f'<meta property="{name}" content="{escape(text)}">' for name, text in named.items())


def settle_page(html: str, head: str, *, connects: bool = False) -> str:
    """Take tools' names out of a finished page, cloak its addresses, and write its policy into the head.

    ``head`` is what else belongs into the head.  ``connects`` says that scripts of the page read other pages.
    """
    html = cloak(_GENERATOR.sub("", html))
    charset = _CHARSET.search(html)
    if charset is None:
        return html
    policy = f'<meta http-equiv="Content-Security-Policy" content="{content_policy(html, connects=connects)}">'
    # A policy holds for what comes after it, so that it comes first.
    return f"{html[: charset.end()]}\n{policy}\n{head}\n{html[charset.end() :]}"


def put_opening(html: str, opening: str) -> str:
    """Put a block at the beginning of a page; the skip link of the theme, if it has one, comes first."""
    body = _BODY.search(html) if opening else None
    if body is None:
        return html
    start, rest = html[: body.end()], html[body.end() :]
    skip = _SKIP_LINK.search(rest)
    if skip:
        opening = f"{skip[0]}\n{opening}"
        rest = rest[: skip.start()] + rest[skip.end() :]
    return f"{start}\n{opening}{rest}"


def content_policy(html: str, *, connects: bool = False) -> str:
    """Make the strictest policy that a page works under (W3C Content Security Policy Level 3).

    Its own files may be loaded, and of what stands in the page itself exactly this text, by its hash.
    """
    scripts, styles = [], []
    for name, attributes, text in _raw_texts(html):
        if name == "style":
            styles.append(_hash(text))
        elif not _SOURCE.search(f" {attributes}"):
            scripts.append(_hash(text))
    inline = sorted({_hash(unescape(a or b)) for a, b in _STYLE_ATTRIBUTE.findall(html)})
    handlers = sorted({_hash(unescape(a or b)) for a, b in _HANDLER.findall(html)})
    directives = {
        "default-src": ["'none'"],
        # Hashes do not count for attributes without the word.
        "script-src": ["'self'", *sorted(set(scripts)), *(["'unsafe-hashes'", *handlers] if handlers else [])],
        "style-src": ["'self'", *sorted(set(styles)), *(["'unsafe-hashes'", *inline] if inline else [])],
        # The theme's icons are data in its style sheet.
        "font-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "connect-src": ["'self'" if connects else "'none'"],
        "form-action": ["'self'" if "<form" in html else "'none'"],
        "base-uri": ["'none'"],
    }
    return "; ".join(f"{name} {' '.join(sources)}" for name, sources in directives.items())


def _hash(text: str) -> str:
    # A parser reads every line end as one line feed, before anything is hashed.
    data = text.replace("\r\n", "\n").replace("\r", "\n").encode("utf-8", "surrogatepass")
    return f"'sha256-{b64encode(sha256(data).digest()).decode('ascii')}'"


def _raw_texts(html: str) -> Iterator[tuple[str, str, str]]:
    for name, attributes, start, end in _raw_places(html):
        yield name, attributes, html[start:end]


def _raw_places(html: str) -> Iterator[tuple[str, str, int, int]]:
    place = 0
    while opening := _RAW.search(html, place):
        name = opening[1].lower()
        closing = _END[name].search(html, opening.end())
        place = closing.start() if closing else len(html)
        yield name, opening[2], opening.end(), place


def cloak(html: str) -> str:
    """Write each character of e-mail addresses as a number: people see no difference, simple harvesters do.

    It works without scripts, and in links as in text.
    """
    parts, place = [], 0
    for _name, _attributes, start, end in _raw_places(html):
        parts += [_cloak_markup(html[place:start]), html[start:end]]
        place = end
    parts.append(_cloak_markup(html[place:]))
    return "".join(parts)


def _cloak_markup(markup: str) -> str:
    if "mailto:" not in markup and "@" not in markup and "&#64;" not in markup:
        return markup
    markup = _MAILTO.sub(lambda match: f'href="{_numbers(match[1])}"', markup)
    # No address runs over the end of a line, and few lines hold one.
    return "\n".join(
        _ADDRESS.sub(lambda match: _numbers(match[0]), line) if "@" in line or "&#64;" in line else line
        for line in markup.split("\n")
    )


def _numbers(text: str) -> str:
    return "".join(f"&#{ord(character)};" for character in unescape(text))


def bring_build_info(app: Sphinx) -> None:
    """Put Sphinx's notes on the last build where Sphinx looks for them."""
    kept = Path(app.doctreedir, _BUILD_INFO)
    if app.builder.format == "html" and kept.is_file() and Path(app.outdir).is_dir():
        copyfile(kept, Path(app.outdir, _BUILD_INFO))


def take_build_info(app: Sphinx, exception: Exception | None) -> None:
    """Take Sphinx's notes on the build out of what is published."""
    notes = Path(app.outdir, _BUILD_INFO)
    if app.builder.format == "html" and notes.is_file():
        copyfile(notes, Path(app.doctreedir, _BUILD_INFO))
        notes.unlink()
        notes.with_name(f"{_BUILD_INFO}.bak").unlink(missing_ok=True)
