"""CB2: clauses that hold one end of a fence, a table, an element or a link, and not the other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from clausebook.clauses.document import ClauseDocument
from clausebook.clauses.markers import MarkerKind
from clausebook.clauses.soundness import SOUND
from clausebook.diagnostics import Code, Diagnostic, Severity, diagnose
from clausebook.rules.passages import Element, passages
from clausebook.rules.structure import at_marker, colon_fences, crossings, is_alone, is_block

_NAMES = {"em": "emphasis", "strong": "bold text", "s": "struck text", "a": "a link", "img": "an image"}
_DELIMITER_ROW = re.compile(r"[ \t>]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*")


def split_fence(document: ClauseDocument) -> Iterator[Diagnostic]:
    """Tell clauses that hold one end of a fence and not the other.

    A marker between the two ends of a code fence or of a directive is text, and marks nothing.  In a fence of colons,
    the clause takes one end away from the other, and the rest of the page goes into the box.

    What to do: Put both markers around the fence, or both into a fence of colons. Close the fence if nothing does.

    Fix: none. What belongs to the clause has to be known.

    Bad:

        <!-- clause:response -->
        :::{important}
        Offer a private place to sit.
        <!-- endclause:response -->
        :::

    Good:

        <!-- clause:response -->
        :::{important}
        Offer a private place to sit.
        :::
        <!-- endclause:response -->
    """
    source = document.source
    fences = colon_fences(source)
    whole = [clause for clause in document.clauses if clause.end is not None]
    for number, fence, inside in crossings(fences, [clause.span for clause in whole]):
        clause = whole[number]
        marker = clause.start if inside else clause.end
        if marker is not None:
            first, last = (source.row(offset) for offset in fences[fence])
            yield at_marker(Code.SPLIT_FENCE, document, marker, _of_fence(clause.name, first, last), Severity.ERROR)
    yield from _in_code(document)


def split_table(document: ClauseDocument) -> Iterator[Diagnostic]:
    """Tell markers between the rows of a table.

    A comment on a line of its own ends the table.  The rows behind it show as lines of text with pipes in them.

    What to do: Put the whole table into the clause, or the markers into one row, behind its first pipe and before its
    last.

    Fix: none. What belongs to the clause has to be known.

    Bad:

        | Who | How     |
        |-----|---------|
        | Ada | by mail |
        <!-- clause:night -->
        | Bob | by call |
        <!-- endclause:night -->

    Good:

        | Who | How     |
        |-----|---------|
        | Ada | by mail |
        | <!-- clause:night -->Bob | by call<!-- endclause:night --> |
    """
    source = document.source
    tables = _tables(document)
    message = (
        "This marker stands between the rows of a table and ends it. Put the whole table into the clause, or put the "
        "markers into one row, behind its first “|” and before its last."
    )
    for clause in document.clauses if tables else ():
        if clause.end is None:
            continue
        first, last = (source.row(marker.start) - 1 for marker in (clause.start, clause.end))
        start, end = tables.get(first), tables.get(last)
        if is_block(document, clause):
            begins_within = start is not None and first > start[0]
            ends_within = end is not None and last < end[1]
        else:
            begins_within, ends_within = False, first != last and (start is not None or end is not None)
        if begins_within or ends_within:
            marker = clause.start if begins_within else clause.end
            yield at_marker(Code.SPLIT_TABLE, document, marker, message, Severity.ERROR)


def split_html(document: ClauseDocument) -> Iterator[Diagnostic]:
    """Tell clauses that hold one end of an HTML element and not the other.

    Without the clause, or in a guide that shows it alone, a box never closes, and swallows the rest of the page.

    What to do: Move the markers so that both tags of the element are in the clause, or none.

    Fix: none. What belongs to the clause has to be known.

    Bad:

        <details>
        <!-- clause:more -->
        Text.
        </details>
        <!-- endclause:more -->

    Good:

        <!-- clause:more -->
        <details>
        Text.
        </details>
        <!-- endclause:more -->
    """
    yield from _crossed(document, passages(document).html, Code.SPLIT_HTML)


def split_text(document: ClauseDocument) -> Iterator[Diagnostic]:
    """Tell clauses that begin or end in the middle of a link, of emphasis, or of a paragraph.

    The stars, brackets or words on the other side of the marker belong to what is in the clause.  Whoever shows the
    clause alone, or leaves it out, shows readers a lone “**”.

    What to do: Move the markers so that all of it is in the clause, or nothing of it.

    Fix: none. What belongs to the clause has to be known.

    Bad:

        Please **call <!-- clause:whom -->the police** at once<!-- endclause:whom -->.

    Good:

        Please **call** <!-- clause:whom -->**the police** at once<!-- endclause:whom -->.
    """
    found = passages(document)
    yield from _crossed(document, found.inline, Code.SPLIT_TEXT)
    tables = _tables(document)
    numbers = {marker: number for number, marker in enumerate(document.markers)}
    rows = {marker: document.source.row(marker.start) - 1 for marker in document.markers}
    target = (
        "This marker stands where a link leads to, and becomes a part of the address. Put it around the whole link."
    )
    for number in sorted(found.in_target):
        yield at_marker(Code.SPLIT_TEXT, document, document.markers[number], target, Severity.ERROR)
    for clause in document.clauses:
        if clause.end is None or is_block(document, clause):
            continue
        start, end = (found.places.get(numbers[marker]) for marker in (clause.start, clause.end))
        if start and end and start[1] != end[1] and not tables.keys() & {rows[clause.start], rows[clause.end]}:
            message = (
                f"The clause “{clause.name}” begins within a line and holds more than that paragraph. "
                "Put each of its markers on a line of its own, or let it end in the paragraph where it begins."
            )
            yield at_marker(Code.SPLIT_TEXT, document, clause.start, message)


def _tables(document: ClauseDocument) -> dict[int, tuple[int, int]]:
    """Give for each row of a table the first and the last one of its table, from 0."""
    source = document.source
    alone = {source.row(marker.start) - 1 for marker in document.markers if is_alone(document, marker)}
    tables: dict[int, tuple[int, int]] = {}
    for begin, end in passages(document).tables:
        first, last = begin, end - 1
        while last in alone:
            last -= 1
        for row in range(begin + 1, last):
            # Behind markers, a head with its line of dashes begins another table.
            if row in alone and row + 1 not in alone and _DELIMITER_ROW.fullmatch(source.line(row + 3)):
                tables.update(dict.fromkeys(range(first, row), (first, _before(alone, row))))
                first = row + 1
        tables.update(dict.fromkeys(range(first, last + 1), (first, last)))
    return tables


def _before(alone: set[int], row: int) -> int:
    while row in alone:
        row -= 1
    return row


def _of_fence(name: str, first: int, last: int) -> str:
    return (
        f"The clause “{name}” holds one end of the fence of lines {first} to {last} and not the other. "
        "Put both markers inside of the fence, or both outside."
    )


def _in_code(document: ClauseDocument) -> Iterator[Diagnostic]:
    """Find sound markers in code whose partner stands outside of it, and has no other."""
    text = document.source.text
    lonely = {clause.name: clause.start.start for clause in document.clauses if clause.end is None}
    starts = {marker.name for marker in document.markers if marker.kind is MarkerKind.START}
    ends = {
        marker.name: marker.end
        for marker in document.markers
        if marker.kind is MarkerKind.END and marker.name not in starts
    }
    if ("```" not in text and "~~~" not in text) or not (lonely or ends):
        return
    known = {marker.start for marker in document.markers}
    for match in SOUND.finditer(text):
        name = match[2]
        begins = lonely.pop(name, None) if match[1] and match.start() not in known else None
        other = ends.pop(name, None) if not match[1] and match.start() not in known else None
        if (begins is not None and begins < match.start()) or (other is not None and match.end() < other):
            message = (
                f"This marker of the clause “{name}” stands in code, between the two ends of a fence, and its "
                "partner does not. Put both outside of the fence, and see that the fence is closed."
            )
            yield diagnose(Code.SPLIT_FENCE, message, document.source, match.start(), match.end())


def _crossed(document: ClauseDocument, elements: Sequence[Element], code: Code) -> Iterator[Diagnostic]:
    if not elements:
        return
    places = passages(document).places
    numbers = {marker: number for number, marker in enumerate(document.markers)}
    spans, clauses = [], []
    for clause in document.clauses:
        start = places.get(numbers[clause.start])
        end = places.get(numbers[clause.end]) if clause.end else None
        if start and end:
            spans.append((start[0], end[0]))
            clauses.append(clause)
    told = set()
    for number, element, inside in crossings([(e.start, e.end) for e in elements], spans):
        clause = clauses[number]
        marker = clause.start if inside else clause.end
        if marker is None or marker in told:
            continue
        told.add(marker)
        what = (
            _NAMES.get(elements[element].name) if code is Code.SPLIT_TEXT else f"the element <{elements[element].name}>"
        )
        verb = "begins" if inside else "ends"
        message = (
            f"The clause “{clause.name}” {verb} in the middle of {what}, and holds a part of it. "
            "Move the marker so that all of it is inside of the clause, or all of it outside."
        )
        yield at_marker(code, document, marker, message, Severity.ERROR)
