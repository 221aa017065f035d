"""What becomes of files when mending them is interrupted, forbidden or disturbed: nothing is lost or half-written."""

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

import clausebook

ENVIRONMENT = os.environ | {"PYTHONPATH": str(Path(clausebook.__file__).parents[1])}
OLD = b"\xef\xbb\xbf# Title  \r\n\r<!-- clause:a -->\nText.\t \r\n<-- e!ndclause:a -->  \n\n" + b"Words. " * 300
NEW = OLD.replace(b"<-- e!ndclause:a -->", b"<!-- endclause:a -->")


def command(*arguments):
    return [sys.executable, "-m", "clausebook", "check", *arguments]


def fix(folder, *arguments):
    return subprocess.run(
        command("--fix", *arguments), cwd=folder, capture_output=True, env=ENVIRONMENT, text=True, check=False
    )


def run_with(folder, before, *arguments):
    """Run the fixer in a process that has done something to itself before."""
    code = (
        "import os, resource, sys\nfrom clausebook.cli.main import main\n"
        f"{before}\nsys.exit(main(['check', '--fix', *sys.argv[1:]]))"
    )
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=folder,
        capture_output=True,
        env=ENVIRONMENT,
        text=True,
        check=False,
    )


def fill(folder, count):
    for number in range(count):
        (folder / f"{number:03}.md").write_bytes(OLD)


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_what_is_not_mended_stays_to_the_byte(tmp_path):
    (tmp_path / "a.md").write_bytes(OLD)
    (tmp_path / "a.md").chmod(0o754)
    (tmp_path / "b.md").write_bytes(NEW)
    os.utime(tmp_path / "b.md", (1, 1))
    assert fix(tmp_path).returncode == 0
    assert (tmp_path / "a.md").read_bytes() == NEW
    assert (tmp_path / "a.md").stat().st_mode & 0o7777 == 0o754
    assert (tmp_path / "b.md").stat().st_mtime == 1
    assert names(tmp_path) == ["a.md", "b.md"]


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_kill_at_any_moment_leaves_each_file_old_or_new(tmp_path, jobs):
    chance = random.Random(7)  # noqa: S311 - chance that repeats
    litter = set()
    fill(tmp_path, 60)
    begin = time.monotonic()
    fix(tmp_path, "--jobs", jobs)
    whole = time.monotonic() - begin
    for _ in range(8):
        fill(tmp_path, 60)
        with subprocess.Popen(
            command("--fix", "--jobs", jobs), cwd=tmp_path, stdout=subprocess.DEVNULL, env=ENVIRONMENT
        ) as process:
            time.sleep(chance.uniform(0.3, 1.0) * whole)
            process.kill()
        assert {path.read_bytes() for path in tmp_path.glob("*.md")} <= {OLD, NEW}
        left = set(names(tmp_path)) - {f"{number:03}.md" for number in range(60)}
        # One file was being written at most, and what is left of it is no file that anybody would check.
        assert len(left - litter) <= 1
        assert all(name.startswith(".clausebook-") and name.endswith(".tmp") for name in left)
        litter |= left
    for name in litter:
        (tmp_path / name).write_bytes(OLD)
    result = fix(tmp_path)
    assert result.returncode == 0
    assert {path.read_bytes() for path in tmp_path.glob("*.md")} == {NEW}
    assert ".tmp" not in result.stdout


def test_two_at_once_lose_nothing(tmp_path):
    fill(tmp_path, 60)
    processes = [
        subprocess.Popen(
            command("--fix"),
            cwd=tmp_path,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            env=ENVIRONMENT,
            text=True,
        )
        for _ in range(3)
    ]
    for process in processes:
        _, err = process.communicate()
        assert process.returncode in (0, 1, 2)
        assert all("was changed by another program in the meantime" in line for line in err.splitlines())
    assert {path.read_bytes() for path in tmp_path.glob("*.md")} == {NEW}
    assert names(tmp_path) == [f"{number:03}.md" for number in range(60)]


def test_a_write_protected_file(tmp_path):
    (tmp_path / "a.md").write_bytes(OLD)
    (tmp_path / "a.md").chmod(0o444)
    result = fix(tmp_path)
    assert result.returncode == 2
    assert result.stderr == "clausebook: cannot write a.md: the file is write-protected\n"
    assert "a.md:5:1: CB102" in result.stdout
    assert (tmp_path / "a.md").read_bytes() == OLD
    assert names(tmp_path) == ["a.md"]


@pytest.mark.skipif(sys.platform == "win32", reason="has no such limits")
def test_a_full_disk(tmp_path):
    (tmp_path / "a.md").write_bytes(OLD)
    result = run_with(tmp_path, "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))")
    assert result.returncode == 2
    assert result.stderr == "clausebook: cannot write a.md: File too large\n"
    assert (tmp_path / "a.md").read_bytes() == OLD
    assert names(tmp_path) == ["a.md"]


@pytest.mark.skipif(sys.platform == "win32", reason="has other rights")
def test_a_folder_that_must_not_be_written(tmp_path):
    folder = tmp_path / "docs"
    folder.mkdir()
    (folder / "a.md").write_bytes(OLD)
    (folder / "a.md").chmod(0o666)
    (tmp_path / "b.md").write_bytes(OLD)
    folder.chmod(0o555)
    tmp_path.chmod(0o755)
    # An administrator may write everywhere, so the process first imports all that it needs, and then becomes another.
    before = "main(['check', '--fix', '../b.md'])\nif os.geteuid() == 0: os.setresuid(65534, 65534, 65534)"
    for parent in (tmp_path.parent, tmp_path.parent.parent):
        if not parent.stat().st_mode & 0o001:
            parent.chmod(parent.stat().st_mode | 0o011)
    result = run_with(folder, before)
    folder.chmod(0o755)
    assert result.returncode == 2
    assert result.stderr == "clausebook: cannot write a.md: Permission denied\n"
    assert (folder / "a.md").read_bytes() == OLD
    assert names(folder) == ["a.md"]


def test_links(tmp_path):
    docs = tmp_path / "docs"
    docs.mkdir()
    (tmp_path / "outside.md").write_bytes(OLD)
    (docs / "link.md").symlink_to("../outside.md")
    (docs / "one.md").write_bytes(OLD)
    (docs / "two.md").hardlink_to(docs / "one.md")
    result = fix(docs)
    assert result.returncode == 2
    assert "link.md leads to a file outside of ." in result.stderr
    assert result.stderr.count("hard links") == 2
    assert {path.read_bytes() for path in (tmp_path / "outside.md", docs / "one.md", docs / "two.md")} == {OLD}
