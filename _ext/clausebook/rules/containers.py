"""What holds blocks of a text: list items, notes, definitions and quotations, as the author meant them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from clausebook.clauses.document import ClauseDocument
from clausebook.rules.structure import COLON_FENCE, COMMENT, TAB, rows_of, without_markers

_BULLET = re.compile(r"(?:[-+*]|[0-9]{1,9}[.)])(?:[ \t]{1,4}(?![ \t])|[ \t]|$)")
_TERM_BODY = re.compile(r"[ \t]*[:~][ \t]+")
_NOTE_INDENTATION = 4


@dataclass(frozen=True, slots=True)
class Container:
    """A list item, a note, a definition or a quotation: rows from ``first`` to ``last``, both counted from 0.

    What belongs to it is ``column`` characters in; ``parent`` is the number of the one around it, or -1.
    """

    kind: str
    first: int
    last: int
    column: int
    parent: int
    list_number: int = -1
    number: str = ""


@dataclass(frozen=True)
class Containers:
    """The containers of a text in the order in which they begin, and for each row the innermost one, or -1."""

    all: Sequence[Container]
    innermost: Sequence[int]
    is_text: Sequence[bool]

    def around(self, row: int) -> Iterator[int]:
        """Give the containers of a row, from the innermost one."""
        number = self.innermost[row] if 0 <= row < len(self.innermost) else -1
        while number >= 0:
            yield number
            number = self.all[number].parent


@lru_cache(maxsize=1)
def containers(document: ClauseDocument) -> Containers:
    """Read the lists, notes, definitions and quotations of a text without its markers."""
    return _containers(without_markers(document))


@lru_cache(maxsize=2)
def _containers(text: str) -> Containers:
    # Most files need no parser, and its import takes longer than their check.
    from clausebook.text.markdown import blocks

    lines = rows_of(text)
    # A colon fence bounds blocks and is none here: what stands in it is read as the rest is.
    bounded = [_bound(line) if ":::" in line else line for line in lines]
    is_text = [bool(line.strip(" \t>")) and COMMENT not in line for line in bounded]
    found: list[Container] = []
    innermost = [-1] * len(lines)
    opened: list[int] = []
    lists: list[int] = []
    bullets: dict[int, int] = {}
    count = term = 0
    for token in blocks("\n".join(bounded)):
        if token.type in ("bullet_list_open", "ordered_list_open"):
            count += 1
            lists.append(count)
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            lists.pop()
        elif token.type == "dt_open" and token.map:
            term = token.map[0]
        elif token.type in _KINDS and token.map:
            first, end = token.map
            column = 0
            if token.type == "list_item_open":
                column = bullets[first] = _content_column(bounded[first], bullets.get(first, 0))
            elif token.type == "footnote_reference_open":
                column = _NOTE_INDENTATION
            elif token.type == "dd_open":
                body = next((row for row in range(first, end) if is_text[row]), first)
                match = _TERM_BODY.match(bounded[body])
                first, column = term, match.end() if match else 0
            last = end - 1
            while last > first and not is_text[last]:
                last -= 1
            parent = opened[-1] if opened else -1
            is_item = token.type == "list_item_open"
            opened.append(len(found))
            innermost[first : last + 1] = [len(found)] * (last + 1 - first)
            found.append(
                Container(
                    _KINDS[token.type],
                    first,
                    last,
                    column,
                    parent,
                    lists[-1] if is_item else -1,
                    token.info if is_item else "",
                )
            )
        elif token.nesting < 0 and token.type.replace("_close", "_open") in _KINDS:
            opened.pop()
    return Containers(found, innermost, is_text)


_KINDS = {
    "list_item_open": "item",
    "footnote_reference_open": "footnote",
    "dd_open": "definition",
    "blockquote_open": "quotation",
}


def _bound(line: str) -> str:
    match = COLON_FENCE.fullmatch(line.rstrip(" \t"))
    return line[: match.start(1)] + COMMENT if match else line


def _content_column(line: str, begin: int) -> int:
    """Give the column at which the text of the list item stands whose bullet is the first one from a column on."""
    expanded = line.expandtabs(TAB)
    match = _BULLET.search(expanded, begin)
    if match is None:
        return begin
    return match.end() if match[0].strip() != match[0] else match.end() + 1
