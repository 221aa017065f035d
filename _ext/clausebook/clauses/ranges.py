"""Where in a file the lines and words of a clause are, as offsets."""

from __future__ import annotations

import re

from clausebook.clauses.document import Clause
from clausebook.text import layout
from clausebook.text.source import LINE_END, SourceText

_BLANKS = re.compile(r"[ \t]*+")
_LINE_END_HERE = re.compile(r"[ \t]*+(\Z|\r\n|\n|\r)")


def line_start(source: SourceText, offset: int) -> int:
    """Give where the line of an offset begins."""
    return source.line_starts[source.row(offset) - 1]


def line_end(text: str, offset: int, end: int) -> int:
    """Give where the line of an offset ends, without its line end; ``end`` if it ends later."""
    match = LINE_END.search(text, offset, end)
    return match.start() if match else end


def next_line(text: str, offset: int) -> int:
    """Give where the next line begins, if nothing but blanks stands between; else the offset itself."""
    match = _LINE_END_HERE.match(text, offset)
    return match.end() if match else offset


def is_line_end(text: str, offset: int) -> bool:
    """Tell whether nothing but blanks follows on the line of an offset."""
    return _LINE_END_HERE.match(text, offset) is not None


def after_blanks(text: str, offset: int) -> int:
    """Give the first offset from one on that is no blank or tab."""
    match = _BLANKS.match(text, offset)
    return match.end() if match else offset


def block_end(source: SourceText, clause: Clause) -> int:
    """Give where a clause ends that stands on lines of its own.

    Without an end marker it reaches to the next clause, whose line may begin with a bullet.
    """
    if clause.end:
        return clause.end.end
    start = max(line_start(source, clause.limit), clause.start.end)
    return start if layout.is_block_prefix(source.text[start : clause.limit]) else clause.limit


def fills_lines(source: SourceText, clause: Clause) -> bool:
    """Tell whether nothing but the clause stands on the line on which it begins, or else on that on which it ends."""
    if is_line_end(source.text, clause.start.end):
        return True
    end = block_end(source, clause)
    return is_line_end(source.text, end) or (clause.end is None and end == line_start(source, end))


def body_lines(source: SourceText, clause: Clause) -> tuple[int, int, str | None]:
    """Give where the lines between the markers begin and end, and what stands before an end marker on its own line."""
    end = clause.end.start if clause.end else block_end(source, clause)
    start = min(next_line(source.text, clause.start.end), end)
    if start == clause.start.end:
        start = min(after_blanks(source.text, start), end)
    last = line_start(source, end)
    tail = source.text[last:end] if last >= start else ""
    if last < start or not layout.is_block_prefix(tail) or layout.has_bullet(tail):
        return start, end, None
    return start, last, tail


def words(source: SourceText, clause: Clause) -> tuple[int, int]:
    """Give where the words between the markers begin and end; without an end marker, where there are no more."""
    start, end = clause.body
    return start, end if clause.end else start + len(source.text[start:end].rstrip())
