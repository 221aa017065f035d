"""One file that holds all guides of a community, to put on a phone before the event: no network, no need of scripts.

A service worker would do the same, and leave a trace on the device that nobody sees.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

from docutils import nodes
from docutils.frontend import Values as Settings
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.environment import BuildEnvironment
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging
from sphinx.util.docutils import new_document

from clausebook import __version__
from clausebook.clauses.audiences import Edition
from clausebook.community.model import Community
from clausebook.project import CommunityFolder
from clausebook.site.cleaning import SHARED
from clausebook.site.domain import domain_of
from clausebook.site.facts import contact_list, emergency_block, last_checked
from clausebook.site.first_screen import help_bar
from clausebook.site.frame import writes
from clausebook.site.joining import Joined, Part
from clausebook.site.language import direction_of
from clausebook.site.leaving import exit_target
from clausebook.site.look import linked
from clausebook.site.navigation import front_page, home_of
from clausebook.site.prepared import prepared_block
from clausebook.site.privacy import cloak
from clausebook.site.words import translated as _

_LOGGER = logging.getLogger(__name__)

STYLE = Path(__file__).with_name("offline.css")
# “Exit this page”, which is a link where it does not run.
SCRIPT = Path(__file__).parent.parent / "assets/exit.js"
LINK = "save-offline"
# In bytes: what a phone with a bad connection loads in some seconds.
LARGEST_FILE = 300_000

# Stand beside the pickled environment: what each file was made from, and the text of each page as HTML.
_MEMORY = "clausebook-offline.json"
_BODIES = "clausebook-bodies"


@dataclass(frozen=True)
class _Copy:
    """What a community's file is made from: its pages in order, its front page first."""

    community: CommunityFolder
    facts: Community
    pages: tuple[str, ...]


class OfferOffline(SphinxPostTransform):
    """Put a link to the file at the end of a community's front page."""

    default_priority = 950
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        """Find out whether this is such a page."""
        community, front = home_of(self.env, self.env.docname)
        builder = self.env._app.builder
        if community is None or front != self.env.docname or not writes(builder) or not community.loaded.community:
            return
        link = f'<a class="reference external" href="{escape(file_name(community))}" download>'
        words = escape(_("Save this guide to your phone"))
        note = escape(_("one file, which opens without a connection"))
        html = f'<p class="{LINK}">{link}{words}</a> ({note})</p>'
        (self.document.next_node(nodes.section) or self.document).append(nodes.raw("", html, format="html"))


def file_name(community: CommunityFolder) -> str:
    """Name the file, as people find it among their downloads."""
    return f"{community.slug}-offline.html"


def keep_body(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Keep the text of a community's page, which is written now, for the file: to write it twice takes long."""
    if doctree is None or not writes(app.builder) or home_of(app.env, pagename)[0] is None:
        return
    file = _kept(app.builder, pagename)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(_parted(str(context["body"]), doctree), encoding="utf-8", newline="")


def _parted(body: str, doctree: nodes.document) -> str:
    """Set off what many pages hold, so that it is read once."""
    parts, place = [], 0
    for block in doctree.findall(prepared_block):
        # A number stands in the first paragraph.
        html = block["html"].partition("</p>\n")[2] if block.children else block["html"]
        start = body.find(html, place) if html else -1
        if start >= 0:
            parts += [body[place:start], html]
            place = start + len(html)
    return SHARED.join([*parts, body[place:]])


def forget_body(app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    """Forget the text of a page that is read anew, or gone."""
    _kept(app.builder, docname).unlink(missing_ok=True)


def _kept(builder: Builder, docname: str) -> Path:
    # Several sites may share a folder of doctrees, and links differ between them.
    site = hashlib.sha256(str(builder.outdir).encode("utf-8", "surrogateescape")).hexdigest()[:16]
    return Path(builder.doctreedir, _BODIES, site, f"{docname}.html")


def write_offline_copies(app: Sphinx, exception: Exception | None) -> None:
    """Write the file of each community that has changed, and take away those of communities that are gone."""
    builder = app.builder
    if exception is not None or not isinstance(builder, StandaloneHTMLBuilder) or not writes(builder):
        return
    memory = app.doctreedir / _MEMORY
    remembered = _read(memory)
    # Several sites may share a folder of doctrees.
    before, now = remembered.get(str(app.outdir), {}), {}
    for copy in _copies(app.env):
        front = Path(builder.get_output_path(copy.pages[0]))
        file = front.parent / file_name(copy.community)
        name = file.relative_to(app.outdir).as_posix()
        now[name] = _digest(app.env, copy)
        if before.get(name) == now[name] and file.is_file():
            continue
        data = _html(builder, copy).encode()
        if len(data) > LARGEST_FILE:
            _LOGGER.info("%s has %d bytes, which is much for a phone: its text alone is that long", name, len(data))
        if not file.is_file() or file.read_bytes() != data:
            file.write_bytes(data)
    for name in before.keys() - now.keys():
        (app.outdir / name).unlink(missing_ok=True)
    if before != now:
        memory.write_text(json.dumps({**remembered, str(app.outdir): now}, indent=1, sort_keys=True), encoding="utf-8")


def _read(memory: Path) -> dict[str, dict[str, str]]:
    try:
        return json.loads(memory.read_text(encoding="utf-8"))  # type: ignore[no-any-return]
    except (OSError, ValueError):
        return {}


def _copies(env: BuildEnvironment) -> Iterator[_Copy]:
    domain = domain_of(env)
    pages: dict[str, list[str]] = {}
    for docname in sorted(env.all_docs):
        community = domain.community_of(docname)
        if community:
            pages.setdefault(community.slug, []).append(docname)
    for slug, docnames in pages.items():
        community = domain.project.communities[slug]
        front, facts = front_page(env, community), community.loaded.community
        if front is None or facts is None or home_of(env, front)[0] is None:
            continue
        ordered = [name for name in _in_order(env, front, set()) if name in docnames]
        # A page that no list names is a page all the same.
        yield _Copy(community, facts, tuple(dict.fromkeys([*ordered, *docnames])))


def _in_order(env: BuildEnvironment, docname: str, seen: set[str]) -> Iterator[str]:
    if docname not in seen:
        seen.add(docname)
        yield docname
        for child in env.toctree_includes.get(docname, []):
            yield from _in_order(env, child, seen)


def _digest(env: BuildEnvironment, copy: _Copy) -> str:
    """Tell one state of what a file is made from from another: Sphinx reads a page anew whenever it would differ."""
    read = [(name, env.all_docs[name], env.titles[name].astext()) for name in copy.pages]
    parts = [file.read_text(encoding="utf-8") for file in (STYLE, SCRIPT)]
    target = exit_target(copy.facts, env.config)
    state = repr((__version__, read, copy.facts, env.config.language, domain_of(env).edition, parts, target))
    return hashlib.sha256(state.encode("utf-8", "backslashreplace")).hexdigest()


def _html(builder: StandaloneHTMLBuilder, copy: _Copy) -> str:
    env = builder.env
    front = copy.pages[0]
    joined = Joined(builder.outdir, copy.facts.site, budget=LARGEST_FILE)
    for docname in copy.pages:
        clauses = {entry.anchor: entry.identifier for entry in domain_of(env).clauses.get(docname, [])}
        uri = builder.get_target_uri(docname)
        within = docname.removeprefix(front.removesuffix("index"))
        joined.add(Part(within, uri, env.titles[docname].astext(), _body(builder, docname), clauses))
    facts, language = copy.facts, copy.facts.language
    style, script = (file.read_text(encoding="utf-8") for file in (STYLE, SCRIPT))
    allowed = f"style-src {_hash(style)}; script-src {_hash(script)}; img-src data:"
    policy = f"default-src 'none'; {allowed}; base-uri 'none'; form-action 'none'"
    staff = domain_of(env).edition is Edition.STAFF
    title = _("%s: all guides, for offline use") % facts.name
    direction = direction_of(language)
    top = [
        _fragment(builder, emergency_block(facts)),
        f"<h2>{escape(_('Whom to tell'))}</h2>",
        _fragment(builder, contact_list(facts)),
        f'<p class="reviewed">{escape(last_checked(facts, language) or _("No day of a last check is given."))}</p>',
    ]
    newer = escape(_("This is a copy. The guide on the web may be newer."))
    if facts.site:
        newer += f' <a href="{escape(facts.site)}" rel="noreferrer">{escape(facts.site)}</a>'
    line = f"<p>{linked(facts.look.footer)}</p>\n" if facts.look.footer else ""
    found = escape(_("Whoever uses this device can find this file. Delete it when you do not need it any more."))
    head = [
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="referrer" content="no-referrer">',
        '<meta name="robots" content="noindex">',
        f"<title>{escape(title)}</title>",
        f"<style>{style}</style>",
    ]
    bar = help_bar(facts, exit_target(facts, builder.config))
    own = len((style + script + bar).encode()) + 4096
    body = joined.html("\n".join(top), _("In this file"), _("To the top"), size=own)
    note = f"<p><strong>{escape(_('Staff edition: do not pass it on.'))}</strong></p>\n" if staff else ""
    return cloak(
        f'<!DOCTYPE html>\n<html lang="{escape(language)}" dir="{direction}">\n<head>\n'
        + "\n".join(head)
        + "\n</head>\n"
        f'<body id="top">\n{bar}{note}{body}\n<footer>\n{line}<p>{newer}</p>\n<p>{found}</p>\n</footer>\n'
        f"<script>{script}</script>\n</body>\n</html>\n"
    )


def _hash(text: str) -> str:
    """Give the source by which a Content Security Policy allows a text within the page."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _body(builder: StandaloneHTMLBuilder, docname: str) -> str:
    """Give a page's text as HTML; where nothing keeps it, write it once more without telling what is wrong with it."""
    try:
        return _kept(builder, docname).read_text(encoding="utf-8")
    except OSError:
        pass
    env = builder.env
    with logging.suppress_logging():
        doctree = env.get_and_resolve_doctree(docname, builder, tags=builder.tags)
        # For pictures of pages that this build has not written.
        builder.post_process_images(doctree)
    builder.secnumbers = env.toc_secnumbers.get(docname, {})
    builder.fignumbers = env.toc_fignumbers.get(docname, {})
    builder.imgpath, builder.dlpath = "/_images", "/_downloads"
    builder.current_docname = docname
    return _written(builder, doctree)


def _fragment(builder: StandaloneHTMLBuilder, node: nodes.Element) -> str:
    document = new_document("", builder.docsettings)
    document += node
    return _written(builder, document)


def _written(builder: StandaloneHTMLBuilder, document: nodes.document) -> str:
    settings: Settings = builder.docsettings
    document.settings = settings
    with logging.suppress_logging():
        translator = builder.create_translator(document, builder)
        document.walkabout(translator)
    return "".join(getattr(translator, "fragment", ()))
