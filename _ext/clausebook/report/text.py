"""Findings for people: where, what, the line with a caret under the place, and what helps."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence

from clausebook.diagnostics import Applicability, Diagnostic
from clausebook.text.source import SourceText

# How many columns of a source line are shown.
_WIDTH = 100
_TAB = "    "
_CUT = "…"


def render(findings: Sequence[Diagnostic], sources: Mapping[str, SourceText]) -> str:
    """Write findings one below the other; the line is shown where the file's source is among ``sources``."""
    return "".join(_finding(finding, sources.get(finding.path)) for finding in findings)


def summary(findings: Sequence[Diagnostic], *, fixed: int = 0, unsafe: bool = False) -> str:
    """Write the last line: how many problems there are, and how many ``--fix`` would mend or has mended."""
    count = len(findings) + fixed
    if not count:
        return "All checks passed.\n"
    found = f"Found {_problems(count)}"
    if fixed:
        return f"{found} ({fixed} fixed, {len(findings)} remaining).\n"
    grades = [finding.fix.applicability for finding in findings if finding.fix]
    safe, doubtful = grades.count(Applicability.SAFE), grades.count(Applicability.UNSAFE)
    parts = []
    if unsafe:
        safe, doubtful = safe + doubtful, 0
    if safe:
        parts.append(f"{safe} fixable with --fix{' --unsafe-fixes' if unsafe else ''}")
    if doubtful:
        parts.append(
            f"{doubtful} more with --unsafe-fixes" if safe else f"{doubtful} fixable with --fix --unsafe-fixes"
        )
    return f"{found} ({', '.join(parts)}).\n" if parts else f"{found}.\n"


def _problems(count: int) -> str:
    return "1 problem" if count == 1 else f"{count} problems"


def _finding(finding: Diagnostic, source: SourceText | None) -> str:
    start = finding.start
    lines = [f"{finding.path}:{start.row}:{start.column}: {finding.code} {visible(finding.message)}"]
    gutter = " " * len(str(start.row))
    if source is not None:
        shown, caret = _excerpt(finding, source.line(start.row))
        lines += f"{gutter} |", f"{start.row} | {shown}".rstrip(), f"{gutter} | {caret}"
    if finding.fix is not None:
        note = {
            Applicability.SAFE: "",
            Applicability.UNSAFE: " (only with --unsafe-fixes: read the result)",
            Applicability.DISPLAY: " (not applied: look at it yourself)",
        }[finding.fix.applicability]
        lines.append(f"{gutter} = help: {visible(finding.fix.message)}{note}")
    return "\n".join(lines) + "\n\n"


def _excerpt(finding: Diagnostic, line: str) -> tuple[str, str]:
    """Give the part of a line around a finding, and the carets below it."""
    first = min(finding.start.column - 1, len(line))
    last = finding.end.column - 1 if finding.end.row == finding.start.row else len(line)
    last = max(min(last, len(line)), first)
    # Nothing outside of this window can be shown, so that one endless line is not measured character by character.
    low, high = max(0, first - _WIDTH), min(len(line), first + 2 * _WIDTH)
    before, marked, after = (
        _shown(line[low:first]),
        _shown(line[first : min(last, high)]),
        _shown(line[last:high] if last < high else ""),
    )
    before, cut_before = _last_columns(before, _WIDTH // 2 if _columns(before + marked + after) > _WIDTH else _WIDTH)
    head = _CUT if cut_before or low else ""
    room = _WIDTH - _columns(head + before)
    marked, cut_marked = _first_columns(marked, room)
    after, cut_after = _first_columns(after, room - _columns(marked))
    tail = _CUT if cut_marked or cut_after or high < len(line) else ""
    caret = " " * _columns(head + before) + "^" * max(1, _columns(marked))
    return head + before + marked + after + tail, caret


def _shown(text: str) -> str:
    return visible(text.replace("\t", _TAB))


def visible(text: str) -> str:
    """Replace what would move the cursor, turn the writing direction or not be seen at all."""
    if text.isascii() and text.isprintable():
        return text
    return "".join("�" if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp") else c for c in text)


def _columns(text: str) -> int:
    """Count the columns that a text takes on a terminal: wide characters take two, combining ones none."""
    return len(text) if text.isascii() else sum(map(_column, text))


def _column(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _first_columns(text: str, most: int) -> tuple[str, bool]:
    used = 0
    for index, character in enumerate(text):
        used += _column(character)
        if used > most:
            return text[:index], True
    return text, False


def _last_columns(text: str, most: int) -> tuple[str, bool]:
    kept, cut = _first_columns(text[::-1], most)
    return kept[::-1], cut
