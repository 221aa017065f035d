"""Which version of a clause a text is: a short digest that stays the same where only the layout differs."""

from __future__ import annotations

import hashlib
from textwrap import dedent

from clausebook.text.source import LINE_END

_PREFIX = "sha256:"
_LENGTH = 16  # Hexadecimal digits: 64 bits tell the versions of one clause apart.


# What Markdown takes for room; other characters that Python calls blank are text.
_BLANKS = " \t"


def normalised(text: str) -> str:
    """Give a clause's text with what belongs to its place in a file taken away.

    Line ends become line feeds; blank lines before and after, and the indentation
    that all lines have in common, go.
    """
    first, *others = LINE_END.split(text)
    first, rest = first.lstrip(_BLANKS), dedent("\n".join(others))
    return (f"{first}\n{rest}" if first else rest).strip("\n").rstrip(_BLANKS + "\n")


def digest_of(text: str) -> str:
    """Give the digest of a clause's text (what stands between its markers), such as ``sha256:0123456789abcdef``.

    It is the beginning of the SHA-256 (FIPS 180-4) of the normalised text in UTF-8.
    """
    return _PREFIX + _full(text)[:_LENGTH]


def is_version(text: str, digest: str) -> bool:
    """Tell whether a digest, perhaps longer than the usual one, is that of a text."""
    return (_PREFIX + _full(text)).startswith(digest) if len(digest) >= len(_PREFIX) + _LENGTH else False


def _full(text: str) -> str:
    return hashlib.sha256(normalised(text).encode("utf-8", "surrogatepass")).hexdigest()
