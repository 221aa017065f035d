"""Builders that leave a page's file alone if it would be the same again.

Sphinx writes a page, and every page that has it in a list, whenever something may have changed.  Whoever copies a site
to its place by the time of its files would copy them again, and nobody could see which pages a change has reached.
"""

from __future__ import annotations

import filecmp
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders.dirhtml import DirectoryHTMLBuilder
from sphinx.builders.html import StandaloneHTMLBuilder


class PagesBuilder(StandaloneHTMLBuilder):
    """Sphinx's builder ``html``."""

    def handle_page(self, pagename: str, addctx: dict[str, Any], *arguments: Any, **options: Any) -> None:
        """Make a page, and write it if it is new or another one."""
        target = Path(options.get("outfilename") or self.get_output_path(pagename))
        if not target.is_file():
            super().handle_page(pagename, addctx, *arguments, **options)
            return
        made = target.with_name(f".{target.name}.new")
        try:
            super().handle_page(pagename, addctx, *arguments, **{**options, "outfilename": made})
            if made.is_file() and not filecmp.cmp(made, target, shallow=False):
                made.replace(target)
        finally:
            made.unlink(missing_ok=True)

    def render_partial(self, node: nodes.Node | None) -> dict[str, str]:
        """Write a title or a table of contents; titles once, since each page shows those of its neighbours."""
        if not isinstance(node, nodes.title) or not all(isinstance(child, nodes.Text) for child in node.children):
            return super().render_partial(node)
        text = node.astext()
        if text not in self.titles:
            self.titles[text] = super().render_partial(node)
        return self.titles[text]

    @cached_property
    def titles(self) -> dict[str, dict[str, str]]:
        """Plain titles as HTML."""
        return {}

    def get_outdated_docs(self) -> Iterator[str]:
        """Name the pages to write: those older than their sources, unless they are known to be the same."""
        outdated = list(super().get_outdated_docs())
        # After a change of settings or templates, it is all of them.
        everything = len(outdated) == len(self.env.found_docs)
        yield from (docname for docname in outdated if everything or not self._is_settled(docname))

    def _is_settled(self, docname: str) -> bool:
        """Tell whether a page was written when its text was last read; a build that failed reads all texts again."""
        read = self.env.all_docs.get(docname)
        if read is None or not Path(self.get_output_path(docname)).is_file():
            return False
        return Path(self.env.doc2path(docname)).stat().st_mtime_ns < read * 1000


class FoldersBuilder(PagesBuilder, DirectoryHTMLBuilder):
    """Sphinx's builder ``dirhtml``."""

    name = "dirhtml"


def take_builders(app: Sphinx) -> None:
    """Put these in the place of Sphinx's."""
    app.add_builder(PagesBuilder, override=True)
    app.add_builder(FoldersBuilder, override=True)
