"""The facts as a community's file gives them, sound or not, and findings about them in their places."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from clausebook.community import Location
from clausebook.community.checks import is_missing
from clausebook.community.kinds import Status
from clausebook.community.positions import Span
from clausebook.community.ranks import rank
from clausebook.diagnostics import Code, Diagnostic, Severity, diagnose
from clausebook.text.source import SourceText

# A guide in use fails, one that is being written is told, and of one that nobody should use a note is enough.
_SEVERITIES = {Status.DRAFT: Severity.WARNING, Status.EXAMPLE: Severity.NOTE, Status.ARCHIVED: Severity.NOTE}


@dataclass(frozen=True)
class Sheet:
    """What tomllib made of a community's file, and where each key of it stands."""

    facts: Mapping[str, object]
    source: SourceText
    spans: Mapping[Location, Span] = field(repr=False)

    @cached_property
    def status(self) -> Status:
        """The status; a file that does not say, or says something else, is taken for one in use."""
        status = self.facts.get("status")
        return Status(status) if isinstance(status, str) and status in set(Status) else Status.LIVE

    @property
    def severity(self) -> Severity:
        """How much a finding about these facts matters."""
        return _SEVERITIES.get(self.status, Severity.ERROR)

    def tables(self, name: str) -> Iterator[tuple[int, Mapping[str, object]]]:
        """Give the tables of a list, such as the contacts, with their indices in the file."""
        value = self.facts.get(name)
        for index, item in enumerate(value if isinstance(value, list) else ()):
            if isinstance(item, dict):
                yield index, item

    def table(self, name: str) -> Mapping[str, object]:
        """Give a table; an empty one if there is none of that name."""
        value = self.facts.get(name)
        return value if isinstance(value, dict) else {}

    def value(self, location: Location) -> object:
        """Give what stands at a location; None if there is nothing."""
        found: object = self.facts
        for part in location:
            if isinstance(found, dict):
                found = found.get(part)
            else:
                found = found[part] if isinstance(found, list) and isinstance(part, int) else None
        return found

    def texts(self) -> Iterator[tuple[Location, str]]:
        """Give every text, but for those marked as missing, with its location."""
        for key, value in self.facts.items():
            if isinstance(value, dict):
                yield from _texts((key,), value)
            else:
                yield from _texts((), {key: value})
        for name in ("contacts", "emergency"):
            for index, table in self.tables(name):
                yield from _texts((name, index), table)

    def finding(self, code: Code, message: str, location: Location = (), *, at_key: bool = False) -> Diagnostic:
        """Make a finding about a fact, or about its table where it is not given."""
        start, end = self.place(location, at_key=at_key)
        order = rank(code, location)
        return diagnose(code, message, self.source, start, end, severity=self.severity, rank=order)

    def place(self, location: Location, *, at_key: bool = False) -> tuple[int, int]:
        """Give the offsets of a value or a key; of what is missing, those of its table; at last the top of the file."""
        for length in range(len(location), 0, -1):
            span = self.spans.get(location[:length])
            if span is not None:
                whole = length == len(location)
                return (span.key_start, span.key_end) if at_key and whole else (span.start, span.end)
        return 0, 0


def _texts(location: Location, table: Mapping[str, object]) -> Iterator[tuple[Location, str]]:
    for key, value in table.items():
        if isinstance(value, str) and not is_missing(value):
            yield (*location, key), value
