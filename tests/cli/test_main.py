import subprocess
import sys

import pytest

from clausebook import __version__
from clausebook.cli.main import COMMANDS, main


def test_version(capsys):
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"clausebook {__version__}\n"


@pytest.mark.parametrize("arguments", [["--help"], ["-h"], ["help"]])
def test_help_names_every_command_and_shows_examples(capsys, arguments):
    assert main(arguments) == 0
    out = capsys.readouterr().out
    assert all(f"  {name} " in out for name in COMMANDS)
    assert "examples:" in out


@pytest.mark.parametrize("arguments", [["check", "--help"], ["help", "check"]])
def test_help_of_a_command(capsys, arguments):
    assert main(arguments) == 0
    out = capsys.readouterr().out
    assert "usage: clausebook check" in out
    assert "exit codes:" in out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "usage: clausebook COMMAND"),
        (["chek"], "did you mean “check”?"),
        (["--fix"], "there is no option --fix"),
        (["check", "--fxi"], "--fxi"),
        (["check", "--output-format", "xml"], "xml"),
    ],
)
def test_wrong_use_says_so_and_ends_with_2(capsys, arguments, message):
    assert main(arguments) == 2
    out, err = capsys.readouterr()
    assert message in err
    assert not out


def test_the_version_needs_no_argument_parser():
    code = "import sys; from clausebook.cli.main import main; main(['--version']); assert 'argparse' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True, env={"PYTHONPATH": ":".join(sys.path)})


def test_a_mistake_of_the_program_ends_with_2(capsys, monkeypatch):
    monkeypatch.setitem(COMMANDS, "break", ("clausebook.cli.no_such_command", "break"))
    assert main(["break"]) == 2
    assert "mistake in Clausebook itself" in capsys.readouterr().err
