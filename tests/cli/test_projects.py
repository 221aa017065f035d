"""``clausebook check`` and ``clausebook list`` in a project."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
COMMUNITY = 'name = "Demo"\nkind = "online"\nlanguages = ["en"]\nstatus = "example"\n\n[words]\nstaff = "TODO"\n'
CLAUSE = """\
<!-- clause:a -->
The {{ words.staff }}.
<!-- endclause:a -->

<!-- clause:b -->
Text.
<!-- endclause:b -->
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    files = {
        "pyproject.toml": "[tool.clausebook]\n",
        "README.md": "Hello.\n",
        "source/clauses/one.md": CLAUSE,
        "source/communities/demo/community.toml": COMMUNITY,
        "source/communities/demo/index.md": "# Demo\n\n```{clause} one:a\n```\n",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


def clausebook(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "clausebook", *arguments]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)


def codes(done: subprocess.CompletedProcess[str]) -> list[str]:
    return [finding["code"] for finding in json.loads(done.stdout)]


def test_the_repository_is_sound_but_for_what_pyladies_did_not_give() -> None:
    done = clausebook("check", "--output-format", "json", cwd=ROOT)
    findings = json.loads(done.stdout)
    assert done.returncode == 1
    assert [finding["code"] for finding in findings] == ["CB405", "CB405"]
    assert {Path(finding["filename"]).relative_to(ROOT).parts[2] for finding in findings} == {"pyladies"}
    assert all(finding["severity"] == "warning" for finding in findings)
    assert "source/clauses/reporting.md" in findings[1]["message"]


@pytest.mark.parametrize(
    ("paths", "found"),
    [
        ((), ["CB405"]),
        (("source",), ["CB405"]),
        (("source/communities/demo",), ["CB405"]),
        (("source/communities/demo/community.toml",), ["CB405"]),
        (("source/clauses",), []),
        (("README.md",), []),
    ],
)
def test_findings_are_those_of_the_paths(project: Path, paths: tuple[str, ...], found: list[str]) -> None:
    done = clausebook("check", "--output-format", "json", *paths, cwd=project)
    assert codes(done) == found
    assert done.returncode == (1 if found else 0)


def test_a_project_is_found_from_elsewhere(project: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    done = clausebook("check", "--output-format", "json", str(project), cwd=tmp_path_factory.mktemp("elsewhere"))
    assert codes(done) == ["CB405"]


def test_an_unknown_placeholder_names_clause_page_and_community(project: Path) -> None:
    file = project / "source/clauses/one.md"
    file.write_text(CLAUSE.replace("words.staff", "words.stuff"))
    done = clausebook("check", cwd=project)
    assert done.returncode == 1
    assert "source/clauses/one.md:2:5: CB301" in done.stdout
    assert "did you mean “words.staff”" in done.stdout
    assert "on the page “index” of Demo" in done.stdout


def test_settings_that_cannot_be_used(project: Path) -> None:
    (project / "pyproject.toml").write_text("[tool.clausebook]\ncommunities = 3\n")
    done = clausebook("check", cwd=project)
    assert done.returncode == 2
    assert "communities must be a list" in done.stderr
    assert "Traceback" not in done.stderr


def test_list_shows_where_what_and_who(project: Path) -> None:
    done = clausebook("list", cwd=project)
    assert done.returncode == 0
    assert done.stdout == (
        "one:a\n  defined  source/clauses/one.md:1\n  needs    words.staff\n  used by  demo/index\n"
        "one:b\n  defined  source/clauses/one.md:5\n  used by  no guide\n2 clauses\n"
    )
    assert clausebook("list", "--unused", cwd=project).stdout.startswith("one:b\n")


def test_list_as_json_and_by_name(project: Path) -> None:
    done = clausebook("list", "one:a", "--output-format", "json", cwd=project)
    assert json.loads(done.stdout) == [
        {
            "name": "one:a",
            "community": None,
            "filename": "source/clauses/one.md",
            "row": 1,
            "needs": ["words.staff"],
            "used_by": [{"community": "demo", "page": "index"}],
        }
    ]


def test_list_says_what_is_wrong(project: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    unknown = clausebook("list", "one:c", cwd=project)
    assert (unknown.returncode, unknown.stdout) == (2, "")
    assert "there is no clause “one:c”; did you mean “one:" in unknown.stderr
    nowhere = clausebook("list", cwd=tmp_path_factory.mktemp("elsewhere"))
    assert nowhere.returncode == 2
    assert "lies in no project" in nowhere.stderr


def test_schema_is_json(project: Path) -> None:
    done = clausebook("schema", cwd=project)
    assert json.loads(done.stdout)["title"]


def test_a_lost_brace_is_told_once_and_mended(project: Path) -> None:
    page = project / "source/communities/demo/index.md"
    page.write_text("# Demo\n\nAsk {{ words.staff } or {community.name}.\n\n```{clause} one:a\n```\n")
    done = clausebook("check", "--output-format", "json", "./source/communities/demo/index.md", cwd=project)
    assert codes(done) == ["CB302", "CB302"]
    clausebook("check", "--fix", cwd=project)
    assert "Ask {{ words.staff }} or {{ community.name }}." in page.read_text()


@pytest.mark.parametrize("path", [".", "source", "./source/clauses", "source/communities"])
def test_a_file_that_is_not_utf8_is_told_once(project: Path, path: str) -> None:
    for name in ("source/clauses/bad.md", "source/communities/demo/bad.md"):
        (project / name).write_bytes(b"# a\n\xff\n")
    done = clausebook("check", path, cwd=project)
    places = [line.partition(": CB002")[0] for line in done.stdout.splitlines() if "CB002" in line]
    assert len(places) == len({place.removeprefix("./") for place in places}) == (2 if path in (".", "source") else 1)
