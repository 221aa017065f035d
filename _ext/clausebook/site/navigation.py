"""A page's navigation is its own community's, never the whole site's.

That is what a reader needs, and it keeps the cost of a page independent of the
number of communities: Sphinx's own navigation copies every other page's into each.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from clausebook.clauses.audiences import Edition
from clausebook.clauses.traits import Audience
from clausebook.community.kinds import Status
from clausebook.project import CommunityFolder
from clausebook.shards.plan import MOST_COMMUNITIES
from clausebook.site.domain import ClauseDomain, domain_of
from clausebook.site.frame import has_frame
from clausebook.site.freshness import hash_of
from clausebook.site.words import banner_words
from clausebook.site.words import translated as _

# Facts that stand in texts alone, and are not beside them.
_IN_TEXT = frozenset({"links", "words", "staff", "completeness", "card"})


@dataclass(frozen=True, slots=True)
class Entry:
    """A link in the navigation, with those below it."""

    docname: str
    title: str
    below: tuple[Entry, ...] = ()
    extra: str = ""
    # Whether the title is the site's own word, and not that of a page.
    ours: bool = False


def front_page(env: BuildEnvironment, community: CommunityFolder) -> str | None:
    """Name the document that a community's guides begin with; None if it is not part of the site."""
    domain = domain_of(env)
    docname = domain.front_of(community)
    return docname if docname and domain.is_page(docname) else None


def home_of(env: BuildEnvironment, docname: str) -> tuple[CommunityFolder | None, str]:
    """Give the community that a page's navigation belongs to, and the page that it begins with."""
    domain = domain_of(env)
    # Alone in its build, a community also has the search page.
    community = domain.community_of(docname)
    front = front_page(env, community) if community else None
    root = str(env.config.root_doc)
    if community is None or front is None or not (community.listed or front == root):
        # An example in a handbook is a part of that handbook.
        return None, root
    return community, front


def set_navigation(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Give a page's template the navigation, name and neighbours of its community."""
    env = app.env
    community, root = home_of(env, pagename)

    navigation = "".join(_as_html(app, pagename, entries(env, community, root), context.get("clausebook_words", "")))
    context["clausebook_navigation"] = navigation
    # The theme would make its own of what this gives.
    context["toctree"] = lambda **options: "" if has_frame(app) else navigation
    notes = [_("Staff edition: do not pass it on.")] if domain_of(env).edition is Edition.STAFF else []
    if notes:
        context["theme_announcement"] = escape(" ".join(notes))
    if community is None:
        _leave_others_out(app, pagename, context)
        return
    facts = community.loaded.community
    context["docstitle"] = community.name
    context["root_doc"] = context["master_doc"] = root
    if facts and facts.status is not Status.LIVE and pagename not in env.found_docs:
        # The search page is no document, and has no banner of its own.
        context["theme_announcement"] = escape(" ".join([*notes, *banner_words(facts.status)]))
    here = {app.builder.get_relative_uri(pagename, docname) for docname in (root, *_below(env, root))}
    for neighbour in ("prev", "next"):
        if context.get(neighbour) and context[neighbour]["link"] not in here:
            context[neighbour] = None
    context["parents"] = [parent for parent in context.get("parents", []) if parent["link"] in here]


def _leave_others_out(app: Sphinx, pagename: str, context: dict[str, Any]) -> None:
    """Let no page of the portal have a community's page as its neighbour: which one that is, is chance."""
    domain = domain_of(app.env)
    _up, before, after = getattr(app.builder, "relations", {}).get(pagename, (None, None, None))
    for neighbour, docname in (("prev", before), ("next", after)):
        other = domain.community_of(docname) if docname else None
        if other and other.listed:
            context[neighbour] = None


def entries(env: BuildEnvironment, community: CommunityFolder | None, root: str) -> tuple[Entry, ...]:
    """List what the navigation of a community's pages, or of the portal's, links to."""
    domain = domain_of(env)
    found = [Entry(root, _("Overview"), ours=True)] if community else []
    children = env.toctree_includes.get(root, [])
    if community is None:
        listed = [child for child in children if (c := domain.community_of(child)) and c.listed]
        if len(listed) > MOST_COMMUNITIES:
            found, few = [Entry(root, _("All communities"), ours=True)], frozenset(listed)
            children = [child for child in children if child not in few]
    for child in children:
        found += _branch(env, domain, child, community)
    if community and root != env.config.root_doc:
        found.append(Entry(str(env.config.root_doc), _("All communities"), extra="to-portal", ours=True))
    return tuple(found)


def _branch(
    env: BuildEnvironment, domain: ClauseDomain, docname: str, community: CommunityFolder | None
) -> Iterator[Entry]:
    if docname not in env.titles:
        return
    other = domain.community_of(docname)
    # On the portal, a community is one entry; its pages are its own affair.
    closed = other is not None and other is not community and other.listed
    children = [] if closed else env.toctree_includes.get(docname, [])
    below = tuple(entry for child in children for entry in _branch(env, domain, child, community))
    audience = domain.audience_of(docname)
    title = env.titles[docname].astext()
    if audience is Audience.STAFF:
        title = f"{title} ({_('staff only')})"
    yield Entry(docname, title, below, extra="" if audience is Audience.PUBLIC else f"for-{audience.value}")


def _below(env: BuildEnvironment, docname: str) -> Iterator[str]:
    for child in env.toctree_includes.get(docname, []):
        yield child
        yield from _below(env, child)


def _as_html(app: Sphinx, pagename: str, shown: Iterable[Entry], words: str) -> Iterator[str]:
    yield "<ul>"
    for entry in shown:
        current = entry.docname == pagename
        classes = " ".join(filter(None, ["toctree-l1", "current current-page" if current else "", entry.extra]))
        link = 'class="current reference internal" aria-current="page"' if current else 'class="reference internal"'
        uri = "#" if current else escape(app.builder.get_relative_uri(pagename, entry.docname))
        marked = words if entry.ours else ""
        yield f'<li class="{classes}"><a {link} href="{uri}"{marked}>{escape(entry.title)}</a>'
        # What is below others is one step away, and needs no switches here.
        if entry.below and _holds(entry, pagename):
            yield from _as_html(app, pagename, entry.below, words)
        yield "</li>"
    yield "</ul>"


def _holds(entry: Entry, docname: str) -> bool:
    """Tell whether an entry is, or has below it, a page."""
    return entry.docname == docname or any(_holds(below, docname) for below in entry.below)


def pages_with_new_navigation(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Say which pages have to be written again, because what stands beside their text is different now."""
    domain = domain_of(env)
    now: dict[str, str] = {}
    pages: dict[str, list[str]] = {}
    for docname in sorted(env.all_docs):
        home, root = home_of(env, docname)
        # A page of an example stands in the navigation of the handbook, and shows the example's facts.
        community = domain.community_of(docname)
        group = f"{home.slug if home else ''} {community.slug if community else ''}"
        if group not in now:
            now[group] = hash_of(repr((entries(env, home, root), _beside(community))))
        pages.setdefault(group, []).append(docname)
    before, domain.data["navigation"] = domain.data["navigation"], now
    return [name for group, names in pages.items() if before.get(group, now[group]) != now[group] for name in names]


def _beside(community: CommunityFolder | None) -> object:
    """Give the facts that every page of a community may show beside its text."""
    facts = community.loaded.community if community else None
    return facts and [(name, getattr(facts, name)) for name in type(facts).model_fields if name not in _IN_TEXT]
