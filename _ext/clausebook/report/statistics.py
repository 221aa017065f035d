"""How often each kind of finding was found, in the shape of ``ruff check --statistics``."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from clausebook.diagnostics import Applicability, Code, Diagnostic

_Row = tuple[Code, int, int]


def render(findings: Sequence[Diagnostic], *, unsafe: bool = False) -> str:
    """Write a line for each code, most findings first: how many, the code, whether it can be mended, its name.

    ``[*]`` marks a code of which all can be mended, ``[-]`` one of which some can; with ``unsafe``, unsafe fixes count.
    """
    rows = _rows(findings, unsafe)
    width = max((len(str(count)) for _, count, _ in rows), default=0)
    marks = {True: "*", False: "-"}
    return "".join(
        f"{count:>{width}}  {code.code}  [{marks[fixable == count] if fixable else ' '}]  {code.slug}\n"
        for code, count, fixable in rows
    )


def render_json(findings: Sequence[Diagnostic], *, unsafe: bool = False) -> str:
    """Write the same as a JSON list."""
    rows = [
        {
            "code": code.code,
            "name": code.slug,
            "count": count,
            "fixable": fixable == count,
            "fixable_count": fixable,
        }
        for code, count, fixable in _rows(findings, unsafe)
    ]
    return json.dumps(rows, indent=2) + "\n"


def _rows(findings: Iterable[Diagnostic], unsafe: bool) -> list[_Row]:
    mended = {Applicability.SAFE, *([Applicability.UNSAFE] if unsafe else [])}
    counts: dict[Code, list[int]] = {}
    for finding in findings:
        row = counts.setdefault(finding.code, [0, 0])
        row[0] += 1
        row[1] += finding.fix is not None and finding.fix.applicability in mended
    rows = [(code, count, fixable) for code, (count, fixable) in counts.items()]
    return sorted(rows, key=lambda row: (-row[1], row[0].code))
