"""The texts that findings are about, for a report: those on the disk are read again when their lines are shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from clausebook.cli import files
from clausebook.text.source import SourceText, UndecodableError


class Texts(Mapping[str, SourceText]):
    """Texts by path.  Only those are held in memory that cannot be read again, so that ten thousand need no room.

    A file that another program has changed since, or taken away, is no longer among them.
    """

    def __init__(self) -> None:
        self._held: dict[str, SourceText] = {}
        # The hash tells a changed text.
        self._on_disk: dict[str, int] = {}
        self._last: SourceText | None = None

    @classmethod
    def of(cls, sources: Mapping[str, SourceText]) -> Texts:
        """Take over some texts, which are held, and find others on the disk."""
        if isinstance(sources, Texts):
            return sources
        texts = cls()
        texts._held.update(sources)
        return texts

    def hold(self, path: str, source: SourceText) -> None:
        """Keep a text that is not, or not yet, what the disk holds."""
        self._held[path] = source

    def note(self, path: str, source: SourceText) -> None:
        """Remember that a text is what a file holds."""
        self._held.pop(path, None)
        self._on_disk[path] = hash(source.text)
        self._last = source

    def get(self, path: str, default: object = None) -> SourceText | None:  # type: ignore[override]
        """Give a text, or None."""
        try:
            return self[path]
        except KeyError:
            return None

    def __getitem__(self, path: str) -> SourceText:
        if path in self._held:
            return self._held[path]
        known = self._on_disk.get(path)
        if self._last is None or self._last.path != path:
            self._last = _read(path)
        if self._last is None or (known is not None and hash(self._last.text) != known):
            raise KeyError(path)
        return self._last

    def __iter__(self) -> Iterator[str]:
        yield from dict.fromkeys([*self._held, *self._on_disk])

    def __len__(self) -> int:
        return len(self._held.keys() | self._on_disk.keys())


def _read(path: str) -> SourceText | None:
    try:
        return SourceText.from_bytes(files.read(path), path)
    except (OSError, UndecodableError):
        return None
