"""Several processes find, mend and write what one does."""

import multiprocessing
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import clausebook
from clausebook.cli import parallel, sweep
from clausebook.cli.main import main

ENVIRONMENT = os.environ | {"PYTHONPATH": str(Path(clausebook.__file__).parents[1])}
SOUND = b"<!-- clause:a -->\r\nText.\n<!-- endclause:a -->"
TEXTS = [
    SOUND,
    SOUND,
    b"\xef\xbb\xbf<!-- clause:a -->\r\nText.\n<-- e!ndclause:a -->",
    b"TODO\n",
    b"na\xefve\n",
    b"<!-- clause:a -->\nText.\n",
    b"TODO <!-- clausebook: ignore CB601 -->\n",
    b"Text. <!-- clausebook: ignore CB601 -->\n",
    b"",
]
OPTIONS = [
    ["--output-format", "json"],
    ["--output-format", "sarif"],
    ["--diff"],
    ["--diff", "--unsafe-fixes"],
    ["--fix"],
    ["--fix", "--unsafe-fixes"],
    ["--statistics"],
    ["--select", "CB1"],
    ["--ignore", "CB6"],
]


def fill(folder, count=150):
    for number in range(count):
        file = folder / f"{number % 7}" / f"{number:03}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(TEXTS[number % len(TEXTS)])
    (folder / "3" / "broken.md").symlink_to("nowhere.md")
    (folder / "6" / "second.md").hardlink_to(folder / "2" / "002.md")


def run(folder, *arguments):
    command = [sys.executable, "-m", "clausebook", "check", *arguments]
    result = subprocess.run(command, cwd=folder, capture_output=True, env=ENVIRONMENT, check=False)
    return result.returncode, result.stdout, result.stderr


def contents(folder):
    return {file.relative_to(folder): file.read_bytes() for file in folder.rglob("*.md") if file.exists()}


@pytest.mark.parametrize("options", OPTIONS, ids=" ".join)
def test_the_same_as_in_one_process(tmp_path, options):
    results = []
    for jobs in ("1", "3"):
        folder = tmp_path / "place"
        fill(folder)
        results.append((*run(folder, "--jobs", jobs, *options), contents(folder)))
        shutil.rmtree(folder)
    assert results[0] == results[1]
    assert results[0][0] == 2  # a link that leads nowhere
    assert b"Traceback" not in results[0][2]


def test_few_files_are_checked_in_one_process(tmp_path, monkeypatch, capsys):
    fill(tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sweep, "available", lambda: 8)
    monkeypatch.setattr(sweep.Sweep, "_in_parallel", lambda *_: pytest.fail("processes were started"))
    assert main(["check"]) == 2
    assert "CB601" in capsys.readouterr().out


def test_many_files_are_checked_in_several(tmp_path, monkeypatch):
    started = []
    fill(tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sweep, "available", lambda: 8)
    monkeypatch.setattr(sweep, "_WORTH_IT", 1000)
    monkeypatch.setattr(sweep.Sweep, "_in_parallel", lambda self, paths: started.append((len(paths), self._jobs)) or ())
    main(["check"])
    ((left, jobs),) = started
    assert 0 < left < 151
    assert jobs == 8


@pytest.mark.parametrize("word", ["0", "-1", "x", "1.5", "257", "99999999", "²"])
def test_a_number_of_processes_that_is_none(word, capsys):
    assert main(["check", f"--jobs={word}"]) == 2
    assert "is not a number of processes, from 1 to 256" in capsys.readouterr().err


def slow(folder):
    """Write files that keep two processes busy for some seconds."""
    for number in range(40):
        (folder / f"{number:03}.md").write_text("<!--clause:x-->a<-- endclause:x -->\n" * 8000)


def children(process):
    return [int(word) for word in Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()]


def wait_for_children(process):
    end = time.monotonic() + 60
    while not children(process):
        assert process.poll() is None
        assert time.monotonic() < end
        time.sleep(0.02)
    return children(process)


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_an_interrupt_ends_it_without_a_word(tmp_path):
    slow(tmp_path)
    command = [sys.executable, "-m", "clausebook", "check", "--jobs", "2"]
    with subprocess.Popen(
        command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=ENVIRONMENT, start_new_session=True
    ) as process:
        wait_for_children(process)
        time.sleep(0.5)
        os.killpg(process.pid, signal.SIGINT)
        out, err = process.communicate(timeout=60)
    assert (process.returncode, out, err) == (130, b"", b"")


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_workers_end_when_what_asked_them_is_killed(tmp_path):
    slow(tmp_path)
    command = [sys.executable, "-m", "clausebook", "check", "--jobs", "2", "--quiet"]
    with subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.DEVNULL, env=ENVIRONMENT) as process:
        workers = wait_for_children(process)
        process.kill()
    deadline = time.monotonic() + 60
    while any(is_running(worker) for worker in workers):
        assert time.monotonic() < deadline
        time.sleep(0.05)


def is_running(pid):
    try:
        status = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False
    return status.rpartition(")")[2].split()[0] != "Z"


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_a_worker_that_is_killed_is_told(tmp_path):
    slow(tmp_path)
    command = [sys.executable, "-m", "clausebook", "check", "--jobs", "2", "--quiet", "--output-file", "report"]
    with subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE, env=ENVIRONMENT) as process:
        for child in wait_for_children(process)[:1]:
            os.kill(child, signal.SIGKILL)
        _, err = process.communicate(timeout=60)
    assert process.returncode == 2
    assert b"--jobs 1" in err
    assert b"Traceback" not in err


def test_processes_that_are_started_anew(tmp_path, monkeypatch, capsys):
    fill(tmp_path, 30)
    monkeypatch.chdir(tmp_path)
    main(["check", "--jobs", "1"])
    alone = capsys.readouterr()
    monkeypatch.setattr(parallel, "_context", lambda: multiprocessing.get_context("spawn"))
    main(["check", "--jobs", "2"])
    assert capsys.readouterr() == alone
