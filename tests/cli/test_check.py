import json
import os
import subprocess
import sys
import tracemalloc
from argparse import ArgumentParser
from pathlib import Path

import pytest

import clausebook
from clausebook.cli import check, files
from clausebook.cli.main import main

SOUND = b"<!-- clause:a -->\r\nText.\n<!-- endclause:a -->"
DAMAGED = b"<!-- clause:a -->\r\nText.\n<-- e!ndclause:a -->"


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments, stdin=b""):
    """Run the command as a process of its own."""
    environment = os.environ | {"PYTHONPATH": str(Path(clausebook.__file__).parents[1])}
    command = [sys.executable, "-m", "clausebook", *arguments]
    return subprocess.run(command, input=stdin, capture_output=True, env=environment, check=False)


def test_nothing_to_check(capsys):
    assert main(["check"]) == 0
    assert capsys.readouterr() == (
        "All checks passed.\n",
        "clausebook: there is no Markdown file in this folder\n",
    )
    assert main(["check", "--quiet"]) == 0
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize("data", [b"", SOUND, b"\xef\xbb\xbf" + SOUND, b"Text.\r\r\n"])
@pytest.mark.parametrize("options", [[], ["--fix"], ["--diff"], ["--fix", "--unsafe-fixes"]])
def test_a_sound_file_is_left_alone(folder, data, options):
    (folder / "a.md").write_bytes(data)
    before = (folder / "a.md").stat()
    assert main(["check", *options]) == 0
    assert (folder / "a.md").read_bytes() == data
    assert (folder / "a.md").stat().st_ino == before.st_ino


def test_findings(folder, capsys):
    (folder / "a.md").write_bytes(DAMAGED)
    assert main(["check"]) == 1
    out = capsys.readouterr().out
    assert out.startswith("a.md:3:1: CB102 ")
    assert out.endswith("Found 1 problem (1 fixable with --fix).\n")
    assert (folder / "a.md").read_bytes() == DAMAGED


def test_fix(folder, capsys):
    (folder / "a.md").write_bytes(b"\xef\xbb\xbf" + DAMAGED)
    assert main(["check", "--fix"]) == 0
    assert (folder / "a.md").read_bytes() == b"\xef\xbb\xbf" + SOUND
    assert capsys.readouterr().out == "Found 1 problem (1 fixed, 0 remaining).\n"
    assert main(["check", "--fix"]) == 0


def test_what_cannot_be_fixed_remains(folder, capsys):
    (folder / "a.md").write_bytes(DAMAGED + b"\n\n* TODO\n")
    assert main(["check", "--fix"]) == 1
    out = capsys.readouterr().out
    assert "a.md:5:3: CB601" in out
    assert "CB102" not in out
    assert out.endswith("Found 2 problems (1 fixed, 1 remaining).\n")


def test_unsafe_fixes_need_leave(folder):
    (folder / "a.md").write_text("<!-- clause:a -->\nText.\n")
    assert main(["check", "--fix"]) == 1
    assert main(["check", "--fix", "--unsafe-fixes"]) == 0
    assert (folder / "a.md").read_text() == "<!-- clause:a -->\nText.\n<!-- endclause:a -->\n"


def test_diff_writes_nothing(folder, capfdbinary):
    (folder / "a.md").write_bytes(DAMAGED)
    assert main(["check", "--diff"]) == 1
    assert (folder / "a.md").read_bytes() == DAMAGED
    out, err = capfdbinary.readouterr()
    assert out == (
        b"--- a.md\n+++ a.md\n@@ -1,3 +1,3 @@\n <!-- clause:a -->\r\n Text.\n"
        b"-<-- e!ndclause:a -->\n\\ No newline at end of file\n"
        b"+<!-- endclause:a -->\n\\ No newline at end of file\n"
    )
    assert err == b"clausebook: 1 would be mended, 0 would remain\n"


def test_json(folder, capsys):
    (folder / "a.md").write_bytes(DAMAGED)
    assert main(["check", "--output-format", "json"]) == 1
    (finding,) = json.loads(capsys.readouterr().out)
    assert (finding["code"], finding["filename"]) == ("CB102", str(folder / "a.md"))
    assert main(["check", "--output-format", "json", "--fix"]) == 0
    assert json.loads(capsys.readouterr().out) == []


def test_which_files_are_checked(folder, capsys):
    names = ["b.md", "a.markdown", "sub/c.MD", "x.txt", ".hidden/d.md", "build/e.md", "node_modules/f.md", "venv/g.md"]
    for name in names:
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(b"TODO")
    assert main(["check"]) == 1
    told = [line.split(":")[0] for line in capsys.readouterr().out.splitlines() if "CB601" in line]
    assert told == ["a.markdown", "b.md", "sub/c.MD"]
    assert main(["check", "x.txt", "build", "./x.txt", "x.txt"]) == 1
    told = [line.split(":")[0] for line in capsys.readouterr().out.splitlines() if "CB601" in line]
    assert sorted(set(told)) == ["./x.txt", "build/e.md", "x.txt"]


def test_not_utf8(folder, capsys):
    (folder / "a.md").write_bytes(b"Text.\nna\xefve\n")
    assert main(["check", "--fix"]) == 1
    out = capsys.readouterr().out
    assert out.startswith("a.md:2:3: CB002 ")
    assert "2 | na�ve" in out
    assert (folder / "a.md").read_bytes() == b"Text.\nna\xefve\n"


def test_a_path_that_does_not_exist(folder, capsys):
    (folder / "a.md").write_bytes(b"TODO")
    assert main(["check", "nowhere.md", "a.md"]) == 2
    out, err = capsys.readouterr()
    assert err == "clausebook: cannot read nowhere.md: No such file or directory\n"
    assert "a.md:1:1" in out


def test_a_file_that_must_not_be_written(folder, capsys):
    (folder / "a.md").write_bytes(DAMAGED)
    (folder / "b.md").hardlink_to(folder / "a.md")
    assert main(["check", "--fix", "a.md"]) == 2
    out, err = capsys.readouterr()
    assert "hard links" in err
    assert "a.md:3:1: CB102" in out
    assert (folder / "a.md").read_bytes() == DAMAGED


def test_a_link_out_of_the_folder_is_not_written(folder, capsys):
    (folder / "outside.md").write_bytes(DAMAGED)
    (folder / "docs").mkdir()
    (folder / "docs" / "a.md").symlink_to("../outside.md")
    assert main(["check", "--fix", "docs"]) == 2
    assert "outside of docs" in capsys.readouterr().err
    assert (folder / "outside.md").read_bytes() == DAMAGED


@pytest.mark.parametrize("name", ["with space.md", "-dash.md", "ünï.md", "行動.md", "q'uote\".md"])
def test_odd_file_names(folder, name, capsys):
    (folder / name).write_bytes(b"TODO")
    assert main(["check", f"./{name}"]) == 1
    assert f"./{name}:1:1: CB601" in capsys.readouterr().out


def test_a_file_name_that_is_not_utf8(folder):
    (folder / os.fsdecode(b"\xff.md")).write_bytes(b"TODO")
    result = run("check")
    assert result.returncode == 1
    assert b"CB601" in result.stdout
    assert b"Traceback" not in result.stderr


def test_standard_input():
    result = run("check", "-", stdin=DAMAGED)
    assert result.returncode == 1
    assert result.stdout.startswith(b"<stdin>:3:1: CB102")


def test_standard_input_is_mended_to_standard_output():
    result = run("check", "-", "--fix", stdin=b"\xef\xbb\xbf" + DAMAGED)
    assert (result.returncode, result.stdout) == (0, b"\xef\xbb\xbf" + SOUND)
    assert run("check", "-", "--fix", stdin=SOUND).stdout == SOUND
    result = run("check", "-", "--fix", "--stdin-filename", "a.md", stdin=b"TODO \xff")
    assert (result.returncode, result.stdout) == (1, b"TODO \xff")
    assert result.stderr.startswith(b"a.md:1:6: CB002")


def test_standard_input_alone(capsys):
    assert main(["check", "-", "a.md"]) == 2
    assert "cannot be combined" in capsys.readouterr().err


def test_a_reader_that_goes_away(folder):
    (folder / "a.md").write_bytes(b"TODO\n" * 20_000)
    environment = os.environ | {"PYTHONPATH": str(Path(clausebook.__file__).parents[1])}
    command = [sys.executable, "-m", "clausebook", "check"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment) as process:
        process.stdout.read(10)
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 1


def test_a_terminal_without_unicode(folder):
    (folder / "a.md").write_text("行動 TODO", "utf-8")
    environment = os.environ | {
        "PYTHONPATH": str(Path(clausebook.__file__).parents[1]),
        "PYTHONIOENCODING": "ascii",
    }
    command = [sys.executable, "-m", "clausebook", "check"]
    result = subprocess.run(command, capture_output=True, env=environment, check=False)
    assert (result.returncode, result.stderr) == (1, b"")


def test_a_pyproject_without_a_table_is_no_project(folder):
    (folder / "pyproject.toml").write_text('[project]\nname = "clausebook-user"\n')
    (folder / "a.md").write_bytes(SOUND)
    assert main(["check"]) == 0
    (folder / "pyproject.toml").write_text("[tool.other\n# clausebook\n")
    assert main(["check"]) == 0


def test_a_plain_file_needs_no_more_than_a_glance(folder):
    (folder / "a.md").write_bytes(b"# Title\n\n<!-- clause:a -->\nText.\n<!-- endclause:a -->\n")
    code = (
        "import sys; from clausebook.cli.main import main; main(['check', 'a.md']);"
        "print(*sorted(name for name in sys.modules if name.startswith('clausebook.')))"
    )
    environment = os.environ | {"PYTHONPATH": str(Path(clausebook.__file__).parents[1])}
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=True)
    assert {name for name in result.stdout.split() if name.startswith("clausebook.")} == {
        "clausebook.cli",
        "clausebook.cli.check",
        "clausebook.cli.files",
        "clausebook.cli.main",
        "clausebook.cli.sweep",
        "clausebook.rules",
        "clausebook.rules.glance",
        "clausebook.rules.plain",
    }


def test_loose_files_need_neither_pydantic_nor_sphinx(folder):
    (folder / "a.md").write_bytes(DAMAGED)
    code = (
        "import sys; from clausebook.cli.main import main; main(['check']);"
        "print(sorted({'pydantic', 'sphinx', 'docutils', 'markdown_it', 'ftfy'} & set(sys.modules)))"
    )
    environment = os.environ | {"PYTHONPATH": str(Path(clausebook.__file__).parents[1])}
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, env=environment, check=True)
    assert result.stdout.endswith(b"\n[]\n")


@pytest.mark.parametrize("paths", [[], ["a.md"], ["a.md", "docs", "", " "]])
def test_a_check_without_options_is_what_the_parser_makes_of_it(paths):
    parser = ArgumentParser()
    check.add_arguments(parser)
    quick = check.without_options(paths)
    parsed = vars(parser.parse_args(paths))
    assert {name: getattr(quick, name) for name in dir(quick) if not name.startswith("_")} == parsed


@pytest.mark.parametrize("size", [0, 1, (1 << 16) - 1, 1 << 16, (1 << 16) + 1, 3 << 16])
def test_a_file_of_any_size_is_read_whole(folder, size):
    data = os.urandom(size)
    (folder / "a.md").write_bytes(data)
    assert files.read("a.md") == data


def test_what_could_not_be_read_did_not_pass(capsys):
    assert main(["check", "gone.md"]) == 2
    assert capsys.readouterr().out == ""


def test_texts_with_findings_are_not_kept(folder):
    def most(count):
        for number in range(count):
            (folder / f"{number}.md").write_text(
                "Many words, and then some more of them.\n" * 2500 + f"TODO {number}\n"
            )
        tracemalloc.start()
        assert main(["check", "--jobs", "1"]) == 1
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return peak

    most(1)  # Imports the rules.
    assert most(24) - most(4) < 2 * 100_000


def test_a_line_is_shown_only_of_the_text_that_was_checked(folder, monkeypatch, capsys):
    (folder / "a.md").write_text("TODO\n")
    (folder / "b.md").write_text("TODO\n")
    finish = check._Check.finish

    def meanwhile(self):
        (folder / "a.md").write_text("Something else.\n")
        (folder / "b.md").unlink()
        return finish(self)

    monkeypatch.setattr(check._Check, "finish", meanwhile)
    assert main(["check"]) == 1
    out = capsys.readouterr().out
    assert "a.md:1:1: CB601" in out
    assert "b.md:1:1: CB601" in out
    assert "Something else" not in out
