"""Which communities are built together: even shares, in which what links to each other stays together.

A plan depends on nothing but the files and the number of shards, so that every machine makes the same one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from clausebook.project import community_folders
from clausebook.settings import read_settings
from clausebook.shards.ties import Texts, ties

# What the shard with the portal does for each page of the whole site beside building its own: it reads all facts and
# looks up all clauses, for the cards and the lists.  Measured (benchmarks/communities.py) in parts of a page's cost.
PORTAL_SHARE = 0.2
# So many communities stand by name in the portal's navigation, and are built together with it; more stand on its first
# page only, so that no other page grows with their number.
MOST_COMMUNITIES = 12
# More shards than any service for jobs takes, and than there is use for.
MOST_SHARDS = 10_000

_SHARD = re.compile(r"([0-9]{1,6})/([0-9]{1,6})")


class ShardError(ValueError):
    """A shard cannot be what it is called; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Name:
    """One shard of some: ``3/8`` is the third of eight.  The first builds what is outside of communities, too."""

    number: int
    of: int

    @classmethod
    def parse(cls, text: str) -> Name:
        """Read a name such as ``3/8``.  Raises ShardError."""
        found = _SHARD.fullmatch(text.strip())
        name = cls(int(found[1]), int(found[2])) if found else None
        if name is None or not 1 <= name.number <= name.of <= MOST_SHARDS:
            raise ShardError(f"“{text}” is no shard: write which of how many, such as 1/8, from 1/8 to 8/8")
        return name

    def __str__(self) -> str:
        return f"{self.number}/{self.of}"

    @property
    def has_portal(self) -> bool:
        """Whether the shard builds what is outside of communities."""
        return self.number == 1


@dataclass(frozen=True, slots=True)
class Shard:
    """What is built together: communities by their folders' names, in order, and the number of their pages."""

    name: Name
    communities: tuple[str, ...]
    pages: int


def make_plan(root: Path, number: int) -> tuple[Shard, ...]:
    """Split a project into shards.

    Raises ShardError if the number is none of shards, and SettingsError if the project's settings cannot be used.
    """
    if not 1 <= number <= MOST_SHARDS:
        raise ShardError(f"there can be 1 to {MOST_SHARDS:,} shards, not {number:,}")
    root = root.resolve()
    settings = read_settings(root)
    source = root / settings.source
    folders: dict[str, Path] = {}
    for folder in community_folders(source, settings.communities):
        if not folder.is_symlink():
            folders.setdefault(folder.name, folder)
    texts = Texts.read(source, folders)
    few = len(folders.keys() - texts.unlisted) <= MOST_COMMUNITIES
    groups = [tuple(folders)] if few else _groups(list(folders), ties(texts))
    weights = {slug: texts.pages(slug) + 1 for slug in folders}
    shares = _split(groups, weights, number)
    return tuple(
        Shard(Name(index + 1, number), share, sum(texts.pages(slug) for slug in share))
        for index, share in enumerate(shares)
    )


def _groups(slugs: list[str], tied: Iterable[tuple[str, str]]) -> list[tuple[str, ...]]:
    """Put together what is tied, directly or by others; "" is the portal, whose group comes first."""
    parent = {slug: slug for slug in ("", *slugs)}

    def root(slug: str) -> str:
        while parent[slug] != slug:
            parent[slug] = parent[parent[slug]]
            slug = parent[slug]
        return slug

    for one, other in tied:
        first, second = sorted((root(one), root(other)))
        parent[second] = first
    groups: dict[str, list[str]] = {"": []}
    for slug in slugs:
        groups.setdefault(root(slug), []).append(slug)
    return [tuple(group) for group in groups.values()]


def _split(groups: list[tuple[str, ...]], weights: dict[str, int], number: int) -> list[tuple[str, ...]]:
    """Give each shard a run of groups, in order, so that a new community moves few others."""
    total = float(sum(weights.values()))
    portal, *others = groups
    load = PORTAL_SHARE * total + sum(weights[slug] for slug in portal)
    share = (total * (1 + PORTAL_SHARE)) / number
    shards: list[list[str]] = [list(portal), *([] for _ in range(number - 1))]
    first, done = 0, load
    if load >= share and number > 1:
        # The portal fills its shard; the rest is for the others.
        first, done = 1, 0.0
        share = sum(weights[slug] for group in others for slug in group) / (number - 1)
    for group in others:
        weight = sum(weights[slug] for slug in group)
        place = first + int((done + weight / 2) / share) if share else first
        shards[min(place, number - 1)] += group
        done += weight
    places = {slug: index for index, slug in enumerate(weights)}
    return [tuple(sorted(shard, key=lambda slug: places[slug])) for shard in shards]
