"""A file's text with its exact bytes, and positions in it."""

from __future__ import annotations

import errno
import os
import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Self

BYTE_ORDER_MARK = b"\xef\xbb\xbf"

# CommonMark's line endings (section 2.1); str.splitlines() would also split at form feeds and U+2028.
LINE_END = re.compile(r"\r\n|\n|\r")


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """A place in a text: ``row`` and ``column``, both counted from 1, in characters."""

    row: int
    column: int


class UndecodableError(ValueError):
    """A file is not UTF-8; ``position`` is the first byte that does not fit, ``byte`` its value."""

    def __init__(self, path: str, position: Position, byte: int) -> None:
        super().__init__(f"{path}:{position.row}:{position.column}: byte 0x{byte:02x} is not valid UTF-8")
        self.path = path
        self.position = position
        self.byte = byte


@dataclass(frozen=True)
class SourceText:
    """The text of one file, which can be written back byte for byte.

    ``path`` is how the file is named to people, ``text`` its characters
    without the byte-order mark, with the line ends as they are in the file,
    and ``bom`` whether the file began with a byte-order mark.
    """

    path: str
    text: str
    bom: bool = False

    @classmethod
    def from_bytes(cls, data: bytes, path: str) -> Self:
        """Decode a file's bytes.

        Raises UndecodableError if they are not UTF-8.
        """
        bom = data.startswith(BYTE_ORDER_MARK)
        body = data[len(BYTE_ORDER_MARK) :] if bom else data
        try:
            return cls(path, body.decode("utf-8"), bom)
        except UnicodeDecodeError as error:
            before = cls(path, body[: error.start].decode("utf-8"))
            raise UndecodableError(path, before.position(len(before.text)), body[error.start]) from None

    @classmethod
    def read(cls, file: Path, path: str | None = None) -> Self:
        """Read a file.

        Raises OSError if it cannot be read or is a pipe or a device, for which one could wait for ever, and
        UndecodableError if it is not UTF-8.
        """
        if not os.path.isfile(file) and file.exists() and not file.is_dir():  # noqa: PTH113 - in the order of what is likely
            raise OSError(errno.EINVAL, "it is not an ordinary file", str(file))
        return cls.from_bytes(file.read_bytes(), str(file) if path is None else path)

    def to_bytes(self) -> bytes:
        """Give back the bytes that were read."""
        return (BYTE_ORDER_MARK if self.bom else b"") + self.text.encode("utf-8")

    @cached_property
    def line_starts(self) -> list[int]:
        """The offset at which each line starts."""
        return [0, *(match.end() for match in LINE_END.finditer(self.text))]

    def row(self, offset: int) -> int:
        """Give the row of an offset in characters, from 0 to the length of the text; rows are counted from 1."""
        return bisect_right(self.line_starts, offset)

    def position(self, offset: int) -> Position:
        """Turn an offset in characters, from 0 to the length of the text, into a row and a column."""
        row = self.row(offset)
        return Position(row, offset - self.line_starts[row - 1] + 1)

    def offset(self, position: Position) -> int:
        """Turn a row and a column into an offset."""
        return self.line_starts[position.row - 1] + position.column - 1

    def line(self, row: int) -> str:
        """Give the text of a line, counted from 1, without its line end; empty past the last line."""
        if not 1 <= row <= len(self.line_starts):
            return ""
        start = self.line_starts[row - 1]
        end = self.line_starts[row] if row < len(self.line_starts) else len(self.text)
        return self.text[start:end].rstrip("\r\n")
