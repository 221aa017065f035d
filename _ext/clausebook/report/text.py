"""Findings for people: where, what, the line with a caret under the place, and what helps."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from clausebook.diagnostics import Applicability, Diagnostic, Severity
from clausebook.report.terminal import Style, column, columns, linked, painted, visible
from clausebook.text.source import SourceText

# How many columns of a source line are shown.
_WIDTH = 100
_CUT = "…"
_STYLES = {Severity.ERROR: Style.ERROR, Severity.WARNING: Style.WARNING, Severity.NOTE: Style.PLACE}


def render(
    findings: Sequence[Diagnostic],
    sources: Mapping[str, SourceText],
    *,
    coloured: bool = False,
    url: Callable[[Diagnostic], str] | None = None,
) -> str:
    """Write findings one below the other; the line is shown where the file's source is among ``sources``.

    With colours, a finding's code links to the page that ``url`` gives.
    """
    return "".join(
        _finding(finding, sources.get(finding.path), coloured, url(finding) if url else "") for finding in findings
    )


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


def _finding(finding: Diagnostic, source: SourceText | None, coloured: bool, url: str) -> str:
    def paint(text: str, style: Style) -> str:
        return painted(text, style, coloured=coloured)

    start = finding.start
    style = _STYLES[finding.severity]
    code = linked(paint(str(finding.code), style), url, coloured=coloured)
    place = f"{paint(visible(finding.path), Style.BOLD)}:{start.row}:{start.column}:"
    lines = [f"{place} {code} {visible(finding.message)}"]
    gutter = " " * len(str(start.row))
    if source is not None:
        shown, caret = _excerpt(finding, source.line(start.row))
        row = paint(f"{start.row} |", Style.PLACE)
        side = paint(f"{gutter} |", Style.PLACE)
        lines += side, f"{row} {shown}".rstrip(), f"{side} {paint(caret, style)}"
    if finding.fix is not None:
        note = {
            Applicability.SAFE: "",
            Applicability.UNSAFE: " (only with --unsafe-fixes: read the result)",
            Applicability.DISPLAY: " (not applied: look at it yourself)",
        }[finding.fix.applicability]
        lines.append(f"{gutter} {paint('= help:', Style.PLACE)} {visible(finding.fix.message)}{note}")
    return "\n".join(lines) + "\n\n"


def _excerpt(finding: Diagnostic, line: str) -> tuple[str, str]:
    """Give the part of a line around a finding, and the carets below it."""
    first = min(finding.start.column - 1, len(line))
    last = finding.end.column - 1 if finding.end.row == finding.start.row else len(line)
    last = max(min(last, len(line)), first)
    # Nothing outside of this window can be shown, so that one endless line is not measured character by character.
    low, high = max(0, first - _WIDTH), min(len(line), first + 2 * _WIDTH)
    before, marked, after = (
        visible(line[low:first]),
        visible(line[first : min(last, high)]),
        visible(line[last:high] if last < high else ""),
    )
    before, cut_before = _last_columns(before, _WIDTH // 2 if columns(before + marked + after) > _WIDTH else _WIDTH)
    head = _CUT if cut_before or low else ""
    room = _WIDTH - columns(head + before)
    marked, cut_marked = _first_columns(marked, room)
    after, cut_after = _first_columns(after, room - columns(marked))
    tail = _CUT if cut_marked or cut_after or high < len(line) else ""
    caret = " " * columns(head + before) + "^" * max(1, columns(marked))
    return head + before + marked + after + tail, caret


def _first_columns(text: str, most: int) -> tuple[str, bool]:
    used = 0
    for index, character in enumerate(text):
        used += column(character)
        if used > most:
            return text[:index], True
    return text, False


def _last_columns(text: str, most: int) -> tuple[str, bool]:
    kept, cut = _first_columns(text[::-1], most)
    return kept[::-1], cut
