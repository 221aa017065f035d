"""What becomes of a mended text: it is written, or shown as a patch."""

from __future__ import annotations

import sys
from pathlib import Path

from clausebook.report import diff
from clausebook.report.terminal import is_coloured
from clausebook.text.edits import UnsafeWriteError, write_atomically
from clausebook.text.source import SourceText


def show(before: SourceText, after: SourceText, color: str) -> None:
    """Write a patch; ``color`` is the option of that name."""
    sys.stdout.flush()
    text = diff.render(before, after)
    if is_coloured(color, sys.stdout):
        text = diff.coloured(text)
    sys.stdout.buffer.write(text.encode("utf-8", "surrogateescape"))
    sys.stdout.buffer.flush()


def write(source: SourceText, expected: bytes, root: str) -> str:
    """Write a mended file that held ``expected`` and does not lie outside of ``root``; gives "" or why it was left."""
    try:
        write_atomically(Path(source.path), source.to_bytes(), root=Path(root), expected=expected)
    except UnsafeWriteError as error:
        return str(error)
    except OSError as error:
        return f"cannot write {source.path}: {error.strerror}"
    return ""
