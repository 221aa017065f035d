"""CB3 as far as one file shows it: placeholders that lost a brace."""

from __future__ import annotations

from collections.abc import Iterator

from clausebook.clauses.slips import find_slips
from clausebook.diagnostics import Code, Diagnostic, Edit, Fix, diagnose
from clausebook.text.source import SourceText


def lost_brace(source: SourceText) -> Iterator[Diagnostic]:
    """Tell placeholders that lost a brace.

    Nothing takes them for a placeholder any more, so the guide shows their name to somebody who needs to know whom to
    tell.

    What to do: Write two braces on each side of the name.

    Fix: safe where it is certain what they should hold, else none.

    Bad:

        Tell {{ words.staff } at once.

    Good:

        Tell {{ words.staff }} at once.
    """
    for slip in find_slips(source.text):
        fix = Fix(f"Write it as {slip.correct}", (Edit(slip.start, slip.end, slip.correct),)) if slip.certain else None
        yield diagnose(Code.MALFORMED_PLACEHOLDER, slip.describe(source.text), source, slip.start, slip.end, fix=fix)
