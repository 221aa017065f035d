"""The plain form of a piece of text: look-alike characters as the ones they look like, invisible ones left out."""

from __future__ import annotations

import re
import unicodedata

from clausebook.clauses.soundness import CLOSING_LOOKALIKES, OPENING_LOOKALIKES

_ENTITY = re.compile(
    r"&(?:amp;)?(?:(?P<name>lt|gt|excl|colon|ndash|mdash|minus|hyphen|dash|nbsp|amp)\b;?"
    r"|\#(?P<decimal>\d{1,7});?|\#[xX](?P<hex>[0-9a-fA-F]{1,6});?)"
    # The signs of a marker in addresses, in quoted-printable mail and in JSON.
    r"|(?:%|=|\\u00|\\x)(?P<byte>20|21|2D|3A|3C|3E)"
    # What an editor escapes so that Markdown shows it.
    r"|\\(?P<sign>[<>!:_-])",
    re.IGNORECASE,
)
# Of how many characters the plain form is kept.
_MOST_REMEMBERED = 10_000
_ESCAPE_SIGNS = frozenset("&%=\\")
_NAMED = {"lt": "<", "gt": ">", "excl": "!", "colon": ":", "nbsp": " ", "amp": "&"}

# Each row: the plain character, then what is taken for it.
_LOOKALIKES = (
    "<" + OPENING_LOOKALIKES,
    ">" + CLOSING_LOOKALIKES,
    "-‐‑‒–—―−－﹣⁃˗ー",
    "!！﹗ǃ¡ⵑ",
    ":：﹕∶ː꞉։׃",
    ";；;",
    "=＝﹦",
    "_＿﹍",
    "/／∕⁄",
    "aаαɑ",
    "cсϲ",
    "dԁ",
    "eеєҽ",
    "iіıι",
    "lӏⅼǀ",
    "nոп",
    "oоοօ",
    "pрρ",
    "sѕ",
    "uսυ",
    "xхχ",
    "yуү",
    "AАΑ",
    "CС",
    "EЕΕ",
    "LⅬ",
    "NΝ",
    "OОΟ",
    "SЅ",
    "UՍ",
)
_PLAIN = {ord(alike): row[0] for row in _LOOKALIKES for alike in row[1:]}


class Skeleton:
    """A piece of a text in plain characters.

    ``text`` is the plain form; :meth:`origin` turns an index in it into an
    offset in the whole text.  ``invisible`` and ``alike`` say whether
    characters were left out or replaced.
    """

    __slots__ = ("_origins", "_start", "alike", "entities", "invisible", "text")

    def __init__(self, whole: str, start: int, end: int) -> None:
        piece = whole[start:end]
        self._start = start
        self._origins: list[int] | None = None
        self.invisible = self.alike = self.entities = False
        self.text = piece
        if not _ESCAPE_SIGNS.isdisjoint(piece):
            self._normalise(piece)
        elif not (piece.isascii() and piece.isprintable()):
            self.text = piece.translate(_plain_characters)
            if len(self.text) < len(piece):
                self._normalise(piece)
            else:
                self.alike = self.text != piece

    def origin(self, index: int) -> int:
        """Give the offset in the whole text of a character of the plain form, or of its end."""
        return self._start + (index if self._origins is None else self._origins[index])

    def _normalise(self, piece: str) -> None:
        characters: list[str] = []
        origins: list[int] = []
        position = 0
        while position < len(piece):
            character, width = piece[position], 1
            if character in _ESCAPE_SIGNS and (entity := _ENTITY.match(piece, position)):
                character, width = _decoded(entity), len(entity[0])
                self.entities = True
            plain = _plain(character)
            if plain == "":
                self.invisible = True
            elif plain != character:
                self.alike = True
            if plain:
                characters.append(plain)
                origins.append(position)
            position += width
        # An invisible character at the very end belongs to what stands before it.
        self._origins = [*origins, len(piece)]
        self.text = "".join(characters)


def _decoded(entity: re.Match[str]) -> str:
    if entity["name"]:
        return _NAMED.get(entity["name"].lower(), "-")
    if entity["sign"]:
        return entity["sign"]
    if entity["byte"]:
        return chr(int(entity["byte"], 16))
    number = int(entity["decimal"]) if entity["decimal"] else int(entity["hex"], 16)
    return chr(number) if 0 < number < 0xD800 else "?"


class _Plain(dict[int, str]):
    """The plain form of each character that was asked for."""

    def __missing__(self, code: int) -> str:
        plain = _plain(chr(code))
        if len(self) < _MOST_REMEMBERED:
            self[code] = plain
        return plain


_plain_characters = _Plain()


def _plain(character: str) -> str:
    """Give the plain form of one character: one character, or none for an invisible one."""
    if " " <= character <= "~" or character == "\t":
        return character
    code = ord(character)
    if code in _PLAIN:
        return _PLAIN[code]
    category = unicodedata.category(character)
    if category == "Zs":
        return " "
    if category in ("Cf", "Cc", "Mn"):
        return ""
    compatible = unicodedata.normalize("NFKC", character)
    return compatible if len(compatible) == 1 else character
