"""How far long work has come, on one line of a terminal that is taken away at the end."""

from __future__ import annotations

import sys
import time

# In seconds: what takes less time needs no word, and nobody reads faster.
_PATIENCE = 1.0
_PAUSE = 0.1


class Progress:
    """A line such as “3,200 of 10,000 files”, on standard error if that is a terminal, and nowhere else."""

    def __init__(self, total: int, what: str) -> None:
        self._total, self._what = total, what
        self._next = time.monotonic() + _PATIENCE
        self._is_seen = sys.stderr is not None and sys.stderr.isatty()
        self._is_shown = False

    def at(self, done: int) -> None:
        """Say how much is done."""
        now = time.monotonic() if self._is_seen else 0.0
        if now > self._next:
            self._next = now + _PAUSE
            self._is_shown = True
            sys.stderr.write(f"\r{done:,} of {self._total:,} {self._what}")
            sys.stderr.flush()

    def end(self) -> None:
        """Take the line away."""
        if self._is_shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
            self._is_shown = False
