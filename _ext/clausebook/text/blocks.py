"""Which characters of a Markdown text are code or front matter, so that what stands there is plain text.

The block structure comes from markdown-it, inline code from CommonMark's rule
for runs of backticks.  markdown-it costs more than everything else together,
so it is imported and run only for a text in which the answer is not plain.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache

TYPE_CHECKING = False  # A sound file is checked in less time than the import of typing takes.
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from markdown_it import MarkdownIt

# CommonMark's line endings.  Not from the source module, which needs more than a look at code does.
LINE_END = re.compile(r"\r\n|\n|\r")

Spans = tuple[tuple[int, int], ...]

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
_FENCE_LINE = re.compile(r"(?:^|(?<=[\r\n]))([ \t>*+\-0-9.)]*?)(`{3,}+|~{3,}+)([^\r\n]*+)")
_HTML_LINE = re.compile(r"(?:^|(?<=[\r\n]))[ \t>*+\-0-9.)]*?<(?!!--)")
_OPEN_COMMENT = re.compile(r"<!--(?![^\r\n]{0,2000}-->)")
_BACKTICKS = re.compile("`++")
_PIPE = re.compile(r"\\.|(\|)")
_CONTAINER = " \t>*+-0123456789.)"

# What can end before a backtick run opens: an escape, a run, a comment, a tag or an autolink.  Bounded on purpose.
_INLINE = re.compile(
    r"\\[\s\S]|(?P<run>`++)|(?P<comment><!--)"
    r"|<(?:[A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]{0,2000}|/?[A-Za-z](?:[^<>\"'`]{1,200}|\"[^\"]{0,300}\"|'[^']{0,300}'){0,20}+)>"
)


def inside(spans: Sequence[tuple[int, int]], offset: int) -> bool:
    """Tell whether an offset lies in one of some sorted, non-overlapping, half-open spans."""
    index = bisect_right(spans, offset, key=_start) - 1
    return index >= 0 and offset < spans[index][1]


def _start(span: tuple[int, int]) -> int:
    return span[0]


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


def offsets_in_code(text: str, offsets: Iterable[int], *, directives: bool = True) -> frozenset[int]:
    """Tell which of some offsets are in code; markdown-it is run only where cheap signs do not suffice."""
    wanted = sorted(offsets)
    if not wanted:
        return frozenset()
    plain = _plain_code(text, wanted, directives)
    if plain is None:
        spans = code_spans(text, directives=directives)
        return frozenset(offset for offset in wanted if inside(spans, offset))
    return plain


def front_matter_end(text: str) -> int:
    """Give the offset just behind the YAML front matter and its line end; 0 if there is none."""
    if not text.startswith("---"):
        return 0
    first = LINE_END.search(text)
    opening = text[: first.start()] if first else text
    dashes = len(opening) - len(opening.lstrip("-"))
    position = first.end() if first else len(text)
    while position < len(text):
        match = LINE_END.search(text, position)
        end = match.start() if match else len(text)
        line = text[position:end].rstrip(" \t")
        indent = len(line) - len(line.lstrip(" "))
        closing = line.lstrip(" ")
        if line == "..." or (indent < 4 and len(closing) >= dashes and not closing.strip("-") and closing):
            return match.end() if match else len(text)
        position = match.end() if match else len(text)
    return 0


def _plain_code(text: str, offsets: Sequence[int], directives: bool) -> frozenset[int] | None:
    """Say which offsets are in code by cheap and certain signs, or None when the signs do not suffice."""
    front = front_matter_end(text)
    ticks = "`" in text
    fenced = (ticks and "```" in text) or "~~~" in text
    fences = _plain_fences(text, front, directives) if fenced else ()
    if fences is None:
        return None
    found = []
    returns = "\r" in text
    line_start = seen = chunk_end = 0
    chunk_ticks = False
    for offset in offsets:
        if offset < front or inside(fences, offset):
            found.append(offset)
            continue
        # Only the characters since the last offset are searched, so that one long line costs no more than many.
        after = text.rfind("\n", seen, offset)
        if returns:
            after = max(after, text.rfind("\r", seen, offset))
        line_start, seen = (after + 1 or line_start), offset
        prefix = text[line_start : min(offset, line_start + 1000)]
        stripped = prefix.lstrip(_CONTAINER)
        lead = prefix[: len(prefix) - len(stripped)]
        if "    " in lead or "\t" in lead:
            return None
        if not ticks or (not lead.strip(" ") and not stripped and text.startswith("<!--", offset)):
            continue
        if offset >= chunk_end:
            chunk_start = text.rfind("\n\n", chunk_end, offset) + 1 or chunk_end
            chunk_end = text.find("\n\n", offset)
            chunk_end = len(text) if chunk_end < 0 else chunk_end
            chunk_ticks = text.find("`", chunk_start, chunk_end) >= 0
        if chunk_ticks:
            return None
    return frozenset(found)


def _plain_fences(text: str, start: int, directives: bool) -> Spans | None:
    """Pair fences when all of them begin at the left margin, where no list, quote or HTML can change their meaning."""
    if _HTML_LINE.search(text, start) or _OPEN_COMMENT.search(text, start):
        return None
    spans = []
    opened: tuple[int, str] | None = None
    for match in _FENCE_LINE.finditer(text, start):
        prefix, fence, info = match.groups()
        if prefix:
            return None
        if opened is None:
            if fence[0] == "`" and "`" in info:
                continue
            if not directives and info.lstrip().startswith("{"):
                return None
            opened = match.start(), fence
        elif fence[0] == opened[1][0] and len(fence) >= len(opened[1]) and not info.strip(" \t"):
            spans.append((opened[0], match.end()))
            opened = None
    if opened is not None:
        spans.append((opened[0], len(text) + 1))
    return tuple(spans)


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
                _collect_inline(text, cell_start, cell_end, spans)
        elif token.type == "inline" and not in_table:
            _collect_inline(text, start, end, spans)


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


def _collect_inline(text: str, start: int, end: int, spans: list[tuple[int, int]]) -> None:
    """Add the inline code of one block."""
    runs: dict[int, list[int]] = {}
    for ticks in _BACKTICKS.finditer(text, start, end):
        runs.setdefault(len(ticks[0]), []).append(ticks.start())
    if not runs:
        return
    position = start
    comments = True
    while match := _INLINE.search(text, position, end):
        position = match.end()
        if match["comment"] and comments:
            closing = text.find("-->", match.start() + 2, end)
            comments = closing >= 0
            position = closing + 3 if comments else position
        elif match["run"]:
            length = len(match["run"])
            same = runs.get(length, [])
            index = bisect_right(same, match.end() - 1)
            if index < len(same):
                position = same[index] + length
                spans.append((match.start(), position))


def _merged(spans: list[tuple[int, int]]) -> Spans:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        elif end > start:
            merged.append((start, end))
    return tuple(merged)
