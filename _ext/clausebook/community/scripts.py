"""Letters that look alike: a Cyrillic letter in a Latin address makes another address that reads the same."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

import idna

from clausebook.community.checks import LOOKS_ALIKE, quoted, wrong

# Han, kana and hangul stand beside Latin in everyday names, and look like nothing in it.
_UNLIKE_LATIN = frozenset({"CJK", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA", "HANGUL", "IDEOGRAPHIC", "BOPOMOFO"})
# Small letters of Cyrillic and Greek that UTS #39 (confusables.txt) maps to Latin ones: whole words are made of them.
_LIKE_LATIN = frozenset("агеоруһхсіјѕԁԛԝӏѵьαγινορυ")


def scripts(text: str) -> list[str]:
    """Name the scripts that the letters of a text come from, by the first words of their Unicode names."""
    letters = (unicodedata.name(character, "UNNAMED") for character in text if character.isalpha())
    found = {name.partition(" ")[0] for name in letters}
    return sorted(script for script in found if script not in _UNLIKE_LATIN)


def refuse_look_alikes(shown: str, host: str, local: str = "") -> None:
    """Refuse an address that looks like another one; ``local`` is what stands before the ``@``.

    Each part between dots is of one script (UTS #39, single script), and beside Latin parts none consists of
    look-alikes alone.  Raises the error of a wrong value.
    """
    parts = [*host.split("."), *local.split(".")]
    latin = any("LATIN" in scripts(part) for part in parts)
    for part in parts:
        odd = _odd_letter(part, latin)
        if odd is None:
            continue
        name = unicodedata.name(odd, "unnamed").lower()
        really = f", and leads to {punycode}" if (punycode := _punycode(host)) != host else ""
        message = f"{quoted(shown)} has a letter that looks like another, U+{ord(odd):04X} ({name}){really}"
        raise wrong(f"{message}: type it anew, in one script only", LOOKS_ALIKE)


def _odd_letter(part: str, latin: bool) -> str | None:
    """Give the first letter of a part that is not what it seems; ``latin`` says that Latin parts stand beside it."""
    found = scripts(part)
    if len(found) > 1:
        return _first_but(part, "LATIN" if "LATIN" in found else found[0])
    if latin and found and found != ["LATIN"] and all(c in _LIKE_LATIN for c in part.casefold() if c.isalpha()):
        return _first_but(part, "LATIN")
    return None


def _first_but(letters: Iterable[str], script: str) -> str | None:
    return next((c for c in letters if scripts(c) not in ([], [script])), None)


def _punycode(host: str) -> str:
    """Give a host's name as programs send it (RFC 5891)."""
    try:
        return idna.encode(host, uts46=True).decode("ascii")
    except idna.IDNAError:
        return host
