"""What comes with Clausebook and is copied into new places: skeletons and the shared clauses.

The wheel carries all of it in ``clausebook/data``; in a checkout, it is where people work on it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent
_ROOT = _PACKAGE.parent.parent
# The name in the wheel (see pyproject.toml), and the place in a checkout.
_PLACES = {
    "community": "_templates/community",
    # What differs where people do not meet in one country, and no emergency number is right for all.
    "online": "_templates/online",
    "project": "_templates/project",
    "clauses": "source/clauses",
}


class NotShippedError(Exception):
    """A part of the installation is missing; the message says what to do."""


def shipped(name: str) -> Path:
    """Give the folder of that name.  Raises NotShippedError if it is not there."""
    for place in (_PACKAGE / "data" / name, _ROOT / _PLACES[name]):
        if place.exists():
            return place
    raise NotShippedError(f"this installation of Clausebook lacks its own “{name}”: install it again")


def files_of(name: str) -> Iterator[tuple[str, str]]:
    """Give the files of a folder: the path in it, with slashes, and the text.

    Raises NotShippedError if it is not there, and OSError if a file cannot be read.
    """
    folder = shipped(name)
    for file in sorted(folder.rglob("*")):
        inside = file.relative_to(folder)
        if file.is_file() and not any(part == "__pycache__" for part in inside.parts):
            yield inside.as_posix(), file.read_text(encoding="utf-8")
