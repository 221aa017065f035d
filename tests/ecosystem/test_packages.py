"""What is published is whole, clean, and described in a way that package indexes take."""

from __future__ import annotations

import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent


def run(*command: str | Path, cwd: Path = ROOT) -> str:
    done = subprocess.run([sys.executable, "-m", *command], cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    run("hatchling", "build", "-d", folder)
    return folder


def names_in_wheel(file: Path) -> set[str]:
    with zipfile.ZipFile(file) as archive:
        return set(archive.namelist())


def test_indexes_take_them(packages: Path) -> None:
    assert "FAILED" not in run("twine", "check", "--strict", *packages.iterdir())


def test_the_wheel_holds_the_package_and_what_it_copies_and_nothing_else(packages: Path) -> None:
    (file,) = packages.glob("*.whl")
    names = names_in_wheel(file)
    assert {name.partition("/")[0] for name in names if not name.partition("/")[0].endswith(".dist-info")} == {
        "clausebook"
    }
    tracked = run_git("ls-files", "_ext/clausebook", "source/clauses", "_templates/project", "_templates/community")
    moved = {
        name.replace("_ext/clausebook/", "clausebook/")
        .replace("source/clauses/", "clausebook/data/clauses/")
        .replace("_templates/", "clausebook/data/")
        for name in tracked
    }
    assert moved <= names
    assert {"clausebook/py.typed", "clausebook/community/community.schema.json"} <= names
    assert not [name for name in names if "__pycache__" in name or name.endswith(".pyc")]


def run_git(*arguments: str) -> list[str]:
    done = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip("no git repository: this is an unpacked source package")
    return done.stdout.split()


def test_the_source_package_makes_the_same_wheel(packages: Path, tmp_path: Path) -> None:
    (file,) = packages.glob("*.tar.gz")
    with tarfile.open(file) as archive:
        archive.extractall(tmp_path, filter="data")
    (unpacked,) = tmp_path.iterdir()
    for name in ("Makefile", "conf.py", "source/index.md", "tests/conftest.py", "LICENSE", "CHANGELOG.md"):
        assert (unpacked / name).is_file()
    assert not [name for name in ("build", ".venv", ".git") if (unpacked / name).exists()]
    run("hatchling", "build", "-t", "wheel", "-d", tmp_path / "again", cwd=unpacked)
    (wheel,) = packages.glob("*.whl")
    (again,) = (tmp_path / "again").glob("*.whl")
    assert names_in_wheel(again) == names_in_wheel(wheel)


def test_the_texts_keep_to_the_rules_of_sphinx_projects() -> None:
    assert "No problems found" in run("sphinxlint", "source", "README.md", "CHANGELOG.md", "CONTRIBUTING.md", "_ext")
