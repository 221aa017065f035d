"""What people expect of a command: completion, suggestions, and a word when it takes long."""

from __future__ import annotations

import io
import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from clausebook.cli import progress
from clausebook.cli.main import COMMANDS, main
from tests.site.building import ROOT


def completed(*words: str) -> list[str]:
    """Ask bash what it would propose for the last word."""
    script = subprocess.run(
        [sys.executable, "-m", "clausebook", "completion", "bash"], capture_output=True, text=True, check=True
    ).stdout
    typed = f"COMP_WORDS=(clausebook {' '.join(words)}); COMP_CWORD={len(words)}"
    ask = f"{typed}; _shtab_clausebook; printf '%s\\n' ${{COMPREPLY[@]}}"
    done = subprocess.run(["bash", "-c", f"{script}\n{ask}"], capture_output=True, text=True, check=True)
    return done.stdout.split()


@pytest.mark.skipif(shutil.which("bash") is None, reason="no bash here")
def test_bash_completes_commands_options_and_choices() -> None:
    assert set(completed("''")) == set(COMMANDS)
    assert completed("che") == ["check"]
    assert completed("check", "--uns") == ["--unsafe-fixes"]
    assert completed("check", "--output-format", "s") == ["sarif"]

    assert completed("audit", "pyc") == ["pycon"]
    assert completed("matrix", "--community", "madp") == ["madpug"]
    assert completed("rule", "CB80") == ["CB801", "CB802", "CB803", "CB804", "CB805", "CB806"]
    assert completed("check", "--select", "CB102") == ["CB102"]


@pytest.mark.parametrize("shell", ["zsh", "fish", "tcsh", "powershell"])
def test_other_shells(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["completion", shell]) == 0
    assert "unsafe-fixes" in capsys.readouterr().out


# How each shell is started without anybody's settings, and takes the script.
SHELLS = {
    "bash": (["bash", "--norc", "-i"], 'eval "$(clausebook completion bash)"'),
    "zsh": (
        ["zsh", "-f", "-i"],
        "clausebook completion zsh > _clausebook; fpath=($PWD $fpath); autoload -U compinit; compinit -u -D",
    ),
    "fish": (["fish", "--no-config", "-i"], "clausebook completion fish | source"),
    "tcsh": (["tcsh", "-f"], "clausebook completion tcsh > c.tcsh; source c.tcsh"),
}
TYPED = {
    "clausebook che": "clausebook check ",
    "clausebook check --uns": "clausebook check --unsafe-fixes ",
    "clausebook check --output-format sa": "clausebook check --output-format sarif ",
    "clausebook check READ": "clausebook check README.md ",
    "clausebook audit aut": "clausebook audit autumn ",
}


@pytest.mark.parametrize("shell", SHELLS)
def test_somebody_who_presses_tab_gets_the_rest(shell: str, tmp_path: Path) -> None:
    start, take = SHELLS[shell]
    if shutil.which(start[0]) is None:
        pytest.skip(f"{shell} is not installed")
    (tmp_path / "README.md").touch()
    (tmp_path / "source/communities/autumn").mkdir(parents=True)
    (tmp_path / "bin").mkdir()
    # It shows what it was called with, and does the rest only where the shell asks for its script.
    program = tmp_path / "bin/clausebook"
    program.write_text(
        f'#!/bin/sh\nif [ "$1" = completion ]; then exec {sys.executable} -m clausebook "$@"; fi\n'
        'printf "<%s " clausebook "$@" | tr -d "<"; echo "|"\n'
    )
    program.chmod(0o755)
    terminal = Session(start, tmp_path)
    try:
        terminal.type(f"{take}; echo rea''dy\n", until="ready")
        for typed, whole in TYPED.items():
            if (shell, typed) == ("tcsh", "clausebook audit aut"):
                continue  # it knows no names of communities
            # What the shell has made of the line is what it runs.
            terminal.type(f"{typed}\t", until=whole.split()[-1])
            terminal.type("\n", until=f"{whole}|")
    finally:
        terminal.close()


class Session:
    """A shell in a terminal of its own, as somebody has it who types."""

    def __init__(self, command: list[str], folder: Path) -> None:
        import pty

        self.child, self.end = pty.fork()
        if self.child == 0:
            os.chdir(folder)
            path = f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}"
            environment = {"TERM": "xterm", "HOME": str(folder), "PATH": path, "COLUMNS": "200", "LINES": "50"}
            try:
                os.execvpe(command[0], command, environment)  # noqa: S606 - a shell is what is wanted
            finally:
                os._exit(1)
        self.seen = ""

    def type(self, keys: str, until: str) -> None:
        """Press keys, and wait for what they bring."""
        import select

        self.seen = ""
        os.write(self.end, keys.encode())
        for _ in range(200):
            if until in re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]|\x08|\r", "", self.seen):
                return
            if select.select([self.end], [], [], 0.2)[0]:
                self.seen += os.read(self.end, 65536).decode("utf-8", "replace")
        pytest.fail(f"{keys!r} brought {self.seen!r}, and not {until!r}")

    def close(self) -> None:
        os.kill(self.child, signal.SIGKILL)
        os.waitpid(self.child, 0)
        os.close(self.end)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["check", "--sekect", "CB1"], "there is no option --sekect; did you mean “--select”?"),
        (["audit", "--fail-undr=3"], "there is no option --fail-undr=3; did you mean “--fail-under”?"),
        (["schema", "--zzzzzz"], "there is no option --zzzzzz\nWhat you can write: clausebook schema --help\n"),
        (["schema", "x"], "what is “x” for?\nWhat you can write: clausebook schema --help\n"),
        (["chek"], "there is no command “chek”; did you mean “check”?"),
        (["--versoin"], "there is no option --versoin; did you mean “--version”?"),
        (["completion", "fihs"], "there is no “fihs”; did you mean “fish”?; it is bash, zsh, fish, tcsh or powershell"),
        (["check", "--output-format", "sarfi"], "did you mean “sarif”?; it is text, json, github or sarif"),
        (["rule", "CB1O1"], "did you mean “CB101”?"),
        (["rule", "mojibak"], "did you mean “mojibake”?"),
        (["check", "tests/cli/test_habit.py"], "did you mean “tests/cli/test_habits.py”?"),
        (["check", "REDME.md"], "did you mean “README.md”?"),
        (["audit", "pycn"], "did you mean “pycon”?"),
        (["wording", "pycn"], "did you mean “pycon”?"),
        (["links", "pycn"], "did you mean “pycon”?"),
        (["print", "pycn"], "did you mean “pycon”?"),
        (["matrix", "--community", "pycn"], "did you mean “pycon”?"),
        (["matrix", "--clause", "staff-procedur"], "did you mean “staff-procedure”?"),
        (["list", "staff-procedur"], "did you mean “staff-procedure”?"),
        (["list", "staff-procedure:respons"], "did you mean “staff-procedure:response”?"),
        (["wording", "example", "attendee-procedure:note-public-shamin"], "-procedure:note-public-shaming”?"),
    ],
)
def test_slips_are_answered_with_what_is_meant(
    arguments: list[str], told: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    assert main(arguments) == 2
    assert told in capsys.readouterr().err


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("stream", "seconds", "written"),
    [
        (Terminal, 0.5, ""),
        (io.StringIO, 9.0, ""),
        (Terminal, 9.0, "\r3,200 of 10,000 files\r\x1b[K"),
    ],
)
def test_long_work_says_how_far_it_is(
    stream: type[io.StringIO], seconds: float, written: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = iter((0.0, seconds, seconds + 0.05))
    monkeypatch.setattr(progress.time, "monotonic", lambda: next(clock))
    monkeypatch.setattr(sys, "stderr", stream())
    line = progress.Progress(10_000, "files")
    line.at(3_200)
    line.at(3_264)
    line.end()
    line.end()
    assert sys.stderr.getvalue() == written  # type: ignore[attr-defined]


def test_every_command_shows_examples(capsys: pytest.CaptureFixture[str]) -> None:
    for name in COMMANDS:
        assert main([name, "--help"]) == 0
        shown = capsys.readouterr().out
        assert re.search(rf"^examples?:\n(?:  .*\n)*?  (?:.* )?clausebook {name}", shown, re.MULTILINE), name


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names here")
def test_nobody_waits_for_a_pipe_into_which_nobody_writes(tmp_path: Path) -> None:
    for name in ("a.md", "source/clauses/b.md", "source/c.md", "source/communities/d/community.toml"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        os.mkfifo(tmp_path / name)
    (tmp_path / "pyproject.toml").write_text("[tool.clausebook]\n")
    for command in (["check"], ["check", "a.md"], ["list"], ["matrix"], ["audit"]):
        done = subprocess.run(
            [sys.executable, "-m", "clausebook", *command], cwd=tmp_path, capture_output=True, text=True, timeout=60
        )
        assert "Traceback" not in done.stderr
    told = subprocess.run([sys.executable, "-m", "clausebook", "check"], cwd=tmp_path, capture_output=True, text=True)
    assert "d/community.toml:1:1: CB001 the file cannot be read: it is not an ordinary file" in told.stdout


@pytest.mark.skipif(shutil.which("bash") is None, reason="no bash here")
def test_what_another_program_writes_is_waited_for(tmp_path: Path) -> None:
    script = f"{sys.executable} -m clausebook check <(sleep 0.3; printf '<!-- clause:a -->\\n')"
    done = subprocess.run(["bash", "-c", script], cwd=tmp_path, capture_output=True, text=True)
    assert (done.returncode, "CB202" in done.stdout) == (1, True), done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full disk here")
@pytest.mark.parametrize("command", [["schema"], ["rule", "--all"], ["--help"], ["check"]])
def test_a_full_disk_is_told_in_a_line(command: list[str]) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "clausebook", *command], cwd=ROOT, stdout=full, stderr=subprocess.PIPE, text=True
        )
    assert done.returncode == 2
    assert done.stderr == "clausebook: No space left on device; the work is not finished\n"


def test_a_folder_without_markdown_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(tmp_path)]) == 0
    assert f"there is no Markdown file in {tmp_path}" in capsys.readouterr().err
    (tmp_path / "a.md").touch()
    assert main(["check", str(tmp_path)]) == 0
    assert capsys.readouterr().err == ""
