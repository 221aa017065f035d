"""Findings as workflow commands, which GitHub shows beside the lines of a pull request.

The form and its escapes are those of the page “Workflow commands for GitHub Actions” of GitHub's manual, and of
``escapeData`` and ``escapeProperty`` in its actions/toolkit.
"""

from __future__ import annotations

from collections.abc import Sequence

from clausebook.diagnostics import Diagnostic, Severity
from clausebook.report.places import relative_to_workspace

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}
_DATA = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_PROPERTY = _DATA | {":": "%3A", ",": "%2C"}


def render(findings: Sequence[Diagnostic]) -> str:
    """Write a line for each finding."""
    return "".join(map(_command, findings))


def _command(finding: Diagnostic) -> str:
    start, end = finding.start, finding.end
    path = relative_to_workspace(finding.path)
    properties = {"title": f"Clausebook ({finding.code})", "file": path, "line": str(start.row)}
    if end.row == start.row:
        properties |= {"col": str(start.column), "endLine": str(end.row), "endColumn": str(end.column)}
    else:
        # Columns are refused where a finding ends on another line.
        properties |= {"endLine": str(end.row)}
    written = ",".join(f"{key}={_escaped(value, _PROPERTY)}" for key, value in properties.items())
    message = _escaped(f"{finding.path}:{start.row}:{start.column}: {finding.code} {finding.message}", _DATA)
    return f"::{_COMMANDS[finding.severity]} {written}::{message}\n"


def _escaped(text: str, escapes: dict[str, str]) -> str:
    return "".join(escapes.get(character, character) for character in text)
