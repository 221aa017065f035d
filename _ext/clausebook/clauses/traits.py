"""What the front matter of a clause file says of each clause: what it answers for, and who may see and change it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from clausebook.clauses.nodes import NodeReader
from clausebook.clauses.reading import NAME

if TYPE_CHECKING:
    import yaml

DIGEST = re.compile(r"sha256:[0-9a-f]{16,64}")

# A clause may have stood in another file.
_FORMER = re.compile(rf"(?:[^\s:\"]+:)?{NAME.pattern}")

_KEYS = ("elements", "locked", "audience", "aliases", "replaces", "after")


class Audience(StrEnum):
    """For whom a text is: everybody, those who took or made a report, or the staff alone."""

    PUBLIC = "public"
    REPORTER = "reporter"
    STAFF = "staff"


@dataclass(frozen=True, slots=True)
class ClauseTraits:
    """What a clause file says of one of its clauses.

    ``elements`` are the things a complete guide has that this clause supplies.  A
    ``locked`` clause may be added to, and not replaced or left out.  ``audience``
    is None where the clause is for whom its file is.  ``aliases`` are names that the clause had
    before.  ``replaces`` is the digest of the shared clause that a community's
    wording was written against, such as ``sha256:0123456789abcdef``.  ``after`` is
    the name of the shared clause that a community's clause is added to.

    ``positions`` are offsets in the file: of the clause's key (under ``""``), of each
    trait's value (``elements``), and of each item of a list (``elements.0``).
    """

    elements: tuple[str, ...] = ()
    locked: bool = False
    audience: Audience | None = None
    aliases: tuple[str, ...] = ()
    replaces: str = ""
    after: str = ""
    positions: Mapping[str, int] = field(default_factory=dict, compare=False, repr=False)


NO_TRAITS = ClauseTraits()


def read_audience(reader: NodeReader, node: yaml.Node) -> Audience | None:
    """Read for whom a text is; gives None, and a finding, where it says nothing that is known."""
    word = reader.choice(node, [*Audience])
    return Audience(word) if word else None


def read_traits(reader: NodeReader, name: yaml.ScalarNode, node: yaml.Node) -> ClauseTraits:
    """Read what stands below a clause's name."""
    positions = {"": reader.offset(name)}
    lists: dict[str, tuple[str, ...]] = {}
    locked, audience, replaces, after = False, None, "", ""
    for key, value in reader.entries(node):
        trait = key.value
        positions[trait] = reader.offset(value)
        if trait in ("elements", "aliases"):
            lists[trait] = _read_list(reader, trait, value, positions)
        elif trait == "locked":
            locked = reader.truth(value)
        elif trait == "audience":
            audience = read_audience(reader, value)
        elif trait == "replaces":
            replaces = _read_digest(reader, value)
        elif trait == "after":
            after = _read_name(reader, value)
        else:
            reader.unknown(key, _KEYS)
    elements, aliases = lists.get("elements", ()), lists.get("aliases", ())
    return ClauseTraits(elements, locked, audience, aliases, replaces, after, positions)


def _read_list(reader: NodeReader, trait: str, node: yaml.Node, positions: dict[str, int]) -> tuple[str, ...]:
    words: list[str] = []
    for item in reader.items(node):
        word = reader.text(item)
        if not word:
            reader.at(item, "write a word here, or take the item away")
        elif word in words:
            reader.at(item, f"“{word}” stands here twice; keep one of them")
        elif trait == "aliases" and not _FORMER.fullmatch(word):
            how = "use letters, digits, “-” and “_” only, and FILE:NAME for the name that it had in another file"
            reader.at(item, f"“{word}” cannot be the name of a clause: {how}")
        else:
            positions[f"{trait}.{len(words)}"] = reader.offset(item)
            words.append(word)
    return tuple(words)


def _read_name(reader: NodeReader, node: yaml.Node) -> str:
    word = reader.text(node)
    if NAME.fullmatch(word):
        return word
    reader.at(node, "write the name of one clause of the shared file here, such as response")
    return ""


def _read_digest(reader: NodeReader, node: yaml.Node) -> str:
    word = reader.text(node)
    if DIGEST.fullmatch(word):
        return word
    reader.at(node, 'write a digest here, such as "sha256:0123456789abcdef"')
    return ""
