"""The values that placeholders name: facts of the community, its links, its words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Self
from urllib.parse import urljoin

from clausebook.community.addresses import staff_link
from clausebook.community.model import Community
from clausebook.text.nearest import either, nearest


@dataclass(frozen=True, slots=True)
class Value:
    """What a placeholder stands for.

    ``text`` is None where the community has not given the fact; ``missing`` then says whether its file marks it as
    still to be filled in.  ``is_link`` says that the text is a link, which may stand where a link goes; a link is
    the same with any capitals.
    """

    text: str | None
    is_link: bool = False
    missing: bool = False


@dataclass(frozen=True)
class Values:
    """The values of one community by the names that placeholders use, such as ``words.staff``.

    ``withheld`` are the names of those that this edition does not show.
    """

    by_name: Mapping[str, Value]
    site: str | None = None
    withheld: frozenset[str] = frozenset()

    @classmethod
    def of(cls, community: Community) -> Self:
        """Collect the values of a community."""
        numbers = [entry for entry in community.emergency if entry.number is not None]
        first = numbers[0] if numbers else None
        top = {location[0] for location in community.missing if len(location) == 1}
        no_number = not numbers and any(location[0] == "emergency" for location in community.missing)
        no_label = first is not None and not first.label and any(loc[-1] == "label" for loc in community.missing)
        values = {
            "community.name": Value(community.name),
            "community.kind": Value(community.kind.value),
            "community.email": Value(community.email, missing="email" in top),
            "community.site": Value(community.site, is_link=True, missing="site" in top),
            "emergency.number": Value(first.number if first else None, missing=no_number),
            "emergency.label": Value(first.label if first else None, missing=no_number or no_label),
            "emergency.all": Value(
                either([entry.number for entry in numbers if entry.number]) or None, missing=no_number
            ),
        }
        # A link or a word without a text stands in the file, marked as missing.
        values |= {f"links.{key}": Value(link, True, link is None) for key, link in community.links.items()}
        values |= {f"words.{key}": Value(word, False, word is None) for key, word in community.words.items()}
        values |= {f"staff.{key}": Value(text, False, text is None) for key, text in community.staff.items()}
        return cls(values, community.site)

    @classmethod
    def public(cls, community: Community) -> Self:
        """Collect the values of a community that everybody may see."""
        withheld = frozenset(f"staff.{key}" for key in community.staff)
        return replace(cls.of(community.public()), withheld=withheld)

    def withholds(self, name: str) -> bool:
        """Tell whether a value is known and not shown in this edition."""
        group, _, key = name.partition(".")
        return name in self.withheld or f"{group}.{key[:1].lower()}{key[1:]}" in self.withheld

    def get(self, name: str) -> Value | None:
        """Give a value; None if there is no such name.

        ``words.Staff`` is ``words.staff`` with its first letter capitalised, for the start of a sentence.
        """
        value = self.by_name.get(name)
        if value is not None:
            return value
        group, dot, key = name.rpartition(".")
        if not key[:1].isupper():
            return None
        value = self.by_name.get(f"{group}{dot}{key[0].lower()}{key[1:]}")
        if value is None or value.is_link or value.text is None:
            return None if value is None or value.is_link else value
        return Value(value.text[0].upper() + value.text[1:])

    def names(self) -> tuple[str, ...]:
        """Give all names, sorted, without their capitalised forms."""
        return tuple(sorted(self.by_name))

    def link(self, name: str) -> str | None:
        """Give the target of a link; None if there is no such name, no value, or the value is no target.

        A path from the root is resolved against the community's site where that is known.  An e-mail address gives
        a ``mailto:`` link and the emergency number a ``tel:`` link.
        """
        value = self.by_name.get(name)
        if value is None or value.text is None:
            return None
        if name == "community.email":
            return f"mailto:{value.text}"
        if name == "emergency.number":
            return f"tel:{value.text}"
        if name.startswith("staff."):
            return staff_link(value.text)
        if not value.is_link:
            return None
        if value.text.startswith("/") and self.site is not None:
            return urljoin(self.site, value.text)
        return value.text

    def suggest(self, name: str) -> str | None:
        """Give the name that is most like ``name``, in the same case of its last part; None if none is like it."""
        guess = nearest(name, self.by_name) or nearest(name.lower(), self.by_name)
        group, dot, key = name.rpartition(".")
        if guess is None or not dot or not key[:1].isupper() or self.by_name[guess].is_link:
            return guess
        group, dot, key = guess.rpartition(".")
        return f"{group}{dot}{key[0].upper()}{key[1:]}"
