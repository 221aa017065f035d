"""The run ends when its time is over, whatever servers say; and what was not reached is told as such."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.running import clausebook
from tests.links.server import serving
from tests.links.sites import project, whole

# Nobody would wait for so long: the limit has to end the run before.
PATIENT = ["--limit", "10", "--timeout", "300", "--patience", "300", "--pause", "300", "--output-format", "json"]


def test_the_limit_ends_the_run_and_what_was_not_reached_is_told(tmp_path: Path) -> None:
    with serving() as well, serving() as busy, serving() as silent, serving() as slow:
        # The slow page is read for the place that the link names, and never ends.
        never = [f"{busy.url}/busy", f"{silent.url}/silent", f"{slow.url}/slow#place"]
        links = " ".join(f"[x]({address})" for address in [f"{well.url}/ok", *never])
        assert whole(project(tmp_path, well.url, links)).code == 0
        done = clausebook("links", *PATIENT, cwd=tmp_path)
        asked = busy.times("/busy")
        # Nobody goes on asking after the end.
        time.sleep(1.5)
        assert busy.times("/busy") == asked > 0
    assert done.returncode == 1
    told = {address: [f for f in json.loads(done.stdout) if f"{address} " in f["message"]] for address in never}
    for address in never:
        assert [(f["code"], f["severity"]) for f in told[address]] == [("CB806", "warning")], address
        assert "the time for the whole run was over before it answered" in told[address][0]["message"]
    remembered = json.loads((tmp_path / "build/.links.json").read_text())["fine"]
    assert f"{well.url}/ok" in remembered
    assert not remembered.keys() & set(never)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_a_run_that_is_ended_leaves_no_process_behind(number: signal.Signals) -> None:
    with serving() as busy:
        code = (
            "import signal; from clausebook.links.asking import Manners, ask\n"
            "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
            f"ask([{busy.url + '/busy'!r}], Manners(limit=300, patience=300))"
        )
        process = subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.DEVNULL)
        try:
            while not busy.times("/busy"):
                assert process.poll() is None
                time.sleep(0.05)
            process.send_signal(number)
            assert process.wait(60) != 0
        finally:
            process.kill()
            process.wait()
        # While anybody asks, it is about once a second.
        for _ in range(10):
            asked = busy.times("/busy")
            time.sleep(3)
            if busy.times("/busy") == asked:
                break
        else:
            pytest.fail("somebody goes on asking")


def test_a_run_that_is_stopped_keeps_what_it_has_learned(tmp_path: Path) -> None:
    with serving() as well, serving() as busy:
        links = f"[x]({well.url}/ok) [y]({well.url}/gone) [z]({busy.url}/busy)"
        assert whole(project(tmp_path, well.url, links)).code == 0
        command = [sys.executable, "-m", "clausebook", "links", *PATIENT, "--limit", "300"]
        process = subprocess.Popen(
            command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
        )
        try:
            # What a busy host says for the second time comes after all that others have said.
            while busy.times("/busy") < 3:
                assert process.poll() is None
                time.sleep(0.05)
            process.send_signal(signal.SIGINT)
            out, err = process.communicate(timeout=60)
        finally:
            process.kill()
            process.wait()
    assert (process.returncode, out) == (130, "")
    assert "had answered, and what was fine is remembered" in err
    assert "Traceback" not in err
    remembered = json.loads((tmp_path / "build/.links.json").read_text())["fine"]
    assert f"{well.url}/ok" in remembered
    assert not {f"{well.url}/gone", f"{busy.url}/busy"} & remembered.keys()
