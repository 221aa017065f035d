"""Facts that are marked as missing: set aside before the rest is checked, and known by their places."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from clausebook.community import Location
from clausebook.community.checks import is_missing

# Without these a community could not be named, worded, or held to the right rules.
ALWAYS_KNOWN = frozenset({"name", "kind", "status"})
# [[contacts]] in the file, languages of a contact, one language: no fact lies deeper.
DEEPEST = 4


def set_aside(facts: Mapping[str, object]) -> tuple[dict[str, object], frozenset[Location]]:
    """Take the facts marked as missing out of the facts, and give their locations.

    A missing value becomes None and a missing item of a list is left out; a list of which all items are missing
    is missing.  The locations are those of the file: ``("contacts", 0, "phone")``.
    """
    missing: set[Location] = set()

    def known(value: object, location: Location) -> object:
        if is_missing(value):
            missing.add(location)
            return None
        if len(location) >= DEEPEST:
            return value
        if isinstance(value, dict):
            return {key: known(item, (*location, key)) for key, item in value.items()}
        if isinstance(value, (list, tuple)):
            items = [known(item, (*location, index)) for index, item in enumerate(value)]
            kept = [item for index, item in enumerate(items) if (*location, index) not in missing]
            return kept if kept or not items else None
        return value

    return {key: item if key in ALWAYS_KNOWN else known(item, (key,)) for key, item in facts.items()}, frozenset(
        missing
    )


class Restorer:
    """Turns a location among the known facts back into the location in the file, where missing items count."""

    def __init__(self, missing: Iterable[Location]) -> None:
        self._gone: defaultdict[Location, list[int]] = defaultdict(list)
        for *parents, last in missing:
            if isinstance(last, int):
                self._gone[tuple(parents)].append(last)
        for indices in self._gone.values():
            indices.sort()

    def restore(self, location: Location) -> Location:
        """Give the location in the file."""
        restored: Location = ()
        for part in location:
            if isinstance(part, int):
                for gone in self._gone.get(restored, ()):
                    part += gone <= part
            restored = (*restored, part)
        return restored
