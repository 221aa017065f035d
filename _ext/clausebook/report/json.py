"""Findings for programs, in the shape of ``ruff check --output-format json``."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping, Sequence

from clausebook.diagnostics import Diagnostic, Fix
from clausebook.text.source import Position, SourceText

Json = dict[str, object]


def render(
    findings: Sequence[Diagnostic],
    sources: Mapping[str, SourceText],
    url: Callable[[Diagnostic], str] | None = None,
) -> str:
    """Write findings as a JSON list; a fix is given where the file's source is among ``sources``.

    ``url`` gives the page that explains a finding's code.
    """
    found = [_finding(finding, sources.get(finding.path), url(finding) if url else None) for finding in findings]
    return json.dumps(found, indent=2) + "\n"


def _finding(finding: Diagnostic, source: SourceText | None, url: str | None) -> Json:
    breaks: Json = {"breaks": list(finding.breaks)} if finding.breaks else {}
    return breaks | {
        "cell": None,
        "code": finding.code.code,
        "end_location": _location(finding.end),
        "filename": finding.path if finding.path.startswith("<") else os.path.abspath(finding.path),  # noqa: PTH100 - a link keeps its name
        "fix": _fix(finding.fix, source) if finding.fix and source else None,
        "location": _location(finding.start),
        "message": finding.message,
        "noqa_row": None,
        "severity": finding.severity.value,
        "url": url,
    }


def _fix(fix: Fix, source: SourceText) -> Json:
    return {
        "applicability": fix.applicability.value,
        "edits": [
            {
                "content": edit.text,
                "end_location": _location(source.position(edit.end)),
                "location": _location(source.position(edit.start)),
            }
            for edit in fix.edits
        ],
        "message": fix.message,
    }


def _location(position: Position) -> Json:
    return {"column": position.column, "row": position.row}
