"""Writing a whole folder at once: it is there complete, or not at all."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Mapping
from pathlib import Path


class FolderExistsError(Exception):
    """There is something already where a folder is to be written."""


def write_folder(folder: Path, files: Mapping[str, bytes | str]) -> None:
    """Write files, by their paths in the folder, into a new folder; what stands above it is made if need be.

    They are written into a hidden folder beside it, which then takes its name.  Raises FolderExistsError if the
    folder is there and not empty, and OSError if it cannot be written; then, and when interrupted, nothing is left.
    """
    refuse_existing(folder)
    made = _make_parents(folder.parent)
    temporary = folder.parent / f".{folder.name}-{secrets.token_hex(4)}.tmp"
    try:
        temporary.mkdir()
        for name, content in files.items():
            file = temporary / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
        # Somebody else may have been quicker.
        refuse_existing(folder)
        temporary.rename(folder)
    except BaseException:
        shutil.rmtree(temporary, ignore_errors=True)
        for parent in made:
            parent.rmdir()
        raise


def refuse_existing(folder: Path) -> None:
    """Raise FolderExistsError unless there is nothing of that name, or an empty folder in which nobody stands."""
    if not os.path.lexists(folder):
        return
    empty = folder.is_dir() and not folder.is_symlink() and not any(folder.iterdir())
    if not empty:
        raise FolderExistsError(f"{folder} is there already, and is left alone: choose another name")
    if folder.samefile(Path.cwd()):
        raise FolderExistsError(f"{folder} is the folder that you are in: give the name of a new one")


def _make_parents(folder: Path) -> list[Path]:
    """Make a folder with those above it, and give the new ones, the deepest first."""
    new = [parent for parent in (folder, *folder.parents) if not parent.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    return new
