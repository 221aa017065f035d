"""``clausebook new``, as people call it: with options, from a script, and on a terminal."""

from __future__ import annotations

import os
import pty
import re
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.site.building import ROOT, build

COMMAND = [sys.executable, "-m", "clausebook"]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "source/clauses", tmp_path / "source/clauses")
    for name in ("conf.py", "pyproject.toml", "docutils.conf"):
        shutil.copy(ROOT / name, tmp_path)
    return tmp_path


def new(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, "new", *arguments], cwd=cwd, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL
    )


def on_a_terminal(answers: Iterable[str | None], *arguments: str, cwd: Path) -> tuple[int, str]:
    """Answer the questions of the command, each after it was asked; None is Ctrl-C."""
    main, side = pty.openpty()
    process = subprocess.Popen(
        [*COMMAND, *arguments], cwd=cwd, stdin=side, stdout=side, stderr=side, start_new_session=True
    )
    os.close(side)
    # A command that waits for an answer that nobody gives fails its test, and holds up no other.
    watchdog = threading.Timer(120, process.kill)
    watchdog.start()
    shown = b""
    for answer in answers:
        while not shown.rstrip(b"\r").endswith((b"? ", b": ", b"] ")):
            shown += os.read(main, 1000)
        if answer is None:
            _interrupt(process)
            break
        os.write(main, answer.encode() + b"\n")
        shown += b"\n"
    try:
        while piece := os.read(main, 1000):
            shown += piece
    except OSError:  # This is how a terminal ends.
        pass
    os.close(main)
    watchdog.cancel()
    return process.wait(), shown.decode().replace("\r\n", "\n")


def _interrupt(process: subprocess.Popen[bytes]) -> None:
    """Press Ctrl-C as people do: again, if it came while the command was at something that took no notice."""
    for _ in range(60):
        process.send_signal(signal.SIGINT)
        try:
            process.wait(1)
        except subprocess.TimeoutExpired:
            continue
        return


def test_a_folder_that_builds_and_says_what_is_missing(project: Path) -> None:
    done = new("PyCon Águas & Friends", "--country", "DE", cwd=project)
    assert (done.returncode, done.stderr) == (0, "")
    folder = project / "source/communities/pycon-aguas-and-friends"
    assert sorted(file.name for file in folder.parent.iterdir()) == ["pycon-aguas-and-friends"]
    assert "make html COMMUNITY=pycon-aguas-and-friends" in done.stdout
    assert "Emergency numbers of Germany: 112, 110." in done.stdout

    site = build(folder, project / "out", project)
    assert (site.code, site.errors) == (0, "")
    front = site.html("index")
    assert [a["href"] for a in front.select(".emergency-number")] == ["tel:112", "tel:110"]
    assert front.select_one(".sample-banner")
    assert "This guide is a draft." in front.get_text()

    command = [*COMMAND, "check", str(folder)]
    check = subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)
    assert check.returncode == 1
    missing = re.findall(r"^source\S*community\.toml:\d+:\d+: (CB\d+)", check.stdout, re.MULTILINE)
    assert missing == ["CB405"] * (folder / "community.toml").read_text().count('= "TODO"')
    # The list after it is the one that is shown at once.
    listed = [line for line in check.stdout.splitlines() if line.startswith("  line ")]
    assert listed
    assert listed == [line for line in done.stdout.splitlines() if line.startswith("  line ")]


@pytest.mark.parametrize("kind", ["meetup", "chapter", "online"])
def test_every_kind_builds(project: Path, kind: str) -> None:
    assert new("Demo", "--kind", kind, cwd=project).returncode == 0
    site = build(project / "source/communities/demo", project / "out", project)
    assert (site.code, site.errors) == (0, "")
    if kind == "online":
        assert "Call the emergency number of the place where you are." in site.article("attendee-procedure").get_text()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "what is it called?"),
        (("Demo", "--country", "Germany"), 'write "DE"'),
        (("Demo", "--kind", "conferense"), 'write "conference"'),
        (("Demo", "--email", "demo"), "is not an e-mail address"),
        (("Demo", "--contact", "Kim, 12"), "lacks the country code"),
        (("TODO",), 'cannot be "TODO"'),
        (("Demo", "--folder", "De Mo"), "write --folder de-mo"),
        (("Demo", "--folder", "../up"), "write --folder up"),
        (("Demo", "--folder", "html"), "cannot be part of an address"),
        (("Demo", "--language", "german"), 'write "de"'),
    ],
)
def test_what_cannot_be_taken(project: Path, arguments: tuple[str, ...], words: str) -> None:
    before = sorted(project.rglob("*"))
    done = new(*arguments, cwd=project)
    assert (done.returncode, done.stdout) == (2, "")
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert sorted(project.rglob("*")) == before


def test_what_is_there_is_left_alone(project: Path) -> None:
    assert new("Demo", cwd=project).returncode == 0
    file = project / "source/communities/demo/community.toml"
    file.write_text("mine")
    done = new("Demo", "--country", "DE", cwd=project)
    assert done.returncode == 2
    assert "is there already, and is left alone" in done.stderr
    assert file.read_text() == "mine"


def test_outside_of_a_project(tmp_path: Path) -> None:
    done = new("Demo", cwd=tmp_path)
    assert done.returncode == 2
    assert "clausebook init" in done.stderr


def test_a_folder_that_cannot_be_written(project: Path) -> None:
    (project / "source/communities").write_text("a file")
    done = new("Demo", cwd=project)
    assert done.returncode == 2
    assert "cannot write" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_questions(project: Path) -> None:
    answers = [
        *("Demo Days", "", "germany", "DE", "", "coc@example.org"),
        *("Kim Example", "Care team", "kim@example.org", "030 901820", "+49 30 901820", "y"),
        "",
    ]
    code, shown = on_a_terminal(answers, "new", cwd=project)
    assert code == 0, shown
    assert 'write "DE"' in shown
    assert 'write "+49 30 901820" if it is one of Germany' in shown
    facts = (project / "source/communities/demo-days/community.toml").read_text()
    assert 'email = "coc@example.org"' in facts
    assert 'phone = "+49 30 901820"\nindependent = true\n' in facts
    assert 'number = "112"' in facts


def test_stopping_writes_nothing(project: Path) -> None:
    code, shown = on_a_terminal(["Demo", "meetup", None], "new", cwd=project)
    assert code == 130
    assert shown.endswith("Stopped. Nothing was written.\n")
    assert "Traceback" not in shown
    assert not (project / "source/communities").exists()


def test_yes_asks_nothing(project: Path) -> None:
    code, shown = on_a_terminal([], "new", "Demo", "--yes", cwd=project)
    assert code == 0
    assert "?" not in shown.partition("What to do next")[0]
