"""What a terminal shows: colours and links where it has them, and no character that would play tricks with it."""

from __future__ import annotations

import os
import unicodedata
from enum import StrEnum
from typing import IO

_TAB = "    "
_RESET = "\x1b[0m"


class Style(StrEnum):
    """How a piece of text looks: the parameters of ECMA-48's SGR sequence."""

    BOLD = "1"
    ERROR = "1;31"
    WARNING = "1;33"
    GOOD = "32"
    BAD = "31"
    PLACE = "36"
    QUIET = "2"


def is_coloured(wish: str, stream: IO[str]) -> bool:
    """Tell whether colours are written to a stream.

    ``wish`` is ``always``, ``never`` or ``auto``.  ``auto`` follows NO_COLOR (no-color.org) and FORCE_COLOR, of which
    the first one counts more, and else asks whether the stream is a terminal that is not a dumb one.
    """
    if wish != "auto":
        return wish == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def painted(text: str, style: Style, *, coloured: bool) -> str:
    """Write a text in a style, if there are colours."""
    return f"\x1b[{style.value}m{text}{_RESET}" if coloured and text else text


def linked(text: str, address: str, *, coloured: bool) -> str:
    """Make a text a link (OSC 8), if the address is a whole one and there are colours."""
    if not coloured or not address.startswith(("https://", "http://")):
        return text
    return f"\x1b]8;;{address}\x1b\\{text}\x1b]8;;\x1b\\"


def visible(text: str) -> str:
    """Write what would move the cursor, turn the writing direction or not be seen at all as something to be seen."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(map(_visible, text))


def _visible(character: str) -> str:
    if character == "\t":
        return _TAB
    # Control pictures, which take one column.
    if character < " ":
        return chr(0x2400 + ord(character))
    if character == "\x7f":
        return "␡"
    # A lone surrogate is a byte of a file name that is not UTF-8, and no code point.
    if unicodedata.category(character) in ("Cc", "Cf", "Zl", "Zp"):
        return f"<U+{ord(character):04X}>"
    return "�" if unicodedata.category(character) == "Cs" else character


def columns(text: str) -> int:
    """Count the columns that a text takes on a terminal: wide characters take two, combining ones none."""
    return len(text) if text.isascii() else sum(map(column, text))


def column(character: str) -> int:
    """Count the columns of one character."""
    if character.isascii():
        return 1
    from wcwidth import wcwidth

    return max(0, wcwidth(character))
