"""The shared text that a community's own wording was written against, found by its digest."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from clausebook.clauses.digest import is_version
from clausebook.clauses.document import parse_document
from clausebook.guide.drift import Drift, OwnWording
from clausebook.history.git import GitError, Repository
from clausebook.text.source import SourceText, UndecodableError


@dataclass(frozen=True, slots=True)
class Base:
    """The text that was replaced; None if it is not to be had, and ``why`` not."""

    text: str | None
    why: str = ""


def base_of(own: OwnWording, root: Path) -> Base:
    """Find the version of the shared clause that own wording replaces: the one of now, or one of the git history.

    ``root`` is the project's folder.  Clauses are found by their digest, whatever they were called then.
    """
    if not own.replaces:
        return Base(None, "your file does not record which version that was")
    if own.drift is not Drift.CHANGED and is_version(own.shared_text, own.replaces):
        return Base(own.shared_text)
    try:
        repository = Repository.of(root)
        for data in repository.versions(own.shared_file.file):
            text = _find(data, own.replaces)
            if text is not None:
                return Base(text)
    except (GitError, ValueError) as error:
        return Base(None, str(error))
    return Base(None, f"the git history of {own.shared_file.source.path} does not have it")


def _find(data: bytes, digest: str) -> str | None:
    try:
        source = SourceText.from_bytes(data, "")
    except UndecodableError:
        return None
    texts = (clause.text(source) for clause in parse_document(source).clauses)
    return next((text for text in texts if is_version(text, digest)), None)
