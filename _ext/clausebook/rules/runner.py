"""Running all rules over one file."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from clausebook.clauses.document import ClauseDocument, parse_document
from clausebook.clauses.soundness import is_plainly_sound
from clausebook.diagnostics import Code, Diagnostic
from clausebook.rules import (
    crossings,
    headings,
    hidden,
    leftovers,
    markers,
    pairing,
    placeholders,
    references,
    signs,
    splits,
    text,
)
from clausebook.text.source import SourceText

# What is wrong with markers; a text that is plainly sound has nothing of this kind.
MARKER_RULES: dict[Code, Callable[[ClauseDocument], Iterator[Diagnostic]]] = {
    Code.MALFORMED_START: markers.malformed_start,
    Code.MALFORMED_END: markers.malformed_end,
    Code.END_WITHOUT_START: pairing.end_without_start,
    Code.MISSING_END: pairing.missing_end,
    Code.WRONG_END_NAME: pairing.wrong_end_name,
    Code.DUPLICATE_CLAUSE: pairing.duplicate_clause,
    Code.NESTED_CLAUSE: pairing.nested_clause,
    Code.EMPTY_CLAUSE: pairing.empty_clause,
}
# What sound markers do to the text around them: these read the text as Markdown.
SPLIT_RULES: dict[Code, Callable[[ClauseDocument], Iterator[Diagnostic]]] = {
    Code.SPLIT_LIST: splits.split_list,
    Code.SPLIT_NUMBERING: splits.split_numbering,
    Code.SPLIT_FENCE: crossings.split_fence,
    Code.SPLIT_TABLE: crossings.split_table,
    Code.SPLIT_QUOTATION: splits.split_quotation,
    Code.SPLIT_HTML: crossings.split_html,
    Code.SPLIT_NOTE: splits.split_note,
    Code.SPLIT_TEXT: crossings.split_text,
}
CLAUSE_RULES = {**MARKER_RULES, **SPLIT_RULES}
# The rules for any text, and those for texts that hold clauses: a README may skip a heading, a guide may not.
ANY_TEXT_RULES: dict[Code, Callable[[SourceText], Iterator[Diagnostic]]] = {
    Code.MALFORMED_PLACEHOLDER: placeholders.lost_brace,
    Code.LEFTOVER: leftovers.leftover_placeholder,
    Code.MOJIBAKE: text.mojibake,
    Code.MAIL_LINK: text.mail_link_without_mailto,
    Code.EMPTY_LABEL: text.label_without_target,
    Code.CONFLICT: leftovers.merge_conflict,
    Code.BIDIRECTIONAL: hidden.bidirectional_control,
    Code.INVISIBLE: hidden.invisible_character,
    Code.CONTROL: hidden.control_character,
}
GUIDE_TEXT_RULES: dict[Code, Callable[[SourceText], Iterator[Diagnostic]]] = {
    Code.SKIPPED_HEADING: headings.skipped_heading_level,
    Code.EMPTY_LINK: leftovers.empty_link,
    Code.UNFILLED: leftovers.unfilled_placeholder,
    Code.MISSING_DEFINITION: references.missing_definition,
}
# What a project judges better than one of its files: own wording may use what the shared file defines.
JUDGED_BY_PROJECT = frozenset({Code.MISSING_DEFINITION})
TEXT_RULES = {**ANY_TEXT_RULES, **GUIDE_TEXT_RULES}


def check_source(source: SourceText) -> list[Diagnostic]:
    """Give everything that is wrong with a file, from top to bottom."""
    findings: list[Diagnostic] = []
    between = signs.between_markers(source.text)
    document = None
    if not is_plainly_sound(source.text):
        document = parse_document(source)
        for check in MARKER_RULES.values():
            findings += check(document)
        if document.markers:
            between = _between(document)
    if (document and document.problems) or signs.of_split(between):
        document = document or parse_document(source)
        for check in SPLIT_RULES.values():
            findings += check(document)
    for look in ANY_TEXT_RULES.values():
        findings += look(source)
    if signs.is_guide(source.text, between):
        for look in GUIDE_TEXT_RULES.values():
            findings += look(source)
    return sorted(findings, key=lambda finding: finding.sort_key) if findings else findings


def _between(document: ClauseDocument) -> list[str]:
    """Give what stands between the markers of a text, damaged ones included."""
    text = document.source.text
    starts = [0, *(marker.end for marker in document.markers)]
    ends = [*(marker.start for marker in document.markers), len(text)]
    return [text[start:end] for start, end in zip(starts, ends, strict=True)]
