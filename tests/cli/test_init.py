"""``clausebook init``: from the wheel in an empty environment to a built guide, as an organizer would do it."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

from tests.site.building import ROOT

# People and addresses of the communities whose guides are in this repository.
OTHERS = re.compile(
    r"jodlowska|noller|ewa@|stapleton|cordasco|ceaess|graffatcolming|coc@pyladies|kim example|sam sample", re.IGNORECASE
)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-build-isolation", "--no-deps", "--no-index"]
    subprocess.run([*command, "--wheel-dir", folder, ROOT], check=True, capture_output=True)
    (file,) = folder.glob("*.whl")
    return file


@pytest.fixture(scope="module")
def python(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new environment that has the wheel, and finds what it needs where these tests have it."""
    folder = tmp_path_factory.mktemp("venv")
    venv.create(folder, symlinks=True)
    (packages,) = folder.glob("lib/python*/site-packages")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(packages)
    # A path file of the other environment, such as that of the checkout, is not followed from here.
    (packages / "needed.pth").write_text(sysconfig.get_paths()["purelib"] + "\n")
    return folder / "bin/python"


def run(*command: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    environment = {
        key: value for key, value in os.environ.items() if key not in ("PYTHONPATH", "MAKEFLAGS", "COMMUNITY")
    }
    return subprocess.run(
        command,
        cwd=cwd,
        env={**environment, "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )


@pytest.fixture(scope="module")
def repository(python: Path, wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("place")
    done = run(
        python,
        "-m",
        "clausebook",
        "init",
        "guide",
        "--name",
        "Demo Days",
        "--country",
        "JP",
        "--clausebook",
        wheel,
        cwd=place,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "cd guide" in done.stdout
    # What `make` would install is in the environment already.
    (place / "guide/.venv").symlink_to(python.parent.parent)
    (place / "guide/.venv/.ready").touch()
    return place / "guide"


def test_the_wheel_is_not_the_checkout(python: Path, tmp_path: Path) -> None:
    done = run(python, "-c", "import clausebook; print(clausebook.__file__)", cwd=tmp_path)
    assert str(ROOT) not in done.stdout


def test_it_is_complete(repository: Path) -> None:
    files = {
        str(file.relative_to(repository))
        for file in repository.rglob("*")
        if file.is_file() and ".venv" not in file.parts
    }
    assert {
        ".github/workflows/guide.yml",
        ".gitignore",
        ".taplo.toml",
        "Makefile",
        "README.md",
        "conf.py",
        "constraints.txt",
        "pyproject.toml",
        "requirements.txt",
        "source/communities/demo-days/community.toml",
        "source/communities/demo-days/index.md",
    } <= files
    assert {file.name for file in (repository / "source/clauses").iterdir()} == {
        file.name for file in (ROOT / "source/clauses").iterdir()
    }
    (kept,) = (repository / "vendor").iterdir()
    assert (repository / "requirements.txt").read_text() == f"./vendor/{kept.name}\n"
    assert re.search(r"^sphinx==", (repository / "constraints.txt").read_text(), re.MULTILINE)
    for name in ("Makefile", "README.md"):
        assert not re.search(r"@[A-Z]+@", (repository / name).read_text())


def test_editors_check_its_facts(repository: Path) -> None:
    program = Path(sys.executable).with_name("taplo")
    facts = repository / "source/communities/demo-days/community.toml"
    before = facts.read_text()
    good = run(program, "check", cwd=repository)
    assert good.returncode == 0, good.stderr
    try:
        facts.write_text(before.replace('country = "JP"', 'country = "Japan"'))
        assert run(program, "check", cwd=repository).returncode != 0
    finally:
        facts.write_text(before)


def test_it_builds_and_is_checked(repository: Path) -> None:
    built = run("make", "html", cwd=repository)
    assert (built.returncode, built.stderr) == (0, "")
    assert "Open build/demo-days/index.html" in built.stdout
    front = (repository / "build/demo-days/index.html").read_text()
    assert "tel:110" in front
    assert "tel:119" in front
    assert "tel:911" not in front
    checked = run("make", "check", cwd=repository)
    assert checked.returncode == 2  # make's own, for a target that failed
    assert "community.toml, the most important first:" in checked.stdout
    assert set(re.findall(r": (CB\d+) ", checked.stdout)) == {"CB405"}


def test_nobody_elses_contacts_are_in_it(repository: Path) -> None:
    run("make", "html", cwd=repository)
    looked_at = 0
    for file in repository.rglob("*"):
        # The schema shows the form of each fact with made-up people.
        if file.is_file() and not {".venv", "vendor", "community.schema.json"} & set(file.parts):
            looked_at += 1
            assert not OTHERS.search(file.read_bytes().decode("utf-8", "replace")), file
    assert looked_at > 40


def test_the_staff_edition_has_a_folder_of_its_own(repository: Path) -> None:
    built = run("make", "html", "EDITION=staff", cwd=repository)
    assert (built.returncode, built.stderr) == (0, "")
    assert (repository / "build/staff/demo-days/index.html").exists()
    assert run("make", "html", "EDITION=stuff", cwd=repository).returncode == 2


def test_a_second_community(repository: Path) -> None:
    done = run(
        repository / ".venv/bin/python", "-m", "clausebook", "new", "Demo Days 2", "--country", "DE", cwd=repository
    )
    assert (done.returncode, done.stderr) == (0, "")
    built = run("make", "html", "COMMUNITY=demo-days-2", cwd=repository)
    assert (built.returncode, built.stderr) == (0, "")


def test_the_workflow_may_change_nothing_and_is_pinned(repository: Path) -> None:
    import yaml

    workflow = yaml.safe_load((repository / ".github/workflows/guide.yml").read_text())
    assert workflow["permissions"] == {"contents": "read"}
    steps = workflow["jobs"]["guide"]["steps"]
    *each_time, weekly = [step["run"] for step in steps if "run" in step]
    html, links, check = [run("sh", "-c", command, cwd=repository) for command in each_time]
    # The build and its links are sound; what is still to be filled in fails.
    assert (html.returncode, html.stderr) == (0, "")
    assert (links.returncode, "All checks passed" in links.stdout) == (0, True)
    assert check.returncode == 2
    assert "the most important first:" in check.stdout
    # No test asks other sites.
    assert "links demo-days" in run("sh", "-c", f"{weekly} --dry-run", cwd=repository).stdout
    assert (
        run(
            repository / ".venv/bin/python",
            "-m",
            "clausebook",
            "links",
            *("--built", "build/demo-days"),
            *weekly.partition("LINKOPTS=")[2].split(),
            "--offline",
            cwd=repository,
        ).returncode
        == 0
    )
    assert all(re.fullmatch(r"[\w/-]+@[0-9a-f]{40}", step["uses"]) for step in steps if "uses" in step)


def test_the_shared_workflow_does_its_work_in_it(repository: Path, tmp_path: Path) -> None:
    import yaml

    def git(*arguments: str) -> None:
        who = ["-c", "user.name=Kim Example", "-c", "user.email=kim@example.org"]
        subprocess.run(["git", *who, *arguments], cwd=repository, check=True)

    git("init", "-q", "-b", "main")
    git("add", ".")
    git("commit", "-q", "-m", "one")
    page = repository / "source/communities/demo-days/staff-procedure.md"
    page.write_text(page.read_text() + "\nThe desk is open until midnight.\n")
    git("commit", "-q", "-a", "-m", "two")
    variables = {"BASE": "HEAD~1", "RUNNER_TEMP": str(tmp_path), "GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md")}
    steps = yaml.safe_load((ROOT / ".github/workflows/guide.yml").read_text())["jobs"]["guide"]["steps"]
    told = {
        step["name"]: run(
            *("env", *(f"{name}={value}" for name, value in variables.items())),
            *("bash", "-e", "-o", "pipefail", "-c", step["run"]),
            cwd=repository,
        )
        for step in steps
        if "run" in step and step["name"] != "Comment"
    }
    assert {name: done.returncode for name, done in told.items()} == {
        "Build": 0,
        "Say which pages change": 0,
        "Check": 1,
    }
    assert "staff-procedure" in (tmp_path / "summary.md").read_text()
    assert told["Check"].stdout.startswith("::")
    (kept,) = [step["with"]["path"] for step in steps if "upload-artifact" in step.get("uses", "")]
    assert (repository / kept / "demo-days/index.html").is_file()


def init(*arguments: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    return run(sys.executable, "-m", "clausebook", "init", *arguments, cwd=cwd)


@pytest.mark.parametrize(
    ("spec", "line"),
    [
        ("clausebook==9.9", "clausebook==9.9"),
        ("git+https://example.org/clausebook@v1", "clausebook @ git+https://example.org/clausebook@v1"),
        ("clausebook @ https://example.org/c.whl", "clausebook @ https://example.org/c.whl"),
    ],
)
def test_where_clausebook_is_found(tmp_path: Path, spec: str, line: str) -> None:
    assert init("g", "--name", "Demo", "--clausebook", spec, cwd=tmp_path).returncode == 0
    assert (tmp_path / "g/requirements.txt").read_text() == f"{line}\n"


def test_a_checkout_is_named_with_a_caution(tmp_path: Path) -> None:
    done = init("g", "--name", "Demo", cwd=tmp_path)
    assert (tmp_path / "g/requirements.txt").read_text() == f"clausebook @ {ROOT.as_uri()}\n"
    assert "a folder of this computer" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("g",), "what is it called?"),
        (("g", "--name", "Demo", "--clausebook", "gone.whl"), "there is no such wheel"),
        (("g", "--name", "Demo", "--clausebook", "-r other.txt"), "is no requirement"),
        (("full", "--name", "Demo"), "is there already"),
        ((".", "--name", "Demo"), "is there already"),
        (("--update", "full"), "was not made by clausebook init"),
    ],
)
def test_what_cannot_be_done(tmp_path: Path, arguments: tuple[str, ...], words: str) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full/mine").touch()
    before = sorted(tmp_path.rglob("*"))
    done = init(*arguments, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert sorted(tmp_path.rglob("*")) == before


def test_newer_clauses_are_taken_and_own_changes_left(tmp_path: Path) -> None:
    assert init("g", "--name", "Demo", cwd=tmp_path).returncode == 0
    root = tmp_path / "g"
    clauses = root / "source/clauses"
    nothing = init("--update", "g", cwd=tmp_path)
    assert (nothing.returncode, nothing.stdout) == (0, "The shared clauses are those of Clausebook 0.1.0.\n")

    # As an older version had given them: one file otherwise, one not yet.
    old = b"<!-- clause:old -->\nOld.\n<!-- endclause:old -->\n"
    (clauses / "common.md").write_bytes(old)
    lines = (root / "clauses.sha256").read_text().splitlines()
    lines = [line for line in lines if "common.md" not in line and "reporting.md" not in line]
    lines.append(f"{hashlib.sha256(old).hexdigest()}  source/clauses/common.md")
    (root / "clauses.sha256").write_text("\n".join(lines) + "\n")
    (clauses / "reporting.md").unlink()
    (clauses / "other-avenues.md").write_text("mine")

    done = init("--update", "g", cwd=tmp_path)
    assert done.returncode == 1
    assert done.stdout.splitlines() == [
        "source/clauses/common.md: taken from Clausebook 0.1.0",
        "source/clauses/reporting.md: taken from Clausebook 0.1.0",
        "source/clauses/other-avenues.md: changed here, and left as it is; compare it with that of 0.1.0",
    ]
    assert (clauses / "other-avenues.md").read_text() == "mine"
    assert (clauses / "common.md").read_bytes() == (ROOT / "source/clauses/common.md").read_bytes()
    assert "other-avenues.md" in init("--update", "g", cwd=tmp_path).stdout
