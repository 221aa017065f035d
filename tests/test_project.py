from __future__ import annotations

from pathlib import Path

import pytest

from clausebook.project import Project
from clausebook.settings import SettingsError
from tests.guide.folders import SHARED, facts, project, write

PROCEDURE = "```{procedure} p\n```\n"


def told(loaded: Project) -> list[tuple[str, str]]:
    found = [*loaded.diagnostics, *loaded.shared.diagnostics]
    found += [d for community in loaded.communities.values() for d in community.diagnostics]
    return [(d.code.code, d.path) for d in found]


def test_an_empty_folder_is_an_empty_project(tmp_path: Path) -> None:
    loaded = Project.load(tmp_path)
    assert (dict(loaded.communities), dict(loaded.shared.files), told(loaded)) == ({}, {}, [])


def test_a_project(tmp_path: Path) -> None:
    loaded = Project.load(
        project(tmp_path, {"communities/demo/a/b.md": "# B\n", "communities/demo/c.txt": ""}), tmp_path
    )
    assert told(loaded) == []
    assert loaded.shared.files["p"].source.path == "source/clauses/p.md"
    community = loaded.communities["demo"]
    assert (community.name, community.slug, community.listed) == ("Demo", "demo", True)
    assert [page.name for page in community.pages] == ["a/b", "index"]
    assert [request.stem for request in community.pages[1].requests] == ["p"]
    assert loaded.community_of(community.folder / "a/b.md") is community
    assert loaded.community_of(tmp_path / "source/index.md") is None
    assert loaded.voice_of(community).values is not None
    assert loaded.voice_of(None).values is None


def test_without_a_base_paths_are_absolute(tmp_path: Path) -> None:
    loaded = Project.load(project(tmp_path, {}))
    assert loaded.shared.files["p"].source.path == str(tmp_path / "source/clauses/p.md")


def test_a_base_elsewhere(tmp_path: Path) -> None:
    loaded = Project.load(project(tmp_path / "a", {}), tmp_path / "b")
    assert loaded.shared.files["p"].source.path == "../a/source/clauses/p.md"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[tool.other]\nsource = 1",
        "[tool.clausebook]",
        '[tool.clausebook]\nsource = "source"\ncommunities = ["communities/*"]',
        '[tool.clausebook]\nsource = "./source/"\ncommunities = ["communities/demo", "communities/*", "none/*"]',
    ],
)
def test_settings_that_change_nothing(tmp_path: Path, text: str) -> None:
    write(project(tmp_path, {}), {"pyproject.toml": text})
    loaded = Project.load(tmp_path)
    assert list(loaded.communities) == ["demo"]
    assert list(loaded.shared.files) == ["p"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[tool", "cannot be read"),
        (b"\xff", "cannot be read"),
        ("x = " + "[" * 5000, "cannot be read"),
        ("tool = 1", "must be a table"),
        ("[tool]\nclausebook = 1", "must be a table"),
        ("[[tool.clausebook]]", "must be a table"),
        ('[tool.clausebook]\nsorce = "x"', "sorce means nothing; did you mean “source”?"),
        ("[tool.clausebook]\nsource = 1", "source must be a folder"),
        ('[tool.clausebook]\nsource = ""', "source must be a folder"),
        ('[tool.clausebook]\nsource = "../x"', "source must be a folder in the project"),
        ('[tool.clausebook]\nsource = "/tmp"', "source must be a folder in the project"),
        ('[tool.clausebook]\nsource = "none"', "there is no folder “none”"),
        ('[tool.clausebook]\ncommunities = "x"', "communities must be a list"),
        ("[tool.clausebook]\ncommunities = [1]", "communities must be a list"),
        ('[tool.clausebook]\ncommunities = [""]', "communities must be a list"),
        ('[tool.clausebook]\ncommunities = ["/tmp/*"]', "communities must be a list"),
        ('[tool.clausebook]\ncommunities = ["../*"]', "communities must be a list"),
        ('[tool.clausebook]\ncommunities = ["a**"]', "communities must be a list"),
    ],
)
def test_settings_that_cannot_be_used(tmp_path: Path, text: str | bytes, words: str) -> None:
    write(project(tmp_path, {}), {"pyproject.toml": text})
    with pytest.raises(SettingsError, match=r"pyproject\.toml") as caught:
        Project.load(tmp_path)
    assert words in str(caught.value)


def test_other_folders(tmp_path: Path) -> None:
    project(tmp_path, {"events/x/community.toml": facts("X"), "sample/community.toml": facts("Sample")})
    write(tmp_path, {"pyproject.toml": '[tool.clausebook]\ncommunities = ["events/*", "sample"]'})
    assert list(Project.load(tmp_path).communities) == ["x", "sample"]


def test_hidden_and_underscored_folders_and_files_are_no_communities(tmp_path: Path) -> None:
    files = {f"communities/{name}/community.toml": facts() for name in (".hidden", "_template")}
    loaded = Project.load(project(tmp_path, {**files, "communities/readme.md": "# x"}))
    assert list(loaded.communities) == ["demo"]
    assert told(loaded) == []


def test_linked_folders_are_no_communities(tmp_path: Path) -> None:
    project(tmp_path / "tree", {})
    write(tmp_path / "outside", {"community.toml": facts("Other"), "index.md": PROCEDURE})
    (tmp_path / "tree/source/communities/linked").symlink_to(tmp_path / "outside", target_is_directory=True)
    loaded = Project.load(tmp_path / "tree", tmp_path / "tree")
    assert list(loaded.communities) == ["demo"]
    assert told(loaded) == [("CB423", "source/communities/linked")]


@pytest.mark.parametrize("target", ["../../../../outside/community.toml", "nowhere", "community.toml"])
def test_facts_linked_from_elsewhere_are_not_read(tmp_path: Path, target: str) -> None:
    tree = project(tmp_path / "tree", {})
    write(tmp_path / "outside", {"community.toml": facts("Secret")})
    file = tree / "source/communities/demo/community.toml"
    file.unlink()
    file.symlink_to(target)
    loaded = Project.load(tree, tree)
    assert told(loaded) == [("CB423", "source/communities/demo/community.toml")]
    assert "Secret" not in repr(loaded)


def test_links_out_of_the_project_are_not_read(tmp_path: Path) -> None:
    tree = project(tmp_path / "tree", {})
    write(tmp_path / "outside", {"a.md": "secret"})
    demo = tree / "source/communities/demo"
    (demo / "a.md").symlink_to(tmp_path / "outside/a.md")
    (demo / "clauses").symlink_to(tmp_path / "outside", target_is_directory=True)
    loaded = Project.load(tree, tree)
    assert "secret" not in repr(loaded.communities)
    assert sorted(told(loaded)) == [
        ("CB001", "source/communities/demo/a.md"),
        ("CB001", "source/communities/demo/clauses"),
    ]


def test_a_page_and_a_clause_file_may_be_shared_by_links_inside(tmp_path: Path) -> None:
    project(tmp_path, {"parts/q.md": SHARED, "communities/demo/clauses/r.md": SHARED})
    (tmp_path / "source/communities/demo/clauses/q.md").symlink_to(tmp_path / "source/parts/q.md")
    loaded = Project.load(tmp_path)
    assert list(loaded.communities["demo"].voice.own.files) == ["q", "r"]
    assert told(loaded) == []


def test_clauses_are_no_pages(tmp_path: Path) -> None:
    files = dict.fromkeys(["clauses/p.md", "more/clauses/x.md", ".hidden/y.md", "more/.z.md", "more/page.md"], "# x\n")
    loaded = Project.load(project(tmp_path, {f"communities/demo/{name}": text for name, text in files.items()}))
    assert [page.name for page in loaded.communities["demo"].pages] == ["index", "more/page"]


def test_a_folder_without_facts(tmp_path: Path) -> None:
    loaded = Project.load(project(tmp_path, {"communities/empty/index.md": PROCEDURE}), tmp_path)
    assert told(loaded) == [("CB406", "source/communities/empty/community.toml")]
    community = loaded.communities["empty"]
    assert (community.name, community.listed, community.voice.values) == ("empty", False, None)


def test_pages_that_cannot_be_read(tmp_path: Path) -> None:
    loaded = Project.load(project(tmp_path, {"communities/demo/bad.md": b"a\n\xff"}), tmp_path)
    assert told(loaded) == [("CB002", "source/communities/demo/bad.md")]
    assert [page.name for page in loaded.communities["demo"].pages] == ["index"]


def test_two_communities_with_one_name(tmp_path: Path) -> None:
    loaded = Project.load(
        project(tmp_path, {"communities/other/community.toml": facts("Demo"), "communities/other/index.md": "# O"}),
        tmp_path,
    )
    assert list(loaded.communities) == ["demo", "other"]
    assert told(loaded) == [("CB407", "source/communities/other/community.toml")]
    assert "source/communities/demo has the same name" in loaded.diagnostics[0].message


def test_names_that_differ_in_capitals_or_blanks_are_the_same(tmp_path: Path) -> None:
    loaded = Project.load(
        project(tmp_path, {"communities/other/community.toml": facts(" demo "), "communities/other/index.md": "# O"}),
        tmp_path,
    )
    assert told(loaded) == [("CB407", "source/communities/other/community.toml")]


def test_two_folders_with_one_name(tmp_path: Path) -> None:
    project(tmp_path, {"samples/demo/community.toml": facts("Other")})
    write(tmp_path, {"pyproject.toml": '[tool.clausebook]\ncommunities = ["communities/*", "samples/*"]'})
    loaded = Project.load(tmp_path, tmp_path)
    assert told(loaded) == [("CB407", "source/samples/demo/community.toml")]
    assert loaded.communities["demo"].name == "Demo"


def test_names_that_can_be_part_of_an_address(tmp_path: Path) -> None:
    names = ["demo-2026", "2026", "a", "html-days"]
    files = {f"communities/{name}/{file}" for name in names for file in ("community.toml", "index.md")}
    loaded = Project.load(project(tmp_path, {name: facts(name) if "toml" in name else "# x\n" for name in files}))
    assert told(loaded) == []


@pytest.mark.parametrize(
    ("name", "better"),
    [
        ("My Event", "my-event"),
        ("PyDays", "pydays"),
        ("R & D", "r-and-d"),
        ("münchen_süd", "muenchen-sued"),
        ("-x", "x"),
        ("html", "my-event"),
        ("行動", "my-event"),
    ],
)
def test_names_that_cannot_be_part_of_an_address(tmp_path: Path, name: str, better: str) -> None:
    files: dict[str, str | bytes] = {
        f"communities/{name}/community.toml": facts("Other"),
        f"communities/{name}/index.md": "# x\n",
    }
    loaded = Project.load(project(tmp_path, files), tmp_path)
    assert told(loaded) == [("CB410", f"source/communities/{name}/community.toml")]
    assert loaded.communities[name].diagnostics[0].message.endswith(f"call it “{better}”")


@pytest.mark.parametrize(
    ("file", "words"),
    [
        ("page.md", "write one, or copy"),
        ("Index.md", "call “Index.md” index.md"),
        ("idnex.md", "call “idnex.md” index.md"),
        ("README.md", "call “README.md” index.md"),
        ("index.markdown", "call “index.markdown” index.md"),
        ("index.txt", "write “index.txt” in Markdown, as index.md"),
    ],
)
def test_a_community_without_a_front_page(tmp_path: Path, file: str, words: str) -> None:
    files: dict[str, str | bytes] = {"communities/x/community.toml": facts("X"), f"communities/x/{file}": "# x\n"}
    loaded = Project.load(project(tmp_path, files), tmp_path)
    assert told(loaded) == [("CB503", "source/communities/x/index.md")]
    assert words in loaded.communities["x"].diagnostics[0].message


@pytest.mark.parametrize(
    "name", ["clauses/pic.png", "clauses/LICENSE", "clauses/.p.txt", "clauses/p.md~", "notes.txt", "clauses-2025/a.md"]
)
def test_files_beside_clauses_that_are_nobodys(tmp_path: Path, name: str) -> None:
    assert told(Project.load(project(tmp_path, {f"communities/demo/{name}": "x"}))) == []


@pytest.mark.parametrize(
    ("name", "better"),
    [
        ("p.txt", "p.md"),
        ("p.markdwn", "p.md"),
        ("p.md.txt", "p.md"),
        ("p.docx", "p.md"),
        ("p.MD", "p.md"),
        ("p", "p.md"),
    ],
)
@pytest.mark.parametrize("folder", ["clauses", "communities/demo/clauses"])
def test_files_that_are_no_markdown_by_their_names(tmp_path: Path, folder: str, name: str, better: str) -> None:
    loaded = Project.load(project(tmp_path, {f"{folder}/{name}": SHARED}), tmp_path)
    assert told(loaded) == [("CB312", f"source/{folder}/{name}")]
    found = [*loaded.shared.diagnostics, *loaded.communities["demo"].diagnostics]
    assert found[0].message.endswith(f"save its text as “{better}”")


@pytest.mark.parametrize("name", ["Clauses", "clause", "CLAUSES", "cluases"])
def test_a_folder_that_is_nearly_called_clauses(tmp_path: Path, name: str) -> None:
    loaded = Project.load(project(tmp_path, {f"communities/demo/{name}/p.md": SHARED}), tmp_path)
    assert told(loaded) == [("CB312", f"source/communities/demo/{name}")]
    assert loaded.communities["demo"].diagnostics[0].message.endswith("call it “clauses”")


def test_usage(tmp_path: Path) -> None:
    own = "<!-- clause:b -->\nOwn {{ clause:a }} {{ clause:p:a }} {{ words.staff }}.\n<!-- endclause:b -->\n"
    loaded = Project.load(
        project(
            tmp_path,
            {
                "communities/demo/clauses/p.md": own,
                "communities/demo/two.md": "```{clause} p:a\n```\n" * 2,
                "communities/none/community.toml": facts("None"),
                "communities/none/index.md": "```{procedure} p\n:omit: a\n```\n",
            },
        ),
        tmp_path,
    )
    usage = [
        (row.community, row.identifier, row.row, row.needs, [(u.community, u.page, u.own) for u in row.uses])
        for row in loaded.usage
    ]
    assert usage == [
        ("", "p:a", 1, ("words.staff",), [("demo", "index", False), ("demo", "two", False)]),
        ("", "p:b", 5, (), [("none", "index", False)]),
        ("demo", "p:b", 1, ("clause:p:a", "words.staff"), [("demo", "index", True)]),
    ]
