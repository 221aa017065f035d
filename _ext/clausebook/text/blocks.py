"""Which characters of a Markdown text are code or front matter, so that what stands there is plain text.

The block structure comes from markdown-it, inline code from CommonMark's rule
for runs of backticks.  markdown-it costs more than everything else together,
so it is imported and run only where the quick module has no answer.
"""

from __future__ import annotations

import re
from functools import lru_cache

from clausebook.text.quick import LINE_END, Spans, collect_inline, front_matter_end, inside, plain_code

TYPE_CHECKING = False  # A sound file is checked in less time than the import of typing takes.
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from markdown_it import MarkdownIt

__all__ = [
    "LINE_END",
    "LITERAL_DIRECTIVES",
    "Spans",
    "code_spans",
    "front_matter_end",
    "inside",
    "offsets_in_code",
]

# Directives whose body is not Markdown.
LITERAL_DIRECTIVES = frozenset(
    {
        "code",
        "code-block",
        "code-cell",
        "eval-rst",
        "highlight",
        "literalinclude",
        "math",
        "mermaid",
        "parsed-literal",
        "raw",
        "sourcecode",
    }
)

# Directives inside directives need ever longer fences; nobody writes this many.
_DEEPEST = 16

_COLON_FENCE = re.compile(r"[ \t>]*+:{3,}+(?:\{[^\r\n]*|[ \t]*)$")
_OPTION = re.compile(r"[ \t]*:[\w-]+:(?:[ \t]|$)")
_INDENTED = re.compile(r"(?<![ \t])(?=[ \t]*+\S)(?: {4}| {0,3}\t)")
_PIPE = re.compile(r"\\.|(\|)")


def code_spans(text: str, *, directives: bool = True) -> Spans:
    """Find front matter, fenced code, indented code and inline code.

    The spans are half-open offsets, sorted and without overlaps.  A directive
    in backtick or tilde fences counts as code when ``directives`` is true;
    otherwise its body is read as Markdown of its own, unless the directive is
    one that shows its body literally.  Colon fences are never code.
    """
    if "`" not in text and "~~~" not in text and not text.startswith("---") and not _INDENTED.search(text):
        return ()
    spans: list[tuple[int, int]] = []
    starts = [0, *(match.end() for match in LINE_END.finditer(text))]
    ends = [*(match.start() for match in LINE_END.finditer(text)), len(text)]
    lines = [(start, text[start:end]) for start, end in zip(starts, ends, strict=True)]
    _collect(text, lines, directives, 0, spans)
    return _merged(spans)


def offsets_in_code(
    text: str, offsets: Iterable[int], *, directives: bool = True, known: Spans | None = None
) -> frozenset[int]:
    """Tell which of some offsets are in code; markdown-it is run only where cheap signs do not suffice.

    ``known`` are the text's front matter and fences, where these are known and certain.
    """
    wanted = sorted(offsets)
    if not wanted:
        return frozenset()
    plain = plain_code(text, wanted, directives, known)
    if plain is None:
        spans = code_spans(text, directives=directives)
        return frozenset(offset for offset in wanted if inside(spans, offset))
    return plain


@lru_cache(maxsize=2)
def _parser(front_matter: bool) -> MarkdownIt:
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark").enable("table")
    if front_matter:
        from mdit_py_plugins.front_matter import front_matter_plugin

        parser.use(front_matter_plugin)
    # Inline content is read here, and only for its backticks.
    parser.core.ruler.enableOnly(["normalize", "block"])
    return parser


def _collect(
    text: str, lines: Sequence[tuple[int, str]], directives: bool, depth: int, spans: list[tuple[int, int]]
) -> None:
    """Add the code among some lines, given with their offsets in the text."""
    # A colon fence bounds blocks and is none itself, as a blank line does.
    markdown = "\n".join("" if _COLON_FENCE.match(line) else line for _, line in lines)
    in_table = False
    for token in _parser(depth == 0).parse(markdown):
        if token.type in ("table_open", "table_close"):
            in_table = token.type == "table_open"
        if not token.map:
            continue
        first, last = token.map[0], min(token.map[1], len(lines))
        if first >= last:
            continue
        start, end = lines[first][0], lines[last - 1][0] + len(lines[last - 1][1])
        if token.type in ("front_matter", "code_block"):
            spans.append((start, end))
        elif token.type == "fence":
            if directives or depth >= _DEEPEST or not _is_transparent(token.info):
                spans.append((start, end))
            else:
                body = _body(lines[first + 1 : last], token.content)
                _collect(text, body, directives, depth + 1, spans)
        elif token.type == "tr_open":
            for cell_start, cell_end in _cells(text, start, end):
                collect_inline(text, cell_start, cell_end, spans)
        elif token.type == "inline" and not in_table:
            collect_inline(text, start, end, spans)


def _is_transparent(info: str) -> bool:
    name = info.strip()
    return name.startswith("{") and name[1:].partition("}")[0].strip() not in LITERAL_DIRECTIVES


def _body(lines: Sequence[tuple[int, str]], content: str) -> list[tuple[int, str]]:
    """Give a directive's body as lines of its own, without indentation, quote marks and options."""
    body = []
    for (offset, line), inner in zip(lines, content.split("\n"), strict=False):
        if line.endswith(inner):
            body.append((offset + len(line) - len(inner), inner))
        else:  # A tab was split between the fence's indentation and the line's own.
            bare = inner.lstrip(" \t")
            body.append((offset + len(line) - len(bare), bare))
    first = 0
    if body and body[0][1].rstrip() == "---":
        closing = (number for number, (_, line) in enumerate(body[1:], 2) if line.rstrip() == "---")
        first = next(closing, 0)
    else:
        while first < len(body) and _OPTION.match(body[first][1]):
            first += 1
    return body[first:]


def _cells(text: str, start: int, end: int) -> Iterable[tuple[int, int]]:
    """Split a table row at its unescaped pipes, which bind more tightly than backticks."""
    cell = start
    for match in _PIPE.finditer(text, start, end):
        if match[1]:
            yield cell, match.start()
            cell = match.end()
    yield cell, end


def _merged(spans: list[tuple[int, int]]) -> Spans:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        elif end > start:
            merged.append((start, end))
    return tuple(merged)
