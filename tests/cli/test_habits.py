"""What people expect of a command: completion, suggestions, and a word when it takes long."""

from __future__ import annotations

import io
import shutil
import subprocess
import sys

import pytest

from clausebook.cli import progress
from clausebook.cli.main import COMMANDS, main


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


@pytest.mark.parametrize("shell", ["zsh", "tcsh"])
def test_other_shells(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["completion", shell]) == 0
    assert "unsafe-fixes" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["check", "--sekect", "CB1"], "there is no option --sekect; did you mean “--select”?"),
        (["audit", "--fail-undr=3"], "there is no option --fail-undr=3; did you mean “--fail-under”?"),
        (["schema", "--zzzzzz"], "there is no option --zzzzzz; --help lists what there is"),
        (["schema", "x"], "what is “x” for? --help lists the arguments"),
        (["chek"], "there is no command “chek”; did you mean “check”?"),
        (["completion", "fish"], "invalid choice: 'fish'"),
    ],
)
def test_slips_are_answered_with_what_is_meant(
    arguments: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
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
