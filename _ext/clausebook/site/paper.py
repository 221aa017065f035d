"""What a page needs on paper: where its links lead, in words, since nobody can tap on paper."""

from __future__ import annotations

import re
from html import escape
from typing import Any, cast
from urllib.parse import unquote, urljoin

from docutils import nodes
from docutils.writers._html_base import HTMLTranslator
from sphinx.transforms.post_transforms import SphinxPostTransform

from clausebook.site.domain import domain_of
from clausebook.site.frame import is_book

# Shown by the style sheet on paper alone.
WRITTEN_OUT = "print-target"

_SPOKEN = re.compile(r"(?i)^(?:tel|sms|mailto):")
_PARAMETERS = re.compile(r"(?i);(?!ext=)[^;]*")
_EXTENSION = re.compile(r"(?i);ext=")


class written_target(nodes.Inline, nodes.Element):  # noqa: N801 -- docutils names nodes so
    """Where the link before it leads: ``text``.  It holds no text of its own, so that no search index takes it."""


def visit_written_target(translator: HTMLTranslator, node: nodes.Element) -> None:
    """Write the target, for paper only."""
    text = escape(str(node["text"]))
    translator.body.append(f'<span class="{WRITTEN_OUT}"> ({text})</span>')
    raise nodes.SkipNode


class WriteOutTargets(SphinxPostTransform):
    """Put the target of each link that leaves the guide behind it, unless its text says so already."""

    # After all links are resolved.
    default_priority = 900
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        """Find the links; those of a book are written out by Sphinx, as its settings say."""
        if is_book(self.app.builder):
            return
        community = domain_of(self.env).community_of(self.env.docname)
        facts = community.loaded.community if community else None
        site = facts.site if facts else None
        write_out_targets(self.document, site)


def write_out_targets(document: nodes.document, site: str | None) -> None:
    """Put the targets behind a document's links; ``site`` is the address that paths from the root belong to."""
    for reference in list(document.findall(nodes.reference)):
        target = spoken(str(reference.get("refuri", "")), site)
        if target and not says(reference.astext(), target):
            parent = cast(nodes.Element, reference.parent)
            parent.insert(parent.index(reference) + 1, written_target(text=target))


def spoken(uri: str, site: str | None = None) -> str:
    """Give a link's target as people write it: a number, an address, a URL; nothing where it stays in the guide.

    A path from the root belongs to ``site``, the community's own; without one, it means nothing on paper.
    """
    if _SPOKEN.match(uri):
        rest = _SPOKEN.sub("", uri).partition("?")[0]
        return _EXTENSION.sub(" ext. ", _PARAMETERS.sub("", unquote(rest)))
    if uri.startswith("/") and not uri.startswith("//"):
        return urljoin(site, uri) if site else ""
    return uri if uri.lower().startswith(("http://", "https://")) else ""


def says(text: str, target: str) -> bool:
    """Tell whether a link's text already holds its target: the same address, or number, however it is grouped."""
    if target.lower().startswith(("http://", "https://")):
        return _plain(target) in _plain(text)
    if "@" in target:
        return target.casefold() in text.casefold()
    digits = re.sub(r"\D", "", target)
    return bool(digits) and digits in re.sub(r"\D", "", text)


def _plain(url: str) -> str:
    return re.sub(r"(?i)https?://", "", url).strip().rstrip("/").casefold()
