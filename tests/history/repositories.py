"""Real git repositories in a folder."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from pathlib import Path

from tests.guide.folders import write

_SETTINGS = ("-c", "user.name=Kim Example", "-c", "user.email=kim@example.org", "-c", "commit.gpgsign=false")


def git(root: Path, *arguments: str) -> str:
    command = ["git", *_SETTINGS, *arguments]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, check=True).stdout.strip()


def repository(root: Path, files: Mapping[str, str | bytes]) -> Path:
    """Make a repository with one commit; gives its folder."""
    git(root, "init", "-q", "-b", "main")
    commit(root, files)
    return root


def commit(root: Path, files: Mapping[str, str | bytes]) -> str:
    """Write files and commit all that is in the folder; gives the commit."""
    write(root, dict(files))
    git(root, "add", "-A")
    git(root, "commit", "-q", "--allow-empty", "-m", "A change")
    return git(root, "rev-parse", "HEAD")
