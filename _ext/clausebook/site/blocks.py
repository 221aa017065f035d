"""Blocks of an assembled text that can be made by themselves: paragraphs and plain lists, found among MyST's tokens.

The whole text has been read for its blocks by then, so that nothing of Markdown's rules is guessed here: a block with
the same tokens has the same text on every page.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from markdown_it.token import Token
from mdit_py_plugins.wordcount import basic_count

BLOCK = "clausebook_block"

_LISTS = ("bullet_list_open", "ordered_list_open")
_PLAIN = frozenset(
    {
        "paragraph_open",
        "paragraph_close",
        "inline",
        "list_item_open",
        "list_item_close",
        *_LISTS,
        *(name.replace("_open", "_close") for name in _LISTS),
    }
)
_MARK = re.compile(r"\s*<!-- clausebook-mark:(/?)\d+ -->\s*")


def group_blocks(tokens: Sequence[Token], known: Callable[[str], Any]) -> list[Token]:
    """Put tokens of plain blocks into a token of their own, or one in their place if what they become is ``known``.

    ``known`` gets a block's key: all that its text depends on.  Blocks in the items of a list are taken if they
    stand between the marks of a clause, which becomes an element between the item and them: how a list is
    written depends on what its items hold.  Blocks with a role are left alone: it may look up anything.
    """
    return [*_grouped(tokens, known, 1)]


def _grouped(tokens: Sequence[Token], known: Callable[[str], Any], depth: int) -> Iterator[Token]:
    """Group the tokens of one level; ``depth`` is how many clauses they stand in so far."""
    for start, end in _pieces(tokens):
        piece = tokens[start:end]
        first = piece[0]
        mark = _MARK.fullmatch(first.content) if first.type == "html_block" else None
        if mark:
            depth += -1 if mark[1] else 1
        if first.type not in (*_LISTS, "paragraph_open"):
            yield from piece
        elif all(token.type in _PLAIN and "{" not in token.content for token in piece):
            yield from _block(piece, known) if depth else piece
        elif first.type in _LISTS:
            yield first
            for item, stop in _pieces(piece[1:-1]):
                yield piece[1 + item]
                yield from _grouped(piece[item + 2 : stop], known, 0)
                yield piece[stop]
            yield piece[-1]
        else:
            yield from piece


def _pieces(tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """Give where each token of the outermost level begins, and where what belongs to it ends."""
    start = depth = 0
    for index, token in enumerate(tokens):
        depth += token.nesting
        if depth == 0:
            yield start, index + 1
            start = index + 1


def _block(piece: Sequence[Token], known: Callable[[str], Any]) -> Iterator[Token]:
    key = "\x00".join(
        f"{token.type} {token.markup} {token.attrs or ''} {token.meta or ''} {token.content}" for token in piece
    )
    found = known(key)
    meta = {"key": key, "found": found}
    if found is not None:
        yield Token(BLOCK, "", 0, map=piece[0].map, meta=meta, block=True)
        return
    yield Token(f"{BLOCK}_open", "", 1, map=piece[0].map, meta=meta, block=True)
    yield from piece
    yield Token(f"{BLOCK}_close", "", -1, block=True)


def words_of(tokens: Sequence[Any]) -> int:
    """Count the words of a block's tokens, as MyST counts those of a page."""
    return sum(basic_count(token.content) if token.type == "text" else words_of(token.children) for token in tokens)
