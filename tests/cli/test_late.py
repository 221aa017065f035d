"""Findings that need the whole project: ignored, mended, and found in what comes from the standard input."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from clausebook.cli.main import main

COMMUNITY = 'name = "Demo"\nkind = "online"\nlanguages = ["en"]\nstatus = "example"\n\n[words]\nstaff = "TODO"\n'
INDEX = "# Demo\n\n```{clause} one:a\n```\n"


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    files = {
        "pyproject.toml": "[tool.clausebook]\n",
        "source/clauses/one.md": "<!-- clause:a -->\nThe {{ words.staff }}.\n<!-- endclause:a -->\n",
        "source/communities/demo/community.toml": COMMUNITY,
        "source/communities/demo/index.md": INDEX,
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


def found(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[str]:
    main(["check", *arguments, "--output-format", "json"])
    return [finding["code"] for finding in json.loads(capsys.readouterr().out)]


def test_they_obey_select_and_ignore(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert found(capsys) == ["CB405"]
    assert found(capsys, "--ignore", "not-filled-in") == []
    assert found(capsys, "--select", "CB6") == []
    (project / "pyproject.toml").write_text('[tool.clausebook.per-file-ignores]\n"*/demo/*" = ["CB4"]\n')
    assert found(capsys) == []
    assert found(capsys, "source/communities/demo/community.toml") == []


def test_comments_in_toml(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = project / "source/communities/demo/community.toml"
    file.write_text(COMMUNITY.replace('"TODO"', '"TODO" # clausebook: ignore CB405'))
    assert found(capsys) == []
    assert found(capsys, str(file)) == []


def test_an_unused_comment_in_toml_is_removed(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = project / "source/communities/demo/community.toml"
    file.write_text(COMMUNITY.replace('kind = "online"', 'kind = "online"  # clausebook: ignore CB405'))
    assert found(capsys) == ["CB702", "CB405"]
    assert main(["check", "--diff"]) == 1
    out, err = capsys.readouterr()
    assert '-kind = "online"  # clausebook: ignore CB405\n+kind = "online"\n' in out
    assert "1 would be mended, 1 would remain" in err
    assert main(["check", "--fix"]) == 1
    assert "Found 2 problems (1 fixed, 1 remaining)." in capsys.readouterr().out
    assert file.read_text() == COMMUNITY


def test_a_comment_for_what_only_the_project_shows(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = project / "source/communities/demo/index.md"
    page.write_text("# Demo\n\n<!-- clausebook: ignore CB304 -->\n```{clause} one:b\n```\n")
    assert found(capsys, "--ignore", "CB405") == []
    # Alone, as the standard input without a name, nobody knows of a project.
    page.write_text(INDEX + "\nText. <!-- clausebook: ignore CB304 -->\n")
    assert found(capsys, "--ignore", "CB405") == ["CB702"]


def give(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text.encode())))


def test_the_standard_input_is_a_part_of_its_project(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    name = "source/communities/demo/index.md"
    give(monkeypatch, INDEX)
    assert found(capsys, "-", "--stdin-filename", name) == []
    give(monkeypatch, INDEX.replace("one:a", "one:b"))
    assert found(capsys, "-", "--stdin-filename", name) == ["CB304"]
    give(monkeypatch, INDEX.replace("one:a", "one:b"))
    assert found(capsys, "-") == []


def test_the_standard_input_is_mended(
    project: Path, capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    give(monkeypatch, f"{INDEX}\nText. <!-- clausebook: ignore CB304 -->\n[us](a@example.org)\n")
    name = "source/communities/demo/index.md"
    main(["check", "-", "--fix", "--stdin-filename", name])
    out, err = capfdbinary.readouterr()
    assert out.decode() == f"{INDEX}\nText.\n[us](mailto:a@example.org)\n"
    assert b"(2 fixed, 0 remaining)" in err
    assert (project / name).read_text() == INDEX


def test_a_file_that_must_not_be_written(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = project / "source/communities/demo/community.toml"
    file.write_text(COMMUNITY.replace('kind = "online"', 'kind = "online" # clausebook: ignore CB405'))
    before = file.read_text()
    (project / "other.toml").hardlink_to(file)
    assert main(["check", "--fix"]) == 2
    out, err = capsys.readouterr()
    assert "hard links" in err
    assert "CB702" in out
    assert file.read_text() == before
