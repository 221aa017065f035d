"""Placeholders such as ``{{ links.code_of_conduct }}``: names, never programs.

A value is written into Markdown so that it stays text: every character that
could mean something becomes a numeric character reference, which CommonMark
(section 2.5) recognises in text and in link targets and never takes for
structure.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from urllib.parse import quote

from clausebook.clauses.slips import BRACES, CLAUSE_NAME, COMMENT, VALUE_NAME, is_meant
from clausebook.clauses.targets import Spans, html_tags, in_tag_name, is_escaped, link_targets
from clausebook.text.blocks import code_spans, inside

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):(.*)", re.DOTALL)
# In these schemes, what follows is only an address: it cannot lead to another site.
_HOSTLESS = frozenset({"mailto", "tel", "sms", "project", "path", "inv", "myst"})
_WHOLE_HOST = re.compile(r"//[^/?#\\]+[/?#]")

# RFC 3986 lets these stand in a URL; parentheses are left out because they could end a Markdown link.
_URL_SAFE = ":/?#[]@!$&'*+,;=%-._~"

# Surrogates, private and undefined characters are left out, and the blanks that a parser of Markdown may strip.
_NOT_PLAIN = re.compile(r"[^A-Za-z0-9 \u00a1-\ud7ff\uf900-\ufdcf\U00010000-\U000effff]|[^\S ]")
_EMPHASIS = ("*", "_", "~")


class Place(Enum):
    """Where a placeholder stands, and so how its value is written, if it may stand there at all."""

    TEXT = "text"
    TITLE = "the title of a link"
    LINK = "the beginning of a link's target"
    LINK_PART = "the rest of a link's target"
    HOST = "the part of a link's target that says whom it leads to"
    TAG = "an HTML tag"


@dataclass(frozen=True, slots=True)
class Placeholder:
    """One pair of double braces, from ``start`` to ``end`` (offsets, half open).

    ``name`` is the name of a value, ``clause`` that of a clause; both are None
    if the braces hold something else, which stands in ``content``.  ``before``
    is the part of a link's target before it, or the character before it.
    """

    start: int
    end: int
    content: str
    place: Place
    before: str = ""

    @property
    def name(self) -> str | None:
        """The value that is asked for, such as ``links.code_of_conduct``."""
        return self.content if VALUE_NAME.fullmatch(self.content) else None

    @property
    def clause(self) -> str | None:
        """The clause whose text is asked for: ``FILE:NAME``, or ``NAME`` in the same file."""
        match = CLAUSE_NAME.fullmatch(self.content)
        return match[1] if match else None

    def write(self, value: str) -> str:
        """Write a value so that it is text, and nothing but text, in this place."""
        return as_link_part(value, self.before) if self.place is Place.LINK_PART else as_text(value, self.before)


def find_placeholders(text: str) -> tuple[Placeholder, ...]:
    """Find the placeholders of a Markdown text, in order.

    What stands in code or in a comment is left alone, and so is what follows a backslash.
    """
    if "{{" not in text:
        return ()
    found = [match for match in BRACES.finditer(text) if is_meant(match) and not is_escaped(text, match.start())]
    if not found:
        return ()
    code = code_spans(text, directives=False)
    comments = [match.span() for match in COMMENT.finditer(text) if not inside(code, match.start())]
    found = [match for match in found if not inside(code, match.start()) and not inside(comments, match.start())]
    return tuple(_placed(text, found))


def _placed(text: str, found: Sequence[re.Match[str]]) -> Iterable[Placeholder]:
    """Say of each placeholder where it stands."""
    # A word in the place of each shows the structure around them: their blanks would end a link's target.
    pieces: list[str] = []
    done = 0
    for match in found:
        pieces += text[done : match.start()], "x" * (match.end() - match.start())
        done = match.end()
    plain = "".join([*pieces, text[done:]])
    tags = html_tags(plain)
    targets, titles = link_targets(plain)
    ends = {match.start(): match.end() for match in found}
    for match in found:
        start, end = match.span()
        content = match[0][2:-2].strip(" \t")
        target = _around(targets, start)
        if target is not None:
            first = ends.get(target, target)
            # A whole link may begin this target; only what follows it says where its host ends.
            before = plain[target:start] if first == target else "https://x" + plain[first:start]
            place = Place.LINK if start == target else Place.LINK_PART if _leads_there(before) else Place.HOST
            yield Placeholder(start, end, content, place, before if place is Place.LINK_PART else "")
        elif inside(tags, start) or in_tag_name(plain, start):
            yield Placeholder(start, end, content, Place.TAG)
        else:
            place = Place.TITLE if inside(titles, start) else Place.TEXT
            yield Placeholder(start, end, content, place, text[max(0, start - 1) : start])


def _around(spans: Spans, offset: int) -> int | None:
    """Give where the span around an offset begins."""
    index = bisect_right(spans, offset, key=_first) - 1
    return spans[index][0] if index >= 0 and offset < spans[index][1] else None


def _first(span: tuple[int, int]) -> int:
    return span[0]


def _leads_there(before: str) -> bool:
    """Tell whether the beginning of a target says whom it leads to, whatever follows."""
    scheme = _SCHEME.fullmatch(before)
    if scheme and scheme[1].lower() in _HOSTLESS:
        return True
    if scheme or before.startswith("//"):
        return _WHOLE_HOST.match(scheme[2] if scheme else before) is not None
    return True


def as_text(value: str, after: str = "") -> str:
    """Write a value so that Markdown and HTML show exactly its characters; ``after`` is the character before it."""
    line = " ".join(value.splitlines()).strip(" ")
    # A digit could begin a list item or end a reference; beside an emphasis, a reference would undo that.
    if "0" <= line[:1] <= "9" and after not in _EMPHASIS:
        return f"&#{ord(line[0])};" + _NOT_PLAIN.sub(_reference, line[1:])
    return _NOT_PLAIN.sub(_reference, line)


def _reference(match: re.Match[str]) -> str:
    return f"&#{ord(match[0])};"


def as_link(value: str) -> str:
    """Write a URL so that it cannot leave the target of the link that it stands in."""
    return as_text(quote(value.strip(), safe=_URL_SAFE))


def as_link_part(value: str, before: str) -> str:
    """Write a part of a URL, which ``before`` begins, so that it cannot add a query, a recipient or another host."""
    scheme = _SCHEME.fullmatch(before)
    # A colon in the first part of a path would make a scheme of it, and in a query a plus means a blank.
    colon = ":" if scheme or "/" in before else ""
    plus = "" if "?" in before else "+"
    part = quote(value.strip(), safe=f"/@{colon}{plus}")
    if before == "/":
        # Two slashes at the beginning would make a host of what follows.
        path = part.lstrip("/")
        part = "%2F" * (len(part) - len(path)) + path
    return as_text(part)


def within(placeholders: Sequence[Placeholder], start: int, end: int) -> Sequence[Placeholder]:
    """Give the placeholders that begin between two offsets."""
    first = bisect_left(placeholders, start, key=_offset)
    return placeholders[first : bisect_left(placeholders, end, lo=first, key=_offset)]


def _offset(placeholder: Placeholder) -> int:
    return placeholder.start
