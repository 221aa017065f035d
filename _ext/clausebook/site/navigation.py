"""A page's navigation is its own community's, never the whole site's.

That is what a reader needs, and it keeps the cost of a page independent of the
number of communities: Sphinx's own navigation copies every other page's into each.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from clausebook.project import CommunityFolder
from clausebook.site.domain import ClauseDomain, domain_of
from clausebook.site.words import translated as _


def front_page(env: BuildEnvironment, community: CommunityFolder) -> str | None:
    """Name the document that a community's guides begin with; None if it is not part of this build."""
    docname = env.path2doc(str(community.folder / "index.md"))
    return docname if docname in env.found_docs else None


def set_navigation(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Give a page's template the navigation, name and neighbours of its community."""
    env = app.env
    domain = domain_of(env)
    # Alone in its build, a community also has the search page.
    community = domain.community_of(pagename)
    front = front_page(env, community) if community else None
    if community and not community.listed and front != env.config.root_doc:
        # An example in a handbook is a part of that handbook.
        community = front = None
    root = front or env.config.root_doc

    def toctree(**options: Any) -> str:
        """Write the navigation, in the form that Sphinx's templates expect."""
        return "".join(_navigation(app, domain, pagename, root, community))

    context["toctree"] = toctree
    if community is None or front is None:
        return
    facts = community.loaded.community
    context["docstitle"] = community.name
    context["root_doc"] = context["master_doc"] = front
    context["language"] = facts.language if facts else context.get("language")
    here = {front, *_below(env, front)}
    for neighbour in ("prev", "next"):
        if context.get(neighbour) and not _leads_to(app, pagename, context[neighbour]["link"], here):
            context[neighbour] = None
    context["parents"] = [
        parent for parent in context.get("parents", []) if _leads_to(app, pagename, parent["link"], here)
    ]


def _leads_to(app: Sphinx, pagename: str, link: str, docnames: set[str]) -> bool:
    return any(link == app.builder.get_relative_uri(pagename, docname) for docname in docnames)


def _below(env: BuildEnvironment, docname: str) -> Iterator[str]:
    for child in env.toctree_includes.get(docname, []):
        yield child
        yield from _below(env, child)


def _navigation(
    app: Sphinx, domain: ClauseDomain, pagename: str, root: str, community: CommunityFolder | None
) -> Iterator[str]:
    env = app.env
    yield "<ul>"
    if community:
        yield _item(app, pagename, root, _("Overview"))
    for child in env.toctree_includes.get(root, []):
        yield from _branch(app, domain, pagename, child, community)
    if community and root != env.config.root_doc:
        yield _item(app, pagename, env.config.root_doc, _("All communities"), "to-portal")
    yield "</ul>"


def _branch(
    app: Sphinx, domain: ClauseDomain, pagename: str, docname: str, community: CommunityFolder | None
) -> Iterator[str]:
    env = app.env
    other = domain.community_of(docname)
    # On the portal, a community is one entry; its pages are its own affair.
    closed = other is not None and other is not community and other.listed
    children = [] if closed else env.toctree_includes.get(docname, [])
    if not children:
        yield _item(app, pagename, docname)
        return
    yield _item(app, pagename, docname).removesuffix("</li>") + "<ul>"
    for child in children:
        yield from _branch(app, domain, pagename, child, community)
    yield "</ul></li>"


def _item(app: Sphinx, pagename: str, docname: str, title: str | None = None, extra: str = "") -> str:
    if docname not in app.env.titles:
        return ""
    current = docname == pagename
    text = escape(title or app.env.titles[docname].astext())
    uri = "#" if current else escape(app.builder.get_relative_uri(pagename, docname))
    classes = " ".join(filter(None, ["toctree-l1", "current" if current else "", extra]))
    link = "current reference internal" if current else "reference internal"
    return f'<li class="{classes}"><a class="{link}" href="{uri}">{text}</a></li>'
