"""Whether a text needs no closer look at its markers: a few cheap signs, and nothing imported but ``re``.

Most files are sound.  What is here reads ten thousand of them in hardly more
time than it takes to open them, and starts as fast as Python does.
"""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

SOUND = re.compile(r"<!-- (end)?clause:([A-Za-z0-9_-]++) -->")

# Anchors.  Each pattern begins with one literal character, which re looks for quickly.
OPENING = re.compile(r"<(?:[^\w\s/>]|[ \t]{1,4}[!-])")
ENTITY = re.compile(r"&(?:amp;)?(?:lt\b|LT\b|#0{0,5}60\b|#[xX]0{0,5}3[cC]\b)")
# The bracket in an address, in quoted-printable mail, in JSON and in a string.
_ESCAPED = re.compile(r"(?:%|=|\\u00|\\x)3[cC]")
# What is left of a marker whose opening delimiter is no more than a bracket.
_TORN = re.compile(r"<.{0,8}clause:")
CLOSING = re.compile(r">(?<=[-‐‑‒–—−]>)")

# What people take for the opening and closing bracket of a comment.
OPENING_LOOKALIKES = "＜﹤‹〈⟨《«˂ᐸ≺❮❰"
CLOSING_LOOKALIKES = "＞﹥›〉⟩》»˃ᐳ≻❯❱"

_LOOKALIKE = re.compile(f"[{OPENING_LOOKALIKES}{CLOSING_LOOKALIKES}]")
# What blanks every ASCII byte out.
_BLANKED = b" " * 128 + bytes(range(128, 256))

# Stands for a marker where the rest of a text is looked at; and what must not touch a marker from behind.
_SEAM = "\x01"
_JUNK = frozenset(">-")


def escaped_brackets(text: str) -> re.Pattern[str] | None:
    """Give the pattern of brackets that are escaped with a number, if a text may hold some."""
    return _ESCAPED if "3C" in text or "3c" in text else None


def foreign_characters(text: str) -> str:
    """Give the runs of characters outside of ASCII that a text holds, with a blank between two of them."""
    if text.isascii():
        return ""
    return foreign_runs(text.encode("utf-8", "surrogatepass"))


def foreign_runs(data: bytes) -> str:
    """Do what foreign_characters does, for the bytes of a text."""
    # A few passes in C; what is left of most texts is a handful of characters.
    return b" ".join(data.translate(_BLANKED).split()).decode("utf-8", "surrogatepass")


def holds_one_of(characters: frozenset[str], text: str) -> bool:
    """Tell whether a text holds one of some characters outside of ASCII."""
    return not characters.isdisjoint(foreign_characters(text))


def is_plainly_sound(text: str, foreign: str | None = None, parts: Sequence[str] | None = None) -> bool:
    """Tell by cheap signs that all markers of a text are sound and paired, and none is empty.

    A text without markers is plainly sound too.  False means only that
    the text has to be parsed.  ``foreign`` is what foreign_characters gives
    for the text, and ``parts`` what SOUND splits it into, where they are known.
    """
    foreign = foreign_characters(text) if foreign is None else foreign
    brackets = frozenset(_LOOKALIKE.findall(foreign)) if foreign else frozenset()
    escaped = escaped_brackets(text)
    if ("&" in text and ENTITY.search(text)) or (escaped and escaped.search(text)) or _SEAM in text:
        return False
    # before, kind, name, between, kind, name, …, after
    if parts is None:
        parts = SOUND.split(text)
    between, kinds, names = parts[::3], parts[1::3], parts[2::3]
    rest = _SEAM.join(between)
    # One character is looked for far more quickly than a pattern.
    tags = "<" in rest or ">" in rest
    if (tags or brackets) and not _is_ordinary(rest, brackets):
        return False
    if not names:
        return True
    if "\\" in text and any(piece[-1:] == "\\" for piece in between[:-1]):
        return False
    if names[::2] != names[1::2] or len(set(names)) * 2 != len(names) or any(kinds[::2]) or not all(kinds[1::2]):
        return False
    inner = between[1::2]
    if "" in inner or any(map(str.isspace, inner)) or not _JUNK.isdisjoint([piece[:1] for piece in between[1:]]):
        return False
    ticks = "`" in text
    fenced = (ticks and "```" in text) or ("~" in text and "~~~" in text)
    margin = between[0][-1:] in "\r\n" and {piece[-1:] for piece in between[1:-1]} <= {"\n", "\r"}
    if margin and not fenced and not text.startswith("---"):
        # A comment at the left margin is a block of its own, outside of any other.
        return True
    from clausebook.text.quick import code_at_margin

    offsets = (match.start() for match in SOUND.finditer(text))
    spans = code_at_margin(text, fenced=fenced, html=tags)
    if spans is not None:
        if any(SOUND.search(text, start, end) for start, end in spans):
            return False
        if margin or not _may_hold_code(text, spans):
            return True
        offsets = (offset for offset in offsets if text[offset - 1 : offset] not in ("", "\n", "\r"))
    from clausebook.text.blocks import offsets_in_code

    return not offsets_in_code(text, offsets, known=spans)


def _may_hold_code(text: str, spans: Iterable[tuple[int, int]]) -> bool:
    """Tell whether inline or indented code may stand outside of some spans."""
    position = 0
    for start, end in (*spans, (len(text), 0)):
        piece = text[position:start]
        if "`" in piece or "\t" in piece or "    " in piece:
            return True
        position = end
    return False


def _is_ordinary(joined: str, brackets: frozenset[str]) -> bool:
    """Tell whether what stands between sound markers holds no anchor but those of ordinary comments and quotations."""
    rest: str | None = joined
    if "<" in joined and _TORN.search(joined):
        return False
    if "<" in joined and OPENING.search(joined):
        from clausebook.clauses.ordinary import without_comments

        rest = without_comments(joined)
    if rest is None or (">" in rest and CLOSING.search(rest)):
        return False
    if not brackets:
        return True
    from clausebook.clauses.ordinary import are_quotes

    return are_quotes(brackets, rest)
