"""The workflows are well formed, may do little, and their commands do what they say."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / ".github/workflows"
FILES = [*sorted(FOLDER.glob("*.yml")), ROOT / "_templates/project/.github/workflows/guide.yml"]
# What a job may write: issues for what is found, a comment on a pull request, the pages and how they are signed.
MAY_WRITE = {
    "weekly.yml": {"issues"},
    "guide.yml": {"pull-requests"},
    "pages.yml": {"pages", "id-token"},
}


def loaded(file: Path) -> dict[Any, Any]:
    content = yaml.safe_load(file.read_text(encoding="utf-8"))
    assert isinstance(content, dict)
    return content


def steps_of(file: Path) -> list[dict[str, Any]]:
    return [step for job in loaded(file)["jobs"].values() for step in job.get("steps", [])]


def schema(name: str) -> dict[str, Any]:
    found = json.loads((files("check_jsonschema") / f"builtin_schemas/vendor/{name}.json").read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(ROOT)))
def test_workflows(file: Path) -> None:
    workflow = loaded(file)
    # YAML takes the word “on” for true.
    jsonschema.validate(
        {"on" if key is True else key: value for key, value in workflow.items()}, schema("github-workflows")
    )
    assert workflow["permissions"]["contents"] == "read"
    jobs = workflow["jobs"].values()
    scopes = [workflow["permissions"], *(job.get("permissions", {}) for job in jobs)]
    written = {name for scope in scopes for name, value in scope.items() if value != "read"}
    assert written == (MAY_WRITE.get(file.name, set()) if file.parent == FOLDER else set())
    for job in jobs:
        assert job["timeout-minutes"] <= 60
        for step in job.get("steps", []):
            assert re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", step.get("uses", f"x@{'0' * 40}"))
            # Nothing that somebody else wrote reaches the shell as code.
            assert "${{" not in step.get("run", "")


def zizmor(*paths: Path) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).with_name("zizmor")
    assert program.exists(), "zizmor is one of the tools of the tests"
    command = [program, "--offline", "--quiet", "--persona", "auditor", "--min-severity", "low", *paths]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_none_gives_an_attacker_a_way_in(tmp_path: Path) -> None:
    sound = zizmor(*FILES, ROOT / "action.yml")
    assert sound.returncode == 0, sound.stdout + sound.stderr
    bad = tmp_path / ".github/workflows/bad.yml"
    bad.parent.mkdir(parents=True)
    bad.write_text(FILES[0].read_text().replace("run: make html", "run: make html ${{ github.head_ref }}"))
    assert "template-injection" in zizmor(bad).stdout


def test_all_name_the_same_commit_of_an_action() -> None:
    found: dict[str, set[str]] = {}
    for file in FILES:
        for step in steps_of(file):
            if "uses" in step:
                name, _, commit = step["uses"].partition("@")
                found.setdefault(name, set()).add(commit)
    assert [name for name, commits in found.items() if len(commits) > 1] == []


def test_read_the_docs_takes_its_file() -> None:
    jsonschema.validate(loaded(ROOT / ".readthedocs.yaml"), schema("readthedocs"))


def test_hooks_use_the_pinned_tools() -> None:
    pins = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    for hook in (hook for repo in loaded(ROOT / ".pre-commit-config.yaml")["repos"] for hook in repo["hooks"]):
        assert set(hook.get("additional_dependencies", [])) <= set(pins)


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project as a runner has it after “make html”: a repository with two revisions, an environment, a site."""
    folder = tmp_path_factory.mktemp("runner") / "project"
    folder.mkdir()
    for name in ("source", "_templates", "conf.py", "pyproject.toml", "docutils.conf", "tools"):
        (shutil.copytree if (ROOT / name).is_dir() else shutil.copy)(ROOT / name, folder / name)
    (folder / ".venv/bin").mkdir(parents=True)
    for name, module in (("clausebook", "clausebook"), ("python", "")):
        program = folder / f".venv/bin/{name}"
        program.write_text(f'#!/bin/sh\nexec {sys.executable} {f"-m {module}" if module else ""} "$@"\n')
        program.chmod(0o755)
    git(folder, "init", "-q", "-b", "main")
    git(folder, "add", "source", "conf.py", "pyproject.toml")
    git(folder, "commit", "-q", "-m", "one")
    clause = folder / "source/clauses/staff-procedure.md"
    clause.write_text(clause.read_text().replace("private place to sit", "quiet place to sit"))
    git(folder, "commit", "-q", "-a", "-m", "two")
    command = [sys.executable, "-m", "sphinx", "-q", "-c", folder, "-d", folder / "build/.doctrees", folder / "source"]
    subprocess.run([*command, folder / "build/html"], check=True)
    return folder


def git(folder: Path, *arguments: str) -> None:
    who = ["-c", "user.name=Kim Example", "-c", "user.email=kim@example.org"]
    subprocess.run(["git", *who, *arguments], cwd=folder, check=True)


def run(step: dict[str, Any], folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    command = ["bash", "-e", "-o", "pipefail", "-c", step["run"]]
    return subprocess.run(
        command, cwd=folder, env={**os.environ, **environment}, capture_output=True, text=True, check=False
    )


def step(name: str, file: str) -> dict[str, Any]:
    (found,) = [step for step in steps_of(FOLDER / file) if step.get("name") == name]
    return found


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("Check", "tests.yml"),
        ("Look at the site's own links", "tests.yml"),
        ("Look for what only the staff may know", "pages.yml"),
    ],
)
def test_steps_that_look(checkout: Path, name: str, file: str) -> None:
    done = run(step(name, file), checkout)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("name", "file"), [("Say which guides change", "tests.yml"), ("Say which pages change", "guide.yml")]
)
def test_the_note_on_a_pull_request(checkout: Path, tmp_path: Path, name: str, file: str) -> None:
    summary = tmp_path / "summary.md"
    done = run(step(name, file), checkout, BASE="HEAD~1", GITHUB_STEP_SUMMARY=str(summary), RUNNER_TEMP=str(tmp_path))
    assert done.returncode == 0, done.stderr
    assert "<del>private</del><ins>quiet</ins>" in summary.read_text()


GH = """\
#!/bin/sh
echo "$@" >> calls
case "$1 $2" in "issue list") cat number;; "api --paginate") cat number;; esac
"""


@pytest.fixture
def service(tmp_path: Path) -> dict[str, str]:
    """Stand for GitHub: what ``gh`` is asked for is written down."""
    program = tmp_path / "gh"
    program.write_text(GH)
    program.chmod(0o755)
    (tmp_path / "number").write_text("")
    return {"PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}"}


@pytest.mark.parametrize(
    ("report", "number", "asked"),
    [
        ("", "", []),
        ("", "7", ["issue close 7 --comment All is well again."]),
        ("x", "7", ["issue edit 7 --body-file report.md"]),
        ("x", "", ["issue create --title T --body-file report.md"]),
    ],
)
def test_one_issue_for_all(tmp_path: Path, service: dict[str, str], report: str, number: str, asked: list[str]) -> None:
    (tmp_path / "report.md").write_text(report)
    (tmp_path / "number").write_text(number)
    command = ["bash", ROOT / "tools/issue.sh", "T", "report.md"]
    subprocess.run(command, cwd=tmp_path, env={**os.environ, **service}, check=True)
    assert (tmp_path / "calls").read_text().splitlines()[1:] == asked


@pytest.mark.parametrize(
    ("known", "asked"),
    [
        ("", "pr comment 3 --body-file RUNNER/comment.md"),
        ("17\n", "api --silent --method PATCH repos/o/r/issues/comments/17 -F body=@RUNNER/comment.md"),
        ("17\n23\n", "api --silent --method PATCH repos/o/r/issues/comments/17 -F body=@RUNNER/comment.md"),
    ],
)
def test_one_comment_on_a_pull_request(tmp_path: Path, service: dict[str, str], known: str, asked: str) -> None:
    (tmp_path / "number").write_text(known)
    (tmp_path / "note.md").write_text("What changes.\n")
    done = run(step("Comment", "guide.yml"), tmp_path, **service, NUMBER="3", RUNNER_TEMP=str(tmp_path), GH_REPO="o/r")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "comment.md").read_text() == "<!-- clausebook affected -->\nWhat changes.\n"
    looked, wrote = (tmp_path / "calls").read_text().splitlines()
    # Other programs comment as the same user: the mark tells which comment is ours.
    assert "repos/o/r/issues/3/comments" in looked
    assert 'startswith("<!-- clausebook affected -->")' in looked
    assert wrote == asked.replace("RUNNER", str(tmp_path))


def test_a_report_that_is_too_long_for_an_issue_is_shortened(tmp_path: Path, service: dict[str, str]) -> None:
    (tmp_path / "report.md").write_text("ü" * 50_000)
    command = ["bash", ROOT / "tools/issue.sh", "T", "report.md"]
    done = subprocess.run(
        command, cwd=tmp_path, env={**os.environ, **service}, check=True, capture_output=True, text=True
    )
    assert (tmp_path / "calls").read_text().splitlines()[1:] == ["issue create --title T --body-file report.md.short"]
    short = (tmp_path / "report.md.short").read_text()
    assert short.startswith("ü" * 30_000)
    assert "the log of the run has it all" in short
    assert len(short) < 65_536
    assert "ü" * 50_000 in done.stdout


@pytest.mark.parametrize(
    ("links", "check", "code", "headings"),
    [(0, 0, 0, []), (1, 0, 0, ["Links"]), (1, 1, 0, ["Links", "Facts and clauses"]), (2, 0, 2, []), (0, 2, 2, [])],
)
def test_the_weekly_look(tmp_path: Path, links: int, check: int, code: int, headings: list[str]) -> None:
    program = tmp_path / "clausebook"
    program.write_text(f'#!/bin/sh\necho "a.md:1:1: found # $1"\n[ "$1" = links ] && exit {links}\nexit {check}\n')
    program.chmod(0o755)
    command = ["bash", ROOT / "tools/weekly.sh", "report.md"]
    environment = {**os.environ, "CLAUSEBOOK": str(program)}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, check=False)
    assert done.returncode == code
    report = (tmp_path / "report.md").read_text()
    assert re.findall(r"^## (.*)$", report, re.MULTILINE) == headings
    assert report.count("    a.md:1:1: found #") == len(headings)


def test_problem_matchers_take_findings_apart(tmp_path: Path) -> None:
    handbook = (ROOT / "source/handbook/editors.md").read_text(encoding="utf-8")
    (task,) = re.findall(r"```json\n(.*?)```", handbook, re.DOTALL)
    editor = json.loads(task)["tasks"][0]["problemMatcher"]["pattern"]
    (github,) = json.loads((ROOT / ".github/clausebook-matcher.json").read_text())["problemMatcher"][0]["pattern"]
    assert editor == github
    (tmp_path / "a b.md").write_text("Sound.\n\n<!-- clause:a -->\nText: 1:2: x\n<-- e!ndclause:a -->\n")
    command = [sys.executable, "-m", "clausebook", "check"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    (found,) = [match for line in done.stdout.splitlines() if (match := re.match(github["regexp"], line))]
    assert [found[github[key]] for key in ("file", "line", "column", "code")] == ["a b.md", "5", "1", "CB102"]
    assert "endclause:a" in found[github["message"]]


def test_editors_check_community_files(tmp_path: Path) -> None:
    program = Path(sys.executable).with_name("taplo")
    assert program.exists(), "taplo is one of the tools of the tests"
    shutil.copy(ROOT / ".taplo.toml", tmp_path)
    for name in ("_ext/clausebook/community/community.schema.json", "source/communities/pycon/community.toml"):
        (tmp_path / name).parent.mkdir(parents=True)
        shutil.copy(ROOT / name, tmp_path / name)
    file = tmp_path / "source/communities/pycon/community.toml"
    good = subprocess.run([program, "check"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert good.returncode == 0, good.stderr
    file.write_text(file.read_text().replace('kind = "conference"', 'kind = "conf"'))
    bad = subprocess.run([program, "check"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert bad.returncode != 0
    assert '"conf" is not one of' in bad.stderr
