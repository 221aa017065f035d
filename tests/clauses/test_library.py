from __future__ import annotations

import os
from pathlib import Path

import pytest

from clausebook.clauses.library import ClauseFile, Library, load_library
from clausebook.text.nearest import did_you_mean
from clausebook.text.source import SourceText
from tests.growth import assert_linear
from tests.guide.made import clause_file, library

A = "<!-- clause:a -->\nText {{ words.x }}.\n<!-- endclause:a -->\n"


def write(folder: Path, files: dict[str, str | bytes]) -> Path:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def told(loaded: Library, folder: Path) -> list[tuple[str, str, int, int]]:
    return [(d.code.code, os.path.relpath(d.path, folder), d.start.row, d.start.column) for d in loaded.diagnostics]


def test_no_folder(tmp_path: Path) -> None:
    loaded = load_library(tmp_path / "none")
    assert (dict(loaded.files), loaded.diagnostics) == ({}, ())


def test_files_of_nested_folders_in_a_stable_order(tmp_path: Path) -> None:
    write(tmp_path, {"b.md": A, "a/z.md": A, "a/b/y.markdown": A, "c.png": A, "d.md.bak": A, "empty.md": ""})
    loaded = load_library(tmp_path)
    assert list(loaded.files) == ["y", "z", "b", "empty"]
    assert loaded.names() == ["y:a", "z:a", "b:a"]
    assert loaded.diagnostics == ()


def test_hidden_files_and_what_is_no_file_are_skipped(tmp_path: Path) -> None:
    write(tmp_path, {".a.md": A, ".git/b.md": A, "c/.d/e.md": A, "f.md/g.svg": ""})
    os.mkfifo(tmp_path / "pipe.md")
    loaded = load_library(tmp_path)
    assert (dict(loaded.files), loaded.diagnostics) == ({}, ())


def test_paths_are_told_as_asked_for(tmp_path: Path) -> None:
    write(tmp_path, {"a/b.md": A, "bad.md": b"\xff"})
    loaded = load_library(tmp_path, lambda path: f"shown/{path.relative_to(tmp_path)}")
    assert loaded.files["b"].source.path == "shown/a/b.md"
    assert loaded.diagnostics[0].path == "shown/bad.md"


def test_two_files_with_one_name(tmp_path: Path) -> None:
    loaded = load_library(write(tmp_path, {"a.md": A, "b/a.md": "other", "b/a.markdown": "third"}))
    assert loaded.files["a"].source.text == A
    assert told(loaded, tmp_path) == [("CB307", "b/a.markdown", 1, 1), ("CB307", "b/a.md", 1, 1)]
    assert str(tmp_path / "a.md") in loaded.diagnostics[0].message


def test_bytes_that_are_not_utf8(tmp_path: Path) -> None:
    loaded = load_library(write(tmp_path, {"bad.md": "ä\nök ".encode() + b"\xe4 b", "good.md": A}))
    assert list(loaded.files) == ["good"]
    assert told(loaded, tmp_path) == [("CB002", "bad.md", 2, 4)]
    assert loaded.diagnostics[0].end.column == 5


def test_a_file_that_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, {"a.md": A, "b.md": A})
    read = SourceText.read

    def refuse(file: Path, path: str | None = None) -> SourceText:
        if file.name == "a.md":
            raise PermissionError(13, "Permission denied")
        return read(file, path)

    monkeypatch.setattr(SourceText, "read", refuse)
    loaded = load_library(tmp_path)
    assert list(loaded.files) == ["b"]
    assert told(loaded, tmp_path) == [("CB001", "a.md", 1, 1)]


def test_a_folder_that_cannot_be_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, {"a/b.md": A, "c.md": A})
    scan = os.scandir

    def refuse(path: str | Path) -> object:
        if Path(path).name == "a":
            raise PermissionError(13, "Permission denied", str(path))
        return scan(path)

    monkeypatch.setattr(os, "scandir", refuse)
    loaded = load_library(tmp_path)
    assert list(loaded.files) == ["c"]
    assert told(loaded, tmp_path) == [("CB001", "a", 1, 1)]


def test_links_stay_inside_of_the_tree(tmp_path: Path) -> None:
    tree = write(tmp_path / "tree", {"clauses/a.md": A, "other/b.md": "Other"})
    write(tmp_path / "outside", {"secret.md": "secret", "d/e.md": "secret"})
    (tree / "clauses/linked.md").symlink_to(tree / "other/b.md")
    (tree / "clauses/out.md").symlink_to(tmp_path / "outside/secret.md")
    (tree / "clauses/folder").symlink_to(tmp_path / "outside", target_is_directory=True)
    (tree / "clauses/self").symlink_to(tree / "clauses", target_is_directory=True)
    (tree / "clauses/loop.md").symlink_to(tree / "clauses/loop.md")
    (tree / "clauses/gone.md").symlink_to(tree / "nothing.md")
    loaded = load_library(tree / "clauses", tree=tree)
    assert {stem: file.source.text for stem, file in loaded.files.items()} == {"a": A, "linked": "Other"}
    assert sorted(told(loaded, tree / "clauses")) == [
        ("CB001", name, 1, 1) for name in ("folder", "gone.md", "loop.md", "out.md")
    ]
    assert "secret" not in repr(loaded.files)


def test_without_a_tree_links_stay_in_the_folder(tmp_path: Path) -> None:
    write(tmp_path, {"clauses/a.md": A, "b.md": "Other"})
    (tmp_path / "clauses/b.md").symlink_to(tmp_path / "b.md")
    loaded = load_library(tmp_path / "clauses")
    assert list(loaded.files) == ["a"]
    assert told(loaded, tmp_path) == [("CB001", "clauses/b.md", 1, 1)]


def test_the_folder_itself_must_not_lead_out(tmp_path: Path) -> None:
    write(tmp_path, {"outside/a.md": A})
    (tmp_path / "tree").mkdir()
    (tmp_path / "tree/clauses").symlink_to(tmp_path / "outside", target_is_directory=True)
    loaded = load_library(tmp_path / "tree/clauses", tree=tmp_path / "tree")
    assert dict(loaded.files) == {}
    assert told(loaded, tmp_path) == [("CB001", "tree/clauses", 1, 1)]


def test_a_byte_order_mark_is_no_text(tmp_path: Path) -> None:
    loaded = load_library(write(tmp_path, {"a.md": b"\xef\xbb\xbf---\ntitle: x\n---\n" + A.encode()}))
    assert loaded.files["a"].front_matter.title == "x"
    assert list(loaded.files["a"].clauses) == ["a"]


def test_front_matter_is_told_with_the_folder(tmp_path: Path) -> None:
    loaded = load_library(write(tmp_path, {"a.md": "---\ntitle: [x\n---\n"}))
    assert told(loaded, tmp_path) == [("CB003", "a.md", 3, 1)]
    assert list(loaded.files) == ["a"]


def test_finding() -> None:
    known = library({"f": A + A.replace("Text", "Second"), "g": A.replace(":a", ":b")})
    found = known.find("f:a")
    assert found is not None
    assert found[1].text(found[0].source).startswith("\nText")
    for name in ("f:b", "h:a", "a", "", ":", "f:", ":a", "f:a:a"):
        assert known.find(name) is None
    assert [file.identifier(clause.name) for file, clause in known] == ["f:a", "g:b"]


@pytest.mark.parametrize(
    ("name", "words"),
    [("f:b", "; did you mean “f:a”?"), ("zzzzzz", ""), ("", ""), ("f:a" * 50_000, "")],
)
def test_suggestions(name: str, words: str) -> None:
    assert library({"f": A}).suggest(name) == words
    assert did_you_mean(name, []) == ""


def test_placeholders_and_sources_of_a_clause() -> None:
    text = (
        "---\nsources:\n  - {title: one, licence: x}\n  - {title: two, licence: x, clauses: [b]}\n---\n{{ words.y }}\n"
        + A
        + A.replace(":a", ":b").replace("words.x", "clause:a")
    )
    file = clause_file("f", text)
    assert [p.content for p in file.placeholders_of(file.clauses["a"])] == ["words.x"]
    assert [p.content for p in file.placeholders_of(file.clauses["b"])] == ["clause:a"]
    assert [source.title for source in file.sources_of("a")] == ["one"]
    assert [source.title for source in file.sources_of("b")] == ["one", "two"]


def test_time_grows_as_the_files_do(tmp_path: Path) -> None:
    def load(size: int) -> None:
        text = "".join(A.replace(":a", f":a{n}") for n in range(size)) + "word " * size * 100
        write(tmp_path, {"big.md": text})
        (file,) = load_library(tmp_path).files.values()
        assert isinstance(file, ClauseFile)
        assert sum(len(file.placeholders_of(clause)) for clause in file.clauses.values()) == size

    assert_linear(load, 200)
