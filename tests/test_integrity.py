from __future__ import annotations

import re
from pathlib import Path

import pytest

from clausebook.diagnostics import Code, Diagnostic
from clausebook.integrity import check_project
from clausebook.settings import SettingsError
from tests.growth import assert_linear
from tests.guide.folders import SHARED, facts, project, write

ROOT = Path(__file__).parents[1]
DEMO = "source/communities/demo/"


def check(root: Path, files: set[Path] | None = None) -> list[Diagnostic]:
    return check_project(root, files, root)


def told(root: Path) -> list[tuple[str, str, int, int]]:
    return [(d.code.code, d.path, d.start.row, d.start.column) for d in recorded(check(root))]


def recorded(findings: list[Diagnostic]) -> list[Diagnostic]:
    """Leave out that own wording names no version of the shared clause: not what these tests are about."""
    return [d for d in findings if d.code is not Code.UNRECORDED_WORDING]


def test_the_repository_itself() -> None:
    found = check(ROOT)
    assert [(d.code.code, d.path) for d in found] == [("CB405", "source/communities/pyladies/community.toml")] * 2
    assert "the person's name" in found[0].message
    assert re.search(r"source/clauses/reporting.md:\d+ on the page “reporting”", found[1].message)


def test_a_sound_project(tmp_path: Path) -> None:
    assert check(project(tmp_path, {})) == []


def test_an_empty_folder(tmp_path: Path) -> None:
    assert check(tmp_path) == []


def test_settings_that_cannot_be_used(tmp_path: Path) -> None:
    write(tmp_path, {"pyproject.toml": "[tool"})
    with pytest.raises(SettingsError):
        check(tmp_path)


@pytest.mark.parametrize(
    ("page", "code", "row", "words"),
    [
        ("\n```{procedure} pp\n```", "CB304", 2, "there is no clause file “pp.md”; did you mean “p”?"),
        ("```{procedure} p p\n```", "CB304", 1, "there is no clause file “p p.md”"),
        ("```{procedure}\n```", "CB501", 1, "name a clause file"),
        ("a\n\n```{clause} p:aa\n```", "CB304", 3, "there is no clause “p:aa”; did you mean “p:a”?"),
        ("```{clause}\n```", "CB501", 1, "name a clause"),
        ("````{note}\n\n```{clause}\np:a\nx:y\n```\n````", "CB304", 3, "there is no clause “x:y”"),
        ("```{procedure} p\n:omit: a, bb\n```", "CB502", 1, "“p” has no clause “bb” to leave out; did you mean “b”?"),
        ("{{ words.staf }}", "CB301", 1, "did you mean “words.staff”?"),
        ("a {{ words() }}", "CB302", 1, "holds a name"),
        ("```{procedure} p.md\n```", "CB304", 1, "write the file's name without .md: ```{procedure} p"),
        ("a\n\n```emergency\n```", "CB501", 3, "write ```{emergency}"),
        ("```{clause} p:a\n:step:\n```", "CB501", 2, "did you mean “steps”?"),
        ("a {{ words.staff } b", "CB302", 1, "lacks a brace"),
        ("[a]({{ words.staff }})", "CB303", 1, "is not a link"),
        ("{{ clause:p:a }}", "CB302", 1, "{clause}"),
    ],
)
def test_pages(tmp_path: Path, page: str, code: str, row: int, words: str) -> None:
    (found,) = check(project(tmp_path, {"communities/demo/page.md": page}))
    assert (found.code.code, found.path, found.start.row) == (code, f"{DEMO}page.md", row)
    assert words in found.message


def test_what_a_directive_asks_for_is_marked(tmp_path: Path) -> None:
    (found,) = check(project(tmp_path, {"communities/demo/page.md": "x\r\n```{procedure} q\r\n```\r\n"}))
    assert (found.start.column, found.end.row, found.end.column) == (1, 2, 17)


def test_an_unknown_name_is_told_with_its_clause_its_page_and_its_community(tmp_path: Path) -> None:
    root = project(tmp_path, {"clauses/p.md": f"Text.\n\n{SHARED.replace('staff', 'staf')}"})
    (found,) = check(root)
    assert (found.code.code, found.path, found.start.row, found.start.column) == ("CB301", "source/clauses/p.md", 4, 5)
    assert "did you mean “words.staff”?" in found.message
    assert "on the page “index” of Demo" in found.message


def test_misspelt_directives_in_clauses(tmp_path: Path) -> None:
    text = SHARED + "\n```{contact}\n```\n"
    root = project(tmp_path, {"clauses/p.md": text, "communities/demo/clauses/p.md": text})
    assert told(root) == [("CB501", "source/clauses/p.md", 9, 1), ("CB501", f"{DEMO}clauses/p.md", 9, 1)]


def test_a_lost_brace_in_a_clause_is_told_once_wherever_it_is_shown(tmp_path: Path) -> None:
    root = project(tmp_path, {"clauses/p.md": SHARED.replace("{{ words.staff }}", "{words.staff}")})
    (found,) = check(root)
    assert (found.code.code, found.path, found.start.row) == ("CB302", "source/clauses/p.md", 2)
    assert "write {{ words.staff }}, with two braces on each side" in found.message


def test_each_community_that_lacks_a_value_is_told(tmp_path: Path) -> None:
    other = {
        "communities/other/community.toml": facts("Other", ""),
        "communities/other/index.md": "```{procedure} p\n```",
    }
    (found,) = check(project(tmp_path, other))
    assert "of Other" in found.message


def test_a_fact_that_is_not_filled_in_is_told_with_the_places_that_show_it(tmp_path: Path) -> None:
    root = project(
        tmp_path,
        {
            "communities/demo/community.toml": facts(
                more='email = "TODO"\n\n[words]\nstaff = "TODO"\nother = "TODO"\n'
            ),
            "communities/demo/index.md": "```{procedure} p\n```\n\n"
            "{{ words.staff }} {{ words.staff }} {{ community.email }}\n",
            "communities/demo/two.md": "```{clause} p:a\n```\n",
        },
    )
    found = check(root)
    assert [(d.code.code, d.path, d.start.row) for d in found] == [
        ("CB405", f"{DEMO}community.toml", row) for row in (6, 9, 10)
    ]
    email, staff, other = (d.message.partition("; it is missing at ")[2] for d in found)
    assert email == f"{DEMO}index.md:4 on the page “index”"
    assert staff == (
        f"source/clauses/p.md:2 on the page “index”, {DEMO}index.md:4 on the page “index”, "
        "source/clauses/p.md:2 on the page “two”"
    )
    assert other == ""


def test_a_fault_of_a_shared_clause_is_told_once(tmp_path: Path) -> None:
    root = project(
        tmp_path,
        {
            "clauses/p.md": SHARED
            + "{{ x() }}\n<!-- clause:c -->\n{{ clause:none }} {{ clause:c }}\n<!-- endclause:c -->\n",
            "communities/demo/two.md": "```{procedure} p\n```\n",
        },
    )
    assert told(root) == [
        ("CB302", "source/clauses/p.md", 8, 1),
        ("CB304", "source/clauses/p.md", 10, 1),
        ("CB305", "source/clauses/p.md", 10, 19),
    ]


def test_a_fault_matters_before_anybody_uses_the_clause(tmp_path: Path) -> None:
    root = project(tmp_path, {"clauses/unused.md": "<!-- clause:a -->\n<a {{ words.x }}>\n<!-- endclause:a -->"})
    assert told(root) == [("CB303", "source/clauses/unused.md", 2, 4)]


def test_own_wording_of_a_clause_that_is_not_shared(tmp_path: Path) -> None:
    own = SHARED.replace(":b -->", ":bb -->")
    (found,) = recorded(check(project(tmp_path, {"communities/demo/clauses/p.md": own})))
    assert (found.code.code, found.path, found.start.row) == ("CB306", f"{DEMO}clauses/p.md", 5)
    assert "did you mean “p:b”?" in found.message


@pytest.mark.parametrize(
    "page",
    [
        "```{procedure} own\n```",
        "```{clause} own:a\n```",
        "```{clause} outer:a\n```",
    ],
)
def test_own_clauses_that_a_page_shows(tmp_path: Path, page: str) -> None:
    files: dict[str, str | bytes] = {
        "communities/demo/clauses/own.md": SHARED,
        "clauses/outer.md": "<!-- clause:a -->\n{{ clause:own:a }}\n<!-- endclause:a -->\n",
        "communities/demo/page.md": page,
    }
    if "outer" not in page:
        del files["clauses/outer.md"]
    assert [d for d in check(project(tmp_path, files)) if d.code.code == "CB306"] == []


def test_own_clauses_that_no_page_shows(tmp_path: Path) -> None:
    (found,) = check(project(tmp_path, {"communities/demo/clauses/pp.md": SHARED}))
    assert (found.code.code, found.path, found.start.row) == ("CB306", f"{DEMO}clauses/pp.md", 1)
    assert "no page of Demo shows this file" in found.message
    assert "did you mean “p”?" in found.message


def test_own_wording_that_does_not_fit(tmp_path: Path) -> None:
    root = project(
        tmp_path,
        {
            "clauses/p.md": "Text <!-- clause:a -->a<!-- endclause:a -->.",
            "communities/demo/clauses/p.md": "<!-- clause:a -->\nOne.\n\nTwo.\n<!-- endclause:a -->\n",
        },
    )
    assert told(root) == [("CB308", f"{DEMO}clauses/p.md", 1, 1)]


def test_folders_and_files_are_told_too(tmp_path: Path) -> None:
    root = project(
        tmp_path,
        {
            "clauses/x/p.md": SHARED,
            "clauses/bad.md": b"\xff",
            "clauses/front.md": "---\ntitle: [x\n---\n",
            "communities/demo/clauses/p.md": "---\nfoo: x\n---\n",
            "communities/empty/x.txt": "",
            "communities/twin/community.toml": facts(),
            "communities/twin/index.md": "# Twin\n",
        },
    )
    assert told(root) == [
        ("CB002", "source/clauses/bad.md", 1, 1),
        ("CB003", "source/clauses/front.md", 3, 1),
        ("CB307", "source/clauses/x/p.md", 1, 1),
        ("CB003", f"{DEMO}clauses/p.md", 2, 1),
        ("CB406", "source/communities/empty/community.toml", 1, 1),
        ("CB407", "source/communities/twin/community.toml", 1, 1),
    ]


@pytest.mark.parametrize("text", ["", "---\ntitle: x\n---\n", "\n<!-- nothing yet -->\n"])
@pytest.mark.parametrize("place", ["clauses/q.md", "communities/demo/clauses/q.md"])
def test_a_clause_file_without_text(tmp_path: Path, place: str, text: str) -> None:
    assert told(project(tmp_path, {place: text})) == []


@pytest.mark.parametrize("text", ["Text.\n", "---\ntitle: x\n---\nText.\n", f"```text\n{SHARED}```\n"])
@pytest.mark.parametrize("place", ["clauses/q.md", "communities/demo/clauses/q.md", "communities/demo/clauses/p.md"])
def test_a_clause_file_without_a_clause(tmp_path: Path, place: str, text: str) -> None:
    (found,) = check(project(tmp_path, {place: text}))
    assert (found.code.code, found.path, found.start.row) == ("CB311", f"source/{place}", 1)
    assert "put <!-- clause:NAME --> on a line above the text" in found.message


@pytest.mark.parametrize("place", ["clauses/q.md", "communities/demo/clauses/q.md"])
def test_a_file_that_a_page_shows_as_a_whole_needs_no_clause(tmp_path: Path, place: str) -> None:
    files: dict[str, str | bytes] = {place: "Text.\n", "communities/demo/page.md": "```{procedure} q\n```\n"}
    assert told(project(tmp_path, files)) == []


def test_without_facts_pages_are_looked_at_all_the_same(tmp_path: Path) -> None:
    root = project(
        tmp_path, {"communities/demo/community.toml": "x", "communities/demo/index.md": "```{procedure} q\n```"}
    )
    assert [code for code, *_ in told(root)] == ["CB401", "CB304"]


def test_only_the_files_asked_for(tmp_path: Path) -> None:
    root = project(
        tmp_path,
        {"communities/demo/one.md": "```{procedure} x\n```", "communities/demo/two.md": "```{procedure} y\n```"},
    )
    one = root / DEMO / "one.md"
    assert [d.path for d in check(root, {one.resolve()})] == [f"{DEMO}one.md"]
    assert check(root, set()) == []
    assert check(root, {root / "source/clauses/p.md"}) == []


def test_paths_are_told_from_the_base(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = project(tmp_path, {"communities/demo/page.md": "```{procedure} x\n```"})
    assert [d.path for d in check_project(root, None, root / "source")] == ["communities/demo/page.md"]
    monkeypatch.chdir(root / "source/communities/demo")
    page = root / DEMO / "page.md"
    assert [d.path for d in check_project(root)] == ["page.md"]
    assert [d.path for d in check_project(root, {page})] == ["page.md"]


def test_time_grows_as_the_project_does(tmp_path: Path) -> None:
    def check_some(size: int) -> None:
        text = "".join(
            f"{n}. <!-- clause:c{n} -->\n   {{{{ words.staff }}}} {{{{ words.none }}}}\n   <!-- endclause:c{n} -->\n"
            for n in range(size)
        )
        root = project(tmp_path / str(size), {"clauses/p.md": text, "communities/demo/clauses/p.md": text})
        assert len(recorded(check(root))) == size

    assert_linear(check_some, 100)
