"""Checking many files in several processes, with the same findings in the same order as in one.

Processes are forked where that is safe, which is on Linux and before any thread
has begun; elsewhere they are started anew.  What is not plain in a worker, such
as a file that cannot be read, is left to the process that asked, so that it
ends there as it always does.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import partial
from multiprocessing.connection import wait

from clausebook.cli import files
from clausebook.cli.examine import Outcome, Policies, examine
from clausebook.cli.seen import Seen
from clausebook.rules.glance import shows_signs
from clausebook.rules.selection import Layer

# How many files a worker is given at once, at most.
_CHUNK = 64

# None stands for a file that the asking process has to look at itself.
Result = Outcome | None


class WorkerError(RuntimeError):
    """A worker ended before its work was done."""


def results(
    paths: Sequence[str], layer: Layer, jobs: int, *, mend: bool, unsafe: bool, seen: Seen | None = None
) -> Iterator[tuple[int, Result]]:
    """Give the numbers of those files that show a sign of something wrong, in order, each with what was found.

    ``seen`` is told of those that are sound.  Where the result is None, the file has to be looked at by who asks.

    Raises WorkerError if a worker was ended from outside.
    """
    size = min(_CHUNK, len(paths) // (jobs * 4) + 1)
    starts = range(0, len(paths), size)
    chunks = [paths[start : start + size] for start in starts]
    pool = ProcessPoolExecutor(min(jobs, len(chunks)), _context(), initializer=_begin, initargs=(seen,))
    try:
        work = partial(_look, layer=layer, mend=mend, unsafe=unsafe)
        with _interrupts_held():
            answers = pool.map(work, chunks)
        for start, (found, sound) in zip(starts, answers, strict=True):
            if seen is not None:
                for digest in sound:
                    seen.add(digest)
            for number, result in found:
                yield start + number, result
    except BrokenProcessPool:
        # An interrupt ends the workers too, and may reach this process a moment later.
        time.sleep(0.3)
        raise WorkerError(
            "a worker process was ended from outside, perhaps for lack of memory; try again with --jobs 1"
        ) from None
    finally:
        pool.shutdown(cancel_futures=True)


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Let interrupts wait until the workers that begin meanwhile know what to do about them."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _context() -> multiprocessing.context.BaseContext:
    safe = sys.platform == "linux" and threading.active_count() == 1
    return multiprocessing.get_context("fork" if safe else "spawn")


# What a worker knows to be sound; given to it once, since it may be large.
_seen: Seen | None = None


def _begin(seen: Seen | None) -> None:
    global _seen
    _seen = seen
    # An interrupt ends a worker without a word; the process that asked says what there is to say.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    parent = multiprocessing.parent_process()
    if parent is not None:
        # A process that is killed ends nobody; without it, its workers would wait for work for ever.
        threading.Thread(target=_end_after, args=(parent.sentinel,), daemon=True).start()


def _end_after(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)


def _look(
    paths: Sequence[str], *, layer: Layer, mend: bool, unsafe: bool
) -> tuple[list[tuple[int, Result]], list[bytes]]:
    policies = Policies(files.Projects(), layer)
    found: list[tuple[int, Result]] = []
    sound: list[bytes] = []
    for number, path in enumerate(paths):
        try:
            data = files.read(path)
            if _seen is not None and data in _seen:
                continue
            outcome = examine(data, path, policies, mend=mend, unsafe=unsafe) if shows_signs(data) else None
            if outcome is not None:
                found.append((number, outcome))
            if _seen is not None and (outcome is None or outcome.is_sound):
                sound.append(_seen.digest(data))
        except Exception:
            found.append((number, None))
    return found, sound
