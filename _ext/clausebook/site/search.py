"""The search of a community's pages finds these and no others, without a server and without asking anybody.

Each community has a page with a field, and beside it a file with the text of its pages.  The portal's search knows the
portal's own pages and the names of communities: what a community's pages say, its contacts above all, is found in that
community's search alone.  It takes the place of Sphinx's search, whose one index holds the words of all pages.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path, PurePosixPath
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.environment import BuildEnvironment

from clausebook.project import CommunityFolder
from clausebook.site.domain import domain_of
from clausebook.site.frame import has_frame, writes
from clausebook.site.navigation import front_page, home_of
from clausebook.site.prepared import prepared_block
from clausebook.site.words import translated as _

INDEX = "search-index.js"
SPHINX_INDEX = "searchindex.js"
PAGE = "search"

# Banners are on every page, sources are about other communities, and the rest is not text.
_PASSED_OVER = frozenset({"sources", "sample-banner", "staff-notice", "no-search"})
_NO_TEXT = (nodes.comment, nodes.raw, nodes.system_message, addnodes.toctree, nodes.Invisible)

# A place on a page: its anchor, the heading that it stands under, its text.
Passage = tuple[str, str, str]


def take_over(app: Sphinx) -> None:
    """Keep Sphinx from making its own search."""
    builder = app.builder
    if has_search(app) and isinstance(builder, StandaloneHTMLBuilder):
        builder.search = False


def has_search(app: Sphinx) -> bool:
    """Tell whether the pages of this build have this search."""
    return has_frame(app) and writes(app.builder)


def note_passages(app: Sphinx, document: nodes.document) -> None:
    """Remember the text of a page that has been read."""
    domain_of(app.env).passages[app.env.docname] = tuple(_passages(document))


def _passages(document: nodes.document) -> Iterator[Passage]:
    found = ((*_place(node), text) for node in document.findall(_is_block) for text in _texts(node))
    for (anchor, heading), group in groupby((p for p in found if p[2]), key=lambda passage: passage[:2]):
        yield anchor, heading, " · ".join(text for _anchor, _heading, text in group)


def _is_block(node: nodes.Node) -> bool:
    """Tell whether a node is the outermost one of a run of text that may be found."""
    if not isinstance(node, nodes.TextElement | prepared_block) or isinstance(node, (nodes.title, *_NO_TEXT)):
        return False
    parent: nodes.Node | None = node.parent
    while parent is not None:
        if isinstance(parent, (nodes.TextElement, *_NO_TEXT)):
            return False
        if isinstance(parent, nodes.Element) and _PASSED_OVER & set(parent["classes"]):
            return False
        parent = parent.parent
    return not _PASSED_OVER & set(node["classes"])


def _place(node: nodes.Node) -> tuple[str, str]:
    """Give the nearest anchor above a text, that of a clause or a section, and the heading."""
    anchor = ""
    parent: nodes.Node | None = node.parent
    while parent is not None:
        if isinstance(parent, nodes.Element) and parent["ids"]:
            is_section = isinstance(parent, nodes.section)
            if not anchor and (is_section or "clause" in parent["classes"]):
                anchor = str(parent["ids"][0])
            if is_section:
                title = parent.next_node(nodes.title)
                return anchor, _text(title) if title else ""
        parent = parent.parent
    return anchor, ""


def _texts(node: nodes.Node) -> Iterable[str]:
    return node["texts"] if isinstance(node, prepared_block) else (_text(node),)


def _text(node: nodes.Node) -> str:
    return " ".join(node.astext().split())


def search_page(env: BuildEnvironment, docname: str) -> str | None:
    """Name the search page for a page's reader; None if a page of the site's own has that name."""
    name = f"{home_of(env, docname)[1].rpartition('/')[0]}/{PAGE}".lstrip("/")
    return None if name in env.found_docs else name


def search_pages(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Give the search pages: one for the portal or for a community alone, and one for each community."""
    builder = app.builder
    if not isinstance(builder, StandaloneHTMLBuilder) or not has_search(app):
        return
    for name, front in {search_page(app.env, front): front for front in _fronts(app.env)}.items():
        if name and not _is_fresh(builder, name, front):
            yield name, {"title": _("Search"), "body": "", "clausebook_index": INDEX}, "search.html"


def _is_fresh(builder: StandaloneHTMLBuilder, name: str, front: str) -> bool:
    """Tell whether a search page has been written since its community's first page, which changes whenever it would."""
    written, first = (Path(builder.get_output_path(page)) for page in (name, front))
    return written.is_file() and first.is_file() and written.stat().st_mtime_ns >= first.stat().st_mtime_ns


def _fronts(env: BuildEnvironment) -> Iterator[str]:
    yield str(env.config.root_doc)
    for community in domain_of(env).project.communities.values():
        front = front_page(env, community)
        if front in env.found_docs and home_of(env, front)[0]:
            yield front


def set_search(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Tell a page's template where the search for its reader is, and a search page what it says."""
    if not has_search(app):
        return
    name = search_page(app.env, pagename)
    own = app.builder.get_target_uri(pagename)
    here = "./" if own.endswith("/") else PurePosixPath(own).name
    context["clausebook_search"] = (app.builder.get_relative_uri(pagename, name) or here) if name else ""
    if "clausebook_index" not in context:
        return
    community = home_of(app.env, pagename)[0]
    field, note = _("Search this site"), _("To search the pages of a community, open them first.")
    if community:
        field, note = _("Search the pages of %s") % community.name, _("No other pages are searched.")
    context["clausebook_search_words"] = {
        "field": field,
        "note": f"{note} {_('What you type stays on your device.')}",
        "scripts": _("The search needs JavaScript. All pages are in the menu."),
        "one": _("1 page found."),
        "many": _("%s pages found."),
        "similar": _("No page has these words. These have similar ones:"),
        "none": _("Nothing found. Try fewer words, or their beginnings."),
    }
    app.add_js_file("search.js", loading_method="defer")


def write_indexes(app: Sphinx, exception: Exception | None) -> None:
    """Write the text of each community's pages beside its search page, and take away what an earlier build left."""
    builder = app.builder
    if exception is not None or not isinstance(builder, StandaloneHTMLBuilder) or not has_search(app):
        return
    domain = domain_of(app.env)
    shared: dict[str, list[dict[str, Any]]] = {}
    for docname in sorted(app.env.all_docs):
        name = search_page(app.env, docname)
        # An example in a handbook has contacts of its own.
        if name and home_of(app.env, docname)[0] is domain.community_of(docname):
            shared.setdefault(name, []).append(_entry(app, name, docname))
    written = set()
    for front in _fronts(app.env):
        name = search_page(app.env, front)
        if name is None:
            continue
        pages = shared.get(name, [])
        if home_of(app.env, front)[0] is None:
            pages = [*_communities(app, name), *pages]
        file = Path(builder.get_output_path(name)).with_name(INDEX)
        data = json.dumps(pages, ensure_ascii=False, separators=(",", ":"))
        _write(file, f"globalThis.searchIndex={data};\n".encode())
        written.add(file)
    (app.outdir / SPHINX_INDEX).unlink(missing_ok=True)
    for old in set(app.outdir.rglob(INDEX)) - written:
        old.unlink()
        name = "index" if builder.name == "dirhtml" else PAGE
        old.with_name(f"{name}{builder.out_suffix}").unlink(missing_ok=True)


def _write(file: Path, data: bytes) -> None:
    if not file.is_file() or file.read_bytes() != data:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)


def _entry(app: Sphinx, search: str, docname: str) -> dict[str, Any]:
    return {
        "title": app.env.titles[docname].astext(),
        "url": app.builder.get_relative_uri(search, docname),
        "passages": domain_of(app.env).passages.get(docname, ()),
    }


def _communities(app: Sphinx, search: str) -> Iterator[dict[str, Any]]:
    """Give communities by what the portal's cards say of them."""
    for community in sorted(domain_of(app.env).project.communities.values(), key=_name):
        front = front_page(app.env, community)
        if front and community.listed:
            facts = community.loaded.community
            passages = [("", "", facts.summary)] if facts and facts.summary else []
            yield {"title": community.name, "url": app.builder.get_relative_uri(search, front), "passages": passages}


def _name(community: CommunityFolder) -> str:
    return community.name.casefold()
