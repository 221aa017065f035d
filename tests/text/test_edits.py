import errno
import os
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import clausebook
from clausebook.diagnostics import Edit
from clausebook.text.edits import UnsafeWriteError, apply_edits, write_atomically


def files(folder):
    return sorted(path.name for path in folder.iterdir())


def test_no_edit_changes_nothing():
    assert apply_edits("a\r\nb", []) == "a\r\nb"


def test_edits_in_any_order():
    assert apply_edits("abcdef", [Edit(4, 5, "E"), Edit(0, 1, ""), Edit(2, 2, "-")]) == "b-cdEf"


@pytest.mark.parametrize("edits", [[Edit(0, 2, ""), Edit(1, 3, "")], [Edit(2, 9, "")], [Edit(2, 1, "")]])
def test_overlaps_and_edits_outside_are_refused(edits):
    with pytest.raises(ValueError, match="overlaps"):
        apply_edits("abc", edits)


@given(st.text(), st.data())
def test_an_edit_keeps_what_is_around_it(text, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    assert apply_edits(text, [Edit(start, end, "new")]) == text[:start] + "new" + text[end:]


def test_the_mode_is_kept_and_nothing_else_is_left(tmp_path):
    file = tmp_path / "a.md"
    file.write_bytes(b"old")
    file.chmod(0o640)
    write_atomically(file, b"new", expected=b"old")
    assert file.read_bytes() == b"new"
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert files(tmp_path) == ["a.md"]


def test_a_new_file(tmp_path):
    write_atomically(tmp_path / "a.md", b"new")
    assert (tmp_path / "a.md").read_bytes() == b"new"


def test_a_link_that_leaves_the_root_is_refused(tmp_path):
    outside = tmp_path / "outside.md"
    outside.write_bytes(b"old")
    root = tmp_path / "root"
    root.mkdir()
    (root / "a.md").symlink_to(outside)
    with pytest.raises(UnsafeWriteError, match="outside"):
        write_atomically(root / "a.md", b"new", root=root)
    with pytest.raises(UnsafeWriteError, match="symbolic link"):
        write_atomically(root / "a.md", b"new")
    assert outside.read_bytes() == b"old"


def test_a_folder_that_is_a_link_out_of_the_root_is_refused(tmp_path):
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "a.md").write_bytes(b"old")
    (tmp_path / "root").mkdir()
    (tmp_path / "root" / "folder").symlink_to(tmp_path / "outside")
    with pytest.raises(UnsafeWriteError):
        write_atomically(tmp_path / "root" / "folder" / "a.md", b"new", root=tmp_path / "root")


def test_a_link_inside_of_the_root_stays_a_link(tmp_path):
    (tmp_path / "a.md").write_bytes(b"old")
    (tmp_path / "b.md").symlink_to("a.md")
    write_atomically(tmp_path / "b.md", b"new", root=tmp_path)
    assert (tmp_path / "b.md").is_symlink()
    assert (tmp_path / "a.md").read_bytes() == b"new"


def test_a_second_name_is_refused(tmp_path):
    (tmp_path / "a.md").write_bytes(b"old")
    (tmp_path / "b.md").hardlink_to(tmp_path / "a.md")
    with pytest.raises(UnsafeWriteError, match="hard links"):
        write_atomically(tmp_path / "a.md", b"new")
    assert (tmp_path / "b.md").read_bytes() == b"old"


def test_what_is_no_ordinary_file_is_refused(tmp_path):
    os.mkfifo(tmp_path / "a.md")
    with pytest.raises(UnsafeWriteError, match="ordinary"):
        write_atomically(tmp_path / "a.md", b"new")


def test_a_file_that_somebody_else_changed_is_refused(tmp_path):
    (tmp_path / "a.md").write_bytes(b"theirs")
    with pytest.raises(UnsafeWriteError, match="another program"):
        write_atomically(tmp_path / "a.md", b"new", expected=b"old")
    assert (tmp_path / "a.md").read_bytes() == b"theirs"


@pytest.mark.parametrize("step", ["fsync", "replace", "fchmod"])
def test_a_failure_leaves_the_old_file_and_no_other(tmp_path, monkeypatch, step):
    (tmp_path / "a.md").write_bytes(b"old")

    def fail(*args, **kwargs):
        raise OSError(errno.ENOSPC, "no space left")

    monkeypatch.setattr(Path if step == "replace" else os, step, fail)
    with pytest.raises(OSError, match="no space"):
        write_atomically(tmp_path / "a.md", b"new")
    assert (tmp_path / "a.md").read_bytes() == b"old"
    assert files(tmp_path) == ["a.md"]


@pytest.mark.parametrize("delay", [0.15, 0.2, 0.25, 0.3])
def test_a_kill_leaves_the_old_file_or_the_new(tmp_path, delay):
    file = tmp_path / "a.md"
    contents = [letter * 200_000 for letter in (b"a", b"b")]
    file.write_bytes(contents[0])
    code = (
        "import sys, pathlib; from clausebook.text.edits import write_atomically\n"
        "while True:\n"
        "    for letter in (b'a', b'b'): write_atomically(pathlib.Path(sys.argv[1]), letter * 200_000)"
    )
    environment = os.environ | {"PYTHONPATH": str(Path(clausebook.__file__).parents[1])}
    with subprocess.Popen([sys.executable, "-c", code, str(file)], env=environment) as process:
        time.sleep(delay)
        process.kill()
    assert file.read_bytes() in contents
