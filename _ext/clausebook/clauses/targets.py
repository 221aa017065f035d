"""Where links lead, and where HTML tags are: the places of a Markdown text in which a character is not just shown.

It is found from the characters alone, and generously: what might be a target or a
tag counts as one, for a value is more than text there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

Spans = tuple[tuple[int, int], ...]

_LINE_END = r"(?:\r\n?|\n)"

# A tag ends at the end of a paragraph at the latest; quotes hide what would end it.
_IN_TAG = (
    rf"(?:[^<>\"'`\r\n]|{_LINE_END}(?![ \t]*+[\r\n])"
    rf"|\"(?:[^\"\r\n]|{_LINE_END}(?![ \t]*+[\r\n]))*+\"|'(?:[^'\r\n]|{_LINE_END}(?![ \t]*+[\r\n]))*+')*+"
)
_TAG = re.compile(rf"<[/!?]?[A-Za-z]{_IN_TAG}(>?)")
_TAG_NAME = re.compile(r"<[/!?]?[A-Za-z0-9:-]{0,100}\Z")

_CONTAINERS = r"[ \t]*+(?:(?:>|[-*+](?=[ \t])|[0-9]{1,9}[.)](?=[ \t])|<!--[^<>\r\n]*+>)[ \t]*+)*+"
_LINE_START = re.compile(rf"(?:\A|(?<=[\r\n])){_CONTAINERS}")
_GAP = rf"[ \t]*+(?:{_LINE_END}[ \t>]*+)?+"
_INLINE = re.compile(rf"\]\({_GAP}")
# "[^1]:" begins a footnote, which is text.
_DEFINITION = re.compile(rf"(?:\A|(?<=[\r\n])){_CONTAINERS}\[(?!\^)(?:[^\[\]\\]|\\.){{1,999}}+\]:{_GAP}")
_POINTED = re.compile(r"(?:[^<>\\\r\n]|\\.)*+")
_BARE = re.compile(r"(?:[^\s\\]|\\.?)*+")
_BARE_PART = re.compile(r"(?:[^\s()\\]|\\.?)++|[()]")
_TITLE = re.compile(
    rf"[ \t]*+>?{_GAP}"
    r"(\"(?:[^\"\\]|\\.){0,2000}+|'(?:[^'\\]|\\.){0,2000}+|\((?:[^()\\]|\\.){0,2000}+)"
)

# CommonMark lets parsers stop here, and markdown-it does.
_DEEPEST = 32


def is_escaped(text: str, offset: int) -> bool:
    """Tell whether a backslash makes the character at an offset an ordinary one."""
    count = 0
    while count < offset and text[offset - count - 1] == "\\":
        count += 1
    return count % 2 == 1


def html_tags(text: str) -> Spans:
    """Find the HTML tags and autolinks of a text; one that is open at the end of its paragraph counts in a block."""
    if "<" not in text:
        return ()
    starts = {match.end() for match in _LINE_START.finditer(text)}
    return tuple(
        match.span()
        for match in _TAG.finditer(text)
        if (match[1] or match.start() in starts) and not is_escaped(text, match.start())
    )


def in_tag_name(text: str, offset: int) -> bool:
    """Tell whether what stands at an offset would become the name of an HTML tag, or a part of it."""
    match = _TAG_NAME.search(text, max(0, offset - 110), offset)
    return match is not None and not is_escaped(text, match.start())


def link_targets(text: str) -> tuple[Spans, Spans]:
    """Find the targets of links, images and link definitions, and their titles."""
    targets, titles = [], []
    for start, end in sorted(_targets(text)):
        targets.append((start, end))
        title = _TITLE.match(text, end)
        if title:
            titles.append(title.span(1))
    return tuple(targets), tuple(titles)


def _targets(text: str) -> Iterator[tuple[int, int]]:
    for pattern, find_end in ((_INLINE, _balanced), (_DEFINITION, _unbroken)):
        if ("](" if pattern is _INLINE else "]:") not in text:
            continue
        for match in pattern.finditer(text):
            if is_escaped(text, match.start()):
                continue
            start = match.end()
            if text.startswith("<", start):
                yield start + 1, _end(_POINTED.match(text, start + 1), start + 1)
            else:
                yield start, find_end(text, start)


def _unbroken(text: str, start: int) -> int:
    """Find where a target in a definition ends: at a blank."""
    return _end(_BARE.match(text, start), start)


def _balanced(text: str, start: int) -> int:
    """Find where a target without pointed brackets ends: at a blank, or where more parentheses close than open."""
    depth = 0
    while match := _BARE_PART.match(text, start):
        depth += (match[0] == "(") - (match[0] == ")")
        if depth < 0 or depth > _DEEPEST:
            break
        start = match.end()
    return start


def _end(match: re.Match[str] | None, start: int) -> int:
    return match.end() if match else start
