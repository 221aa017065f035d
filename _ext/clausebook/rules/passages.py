"""What runs through a text within its lines: emphasis, links, HTML and tables, and where markers stand among them.

The text is read with a word in the place of each marker, as if the marker did not end what stands before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from clausebook.clauses import ranges
from clausebook.clauses.document import ClauseDocument
from clausebook.rules.structure import is_block, joined, prefix_of, rows_of
from clausebook.text import layout
from clausebook.text.source import LINE_END

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

# Stands for a marker; a character that no text uses, and its number.
_SIGN = "\ue000"
_SEEN = re.compile(rf"{_SIGN}([0-9]+)")
_TAG = re.compile(
    rf"<!--.*?-->|{_SIGN}([0-9]+)|<(/?)([A-Za-z][A-Za-z0-9-]*)(?:[^<>\"']|\"[^\"]*\"|'[^']*')*?(/?)>", re.DOTALL
)
_COLON_FENCE_LINE = re.compile(r"[ \t]*:{3,}+(?:[ \t]*\{[^\r\n]*|[ \t]*)")
# A table's row is one block.
_WITHIN_BLOCK = frozenset({"inline", "td_open", "td_close", "th_open", "th_close"})
_INLINE = frozenset({"em", "strong", "link", "s"})

# Elements that have no end, or whose end HTML lets one leave out.
_WITHOUT_END = re.compile(
    "area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr|body|caption|colgroup|dd|dt|head|html|li|"
    "optgroup|option|p|rp|rt|tbody|td|tfoot|th|thead|tr"
)


@dataclass(frozen=True, slots=True)
class Element:
    """Emphasis, a link or an HTML element, from one place of the walk to another; ``name`` is its tag."""

    name: str
    start: int
    end: int


@dataclass
class Passages:
    """The places of a walk through a text.

    ``places`` gives for each marker, by its number, its place and the number of the block that it stands in.
    ``in_target`` holds the markers that stand where a link leads to; ``tables`` the rows of each table, from 0.
    """

    inline: list[Element] = field(default_factory=list)
    html: list[Element] = field(default_factory=list)
    places: dict[int, tuple[int, int]] = field(default_factory=dict)
    in_target: set[int] = field(default_factory=set)
    tables: list[tuple[int, int]] = field(default_factory=list)


@lru_cache(maxsize=1)
def passages(document: ClauseDocument) -> Passages:
    """Walk through a text.  Markers are numbered as in the document."""
    return _passages(_with_words(document))


def _with_words(document: ClauseDocument) -> str:
    text, source = document.source.text.replace(_SIGN, "\ue001"), document.source
    blocks = {
        marker.start
        for clause in document.clauses
        if is_block(document, clause)
        for marker in (clause.start, clause.end)
        if marker
    }
    with_pipes: dict[int, bool] = {}
    pieces: list[str] = []
    done = 0
    for number, marker in enumerate(document.markers):
        alone = layout.is_block_prefix(prefix_of(source, marker.start)) and ranges.is_line_end(text, marker.end)
        row = source.row(marker.start)
        if row not in with_pipes:
            with_pipes[row] = "|" in source.line(row)
        # In a table, a word before the first pipe would be a cell.
        word = "" if marker.start in blocks and not alone and with_pipes[row] else f"`{_SIGN}{number}`"
        breaks = "\n" * len(LINE_END.findall(text, marker.start, marker.end))
        pieces += text[done : marker.start], word, breaks
        done = marker.end
    lines = rows_of(joined([*pieces, text[done:]]))
    return "\n".join("" if ":::" in line and _COLON_FENCE_LINE.fullmatch(line) else line for line in lines)


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt
    from mdit_py_plugins.footnote import footnote_plugin
    from mdit_py_plugins.front_matter import front_matter_plugin

    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    parser.use(front_matter_plugin).use(footnote_plugin)
    # Notes stay where they are written.
    parser.core.ruler.disable("footnote_tail")
    return parser


@lru_cache(maxsize=2)
def _passages(text: str) -> Passages:
    found = Passages()
    walk = _Walk(found)
    for token in _parser().parse(text):
        walk.block(token)
    found.html = list(_elements(walk.tags))
    return found


class _Walk:
    """One walk, which counts places."""

    def __init__(self, found: Passages) -> None:
        self.found = found
        self.place = self.block_number = 0
        self.opened: list[tuple[str, int]] = []
        # Name, place, whether it opens.
        self.tags: list[tuple[str, int, bool]] = []

    def block(self, token: Token) -> None:
        self.block_number += token.type not in _WITHIN_BLOCK
        if token.type == "table_open" and token.map:
            self.found.tables.append((token.map[0], token.map[1]))
        elif token.type == "html_block":
            self.html(token.content)
        elif token.type == "inline":
            self.inline(token.children or ())
            self.opened.clear()

    def inline(self, tokens: Sequence[Token]) -> None:
        for token in tokens:
            self.place += 1
            name = token.type.removesuffix("_open").removesuffix("_close")
            if token.type == "code_inline":
                match = _SEEN.fullmatch(token.content)
                if match:
                    self.found.places[int(match[1])] = self.place, self.block_number
            elif token.type == "html_inline":
                self.html(token.content)
            elif token.type == "image":
                self.target(token)
                start = self.place
                self.inline(token.children or ())
                self.place += 1
                self.found.inline.append(Element("img", start, self.place))
            elif name in _INLINE and token.nesting > 0:
                self.target(token)
                self.opened.append((name, self.place))
            elif name in _INLINE and token.nesting < 0 and self.opened:
                opened, start = self.opened.pop()
                self.found.inline.append(Element("a" if opened == "link" else opened, start, self.place))

    def html(self, content: str) -> None:
        for match in _TAG.finditer(content):
            self.place += 1
            if match[1]:
                self.found.places[int(match[1])] = self.place, self.block_number
            elif match[3] and not match[4] and not _WITHOUT_END.fullmatch(match[3].lower()):
                self.tags.append((match[3].lower(), self.place, not match[2]))

    def target(self, token: Token) -> None:
        for value in (token.attrGet("href"), token.attrGet("src"), token.attrGet("title")):
            if value and ("%EE%80%80" in str(value) or _SIGN in str(value)):
                plain = str(value).replace("%EE%80%80", _SIGN)
                self.found.in_target.update(int(match[1]) for match in _SEEN.finditer(plain))


def _elements(tags: Sequence[tuple[str, int, bool]]) -> Iterator[Element]:
    """Pair start and end tags of one name; what has no partner is left out."""
    opened: dict[str, list[int]] = {}
    for name, place, opens in tags:
        if opens:
            opened.setdefault(name, []).append(place)
        elif opened.get(name):
            yield Element(name, opened[name].pop(), place)
