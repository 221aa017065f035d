"""Where in a file the lines and words of a clause are, as offsets."""

from __future__ import annotations

import re

from clausebook.clauses.document import Clause
from clausebook.guide import layout
from clausebook.text.source import LINE_END

_BLANKS = re.compile(r"[ \t]*")


def line_start(text: str, offset: int) -> int:
    """Give where the line of an offset begins."""
    return max(text.rfind("\n", 0, offset), text.rfind("\r", 0, offset)) + 1


def line_end(text: str, offset: int) -> int:
    """Give where the line of an offset ends, without its line end."""
    match = LINE_END.search(text, offset)
    return match.start() if match else len(text)


def next_line(text: str, offset: int) -> int:
    """Give where the line after that of an offset begins; the text's end if there is none."""
    match = LINE_END.search(text, offset)
    return match.end() if match else len(text)


def after_blanks(text: str, offset: int) -> int:
    """Give the first offset from one on that is no blank or tab."""
    match = _BLANKS.match(text, offset)
    return match.end() if match else offset


def block_end(text: str, clause: Clause) -> int:
    """Give where a clause ends that stands on lines of its own.

    Without an end marker it reaches to the next clause, whose line may begin with a bullet.
    """
    if clause.end:
        return clause.end.end
    start = max(line_start(text, clause.limit), clause.start.end)
    return start if layout.is_block_prefix(text[start : clause.limit]) else clause.limit


def fills_lines(text: str, clause: Clause) -> bool:
    """Tell whether nothing but the clause stands on the lines on which it begins, or else on which it ends."""
    first = after_blanks(text, clause.start.end)
    if first == line_end(text, first):
        return True
    end = block_end(text, clause)
    last = after_blanks(text, end)
    return last == line_end(text, last) or (clause.end is None and end == line_start(text, end))


def body_lines(text: str, clause: Clause) -> tuple[int, int, str | None]:
    """Give where the lines between the markers begin and end, and what stands before an end marker on its own line."""
    start = after_blanks(text, clause.start.end)
    end = clause.end.start if clause.end else block_end(text, clause)
    if start == line_end(text, start):
        start = min(next_line(text, start), end)
    last = line_start(text, end)
    tail = text[last:end]
    if last < start or not layout.is_block_prefix(tail) or layout.has_bullet(tail):
        return start, end, None
    return start, last, tail


def words(text: str, clause: Clause) -> tuple[int, int]:
    """Give where the words between the markers begin and end; without an end marker, where there are no more."""
    start, end = clause.body
    return start, end if clause.end else start + len(text[start:end].rstrip())
