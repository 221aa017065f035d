"""What a built guide shows of each clause: a card takes its words from there, and never has others."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from bs4 import BeautifulSoup, Tag

from clausebook.guide.wording import Voice
from clausebook.printing.problems import CannotPrint, DoesNotFit
from clausebook.text.nearest import did_you_mean

# The elements of a complete guide (clauses/elements.toml) that a clause on the first minutes supplies.
DO = frozenset({"private-place", "protective-action"})
DONT = frozenset({"no-pressure"})

_WEB_ADDRESS = re.compile(r"\s*\(https?://")


class ShownClauses:
    """The clauses of a community's built guides, by full name, in the order of the guides."""

    def __init__(self, file: Path) -> None:
        """Read the community's offline copy.  Raises CannotPrint if it is not there."""
        try:
            soup = BeautifulSoup(file.read_text(encoding="utf-8"), "html.parser")
        except FileNotFoundError:
            raise CannotPrint(f"there is no {file}: build the guide first, with make html COMMUNITY=…") from None
        self._clauses: dict[str, Tag] = {}
        for tag in soup.select("[data-clause]"):
            # Where a clause is not an element of its own, its mark holds no text.
            if tag.get_text(strip=True):
                self._clauses.setdefault(str(tag["data-clause"]), tag)

    def __iter__(self) -> Iterator[str]:
        return iter(self._clauses)

    def html(self, identifiers: Iterable[str], key: str) -> str:
        """Give the text of some clauses, which ``key`` of the facts names.

        Raises DoesNotFit if the guides do not show one.
        """
        texts = []
        for identifier in identifiers:
            tag = self._clauses.get(identifier)
            if tag is None:
                guess = did_you_mean(identifier, self._clauses)
                raise DoesNotFit(
                    f"the guides show no clause “{identifier}”{guess}; take it out of {key} in community.toml, "
                    "or show it on a page of this edition"
                )
            texts.append(_plain(tag))
        return "\n".join(texts)

    def supplying(self, wanted: frozenset[str], voice: Voice) -> tuple[str, ...]:
        """Find the clauses that supply some elements of a complete guide."""
        return tuple(name for name in self._clauses if wanted & _elements(name, voice))


def _elements(identifier: str, voice: Voice) -> set[str]:
    return {*voice.shared.traits(identifier).elements, *voice.own.traits(identifier).elements}


def _plain(tag: Tag) -> str:
    """Give a clause as it goes on a card: no ids, no links, no addresses of web pages."""
    soup = BeautifulSoup(str(tag), "html.parser")
    for target in soup.select(".print-target"):
        if _WEB_ADDRESS.match(target.get_text()):
            target.decompose()
    for label in soup.select(".staff-label, .step-number"):
        label.decompose()
    for link in soup.select("a"):
        link.unwrap()
    for heading in soup.select("h1, h2, h3, h4, h5, h6"):
        heading.name, heading.attrs = "p", {"class": "head"}
    for part in soup.select("[id], [data-clause]"):
        for name in ("id", "data-clause"):
            part.attrs.pop(name, None)
    # A step by itself is no list.
    return f"<div>{soup}</div>" if tag.name != "span" else f"<p>{soup}</p>"
