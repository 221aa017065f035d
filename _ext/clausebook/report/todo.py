"""Facts to fill in or to mend as a list, the most important first: what somebody in danger needs, then the rest."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from clausebook.diagnostics import Code, Diagnostic
from clausebook.report.terminal import visible

# Of so few findings everybody sees the order.
_FEWEST = 3
_WIDTH = 76


def render(findings: Sequence[Diagnostic]) -> str:
    """Write a list for each file with several findings on facts; nothing for the others."""
    by_file: defaultdict[str, list[Diagnostic]] = defaultdict(list)
    for finding in findings:
        if finding.rank is not None:
            by_file[finding.path].append(finding)
    return "".join(_list(path, found) for path, found in by_file.items() if len(found) >= _FEWEST)


def _list(path: str, findings: Sequence[Diagnostic]) -> str:
    ordered = sorted(findings, key=lambda finding: (finding.rank or 0, finding.start))
    width = len(str(max(finding.start.row for finding in findings)))
    lines = [f"{visible(path)}, the most important first:"]
    lines += [f"  line {finding.start.row:>{width}}  {_short(finding)}" for finding in ordered]
    return "\n".join(lines) + "\n\n"


def _short(finding: Diagnostic) -> str:
    """Give a message without where the gap shows, and not longer than a line."""
    text = visible(finding.message)
    if finding.code is Code.NOT_FILLED_IN:
        text = text.partition("; it is missing at ")[0]
        text = text.replace(" is not filled in: write", ":").removesuffix(' in place of "TODO"')
    return text if len(text) <= _WIDTH else text[: _WIDTH - 1].rstrip() + "…"
