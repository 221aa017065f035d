"""How files are named to other programs."""

from __future__ import annotations

import os
from pathlib import Path


def workspace() -> Path:
    """Give the folder that paths are relative to: GitHub's checkout in an action, else the working folder."""
    return Path(os.environ.get("GITHUB_WORKSPACE") or Path.cwd()).absolute()


def relative_to_workspace(path: str) -> str:
    """Name a file from the workspace on, with forward slashes; by its whole path if it lies elsewhere."""
    if path.startswith("<"):
        return path
    whole = Path(os.path.normpath(Path(path).absolute()))
    base = workspace()
    return (whole.relative_to(base) if whole.is_relative_to(base) else whole).as_posix()
