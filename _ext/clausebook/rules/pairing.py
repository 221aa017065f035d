"""CB2: markers that are sound and do not make a clause together."""

from __future__ import annotations

from collections.abc import Iterator

from clausebook.clauses.document import ClauseDocument, Problem, ProblemKind
from clausebook.clauses.markers import Marker, MarkerKind, canonical
from clausebook.clauses.misplaced import WRONG_NAME
from clausebook.clauses.placing import Layout, Place
from clausebook.diagnostics import Applicability, Code, Diagnostic, Edit, Fix, Severity, diagnose


def end_without_start(document: ClauseDocument) -> Iterator[Diagnostic]:
    """Tell end markers that end nothing.

    Either the start marker is missing, and with it the whole clause, or the end marker is left over from an earlier
    wording and only puzzles the next person who edits the file.

    What to do: Add the start marker where the clause begins, or remove the end marker.

    Fix: unsafe. The start marker goes where the text before the end marker begins; safe where that is one paragraph or
    list and the file's other clauses are laid out alike, and where the end marker stands there twice.

    Bad:

        Offer a private place to sit.
        <!-- endclause:response -->

    Good:

        <!-- clause:response -->
        Offer a private place to sit.
        <!-- endclause:response -->
    """
    problems = _problems(document, ProblemKind.END_WITHOUT_START)
    if not problems:
        return
    layout = _layout(document)
    before: dict[Marker, Marker | None] = dict(zip(document.markers, (None, *document.markers), strict=False))
    for problem in problems:
        fix = None
        if problem.plain:
            message = f"The end marker of “{problem.name}” stands here twice. Remove one of the two."
            fix = _removal(problem)
        elif not problem.name:
            message = "This end marker ends nothing: no clause is open here. Remove it, or add the start marker."
        else:
            start = canonical(MarkerKind.START, problem.name)
            message = (
                f"This end marker ends nothing: no clause “{problem.name}” is open here. "
                f"Add {start} where the clause begins, or remove the end marker."
            )
            last = before[problem.marker]
            if last is None or last.kind is MarkerKind.END:
                fix = _added(layout.of_start(problem.marker, last.end if last else 0), start)
        yield _finding(document, problem, Code.END_WITHOUT_START, message, fix)


def missing_end(document: ClauseDocument) -> Iterator[Diagnostic]:
    """Tell clauses that begin and do not end.

    Nobody but the author knows where the clause should stop, and a guide that guesses may show too much or too little.

    What to do: Add the end marker where the clause ends.

    Fix: unsafe. It goes before the next clause, or to the end of the file; safe where the text is one paragraph or list
    and the file's other clauses are laid out alike.

    Bad:

        <!-- clause:response -->
        Offer a private place to sit.
        <!-- clause:followup -->
        Ask again on the next day.
        <!-- endclause:followup -->

    Good:

        <!-- clause:response -->
        Offer a private place to sit.
        <!-- endclause:response -->
        <!-- clause:followup -->
        Ask again on the next day.
        <!-- endclause:followup -->
    """
    limits = {clause.start: clause.limit for clause in document.clauses}
    problems = _problems(document, ProblemKind.MISSING_END)
    if not problems:
        return
    layout = _layout(document)
    for problem in problems:
        end = canonical(MarkerKind.END, problem.name)
        if problem.other is not None:
            row = document.source.row(problem.other.start)
            message = (
                f"The clause “{problem.name}” begins here, begins again in line {row} and never ends. "
                f"If line {row} is where it ends, write {end} there."
            )
            edit = Edit(problem.other.start, problem.other.end, end)
            fix: Fix | None = Fix(f"Add {end}", (edit,), Applicability.UNSAFE)
        else:
            message = f"The clause “{problem.name}” begins here and never ends. Add {end} where it ends."
            fix = _added(layout.of_end(problem.marker, limits[problem.marker]), end)
        yield _finding(document, problem, Code.MISSING_END, message, fix)


def wrong_end_name(document: ClauseDocument) -> Iterator[Diagnostic]:
    """Tell end markers that name another clause than the one that is open.

    The two names are all that shows where a clause ends.  When they differ, one of the clauses has no end.

    What to do: Let both markers have the same name.

    Fix: safe where one of the two names has a clause of its own, or where they differ by a slip and only one is made of
    words; else unsafe.

    Bad:

        <!-- clause:response -->
        Offer a private place to sit.
        <!-- endclause:respnse -->

    Good:

        <!-- clause:response -->
        Offer a private place to sit.
        <!-- endclause:response -->
    """
    for marker in document.markers:
        if marker.damage == WRONG_NAME:
            word = "start" if marker.kind is MarkerKind.START else "end"
            message = (
                f"The other marker of this clause names it “{marker.name}”, so this {word} marker should read "
                f"{marker.canonical}. Run clausebook check --fix, or type it so."
            )
            fix = Fix(f"Write it as {marker.canonical}", (Edit(marker.start, marker.end, marker.canonical),))
            yield diagnose(Code.WRONG_END_NAME, message, document.source, marker.start, marker.end, fix=fix)
    for problem in _problems(document, ProblemKind.WRONG_END_NAME):
        marker, end = problem.marker, canonical(MarkerKind.END, problem.name)
        row = document.source.row(problem.other.start) if problem.other else 0
        message = (
            f"This end marker names “{marker.name}”, but the clause that is open is “{problem.name}”, "
            f"begun in line {row}. Write {end}, or correct the start marker."
        )
        fix = Fix(f"Write it as {end}", (Edit(marker.start, marker.end, end),), Applicability.UNSAFE)
        yield _finding(document, problem, Code.WRONG_END_NAME, message, fix)


def duplicate_clause(document: ClauseDocument) -> Iterator[Diagnostic]:
    """Tell clauses of one file that have the same name.

    A guide asks for a clause by its name and would get the first of the two; a correction of the second is never seen.

    What to do: Give one of the two another name, in its start and its end marker.

    Fix: none. The name has to be chosen. A start marker that stands there twice is removed safely.

    Bad:

        <!-- clause:contact -->Call us.<!-- endclause:contact -->
        <!-- clause:contact -->Write to us.<!-- endclause:contact -->

    Good:

        <!-- clause:call -->Call us.<!-- endclause:call -->
        <!-- clause:write -->Write to us.<!-- endclause:write -->
    """
    starts = {clause.start for clause in document.clauses}
    for problem in _problems(document, ProblemKind.DUPLICATE):
        row = document.source.row(problem.other.start) if problem.other else 0
        if problem.marker in starts:
            message = (
                f"A clause “{problem.name}” begins in line {row} already. "
                "Give one of the two another name, in its start and its end marker."
            )
        else:
            message = (
                f"The clause “{problem.name}” begins here a second time before it has ended; it began in line {row}. "
                "Remove one of the two start markers."
            )
        yield _finding(document, problem, Code.DUPLICATE_CLAUSE, message, _removal(problem) if problem.plain else None)


def nested_clause(document: ClauseDocument) -> Iterator[Diagnostic]:
    """Tell clauses that begin inside another one.

    A guide that leaves out the outer clause would lose the inner one too, and one that uses both would say it twice.

    What to do: Let the outer clause end before the inner one begins, or move the inner one out of it.

    Fix: none. Where the outer clause ends has to be decided.

    Bad:

        <!-- clause:response -->
        Offer a private place to sit.
        <!-- clause:security -->
        Call security.
        <!-- endclause:security -->
        <!-- endclause:response -->

    Good:

        <!-- clause:response -->
        Offer a private place to sit.
        <!-- endclause:response -->
        <!-- clause:security -->
        Call security.
        <!-- endclause:security -->
    """
    for problem in _problems(document, ProblemKind.NESTED):
        outer = problem.other.name if problem.other else ""
        row = document.source.row(problem.other.start) if problem.other else 0
        message = (
            f"The clause “{problem.name}” begins inside the clause “{outer}”, which began in line {row}. "
            f"Let “{outer}” end before this line, or move “{problem.name}” out of it."
        )
        yield _finding(document, problem, Code.NESTED_CLAUSE, message)


def empty_clause(document: ClauseDocument) -> Iterator[Diagnostic]:
    """Tell clauses without text.

    A guide that asks for the clause shows nothing in its place, and nobody notices.

    What to do: Write the text, or remove the two markers.

    Fix: none. Nobody else knows the text.

    Bad:

        <!-- clause:response -->
        <!-- endclause:response -->

    Good:

        <!-- clause:response -->
        Offer a private place to sit.
        <!-- endclause:response -->
    """
    for problem in _problems(document, ProblemKind.EMPTY):
        message = f"The clause “{problem.name}” has no text. Write it, or remove its two markers."
        yield _finding(document, problem, Code.EMPTY_CLAUSE, message, severity=Severity.WARNING)


def _problems(document: ClauseDocument, kind: ProblemKind) -> list[Problem]:
    return [problem for problem in document.problems if problem.kind is kind]


def _finding(
    document: ClauseDocument,
    problem: Problem,
    code: Code,
    message: str,
    fix: Fix | None = None,
    severity: Severity = Severity.ERROR,
) -> Diagnostic:
    marker = problem.marker
    return diagnose(code, message, document.source, marker.start, marker.end, severity=severity, fix=fix)


def _removal(problem: Problem) -> Fix | None:
    """Take out a marker that stands directly behind another one that says the same."""
    before = problem.other
    edits = (Edit(before.end, problem.marker.end, ""),) if before else ()
    return Fix("Remove the second one", edits) if edits else None


def _layout(document: ClauseDocument) -> Layout:
    whole = [(clause.start, clause.end) for clause in document.clauses if clause.end and clause.start.damage is None]
    return Layout(document.source.text, [(start, end) for start, end in whole if end.damage is None])


def _added(place: Place | None, marker: str) -> Fix | None:
    if place is None:
        return None
    edit = Edit(place.offset, place.offset, place.before + marker + place.behind)
    return Fix(f"Add {marker}", (edit,), Applicability.SAFE if place.certain else Applicability.UNSAFE)
