"""Where clauses are asked for by names that they do not have any more."""

from __future__ import annotations

import re
from collections.abc import Iterator

from clausebook.clauses.library import Library
from clausebook.diagnostics import Code, Diagnostic, Edit, Fix, Severity, diagnose
from clausebook.guide.directives import Request, place_of_omission
from clausebook.guide.wording import Voice
from clausebook.text.source import SourceText

# A directive that names clauses one a line has no more lines than this.
_MOST_LINES = 500


def old_names(voice: Voice, source: SourceText, request: Request) -> Iterator[Diagnostic]:
    """Find former names of clauses that a page shows or leaves out; they work, and a name that is gone may not."""
    for name in request.clauses:
        present = voice.present(name)
        if present != name:
            yield _old(name, present, source, *_place(source, request.row, name))
    for name in request.omit:
        present = voice.present(f"{request.stem}:{name}")
        if present != f"{request.stem}:{name}":
            place = place_of_omission(source, request.row, name)
            yield _old(name, present.partition(":")[2], source, *place)


def old_wordings(voice: Voice) -> Iterator[Diagnostic]:
    """Find own wording under a clause's former name."""
    for file in voice.own.files.values():
        for clause in file.document.clauses:
            if clause.name in file.renamed:
                present = file.present(clause.name)
                message = f"“{file.stem}:{clause.name}” is called “{present}” now: write that name in both markers"
                yield diagnose(
                    Code.OLD_NAME,
                    message,
                    file.source,
                    clause.start.start,
                    clause.start.end,
                    severity=Severity.WARNING,
                )
    yield from old_placeholders(voice.own, voice)


def old_placeholders(library: Library, voice: Voice) -> Iterator[Diagnostic]:
    """Find clause files that take in clauses by their former names."""
    for file in library.files.values():
        for placeholder in file.placeholders:
            if placeholder.clause:
                name = placeholder.clause if ":" in placeholder.clause else file.identifier(placeholder.clause)
                present = voice.present(name)
                if present != name:
                    start = file.source.text.find(placeholder.clause, placeholder.start, placeholder.end)
                    yield _old(placeholder.clause, present, file.source, start, start + len(placeholder.clause))


def _old(name: str, present: str, source: SourceText, start: int, end: int) -> Diagnostic:
    exact = source.text[start:end] == name
    fix = Fix(f"Write {present}", (Edit(start, end, present),)) if exact else None
    message = f"“{name}” is called “{present}” now; the old name still works, until somebody gives it up"
    return diagnose(Code.OLD_NAME, message, source, start, end, severity=Severity.WARNING, fix=fix)


def _place(source: SourceText, row: int, name: str) -> tuple[int, int]:
    """Give the offsets of a name in the directive at a row; else those of its first line."""
    first = source.line_starts[row - 1]
    last = min(row - 1 + _MOST_LINES, len(source.line_starts) - 1)
    match = re.compile(rf"(?<![\w:-]){re.escape(name)}(?![\w:-])").search(
        source.text, first, source.line_starts[last] + len(source.line(last + 1))
    )
    return match.span() if match else (first, first + len(source.line(row)))
