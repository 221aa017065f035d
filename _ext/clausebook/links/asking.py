"""Asking other sites for their pages, by Sphinx's linkcheck builder in a process of its own, within a hard limit.

The builder waits for as long as a server tells it to, and a server can say so for ever.  So the process is killed when
its time is over, together with all that it started; what it wrote until then is what is known.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from clausebook.links.answers import NOT_REACHED, Answer, read_records, without_network

# The file of a run's settings and addresses, as ``site/outside.py`` reads it.
QUESTIONS = "questions.json"
_CONF = 'project = "links"\nextensions = ["clausebook.site.outside"]\n'
_MOST_TOLD = 20
# In seconds: how often somebody who waits is told how far it is.
_LOOK = 1.0


class AskingError(Exception):
    """The process that asks has failed; the message says how."""


class AskingStopped(KeyboardInterrupt):
    """Somebody has stopped the run; ``answers`` are those that had come by then."""

    def __init__(self, answers: dict[str, Answer]) -> None:
        super().__init__()
        self.answers = answers


@dataclass(frozen=True)
class Manners:
    """How other people's servers are asked.

    ``limit`` is the time for the whole run, ``timeout`` that for one answer, ``patience`` that in which one host must
    give some answer, all in seconds.  ``per_host`` addresses of one host are asked for at a time, ``hosts`` hosts at a
    time.  What nobody could tell is asked for ``tries`` times in all, with a ``pause`` in seconds.
    """

    limit: float = 300
    timeout: float = 20
    patience: float = 75
    per_host: int = 2
    hosts: int = 8
    tries: int = 3
    pause: float = 5


def ask(
    addresses: Iterable[str], manners: Manners, tell: Callable[[int], None] = lambda count: None
) -> dict[str, Answer]:
    """Ask for addresses; gives an answer to each.  ``tell`` hears now and then how many have answered.

    Raises AskingError if the process fails otherwise than by being ended in time, and AskingStopped on Ctrl-C.
    """
    wanted = list(dict.fromkeys(addresses))
    if not wanted:
        return {}
    with tempfile.TemporaryDirectory(prefix="clausebook-links-") as name:
        folder = Path(name)
        (folder / "conf.py").write_text(_CONF, encoding="utf-8")
        (folder / "index.rst").write_text("Links\n=====\n", encoding="utf-8")
        questions = {**asdict(manners), "addresses": wanted}
        (folder / QUESTIONS).write_text(json.dumps(questions), encoding="utf-8")
        try:
            _run(folder, manners.limit, lambda: tell(len(_answers(folder, wanted))))
        except KeyboardInterrupt:
            raise AskingStopped(_answers(folder, wanted)) from None
        return without_network(dict.fromkeys(wanted, NOT_REACHED) | _answers(folder, wanted))


def _answers(folder: Path, wanted: Iterable[str]) -> dict[str, Answer]:
    """Read what has been written by now."""
    output = folder / "out" / "output.json"
    lines = output.read_text(encoding="utf-8", errors="replace").splitlines() if output.exists() else []
    known = set(wanted)
    return {address: answer for address, answer in read_records(lines) if address in known}


def _run(folder: Path, limit: float, tell: Callable[[], None]) -> None:
    command = [sys.executable, "-m", "sphinx", "-b", "outside", "-q", ".", "out"]
    # The builder's messages are read, so they must be the English ones.
    environment = {**os.environ, "LC_ALL": "C.UTF-8", "LANGUAGE": "en", "NO_COLOR": "1", "PYTHONSAFEPATH": "1"}
    with (folder / "errors").open("w+b") as errors:
        process = subprocess.Popen(  # noqa: S603 - the interpreter that runs this, and no shell
            command,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=errors,
            start_new_session=True,
        )
        end = time.monotonic() + limit
        code = None
        try:
            while code is None and time.monotonic() < end:
                with contextlib.suppress(subprocess.TimeoutExpired):
                    code = process.wait(min(_LOOK, max(0.0, end - time.monotonic())))
                tell()
        finally:
            _kill(process)
        if code:
            errors.seek(0)
            told = errors.read().decode("utf-8", "replace").strip().splitlines()[-_MOST_TOLD:]
            raise AskingError("\n".join([f"sphinx-build ended with {code}", *told]))


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End a process, and whatever it started."""
    if hasattr(os, "killpg"):
        # The group may outlive its leader.
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()
    process.wait()
