"""Clauses that a community wrote for its readers, and that no reader sees."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from clausebook.diagnostics import Code, Diagnostic, diagnose
from clausebook.guide.wording import Voice, Wording

# What says already why clauses of a file are not shown.
_SAYS_WHY = frozenset({Code.ORPHAN_WORDING, Code.LOCKED_CLAUSE, Code.MISPLACED_ADDITION})


def unshown_clauses(
    voice: Voice, name: str, uses: Iterable[Wording], told: Iterable[Diagnostic]
) -> Iterator[Diagnostic]:
    """Find own clauses that are not among what the pages of the community called ``name`` use.

    Of a file of which it is ``told`` why its clauses are not shown, nothing is said again.
    """
    shown = {(use.file.source.path, use.clause.start.start) for use in uses}
    settled = {diagnostic.path for diagnostic in told if diagnostic.code in _SAYS_WHY}
    for file in voice.own.files.values():
        if file.source.path in settled:
            continue
        done = 0
        for clause in file.document.clauses:
            start = clause.start.start
            if start < done:
                continue  # It is a part of the clause before it.
            done = clause.end.end if clause.end else start
            if (file.source.path, start) in shown or clause.name not in file.clauses:
                continue
            identifier, after = file.identifier(clause.name), file.front_matter.clauses.get(clause.name)
            if after is not None and after.after:
                what = f"it is added to “{file.stem}:{after.after}”, which no page shows"
            elif voice.shared.find(identifier) is not None:
                what = f"no page shows “{identifier}” at all"
            else:
                what = f"ask for it on a page, with ```{{clause}} {identifier}"
            message = f"no page of {name} shows this clause: {what}; if nobody needs it, take it away"
            yield diagnose(Code.UNSHOWN_CLAUSE, message, file.source, start, clause.start.end)
