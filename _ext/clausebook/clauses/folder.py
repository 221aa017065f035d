"""The Markdown files of a folder, read; links are not followed out of the tree."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from clausebook.diagnostics import Code, Diagnostic, not_utf8
from clausebook.text.source import Position, SourceText, UndecodableError

SUFFIXES = (".md", ".markdown")
# Pages may be written in it too; clauses are Markdown.
RESTRUCTURED = ".rst"

# What people write text with, or take for the ending of Markdown.
_TEXTS = frozenset(
    [".adoc", ".doc", ".docx", ".htm", ".html", ".odt", ".org", ".pages", ".rst", ".rtf", ".tex", ".text", ".txt"]
)
_NEARLY = (".md", ".mk", ".mar", ".mdown")


def may_be_text(file: Path) -> bool:
    """Tell whether a file may be meant as Markdown, by its ending, and is not called so."""
    suffix, ending = file.suffix, file.suffix.lower()
    if file.name.startswith((".", "_")) or suffix in SUFFIXES or suffix.endswith("~"):
        return False
    if not suffix:
        # LICENSE, README and the like say what they are.
        return not file.name.isupper()
    return ending in _TEXTS or ending.startswith(_NEARLY)


def as_markdown(name: str) -> str:
    """Give a file's name with the ending that is read."""
    stem = name.rpartition(".")[0] or name
    return stem if stem.endswith(SUFFIXES) else f"{stem}.md"


@dataclass
class FolderReader:
    """Reads the Markdown files below a folder; what cannot be read is in ``diagnostics``, and the rest is read.

    ``shown`` tells how a path is named to people.  A link is followed if it
    leads to a file inside ``tree``.  Folders named in ``skipped`` are left out,
    and files that end in none of ``suffixes``.
    ``unread`` holds files that may be meant as Markdown and have another ending.
    ``texts`` holds bytes to be read in the place of those of some files, by their resolved path.
    """

    folder: Path
    tree: Path
    shown: Callable[[Path], str]
    skipped: frozenset[str] = frozenset()
    suffixes: tuple[str, ...] = SUFFIXES
    texts: Mapping[Path, bytes] = field(default_factory=dict)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    unread: list[Path] = field(default_factory=list)

    def read(self) -> Iterator[tuple[Path, SourceText]]:
        """Give the files in a stable order, without hidden files and folders."""
        if not os.path.lexists(self.folder):
            return
        if not self._is_inside(self.folder):
            return
        for file in sorted(self._files()):
            source = self._source(file)
            if source is not None:
                yield file, source

    def _files(self) -> Iterator[Path]:
        for parent, folders, files in os.walk(self.folder, onerror=self._cannot_list):
            folders[:] = [name for name in folders if not name.startswith(".") and name not in self.skipped]
            # A folder may be linked to, but is not entered twice, nor outside of the tree.
            for name in folders:
                path = Path(parent, name)
                if path.is_symlink():
                    self._is_inside(path)
            for name in files:
                path = Path(parent, name)
                if path.suffix not in self.suffixes and may_be_text(path):
                    self.unread.append(path)
                if (
                    path.suffix in self.suffixes
                    and not name.startswith(".")
                    and self._is_inside(path)
                    and path.is_file()
                ):
                    yield path

    def _source(self, file: Path) -> SourceText | None:
        path = self.shown(file)
        try:
            data = self.texts.get(file.resolve()) if self.texts else None
            return SourceText.read(file, path) if data is None else SourceText.from_bytes(data, path)
        except UndecodableError as error:
            self.diagnostics.append(not_utf8(error))
        except OSError as error:
            self._complain(file, f"cannot read this file: {error.strerror}")
        return None

    def _is_inside(self, path: Path) -> bool:
        """Tell whether a path is no link, or one that leads to something in the tree."""
        if path != self.folder and not path.is_symlink():
            return True
        try:
            target = path.resolve(strict=True)
        except (OSError, RuntimeError):  # Before Python 3.13, a loop of links is a RuntimeError.
            self._complain(path, "this link leads nowhere; remove it, or mend it")
            return False
        if target.is_relative_to(self.tree.resolve()):
            return True
        self._complain(path, "this link leads out of the project and is not followed; put the file itself here")
        return False

    def _cannot_list(self, error: OSError) -> None:
        self._complain(Path(error.filename), f"cannot look into this folder: {error.strerror}")

    def _complain(self, path: Path, message: str) -> None:
        start = Position(1, 1)
        self.diagnostics.append(Diagnostic(Code.UNREADABLE_FILE, message, self.shown(path), start, start))
