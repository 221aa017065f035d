"""Quick and certain answers about code: what needs no parser, because nothing in the text makes it doubtful.

What is here needs nothing but ``re``.  It says None where only a parser knows.
"""

from __future__ import annotations

import re
from bisect import bisect_right

TYPE_CHECKING = False  # A sound file is checked in less time than the import of typing takes.
if TYPE_CHECKING:
    from collections.abc import Sequence

# CommonMark's line endings.  Not from the source module, which needs more than a look at code does.
LINE_END = re.compile(r"\r\n|\n|\r")

Spans = tuple[tuple[int, int], ...]

# A pattern that begins with literal characters is found far more quickly than one that begins with a choice.
_BACKTICK_FENCE = re.compile(r"(```(?:`*+))([^\r\n]*+)")
_ANY_FENCE = re.compile(r"(`{3,}+|~{3,}+)([^\r\n]*+)")
_PARAGRAPH = re.compile(r"[^\W\d_][^|\r\n]*+(?:(?:\r\n|\n|\r)[^\W\d_][^|\r\n]*+)*+[\r\n]*+")
_TAG = re.compile(r"<(?!!--)")
_OPEN_COMMENT = re.compile(r"<!--(?![^\r\n]{0,2000}-->)")
_BACKTICKS = re.compile("`++")
# How far back the beginning of a line is looked for; what stands behind more bullets than this is parsed.
_LEAD = 1000
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


def code_at_margin(text: str, *, fenced: bool, html: bool, directives: bool = True) -> Spans | None:
    """Find front matter and fences, where a comment at the left margin is in code; None if that needs a parser.

    ``fenced`` and ``html`` are false where it is known that the text holds no
    run that may be a fence, and no tag and no open comment.
    """
    front = front_matter_end(text)
    fences: Spans | None = ()
    if fenced:
        fences = None if html and _holds_html(text, front) else _plain_fences(text, front, directives)
    if fences is None:
        return None
    return ((0, front), *fences) if front else fences


def plain_code(
    text: str, offsets: Sequence[int], directives: bool, spans: Spans | None = None
) -> frozenset[int] | None:
    """Say which offsets are in code by cheap and certain signs, or None when the signs do not suffice.

    ``spans`` is what code_at_margin gives for the text, where it is known.
    """
    ticks = "`" in text
    if spans is None:
        fenced = (ticks and "```" in text) or "~~~" in text
        spans = code_at_margin(text, fenced=fenced, html=True, directives=directives)
    if spans is None:
        return None
    found = []
    returns = "\r" in text
    # A paragraph is looked at by itself; where blank lines are of another kind, it is only longer.
    blank_line = "\r\n\r\n" if returns else "\n\n"
    line_start = seen = chunk_end = 0
    chunk_code: Spans | None = ()
    html: bool | None = None
    for offset in offsets:
        if inside(spans, offset):
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
            chunk_start = text.rfind(blank_line, chunk_end, offset) + len(blank_line)
            chunk_start = chunk_start if chunk_start >= len(blank_line) else chunk_end
            chunk_end = text.find(blank_line, offset)
            chunk_end = len(text) if chunk_end < 0 else chunk_end
            chunk_code = ()
            if text.find("`", chunk_start, chunk_end) >= 0:
                html = _holds_html(text, front_matter_end(text)) if html is None else html
                chunk_code = None if html else _paragraph_code(text, chunk_start, chunk_end)
        if chunk_code is None:
            return None
        if inside(chunk_code, offset):
            found.append(offset)
    return frozenset(found)


def _paragraph_code(text: str, start: int, end: int) -> Spans | None:
    """Find the inline code between two blank lines, if nothing but a paragraph can stand there; else None."""
    if not _PARAGRAPH.fullmatch(text, start, end):
        return None
    spans: list[tuple[int, int]] = []
    collect_inline(text, start, end, spans)
    return tuple(spans)


def _holds_html(text: str, start: int) -> bool:
    """Tell whether a line may begin a block of HTML, or a comment that goes on in the next line."""
    if _OPEN_COMMENT.search(text, start):
        return True
    return any(_leads_line(text, match.start()) for match in _TAG.finditer(text, start))


def _plain_fences(text: str, start: int, directives: bool) -> Spans | None:
    """Pair fences when all of them begin at the left margin, where no list or quote can change their meaning."""
    spans = []
    opened: tuple[int, str] | None = None
    for match in (_ANY_FENCE if "~~~" in text else _BACKTICK_FENCE).finditer(text, start):
        if match.start() and text[match.start() - 1] not in "\r\n":
            if _leads_line(text, match.start()):
                return None
            continue
        fence, info = match.groups()
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


def _leads_line(text: str, offset: int) -> bool:
    """Tell whether indentation, bullets and quote marks alone stand before an offset in its line, or may do."""
    bound = max(0, offset - _LEAD)
    line_start = max(text.rfind("\n", bound, offset), text.rfind("\r", bound, offset), bound - 1) + 1
    return not text[line_start:offset].strip(_CONTAINER)


def collect_inline(text: str, start: int, end: int, spans: list[tuple[int, int]]) -> None:
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
