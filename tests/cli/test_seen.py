"""What is remembered of sound files saves time and hides no finding."""

import os
from pathlib import Path

import pytest

import clausebook
from clausebook.cli import seen
from clausebook.cli.main import main
from clausebook.cli.seen import Seen, judges

SOUND = b"<!-- clause:a -->\nText.\n<!-- endclause:a -->\n"
DAMAGED = b"<!-- clause:a -->\nText.\n<-- e!ndclause:a -->\n"


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    (tmp_path / "files").mkdir()
    monkeypatch.chdir(tmp_path / "files")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    for number in range(220):
        Path(f"{number:03}.md").write_bytes(SOUND + b"%d" % number)
    return tmp_path


@pytest.fixture
def looks(monkeypatch):
    """Count the files that are looked at."""
    counted = []
    from clausebook.cli import sweep

    original = sweep.shows_signs
    monkeypatch.setattr(sweep, "shows_signs", lambda data: counted.append(data) or original(data))
    return counted


def remembered(folder):
    return folder / "cache" / "clausebook" / "sound"


def test_few_files_leave_nothing_behind(folder):
    assert main(["check", "000.md", "001.md"]) == 0
    assert not (folder / "cache").exists()


def test_sound_files_are_looked_at_once(folder, looks):
    assert main(["check", "--jobs", "1"]) == 0
    assert len(looks) == 220
    assert main(["check", "--jobs", "1"]) == 0
    assert len(looks) == 220
    assert main(["check", "--jobs", "1", "--no-cache"]) == 0
    assert len(looks) == 440


def test_several_processes_remember_too(folder, looks):
    assert main(["check", "--jobs", "2"]) == 0
    assert main(["check", "--jobs", "1"]) == 0
    assert looks == []


def test_a_changed_file_is_found(capsys):
    main(["check"])
    Path("100.md").write_bytes(DAMAGED)
    assert main(["check"]) == 1
    assert "100.md:3:1: CB102" in capsys.readouterr().out
    assert main(["check"]) == 1


def test_a_finding_that_is_not_told_is_not_forgotten(capsys):
    Path("100.md").write_bytes(DAMAGED)
    Path("101.md").write_bytes(b"<!-- clausebook: ignore-file CB601 -->\nTODO: write it\n")
    assert main(["check", "--ignore", "CB102"]) == 0
    assert main(["check"]) == 1
    assert main(["check", "--select", "CB702", "--ignore", "CB102"]) == 0


def test_other_rules_look_again(folder, looks, monkeypatch):
    main(["check", "--jobs", "1"])
    monkeypatch.setattr(seen, "judges", lambda: b"another rule")
    main(["check", "--jobs", "1"])
    assert len(looks) == 440


@pytest.mark.parametrize("name", ["rules/text.py", "clauses/markers.py", "diagnostics.py"])
def test_a_changed_rule_is_another_judge(name):
    file = Path(clausebook.__file__).parent / name
    status, before = file.stat(), judges()
    try:
        os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns + 1_000_000))
        assert judges() != before
    finally:
        os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert judges() == before


@pytest.mark.parametrize("data", [b"", b"clausebook sound 1\n" + b"x" * 17, b"clausebook sound 0\n", os.urandom(4000)])
def test_what_cannot_be_read_is_not_believed(folder, looks, data):
    remembered(folder).parent.mkdir(parents=True)
    remembered(folder).write_bytes(data)
    assert main(["check", "--jobs", "1"]) == 0
    assert len(looks) == 220
    assert main(["check", "--jobs", "1"]) == 0
    assert len(looks) == 220


def test_a_cache_that_cannot_be_written_fails_nothing(folder, capsys):
    (folder / "cache").write_bytes(b"a file where a folder should be")
    assert main(["check"]) == 0
    assert capsys.readouterr() == ("All checks passed.\n", "")


def test_digests_of_other_folders_stay_until_there_are_too_many(tmp_path, monkeypatch):
    file = tmp_path / "sound"
    for data in (b"one", b"two"):
        memory = Seen(file)
        memory.add(memory.digest(data))
        memory.save()
    assert b"one" in Seen(file)
    monkeypatch.setattr(seen, "_MOST", 2)
    memory = Seen(file)
    assert b"two" in memory
    memory.add(memory.digest(b"three"))
    memory.save()
    assert b"one" not in Seen(file)
    assert b"two" in Seen(file)
    assert b"three" in Seen(file)
