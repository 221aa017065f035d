"""Running all rules over one file."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from clausebook.clauses.document import ClauseDocument, parse_document
from clausebook.clauses.soundness import is_plainly_sound
from clausebook.diagnostics import Code, Diagnostic
from clausebook.rules import markers, pairing, placeholders, text
from clausebook.text.source import SourceText

# The rules that look at clauses, and those that look at the text alone.
CLAUSE_RULES: dict[Code, Callable[[ClauseDocument], Iterator[Diagnostic]]] = {
    Code.MALFORMED_START: markers.malformed_start,
    Code.MALFORMED_END: markers.malformed_end,
    Code.END_WITHOUT_START: pairing.end_without_start,
    Code.MISSING_END: pairing.missing_end,
    Code.WRONG_END_NAME: pairing.wrong_end_name,
    Code.DUPLICATE_CLAUSE: pairing.duplicate_clause,
    Code.NESTED_CLAUSE: pairing.nested_clause,
    Code.EMPTY_CLAUSE: pairing.empty_clause,
}
TEXT_RULES: dict[Code, Callable[[SourceText], Iterator[Diagnostic]]] = {
    Code.MALFORMED_PLACEHOLDER: placeholders.lost_brace,
    Code.LEFTOVER: text.leftover_placeholder,
    Code.MOJIBAKE: text.mojibake,
    Code.MAIL_LINK: text.mail_link_without_mailto,
    Code.EMPTY_LABEL: text.label_without_target,
}


def check_source(source: SourceText) -> list[Diagnostic]:
    """Give everything that is wrong with a file, from top to bottom."""
    findings: list[Diagnostic] = []
    if not is_plainly_sound(source.text):
        document = parse_document(source)
        for check in CLAUSE_RULES.values():
            findings += check(document)
    for look in TEXT_RULES.values():
        findings += look(source)
    return sorted(findings, key=lambda finding: finding.sort_key) if findings else findings
