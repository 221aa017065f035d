"""Reading a community.toml: its facts, or all its mistakes at once, each with its place."""

from __future__ import annotations

import stat
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from pydantic import ValidationError

from clausebook.community import Location
from clausebook.community.kinds import Status
from clausebook.community.messages import explain, meant_key, misplaced, missing_fact, syntax_fault
from clausebook.community.missing import set_aside
from clausebook.community.model import Community
from clausebook.community.positions import Span, key_spans
from clausebook.community.sheet import Sheet
from clausebook.diagnostics import Applicability, Code, Diagnostic, Edit, Fix, Severity, diagnose, not_utf8
from clausebook.text.source import Position, SourceText, UndecodableError

# In bytes. A community's facts fill a few thousand; what is larger is another file, or an attack.
LARGEST_FILE = 1_000_000
# tomllib needs memory for the square of a key's parts: a key of 500 kB with a dot after each letter would need all.
MOST_DOTS = 500
# So many are told at once; more are no slips, but another sort of file.
MOST_MISTAKES = 200


@dataclass(frozen=True)
class LoadedCommunity:
    """What a community's file gave.

    ``community`` is None if there is a mistake in the file, ``source`` if the file could not be read, ``sheet`` if it
    is not TOML.  Facts marked as missing are findings too, but no mistakes.  ``spans`` holds the places of all keys,
    for findings of others.
    """

    community: Community | None
    diagnostics: tuple[Diagnostic, ...]
    source: SourceText | None = None
    spans: dict[Location, Span] = field(default_factory=dict)
    sheet: Sheet | None = None


def load_community(file: Path, display: str | None = None, data: bytes | None = None) -> LoadedCommunity:
    """Read and check a community.toml; ``display`` is how findings name the file, ``data`` stands for its bytes.

    Raises nothing: what is wrong with the file, missing or unreadable included, is among the diagnostics.
    """
    path = str(file) if display is None else display
    try:
        source = SourceText.from_bytes(_read(file) if data is None else data, path)
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
    sheet = Sheet(facts, source, spans)
    misplaced_keys = set(_misplaced(facts))
    community, findings = None, []
    wrong: set[Location] = {*misplaced_keys}
    for table, key in misplaced_keys:
        findings.append(_mistake(sheet, Code.UNKNOWN_KEY, misplaced(table, key), (table, key), at_key=True))
    try:
        community = Community.model_validate(facts)
    except ValidationError as error:
        details = error.errors(include_url=False)
        explained = [explain(detail, facts.get("country")) for detail in details[:MOST_MISTAKES]]
        if len(details) > MOST_MISTAKES:
            message = f"there are {len(details) - MOST_MISTAKES:,} more mistakes in this file: mend these first"
            findings.append(_mistake(sheet, Code.INVALID_VALUE, message, (), at_key=False))
        misspelt = {(*loc[:-1], meant_key(loc)) for code, _, loc, _ in explained if code is Code.UNKNOWN_KEY}
        # A key of the community that stands in one of its tables is not missing either.
        misspelt |= {loc[-1:] for code, _, loc, _ in explained if code is Code.UNKNOWN_KEY and len(loc) > 1}
        misspelt |= {location[-1:] for location in misplaced_keys}
        for code, message, location, at_key in explained:
            if (code is Code.MISSING_KEY and location in misspelt) or location in misplaced_keys:
                # One slip is one finding.
                continue
            wrong.add(location)
            findings.append(_mistake(sheet, code, message, location, at_key=at_key))
    findings.extend(_missing(sheet, wrong))
    return LoadedCommunity(community, tuple(sorted(findings, key=lambda each: each.sort_key)), source, spans, sheet)


def _mistake(sheet: Sheet, code: Code, message: str, location: Location, *, at_key: bool) -> Diagnostic:
    """Make the finding of a fact that is wrong whatever the status: the guide cannot be built with it."""
    finding = replace(sheet.finding(code, message, location, at_key=at_key), severity=Severity.ERROR)
    return replace(finding, fix=_better_colour(sheet, location)) if code is Code.LOW_CONTRAST else finding


def _better_colour(sheet: Sheet, location: Location) -> Fix:
    """Write the nearest colour that can be read; whether it is still theirs, a person says."""
    from clausebook.community.colours import LIGHT, readable

    colour = readable(str(sheet.value(location)), LIGHT)
    return Fix(f'Write "{colour}"', (Edit(*sheet.place(location), f'"{colour}"'),), Applicability.UNSAFE)


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
        for key, value in table.items() if isinstance(table, dict) else ():
            # A word may be called as a table is; a text would make no table.
            is_word = key in ("event", "staff") and isinstance(value, str)
            if key in Community.model_fields and key not in facts and not is_word:
                yield name, key


def _missing(sheet: Sheet, wrong: set[Location]) -> Iterator[Diagnostic]:
    """Tell the facts marked as missing, except under keys that mean nothing."""
    severity = Severity.ERROR if sheet.status is Status.LIVE else Severity.WARNING
    for location in set_aside(sheet.facts)[1]:
        if not any(location[:length] in wrong for length in range(1, len(location) + 1)):
            yield replace(sheet.finding(Code.NOT_FILLED_IN, missing_fact(location), location), severity=severity)
