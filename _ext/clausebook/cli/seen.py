"""Which contents of files were found to be sound before, so that they need not be looked at again.

What is remembered is a digest of the content and of everything that judges it:
Clausebook's own modules, and the packages installed beside it.  A digest that is
known therefore means that these rules have seen these bytes and found nothing;
whatever changes, the digest is another one.  Settings decide only which findings
are told, and a file with any finding is never remembered.
"""

from __future__ import annotations

import os
import sys
from hashlib import blake2b
from pathlib import Path

from platformdirs import user_cache_path

from clausebook.text.edits import UnsafeWriteError, write_atomically

# With more digests than that, those of other folders are forgotten.
_MOST = 400_000
_SIZE = 16
_HEADER = b"clausebook sound 1\n"
_JUDGES = ("text", "clauses", "rules", "diagnostics.py")


class Seen:
    """The contents that were found sound; ``in`` asks for the bytes of a file, ``add`` remembers them."""

    def __init__(self, file: Path | None = None) -> None:
        self._file = file or user_cache_path("clausebook", appauthor=False) / "sound"
        self._key = judges()
        self._before = _read(self._file)
        self._now: set[bytes] = set()
        self._fresh = False

    def __contains__(self, data: bytes) -> bool:
        digest = self.digest(data)
        if digest not in self._before:
            return False
        self._now.add(digest)
        return True

    def digest(self, data: bytes) -> bytes:
        """Give what is remembered of a content."""
        return blake2b(data, digest_size=_SIZE, key=self._key).digest()

    def add(self, digest: bytes) -> None:
        """Remember a content by its digest."""
        self._now.add(digest)
        self._fresh = True

    def save(self) -> None:
        """Write what is remembered; where that is not possible, the next check only takes longer."""
        if not self._fresh:
            return
        digests = self._now | self._before
        if len(digests) > _MOST:
            digests = self._now
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(self._file, _HEADER + b"".join(sorted(digests)))
        except (OSError, UnsafeWriteError):
            return


def judges() -> bytes:
    """Give a digest of all that decides whether a content is sound: the rules, and what they are made with."""
    package = Path(__file__).parent.parent
    state = [sys.version]
    for name in _JUDGES:
        for file in (package / name).glob("*") if "." not in name else [package / name]:
            status = file.stat()
            state.append(f"{file.name} {status.st_size} {status.st_mtime_ns}")
    # A package that is installed, updated or removed changes its folder.
    state += [f"{path} {os.stat(path).st_mtime_ns}" for path in sys.path if os.path.isdir(path)]  # noqa: PTH112, PTH116
    return blake2b("\n".join(sorted(state)).encode(), digest_size=_SIZE).digest()


def _read(file: Path) -> frozenset[bytes]:
    try:
        data = file.read_bytes()
    except OSError:
        return frozenset()
    body = data[len(_HEADER) :]
    if not data.startswith(_HEADER) or len(body) % _SIZE:
        return frozenset()
    return frozenset(body[at : at + _SIZE] for at in range(0, len(body), _SIZE))
