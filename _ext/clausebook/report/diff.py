"""What a fix changes, as a unified diff that ``patch`` and ``git apply`` take."""

from __future__ import annotations

from difflib import SequenceMatcher
from itertools import groupby
from typing import Literal

from clausebook.report.terminal import Style, painted, visible
from clausebook.text.source import SourceText

_CONTEXT = 3

_STYLES = {"+": Style.GOOD, "-": Style.BAD, "@": Style.PLACE, "\\": Style.QUIET}

_Tag = Literal["replace", "delete", "insert", "equal"]


def render(before: SourceText, after: SourceText) -> str:
    """Write the difference of two texts of one file; "" when there is none.

    Lines end at line feeds alone, as they do for ``patch``; carriage returns
    and the byte-order mark are part of the lines.
    """
    old, new = _lines(before), _lines(after)
    if old == new:
        return ""
    skipped = _shared_start(old, new)
    dropped = _shared_end(old, new, skipped)
    return f"--- {before.path}\n+++ {after.path}\n" + _hunks(
        old[skipped : len(old) - dropped], new[skipped : len(new) - dropped], skipped
    )


def coloured(text: str) -> str:
    """Write a difference with the colours that people know; what would play tricks with a terminal is made visible."""
    return "".join(_coloured(line) for line in text.splitlines(keepends=True))


def _coloured(line: str) -> str:
    body = line.rstrip("\r\n")
    end = line[len(body) :]
    style = Style.BOLD if body.startswith(("---", "+++")) else _STYLES.get(body[:1])
    shown = visible(body)
    return (painted(shown, style, coloured=True) if style else shown) + end


def _lines(source: SourceText) -> list[str]:
    text = ("\ufeff" if source.bom else "") + source.text
    lines = [line + "\n" for line in text.split("\n")]
    last = lines.pop()[:-1]
    return [*lines, last] if last else lines


def _shared_start(old: list[str], new: list[str]) -> int:
    """Count the equal lines at the beginning that no hunk needs as context."""
    count = 0
    while count < min(len(old), len(new)) and old[count] == new[count]:
        count += 1
    return max(0, count - _CONTEXT)


def _shared_end(old: list[str], new: list[str], skipped: int) -> int:
    count = 0
    while count < min(len(old), len(new)) - skipped and old[-1 - count] == new[-1 - count]:
        count += 1
    return max(0, count - _CONTEXT)


def _hunks(old: list[str], new: list[str], skipped: int) -> str:
    parts: list[str] = []
    matcher = _LineByLine(old, new) if len(old) == len(new) else SequenceMatcher(None, old, new)
    for group in matcher.get_grouped_opcodes(_CONTEXT):
        (_, old_start, _, new_start, _), (_, _, old_end, _, new_end) = group[0], group[-1]
        parts.append(f"@@ -{_range(old_start, old_end, skipped)} +{_range(new_start, new_end, skipped)} @@\n")
        for tag, i, j, k, m in group:
            if tag == "equal":
                parts += (_line(" ", line) for line in old[i:j])
            else:
                parts += (_line("-", line) for line in old[i:j])
                parts += (_line("+", line) for line in new[k:m])
    return "".join(parts)


class _LineByLine(SequenceMatcher[str]):
    """Compares two texts of as many lines, line by line.

    Most fixes keep the number of lines, and difflib would take seconds for thousands of them.
    """

    def __init__(self, old: list[str], new: list[str]) -> None:
        super().__init__()
        self.same = [left == right for left, right in zip(old, new, strict=True)]

    def get_opcodes(self) -> list[tuple[_Tag, int, int, int, int]]:
        """Give the runs of equal and of different lines."""
        codes: list[tuple[_Tag, int, int, int, int]] = []
        start = 0
        for same, run in groupby(self.same):
            end = start + sum(1 for _ in run)
            codes.append(("equal" if same else "replace", start, end, start, end))
            start = end
        return codes


def _range(start: int, end: int, skipped: int) -> str:
    length = end - start
    first = start + skipped + (1 if length else 0)
    return str(first) if length == 1 else f"{first},{length}"


def _line(sign: str, line: str) -> str:
    return sign + line if line.endswith("\n") else f"{sign}{line}\n\\ No newline at end of file\n"
