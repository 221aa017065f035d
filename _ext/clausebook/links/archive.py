"""The archived copies that organizers have listed, to stand in the place of pages that are gone."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pydantic_core import PydanticCustomError

from clausebook.community.addresses import check_site
from clausebook.community.positions import key_spans
from clausebook.text.source import SourceText, UndecodableError

FILE = "archived-links.toml"
_TABLE = "archived"


class ArchiveError(Exception):
    """The list of archived copies cannot be used; the message says where and what to do."""


@dataclass(frozen=True)
class Archive:
    """The copies by the addresses whose place they may take; ``path`` is the file, as it is named to people."""

    path: str
    copies: Mapping[str, str] = field(default_factory=dict)


def read_archive(file: Path, path: str) -> Archive:
    """Read the list of archived copies, ``path`` to people; an empty one if there is no file.

    Raises ArchiveError if it has a mistake.
    """
    try:
        source = SourceText.read(file, path)
    except FileNotFoundError:
        return Archive(path)
    except UndecodableError as error:
        raise ArchiveError(str(error)) from None
    except OSError as error:
        raise ArchiveError(f"{path}: cannot be read: {error.strerror}") from None
    try:
        data = tomllib.loads(source.text)
    except (ValueError, RecursionError) as error:
        raise ArchiveError(f"{path}: not valid TOML: {error}") from None
    spans = key_spans(source.text)

    def fail(location: tuple[str, ...], message: str) -> ArchiveError:
        span = spans.get(location)
        place = source.position(span.key_start if span else 0)
        return ArchiveError(f"{path}:{place.row}:{place.column}: {message}")

    for key in data:
        if key != _TABLE:
            raise fail((key,), f"“{key}” means nothing here: write the addresses below the header [{_TABLE}]")
    table = data.get(_TABLE, {})
    if not isinstance(table, dict):
        raise fail((_TABLE,), f"“{_TABLE}” must be a table: write the header [{_TABLE}] and the addresses below it")
    copies: dict[str, str] = {}
    for address, copy in table.items():
        for what in (address, copy):
            try:
                check_site(what)
            except PydanticCustomError as error:
                raise fail((_TABLE, address), str(error)) from None
        if address == copy:
            raise fail((_TABLE, address), "this page is given as its own copy: write the address of the copy")
        copies[address] = copy
    return Archive(path, copies)
