"""Where each key of a TOML file is: tomllib gives values without places, tree-sitter places without values."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import accumulate

import tree_sitter_toml
from tree_sitter import Language, Node, Parser

from clausebook.community import Location

# Community files are four levels deep. Deeper keys are unknown keys, which are told at the outermost one, and without
# a limit a single key with a thousand dots would need memory for a million parts.
DEEPEST = 8

_KEYS = ("bare_key", "quoted_key", "dotted_key")
_NOT_ITEMS = ("[", "]", ",", "comment", "ERROR")


@dataclass(frozen=True, slots=True)
class Span:
    """The places of a value (``start``, ``end``) and its key (``key_start``, ``key_end``).

    All are offsets in characters, half open.  The value of a table is its header; an item of a list has no key, and
    a table that only dotted keys imply has no header: there the two places are the same.
    """

    start: int
    end: int
    key_start: int
    key_end: int


def key_spans(text: str) -> dict[Location, Span]:
    """Find every key and every item of a list in a TOML text, down to eight levels.

    A location holds the names of keys and the indices of items, as in ``("contacts", 0, "phone")``.  A text that is
    not TOML gives what can be made out.  Never raises.
    """
    data = text.encode("utf-8", "surrogatepass")
    return _Finder(_offsets(text, len(data))).find(Parser(Language(tree_sitter_toml.language())).parse(data).root_node)


def _offsets(text: str, size: int) -> Callable[[int], int]:
    """Make a function from offsets in bytes to offsets in characters."""
    if len(text) == size:
        return lambda offset: offset
    table = [0] * (size + 1)
    lengths = (len(character.encode("utf-8", "surrogatepass")) for character in text)
    for index, start in enumerate(accumulate(lengths, initial=0)):
        table[start] = index
    return table.__getitem__


class _Finder:
    """Walks over a syntax tree and notes where keys are."""

    def __init__(self, offset: Callable[[int], int]) -> None:
        self._offset = offset
        self._spans: dict[Location, Span] = {}
        # How many tables an array of tables has so far.
        self._counts: dict[Location, int] = {}

    def find(self, root: Node) -> dict[Location, Span]:
        for node in root.children:
            if node.type == "pair":
                self._pair(node, ())
            elif node.type in ("table", "table_array_element"):
                self._table(node)
        return self._spans

    def _table(self, node: Node) -> None:
        """Note a table with its header, whose names reach into the last table of an array."""
        key = next((child for child in node.children if child.type in _KEYS), None)
        if key is None:
            return
        close = next((child for child in node.children if child.type in ("]", "]]")), key)
        header = (node, close)
        parts = list(_parts(key))
        location: Location = ()
        for index, part in enumerate(parts[:DEEPEST]):
            location = (*location, _name(part))
            last = index == len(parts) - 1
            if not last:
                self._note(location, part, (part, part))
            elif node.type == "table":
                # A header counts as the place of the table even where a deeper header came before it.
                self._note(location, part, header, again=location in self._spans and location not in self._counts)
            else:
                self._note(location, part, header)
                self._counts[location] = self._counts.get(location, 0) + 1
            if location in self._counts:
                location = (*location, self._counts[location] - 1)
                if last:
                    self._note(location, part, header)
        for child in node.children:
            if child.type == "pair":
                self._pair(child, location)

    def _pair(self, node: Node, table: Location) -> None:
        """Note a key and its value; inline tables and lists hold more of them."""
        waiting: list[tuple[Node, Location]] = [(node, table)]
        while waiting:
            pair, location = waiting.pop()
            named = [child for child in pair.children if child.type not in ("=", "comment")]
            if len(named) < 2 or named[0].type not in _KEYS:
                continue
            parts = list(_parts(named[0]))
            for index, part in enumerate(parts):
                if len(location) >= DEEPEST:
                    break
                location = (*location, _name(part))
                value = named[1] if index == len(parts) - 1 else part
                self._note(location, part, (value, value))
            else:
                waiting.extend(self._inside(named[1], location))

    def _inside(self, value: Node, location: Location) -> Iterator[tuple[Node, Location]]:
        """Note the items of a list, and give the pairs of all inline tables."""
        waiting = [(value, location)]
        while waiting:
            node, location = waiting.pop()
            if len(location) >= DEEPEST:
                continue
            if node.type == "inline_table":
                yield from ((child, location) for child in node.children if child.type == "pair")
            elif node.type == "array":
                items = (child for child in node.children if child.type not in _NOT_ITEMS)
                for index, item in enumerate(items):
                    self._note((*location, index), item, (item, item))
                    waiting.append((item, (*location, index)))

    def _note(self, location: Location, key: Node, value: tuple[Node, Node], *, again: bool = False) -> None:
        """Keep the first place of a location, unless it was only implied before."""
        if location in self._spans and not again:
            return
        start, end = self._offset(value[0].start_byte), self._offset(value[1].end_byte)
        self._spans[location] = Span(start, end, self._offset(key.start_byte), self._offset(key.end_byte))


def _parts(key: Node) -> Iterator[Node]:
    """Give the parts of a dotted key from left to right; the tree holds them nested to the left."""
    found: list[Node] = []
    node = key
    while node.type == "dotted_key":
        parts = [child for child in node.children if child.type in _KEYS]
        if not parts:
            break
        found.extend(reversed(parts[1:]))
        node = parts[0]
    if node.type != "dotted_key":
        found.append(node)
    return reversed(found)


def _name(part: Node) -> str:
    """Give the name that a part of a key stands for."""
    written = (part.text or b"").decode("utf-8", "replace")
    if part.type != "quoted_key":
        return written
    try:
        # Only TOML itself knows all escapes of a quoted key.
        return next(iter(tomllib.loads(f"{written} = 0")), written)
    except ValueError:
        return written
