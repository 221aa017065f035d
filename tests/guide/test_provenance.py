"""Every clause says where it comes from, and guides keep to the licences."""

from __future__ import annotations

from pathlib import Path

import pytest

from clausebook.diagnostics import Diagnostic, Severity
from clausebook.integrity import check_project
from tests.guide.folders import SHARED, facts, project

WORDS = '\n[words]\nstaff = "us"\n'


def front(*licences: str, clauses: str = "") -> str:
    sources = "".join(f"  - title: Text {n}\n    licence: {licence}\n{clauses}" for n, licence in enumerate(licences))
    return f"---\nsources:\n{sources}---\n\n"


def check(root: Path, shared: str, more: str = "", **files: str | bytes) -> list[Diagnostic]:
    texts: dict[str, str | bytes] = {
        "clauses/p.md": shared,
        "communities/demo/community.toml": facts(more=more + WORDS),
    }
    return check_project(project(root, texts | files), None, root, notes=True)


def told(found: list[Diagnostic]) -> list[tuple[str, int, int]]:
    return [(d.code.code, d.start.row, d.start.column) for d in found if d.code.code.startswith(("CB35", "CB36"))]


def test_a_project_whose_files_name_no_source_is_not_asked(tmp_path: Path) -> None:
    assert "CB358" not in [d.code.code for d in check(tmp_path, SHARED)]


def test_a_project_that_names_sources_names_all(tmp_path: Path) -> None:
    shared = front("CC0-1.0", clauses="    clauses: [a]\n") + SHARED
    (found,) = [d for d in check(tmp_path, shared) if d.code.code == "CB358"]
    assert found.severity is Severity.WARNING
    assert (found.start.row, "the text of “b” comes from" in found.message) == (12, True)


@pytest.mark.parametrize(("licence", "code"), [("CC0-1.0", []), ("none stated", []), ("CC BY 4", [("CB359", 4, 14)])])
def test_licences(tmp_path: Path, licence: str, code: list[tuple[str, int, int]]) -> None:
    assert told(check(tmp_path, front(licence) + SHARED)) == code


def test_a_source_of_a_clause_that_is_not_there(tmp_path: Path) -> None:
    shared = front("CC0-1.0", "CC0-1.0", clauses="    clauses: [a, b, bb]\n") + SHARED
    assert told(check(tmp_path, shared)) == [("CB361", 5, 21)]


@pytest.mark.parametrize(
    ("licences", "guide", "words"),
    [
        (("CC-BY-SA-4.0",), "CC-BY-4.0", "“p:a” cannot stand in a guide under CC-BY-4.0"),
        (("none stated",), "CC-BY-4.0", "states no licence"),
        (("CC-BY-SA-4.0", "CC-BY-NC-4.0"), "", "the licences do not allow"),
        (("CC-BY-SA-4.0",), "CC-BY-SA-4.0", None),
        (("CC-BY-SA-4.0", "CC-BY-4.0", "none stated"), "", None),
    ],
)
def test_guides_that_break_a_licence(tmp_path: Path, licences: tuple[str, ...], guide: str, words: str | None) -> None:
    more = f'licence = "{guide}"\n' if guide else ""
    found = [d for d in check(tmp_path, front(*licences) + SHARED, more) if d.code.code == "CB360"]
    assert [(d.path, d.start.row) for d in found] == ([("source/communities/demo/index.md", 1)] if words else [])
    if words:
        assert words in found[0].message


def test_only_what_a_guide_shows_counts(tmp_path: Path) -> None:
    shared = front("CC-BY-SA-4.0", clauses="    clauses: [b]\n") + SHARED
    files = {"communities/demo/index.md": "```{procedure} p\n:omit: b\n```\n"}
    assert "CB360" not in [d.code.code for d in check(tmp_path, shared, 'licence = "CC-BY-4.0"\n', **files)]


def test_own_words_are_not_the_shared_ones(tmp_path: Path) -> None:
    own = "<!-- clause:a -->\nOurs.\n<!-- endclause:a -->\n\n<!-- clause:b -->\nOurs too.\n<!-- endclause:b -->\n"
    found = check(
        tmp_path, front("CC-BY-SA-4.0") + SHARED, 'licence = "CC-BY-4.0"\n', **{"communities/demo/clauses/p.md": own}
    )
    assert "CB360" not in [d.code.code for d in found]


@pytest.mark.parametrize(
    ("licence", "words"), [("CC BY 4.0", "did you mean “CC-BY-4.0”?"), ("none stated", "take the line out")]
)
def test_the_licence_of_a_community(tmp_path: Path, licence: str, words: str) -> None:
    (found,) = [d for d in check(tmp_path, SHARED, f'licence = "{licence}"\n') if d.code.code == "CB402"]
    assert words in found.message
