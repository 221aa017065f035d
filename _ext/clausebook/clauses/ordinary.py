"""What looks a little like a marker, stands in many texts, and is none: other tools' comments and quotation marks.

A text with such a thing would otherwise have to be parsed, which takes ten
times as long as looking at it here.  Whatever is not quite ordinary is left to
the parser.
"""

from __future__ import annotations

import re
from functools import lru_cache

from clausebook.clauses.soundness import OPENING

# A comment that has its line to itself, with nothing on it that could belong to a damaged delimiter.
_COMMENT_LINE = re.compile(r"<!--([ \t][ -%'-;=?-\[\]-~]{0,120}[ \t])-->[ \t]*+(?=[\r\n]|\Z)")

# How quotation marks do not stand in a text: away from words, or beside what may be part of a delimiter.  Letters that
# look like a dash or a bang are such.
_WORD = r"[^\Wーǃⵑ]"
_BLANK = "[ \u00a0\u2009\u202f]"
_NO_OPENING = rf"(?!{_BLANK}{{0,3}}+(?:{_WORD}|[.,;:?…)\"/\r\n]|\Z))"
_END = rf"(?:{_WORD}|[.,;:?…)\"/\r\n])"
_NO_CLOSING = rf"(?<!{_END}.)(?<!{_END}{_BLANK}.)(?<!{_END}{_BLANK}{_BLANK}.)"
_ASTRAY = {
    "«": re.compile("«" + _NO_OPENING),
    "‹": re.compile("‹" + _NO_OPENING),
    "»": re.compile("»" + _NO_CLOSING),
    "›": re.compile("›" + _NO_CLOSING),
    ">": re.compile(">" + _NO_CLOSING),
}
_ENTITY = re.compile("&[#A-Za-z]")


def without_comments(rest: str) -> str | None:
    """Leave out the comments that cannot have been meant as a marker; None if another anchor stands in the text."""
    parts = []
    position = 0
    for match in OPENING.finditer(rest):
        start = match.start()
        comment = _COMMENT_LINE.match(rest, start)
        if comment is None or rest[start - 1 : start] not in ("", "\n", "\r") or may_be_marker(comment[1]):
            return None
        parts.append(rest[position:start])
        position = comment.end()
    return "".join([*parts, rest[position:]])


def are_quotes(characters: frozenset[str], text: str) -> bool:
    """Tell whether some brackets of a text, each given once, are nothing but quotation marks around words.

    The text is given without its sound markers.
    """
    if not characters <= _ASTRAY.keys() or _ENTITY.search(text):
        return False
    return not any(_ASTRAY[bracket].search(text) for bracket in (*characters, ">"))


@lru_cache(maxsize=1024)
def may_be_marker(content: str) -> bool:
    """Tell whether a comment may be a damaged marker; files have the same few comments again and again."""
    if sum(map(content.lower().count, "claus")) < 3:
        return False
    if content.lstrip().startswith("clausebook:"):
        return True  # It tells Clausebook itself something.
    from clausebook.clauses.reading import read

    return read(f"<!--{content}-->", own_line=True) is not None
