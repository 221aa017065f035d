"""The blocks of a Markdown text as the site's MyST sees them."""

from __future__ import annotations

from functools import cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_block import make_fence_rule
from markdown_it.token import Token
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.field_list import fieldlist_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.front_matter import front_matter_plugin
from mdit_py_plugins.myst_blocks import myst_block_plugin
from mdit_py_plugins.myst_role import myst_role_plugin

_ONE_PARAGRAPH = ["paragraph_open", "inline", "paragraph_close"]


@cache
def _parser(inline: bool = False) -> MarkdownIt:
    parser = MarkdownIt("commonmark").enable("table")
    for plugin in (front_matter_plugin, myst_block_plugin, footnote_plugin):
        parser.use(plugin)
    parser.block.ruler.before(
        "fence",
        "colon_fence",
        make_fence_rule(markers=(":",), token_type="colon_fence"),  # noqa: S106 -- a kind of Markdown token
        {"alt": ["paragraph", "reference", "blockquote", "list", "footnote_def"]},
    )
    for plugin in (deflist_plugin, fieldlist_plugin):
        parser.use(plugin)
    if inline:
        parser.use(myst_role_plugin)
    else:
        parser.core.ruler.enableOnly(["normalize", "block"])
    return parser


def blocks(text: str, found: dict[str, Any] | None = None) -> list[Token]:
    """Give the tokens of a text's blocks; what stands within a paragraph is not looked at.

    ``found`` takes what the parser remembers of a text besides its tokens, such as its link definitions.
    """
    return _parser().parse(text, found)


def whole(text: str) -> list[Token]:
    """Give the tokens of a text's blocks and of all within paragraphs, such as code spans and MyST's roles."""
    return _parser(inline=True).parse(text)


def is_one_paragraph(text: str) -> bool:
    """Tell whether a text is a paragraph, and nothing else."""
    return [token.type for token in blocks(text)] == _ONE_PARAGRAPH
