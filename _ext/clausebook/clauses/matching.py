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
# A word of one letter; a clause does not begin with the blank behind it.
_ONE_LETTER = re.compile(r"[AI] [a-z]")
# Nobody writes a blank before these: it is the marker's own, or what its last sign became.
_OWN_BLANK = re.compile(r"[ \t][.,]")
_ILLEGAL = re.compile(r"[^A-Za-z0-9_-]+")
# What a marker may lack and still be seen: letters of its keyword, and all but so many signs of its delimiters.
_KEYWORD_SLIPS = 2
_MOST_JUNK = 2
_FEWEST_SIGNS = 3
# So many characters of the lines above and below are looked at.
_LINE = 500


def match_marker(
    text: str, window: tuple[int, int], kind: MarkerKind, name: str, words: Vocabulary, marker: Marker | None = None
) -> Marker | None:
    """Find what is left of a marker in a window (offsets, half open) on one line of a text.

    ``marker`` is what is known of it by itself.  Gives None where too little is left, or where it names another clause.
    """
    start, end = window
    skeleton = Skeleton(text, start, end)
    plain = _unswapped(skeleton.text, kind, name)
    wanted = canonical(kind, name)
    places = align(wanted.lower(), plain.lower()).places
    if not _is_enough(wanted, plain.lower(), places, kind) or not _is_name(name, wanted, plain, places, words):
        return None
    begins_line = start == 0 or text[start - 1] in "\r\n"
    ends_line = end == len(text) or text[end] in "\r\n"
    bounds = _Bounds(_respelled(plain, wanted, places), wanted, places, kind, begins_line, ends_line)
    first, last = skeleton.origin(bounds.start), skeleton.origin(bounds.end)
    beginning = text[start:first] if begins_line and bounds.lost_first else ""
    is_odd = (bounds.may_be_bullet or not beginning.strip()) and _is_like_no_neighbour(text, start, beginning)
    certain = bounds.are_certain(words, _is_in_row(text, start)) and not is_odd
    if marker is None:
        return Marker(kind, name, first, last, "characters", wanted, certain)
    first = min(first, marker.start)
    if marker.certain and (marker.kind, marker.name) == (kind, name):
        # What was plain by itself stays so.
        last, certain = max(last, marker.end), not (bounds.blanks_are_in_doubt or is_odd)
    return Marker(kind, name, first, last, marker.damage, wanted, certain)


def _is_like_no_neighbour(text: str, start: int, beginning: str) -> bool:
    """Tell whether the bullet or the blanks with which the line at an offset begins may be what a sign became.

    It is the author's where the line above or below begins with the same indentation or the same bullet.
    """
    if not beginning:
        return False
    above = text[max(0, start - _LINE) : start].rstrip("\r\n")
    above = above[max(above.rfind("\n"), above.rfind("\r")) + 1 :]
    below = text[start : start + _LINE].replace("\r", "\n").partition("\n")[2].lstrip("\n")
    return not any(line.startswith(beginning) and line[len(beginning) :][:1].strip() for line in (above, below))


def _is_in_row(text: str, offset: int) -> bool:
    """Tell whether the line of an offset, as far as it, is a table's row in which each cell ends with a blank."""
    before = text[max(0, offset - _LINE) : offset]
    row = before[max(before.rfind("\n"), before.rfind("\r")) + 1 :]
    pipes = row.count("|") - row.startswith("|")
    return pipes > 0 and row.count(" |") == pipes


def _unswapped(plain: str, kind: MarkerKind, name: str) -> str:
    """Give two neighbours their right order, the colon or the blank being one, if nothing else has changed places."""
    keyword = kind.value
    for swapped, right in (
        (f"{keyword[:-1]}:{keyword[-1]}{name} -->", f"{keyword}:{name} -->"),
        (f"{keyword}{name[:1]}:{name[1:]} -->", f"{keyword}:{name} -->"),
        (f"{keyword}:{name[:-1]} {name[-1:]}-->", f"{keyword}:{name} -->"),
    ):
        at = plain.find(swapped)
        if at >= 0:
            return plain[:at] + right + plain[at + len(swapped) :]
    return plain


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
        run = _letters(plain, end).strip("-")
        slips = sum(place < 0 or plain[place] != sign for place, sign in zip(places, wanted, strict=True))
        if run and (slips > 1 or words.meant(name, name + run) != name):
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
    bare = found.strip(_SEPARATORS)
    if not NAME.fullmatch(found) and NAME.fullmatch(bare) and bare != name:
        # The sign beside it was added to this name, or stands in the place of another letter.
        return words.meant(name, bare) == name
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
        bullet = CONTAINERS.match(plain) if at_line_start else None
        # A dash that may be a bullet is no sign of a delimiter.
        self.may_be_bullet = bullet is not None and bool(opening) and max(opening) < bullet.end()
        if self.may_be_bullet:
            opening = set()
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
        if kind is MarkerKind.END and self.lost_last and _OWN_BLANK.match(plain, self.end):
            self.end += 1
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

    def are_certain(self, words: Vocabulary, in_row: bool) -> bool:
        """Tell whether what stands beside the marker is plainly the author's, and no sign that was changed.

        ``in_row`` says that it stands in a table's row whose cells end with a blank.
        """
        before, behind = self.plain[: self.start], self.plain[self.end :]
        if self.blanks_are_in_doubt:
            return False
        if self.fills_line:
            return True
        return self._is_clear_before(before, words) and self._is_clear_behind(behind, words, in_row)

    def _is_clear_before(self, before: str, words: Vocabulary) -> bool:
        if not self.lost_first or not before:
            return True
        if before[-1] in " \t":
            # A clause is set off from the words around it by one blank; inside it, or behind another blank, one may be
            # the marker's own, or what a sign became.
            return self.kind is MarkerKind.START and before[-2:-1].strip() != ""
        return (before[-1] in ".," and self.kind is MarkerKind.END) or words.ends(before)

    def _is_clear_behind(self, behind: str, words: Vocabulary, in_row: bool) -> bool:
        if not self.lost_last or not behind:
            return True
        if behind[0] in " \t":
            return self.kind is MarkerKind.END and (behind[1:2].isalnum() or (in_row and behind[1:2] == "|"))
        if self.kind is MarkerKind.START and _ONE_LETTER.match(behind):
            return True
        return (behind[0] in ".," and self.kind is MarkerKind.END) or words.begins(behind)
