"""Changing texts and files: edits of spans, and files that are replaced whole or not at all."""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Iterable
from pathlib import Path
from typing import Protocol

_ANY_WRITE = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH


class UnsafeWriteError(OSError):
    """A file is not written, because writing it would change something else too."""


class Replacement(Protocol):
    """Replace the characters from ``start`` to ``end`` (offsets, half open) by ``text``."""

    @property
    def start(self) -> int: ...  # noqa: D102 - the class says it
    @property
    def end(self) -> int: ...  # noqa: D102 - the class says it
    @property
    def text(self) -> str: ...  # noqa: D102 - the class says it


def apply_edits(text: str, edits: Iterable[Replacement]) -> str:
    """Replace spans of a text.

    Raises ValueError if two edits overlap, or if one reaches past the text.
    """
    parts: list[str] = []
    position = 0
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        if edit.start < position or edit.end < edit.start or edit.end > len(text):
            raise ValueError(f"edit of {edit.start} to {edit.end} overlaps another or leaves the text")
        parts += text[position : edit.start], edit.text
        position = edit.end
    parts.append(text[position:])
    return "".join(parts)


def write_atomically(path: Path, data: bytes, *, root: Path | None = None, expected: bytes | None = None) -> None:
    """Replace the content of a file, so that a kill at any moment leaves the old file or the new one.

    A symbolic link is followed when its target lies inside ``root``; without a
    root no link is followed.  When ``expected`` is given, the file must still
    hold these bytes.  The mode of an existing file is kept.

    Raises UnsafeWriteError if the file is a link that leaves the root, has a
    second name (hard link), is not an ordinary file, or was changed by
    somebody else; OSError if it cannot be written.
    """
    target = _target(path, root)
    try:
        status: os.stat_result | None = target.stat()
    except FileNotFoundError:
        status = None
    if status is not None:
        _refuse_special(path, status)
        # An administrator may write it all the same, and whoever protected it did not mean that.
        if not status.st_mode & _ANY_WRITE or not os.access(target, os.W_OK):
            raise PermissionError(13, "the file is write-protected", str(path))
    if expected is not None and (status is None or target.read_bytes() != expected):
        raise UnsafeWriteError(f"{path} was changed by another program in the meantime, so it is left alone")
    _replace(target, data, status)


def _target(path: Path, root: Path | None) -> Path:
    if root is None:
        if path.is_symlink():
            raise UnsafeWriteError(f"{path} is a symbolic link, so the file behind it is left alone")
        return path
    target = path.resolve()
    if not target.is_relative_to(root.resolve()):
        raise UnsafeWriteError(f"{path} leads to a file outside of {root}, so that file is left alone")
    return target


def _refuse_special(path: Path, status: os.stat_result) -> None:
    if not stat.S_ISREG(status.st_mode):
        raise UnsafeWriteError(f"{path} is not an ordinary file, so it is left alone")
    if status.st_nlink > 1:
        raise UnsafeWriteError(
            f"{path} has {status.st_nlink} names (hard links), and replacing it would part them, so it is left alone"
        )


def _replace(target: Path, data: bytes, status: os.stat_result | None) -> None:
    import tempfile

    descriptor, name = tempfile.mkstemp(prefix=".clausebook-", suffix=".tmp", dir=target.parent)
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            _copy_owner_and_mode(file.fileno(), status)
            os.fsync(file.fileno())
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    _sync_folder(target.parent)


def _copy_owner_and_mode(descriptor: int, status: os.stat_result | None) -> None:
    if status is None:
        umask = os.umask(0)
        os.umask(umask)
        os.fchmod(descriptor, 0o666 & ~umask)
        return
    with contextlib.suppress(PermissionError):  # Only an administrator may give files away.
        os.fchown(descriptor, status.st_uid, status.st_gid)
    os.fchmod(descriptor, stat.S_IMODE(status.st_mode))


def _sync_folder(folder: Path) -> None:
    # Some systems cannot open folders; there the new name is as durable as they make it.
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
