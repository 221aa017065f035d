"""Reading a community.toml: its facts, or all its mistakes at once, each with its place."""

from __future__ import annotations

import stat
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import ValidationError

from clausebook.community import Location
from clausebook.community.emergency import emergency_numbers
from clausebook.community.messages import explain, meant_key, misplaced, missing_fact, syntax_fault
from clausebook.community.missing import set_aside
from clausebook.community.model import Community, Kind, Status
from clausebook.community.positions import Span, key_spans
from clausebook.diagnostics import Code, Diagnostic, Severity, diagnose, not_utf8
from clausebook.text.nearest import either
from clausebook.text.source import Position, SourceText, UndecodableError

# In bytes. A community's facts fill a few thousand; what is larger is another file, or an attack.
LARGEST_FILE = 1_000_000
# tomllib needs memory for the square of a key's parts: a key of 500 kB with a dot after each letter would need all.
MOST_DOTS = 500
_FEWEST_CONTACTS = 2


@dataclass(frozen=True)
class LoadedCommunity:
    """What a community's file gave.

    ``community`` is None if there is a mistake in the file, ``source`` if the file could not be read.  Facts marked
    as missing are findings too, but no mistakes.  ``spans`` holds the places of all keys, for findings of others.
    """

    community: Community | None
    diagnostics: tuple[Diagnostic, ...]
    source: SourceText | None = None
    spans: dict[Location, Span] = field(default_factory=dict)


def load_community(file: Path, display: str | None = None) -> LoadedCommunity:
    """Read and check a community.toml; ``display`` is how findings name the file.

    Raises nothing: what is wrong with the file, missing or unreadable included, is among the diagnostics.
    """
    path = str(file) if display is None else display
    try:
        data = _read(file)
        source = SourceText.from_bytes(data, path)
    except FileNotFoundError:
        message = "there is no community.toml here: write one, or take the folder out of the communities"
        return _unread(Code.MISSING_COMMUNITY_FILE, message, path)
    except UndecodableError as error:
        return LoadedCommunity(None, (not_utf8(error),))
    except _TooLargeError:
        message = f"the file has more than {LARGEST_FILE:,} bytes and is not read: a community.toml holds a few facts"
        return _unread(Code.UNREADABLE_FILE, message, path)
    except (OSError, ValueError) as error:
        reason = (error.strerror if isinstance(error, OSError) else None) or "it is not an ordinary file"
        return _unread(Code.UNREADABLE_FILE, f"the file cannot be read: {reason}", path)
    return check_community(source)


def check_community(source: SourceText) -> LoadedCommunity:
    """Check the text of a community.toml."""
    crowded = next((row for row, line in enumerate(source.text.split("\n")) if line.count(".") > MOST_DOTS), None)
    if crowded is not None:
        message = f"this line has more than {MOST_DOTS} dots and is not read: write each fact on its own line"
        start = source.offset(Position(crowded + 1, 1))
        return LoadedCommunity(None, (diagnose(Code.INVALID_TOML, message, source, start, start),), source)
    try:
        facts = tomllib.loads(source.text)
    except RecursionError:
        finding = diagnose(Code.INVALID_TOML, "lists or tables are nested too deep: one level is enough", source, 0, 0)
        return LoadedCommunity(None, (finding,), source)
    except ValueError as error:  # not only TOMLDecodeError: int() refuses numbers of over 4,300 digits
        return LoadedCommunity(None, (_syntax(error, source),), source)
    spans = key_spans(source.text)
    misplaced_keys = set(_misplaced(facts))
    community, findings = None, []
    wrong: set[Location] = {*misplaced_keys}
    for table, key in misplaced_keys:
        place = _place(spans, (table, key), at_key=True)
        findings.append(diagnose(Code.UNKNOWN_KEY, misplaced(table, key), source, *place))
    try:
        community = Community.model_validate(facts)
    except ValidationError as error:
        explained = [explain(detail, facts.get("country")) for detail in error.errors(include_url=False)]
        misspelt = {(*loc[:-1], meant_key(loc)) for code, _, loc, _ in explained if code is Code.UNKNOWN_KEY}
        # A key of the community that stands in one of its tables is not missing either.
        misspelt |= {loc[-1:] for code, _, loc, _ in explained if code is Code.UNKNOWN_KEY and len(loc) > 1}
        misspelt |= {location[-1:] for location in misplaced_keys}
        for code, message, location, at_key in explained:
            if (code is Code.MISSING_KEY and location in misspelt) or location in misplaced_keys:
                # One slip is one finding.
                continue
            wrong.add(location)
            findings.append(diagnose(code, message, source, *_place(spans, location, at_key)))
    findings.extend(_missing(facts, source, spans, wrong))
    findings.extend(_too_few(facts, source, spans))
    return LoadedCommunity(community, tuple(sorted(findings, key=lambda each: each.sort_key)), source, spans)


class _TooLargeError(ValueError):
    """A file is larger than a community's file can be."""


def _read(file: Path) -> bytes:
    """Read a file if it is an ordinary one, and no more of it than allowed."""
    if not stat.S_ISREG(file.stat().st_mode):
        # Opening a pipe would wait for ever.
        raise ValueError(file)
    with file.open("rb") as stream:
        data = stream.read(LARGEST_FILE + 1)
    if len(data) > LARGEST_FILE:
        raise _TooLargeError(file)
    return data


def _unread(code: Code, message: str, path: str) -> LoadedCommunity:
    place = Position(1, 1)
    return LoadedCommunity(None, (Diagnostic(code, message, path, place, place),))


def _syntax(error: ValueError, source: SourceText) -> Diagnostic:
    """Make the finding of a syntax error, from its place to the end of its line."""
    lines = [line.rstrip("\r") for line in source.text.split("\n")]
    message, place = syntax_fault(error, lines)
    position = source.position(len(source.text.rstrip())) if place is None else Position(*place)
    start = min(source.offset(position), len(source.text))
    end = max(start, source.offset(Position(position.row, 1)) + len(source.line(position.row).rstrip()))
    return diagnose(Code.INVALID_TOML, f"not valid TOML: {message}", source, start, end)


def _misplaced(facts: dict[str, object]) -> Iterator[tuple[str, str]]:
    """Find facts of the community below the header of its links or words, where TOML gives them to these."""
    for name in ("links", "words"):
        table = facts.get(name)
        for key in table if isinstance(table, dict) else ():
            if key in Community.model_fields and key not in facts:
                yield name, key


def _too_few(facts: dict[str, object], source: SourceText, spans: dict[Location, Span]) -> Iterator[Diagnostic]:
    """Tell what a guide in use needs and does not have: two contacts and, where people meet, an emergency number."""
    if facts.get("status", Status.LIVE) != Status.LIVE:
        return
    contacts, numbers = facts.get("contacts", []), facts.get("emergency", [])
    if isinstance(contacts, list) and len(contacts) < _FEWEST_CONTACTS:
        message = (
            "a live guide needs at least two contacts, so that nobody has to report somebody to themselves: "
            "write one more [[contacts]] with name and email"
        )
        start, end = _place(spans, ("contacts", 0), at_key=False)
        yield diagnose(Code.TOO_FEW_CONTACTS, message, source, start, end)
    if numbers == [] and facts.get("kind") in set(Kind) - {Kind.ONLINE}:
        country = facts.get("country")
        real = emergency_numbers(country) if isinstance(country, str) else ()
        how = "number = " + either([f'"{number}"' for number in real]) if real else "the number in quotes"
        message = f"a live guide needs an emergency number: write [[emergency]] and on the next line {how}"
        yield diagnose(Code.NO_EMERGENCY_NUMBER, message, source, 0, 0)


def _missing(
    facts: dict[str, object], source: SourceText, spans: dict[Location, Span], wrong: set[Location]
) -> Iterator[Diagnostic]:
    """Tell the facts marked as missing, except under keys that mean nothing."""
    live = facts.get("status") not in (Status.EXAMPLE, Status.ARCHIVED)
    severity = Severity.ERROR if live else Severity.WARNING
    for location in set_aside(facts)[1]:
        if any(location[:length] in wrong for length in range(1, len(location) + 1)):
            continue
        start, end = _place(spans, location, at_key=False)
        yield diagnose(Code.NOT_FILLED_IN, missing_fact(location), source, start, end, severity=severity)


def _place(spans: dict[Location, Span], location: Location, at_key: bool) -> tuple[int, int]:
    """Give the offsets of a key or value; for a missing one those of its table; at last the top of the file."""
    for length in range(len(location), 0, -1):
        span = spans.get(location[:length])
        if span is not None:
            whole = length == len(location)
            return (span.key_start, span.key_end) if at_key and whole else (span.start, span.end)
    return 0, 0
