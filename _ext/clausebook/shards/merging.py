"""Join the parts of a site that were built by themselves: the result is the site that one build would have made.

The pages are copied.  What is about all pages is put together: the inventory, the map of the site.
"""

from __future__ import annotations

import filecmp
import json
import os
import re
import shutil
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from clausebook.leaks.built import MARK
from clausebook.shards.plan import Name, ShardError
from clausebook.text.edits import write_atomically

# What a shard's build says of itself.
RECORD = "clausebook-shard.json"
INVENTORY = "objects.inv"
SITEMAP = "sitemap.xml"

# Of every shard, whatever its communities: pictures and downloads that its pages show.
_SHARED = ("_images", "_downloads")
_URL = re.compile(rb"\s*<url>.*?</url>", re.DOTALL)


@dataclass(frozen=True)
class Record:
    """What a shard says of itself.

    ``folders`` are those of its communities in the site; ``site`` holds those of all, if it has the portal.
    """

    shard: str
    edition: str
    version: str
    folders: tuple[str, ...]
    site: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Give the record as it is written."""
        return asdict(self)

    @classmethod
    def read(cls, folder: Path) -> Record:
        """Read a shard's record.  Raises ShardError if it is none."""
        try:
            table = json.loads((folder / RECORD).read_text(encoding="utf-8"))
            texts = [table[key] for key in ("shard", "edition", "version")]
            folders, site = tuple(table["folders"]), tuple(table["site"])
        except FileNotFoundError:
            raise ShardError(
                f"{folder} is no built shard: build one with sphinx-build -D clausebook_shard=1/8, from 1/8 to 8/8"
            ) from None
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise ShardError(f"{folder / RECORD} cannot be read ({error}): build the shard again") from None
        if not all(isinstance(text, str) for text in (*texts, *folders, *site)):
            raise ShardError(f"{folder / RECORD} is damaged: build the shard again")
        return cls(texts[0], texts[1], texts[2], folders, site)

    @cached_property
    def places(self) -> frozenset[str]:
        """The folders, to look one up."""
        return frozenset(self.folders)

    @property
    def name(self) -> Name:
        """The shard's name."""
        return Name.parse(self.shard)


@dataclass(frozen=True)
class Merged:
    """What joining did: the number of files of the site, of those that it wrote, and of those that it took away."""

    files: int
    written: int
    removed: int


def merge(parts: Sequence[Path], out: Path) -> Merged:
    """Join built shards into a site.  Files of ``out`` that are the same already are not touched.

    Raises ShardError if a shard is missing, is there twice or belongs to another site, and OSError.
    """
    shards = _sorted(parts)
    _check_place(out, [folder for folder, _record in shards])
    files: dict[str, Path] = {}
    for folder, record in shards:
        for name in _files(folder, record):
            if name in files and name not in (INVENTORY, SITEMAP):
                if not filecmp.cmp(files[name], folder / name, shallow=False):
                    raise ShardError(f"{files[name]} and {folder / name} differ: build all shards again")
                continue
            files.setdefault(name, folder / name)
    made = {INVENTORY: _inventory(shards), SITEMAP: _sitemap(shards)}
    whole = {name: data for name, data in made.items() if data is not None}
    written = 0
    for name, source in files.items():
        if name not in made:
            written += _copy(source, out / name)
    for name, data in whole.items():
        if not (out / name).is_file() or (out / name).read_bytes() != data:
            (out / name).parent.mkdir(parents=True, exist_ok=True)
            write_atomically(out / name, data)
            written += 1
    removed = _remove_others(out, {*(name for name in files if name not in made), *whole})
    return Merged(len(files), written, removed)


def _sorted(parts: Sequence[Path]) -> list[tuple[Path, Record]]:
    """Read the records; the shard with the portal comes first."""
    shards = sorted(((folder, Record.read(folder)) for folder in parts), key=lambda shard: shard[1].name.number)
    first = shards[0][1]
    for folder, record in shards:
        if (record.edition, record.version, record.name.of) != (first.edition, first.version, first.name.of):
            raise ShardError(
                f"{shards[0][0]} and {folder} are no parts of one site: they are of different editions, numbers of "
                "shards or versions of Clausebook; build all shards again from one commit"
            )
    numbers = [record.name.number for _folder, record in shards]
    for number in range(1, first.name.of + 1):
        if numbers.count(number) != 1:
            problem = "is missing" if number not in numbers else "is there twice"
            raise ShardError(f"shard {number}/{first.name.of} {problem}: name the folder of each shard once")
    built = sorted(each for _folder, record in shards for each in record.folders)
    if built != sorted(first.site):
        wrong = next(iter(set(built) ^ set(first.site)), built[0] if built else "")
        raise ShardError(f"the shards do not agree on who builds {wrong}: build all shards again from one commit")
    return shards


def _check_place(out: Path, parts: Sequence[Path]) -> None:
    here = out.resolve()
    for part in parts:
        if here == part.resolve() or here.is_relative_to(part.resolve()) or part.resolve().is_relative_to(here):
            raise ShardError(f"{out} and {part} lie within each other: choose another folder for the whole site")
    is_staff = any((part / MARK).exists() for part in parts)
    if out.is_dir() and any(out.iterdir()) and (out / MARK).exists() != is_staff:
        raise ShardError(f"{out} holds another edition: the editions never share a folder")
    if out.is_dir() and any(out.iterdir()) and not (out / INVENTORY).is_file():
        raise ShardError(f"{out} holds something that is no built site: choose an empty folder")


def _files(folder: Path, record: Record) -> Iterator[str]:
    """Name the files that a shard gives to the site."""
    for parent, inner, names in os.walk(folder):
        inner.sort()
        for name in sorted(names):
            path = Path(parent, name).relative_to(folder).as_posix()
            if path != RECORD and (record.name.has_portal or _is_part(path, record)):
                yield path


def _is_part(path: str, record: Record) -> bool:
    parts = path.split("/")
    return parts[0] in _SHARED or any("/".join(parts[:length]) in record.places for length in range(1, len(parts)))


def _copy(source: Path, target: Path) -> int:
    if target.is_file() and filecmp.cmp(source, target, shallow=False):
        return 0
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)
    return 1


def _remove_others(out: Path, kept: set[str]) -> int:
    """Take away what no shard has any more: it would be published, with contacts that are gone too."""
    removed = 0
    for parent, _inner, names in os.walk(out, topdown=False):
        for name in names:
            path = Path(parent, name)
            if path.relative_to(out).as_posix() not in kept:
                path.unlink()
                removed += 1
        if Path(parent) != out and not os.listdir(parent):  # noqa: PTH208 -- one call for a folder of thousands
            Path(parent).rmdir()
    return removed


def _inventory(shards: Sequence[tuple[Path, Record]]) -> bytes | None:
    """Put the inventories together, as Sphinx writes one (version 2)."""
    head = b""
    lines: dict[str, dict[tuple[str, ...], str]] = {}
    for folder, record in shards:
        file = folder / INVENTORY
        if not file.is_file():
            return None
        data = file.read_bytes()
        end = _end_of_lines(data, 4)
        head = head or data[:end]
        for line in zlib.decompress(data[end:]).decode("utf-8").splitlines():
            entry = _entry(line)
            if entry is None:
                raise ShardError(f"{file} cannot be read: build the shard again")
            domain, uri, key = entry
            if record.name.has_portal or _is_part(uri, record):
                lines.setdefault(domain, {})[key] = line
    # As Sphinx does, entry by entry: the bytes are those of one build.
    compressor = zlib.compressobj(9)
    body = [
        compressor.compress(f"{line}\n".encode())
        for domain in sorted(lines)
        for _key, line in sorted(lines[domain].items())
    ]
    return b"".join([head, *body, compressor.flush()])


def _end_of_lines(data: bytes, number: int) -> int:
    end = 0
    for _ in range(number):
        end = data.index(b"\n", end) + 1
    return end


_LINE = re.compile(r"(.+?) (\S+):(\S+) (-?\d+) (\S*) (.*)")


def _entry(line: str) -> tuple[str, str, tuple[str, ...]] | None:
    """Take an entry apart: its domain, the page that it leads to, and what Sphinx sorts it by."""
    match = _LINE.fullmatch(line)
    if match is None:
        return None
    name, domain, kind, priority, uri, shown = match.groups()
    page, _, anchor = uri.partition("#")
    return domain, page, (name, name if shown == "-" else shown, kind, page, anchor, priority)


def _sitemap(shards: Sequence[tuple[Path, Record]]) -> bytes | None:
    """Put the maps of the site together: each names the pages of its shard, in order."""
    found: dict[bytes, None] = {}
    head = tail = None
    for folder, record in shards:
        file = folder / SITEMAP
        if not file.is_file():
            continue
        data = file.read_bytes()
        urls = [match[0] for match in _URL.finditer(data)]
        if record.name.has_portal:
            first = data.find(urls[0]) if urls else data.rfind(b"</")
            last = data.rfind(urls[-1]) + len(urls[-1]) if urls else first
            head, tail = data[:first], data[last:]
        found.update(dict.fromkeys(url for url in urls if record.name.has_portal or _is_mapped(url, record)))
    if head is None or tail is None:
        return None
    return b"".join([head, *sorted(found, key=_page), tail])


def _page(url: bytes) -> str:
    """Give the page of an entry, by which the entries are sorted."""
    place = re.search(rb"<loc>([^<]*)</loc>", url)
    return unquote(unescape(place[1].decode("utf-8", "replace"))).removesuffix(".html") if place else ""


def _is_mapped(url: bytes, record: Record) -> bool:
    parts = _page(url).split("/")
    runs = ("/".join(parts[start:end]) for start in range(len(parts)) for end in range(start + 1, len(parts)))
    return any(run in record.places for run in runs)
