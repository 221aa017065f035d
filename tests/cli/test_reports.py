"""What ``clausebook check`` writes for people and programs."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import jsonschema
import pytest

from clausebook.cli.main import main

SCHEMA = Path(__file__).parent.parent / "data/sarif/sarif-2.1.0-rtm.4.json"
DAMAGED = "<!-- clause:a -->\r\n\N{GRINNING FACE} a\n<-- e!ndclause:a -->\n\n* TODO\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("GITHUB_WORKSPACE", "NO_COLOR", "FORCE_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "a.md").write_bytes(DAMAGED.encode())
    return tmp_path


def written(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 1) -> str:
    assert main(["check", *arguments]) == code
    return capsys.readouterr().out


def sarif(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 1) -> dict:
    log = json.loads(written(capsys, *arguments, "--output-format", "sarif", code=code))
    jsonschema.validate(log, json.loads(SCHEMA.read_text()))
    return log["runs"][0]


def test_the_schema_refuses_what_is_no_sarif() -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"version": "2.1.0", "runs": [{"results": []}]}, json.loads(SCHEMA.read_text()))


def test_nothing_found_in_each_format(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "a.md").write_text("Sound.\n")
    assert written(capsys, code=0) == "All checks passed.\n"
    assert written(capsys, "--quiet", code=0) == ""
    assert written(capsys, "--output-format", "json", code=0) == "[]\n"
    assert written(capsys, "--output-format", "github", code=0) == ""
    assert sarif(capsys, code=0)["results"] == []


def test_sarif(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    name = "with space & ünï#%.md"
    (folder / "a.md").rename(folder / name)
    run = sarif(capsys)
    first, second = run["results"]
    assert (first["ruleId"], first["level"], second["ruleId"], second["level"]) == (
        "CB102",
        "error",
        "CB601",
        "warning",
    )
    rules = run["tool"]["driver"]["rules"]
    assert [rules[result["ruleIndex"]]["id"] for result in run["results"]] == ["CB102", "CB601"]
    assert rules[0]["name"] == "MalformedEndMarker"
    assert "What to do" in rules[0]["help"]["text"]
    assert "helpUri" not in rules[0]
    place = first["locations"][0]["physicalLocation"]
    base = run["originalUriBaseIds"][place["artifactLocation"]["uriBaseId"]]["uri"]
    whole = urlsplit(urljoin(base, place["artifactLocation"]["uri"]))
    assert unquote(whole.path) == str(folder / name)
    assert (whole.query, whole.fragment) == ("", "")
    assert place["region"] == {"startLine": 3, "startColumn": 1, "endLine": 3, "endColumn": 21}


def test_a_sarif_fix_can_be_applied(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "a.md").write_text("\N{GRINNING FACE} [us](a@example.org)\rx [us](b@example.org)\n", newline="")
    run = sarif(capsys)
    assert run["columnKind"] == "unicodeCodePoints"
    text = (folder / "a.md").read_bytes().decode()
    starts = [0, *(match.end() for match in re.finditer("|".join(run["newlineSequences"]), text))]
    for result in reversed(run["results"]):
        (change,) = result["fixes"][0]["artifactChanges"]
        for replacement in change["replacements"]:
            region = replacement["deletedRegion"]
            start = starts[region["startLine"] - 1] + region["startColumn"] - 1
            end = starts[region["endLine"] - 1] + region["endColumn"] - 1
            text = text[:start] + replacement["insertedContent"]["text"] + text[end:]
    assert main(["check", "--fix"]) == 0
    assert (folder / "a.md").read_bytes().decode() == text


def test_fingerprints_outlive_lines_added_above(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "a.md").write_text("* TODO\n* TODO\n")
    before = [result["partialFingerprints"] for result in sarif(capsys)["results"]]
    (folder / "a.md").write_text("Text.\n\n* TODO\n\n* TODO\n")
    assert [result["partialFingerprints"] for result in sarif(capsys)["results"]] == before
    assert before[0] != before[1]


def test_the_address_of_the_reference(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (finding, _) = json.loads(written(capsys, "--output-format", "json"))
    assert finding["url"] == "handbook/rules.html#cb102"
    (folder / "source").mkdir()
    (folder / "pyproject.toml").write_text('[tool.clausebook]\ndocs-url = "https://example.org/rules"\n')
    (finding, _) = json.loads(written(capsys, "--output-format", "json"))
    assert finding["url"] == "https://example.org/rules#cb102"
    assert sarif(capsys)["tool"]["driver"]["rules"][0]["helpUri"] == "https://example.org/rules#cb102"
    text = written(capsys, "--color", "always")
    assert "\x1b]8;;https://example.org/rules#cb102\x1b\\" in text


def unescaped(text: str) -> str:
    for escape, character in (("%2C", ","), ("%3A", ":"), ("%0A", "\n"), ("%0D", "\r"), ("%25", "%")):
        text = text.replace(escape, character)
    return text


@pytest.mark.parametrize("name", ["a.md", "a,b:c%25\n::error::d.md"])
def test_github(folder: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    (folder / "a.md").rename(folder / name)
    lines = written(capsys, "--output-format", "github").splitlines()
    assert len(lines) == 2
    match = re.fullmatch(r"::(error|warning) ([^:]*)::(.*)", lines[0])
    assert match is not None
    properties = dict(part.split("=", 1) for part in match[2].split(","))
    assert unescaped(properties["file"]) == name
    assert {key: properties[key] for key in ("line", "col", "endLine", "endColumn")} == {
        "line": "3",
        "col": "1",
        "endLine": "3",
        "endColumn": "21",
    }
    assert unescaped(match[3]).startswith(f"{name}:3:1: CB102 This end marker")
    assert lines[1].startswith("::warning ")


def test_github_names_files_from_the_checkout_on(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_WORKSPACE", str(folder))
    (folder / "sub").mkdir()
    monkeypatch.chdir(folder / "sub")
    assert ",file=a.md," in written(capsys, "../a.md", "--output-format", "github")


def test_a_finding_over_several_lines_has_no_columns(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "a.md").write_text("<!--\nclause:a\n-->\nText.\n<!-- endclause:a -->\n")
    line = written(capsys, "--output-format", "github").splitlines()[0]
    assert ",line=1,endLine=3::" in line


def test_statistics(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "b.md").write_text("TODO\n<!-- clause:x -->\nText.\n")
    assert written(capsys, "--statistics", "--quiet") == (
        "2  CB601  [ ]  leftover-placeholder\n1  CB102  [*]  malformed-end-marker\n1  CB202  [ ]  missing-end\n"
    )
    assert "1  CB202  [*]" in written(capsys, "--statistics", "--unsafe-fixes")
    counts = json.loads(written(capsys, "--statistics", "--output-format", "json"))
    assert counts[0] == {
        "code": "CB601",
        "name": "leftover-placeholder",
        "count": 2,
        "fixable": False,
        "fixable_count": 0,
    }
    assert main(["check", "--statistics", "--output-format", "sarif"]) == 2


def test_quiet_leaves_out_the_summary(capsys: pytest.CaptureFixture[str]) -> None:
    assert "Found" not in written(capsys, "-q")
    assert main(["check", "-q", "--diff"]) == 1
    assert capsys.readouterr().err == ""


def test_a_report_in_a_file(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert written(capsys, "--output-format", "json", "--output-file", "report.json") == ""
    assert len(json.loads((folder / "report.json").read_text())) == 2
    assert written(capsys, "--output-file", "report.txt", "--color", "always").startswith("Found 2 problems")
    assert "\x1b" not in (folder / "report.txt").read_text()
    assert main(["check", "--output-file", "nowhere/report.txt"]) == 2
    assert "cannot write nowhere/report.txt" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("options", "environment", "coloured"),
    [
        ([], {}, False),
        (["--color", "always"], {}, True),
        ([], {"FORCE_COLOR": "1"}, True),
        ([], {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        (["--color", "always"], {"NO_COLOR": "1"}, True),
        (["--color", "never"], {"FORCE_COLOR": "1"}, False),
    ],
)
@pytest.mark.parametrize("what", [[], ["--diff"]])
def test_colours(
    capfdbinary: pytest.CaptureFixture[bytes],
    monkeypatch: pytest.MonkeyPatch,
    options: list[str],
    environment: dict[str, str],
    coloured: bool,
    what: list[str],
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    main(["check", *options, *what])
    assert (b"\x1b[" in capfdbinary.readouterr().out) == coloured


@pytest.mark.parametrize(("term", "coloured"), [("xterm", True), ("dumb", False)])
def test_a_terminal(folder: Path, term: str, coloured: bool) -> None:
    pty = pytest.importorskip("pty")
    (folder / "a.md").write_text("\x1b]0;x\x07 \N{RIGHT-TO-LEFT OVERRIDE} TODO\n")
    controller, terminal = pty.openpty()
    environment = {**os.environ, "TERM": term, "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-m", "clausebook", "check"]
    subprocess.run(command, stdout=terminal, env=environment, check=False)
    os.close(terminal)
    shown = os.read(controller, 100_000).decode()
    os.close(controller)
    assert ("\x1b[1;33m" in shown) == coloured
    assert "\x1b]0" not in shown
    assert "\x07" not in shown
    assert "\N{RIGHT-TO-LEFT OVERRIDE}" not in shown
    assert "␛]0;x␇ <U+202E> TODO" in shown
    assert "clausebook rule CB609 explains" in shown
