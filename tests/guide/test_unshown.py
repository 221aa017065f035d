"""Clauses that a community wrote and that no page shows."""

from __future__ import annotations

from pathlib import Path

import pytest

from clausebook.integrity import check_project
from tests.guide.folders import project

CLAUSES = "<!-- clause:a -->\nFirst.\n<!-- endclause:a -->\n\n<!-- clause:b -->\nSecond.\n<!-- endclause:b -->\n"
MORE = "---\nclauses:\n  more: {after: a}\n---\n\n<!-- clause:more -->\nMore.\n<!-- endclause:more -->\n"
OWN = "<!-- clause:where -->\nHere.\n<!-- endclause:where -->\n\n<!-- clause:when -->\nNow.\n<!-- endclause:when -->\n"
NESTED = "<!-- clause:where -->\nHere, <!-- clause:when -->now<!-- endclause:when -->.\n<!-- endclause:where -->\n"
OURS = CLAUSES.partition("\n\n")[0].replace("First", "Ours") + "\n"
DEMO = "communities/demo/"


def told(tmp_path: Path, page: str, own: str, stem: str = "p") -> list[tuple[int, str]]:
    files = {"clauses/p.md": CLAUSES, f"{DEMO}clauses/{stem}.md": own, f"{DEMO}index.md": page}
    root = project(tmp_path, files)
    found = [d for d in check_project(root, None, root) if d.code.code == "CB326"]
    assert all(d.path == f"source/{DEMO}clauses/{stem}.md" for d in found)
    return [(d.start.row, d.message) for d in found]


@pytest.mark.parametrize(
    ("page", "own", "stem"),
    [
        ("```{procedure} p\n```\n", MORE, "p"),
        ("```{clause} p:a\n```\n", MORE, "p"),
        ("```{procedure} p\n```\n", OURS, "p"),
        ("```{procedure} q\n```\n", OWN, "q"),
        ("```{clause} q:where q:when\n```\n", OWN, "q"),
        ("```{clause} q:where\n```\n", NESTED, "q"),
        # Shown within another clause.
        ("```{clause} q:where\n```\n", OWN.replace("Here.", "{{ clause:when }}"), "q"),
        ("```{clause} q:where\n```\n", OWN.replace("Here.", "Here, {{ clause:when }}"), "q"),
    ],
)
def test_what_pages_show(tmp_path: Path, page: str, own: str, stem: str) -> None:
    assert told(tmp_path, page, own, stem) == []


@pytest.mark.parametrize(
    ("page", "own", "stem", "row", "words"),
    [
        ("```{clause} p:b\n```\n", MORE, "p", 6, "it is added to “p:a”, which no page shows"),
        ("```{procedure} p\n:omit: a\n```\n", OURS, "p", 1, "no page shows “p:a” at all"),
        ("```{clause} q:where\n```\n", OWN, "q", 5, "with ```{clause} q:when"),
        ("```{clause} p:a\n```\n\n```{clause} q:when\n```\n", OWN, "q", 1, "with ```{clause} q:where"),
    ],
)
def test_what_no_page_shows(tmp_path: Path, page: str, own: str, stem: str, row: int, words: str) -> None:
    ((place, message),) = told(tmp_path, page, own, stem)
    assert place == row
    assert words in message


def test_what_is_told_already_is_not_told_twice(tmp_path: Path) -> None:
    assert told(tmp_path, "```{procedure} p\n```\n", MORE.replace("after: a", "after: aa")) == []
    assert told(tmp_path / "x", "```{procedure} p\n```\n", OWN, "q") == []
