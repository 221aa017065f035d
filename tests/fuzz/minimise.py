"""Choose from a folder of texts the few that together run every line, and turn, of the program that all of them run.

python -m tests.fuzz.minimise FOUND tests/fuzz/corpus
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path
from types import FrameType
from typing import Any

import clausebook
from tests.invariants import assert_all

HOME = str(Path(clausebook.__file__).parent)
Turn = tuple[str, int, int]


def turns(data: bytes) -> set[Turn]:
    """Give the pairs of lines of the program that are run one after the other for a text."""
    found: set[Turn] = set()
    last: dict[FrameType, int] = {}

    def trace(frame: FrameType, event: str, argument: Any) -> Any:
        if not frame.f_code.co_filename.startswith(HOME):
            return None
        if event == "line":
            found.add((frame.f_code.co_filename, last.get(frame, 0), frame.f_lineno))
            last[frame] = frame.f_lineno
        elif event == "return":
            last.pop(frame, None)
        return trace

    sys.settrace(trace)
    try:
        assert_all(data)
    finally:
        sys.settrace(None)
    return found


def main() -> None:
    """Write the chosen texts into the second folder, beside those that are there."""
    source, target = map(Path, sys.argv[1:])
    assert_all(b"<!-- clause:a -->\n<-- e!ndclause:a -->\nTODO\n")  # what is kept after the first time is no news
    reached: dict[bytes, set[Turn]] = {}
    for file in sorted([*source.iterdir(), *target.iterdir()]):
        data = file.read_bytes()
        try:
            data.decode("utf-8")
        except UnicodeDecodeError:
            continue
        reached[data] = turns(data)
    missing = set().union(*reached.values())
    chosen = []
    while missing:
        # Of two that reach as much, the shorter is easier to read.
        best = max(reached, key=lambda data: (len(reached[data] & missing), -len(data), data))
        missing -= reached[best]
        chosen.append(best)
    for file in target.iterdir():
        file.unlink()
    for data in chosen:
        (target / f"{hashlib.sha256(data).hexdigest()[:12]}.txt").write_bytes(data)
    print(f"{len(chosen)} of {len(reached)} texts")  # noqa: T201 - for whoever runs it


if __name__ == "__main__":
    main()
