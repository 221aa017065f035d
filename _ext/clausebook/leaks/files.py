"""The texts in a built site's files, those in archives, inventories and pictures included."""

from __future__ import annotations

import gzip
import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

# In bytes: what unpacks to more is no part of a site of guides, but perhaps an attack.
LARGEST = 64_000_000
_DEEPEST = 3

# Runs of Latin letters in two bytes each.
_WIDE = {
    "utf-16-le": re.compile(rb"(?:[\x20-\x7e\xa0-\xff]\0){3,}"),
    "utf-16-be": re.compile(rb"(?:\0[\x20-\x7e\xa0-\xff]){3,}"),
}
_INVENTORY = b"# Sphinx inventory version 2"
_PNG = b"\x89PNG\r\n\x1a\n"
_GZIP = b"\x1f\x8b"
_ZIP = b"PK\x03\x04"


class UnsearchableError(ValueError):
    """A file cannot be unpacked, so that nobody knows what is in it."""


@dataclass(frozen=True, slots=True)
class Part:
    """A text from a file; ``member`` names it within the file, ``noisy`` if it was made from bytes of other kinds."""

    text: str
    member: str = ""
    noisy: bool = False


def parts(data: bytes, member: str = "", depth: int = 0) -> Iterator[Part]:
    """Give the texts of a file's bytes.

    Raises UnsearchableError if what is packed in it is damaged, too large or too deep.
    """
    yield from _texts(data, member)
    try:
        packed = list(_packed(data))
    except (OSError, EOFError, ValueError, zlib.error, zipfile.BadZipFile, RuntimeError, struct.error) as error:
        raise UnsearchableError(f"what is packed in it cannot be read: {error}") from None
    if packed and depth >= _DEEPEST:
        raise UnsearchableError("archives stand in archives in archives")
    for name, inner in packed:
        yield from parts(inner, f"{member}!{name}", depth + 1)


def _texts(data: bytes, member: str) -> Iterator[Part]:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("utf-8", "replace")
        noisy = True
    else:
        noisy = "\0" in text
    yield Part(text, member, noisy)
    if noisy:
        # Pictures and documents hold captions so.
        for encoding, pattern in _WIDE.items():
            yield Part("\n".join(run[0].decode(encoding) for run in pattern.finditer(data)), member, noisy)


def _packed(data: bytes) -> Iterator[tuple[str, bytes]]:
    if data.startswith(_INVENTORY):
        yield "inventory", _inflated(data.split(b"\n", 4)[4])
    elif data.startswith(_GZIP):
        with gzip.open(io.BytesIO(data)) as stream:
            yield "gzip", _limited(stream.read(LARGEST + 1))
    elif data.startswith(_ZIP):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            total = 0
            for entry in archive.infolist():
                yield "names", entry.filename.encode("utf-8", "surrogateescape")
                with archive.open(entry) as stream:
                    inner = _limited(stream.read(LARGEST + 1))
                total += len(inner)
                if total > LARGEST:
                    raise ValueError("it unpacks to too much")
                yield entry.filename, inner
    elif data.startswith(_PNG):
        yield from _captions(data)


def _captions(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Give the compressed texts of a PNG (W3C PNG 3, section 11.3.3); the others are in its bytes as they are."""
    place = len(_PNG)
    while place + 8 <= len(data):
        length, kind = struct.unpack(">I4s", data[place : place + 8])
        chunk = data[place + 8 : place + 8 + length]
        place += 12 + length
        keyword, _, rest = chunk.partition(b"\0")
        if kind == b"zTXt":
            yield f"zTXt {keyword.decode('latin-1')}", _inflated(rest[1:])
        elif kind == b"iTXt" and rest[:1] == b"\1":
            text = rest[2:].split(b"\0", 2)
            yield f"iTXt {keyword.decode('latin-1')}", _inflated(text[2] if len(text) > 2 else b"")
        elif kind == b"iCCP":
            yield "iCCP", _inflated(rest[1:])


def _inflated(data: bytes) -> bytes:
    stream = zlib.decompressobj()
    inner = _limited(stream.decompress(data, LARGEST + 1))
    if not stream.eof:
        raise ValueError("it ends too early")
    return inner


def _limited(data: bytes) -> bytes:
    if len(data) > LARGEST:
        raise ValueError(f"it unpacks to more than {LARGEST // 1_000_000} MB")
    return data
