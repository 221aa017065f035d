"""``clausebook wording`` in projects with and without a git history."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from clausebook.clauses.digest import digest_of
from tests.cli.running import clausebook
from tests.guide.folders import SHARED, facts, write
from tests.history.repositories import commit, repository

OWN = "<!-- clause:b -->\nOurs, second.\n<!-- endclause:b -->\n"
OWN_FILE = "source/communities/demo/clauses/p.md"


def files(own: str = OWN, shared: str = SHARED) -> dict[str, str | bytes]:
    return {
        "pyproject.toml": "[tool.clausebook]\n",
        "source/clauses/p.md": shared,
        "source/communities/demo/community.toml": facts(),
        "source/communities/demo/index.md": "# Demo\n\n```{procedure} p\n```\n",
        OWN_FILE: own,
    }


def with_version(text: str, own: str = OWN) -> str:
    return f'---\nclauses:\n  b: {{replaces: "{digest_of(text)}"}}\n---\n\n{own}'


def test_what_is_up_to_date_is_listed_and_nothing_more(tmp_path: Path) -> None:
    done = clausebook("wording", "demo", cwd=write(tmp_path, files(with_version("Second."))))
    assert (done.returncode, done.stderr) == (0, "")
    assert "p:b\n  yours   source/communities/demo/clauses/p.md:6\n  shared  source/clauses/p.md:5\n" in done.stdout
    assert "up to date" in done.stdout
    assert "1 shared clause in the words of Demo.\n" in done.stdout
    assert "|" not in done.stdout


def test_a_community_without_own_wording(tmp_path: Path) -> None:
    done = clausebook("wording", "demo", cwd=write(tmp_path, files("")))
    assert (done.returncode, done.stdout) == (0, "Demo words no shared clause anew.\n")


def test_a_change_is_shown_from_the_history_both_ways_until_it_is_confirmed(tmp_path: Path) -> None:
    root = repository(tmp_path, files(with_version("Second.")))
    commit(root, {"source/clauses/p.md": SHARED.replace("Second.", "Second, but slowly.")})
    commit(root, {"source/clauses/p.md": SHARED.replace("Second.", "Second, and slowly.")})
    done = clausebook("wording", "demo", cwd=root)
    assert (done.returncode, done.stderr) == (1, "")
    assert "What changed in the shared clause since:\n  | Second{+, and slowly+}.\n" in done.stdout
    assert "Yours beside the version that you replaced:\n  | [-Second-]{+Ours, second+}.\n" in done.stdout
    assert "clausebook wording demo p:b --confirm" in done.stdout
    (found,) = json.loads(clausebook("check", "--output-format", "json", cwd=root).stdout)
    assert found["code"] == "CB322"

    done = clausebook("wording", "demo", "p:b", "--confirm", cwd=root)
    assert (done.returncode, done.stderr) == (0, "")
    assert (root / OWN_FILE).read_text() == with_version("Second, and slowly.")
    assert clausebook("check", cwd=root).stdout.startswith("All checks passed.")
    assert clausebook("wording", "demo", cwd=root).returncode == 0


def test_the_old_text_is_found_in_a_subfolder_and_through_a_rename(tmp_path: Path) -> None:
    long = SHARED + "\nMore text, so that git knows the file again when it has another name.\n" * 5
    old = {name.replace("clauses/p.md", "clauses/q.md"): text for name, text in files("", long).items()}
    repository(tmp_path, {f"sub folder/{name}": text for name, text in old.items()})
    (tmp_path / "sub folder/source/clauses/q.md").unlink()
    commit(tmp_path, {f"sub folder/{name}": text for name, text in files(with_version("Second."), long).items()})
    commit(tmp_path, {"sub folder/source/clauses/p.md": long.replace("Second.", "Third.")})
    done = clausebook("wording", "demo", cwd=tmp_path / "sub folder")
    assert "| [-Second-]{+Third+}." in done.stdout
    done = clausebook("wording", "demo", "--root", "sub folder", "--format", "json", cwd=tmp_path)
    (entry,) = json.loads(done.stdout)
    assert entry["base"] == {"text": "\nSecond.\n", "missing": None}
    assert entry["shared_changes"] == [
        {"kind": "removed", "text": "Second"},
        {"kind": "added", "text": "Third"},
        {"kind": "same", "text": "."},
    ]
    assert (entry["state"], entry["own"]["row"]) == ("changed", 6)


@pytest.mark.parametrize("tracked", [True, False])
def test_without_the_old_text_two_are_compared(tmp_path: Path, tracked: bool) -> None:
    make = repository if tracked else write
    root = make(tmp_path, files(with_version("Never committed.")))
    done = clausebook("wording", "demo", cwd=root)
    assert done.returncode == 1
    why = "the git history of source/clauses/p.md does not have it" if tracked else "lies in no git repository"
    assert why in done.stdout
    assert "Yours beside the shared clause:\n  | [-Second-]{+Ours, second+}.\n" in done.stdout


def test_without_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    done = clausebook("wording", "demo", cwd=write(tmp_path, files(with_version("x"))))
    assert done.returncode == 1
    assert "git is not installed" in done.stdout


def test_wording_that_records_nothing_is_confirmed(tmp_path: Path) -> None:
    root = write(tmp_path, files())
    assert "nothing records" in clausebook("wording", "demo", cwd=root).stdout
    assert clausebook("wording", "demo", "p", "--confirm", cwd=root).returncode == 0
    assert (root / OWN_FILE).read_text() == with_version("Second.")


def test_taking_the_shared_clause_leaves_the_rest(tmp_path: Path) -> None:
    more = "<!-- clause:a -->\nAlso ours.\n<!-- endclause:a -->\n"
    root = write(tmp_path, files(with_version("Second.", f"{OWN}\n{more}")))
    done = clausebook("wording", "demo", "p:b", "--take", cwd=root)
    assert (done.returncode, done.stderr) == (0, "")
    assert "had said:\nOurs, second." in done.stdout
    assert (root / OWN_FILE).read_text() == f"\n{more}"
    done = clausebook("wording", "demo", "p:a", "--take", cwd=root)
    assert "you can delete it" in done.stdout


def test_what_would_be_lost_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    own = f"{OWN}\n1. <!-- clause:a -->\n   Also ours.\n   <!-- endclause:a -->\n"
    root = write(tmp_path, files(own))
    done = clausebook("wording", "demo", "p:b", "p:a", "--take", cwd=root)
    assert (done.returncode, done.stdout) == (2, "")
    assert "other text stands beside the markers of “a”" in done.stderr
    assert (root / OWN_FILE).read_text() == own


def test_a_locked_clause_can_only_be_taken(tmp_path: Path) -> None:
    locked = "---\nclauses:\n  b: {locked: true}\n---\n" + SHARED
    root = write(tmp_path, files(shared=locked))
    done = clausebook("wording", "demo", "p:b", cwd=root)
    assert done.returncode == 1
    assert "locked" in done.stdout
    assert "--confirm" not in done.stdout
    done = clausebook("wording", "demo", "p:b", "--confirm", cwd=root)
    assert (done.returncode, done.stdout) == (2, "")
    assert "“p:b” is locked" in done.stderr
    assert clausebook("wording", "demo", "p:b", "--take", cwd=root).returncode == 0
    assert (root / OWN_FILE).read_text() == ""


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("dem",), "there is no community “dem”; did you mean “demo”?"),
        (("zzzz",), "there are: demo"),
        (("demo", "p:c"), "no wording of its own for a shared clause “p:c”; did you mean “p:b”?"),
        (("demo", "--take"), "name the clauses to take"),
        (("demo", "p:b", "--take", "--confirm"), "not allowed with"),
        (("demo", "--root", "/"), "lies in no project"),
    ],
)
def test_wrong_arguments(tmp_path: Path, arguments: tuple[str, ...], message: str) -> None:
    done = clausebook("wording", *arguments, cwd=write(tmp_path, files()))
    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def test_what_texts_hold_cannot_steer_a_terminal(tmp_path: Path) -> None:
    own = OWN.replace("Ours", "\x1b[31mOurs\u202e")
    done = clausebook("wording", "demo", "p:b", cwd=write(tmp_path, files(own)))
    assert "␛[31mOurs<U+202E>, second" in done.stdout


def test_a_read_only_file_is_left_alone(tmp_path: Path) -> None:
    root = write(tmp_path, files())
    outside = tmp_path / "other.md"
    outside.write_text(OWN)
    (root / OWN_FILE).unlink()
    (root / OWN_FILE).hardlink_to(outside)
    done = clausebook("wording", "demo", "p:b", "--confirm", cwd=root)
    assert (done.returncode, done.stdout) == (2, "")
    assert "hard links" in done.stderr
    assert outside.read_text() == OWN
