"""CB2 as far as headings go: levels that are left out."""

from __future__ import annotations

from collections.abc import Iterator

from clausebook.clauses.slips import COMMENT
from clausebook.diagnostics import Code, Diagnostic, Severity, diagnose
from clausebook.rules import signs
from clausebook.text.blocks import inside, offsets_in_code
from clausebook.text.source import SourceText


def skipped_heading_level(source: SourceText) -> Iterator[Diagnostic]:
    """Tell headings that are more than one level deeper than the heading before them.

    Who listens to a page jumps from heading to heading, and takes a missing level for a part that was missed.  The
    first heading of a file may have any level: a community's wording of one clause has that of the shared clause.

    What to do: Take signs away from the deeper heading, or add the heading that is missing between the two.

    Fix: none. The headings below it may have to change too.

    Bad:

        <!-- clause:response -->
        ## First response

        #### Police
        <!-- endclause:response -->

    Good:

        <!-- clause:response -->
        ## First response

        ### Police
        <!-- endclause:response -->
    """
    text = source.text
    if not signs.of_deep_heading(text):
        return
    found = list(signs.heading_pattern().finditer(text))
    code = offsets_in_code(text, (match.start() for match in found))
    comments = [match.span() for match in COMMENT.finditer(text)]
    before = 0
    for match in found:
        if match.start() in code or inside(comments, match.start()):
            continue
        level = signs.heading_level(match)
        if before and level > before + 1:
            message = (
                f"This heading has level {level}, and the one before it level {before}. "
                f"Write {'#' * (before + 1)} in the place of {'#' * level}, or add the heading between them."
            )
            start = match.start(1)
            yield diagnose(Code.SKIPPED_HEADING, message, source, start, start + level, severity=Severity.WARNING)
        before = level
