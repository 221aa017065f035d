"""The directives by which a page asks for clauses: read the same way by the checks and by Sphinx.

``{procedure}`` takes the stem of a clause file, ``{clause}`` the full names of
clauses, in its argument or one a line in its body.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from clausebook.text.source import SourceText

NAMES = re.compile(r"[,\s]+")

_OPENING = re.compile(
    r"(?P<fence>`{3,}|~{3,}|:{3,})[ \t]*\{(?:coc:)?(?P<name>clause|procedure)\}[ \t]*(?P<argument>.*?)[ \t]*\Z"
)
_OPTION = re.compile(r":(?P<name>[a-z-]+):[ \t]*(?P<value>.*?)[ \t]*\Z")


@dataclass(frozen=True, slots=True)
class Request:
    """What a page asks for: a whole procedure (``stem``), or clauses by name; at ``row`` of the page."""

    row: int
    stem: str | None = None
    clauses: tuple[str, ...] = ()
    omit: tuple[str, ...] = ()
    steps: bool = False


def split_names(text: str) -> tuple[str, ...]:
    """Split names at commas and blanks."""
    return tuple(name for name in NAMES.split(text) if name)


def page_requests(source: SourceText) -> Iterator[Request]:
    """Find the directives of a MyST page that ask for clauses, in order.

    Code that merely shows a directive is not asked for: the fence around it is longer.
    """
    if "clause}" not in source.text and "procedure}" not in source.text:
        return
    from markdown_it import MarkdownIt
    from mdit_py_plugins.colon_fence import colon_fence_plugin
    from mdit_py_plugins.front_matter import front_matter_plugin

    parser = MarkdownIt("commonmark").use(front_matter_plugin).use(colon_fence_plugin).disable("inline")
    yield from _requests(parser, source.text, 0)


def _requests(parser: object, text: str, base: int) -> Iterator[Request]:
    for token in parser.parse(text):  # type: ignore[attr-defined]
        if token.type not in ("fence", "colon_fence") or not token.map:
            continue
        row = base + token.map[0] + 1
        match = _OPENING.match(token.markup + token.info.strip())
        if match:
            yield _request(row, match["name"], match["argument"], token.content)
        elif token.info.strip().startswith("{") and not token.info.strip().startswith(("{code", "{literal", "{raw")):
            # An admonition, a card: what stands in it is part of the page.
            yield from _requests(parser, token.content, row)


def _request(row: int, name: str, argument: str, body: str) -> Request:
    options: dict[str, str] = {}
    names = list(split_names(argument))
    for line in body.splitlines():
        option = _OPTION.match(line.strip())
        if option:
            options[option["name"]] = option["value"]
        else:
            names += split_names(line)
    if name == "procedure":
        return Request(row, stem=names[0] if names else "", omit=split_names(options.get("omit", "")))
    return Request(row, clauses=tuple(names), steps="steps" in options)
