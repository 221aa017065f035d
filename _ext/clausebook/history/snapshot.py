"""A project as it was at a commit, read without checking anything out."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from clausebook.history.git import GitError, Repository
from clausebook.project import Project
from clausebook.settings import SettingsError

# What a project is read from; pictures and programs are not.
_ENDINGS = (".md", ".markdown", ".toml")


@contextmanager
def project_at(repository: Repository, commit: str) -> Iterator[Project]:
    """Give the project of a repository's folder as it was at a commit; its paths are told from that folder.

    The files lie in a temporary folder as long as the project is in use.
    Raises GitError if they cannot be read, or the settings of then cannot be used.
    """
    with tempfile.TemporaryDirectory(prefix="clausebook-") as name:
        folder = Path(name).resolve()
        for path, content in repository.files(commit, _ENDINGS).items():
            file = folder / path
            try:
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(content)
            except (OSError, ValueError) as error:
                raise GitError(f"cannot unpack {path} of {commit[:10]}: {error}") from None
        try:
            project = Project.load(folder, folder)
        except SettingsError as error:
            raise GitError(f"at {commit[:10]}: {str(error).replace(f'{folder}/', '')}") from None
        yield project
