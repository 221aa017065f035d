"""Text of any kind as the words that people would read in it, each with its place.

HTML, JSON, scripts, URLs and inventories write the same words in different ways: with tags in between, as entities,
with percent signs, with backslashes.  Compared are words and digits, so none of that matters.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from urllib.parse import unquote

_TAG = re.compile(r"<[^<>]*>")
_ESCAPED = re.compile(
    r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});"
    r"|(?:%[0-9A-Fa-f]{2})+"
    r"|\\u[0-9a-fA-F]{4}|\\x[0-9a-fA-F]{2}|\\[nrtbf/\"'\\]"
    # What may stand within a word and is not seen: the soft hyphen, zero-width blanks, the byte-order mark.
    r"|[\u00ad\u200b-\u200d\u2060\ufeff]+"
    # A letter and its accent, where they are two characters.
    r"|[A-Za-z][\u0300-\u036f]+"
)
_WORD = re.compile(r"[^\W_]+")
_UNSEEN = re.compile(r"[\u00ad\u200b-\u200d\u2060\ufeff]+")


@dataclass(frozen=True, slots=True)
class Word:
    """A word as it stands (``text``) and as it is compared (``key``), from ``start`` to ``end`` of the plain text."""

    text: str
    key: str
    start: int
    end: int


@dataclass(frozen=True)
class PlainText:
    """A text without tags and escapes, which knows where its characters stood before."""

    text: str
    _made: tuple[int, ...] = ()
    _from: tuple[int, ...] = ()

    def origin(self, offset: int) -> int:
        """Give the offset in the original at which the character at an offset stood."""
        index = bisect_right(self._made, offset) - 1
        return offset if index < 0 else self._from[index] + offset - self._made[index]

    def words(self) -> Iterator[Word]:
        """Give the words in order; of a number, each group of digits is one."""
        for match in _WORD.finditer(self.text):
            yield Word(match[0], key_of(match[0]), match.start(), match.end())


def key_of(word: str) -> str:
    """Give what two words have in common that people read as the same."""
    return word.casefold() if word.isascii() else unicodedata.normalize("NFKC", word).casefold()


def keys(text: str) -> tuple[str, ...]:
    """Give the words of an ordinary text as they are compared."""
    return tuple(key_of(word) for word in _WORD.findall(_UNSEEN.sub("", unicodedata.normalize("NFC", text))))


def readings(text: str) -> Iterator[PlainText]:
    """Give the ways to read a text: as it is, and if it has tags, without them."""
    yield _decoded(text)
    # Blanks in their place keep all offsets.
    bare = _TAG.sub(lambda match: " " * (match.end() - match.start()), text)
    if bare != text:
        yield _decoded(bare)


def _decoded(text: str) -> PlainText:
    pieces: list[str] = []
    made, origins = [0], [0]
    done = length = 0
    for match in _ESCAPED.finditer(text):
        between, meant = text[done : match.start()], _meaning(match[0])
        pieces += between, meant
        length += len(between) + len(meant)
        done = match.end()
        made.append(length)
        origins.append(done)
    if not pieces:
        return PlainText(text)
    return PlainText("".join([*pieces, text[done:]]), tuple(made), tuple(origins))


def _meaning(escaped: str) -> str:
    sign = escaped[0]
    if sign == "&" and len(escaped) > 1:
        return _UNSEEN.sub("", unescape(escaped))
    if sign == "%":
        return unquote(escaped)
    if sign.isascii() and sign.isalpha():
        return unicodedata.normalize("NFC", escaped)
    if sign != "\\":
        return ""
    if escaped[1] in "ux":
        return _UNSEEN.sub("", chr(int(escaped[2:], 16)))
    return " "
