"""What is left of a marker, matched with what it should be, and where it begins and ends."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import zip_longest

from clausebook.clauses.alignment import align
from clausebook.clauses.markers import CONTAINERS, Marker, MarkerKind, canonical
from clausebook.clauses.naming import Vocabulary
from clausebook.clauses.reading import NAME, distance
from clausebook.clauses.skeleton import Skeleton

_OPENING_JUNK = "<!-\\"
_CLOSING_JUNK = "->!<=\\"
# Behind it in a sentence, the other signs are the author's.
_INLINE_JUNK = "->"
_SEPARATORS = ":;=.,|/~ \t"
_QUOTES = " \t\"'`“”‘’[](){}"
_LETTERS = re.compile(r"[A-Za-z0-9_-]*+")
_ILLEGAL = re.compile(r"[^A-Za-z0-9_-]+")
# What a marker may lack and still be seen: letters of its keyword, and all but so many signs of its delimiters.
_KEYWORD_SLIPS = 2
_MOST_JUNK = 2
_FEWEST_SIGNS = 3


def match_marker(
    text: str, window: tuple[int, int], kind: MarkerKind, name: str, words: Vocabulary, marker: Marker | None = None
) -> Marker | None:
    """Find what is left of a marker in a window (offsets, half open) on one line of a text.

    ``marker`` is what is known of it by itself.  Gives None where too little is left, or where it names another clause.
    """
    start, end = window
    skeleton = Skeleton(text, start, end)
    plain = skeleton.text
    wanted = canonical(kind, name)
    places = align(wanted.lower(), plain.lower()).places
    if not _is_enough(wanted, plain.lower(), places, kind) or not _is_name(name, wanted, plain, places, words):
        return None
    begins_line = start == 0 or text[start - 1] in "\r\n"
    ends_line = end == len(text) or text[end] in "\r\n"
    bounds = _Bounds(_respelled(plain, wanted, places), wanted, places, kind, begins_line, ends_line)
    first, last = skeleton.origin(bounds.start), skeleton.origin(bounds.end)
    certain = bounds.are_certain(words)
    if marker is None:
        return Marker(kind, name, first, last, "characters", wanted, certain)
    first = min(first, marker.start)
    if marker.certain and (marker.kind, marker.name) == (kind, name):
        # What was plain by itself stays so.
        last, certain = max(last, marker.end), not bounds.blanks_are_in_doubt
    return Marker(kind, name, first, last, marker.damage, wanted, certain)


def _respelled(plain: str, wanted: str, places: Sequence[int]) -> str:
    """Give the letters of a marker the case that they should have: a capital in a name is no other letter."""
    letters = list(plain)
    for place, sign in zip(places, wanted, strict=True):
        if place >= 0 and plain[place] != sign and plain[place].lower() == sign.lower():
            letters[place] = sign
    return "".join(letters)


def _is_enough(wanted: str, plain: str, places: Sequence[int], kind: MarkerKind) -> bool:
    """Tell whether enough is left of keyword and delimiters."""
    signs = [*range(4), *range(len(wanted) - 3, len(wanted))]
    left = sum(places[sign] >= 0 and plain[places[sign]] == wanted[sign] for sign in signs)
    letters = [place for place in places[5 : wanted.index(":")] if place >= 0]
    if left < _FEWEST_SIGNS or not letters:
        return False
    # Letters before the first that fits may belong to the keyword too, as “end” does.
    begin = letters[0]
    while begin > 0 and plain[begin - 1].isascii() and plain[begin - 1].isalpha():
        begin -= 1
    word = re.sub("[^a-z]", "", plain[begin : letters[-1] + 1])
    return len(word) < 24 and distance(word, kind.value) <= _KEYWORD_SLIPS


def _is_name(name: str, wanted: str, plain: str, places: Sequence[int], words: Vocabulary) -> bool:
    """Tell whether what stands in the place of the name is the name, as far as one can read it."""
    first = wanted.index(":") + 1
    own = [place for place in places[first : first + len(name)] if place >= 0]
    begin = places[first - 1] + 1 if places[first - 1] >= 0 else own[0] if own else len(plain)
    end = own[-1] + 1 if own else begin
    signs = [place for place in places[-3:] if place >= 0 and plain[place] in "->"]
    is_closed = bool(signs)
    if signs:
        end = min(place for place in places[first + len(name) :] if place >= 0)
        if len(plain[end : signs[0]].strip()) > _MOST_JUNK:
            return False
        run = _letters(plain, end)
        slips = sum(place < 0 or plain[place] != sign for place, sign in zip(places, wanted, strict=True))
        if run.strip("-") and slips > 1:
            # The name goes on; a single letter could be what became of a blank.
            return False
    else:
        end += len(_letters(plain, end))
    if not is_closed and ">" in plain[end:].partition("<")[0]:
        # The closing delimiter stands further down, behind something else.
        return False
    found = plain[begin:end].strip(_QUOTES)
    if places[first - 1] < 0 or plain[places[first - 1]] != ":":
        found = found.lstrip(_SEPARATORS)
    if found in (name, ""):
        return True
    if not NAME.fullmatch(found):
        # What a name cannot hold stands for what it replaced; the other letters have to be the name's.
        parts = _ILLEGAL.split(found)
        gaps = [f".{{0,{len(gap)}}}" for gap in _ILLEGAL.findall(found)]
        pattern = "".join(re.escape(part) + gap for part, gap in zip_longest(parts, gaps, fillvalue=""))
        return any(map(NAME.fullmatch, parts)) and re.fullmatch(pattern, name) is not None
    if not is_closed and end == len(plain) and name.startswith(found):
        return True
    if not is_closed and found.startswith(name) and words.is_word(found[len(name) :]):
        # It has grown together with the word behind it.
        return True
    return words.meant(name, found) == name


def _letters(plain: str, start: int) -> str:
    """Give the characters from a place on that a name may have."""
    match = _LETTERS.match(plain, start)
    return match[0] if match else ""


class _Bounds:
    """Where a marker begins and ends in a line of plain characters, of which it may have lost the first or the last.

    ``start`` and ``end`` stretch over what is left of the delimiters, and not over what the author wrote beside them.
    """

    def __init__(
        self,
        plain: str,
        wanted: str,
        places: Sequence[int],
        kind: MarkerKind,
        at_line_start: bool,
        at_line_end: bool,
    ) -> None:
        self.plain = plain
        self.kind = kind
        exact = {place for place, sign in zip(places, wanted, strict=True) if place >= 0 and plain[place] == sign}
        opening = exact.intersection(places[:4])
        closing = exact.intersection(places[-3:])
        self.start = min(opening or exact.intersection(places[5:]))
        self.end = 1 + max(closing or exact.intersection(places[:-4]))
        self.lost_opening, self.lost_closing = not opening, not closing
        self.lost_first = "<" not in plain[self.start : self.start + 2]
        self.lost_last = not closing or plain[self.end - 1] != ">"
        before, behind = plain[: self.start], plain[self.end :]
        containers = CONTAINERS.match(before) if at_line_start else None
        # One odd character at the edge of a line is what became of a sign.
        leads = containers is not None and len(before[containers.end() :].strip(_OPENING_JUNK + " \t")) < 2
        trails = at_line_end and len(behind.strip(_CLOSING_JUNK + " \t")) < 2
        self.fills_line = leads and trails
        blanks = len(behind) - len(behind.rstrip(" \t"))
        if containers and leads and trails:
            self.start = containers.end()
        elif "<" in (run := before[len(before.rstrip(_OPENING_JUNK)) :]) or "\\" in run:
            self.start -= len(run)
        run = behind[: len(behind) - len(behind.lstrip(_INLINE_JUNK))]
        if leads and trails:
            self.end = len(plain) - blanks
        elif ">" in run or self.lost_last:
            self.end += len(run)
        self.at_line_end = at_line_end
        self.blanks = blanks if at_line_end and self.end + blanks == len(plain) else 0
        if self.lost_closing and self.blanks == 1:
            # The blank before the lost signs.
            self.end += 1
            self.blanks = 0

    @property
    def blanks_are_in_doubt(self) -> bool:
        """Whether a blank at the end of the line may be what a sign became, or the marker's own."""
        return self.lost_last and self.blanks > 0

    def are_certain(self, words: Vocabulary) -> bool:
        """Tell whether what stands beside the marker is plainly the author's, and no sign that was changed."""
        before, behind = self.plain[: self.start], self.plain[self.end :]
        if self.blanks_are_in_doubt:
            return False
        if self.fills_line:
            return True
        return self._is_clear_before(before, words) and self._is_clear_behind(behind, words)

    def _is_clear_before(self, before: str, words: Vocabulary) -> bool:
        if not self.lost_first or not before:
            return True
        if before[-1] in " \t":
            # A clause is set off from the words around it by blanks; inside it, a blank may be the marker's own.
            return not self.lost_opening or (self.kind is MarkerKind.START and before[-2:-1].strip() != "")
        return before[-1] in ".," or words.ends(before)

    def _is_clear_behind(self, behind: str, words: Vocabulary) -> bool:
        if not self.lost_last or not behind:
            return True
        if behind[0] in " \t":
            return not self.lost_closing or (self.kind is MarkerKind.END and behind[1:2].isalnum())
        return behind[0] in ".," or words.begins(behind)
