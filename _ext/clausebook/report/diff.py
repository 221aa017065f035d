"""What a fix changes, as a unified diff that ``patch`` and ``git apply`` take."""

from __future__ import annotations

from collections.abc import Iterator

from clausebook.report.terminal import Style, painted, visible
from clausebook.text.source import SourceText

_CONTEXT = 3

_STYLES = {"+": Style.GOOD, "-": Style.BAD, "@": Style.PLACE, "\\": Style.QUIET}

# So many lines further on, at most, two texts are sought to be the same again.  Fixes change a line or two in a place,
# and a bound keeps the time in proportion to the text.
_REACH = 200

# Lines that differ, half open: in the old text, and in the new one.
_Change = tuple[int, int, int, int]


def render(before: SourceText, after: SourceText) -> str:
    """Write the difference of two texts of one file; "" when there is none.

    Lines end at line feeds alone, as they do for ``patch``; carriage returns
    and the byte-order mark are part of the lines.
    """
    old, new = _lines(before), _lines(after)
    if old == new:
        return ""
    return f"--- {before.path}\n+++ {after.path}\n{_hunks(old, new)}"


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


def _hunks(old: list[str], new: list[str]) -> str:
    parts: list[str] = []
    for group in _groups(old, new):
        before = min(_CONTEXT, group[0][0])
        behind = min(_CONTEXT, len(old) - group[-1][1])
        old_start, new_start = group[0][0] - before, group[0][2] - before
        old_end, new_end = group[-1][1] + behind, group[-1][3] + behind
        parts.append(f"@@ -{_range(old_start, old_end)} +{_range(new_start, new_end)} @@\n")
        for first, last, new_first, new_last in group:
            parts += (_line(" ", line) for line in old[old_start:first])
            parts += (_line("-", line) for line in old[first:last])
            parts += (_line("+", line) for line in new[new_first:new_last])
            old_start = last
        parts += (_line(" ", line) for line in old[old_start:old_end])
    return "".join(parts)


def _groups(old: list[str], new: list[str]) -> Iterator[list[_Change]]:
    """Put changes together that need the same lines as context."""
    group: list[_Change] = []
    for change in _changes(old, new):
        if group and change[0] - group[-1][1] > 2 * _CONTEXT:
            yield group
            group = []
        group.append(change)
    if group:
        yield group


def _changes(old: list[str], new: list[str]) -> Iterator[_Change]:
    """Find the lines that differ, from top to bottom."""
    i = j = 0
    while i < len(old) or j < len(new):
        if i < len(old) and j < len(new) and old[i] == new[j]:
            i, j = i + 1, j + 1
            continue
        first, new_first = i, j
        while (i < len(old) or j < len(new)) and not (i < len(old) and j < len(new) and old[i] == new[j]):
            deleted, inserted = _until_the_same(old, new, i, j)
            i, j = i + deleted, j + inserted
        yield first, i, new_first, j


def _until_the_same(old: list[str], new: list[str], i: int, j: int) -> tuple[int, int]:
    """Count the old and the new lines from two places on until both texts are the same again."""
    old_lines, new_lines = old[i : i + _REACH], new[j : j + _REACH]
    places: dict[str, int] = {}
    for place, line in enumerate(new_lines):
        places.setdefault(line, place)
    best = len(old_lines), len(new_lines)
    for place, line in enumerate(old_lines):
        if place >= sum(best):
            break
        other = places.get(line)
        if other is not None and place + other < sum(best):
            best = place, other
    return best


def _range(start: int, end: int) -> str:
    length = end - start
    first = start + (1 if length else 0)
    return str(first) if length == 1 else f"{first},{length}"


def _line(sign: str, line: str) -> str:
    return sign + line if line.endswith("\n") else f"{sign}{line}\n\\ No newline at end of file\n"
