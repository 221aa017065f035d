"""The page for addresses that lead nowhere, by the extension sphinx-notfound-page: in the site's frame, with ways on.

A server shows it at any address, so that all its links begin at the root of the site.
"""

from __future__ import annotations

import os
import re
from html import escape
from typing import Any
from urllib.parse import urlsplit

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config

from clausebook.site.frame import has_frame
from clausebook.site.navigation import home_of
from clausebook.site.search import search_page
from clausebook.site.words import translated as _

# What the extension takes where nobody says anything.
_ANYWHERE = "/en/latest/"
_RELATIVE = re.compile(r'\bhref="(?![/#]|[a-z]+:)')


def set_root(app: Sphinx, config: Config) -> None:
    """Tell where the site begins: at the path of its address, or at its server's root."""
    # Read the Docs tells it to the extension itself, and so may conf.py.
    if "READTHEDOCS_CANONICAL_URL" not in os.environ and config.notfound_urls_prefix == _ANYWHERE:
        path = urlsplit(str(config.html_baseurl or "")).path.strip("/")
        config.notfound_urls_prefix = f"/{path}/" if path else "/"


def write_page(app: Sphinx) -> None:
    """Give the page its words and links."""
    if not has_frame(app):
        return
    env, root = app.env, str(app.config.root_doc)
    community = home_of(env, app.config.notfound_pagename)[0]
    home = _("Overview of %s") % community.name if community else _("All communities")
    links = [(_link(app, root), home)]
    search = search_page(env, root)
    if search:
        links.append((_link(app, search), _("Search")))
    items = "".join(f'<li><p><a href="{escape(uri)}">{escape(words)}</a></p></li>' for uri, words in links)
    title = _("This page is not here")
    facts = community.loaded.community if community else None
    danger = ""
    if not any(entry.number for entry in (facts.emergency if facts else ())):
        words = f"{_('In danger?')} {_('Call the emergency number of the place where you are.')}"
        danger = f"<p><strong>{escape(words)}</strong></p>\n"
    body = (
        f"<section><h1>{escape(title)}</h1>\n{danger}"
        f"<p>{escape(_('The address may have a mistake, or the page has moved.'))}</p>\n<ul>{items}</ul></section>\n"
    )
    app.config.notfound_context = {"title": title, "body": body}


def set_links(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Let the links of the page's frame begin at the root of the site."""
    if pagename != app.config.notfound_pagename or not has_frame(app):
        return
    # A page without an address of its own.
    context["pageurl"] = None
    prefix = escape(str(app.config.notfound_urls_prefix))
    context["clausebook_navigation"] = _RELATIVE.sub(f'href="{prefix}', context["clausebook_navigation"])
    if context.get("clausebook_search"):
        context["clausebook_search"] = f"{app.config.notfound_urls_prefix}{context['clausebook_search']}"


def _link(app: Sphinx, docname: str) -> str:
    return f"{app.config.notfound_urls_prefix}{app.builder.get_target_uri(docname)}"
