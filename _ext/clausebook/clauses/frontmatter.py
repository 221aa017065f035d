"""The front matter of a clause file: its title, for whom it is, where its text comes from, what its clauses are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from clausebook.clauses.nodes import NodeReader
from clausebook.clauses.traits import Audience, ClauseTraits, read_audience, read_traits
from clausebook.diagnostics import Code, Diagnostic, diagnose
from clausebook.text.blocks import front_matter_end
from clausebook.text.source import LINE_END, SourceText

if TYPE_CHECKING:
    import yaml

# A text may begin with a line of dashes; with a key below it, front matter was meant.
_BEGUN = re.compile(r"---[ \t]*(?:\r\n?|\n)[a-z]+:(?:[ \t\r\n])")

_KEYS = ("title", "audience", "sources", "clauses")
_SOURCE_KEYS = ("title", "url", "author", "licence", "changes")


@dataclass(frozen=True, slots=True)
class TextSource:
    """Where text comes from.  ``licence`` is an SPDX identifier, or ``none stated``.

    ``clauses`` are the names of the clauses that come from it; empty means all of the file's.
    """

    title: str
    licence: str
    url: str = ""
    author: str = ""
    changes: str = ""
    clauses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What a clause file says of itself; ``end`` is the offset at which its Markdown begins.

    ``audience`` is for whom the whole file is, None if the file does not say.
    ``clauses`` has the traits of those clauses that have any, by name; whether the file
    has clauses of these names is not looked at here.  ``positions`` are the
    offsets in the file of the values, by key.
    """

    title: str = ""
    sources: tuple[TextSource, ...] = ()
    end: int = 0
    diagnostics: tuple[Diagnostic, ...] = ()
    audience: Audience | None = None
    clauses: Mapping[str, ClauseTraits] = field(default_factory=dict, hash=False)
    positions: Mapping[str, int] = field(default_factory=dict, compare=False, repr=False)


def read_front_matter(source: SourceText) -> FrontMatter:
    """Read a clause file's front matter; what is wrong with it is in ``diagnostics``."""
    end = front_matter_end(source.text)
    if not end:
        if not _BEGUN.match(source.text):
            return FrontMatter()
        message = "the front matter begins here and never ends; end it with a line “---”"
        return FrontMatter(diagnostics=(diagnose(Code.INVALID_FRONT_MATTER, message, source, 0, 3),))
    first = LINE_END.search(source.text)
    start = first.end() if first else end
    reader = NodeReader(source, start)
    last = source.line_starts[source.position(len(source.text[:end].rstrip("\r\n"))).row - 1]
    tree = reader.tree(source.text[start:last])
    title, audience = "", None
    sources: tuple[TextSource, ...] = ()
    clauses: dict[str, ClauseTraits] = {}
    positions: dict[str, int] = {}
    for key, value in reader.entries(tree):
        positions[key.value] = reader.offset(value)
        if key.value == "title":
            title = reader.text(value)
        elif key.value == "audience":
            audience = read_audience(reader, value)
        elif key.value == "sources":
            sources = tuple(_read_sources(reader, value))
        elif key.value == "clauses":
            clauses = {name.value: read_traits(reader, name, traits) for name, traits in reader.entries(value)}
        else:
            reader.unknown(key, _KEYS)
    return FrontMatter(title, sources, end, tuple(reader.found), audience, clauses, positions)


def _read_sources(reader: NodeReader, node: yaml.Node) -> Iterator[TextSource]:
    import yaml

    if not isinstance(node, yaml.SequenceNode):
        reader.at(node, "write a list of sources here, each beginning with “- title:”")
        return
    for item in node.value:
        values: dict[str, str] = {}
        clauses: tuple[str, ...] = ()
        for key, value in reader.entries(item):
            name = key.value
            if name == "clauses":
                clauses = reader.texts(value)
            elif name in _SOURCE_KEYS:
                values[name] = reader.text(value)
            else:
                reader.unknown(key, (*_SOURCE_KEYS, "clauses"))
        for name in ("title", "licence"):
            if not values.get(name):
                reader.at(item, f"a source needs a {name}" + (", or “none stated”" if name == "licence" else ""))
                values[name] = values.get(name, "")
        yield TextSource(**values, clauses=clauses)
