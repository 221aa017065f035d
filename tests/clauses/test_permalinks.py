"""Names of clauses never change by accident."""

from __future__ import annotations

from pathlib import Path

import pytest

from clausebook.clauses.permalinks import parse_register
from clausebook.cli.main import main
from clausebook.diagnostics import Diagnostic
from clausebook.guide.assembly import assemble_clauses, assemble_procedure
from clausebook.integrity import check_project
from clausebook.project import Project
from clausebook.text.source import SourceText
from tests.growth import assert_linear
from tests.guide.folders import SHARED, project

REGISTER = "source/clauses/permalinks.toml"
OLD_B = "---\nclauses:\n  b: {aliases: [beta, q:c]}\n---\n\n" + SHARED


def make(root: Path, shared: str = SHARED, register: str | None = None, **files: str | bytes) -> Path:
    texts: dict[str, str | bytes] = {"clauses/p.md": shared} | files
    if register is not None:
        texts["clauses/permalinks.toml"] = register
    project(root, texts)
    (root / "pyproject.toml").write_text("[tool.clausebook]\n")
    return root


def told(root: Path) -> list[tuple[str, str, int]]:
    return [(d.code.code, d.path, d.start.row) for d in check_project(root, None, root)]


def only(root: Path) -> Diagnostic:
    (found,) = check_project(root, None, root)
    return found


def test_a_project_without_a_register_keeps_none(tmp_path: Path) -> None:
    assert told(make(tmp_path)) == []


def test_a_register_that_is_right(tmp_path: Path) -> None:
    register = 'clauses = [\n  "p:a",\n  "p:b",\n  "p:beta",\n  "q:c"\n]\n[retired]\n"p:z" = "merged into p:a"\n'
    assert told(make(tmp_path, OLD_B, register)) == []


@pytest.mark.parametrize(
    ("register", "code", "row", "words"),
    [
        ('clauses = ["p:a", "p:b",\n"p:beta"]', "CB365", 2, "the clause “p:beta” is gone"),
        ('clauses = ["p:a", "p:b"]\n[retired]\n"p:a" = "x"', "CB367", 1, "both published and retired"),
        ('clauses = ["p:a", "p:b"]\n[retird]\n', "CB367", 2, "means nothing here"),
        ('clauses = "p:a"', "CB367", 1, "must be a list"),
        ("clauses = [1]", "CB367", 1, "no clause's full name"),
        ('clauses = ["a b"]', "CB367", 1, "no clause's full name"),
        ("clauses = [", "CB367", 1, "is not TOML"),
        ("retired = 1", "CB367", 1, "must be a table"),
        ('clauses = ["p:a"]\n[retired]\n"p:b" = "x"', "CB367", 3, "there is a clause of that name"),
    ],
)
def test_registers_that_are_not(tmp_path: Path, register: str, code: str, row: int, words: str) -> None:
    found = only(make(tmp_path, SHARED, register))
    assert (found.code.code, found.path, found.start.row) == (code, REGISTER, row)
    assert words in found.message


def test_a_register_that_is_a_link_out_of_the_project(tmp_path: Path) -> None:
    outside = tmp_path / "outside.toml"
    outside.write_text("clauses = []")
    root = make(tmp_path / "root")
    (root / REGISTER).symlink_to(outside)
    assert "leads out of the project" in only(root).message


@pytest.mark.parametrize("data", [b"\xff", b"#" * 1_100_000])
def test_a_register_that_cannot_be_read(tmp_path: Path, data: bytes) -> None:
    root = make(tmp_path)
    (root / REGISTER).write_bytes(data)
    assert only(root).path == REGISTER


def test_the_fix_adds_what_is_new_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for before, after in {
        "": None,
        'clauses = ["p:b"]\n[retired]\n': 'clauses = [\n  "p:a",\n  "p:b",\n]\n[retired]\n',
        'clauses = [\n  # the first\n  "p:b" # it\n]\n': 'clauses = [\n  "p:a",\n  # the first\n  "p:b" # it\n]\n',
        '[retired]\n"p:z" = "x"\n': 'clauses = [\n  "p:a",\n  "p:b",\n]\n[retired]\n"p:z" = "x"\n',
    }.items():
        root = make(tmp_path, SHARED, before)
        monkeypatch.chdir(root)
        assert told(root) == [("CB366", REGISTER, 1)]
        main(["check", "--fix"])
        assert told(root) == []
        text = (root / REGISTER).read_text()
        assert after is None or text == after
        assert {*parse_register(SourceText("", text)).names} == {"p:a", "p:b"}


@pytest.mark.parametrize(
    ("traits", "rows", "words"),
    [
        ("  a: {aliases: [b]}\n", [3], "there is a clause “p:b”"),
        ("  a: {aliases: [a]}\n", [3], "the clause's own name"),
        ("  a: {aliases: [b]}\n  b: {aliases: [a]}\n", [3, 4], "each say that they were called like the other"),
        ("  a: {aliases: [c]}\n  b: {aliases: [c]}\n", [4], "“p:a” says that it had this name too"),
        ("  a: {aliases: [p:b]}\n", [3], "there is a clause “p:b”"),
    ],
)
def test_former_names_that_cannot_be(tmp_path: Path, traits: str, rows: list[int], words: str) -> None:
    found = check_project(make(tmp_path, f"---\nclauses:\n{traits}---\n\n{SHARED}"), None, tmp_path)
    assert [(d.code.code, d.start.row) for d in found] == [("CB363", row) for row in rows]
    assert words in found[0].message


def test_former_names_keep_working(tmp_path: Path) -> None:
    pages = {
        "communities/demo/index.md": "```{procedure} p\n:omit: beta\n```\n",
        "communities/demo/b.md": "```{clause} p:beta\n```\n\n```{clause}\np:a\nq:c\n```\n",
        "communities/demo/clauses/p.md": "<!-- clause:beta -->\nOurs.\n<!-- endclause:beta -->\n",
        "clauses/r.md": "<!-- clause:d -->\n{{ clause:p:beta }}\n<!-- endclause:d -->\n",
    }
    root = make(tmp_path, OLD_B, None, **pages)
    voice = Project.load(root, root).communities["demo"].voice
    whole = assemble_procedure(voice, "p", ["beta"])
    assert whole is not None
    assert [mark.identifier for mark in whole.marks] == ["p:a"]
    shown = assemble_clauses(voice, ["p:beta", "q:c", "r:d"])
    assert [mark.identifier for mark in shown.marks] == ["p:b", "p:b", "r:d"]
    assert shown.marks[0].formers == ("p:beta", "q:c")
    assert shown.text.count("Ours.") == 3
    # And each is told, with the present name.
    assert told(root) == [
        ("CB364", "source/clauses/r.md", 2),
        ("CB364", "source/communities/demo/b.md", 1),
        ("CB364", "source/communities/demo/b.md", 6),
        ("CB323", "source/communities/demo/clauses/p.md", 1),
        ("CB364", "source/communities/demo/clauses/p.md", 1),
        ("CB364", "source/communities/demo/index.md", 2),
    ]


def test_the_fix_writes_present_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pages = {
        "communities/demo/index.md": "```{procedure} p\n:omit: beta\n```\n",
        "communities/demo/b.md": "```{clause}\np:a\np:beta\n```\n",
    }
    root = make(tmp_path, OLD_B, None, **pages)
    monkeypatch.chdir(root)
    assert main(["check", "--fix"]) == 0
    assert (root / "source/communities/demo/index.md").read_text() == "```{procedure} p\n:omit: b\n```\n"
    assert (root / "source/communities/demo/b.md").read_text() == "```{clause}\np:a\np:b\n```\n"


def test_a_locked_clause_stays_locked_under_its_former_name(tmp_path: Path) -> None:
    shared = OLD_B.replace("{aliases:", "{locked: true, aliases:")
    own = "<!-- clause:beta -->\nOurs.\n<!-- endclause:beta -->\n"
    root = make(tmp_path, shared, None, **{"communities/demo/clauses/p.md": own})
    voice = Project.load(root, root).communities["demo"].voice
    assembly = assemble_procedure(voice, "p", ["beta"])
    assert assembly is not None
    assert "Second." in assembly.text
    assert "Ours." not in assembly.text


def test_a_clause_for_the_staff_stays_so_under_its_former_name(tmp_path: Path) -> None:
    from clausebook.clauses.audiences import Edition
    from clausebook.edition import view

    shared = OLD_B.replace("{aliases:", "{audience: staff, aliases:")
    own = "<!-- clause:beta -->\nOurs.\n<!-- endclause:beta -->\n"
    root = make(tmp_path, shared, None, **{"communities/demo/clauses/p.md": own})
    voice = view(Project.load(root, root), Edition.PUBLIC).communities["demo"].voice
    assert voice.wording("p:beta") is None
    assert voice.withholds("q:c")
    assert "Ours" not in voice.own.files["p"].source.text


def test_many_names_take_linear_time(tmp_path: Path) -> None:
    def check(size: int) -> None:
        root = tmp_path / str(size)
        names = "".join(f'  "p:gone{n}",\n' for n in range(size))
        clauses = "".join(f"<!-- clause:c{n} -->\nText {n}.\n<!-- endclause:c{n} -->\n\n" for n in range(size))
        check_project(make(root, clauses, f"clauses = [\n{names}]\n"), None, root)

    assert_linear(check, 150)
