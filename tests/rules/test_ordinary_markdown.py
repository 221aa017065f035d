"""Markdown that others wrote holds no clauses, so it must not be told that its markers are damaged."""

import importlib.metadata
from collections import Counter
from pathlib import Path

import pytest

from clausebook.rules.runner import GUIDE_TEXT_RULES, check_source
from clausebook.text.source import SourceText, UndecodableError

# What is told of the text itself, and is right: words that the authors of these packages left for later.
REVIEWED = {"CB601"}


def ordinary_files():
    folder = Path(importlib.metadata.distribution("markdown-it-py").locate_file("."))
    yield from folder.glob("*.dist-info/METADATA")
    yield from folder.rglob("*.md")


@pytest.fixture(scope="module")
def sources():
    found = []
    for file in ordinary_files():
        try:
            found.append(SourceText.read(file))
        except UndecodableError:
            continue
    assert len(found) > 20
    return found


def test_no_false_alarm(sources):
    found = [
        (finding.path, finding.start.row, finding.code.code)
        for source in sources
        for finding in check_source(source)
        if finding.code.code not in REVIEWED
    ]
    assert found == []


def test_reviewed_findings_are_few(sources):
    assert sum(len(check_source(source)) for source in sources) < len(sources) / 20


def test_the_rules_for_guides_tell_little_even_of_texts_that_they_are_not_for(sources):
    """A rule that cried wolf at ordinary prose would do so in guides; headings are skipped in many a README."""
    told = Counter(code.code for source in sources for code, rule in GUIDE_TEXT_RULES.items() for _ in rule(source))
    told.pop("CB215", None)
    assert told.total() < len(sources) / 20


def test_clauses_put_into_ordinary_text_cut_nothing(sources):
    """Markers around a whole text, with blank lines beside them, split no block of it."""
    splits = []
    for source in sources:
        text = source.text
        if "clause:" in text or text.startswith("---") or ":::" in text or "```" in text or "~~~" in text:
            continue
        wrapped = SourceText(source.path, f"<!-- clause:all -->\n\n{text.rstrip()}\n\n<!-- endclause:all -->\n")
        splits += [
            (source.path, finding.start.row, finding.code.code)
            for finding in check_source(wrapped)
            if "CB1" <= finding.code.code < "CB215"
        ]
    assert splits == []
