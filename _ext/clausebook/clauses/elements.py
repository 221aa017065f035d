"""What a complete guide contains: the elements that sources demand, and the tags by which clauses claim them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("elements.toml")


class Shown(StrEnum):
    """What shows that a guide has an element: a clause that says it, a fact of the community, or either."""

    CLAUSE = "clause"
    FACTS = "only"
    EITHER = "also"


@dataclass(frozen=True, slots=True)
class Element:
    """Something that a complete guide contains.

    ``demanded_by`` are keys of ``sources()``.  ``setting`` says why the sources disagree, and is empty where
    they do not.  ``counts`` are tags of which each supplies a part.
    """

    number: int
    slug: str
    name: str
    says: str
    demanded_by: tuple[str, ...]
    hint: str
    shown: Shown = Shown.CLAUSE
    setting: str = ""
    counts: tuple[str, ...] = ()
    weight: int = 1


@dataclass(frozen=True, slots=True)
class Choice:
    """A question that the sources answer in opposite ways.

    A clause that has the tag ``slug`` answers with yes, one that has the tag ``against_tag`` with no.
    """

    slug: str
    name: str
    says: str
    demanded_by: tuple[str, ...]
    against: tuple[str, ...]
    against_tag: str


@dataclass(frozen=True, slots=True)
class _Catalogue:
    sources: Mapping[str, str]
    elements: Mapping[str, Element]
    choices: Mapping[str, Choice]


def sources() -> Mapping[str, str]:
    """Give the sources by key, each with its name."""
    return _catalogue().sources


def elements() -> Mapping[str, Element]:
    """Give all elements by slug, in the order of their numbers."""
    return _catalogue().elements


def choices() -> Mapping[str, Choice]:
    """Give the questions on which the sources disagree, by slug."""
    return _catalogue().choices


@cache
def tags() -> frozenset[str]:
    """Give every tag by which a clause can claim something."""
    catalogue = _catalogue()
    claimed = {slug for slug, element in catalogue.elements.items() if element.shown is not Shown.FACTS}
    parts = {part for element in catalogue.elements.values() for part in element.counts}
    answers = {tag for choice in catalogue.choices.values() for tag in (choice.slug, choice.against_tag)}
    # Of two ways to report, each is a tag by itself.
    return frozenset((claimed | parts | answers) - {slug for slug, e in catalogue.elements.items() if e.counts})


@cache
def _catalogue() -> _Catalogue:
    data = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    rows = data["elements"]
    demands = {row["slug"]: tuple(row["demanded_by"]) for row in rows}
    found = {
        row["slug"]: Element(
            number,
            row["slug"],
            row["name"],
            row["says"],
            demands[row["slug"]],
            row["hint"],
            Shown(row.get("facts", "clause")),
            row.get("setting", ""),
            tuple(row.get("counts", ())),
            max(1, len(demands[row["slug"]]), len(demands.get(row.get("follows", ""), ()))),
        )
        for number, row in enumerate(rows, 1)
    }
    answers = {
        row["slug"]: Choice(
            row["slug"],
            row["name"],
            row["says"],
            tuple(row["demanded_by"]),
            tuple(row["against"]),
            row["against_tag"],
        )
        for row in data["choices"]
    }
    return _Catalogue(data["sources"], found, answers)
