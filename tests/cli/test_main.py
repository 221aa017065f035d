import os
import subprocess
import sys
from pathlib import Path

import pytest

import clausebook
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


def without_ftfy(folder, code):
    """Run Python where ftfy is not installed."""
    environment = os.environ | {"PYTHONPATH": str(Path(clausebook.__file__).parents[1])}
    code = f"import sys; sys.modules['ftfy'] = None; {code}"
    return subprocess.run(
        [sys.executable, "-c", code], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


CHECK = "from clausebook.cli.main import main; sys.exit(main(['check', 'a.md']))"


def test_a_package_that_is_not_installed_is_named_with_what_to_type(tmp_path):
    (tmp_path / "a.md").write_text("Text.\n")
    result = without_ftfy(tmp_path, CHECK)
    assert (result.returncode, result.stderr) == (0, "")
    (tmp_path / "a.md").write_text("gro\u00c3\u009f\n")
    result = without_ftfy(tmp_path, CHECK)
    assert result.returncode == 2
    assert result.stderr.startswith("clausebook: the package “ftfy” is not installed")
    assert result.stderr.count("\n") == 1
    assert f"run {sys.executable} -m pip install" in result.stderr


@pytest.mark.parametrize(("place", "command"), [(".", "run make check,"), ("guide", "run make -C ")])
def test_a_project_with_a_makefile_sets_up_its_own_packages(tmp_path, place, command):
    (tmp_path / "Makefile").write_text("check:\n\t.venv/bin/clausebook check\n")
    folder = tmp_path / place
    folder.mkdir(exist_ok=True)
    (folder / "a.md").write_text("gro\u00c3\u009f\n")
    assert command in without_ftfy(folder, CHECK).stderr


def test_a_package_that_is_too_old_is_named(capsys, monkeypatch):
    def old(*_):
        raise ImportError("cannot import name 'x' from 'ftfy'", name="ftfy")

    monkeypatch.setattr("clausebook.cli.main.load", old)
    assert main(["check"]) == 2
    assert "“ftfy” is of a version that does not fit" in capsys.readouterr().err


def test_the_extension_says_it_in_a_build(tmp_path):
    (tmp_path / "conf.py").write_text("extensions = ['clausebook']\n")
    (tmp_path / "index.md").write_text("# Title\n")
    code = "sys.modules['pydantic'] = None; from sphinx.cmd.build import main; sys.exit(main(['.', 'out']))"
    result = without_ftfy(tmp_path, code)
    assert result.returncode == 2
    assert "ExtensionError: the package “pydantic” is not installed" in result.stderr
    assert "site/extension.py" not in result.stderr


def test_a_mistake_of_the_program_ends_with_2(capsys, monkeypatch):
    monkeypatch.setitem(COMMANDS, "break", ("clausebook.cli.no_such_command", "break"))
    assert main(["break"]) == 2
    assert "mistake in Clausebook itself" in capsys.readouterr().err
