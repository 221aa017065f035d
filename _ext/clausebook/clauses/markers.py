"""Markers in a text, sound and damaged, found without losing a character.

A sound marker is ``<!-- clause:NAME -->`` or ``<!-- endclause:NAME -->``.  What
is nearly one is found in three steps: an *anchor* is a place that may begin or
end a comment; the text around it, a *window* of bounded length, is brought
into plain characters (:mod:`~clausebook.clauses.skeleton`); and that is judged
(:mod:`~clausebook.clauses.reading`).  Every step looks at a bounded number of
characters, so that the time grows as the text does, whatever stands in it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from heapq import merge

from clausebook.clauses.reading import CLOSING_RUN, OPENING_RUN, MarkerKind, Reading, canonical, read
from clausebook.clauses.skeleton import Skeleton
from clausebook.clauses.soundness import (
    CLOSING,
    CLOSING_LOOKALIKES,
    ENTITY,
    OPENING,
    OPENING_LOOKALIKES,
    SOUND,
    escaped_brackets,
    holds_one_of,
)
from clausebook.text.blocks import offsets_in_code

__all__ = ["CONTAINERS", "Marker", "MarkerKind", "canonical", "masked", "scan", "segments"]

_OTHER_OPENING = re.compile(f"[{OPENING_LOOKALIKES}]")
_OTHER_CLOSING = re.compile(f"[{CLOSING_LOOKALIKES}](?<=[-‐‑‒–—−].)")

_SPREAD = re.compile(
    r"<!--[ \t]{0,80}+(?:\r\n|\r|\n)?+[ \t]{0,80}+(end)?clause:([A-Za-z0-9_-]++)"
    r"[ \t]{0,80}+(?:\r\n|\r|\n)?+[ \t]{0,80}+-->"
)
CONTAINERS = re.compile(r"(?:[ \t]|>|[-+*](?=[ \t])|\d{1,9}[.)](?=[ \t]))*+")
_REST_BLANK = re.compile(r"[ \t]*+(?:\Z|(?=[\r\n]))")
# Nobody writes these behind a comment; a dash may be the author's.
_DOUBLED = re.compile(r"-{0,4}>")
# The opening delimiter whole, or something left of both, or the closing one.
_CORE = re.compile(
    r"<(?:!--[ \t]?(end)?clause:([A-Za-z0-9_-]++)|.{0,4}?(end)?clause:([A-Za-z0-9_-]++)[ \t]?(?:-{1,2}|=+)>?)"
    r"|(?:!-{1,2}|--)[ \t]?(end)?clause:([A-Za-z0-9_-]++)[ \t]?-{1,2}>"
    r"|(end)?clause:([A-Za-z0-9_-]++)(?:[ \t]-{1,2}|(?<=--))>"
)
_LINE_BREAK = re.compile(r"[\r\n]")

# No damaged marker is longer, in characters, and no indentation before one.
_WINDOW = 240
_INDENTATION = 80
# A keyword begins so near to an anchor, and has these letters, or some that look like them.
_HEAD = 60
_KEYWORD_LETTER = re.compile(r"[clausCLAUS]|[^\x00-\x7f]")
# How far a comment that runs over many lines is followed to its other end.
_COMMENT = 20_000


@dataclass(frozen=True, slots=True)
class Marker:
    """A marker: the characters from ``start`` to ``end`` (offsets, half open) of a text.

    ``damage`` is None for a sound marker, else what is wrong in a few words.
    ``canonical`` is how the marker should read, or "" when its name is not
    known.  ``certain`` is false when it may have been meant otherwise.
    """

    kind: MarkerKind
    name: str
    start: int
    end: int
    damage: str | None = None
    canonical: str = ""
    certain: bool = True


def scan(text: str) -> tuple[Marker, ...]:
    """Find all markers of a text, sound and damaged, in order; what is in code or front matter is none."""
    found: list[tuple[Marker, bool]] = []
    position = lettered = 0
    for anchor in _openings(text):
        if anchor < position:
            continue
        if lettered < anchor:
            letter = _KEYWORD_LETTER.search(text, anchor)
            lettered = letter.start() if letter else len(text)
        if lettered >= anchor + _HEAD:
            continue  # In a long run of signs, no anchor needs a look.
        marker = _at_opening(text, anchor)
        if marker:
            found.append(marker)
            position = marker[0].end
    found = _with_cores(text, _with_closings(text, found))
    markers = _without_comments(found)
    if not markers:
        return ()
    code = offsets_in_code(masked(text, markers), (marker.start for marker in markers))
    return tuple(marker for marker in markers if marker.start not in code)


def segments(text: str) -> Iterator[str | Marker]:
    """Split a text into markers and what stands between them, so that their characters together are the text."""
    position = 0
    for marker in scan(text):
        if marker.start > position:
            yield text[position : marker.start]
        yield marker
        position = marker.end
    if position < len(text):
        yield text[position:]


def _openings(text: str) -> Iterator[int]:
    """Give the anchors in order; a text may hold millions, so that they are never all there at once."""
    patterns = [OPENING]
    if "&" in text:
        patterns.append(ENTITY)
    if escaped := escaped_brackets(text):
        patterns.append(escaped)
    if holds_one_of(frozenset(OPENING_LOOKALIKES), text):
        patterns.append(_OTHER_OPENING)
    anchors = ((match.start() for match in pattern.finditer(text)) for pattern in patterns)
    return merge(*anchors) if len(patterns) > 1 else next(anchors)


def _at_opening(text: str, anchor: int) -> tuple[Marker, bool] | None:
    """Judge what begins at an anchor; the flag beside a marker says that it is only tentative."""
    match = SOUND.match(text, anchor)
    start = anchor - (_backslashes(text, anchor) % 2)
    if match and start == anchor and text[match.end() : match.end() + 1] not in (">", "-"):
        return _sound(match), False
    if not _holds_keyword(text, anchor):
        return None
    if not match and start == anchor and (spread := _SPREAD.match(text, anchor)):
        kind = MarkerKind.END if spread[1] else MarkerKind.START
        damage = "spacing" if _LINE_BREAK.search(spread[0]) is None else "spread over lines"
        return Marker(kind, spread[2], anchor, spread.end(), damage, canonical(kind, spread[2])), False
    damaged = _in_window(text, start, anchor)
    if match and start == anchor and (damaged is None or damaged[0].end == match.end()):
        if doubled := _DOUBLED.match(text, match.end()):
            end = doubled.end()
            kind = MarkerKind.END if match[1] else MarkerKind.START
            return Marker(kind, match[2], anchor, end, "delimiters", match[0]), False
        return _sound(match), False
    return damaged


def _in_window(text: str, start: int, anchor: int) -> tuple[Marker, bool] | None:
    line_break = _LINE_BREAK.search(text, anchor, anchor + _WINDOW)
    end = line_break.start() if line_break else min(len(text), anchor + _WINDOW)
    whole = line_break is not None or end == len(text)
    skeleton = Skeleton(text, start, end)
    plain = skeleton.text
    begun = len(plain) - len(plain.lstrip(OPENING_RUN))
    close, other = plain.find(">", begun), plain.find("<", begun)
    leads = _stands_first(text, start)
    if close < 0 or -1 < other < close:
        # Nothing closes this comment.  On a line of its own, the line's end does.
        if not (leads and whole) or other >= 0:
            return None
        length = len(plain.rstrip())
        reading = read(plain[:length], own_line=True)
        if reading and _comment_goes_on(text, end):
            reading = Reading(reading.kind, reading.name, reading.damage, certain=False)
    else:
        length = close + 1
        rest = plain[length:]
        # What is left of a second closing delimiter goes too; a mere dash may be the author's.
        own_line = leads and whole and not rest.strip(CLOSING_RUN) and (">" in rest or not rest.strip())
        if own_line:
            length += len(rest.rstrip())
        reading = read(plain[:length], own_line=own_line)
    if reading is None:
        return None
    return _damaged(reading, skeleton, start, skeleton.origin(length))


def _with_closings(text: str, found: list[tuple[Marker, bool]]) -> list[tuple[Marker, bool]]:
    """Add the lines that end as a marker does and have lost its beginning."""
    closings = (match.end() for match in CLOSING.finditer(text))
    if holds_one_of(frozenset(CLOSING_LOOKALIKES), text):
        closings = merge(closings, (match.end() for match in _OTHER_CLOSING.finditer(text)))
    known = {marker.end for marker, _ in found}
    added = []
    for end in closings:
        if end in known or not _REST_BLANK.match(text, end):
            continue
        bound = max(0, end - _WINDOW)
        line_start = max(text.rfind("\n", bound, end), text.rfind("\r", bound, end)) + 1
        if not line_start and bound:
            continue
        containers = CONTAINERS.match(text, line_start, end)
        start = containers.end() if containers else line_start
        if not _holds_keyword(text, start) or _inside_comment(text, start):
            continue
        skeleton = Skeleton(text, start, end)
        if skeleton.text.startswith(("<!", "<-", "\\")):
            continue
        reading = read(skeleton.text, own_line=True)
        if reading:
            added.append(_damaged(reading, skeleton, start, end))
    if not added:
        return found
    merged: list[tuple[Marker, bool]] = []
    for item in sorted(found + added, key=lambda item: (item[0].start, -item[0].end)):
        if not merged or item[0].start >= merged[-1][0].end:
            merged.append(item)
    return merged


def _with_cores(text: str, found: list[tuple[Marker, bool]]) -> list[tuple[Marker, bool]]:
    """Add keywords with a name and what is left of delimiters around them, where nothing else was seen."""
    spans = [(marker.start, marker.end) for marker, _ in found]
    added = []
    for core in _CORE.finditer(text):
        start, end = core.span()
        if _overlaps(spans, start, end) or (core[8] and _inside_comment(text, start)):
            continue
        kind = MarkerKind.END if core[1] or core[3] or core[5] or core[7] else MarkerKind.START
        name = core[2] or core[4] or core[6] or core[8].rstrip("-")
        added.append((Marker(kind, name, start, end, "delimiters", canonical(kind, name), certain=False), False))
    return sorted(found + added, key=lambda item: item[0].start) if added else found


def _overlaps(spans: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    index = bisect_right(spans, (end, 0))
    return index > 0 and spans[index - 1][1] > start


def _without_comments(found: list[tuple[Marker, bool]]) -> list[Marker]:
    """Leave out tentative markers that have no partner."""
    if not any(tentative for _, tentative in found):
        return [marker for marker, _ in found]
    partners = {(marker.kind, marker.name) for marker, tentative in found if not tentative}
    opposite = {MarkerKind.START: MarkerKind.END, MarkerKind.END: MarkerKind.START}
    return [marker for marker, tentative in found if not tentative or (opposite[marker.kind], marker.name) in partners]


def masked(text: str, markers: Sequence[Marker]) -> str:
    """Write a sound comment of the same length over each damaged marker.

    An unclosed comment would make Markdown take the code behind it for a part
    of the comment; what counts is what the text says once it is mended.
    """
    parts: list[str] = []
    position = 0
    for marker in markers:
        piece = text[marker.start : marker.end]
        if marker.damage is None or len(piece) < 10 or "`" in piece or "\n" in piece or "\r" in piece:
            continue
        parts += text[position : marker.start], "<!-- ", "x" * (len(piece) - 9), " -->"
        position = marker.end
    return "".join([*parts, text[position:]]) if parts else text


def _sound(match: re.Match[str]) -> Marker:
    kind = MarkerKind.END if match[1] else MarkerKind.START
    return Marker(kind, match[2], match.start(), match.end(), None, match[0])


def _damaged(reading: Reading, skeleton: Skeleton, start: int, end: int) -> tuple[Marker, bool]:
    damage = reading.damage
    if skeleton.invisible:
        damage = "invisible characters"
    elif skeleton.alike:
        damage = "look-alike characters"
    elif skeleton.entities:
        damage = "escaped characters"
    correct = canonical(reading.kind, reading.name) if reading.name else ""
    return Marker(reading.kind, reading.name, start, end, damage, correct, reading.certain), reading.tentative


def _holds_keyword(text: str, anchor: int) -> bool:
    """Tell quickly whether letters that could be a keyword follow."""
    head = text[anchor : anchor + _HEAD]
    return not head.isascii() or sum(map(head.lower().__contains__, "claus")) >= 3


def _backslashes(text: str, offset: int) -> int:
    count = 0
    while count < 8 and offset - count > 0 and text[offset - count - 1] == "\\":
        count += 1
    return count


def _stands_first(text: str, offset: int) -> bool:
    """Tell whether only indentation, list bullets and quote marks stand before an offset in its line."""
    bound = max(0, offset - _INDENTATION)
    line_start = max(text.rfind("\n", bound, offset), text.rfind("\r", bound, offset)) + 1
    if not line_start and bound:
        return False
    return CONTAINERS.fullmatch(text, line_start, offset) is not None


def _comment_goes_on(text: str, offset: int) -> bool:
    """Tell whether a comment that is open at an offset is closed later, before another one begins."""
    closed = text.find("-->", offset, offset + _COMMENT)
    return closed >= 0 and text.find("<!", offset, closed) < 0


def _inside_comment(text: str, offset: int) -> bool:
    bound = max(0, offset - _COMMENT)
    return text.rfind("<!--", bound, offset) > text.rfind("-->", bound, offset)
