"""The word that somebody probably meant, and lists as people write them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches

# difflib takes time with the product of the lengths, and nobody types a long word nearly right.
LONGEST_TYPO = 60


def nearest(word: str, known: Iterable[str], cutoff: float = 0.6) -> str | None:
    """Give the known word that is most like ``word``; None if none is like it (``cutoff`` from 0 to 1)."""
    if len(word) > LONGEST_TYPO:
        return None
    return next(iter(get_close_matches(word, list(known), n=1, cutoff=cutoff)), None)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Give ``; did you mean “x”?`` for the nearest known word, or nothing if none is near."""
    guess = nearest(word, known)
    return f"; did you mean “{guess}”?" if guess else ""


def either(words: Sequence[str]) -> str:
    """Join words as in ``a, b or c``."""
    return " or ".join(part for part in (", ".join(words[:-1]), *words[-1:]) if part)
