"""Blocks of clauses that are made once and reused: many pages show the same paragraph with the same values.

A paragraph or plain list of a clause is read, educated (quotation marks) and written as HTML when a page first shows
it.  In the tree of that page, and of every other that shows the same, stands one node with the HTML, and with the text
for the search.  Nothing else has to look into it: it holds no anchor, no reference within the site and nothing that
depends on the page.  What does is left as it is.

Only pages for a browser are made so.  Other formats and other extensions need the text itself: for them, pages are
read again.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import docutils
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxSmartQuotes
from sphinx.util import docutils as sphinx_docutils
from sphinx.util.docutils import new_document
from sphinx.writers.html import HTMLWriter

from clausebook.guide.assembly import MISSING_LINK, ROOT_RELATIVE_LINK
from clausebook.site.domain import domain_of
from clausebook.site.frame import has_frame, writes
from clausebook.site.freshness import GONE, hash_of, need
from clausebook.site.paper import write_out_targets

if TYPE_CHECKING:
    from docutils.writers._html_base import HTMLTranslator

# Sphinx's own (9.0), by which it makes the settings for pages: where it is not, no block is prepared.
make_settings: Any = getattr(sphinx_docutils, "_get_settings", None)

# What a page needs, if it holds such blocks.
_KEY = ("prepared",)
# In blocks, of about two kilobytes each: those that were used least lately are forgotten.
_MOST = 4_000

_EDUCABLE = re.compile(r"[\"'`\\]|--|\.\.")
_BLOCKS = (nodes.paragraph, nodes.bullet_list, nodes.enumerated_list, nodes.list_item)
_INLINE = (nodes.emphasis, nodes.strong, nodes.literal, nodes.inline)
_ATTRIBUTES = frozenset({"bullet", "enumtype", "prefix", "suffix", "start"})
_OUTWARD = ("http://", "https://", "mailto:", "tel:", "sms:")
# Whose transforms and handlers of pages are known not to look for anything in such blocks.
_KNOWN = frozenset(
    {"alabaster", "clausebook", "docutils", "furo", "myst_parser", "notfound", "sphinx", "sphinx_design"}
)
_EVENTS = ("doctree-read", "doctree-resolved", "html-page-context")


@dataclass(frozen=True, slots=True)
class Prepared:
    """A block as HTML, its paragraphs as text, and how many words MyST counts in it."""

    html: str
    texts: tuple[str, ...]
    words: int


class prepared_block(nodes.General, nodes.Element):  # noqa: N801 -- docutils names nodes so
    """Blocks that are HTML already: ``html``, and ``texts`` with the words of each; a child goes before all of it."""

    def astext(self) -> str:
        """Give the text."""
        return self.child_text_separator.join(self["texts"])

    def begin_with(self, node: nodes.inline) -> bool:
        """Put a node at the beginning of the first block; tells whether that is a paragraph, which takes it."""
        if not str(self["html"]).startswith("<p>"):
            return False
        self.insert(0, node)
        return True


class Workshop:
    """Where blocks are made and kept, for one build."""

    def __init__(self, app: Sphinx) -> None:
        self.app = app
        self.kept: OrderedDict[str, Prepared] = OrderedDict()

    def find(self, key: str) -> Prepared | None:
        """Give a block that has been made already."""
        found = self.kept.get(key)
        if found:
            self.kept.move_to_end(key)
        return found

    def make(self, key: str, blocks: Sequence[nodes.Node], words: int, page: nodes.document) -> Prepared | None:
        """Make a block of what MyST has made of its text; None if it depends on the page.

        The nodes are used up, unless it does.
        """
        if not all(_is_plain(node) for block in blocks for node in block.findall()):
            return None
        document = nodes.document(page.settings, page.reporter, source=page["source"])
        document.extend(blocks)
        SphinxSmartQuotes(document, startnode=None).apply()
        paragraphs = (" ".join(node.astext().split()) for node in document.findall(nodes.paragraph))
        texts = tuple(text for text in paragraphs if text)
        write_out_targets(document, site=None)
        for block in document.children:
            block.walkabout(self.translator)
        made = Prepared("".join(self.translator.body), texts, words)
        self.translator.body.clear()
        self.kept[key] = made
        if len(self.kept) > _MOST:
            self.kept.popitem(last=False)
        return made

    def prepare(self, key: str, make: Callable[[], list[nodes.Node]], page: nodes.document) -> list[nodes.Node]:
        """Give what ``make`` gives as a block, if that can be, under a key that all of it depends on."""
        found = self.find(key)
        if found is None:
            blocks = make()
            found = self.make(key, blocks, 0, page)
            if found is None:
                return blocks
        box = nodes.container()
        self.put(found, box)
        return box.children

    def put(self, made: Prepared, into: nodes.Element) -> None:
        """Put a block at the end of a node, behind or into the last one."""
        last = into.children[-1] if into.children else None
        if isinstance(last, prepared_block):
            last["html"] += made.html
            last["texts"] += made.texts
            return
        into.append(prepared_block(html=made.html, texts=made.texts))
        need(self.app.env, _KEY)

    @cached_property
    def translator(self) -> HTMLTranslator:
        """What writes all blocks, with the settings that Sphinx makes for pages when all are read."""
        settings = make_settings(HTMLWriter, defaults=self.app.env.settings, read_config_files=True)
        settings.compact_lists = True
        builder = self.app.builder
        return cast("HTMLTranslator", builder.create_translator(new_document("", settings), builder))


def _is_plain(node: nodes.Node) -> bool:
    """Tell whether a node becomes the same HTML on every page."""
    if isinstance(node, nodes.Text):
        return True
    if not isinstance(node, nodes.Element):
        return False
    given = {name for name, value in node.attributes.items() if value != [] or name not in node.basic_attributes}
    if type(node) is nodes.reference:
        target = str(node.get("refuri", ""))
        leaves = target.lower().startswith(_OUTWARD) and not target.startswith((MISSING_LINK, ROOT_RELATIVE_LINK))
        return leaves and given <= {"refuri", "reftitle", "internal"} and not node.get("internal")
    return (type(node) in _BLOCKS and given <= _ATTRIBUTES) or (type(node) in _INLINE and not given)


def open_workshop(app: Sphinx) -> None:
    """Let blocks be prepared, if nothing in this build needs their text."""
    domain = domain_of(app.env)
    domain.workshop = Workshop(app) if _is_enough(app) else None
    domain.digests[_KEY] = (
        hash_of(docutils.__version__, str(app.builder.default_translator_class)) if domain.workshop else GONE
    )


def _is_enough(app: Sphinx) -> bool:
    """Tell whether HTML is all that is asked for: of a browser, with a search of ours, by nobody else's extension."""
    if make_settings is None or not (has_frame(app) and writes(app.builder)) or not app.config.html_compact_lists:
        return False
    # Translations are made of paragraphs.
    language = str(app.config.language)
    if any(Path(app.srcdir, folder, language, "LC_MESSAGES").is_dir() for folder in app.config.locale_dirs):
        return False
    transforms = [*app.registry.get_transforms(), *app.registry.get_post_transforms()]
    handlers = [each.handler for name in _EVENTS for each in app.events.listeners.get(name, ())]
    return all(_is_known(each) for each in (*transforms, *handlers))


def _is_known(handler: Any) -> bool:
    return str(getattr(handler, "__module__", "")).partition(".")[0] in _KNOWN


def educated(text: str, page: nodes.document) -> str:
    """Give a text with the quotation marks and dashes that a page's own text gets."""
    if not _EDUCABLE.search(text):
        return text
    document = nodes.document(page.settings, page.reporter, source=page["source"])
    document += nodes.paragraph("", text)
    SphinxSmartQuotes(document, startnode=None).apply()
    return document.astext()


def visit_prepared_block(translator: HTMLTranslator, node: nodes.Element) -> None:
    """Write the blocks, and what goes before their text."""
    html = str(node["html"])
    if node.children:
        translator.body.append("<p>")
        for child in node.children:
            child.walkabout(translator)
        html = html.removeprefix("<p>")
    translator.body.append(html)
    raise nodes.SkipNode
