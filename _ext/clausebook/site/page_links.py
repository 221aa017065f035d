"""Links to pages of this build: one by itself, or a long list, such as that of all pages that show a clause.

A list of all communities' pages is one node, and not four for each link: there may be more of them than the pages
themselves have.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from docutils import nodes
from sphinx import addnodes
from sphinx.environment import BuildEnvironment
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.writers.html5 import HTML5Translator

from clausebook.site.frame import writes


class PageLink(NamedTuple):
    """A link: the document, none if it is not in this build, its text, and what follows it."""

    docname: str
    text: str
    note: str = ""


class page_links(nodes.Inline, nodes.Element):  # noqa: N801 -- docutils names nodes so
    """Some ``links`` with commas in between."""

    def astext(self) -> str:
        """Give the text."""
        return ", ".join(f"{link.text}{link.note}" for link in self["links"])


def link_to_page(env: BuildEnvironment, docname: str, text: str, *classes: str) -> addnodes.pending_xref:
    """Make a link to a page of this build."""
    return addnodes.pending_xref(
        "",
        nodes.inline("", text),
        refdomain="std",
        reftype="doc",
        reftarget=f"/{docname}",
        refdoc=env.docname,
        refexplicit=True,
        refwarn=True,
        classes=list(classes),
    )


class TakeApartLinks(SphinxPostTransform):
    """Make ordinary links of a list, where it is not written as HTML at once."""

    # Before references are resolved.
    default_priority = 5

    def run(self, **kwargs: Any) -> None:
        """Find the lists."""
        if writes(self.env._app.builder):
            return
        for node in list(self.document.findall(page_links)):
            node.replace_self(list(self.links(node["links"])))

    def links(self, links: tuple[PageLink, ...]) -> Iterator[nodes.Node]:
        """Make the links."""
        for number, link in enumerate(links):
            if number:
                yield nodes.Text(", ")
            words = link.text
            yield link_to_page(self.env, link.docname, words) if link.docname else nodes.inline("", words)
            if link.note:
                yield nodes.Text(link.note)


def visit_page_links(translator: HTML5Translator, node: nodes.Element) -> None:
    """Write the links, as Sphinx writes those that it has resolved."""
    builder = translator.builder
    here = builder.current_docname
    written = []
    for docname, text, note in node["links"]:
        words = translator.encode(text)
        if docname:
            href = builder.get_relative_uri(here, docname)
            words = (
                f'<a class="reference internal" href="{translator.attval(href)}"><span class="doc">{words}</span></a>'
            )
        else:
            words = f"<span>{words}</span>"
        written.append(f"{words}{translator.encode(note)}")
    translator.body.append(", ".join(written))
    raise nodes.SkipNode
