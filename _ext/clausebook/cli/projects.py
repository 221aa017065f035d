"""The project that a command is about."""

from __future__ import annotations

import sys
from pathlib import Path

from clausebook.cli import files
from clausebook.project import CommunityFolder, Project
from clausebook.settings import SettingsError
from clausebook.text.nearest import did_you_mean


class UsageError(Exception):
    """A command cannot do its work; the message says what to do."""


def load(root: str, base: Path | None = None) -> Project:
    """Read the project that a folder lies in; paths are told from ``base``, the working folder by default.

    Raises UsageError if there is none, or its settings cannot be used.
    """
    folder = project_folder(root)
    try:
        return Project.load(folder, base or Path.cwd())
    except SettingsError as error:
        raise UsageError(str(error)) from None


def project_folder(root: str) -> Path:
    """Find the folder of the project that a folder lies in.  Raises UsageError if there is none."""
    found = files.Projects().root_of(root)
    if found is None:
        raise UsageError(
            f"{root} lies in no project: "
            "there is no pyproject.toml with [tool.clausebook] here or above; name one with --root"
        )
    return Path(found).resolve()


def community(project: Project, name: str) -> CommunityFolder:
    """Find a community by its folder's name.  Raises UsageError if there is none."""
    found = project.communities.get(name)
    if found is None:
        known = ", ".join(project.communities) or "none"
        hint = did_you_mean(name, project.communities) or f"; there are: {known}"
        raise UsageError(f"there is no community “{name}”{hint}")
    return found


def complain(message: object) -> int:
    """Tell what a command could not do; gives the exit code."""
    sys.stderr.write(f"clausebook: {message}\n".encode("utf-8", "replace").decode("utf-8"))
    return 2
