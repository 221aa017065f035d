"""What is told and mended: --select and --ignore, settings, and comments in files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from clausebook.cli.main import main

DAMAGED = "<!-- clause:a -->\nText.\n<-- e!ndclause:a -->\n\n* TODO\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.md").write_text(DAMAGED)
    return tmp_path


def codes(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[str]:
    main(["check", *arguments, "--output-format", "json"])
    return [finding["code"] for finding in json.loads(capsys.readouterr().out)]


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ([], ["CB102", "CB601"]),
        (["--select", "ALL"], ["CB102", "CB601"]),
        (["--select", "CB"], ["CB102", "CB601"]),
        (["--select", "CB6"], ["CB601"]),
        (["--select", "cb1,CB2"], ["CB102"]),
        (["--select", "CB1", "--select", "leftover-placeholder"], ["CB102", "CB601"]),
        (["--ignore", "CB601"], ["CB102"]),
        (["--ignore", "CB1, leftover-placeholder"], []),
        (["--select", "CB6", "--ignore", "CB601"], []),
        (["--select", "CB601", "--ignore", "CB6"], ["CB601"]),
        (["--select", "CB6", "--ignore", "CB6"], []),
        (["--select", "leftover-placeholder", "--ignore", "ALL"], ["CB601"]),
    ],
)
def test_select_and_ignore(capsys: pytest.CaptureFixture[str], options: list[str], expected: list[str]) -> None:
    assert codes(capsys, *options) == expected


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--select", "CB2155"], "did you mean “CB215”?"),
        (["--ignore", "mojibak"], "did you mean “mojibake”?"),
        (["--select", "X"], "clausebook rule --all lists them"),
        (["--select", ""], "there is no code “”"),
        (["--select", "CB6,,CB1"], "there is no code “”"),
    ],
)
def test_a_code_that_there_is_not(
    folder: Path, capsys: pytest.CaptureFixture[str], options: list[str], message: str
) -> None:
    (folder / "a.md").write_text("Sound.\n")
    assert main(["check", *options]) == 2
    out, err = capsys.readouterr()
    assert message in err
    assert out == ""


def test_what_is_not_selected_is_not_mended(folder: Path) -> None:
    assert main(["check", "--fix", "--select", "CB6"]) == 1
    assert (folder / "a.md").read_text() == DAMAGED
    assert main(["check", "--fix", "--ignore", "CB6"]) == 0
    assert (folder / "a.md").read_text() == DAMAGED.replace("<-- e!nd", "<!-- end")


def test_a_file_that_is_not_text_is_told_whatever_is_selected(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "a.md").write_bytes(b"\xff")
    assert codes(capsys, "--select", "CB601") == ["CB002"]
    assert codes(capsys, "--ignore", "CB002") == []


SETTINGS = '[tool.clausebook]\nignore = ["CB6"]\n'


def test_settings_are_found_from_the_file_upwards(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "pyproject.toml").write_text(SETTINGS)
    (folder / "source").mkdir()
    (folder / "docs/deep").mkdir(parents=True)
    (folder / "docs/deep/b.md").write_text("TODO\n")
    assert codes(capsys) == ["CB102"]
    assert codes(capsys, "docs/deep/b.md") == []
    # What the command line selects starts anew; what it ignores comes on top.
    assert codes(capsys, "--select", "CB6") == ["CB601", "CB601"]
    assert codes(capsys, "--ignore", "CB102") == []


def test_each_file_obeys_its_own_project(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "one").mkdir()
    (folder / "one/pyproject.toml").write_text(SETTINGS)
    (folder / "one/b.md").write_text("TODO\n")
    assert codes(capsys, "one/b.md", "a.md") == ["CB102", "CB601"]


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("a.md", ["CB102", "CB601"]),
        ("letters/*", ["CB102", "CB601"]),
        ("b.md", ["CB102", "CB601"]),
        ("*", ["CB102"]),
        ("nowhere/*", ["CB102", "CB601", "CB601"]),
    ],
)
def test_per_file_ignores(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, pattern: str, expected: list[str]
) -> None:
    (folder / "pyproject.toml").write_text(f'[tool.clausebook.per-file-ignores]\n"{pattern}" = ["CB601"]\n')
    (folder / "letters/old").mkdir(parents=True)
    (folder / "letters/old/b.md").write_text("TODO\n")
    assert codes(capsys) == expected
    monkeypatch.chdir(folder / "letters")
    assert codes(capsys, "old/b.md") == ([] if pattern in ("letters/*", "b.md", "*") else ["CB601"])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('ignore = ["CB961"]', "ignore: there is no code “CB961”"),
        ('ignore = "CB6"', "ignore must be a list of codes"),
        ("select = [1]", "select must be a list of codes"),
        ('per-file-ignores = ["CB6"]', "per-file-ignores must be a table"),
        ('per-file-ignores = {"*.md" = "CB6"}', "“*.md” must be a list of codes"),
        ('per-file-ignores = {"*.md" = ["CB6O"]}', "“*.md”: there is no code “CB6O”"),
        ("docs-url = 3", "docs-url must be the address"),
        ('selct = ["CB6"]', "selct means nothing; did you mean “select”?"),
        ("select = [", "cannot be read"),
    ],
)
@pytest.mark.parametrize("sound", [True, False])
def test_settings_that_cannot_be_used(
    folder: Path, capsys: pytest.CaptureFixture[str], text: str, message: str, sound: bool
) -> None:
    (folder / "pyproject.toml").write_text(f"[tool.clausebook]\n{text}\n")
    if sound:
        (folder / "a.md").write_text("Sound.\n")
    before = (folder / "a.md").read_text()
    assert main(["check", "--fix"]) == 2
    err = capsys.readouterr().err
    assert message in err
    assert "pyproject.toml" in err
    assert "Traceback" not in err
    assert (folder / "a.md").read_text() == before


def test_the_name_of_the_standard_input_counts(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "pyproject.toml").write_text('[tool.clausebook.per-file-ignores]\n"letter.md" = ["CB601"]\n')

    class Stdin:
        class buffer:  # noqa: N801
            @staticmethod
            def read() -> bytes:
                return b"TODO\n"

    monkeypatch.setattr("sys.stdin", Stdin)
    assert codes(capsys, "-", "--stdin-filename", "letter.md") == []
    assert codes(capsys, "-", "--stdin-filename", "other.md") == ["CB601"]
    assert codes(capsys, "-") == ["CB601"]


def test_a_comment_ignores_a_finding_and_its_fix(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = "<!-- clause:a -->\nText.\n<-- e!ndclause:a --> <!-- clausebook: ignore CB102 -->\n"
    (folder / "a.md").write_text(text)
    assert main(["check", "--fix"]) == 0
    assert (folder / "a.md").read_text() == text
    assert "All checks passed." in capsys.readouterr().out


def test_an_unused_comment_is_told_and_removed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "a.md").write_text("Text. <!-- clausebook: ignore CB601 -->\nTODO <!-- clausebook: ignore CB601 -->\n")
    assert codes(capsys) == ["CB702"]
    assert main(["check", "--diff"]) == 1
    assert "-Text. <!-- clausebook: ignore CB601 -->\n+Text.\n" in capsys.readouterr().out
    assert main(["check", "--fix"]) == 0
    assert (folder / "a.md").read_text() == "Text.\nTODO <!-- clausebook: ignore CB601 -->\n"


def test_a_damaged_marker_and_an_unused_comment_are_mended_together(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = DAMAGED.replace("* TODO", "Text. <!-- clausebook: ignore CB601 -->")
    (folder / "a.md").write_text(text)
    assert main(["check", "--diff", "./a.md"]) == 1
    out, err = capsys.readouterr()
    assert out.count("--- ") == 1
    assert "2 would be mended, 0 would remain" in err
    assert main(["check", "--fix", "./a.md"]) == 0
    assert "Found 2 problems (2 fixed, 0 remaining)." in capsys.readouterr().out
    assert (folder / "a.md").read_text() == "<!-- clause:a -->\nText.\n<!-- endclause:a -->\n\nText.\n"


def test_exit_zero(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--exit-zero"]) == 0
    assert "CB102" in capsys.readouterr().out
    assert main(["check", "--exit-zero", "nowhere.md"]) == 2
