from __future__ import annotations

from pathlib import Path

import pytest

from clausebook.clauses.frontmatter import FrontMatter, read_front_matter
from clausebook.clauses.library import ClauseFile, load_library
from clausebook.clauses.traits import Audience, ClauseTraits
from clausebook.diagnostics import Code
from clausebook.text.source import SourceText
from tests.growth import assert_linear
from tests.guide.made import clause_file

COMPLETE = """\
---
title: Staff procedure
audience: reporter
clauses:
  response:
    elements: [emergency-first, private-place]
    locked: true
    audience: staff
    aliases:
      - old-name
      - older_name
    replaces: "sha256:0123456789abcdef"
  plain: {}
---
<!-- clause:response -->
Text.
<!-- endclause:response -->
<!-- clause:plain -->
Text.
<!-- endclause:plain -->
"""


def read(text: str) -> FrontMatter:
    return read_front_matter(SourceText("p.md", text))


def told(text: str) -> list[tuple[int, int, str]]:
    found = read(f"---\n{text}\n---\n").diagnostics
    assert all(each.code is Code.INVALID_FRONT_MATTER for each in found)
    return [(each.start.row, each.start.column, each.message) for each in found]


@pytest.fixture
def file() -> ClauseFile:
    return clause_file("p", COMPLETE)


def test_nothing_said() -> None:
    front = read("---\ntitle: x\n---\n")
    assert (front.audience, dict(front.clauses)) == (None, {})
    silent = clause_file("p", "<!-- clause:a -->\nText.\n<!-- endclause:a -->\n")
    assert silent.traits("a") == ClauseTraits()
    assert silent.audience_of("a") is Audience.PUBLIC


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_everything_said(newline: str) -> None:
    text = COMPLETE.replace("\n", newline)
    front = read(text)
    assert front.diagnostics == ()
    assert front.audience is Audience.REPORTER
    assert front.clauses == {
        "response": ClauseTraits(
            ("emergency-first", "private-place"),
            True,
            Audience.STAFF,
            ("old-name", "older_name"),
            "sha256:0123456789abcdef",
        ),
        "plain": ClauseTraits(),
    }
    traits = front.clauses["response"]
    begins = {key: text[offset:].split(newline)[0] for key, offset in traits.positions.items()}
    assert begins == {
        "": "response:",
        "elements": "[emergency-first, private-place]",
        "elements.0": "emergency-first, private-place]",
        "elements.1": "private-place]",
        "locked": "true",
        "audience": "staff",
        "aliases": "- old-name",
        "aliases.0": "old-name",
        "aliases.1": "older_name",
        "replaces": '"sha256:0123456789abcdef"',
    }
    assert text[front.positions["audience"] :].startswith("reporter")


def test_a_clause_is_for_whom_its_file_is_unless_it_says_so(file: ClauseFile) -> None:
    assert file.audience_of("response") is Audience.STAFF
    assert file.audience_of("plain") is Audience.REPORTER
    assert file.traits("response").locked
    assert file.traits("none") == ClauseTraits()


@pytest.mark.parametrize(
    ("text", "row", "column", "words"),
    [
        ("audience: everybody", 2, 11, "“everybody” is none of public, reporter or staff"),
        ("audience: Staff", 2, 11, "did you mean “staff”?"),
        ("audience: [staff]", 2, 11, "write a text"),
        ("audience:", 2, 10, "write public, reporter or staff here"),
        ("audiance: staff", 2, 1, "did you mean “audience”?"),
        ("clauses: x", 2, 10, "“key: value”"),
        ("clauses: [x]", 2, 10, "“key: value”"),
        ("clauses:\n  a: x", 3, 6, "“key: value”"),
        ("clauses:\n  a: [x]", 3, 6, "“key: value”"),
        ("clauses:\n  a:\n    lokced: true", 4, 5, "“lokced” means nothing here; did you mean “locked”?"),
        ("clauses:\n  a:\n    zzz: true", 4, 5, "write one of: elements, locked, audience, aliases, replaces"),
        ("clauses:\n  a: {locked: 1}", 3, 15, "true or false"),
        ("clauses:\n  a: {locked: 'true'}", 3, 15, "true or false"),
        ("clauses:\n  a: {locked: [true]}", 3, 15, "true or false"),
        ("clauses:\n  a: {elements: x}", 3, 17, "write a list"),
        ("clauses:\n  a: {elements: [x, {y: z}]}", 3, 21, "write a text"),
        ("clauses:\n  a: {elements: [x, '']}", 3, 21, "write a word"),
        ("clauses:\n  a: {elements: [x, x]}", 3, 21, "twice"),
        ("clauses:\n  a: {aliases: [an old name]}", 3, 17, "“an old name” cannot be the name of a clause"),
        ("clauses:\n  a: {audience: all}", 3, 17, "none of public"),
        ("clauses:\n  a: {replaces: 0123}", 3, 17, "write a digest"),
        ("clauses:\n  a: {replaces: [x]}", 3, 17, "write a digest"),
        ("clauses:\n  a: {}\n  a: {}", 4, 3, "twice"),
        ("clauses:\n  a: {locked: true, locked: false}", 3, 21, "twice"),
    ],
)
def test_mistakes_are_told_where_they_are(text: str, row: int, column: int, words: str) -> None:
    found = told(text)
    assert (row, column) in [(each[0], each[1]) for each in found]
    assert any(words in message for _, _, message in found)


def test_one_mistake_leaves_the_rest() -> None:
    front = read("---\nclauses:\n  a: {locked: maybe, audience: staff, elements: [x, '', y]}\n---\n")
    assert len(front.diagnostics) == 2
    assert front.clauses == {"a": ClauseTraits(("x", "y"), audience=Audience.STAFF)}


def test_traits_of_a_clause_that_the_file_lacks(tmp_path: Path) -> None:
    text = COMPLETE.replace("  plain: {}", "  respons: {locked: true}\n  zzz: {}")
    (tmp_path / "p.md").write_text(text, encoding="utf-8")
    loaded = load_library(tmp_path)
    assert [(d.code, d.start.row, d.start.column, d.end.column) for d in loaded.diagnostics] == [
        (Code.INVALID_FRONT_MATTER, 13, 3, 10),
        (Code.INVALID_FRONT_MATTER, 14, 3, 6),
    ]
    assert "no clause “respons”, so its lock holds nothing; did you mean “response”?" in loaded.diagnostics[0].message
    assert "no clause “zzz”; take these lines away" in loaded.diagnostics[1].message
    assert loaded.traits("p:response").locked
    assert loaded.traits("p:plain") == loaded.traits("q:x") == ClauseTraits()


def test_sound_traits_are_no_findings(tmp_path: Path) -> None:
    (tmp_path / "p.md").write_text(COMPLETE, encoding="utf-8")
    assert load_library(tmp_path).diagnostics == ()


def test_many_clauses_take_linear_time() -> None:
    def work(size: int) -> None:
        front = "".join(f"  {kind}{i}: {{elements: [x]}}\n" for i in range(size) for kind in ("name", "stray"))
        text = "".join(f"<!-- clause:name{i} -->\nT\n<!-- endclause:name{i} -->\n" for i in range(size))
        assert len(list(clause_file("p", f"---\nclauses:\n{front}---\n{text}").stray_traits())) == size

    assert_linear(work, 100)
