"""Placeholders such as ``{{ links.code_of_conduct }}``: names, never programs.

A value is written into Markdown so that it stays text: every character that
could mean something becomes a numeric character reference, which CommonMark
(section 2.5) recognises in text and in link targets and never takes for
structure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from urllib.parse import quote

from clausebook.text.blocks import code_spans, inside
from clausebook.text.source import LINE_END

# Bounded, so that a stray "{{" costs no more than a glance.
_BRACES = re.compile(r"\{\{[ \t]{0,9}([^{}\r\n]{0,200}?)[ \t]{0,9}\}\}")
_VALUE_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*(?:\.[A-Za-z][A-Za-z0-9_]*)+")
_CLAUSE_NAME = re.compile(r"clause:((?:[A-Za-z0-9_-]+:)?[A-Za-z0-9_-]+)")

# What stands before a link's target on its line: an inline link, or a link reference definition.
_INLINE_TARGET = re.compile(r"\]\([ \t]*<?([^\s()<>]*)\Z")
_DEFINITION_TARGET = re.compile(r"\A {0,3}\[[^\[\]]+\]:[ \t]*<?([^\s<>]*)\Z")

# RFC 3986 lets these stand in a URL; parentheses are left out because they could end a Markdown link.
_URL_SAFE = ":/?#[]@!$&'*+,;=%-._~"

_PLAIN = re.compile(r"[A-Za-z0-9 \u00a1-\ud7ff\uf900-\ufdcf\U00010000-\U000effff]")


class Place(Enum):
    """Where a placeholder stands: in running text, at the beginning of a link's target, or later in one."""

    TEXT = "text"
    LINK = "link"
    LINK_PART = "link-part"


@dataclass(frozen=True, slots=True)
class Placeholder:
    """One pair of double braces, from ``start`` to ``end`` (offsets, half open).

    ``name`` is the name of a value, ``clause`` that of a clause; both are None
    if the braces hold something else, which stands in ``content``.
    """

    start: int
    end: int
    content: str
    place: Place

    @property
    def name(self) -> str | None:
        """The value that is asked for, such as ``links.code_of_conduct``."""
        return self.content if _VALUE_NAME.fullmatch(self.content) else None

    @property
    def clause(self) -> str | None:
        """The clause whose text is asked for: ``FILE:NAME``, or ``NAME`` in the same file."""
        match = _CLAUSE_NAME.fullmatch(self.content)
        return match[1] if match else None


def find_placeholders(text: str) -> tuple[Placeholder, ...]:
    """Find the placeholders of a Markdown text, in order; those in code are text and left alone."""
    if "{{" not in text:
        return ()
    spans = code_spans(text, directives=False)
    return tuple(
        Placeholder(match.start(), match.end(), match[1], _place(text, match.start()))
        for match in _BRACES.finditer(text)
        if not inside(spans, match.start())
    )


def _place(text: str, start: int) -> Place:
    line_start = max(text.rfind("\n", 0, start), text.rfind("\r", 0, start)) + 1
    # An earlier placeholder may be part of the same target, and holds blanks.
    before = _BRACES.sub("x", text[line_start:start])
    target = _INLINE_TARGET.search(before) or _DEFINITION_TARGET.match(before)
    if target is None:
        return Place.TEXT
    return Place.LINK_PART if target[1] else Place.LINK


def as_text(value: str) -> str:
    """Write a value so that Markdown and HTML show exactly its characters."""
    line = LINE_END.sub(" ", value).strip()
    return "".join(
        character
        if _PLAIN.fullmatch(character) and not (index == 0 and character.isdigit())
        else f"&#{ord(character)};"
        for index, character in enumerate(line)
    )


def as_link(value: str) -> str:
    """Write a URL so that it cannot leave the target of the link that it stands in."""
    return as_text(quote(value.strip(), safe=_URL_SAFE))


def as_link_part(value: str) -> str:
    """Write a part of a URL, such as the address after ``mailto:``, so that it cannot add a query or a fragment."""
    return as_text(quote(value.strip(), safe="/@:+"))


def replace(text: str, start: int, edits: Iterable[tuple[Placeholder, str]]) -> str:
    """Replace placeholders by texts in a part of a file that begins at the offset ``start``."""
    pieces: list[str] = []
    done = start
    for placeholder, new in edits:
        pieces += [text[done - start : placeholder.start - start], new]
        done = placeholder.end
    return "".join([*pieces, text[done - start :]])


def within(placeholders: Sequence[Placeholder], start: int, end: int) -> tuple[Placeholder, ...]:
    """Give the placeholders that lie between two offsets."""
    return tuple(p for p in placeholders if start <= p.start and p.end <= end)
