"""How pages look: each community's logo, colour and last line, on its own pages and on its card.

Colours are set in a style element of the page, which its policy allows by its hash: no request more, nothing inline.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from pathlib import Path
from shutil import copyfile
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.writers.html5 import HTML5Translator

from clausebook.community.look import Look
from clausebook.project import CommunityFolder
from clausebook.site.domain import domain_of
from clausebook.site.frame import is_book
from clausebook.site.navigation import front_page


class community_logo(nodes.General, nodes.Element):  # noqa: N801 -- docutils names nodes so
    """Where a community's logo stands in a page's text: ``slug`` names the community."""


def visit_community_logo(translator: HTML5Translator, node: community_logo) -> None:
    """Write the logo, beside the name, which says all that it shows."""
    builder = translator.builder
    community = domain_of(builder.env).project.communities.get(node["slug"])
    if community and not is_book(builder):
        translator.body.append(logo_html(builder, builder.current_docname, community, "card-logo", alt=""))
    raise nodes.SkipNode


CARDS = "community-cards"
_FOLDER = "_static/looks"
_HEADING = re.compile(r"<h1\b.*?</h1>", re.DOTALL)
_ADDRESS = re.compile(
    r"https?://[^\s<>\"]{1,500}[^\s<>\".,;:!?)\]]|(?<![\w.%+-])[\w.%+-]{1,64}@\w[\w-]{0,62}(?:\.\w[\w-]{0,62}){1,8}"
)


def look_of(community: CommunityFolder | None) -> Look | None:
    """Give a community's look; None if its facts have mistakes, or there is no community."""
    facts = community.loaded.community if community else None
    return facts.look if facts else None


def set_look(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Give a page its community's colours, logo and last line, and the portal's cards theirs."""
    domain = domain_of(app.env)
    community = domain.community_of(pagename)
    look = look_of(community)
    if is_book(app.builder):
        # Books have a style of their own.
        context["body"] = f"{context.get('body', '')}{_last_line(look)}"
        return
    styles = list(_colours("body", look.accent)) if look and look.accent else []
    if doctree is not None and any(CARDS in node["classes"] for node in doctree.findall(nodes.container)):
        for other in domain.project.communities.values():
            of_card = look_of(other)
            if of_card and of_card.accent:
                styles += _colours(f"body .card-of-{other.slug}", of_card.accent)
    if styles:
        # Paper has its own colours.
        style = f"<style>@media screen{{{''.join(styles)}}}</style>"
        context["metatags"] = f"{context.get('metatags', '')}\n{style}"
    if community is None or look is None:
        return
    if look.logo:
        context["clausebook_logo"] = logo_html(app.builder, pagename, community, "sidebar-logo", alt="")
        if pagename == front_page(app.env, community):
            mark = logo_html(app.builder, pagename, community, "community-logo", alt=look.logo_alt or "")
            # A function, since in a text backslashes of the logo's words would mean something.
            head = _HEADING.sub(lambda h1: f'<div class="community-head">{mark}{h1[0]}</div>', str(context["body"]), 1)
            context["body"] = head
    context["body"] = f"{context.get('body', '')}{_last_line(look)}"


def _last_line(look: Look | None) -> str:
    return f'<p class="community-footer">{linked(look.footer)}</p>\n' if look and look.footer else ""


def _colours(selector: str, accent: str) -> Iterator[str]:
    """Set the colours of links and buttons below a selector, in both schemes, as the theme chooses between them."""
    from clausebook.community.colours import LIGHT, on_dark, readable

    scope, _, inside = selector.partition(" ")
    light, dark = (
        f"{{--color-brand-primary:{colour};--color-brand-content:{colour};--clausebook-accent:{colour}}}"
        for colour in (readable(accent, LIGHT), on_dark(accent))
    )
    yield f"html {scope} {inside}{light}" if inside else f"html {scope}{light}"
    yield f'html {scope}[data-theme="dark"] {inside}{dark}'
    yield f'@media (prefers-color-scheme:dark){{html {scope}:not([data-theme="light"]) {inside}{dark}}}'


def logo_html(builder: Builder, pagename: str, community: CommunityFolder, name: str, *, alt: str) -> str:
    """Write a community's logo, for light and for dark pages.

    ``name`` is its class.  ``alt`` is empty where the community's name stands beside it.
    """
    look = look_of(community)
    if look is None or not look.logo:
        return ""
    files = [("only-light", look.logo), ("only-dark", look.logo_dark)] if look.logo_dark else [("", look.logo)]
    up = "../" * pagename.count("/")
    if builder.name == "dirhtml" and pagename.rpartition("/")[2] != "index":
        up += "../"
    if pagename == builder.config.notfound_pagename:
        # It is shown at any address.
        up = str(builder.config.notfound_urls_prefix)
    pictures = (
        f'<img class="{" ".join(filter(None, (name, scheme)))}" src="{up}{escape(_copy(community, file))}" '
        f'alt="{escape(alt)}">'
        for scheme, file in files
    )
    return f'<span class="{name}-place">{"".join(pictures)}</span>'


def _copy(community: CommunityFolder, file: str) -> str:
    return f"{_FOLDER}/{community.slug}/{file}"


def linked(text: str) -> str:
    """Write a text as HTML in which web and mail addresses are links."""
    parts, done = [], 0
    for match in _ADDRESS.finditer(text):
        target = match[0] if match[0].startswith("http") else f"mailto:{match[0]}"
        parts += [escape(text[done : match.start()]), f'<a href="{escape(target)}">{escape(match[0])}</a>']
        done = match.end()
    return "".join([*parts, escape(text[done:])])


def copy_logos(app: Sphinx, exception: Exception | None) -> None:
    """Put the logos of this build's communities beside its pages, and take away those that are gone."""
    if exception is not None or not isinstance(app.builder, StandaloneHTMLBuilder):
        return
    wanted: dict[Path, Path] = {}
    for community in domain_of(app.env).project.communities.values():
        look = look_of(community)
        if look is None or front_page(app.env, community) is None:
            continue
        for name in filter(None, (look.logo, look.logo_dark)):
            # What cannot be used has been told of already.
            if (community.folder / name).is_file():
                wanted[Path(app.outdir, _copy(community, name))] = community.folder / name
    for old in sorted(Path(app.outdir, _FOLDER).rglob("*"), reverse=True):
        if old.is_file() and old not in wanted:
            old.unlink()
    for copy, file in wanted.items():
        if not copy.is_file() or copy.read_bytes() != file.read_bytes():
            copy.parent.mkdir(parents=True, exist_ok=True)
            copyfile(file, copy)
