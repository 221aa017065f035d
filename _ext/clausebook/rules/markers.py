"""CB1: markers that are damaged."""

from __future__ import annotations

from collections.abc import Iterator

from clausebook.clauses.document import ClauseDocument
from clausebook.clauses.markers import MarkerKind, canonical
from clausebook.clauses.misplaced import WRONG_NAME
from clausebook.diagnostics import Code, Diagnostic, Edit, Fix, diagnose


def malformed_start(document: ClauseDocument) -> Iterator[Diagnostic]:
    """Tell start markers that are damaged.

    A clause begins where its start marker stands.  A damaged one is an ordinary comment, or even visible text: the
    clause is missing from every guide that asks for it, and readers may see the remains of the marker.

    What to do: Write the marker as ``<!-- clause:NAME -->``.

    Fix: safe where the marker, or the other one of its clause, leaves no doubt what was meant; else none.

    Bad:

        <!-- cluase:response -->
        Offer a private place to sit.
        <!-- endclause:response -->

    Good:

        <!-- clause:response -->
        Offer a private place to sit.
        <!-- endclause:response -->
    """
    return _malformed(document, MarkerKind.START, Code.MALFORMED_START, "start")


def malformed_end(document: ClauseDocument) -> Iterator[Diagnostic]:
    """Tell end markers that are damaged.

    A clause ends where its end marker stands.  When it is damaged, the clause runs on into what follows, and a guide
    may show reporters what was meant for staff.

    What to do: Write the marker as ``<!-- endclause:NAME -->``.

    Fix: safe where the marker, or the other one of its clause, leaves no doubt what was meant; else none.

    Bad:

        <!-- clause:response -->
        Offer a private place to sit.
        <-- e!ndclause:response -->

    Good:

        <!-- clause:response -->
        Offer a private place to sit.
        <!-- endclause:response -->
    """
    return _malformed(document, MarkerKind.END, Code.MALFORMED_END, "end")


def _malformed(document: ClauseDocument, kind: MarkerKind, code: Code, word: str) -> Iterator[Diagnostic]:
    for marker in document.markers:
        if marker.damage in (None, WRONG_NAME) or marker.kind is not kind:
            continue
        correct = marker.canonical if marker.certain else ""
        if correct:
            fix = Fix(f"Write it as {correct}", (Edit(marker.start, marker.end, correct),))
            message = (
                f"This {word} marker is damaged ({marker.damage}): it should read {correct}. "
                "Run clausebook check --fix, or type it so."
            )
        else:
            fix = None
            example = canonical(kind, marker.name or "NAME")
            hint = "" if marker.name else ", with the name of the clause"
            message = (
                f"This looks like {'an' if word == 'end' else 'a'} {word} marker that is damaged ({marker.damage}), "
                f"and it is not certain what was meant. If it is one, write it as {example}{hint}."
            )
        yield diagnose(code, message, document.source, marker.start, marker.end, fix=fix)
