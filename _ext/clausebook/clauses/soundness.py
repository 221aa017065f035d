"""Whether a text needs no closer look at its markers: a few cheap signs, and nothing imported but ``re``.

Most files are sound.  What is here reads ten thousand of them in hardly more
time than it takes to open them, and starts as fast as Python does.
"""

from __future__ import annotations

import re

SOUND = re.compile(r"<!-- (end)?clause:([A-Za-z0-9_-]++) -->")

# Anchors.  Each pattern begins with one literal character, which re looks for quickly.
OPENING = re.compile(r"<(?:[^\w\s/>]|[ \t]{1,4}[!-])")
ENTITY = re.compile(r"&(?:amp;)?(?:lt\b|LT\b|#0{0,5}60\b|#[xX]0{0,5}3[cC]\b)")
CLOSING = re.compile(r">(?<=[-‐‑‒–—−]>)")

# What people take for the opening and closing bracket of a comment.
OPENING_LOOKALIKES = "＜﹤‹〈⟨《«˂ᐸ≺❮❰"
CLOSING_LOOKALIKES = "＞﹥›〉⟩》»˃ᐳ≻❯❱"

_LOOKALIKES = frozenset(OPENING_LOOKALIKES + CLOSING_LOOKALIKES)
_ASCII = bytes(range(128))

# Stands for a marker where the rest of a text is looked at; and what must not touch a marker from behind.
_SEAM = "\x01"
_JUNK = re.compile("\x01[>-]")


def holds_one_of(characters: frozenset[str], text: str) -> bool:
    """Tell whether a text holds one of some characters outside of ASCII."""
    if text.isascii():
        return False
    # Dropping the ASCII bytes is one pass in C; what is left of most texts is a handful of characters.
    foreign = text.encode("utf-8", "surrogatepass").translate(None, _ASCII).decode("utf-8", "surrogatepass")
    return not characters.isdisjoint(foreign)


def is_plainly_sound(text: str) -> bool:
    """Tell by cheap signs that all markers of a text are sound and paired, and none is empty.

    A text without markers is plainly sound too.  False means only that
    the text has to be parsed.
    """
    if holds_one_of(_LOOKALIKES, text):
        return False
    if "&" in text and ENTITY.search(text):
        return False
    if _SEAM in text:
        return False
    # before, kind, name, between, kind, name, …, after
    parts = SOUND.split(text)
    between, kinds, names = parts[::3], parts[1::3], parts[2::3]
    rest = _SEAM.join(between)
    # One character is looked for far more quickly than a pattern.
    if ("<" in rest and OPENING.search(rest)) or (">" in rest and CLOSING.search(rest)) or _JUNK.search(rest):
        return False
    if "\\" in rest and f"\\{_SEAM}" in rest:
        return False
    if not names:
        return True
    if names[::2] != names[1::2] or len(set(names)) * 2 != len(names) or any(kinds[::2]) or not all(kinds[1::2]):
        return False
    if not all(map(str.strip, between[1::2])):
        return False
    fenced = ("`" in text and "```" in text) or ("~" in text and "~~~" in text)
    margin = between[0][-1:] in "\r\n" and not any(piece[-1:] not in ("\n", "\r") for piece in between[1:-1])
    if margin and not fenced and not text.startswith("---"):
        # A comment at the left margin is a block of its own, outside of any other.
        return True
    from clausebook.text.blocks import offsets_in_code

    return not offsets_in_code(text, (match.start() for match in SOUND.finditer(text)))
