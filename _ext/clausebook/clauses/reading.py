"""What somebody may have meant by a piece of text that looks like a marker: a keyword, a name, and how sure that is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

NAME = re.compile(r"[A-Za-z0-9_-]+")


class MarkerKind(Enum):
    """Which side of a clause a marker bounds; the value is the keyword."""

    START = "clause"
    END = "endclause"


@dataclass(frozen=True, slots=True)
class Reading:
    """What a damaged marker says: its kind, its name ("" if it has none), what is wrong, and how sure this is.

    A ``tentative`` reading may as well be an ordinary comment; it counts only
    when a marker of the other kind with the same name stands in the text.
    """

    kind: MarkerKind
    name: str
    damage: str
    certain: bool = True
    tentative: bool = False


def canonical(kind: MarkerKind, name: str) -> str:
    """Write a marker as it should be."""
    return f"<!-- {kind.value}:{name} -->"


_STARTS = frozenset({"clause", "startclause", "beginclause", "openclause", "clausestart", "clausebegin"})
_ENDS = frozenset({"endclause", "clauseend", "closeclause", "stopclause", "clauseclose", "endofclause"})
_END_WORDS = frozenset({"end", "close", "stop", "endof"})
_START_WORDS = frozenset({"start", "begin", "open"})

# Single words that stand after "clause" in ordinary comments.
_PROSE = frozenset(
    {"above", "below", "begin", "begins", "break", "end", "ends", "follows", "from", "here", "is", "list", "lists"}
    | {"number", "numbers", "one", "order", "start", "starts", "text", "texts", "the", "title", "two", "was"}
)

_SEPARATOR = re.compile(r"\s*[:=;]+\s*")
_GLUED = re.compile(r"(?P<end>/|end[-_]?)?clause(?P<end2>-end|_end)?(?P<separator>[-_.,|~/]?)(?P<name>.*)", re.I | re.S)
_LONGEST_HEAD = 24

# A word that is nearly a keyword has hardly fewer letters than the shortest one, and hardly more than the longest.
_FEWEST_LETTERS, _MOST_LETTERS = len("clause") - 1, len("endofclause") + 1

# The characters that delimiters are made of, damaged ones included.
OPENING_RUN = "\\<!- \t"
CLOSING_RUN = "\\->! \t"


def read(skeleton: str, *, own_line: bool) -> Reading | None:
    """Judge a piece of text, delimiters included, in plain characters.

    ``own_line`` says that nothing else stands on the line.  Gives None for
    what is no marker, neither sound nor damaged.
    """
    middle = skeleton.lstrip(OPENING_RUN)
    opening = skeleton[: len(skeleton) - len(middle)]
    middle = middle.rstrip(CLOSING_RUN)
    closing = skeleton[len(opening) + len(middle) :]
    complete = _are_delimiters(opening, closing)
    if not complete and not (own_line and _is_one_delimiter(opening, closing)):
        return None
    reading = _read_words(middle, complete)
    if reading is None:
        return None
    return _weigh_delimiters(reading, skeleton, opening, closing)


def distance(left: str, right: str) -> int:
    """Count the letters to add, drop, change or swap with their neighbour to turn one word into the other."""
    before: list[int] = []
    row = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        before, last, row = row, before, [i]
        for j, b in enumerate(right, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == right[j - 2] and left[i - 2] == b:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
    return row[-1]


def _are_delimiters(opening: str, closing: str) -> bool:
    strong = "<" in opening and ("!" in opening or "-" in opening)
    return strong and ">" in closing


def _is_one_delimiter(opening: str, closing: str) -> bool:
    return ("<" in opening and ("!" in opening or "-" in opening)) or "->" in closing.replace(" ", "").replace("\\", "")


def _weigh_delimiters(reading: Reading, skeleton: str, opening: str, closing: str) -> Reading:
    """Add what the delimiters tell to what the words told."""
    kind, name, damage, certain = reading.kind, reading.name, reading.damage, reading.certain
    if not damage:
        damage = "spacing" if opening.strip() == "<!--" and closing.strip() == "-->" else "delimiters"
    # Dashes that touch the name may belong to it, unless they are the two of the closing delimiter.
    touching = len(closing) - len(closing.lstrip("-"))
    if name and skeleton[: len(skeleton) - len(closing)].endswith(name) and touching > 2:
        certain = False
    return Reading(kind, name, damage, certain, reading.tentative)


def _read_words(middle: str, complete: bool) -> Reading | None:
    separator = _SEPARATOR.search(middle, 0, _LONGEST_HEAD + 4)
    if separator:
        return _read_separated(middle[: separator.start()], separator[0], middle[separator.end() :], complete)
    return _read_unseparated(middle, complete)


def _read_separated(head: str, separator: str, tail: str, complete: bool) -> Reading | None:
    keyword = _keyword(head)
    if keyword is None:
        return None
    kind, damage, certain = keyword
    if not damage and separator.strip() != ":":
        damage = "separator"
    tail = tail.strip("\"'`“”‘’ \t.,:;")
    if not tail:
        return Reading(kind, "", "missing name", certain) if complete else None
    if NAME.fullmatch(tail):
        if not complete and damage == "keyword" and separator != ":":
            return None
        # A mistyped keyword with spaces after it may be another word, as in "<!-- Cause: yes -->".
        doubtful = damage == "keyword" and kind is MarkerKind.START and _letters(head) not in _STARTS
        return Reading(kind, tail, damage, certain, doubtful and separator != ":")
    words = tail.split()
    if len(words) > 1:
        # "clause: see below" is prose; "clause:my name" is somebody's name for a clause.
        if separator != ":" or damage or len(words) > 4 or not NAME.fullmatch(words[0]):
            return None
        return Reading(kind, words[0], "name", certain=False)
    if not complete:
        return None
    first = NAME.search(tail)
    return Reading(kind, first[0] if first else "", "name", certain=False)


def _read_unseparated(middle: str, complete: bool) -> Reading | None:
    words = middle.split()
    if len(words) > 1 and words[0].lower() in (*_END_WORDS, *_START_WORDS, "/"):
        words = [words[0] + words[1], *words[2:]]
    if len(words) == 2:
        keyword = _keyword(words[0])
        if keyword is None or not NAME.fullmatch(words[1]):
            return None
        kind, damage, certain = keyword
        if damage == "keyword" and kind is MarkerKind.START:
            return None
        other = words[1].lower() in _END_WORDS | _START_WORDS
        return Reading(kind, words[1], damage or "separator", certain and not other, words[1].lower() in _PROSE)
    if len(words) != 1 or not complete:
        return None
    return _read_glued(words[0])


def _read_glued(word: str) -> Reading | None:
    """Read a single word: a keyword without a name, or one that has grown together with the name."""
    keyword = _keyword(word)
    match = _GLUED.fullmatch(word)
    named = match is not None and NAME.fullmatch(match["name"]) and match["name"].lower() != "s"
    if keyword is not None and not named and (keyword[1] != "keyword" or keyword[0] is MarkerKind.END):
        kind, _, certain = keyword
        return Reading(kind, "", "missing name", certain and kind is MarkerKind.END)
    if match is None or not named:
        return None
    kind = MarkerKind.END if match["end"] or match["end2"] else MarkerKind.START
    # "clausebook" and "clause-list" are words; what is left of an end marker is not.
    sure = kind is MarkerKind.END or match["separator"] in tuple(".,|~/")
    return Reading(kind, match["name"], "separator", sure, not sure)


def _keyword(head: str) -> tuple[MarkerKind, str, bool] | None:
    """Find out which keyword a head means: its kind, the damage ("" for none), and whether no other is as near."""
    head = head.strip()
    if not head or len(head) > _LONGEST_HEAD:
        return None
    if head in ("clause", "endclause"):
        return MarkerKind(head), "", True
    slash = head.startswith(("/", "\\"))
    words = head.lower().lstrip("/\\").split()
    if not words:
        return None
    joined = _letters(head)
    if len(words) > 1 and joined not in _STARTS | _ENDS:
        # "the clause: x" is prose, "end cluase: x" is not.
        if len(words) == 2 and words[0] in _END_WORDS and distance(words[1], "clause") <= 1:
            return MarkerKind.END, "keyword", True
        return None
    if slash:
        near = distance(joined, "clause") <= 1 or distance(joined, "endclause") <= 1
        return (MarkerKind.END, "keyword", True) if near else None
    if joined in ("clause", "endclause") and head.lower() == joined:
        return MarkerKind(joined), "letter case", True
    if joined in _STARTS:
        return MarkerKind.START, "keyword", True
    if joined in _ENDS:
        return MarkerKind.END, "keyword", True
    return _nearest_keyword(joined)


def _letters(head: str) -> str:
    return re.sub("[^a-z]", "", head.lower())


@lru_cache(maxsize=1024)
def _nearest_keyword(word: str) -> tuple[MarkerKind, str, bool] | None:
    if not _FEWEST_LETTERS <= len(word) <= _MOST_LETTERS:
        return None
    start, end = distance(word, "clause"), distance(word, "endclause")
    if start <= 1:
        # "nclause" is as well what is left of "endclause".
        torn = end <= 2
        return (MarkerKind.END if torn else MarkerKind.START), "keyword", not torn
    if end <= 1 or (end == 2 and not word.startswith("end")):
        return MarkerKind.END, "keyword", True
    if any(distance(word, other) <= 1 for other in _ENDS):
        return MarkerKind.END, "keyword", True
    return None
