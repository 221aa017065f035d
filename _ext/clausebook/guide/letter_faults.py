"""What is wrong with a letter that a page asks for, and where the page says so."""

from __future__ import annotations

import re
from collections.abc import Iterator

from clausebook.diagnostics import Code, Diagnostic, diagnose
from clausebook.guide.directives import Request
from clausebook.guide.letters import Meaning, letter_of, plain_name
from clausebook.guide.wording import Voice
from clausebook.text.nearest import did_you_mean
from clausebook.text.source import SourceText


def letter_faults(voice: Voice, request: Request) -> Iterator[tuple[str, str]]:
    """Find what is wrong with what a page asks for, if all its clauses exist: the word at fault, and a message."""
    letter = letter_of(voice, request)
    first, *others = request.clauses
    for meaning, text in request.fields or ():
        if meaning not in Meaning.__members__.values():
            how = did_you_mean(meaning, [*Meaning]) or f"; it is one of {', '.join(Meaning)}"
            yield meaning or text, f"“{meaning}” is nothing that a letter asks for{how}"
        elif plain_name(text) not in {plain_name(blank.text) for blank in letter.blanks}:
            yield text or meaning, f"the letter has no blank `<{text}>` that could be read as “{meaning}”"
    if not any(paragraph.parts for paragraph in letter.paragraphs):
        yield first, f"the clause “{first}” has no paragraph, so that there is no letter"
    elif others and not letter.takes_actions:
        yield (
            first,
            f"the letter “{first}” has no place for the actions: write `<LIST OF ACTIONS>` on a line of its own where "
            "they go, say which blank it is (:fields: actions=…), or write “:actions: none”",
        )
    for name, actions in zip(others, letter.actions, strict=True):
        if not actions.items:
            yield name, f"the clause “{name}” has no list and no paragraph, so that there is nothing to choose in it"


def letter_findings(voice: Voice, source: SourceText, request: Request) -> Iterator[Diagnostic]:
    """Tell what is wrong with a letter that a page asks for, at the word that is at fault."""
    if any(voice.wording(name) is None for name in request.clauses):
        return
    for word, message in letter_faults(voice, request):
        yield diagnose(Code.INVALID_DIRECTIVE, message, source, *place_in_directive(source, request.row, word))


def place_in_directive(source: SourceText, row: int, word: str) -> tuple[int, int]:
    """Give the offsets of a word in the directive at ``row`` of a page; else those of its first line."""
    first = source.line_starts[row - 1]
    for number in range(row, len(source.line_starts) + 1):
        line = source.line(number)
        found = re.search(rf"(?<![\w:-]){re.escape(word)}(?![\w:-])", line)
        if found:
            start = source.line_starts[number - 1]
            return start + found.start(), start + found.end()
        if number > row and line.strip(" \t>").startswith(("```", ":::")):
            break
    return first, first + len(source.line(row))
