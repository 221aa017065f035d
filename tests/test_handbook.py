"""What the handbook tells people to type works, and what it shows is what they see."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from clausebook.community.look import Look
from clausebook.community.model import Community, Contact, EmergencyNumber, Event
from tests.site.building import ROOT

HANDBOOK = ROOT / "source/handbook"


def blocks(page: str, language: str, indent: str = "") -> list[str]:
    text = (HANDBOOK / page).read_text(encoding="utf-8")
    return re.findall(rf"^{indent}```{language}\n(.*?)^{indent}```$", text, re.MULTILINE | re.DOTALL)


def commands(page: str, indent: str = "") -> list[str]:
    return [line for block in blocks(page, "sh", indent) for line in block.splitlines()]


def run(command: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run a command as it is printed; nobody answers questions."""
    # Below another make, this one would tell of every folder that it enters.
    of_make = ("MAKEFLAGS", "MAKELEVEL", "MFLAGS", "COMMUNITY", "NAME")
    environment = {key: value for key, value in os.environ.items() if key not in of_make}
    environment["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{environment['PATH']}"
    return subprocess.run(
        ["sh", "-c", command],
        cwd=cwd,
        env={**environment, "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )


def ready(folder: Path) -> None:
    """Give a project the environment of these tests, so that make need not set one up."""
    (folder / ".venv/bin").mkdir(parents=True)
    for program in Path(sys.executable).parent.iterdir():
        (folder / ".venv/bin" / program.name).symlink_to(program)
    (folder / ".venv/lib").symlink_to(Path(sys.prefix, "lib"))
    shutil.copy(Path(sys.prefix, "pyvenv.cfg"), folder / ".venv")
    (folder / ".venv/.ready").touch()


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    for name in ("source", "_templates"):
        shutil.copytree(ROOT / name, tmp_path / name)
    for name in ("conf.py", "docutils.conf", "Makefile", "pyproject.toml", "constraints.txt"):
        shutil.copy(ROOT / name, tmp_path)
    ready(tmp_path)
    return tmp_path


def test_the_first_event(checkout: Path) -> None:
    begin, look, see, check, read = commands("first-event.md")
    event = checkout / "source/communities/example-days-2026"
    facts = event / "community.toml"

    assert run(begin, checkout).returncode == 0
    assert facts.exists()
    built = run(look, checkout)
    assert (built.returncode, built.stderr) == (0, "")
    assert "not-filled-in" in (checkout / "build/example-days-2026/index.html").read_text()
    seen = run(see, checkout)
    (shown,) = blocks("first-event.md", "text")
    assert seen.stdout.endswith(f"\n\n{shown}\nFound 18 problems.\n")

    (filled,) = blocks("first-event.md", "toml")
    facts.write_text(filled.replace('"112"', '"911"'))
    page = (HANDBOOK / "first-event.md").read_text(encoding="utf-8")
    (told,) = re.findall(r"\*“(911[^”]*)”\*", page)
    assert told in run(check, checkout).stdout

    facts.write_text(filled)
    left = run(f"{see} --today 2026-05-10 --output-format json", checkout).stdout
    # What is left is that the people are made up: an address of mail or web, or a number, each.
    assert re.findall(r"\"code\": \"(CB\d+)\"", left) == ["CB421"] * 5
    again = run(read, checkout)
    assert (again.returncode, again.stderr) == (0, "")
    assert "not-filled-in" not in (checkout / "build/example-days-2026/staff-procedure.html").read_text()


def test_a_repository_of_its_own(tmp_path: Path) -> None:
    init, enter, html, check, other, update = commands("own-repository.md")
    name = '--name "My Guide"'  # what the command would ask for
    here = tmp_path / "clausebook"
    ready(here)
    assert run(f"{init} {name}", here).returncode == 0
    folder = here / enter.removeprefix("cd ")
    ready(folder)
    assert run(html, folder).returncode == 0
    assert "the most important first" in run(check, folder).stdout
    assert run(other, here).returncode == 0
    assert (tmp_path / "other-guide/source/communities/example-days-2026").is_dir()
    updated = run(update, folder)
    assert (updated.returncode, updated.stderr) == (0, "")


def test_a_changed_clause(checkout: Path) -> None:
    find, check, touched, build = (line.strip() for line in commands("change-a-clause.md", indent="   "))
    who = "-c user.name=Kim -c user.email=kim@example.org -c core.excludesFile=/dev/null"
    kept = f"git init -q && git add source conf.py pyproject.toml && git {who} commit -q -m one"
    assert run(kept, checkout).returncode == 0
    assert "staff-procedure:response\n  defined  source/clauses/staff-procedure.md:" in run(find, checkout).stdout
    file = checkout / "source/clauses/staff-procedure.md"
    file.write_text(file.read_text().replace("a private place to sit", "a quiet place to sit"))
    checked = run(check, checkout)
    assert set(re.findall(r": (CB\d+) ", checked.stdout)) <= {"CB405", "CB322"}
    shown = run(touched, checkout).stdout
    assert "staff-procedure:response" in shown
    assert "pycon/staff-procedure" in shown
    assert run(f"{build} COMMUNITY=pycon", checkout).returncode == 0
    assert "a quiet place to sit" in (checkout / "build/pycon/staff-procedure.html").read_text()


@pytest.mark.parametrize(
    ("model", "heading"),
    [
        (Community, "## The community"),
        (Contact, "## `[[contacts]]`"),
        (EmergencyNumber, "## `[[emergency]]`"),
        (Event, "## `[event]`"),
        (Look, "## `[look]`"),
    ],
)
def test_every_key_is_described(
    model: type[Community | Contact | EmergencyNumber | Event | Look], heading: str
) -> None:
    text = (HANDBOOK / "community-file.md").read_text(encoding="utf-8")
    section = text.partition(heading)[2].partition("\n## ")[0]
    described = set(re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE))
    tables = set(re.findall(r"^## `\[+(\w+)\]+`|and `\[(\w+)\]`", text, re.MULTILINE))
    named = {name for pair in tables for name in pair} if model is Community else set()
    assert described | (named & model.model_fields.keys()) == model.model_fields.keys()


def test_the_command_line_is_described_as_it_is() -> None:
    command = [sys.executable, ROOT / "tools/command_line.py"]
    written = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    page = (ROOT / "source/handbook/command-line.md").read_text(encoding="utf-8")
    assert page == written, "run: python tools/command_line.py > source/handbook/command-line.md"
