"""Reading real repositories with the real git."""

from __future__ import annotations

from pathlib import Path

import pytest

from clausebook.history.git import GitError, Repository
from tests.guide.folders import write
from tests.history.repositories import commit, git, repository


def test_the_files_of_a_commit_in_a_subfolder(tmp_path: Path) -> None:
    odd = "a\tb “q” ü.md"
    repository(
        tmp_path, {"sub dir/x.md": "one\r\n", f"sub dir/in/{odd}": b"\xff", "sub dir/p.png": "no", "other.md": ""}
    )
    first = git(tmp_path, "rev-parse", "HEAD")
    commit(tmp_path, {"sub dir/x.md": "two"})
    here = Repository.of(tmp_path / "sub dir")
    assert here.prefix == "sub dir/"
    assert here.files(first, (".md",)) == {"x.md": b"one\r\n", f"in/{odd}": b"\xff"}
    assert here.files(here.commit("HEAD"), (".md",))["x.md"] == b"two"
    assert Repository.of(tmp_path).files(first, (".md",)).keys() == {"sub dir/x.md", f"sub dir/in/{odd}", "other.md"}


def test_links_in_a_commit(tmp_path: Path) -> None:
    write(tmp_path, {"in/a.md": "text"})
    for name, target in {
        "b.md": "in/a.md",
        "in/c.md": "a.md",
        "d.md": "/etc/hosts",
        "e.md": "../x.md",
        "f.md": "f.md",
    }.items():
        (tmp_path / name).symlink_to(target)
    repository(tmp_path, {})
    found = Repository.of(tmp_path).files("HEAD", (".md",))
    assert found == dict.fromkeys(["in/a.md", "b.md", "in/c.md"], b"text")


def test_the_versions_of_a_file_come_newest_first_and_through_renames(tmp_path: Path) -> None:
    long = "A line that stays the same.\n" * 20
    repository(tmp_path, {"one.md": long + "1"})
    commit(tmp_path, {"one.md": long + "2"})
    git(tmp_path, "mv", "one.md", "a [b] ü.md")
    commit(tmp_path, {"else.md": "x"})
    commit(tmp_path, {"a [b] ü.md": long + "3"})
    versions = [data.decode()[-1] for data in Repository.of(tmp_path).versions(tmp_path / "a [b] ü.md")]
    assert versions == ["3", "2", "2", "1"]


@pytest.mark.parametrize(
    "revision", ["", "-h", "--output=x", "--", "HEAD\nHEAD", "a\0b", "HEAD^{tree}", "HEAD:x.md", "nowhere", "@{u}"]
)
def test_what_is_no_revision(tmp_path: Path, revision: str) -> None:
    repository(tmp_path, {"x.md": "x"})
    with pytest.raises(GitError, match="revision"):
        Repository.of(tmp_path).commit(revision)
    assert sorted(file.name for file in tmp_path.iterdir()) == [".git", "x.md"]


@pytest.mark.parametrize("revision", ["HEAD", "main", "a-tag", "HEAD~0", "@"])
def test_what_is_one(tmp_path: Path, revision: str) -> None:
    repository(tmp_path, {"x.md": "x"})
    git(tmp_path, "tag", "-a", "-m", "x", "a-tag")
    assert Repository.of(tmp_path).commit(revision) == git(tmp_path, "rev-parse", "HEAD")


def test_no_repository(tmp_path: Path) -> None:
    with pytest.raises(GitError, match="lies in no git repository"):
        Repository.of(tmp_path)


def test_a_bare_repository(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q", "--bare")
    with pytest.raises(GitError, match="no git work tree"):
        Repository.of(tmp_path)


def test_a_repository_without_commits(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    with pytest.raises(GitError, match="no revision “HEAD”"):
        Repository.of(tmp_path).commit("HEAD")
    with pytest.raises(GitError, match="git: "):
        list(Repository.of(tmp_path).versions(tmp_path / "x.md"))


def test_a_shallow_clone_says_what_to_do(tmp_path: Path) -> None:
    origin = tmp_path / "origin"
    origin.mkdir()
    repository(origin, {"x.md": "1"})
    first = git(origin, "rev-parse", "HEAD")
    commit(origin, {"x.md": "2"})
    git(tmp_path, "clone", "-q", "--depth=1", f"file://{origin}", "clone")
    here = Repository.of(tmp_path / "clone")
    with pytest.raises(GitError, match="git fetch --unshallow"):
        here.commit(first)


def test_where_histories_parted(tmp_path: Path) -> None:
    repository(tmp_path, {"x.md": "1"})
    base = git(tmp_path, "rev-parse", "HEAD")
    git(tmp_path, "switch", "-q", "-c", "topic")
    mine = commit(tmp_path, {"y.md": "2"})
    git(tmp_path, "switch", "-q", "main")
    theirs = commit(tmp_path, {"z.md": "3"})
    git(tmp_path, "switch", "-q", "--orphan", "alone")
    alone = commit(tmp_path, {"w.md": "4"})
    here = Repository.of(tmp_path)
    assert here.parting(theirs, mine) == base
    assert here.parting(base, mine) == base
    assert here.parting(theirs, alone) == theirs


def test_settings_of_a_repository_start_no_program(tmp_path: Path) -> None:
    repository(tmp_path, {"x.md": "1", ".gitattributes": "*.md diff=evil filter=evil\n"})
    for key in (
        "diff.evil.textconv",
        "diff.evil.command",
        "filter.evil.smudge",
        "core.fsmonitor",
        "core.pager",
        "log.showSignature",
    ):
        git(tmp_path, "config", key, f"touch {tmp_path}/ran; cat" if key != "log.showSignature" else "true")
    here = Repository.of(tmp_path)
    assert here.files(here.commit("HEAD"), (".md",)) == {"x.md": b"1"}
    assert list(here.versions(tmp_path / "x.md")) == [b"1"]
    assert not (tmp_path / "ran").exists()


def test_another_repository_in_the_environment_is_not_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        repository(tmp_path / name, {"x.md": name})
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "two/.git"))
    here = Repository.of(tmp_path / "one")
    assert here.files(here.commit("HEAD"), (".md",)) == {"x.md": b"one"}
