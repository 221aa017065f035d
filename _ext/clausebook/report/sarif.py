"""Findings in the Static Analysis Results Interchange Format 2.1.0 (OASIS), for code scanning."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from urllib.parse import quote

from clausebook import __version__
from clausebook.diagnostics import Code, Diagnostic, Fix
from clausebook.report.json import Json
from clausebook.report.places import relative_to_workspace, workspace
from clausebook.rules.explanations import explain
from clausebook.text.source import Position, SourceText

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_ROOT = "%SRCROOT%"

# So much of a line's text tells it from others.
_LONGEST_LINE = 300


def render(
    findings: Sequence[Diagnostic],
    sources: Mapping[str, SourceText],
    url: Callable[[Diagnostic], str],
) -> str:
    """Write a log of one run; a fix is given where the file's source is among ``sources``.

    ``url`` gives the page that explains a finding's code; it is written where it is a whole address.
    """
    rules = sorted({finding.code for finding in findings}, key=lambda code: code.code)
    numbers = {code: number for number, code in enumerate(rules)}
    pages = {finding.code: url(finding) for finding in findings}
    seen: Counter[str] = Counter()
    results = [_result(finding, sources.get(finding.path), numbers, seen) for finding in findings]
    driver: Json = {"name": "Clausebook", "version": __version__, "rules": [_rule(code, pages[code]) for code in rules]}
    run: Json = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        # CommonMark knows a lone carriage return as the end of a line.
        "newlineSequences": ["\r\n", "\n", "\r"],
        "originalUriBaseIds": {_ROOT: {"uri": f"{workspace().as_uri().rstrip('/')}/"}},
        "results": results,
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _rule(code: Code, url: str) -> Json:
    explanation = explain(code)
    rule: Json = {
        "id": code.code,
        "name": "".join(word.capitalize() for word in code.slug.split("-")),
        "shortDescription": {"text": code.summary},
        "fullDescription": {"text": explanation.why},
        "help": {"text": explanation.as_text(), "markdown": explanation.as_markdown()},
    }
    if url.startswith(("https://", "http://")):
        rule["helpUri"] = url
    return rule


def _result(finding: Diagnostic, source: SourceText | None, numbers: Mapping[Code, int], seen: Counter[str]) -> Json:
    artifact = _artifact(finding.path)
    result: Json = {
        "ruleId": finding.code.code,
        "ruleIndex": numbers[finding.code],
        "level": finding.severity.value,
        "message": {"text": finding.message},
        "locations": [
            {"physicalLocation": {"artifactLocation": artifact, "region": _region(finding.start, finding.end)}}
        ],
        "partialFingerprints": {"clausebookFinding/v1": _fingerprint(finding, source, seen)},
    }
    if finding.breaks:
        result["properties"] = {"breaks": list(finding.breaks)}
    if finding.fix and source:
        result["fixes"] = [_fix(finding.fix, source, artifact)]
    return result


def _fix(fix: Fix, source: SourceText, artifact: Json) -> Json:
    replacements = [
        {
            "deletedRegion": _region(source.position(edit.start), source.position(edit.end)),
            "insertedContent": {"text": edit.text},
        }
        for edit in fix.edits
    ]
    return {
        "description": {"text": fix.message},
        "artifactChanges": [{"artifactLocation": artifact, "replacements": replacements}],
        "properties": {"applicability": fix.applicability.value},
    }


def _region(start: Position, end: Position) -> Json:
    return {"startLine": start.row, "startColumn": start.column, "endLine": end.row, "endColumn": end.column}


def _artifact(path: str) -> Json:
    """Give a file's URI, relative to the root where it lies below it."""
    name = relative_to_workspace(path)
    if path.startswith("<"):
        return {"uri": quote(name.strip("<>"))}
    if Path(name).is_absolute():
        return {"uri": Path(name).as_uri()}
    return {"uri": quote(name, errors="surrogateescape"), "uriBaseId": _ROOT}


def _fingerprint(finding: Diagnostic, source: SourceText | None, seen: Counter[str]) -> str:
    """Make a hash that outlives lines added above: of the code, the file, the line, and which of equal ones it is."""
    line = source.line(finding.start.row)[:_LONGEST_LINE].strip() if source else ""
    what = "\0".join((finding.code.code, relative_to_workspace(finding.path), line))
    seen[what] += 1
    return hashlib.sha256(f"{what}\0{seen[what]}".encode("utf-8", "surrogatepass")).hexdigest()
