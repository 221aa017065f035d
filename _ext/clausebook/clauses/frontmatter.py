"""The front matter of a clause file: its title, and where its text comes from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from clausebook.diagnostics import Code, Diagnostic, diagnose
from clausebook.text.source import Position, SourceText

if TYPE_CHECKING:
    import yaml

_BLOCK = re.compile(r"\A---[ \t]*(?:\r\n|\n|\r)(?P<yaml>.*?)^---[ \t]*(?:\r\n|\n|\r|\Z)", re.DOTALL | re.MULTILINE)

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
    """What a clause file says of itself; ``end`` is the offset at which its Markdown begins."""

    title: str = ""
    sources: tuple[TextSource, ...] = ()
    end: int = 0
    diagnostics: tuple[Diagnostic, ...] = ()


def front_matter_end(text: str) -> int:
    """Give the offset at which the Markdown begins: after the front matter, if there is any."""
    match = _BLOCK.match(text)
    return match.end() if match else 0


def read_front_matter(source: SourceText) -> FrontMatter:
    """Read a clause file's front matter; what is wrong with it is in ``diagnostics``."""
    match = _BLOCK.match(source.text)
    if match is None:
        return FrontMatter()
    import yaml

    base = source.position(match.start("yaml")).row - 1
    reader = _Reader(source, base)
    try:
        tree = yaml.compose(match["yaml"], Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        row, column = (mark.line, mark.column) if mark else (0, 0)
        reader.complain(row, column, f"the front matter is not YAML: {error.problem}")
        return FrontMatter(end=match.end(), diagnostics=tuple(reader.found))
    except yaml.YAMLError as error:
        reader.complain(0, 0, f"the front matter is not YAML: {str(error).splitlines()[0]}")
        return FrontMatter(end=match.end(), diagnostics=tuple(reader.found))
    title = ""
    sources: tuple[TextSource, ...] = ()
    for key, value in reader.entries(tree):
        if key.value == "title":
            title = reader.text(value)
        elif key.value == "sources":
            sources = tuple(reader.sources(value))
        else:
            reader.unknown(key, ("title", "sources"))
    return FrontMatter(title, sources, match.end(), tuple(reader.found))


class _Reader:
    """Turns YAML nodes into values, and what it cannot turn into findings."""

    def __init__(self, source: SourceText, base: int) -> None:
        self.source = source
        self.base = base
        self.found: list[Diagnostic] = []

    def complain(self, line: int, column: int, message: str) -> None:
        row = min(self.base + line + 1, len(self.source.line_starts))
        column = min(column + 1, len(self.source.line(row)) + 1)
        start = self.source.offset(Position(row, column))
        end = start + max(1, len(self.source.line(row)) - column + 1)
        self.found.append(
            diagnose(Code.INVALID_FRONT_MATTER, message, self.source, start, min(end, len(self.source.text)))
        )

    def at(self, node: yaml.Node, message: str) -> None:
        mark = node.start_mark
        self.complain(mark.line, mark.column, message)

    def unknown(self, key: yaml.ScalarNode, known: tuple[str, ...]) -> None:
        self.at(key, f"“{key.value}” means nothing here; write one of: {', '.join(known)}")

    def entries(self, node: yaml.Node | None) -> Iterator[tuple[yaml.ScalarNode, yaml.Node]]:
        import yaml

        if node is None:
            return
        if not isinstance(node, yaml.MappingNode):
            self.at(node, "write “key: value” lines here")
            return
        for key, value in node.value:
            if isinstance(key, yaml.ScalarNode):
                yield key, value
            else:
                self.at(key, "a key must be a word")

    def text(self, node: yaml.Node) -> str:
        import yaml

        if isinstance(node, yaml.ScalarNode):
            return str(node.value).strip()
        self.at(node, "write a text here, on one line or folded with “>-”")
        return ""

    def texts(self, node: yaml.Node) -> tuple[str, ...]:
        import yaml

        if isinstance(node, yaml.SequenceNode):
            return tuple(self.text(item) for item in node.value)
        self.at(node, "write a list here, such as [first, second]")
        return ()

    def sources(self, node: yaml.Node) -> Iterator[TextSource]:
        import yaml

        if not isinstance(node, yaml.SequenceNode):
            self.at(node, "write a list of sources here, each beginning with “- title:”")
            return
        for item in node.value:
            values: dict[str, str] = {}
            clauses: tuple[str, ...] = ()
            for key, value in self.entries(item):
                name = key.value
                if name == "clauses":
                    clauses = self.texts(value)
                elif name in _SOURCE_KEYS:
                    values[name] = self.text(value)
                else:
                    self.unknown(key, (*_SOURCE_KEYS, "clauses"))
            for name in ("title", "licence"):
                if not values.get(name):
                    self.at(item, f"a source needs a {name}" + (", or “none stated”" if name == "licence" else ""))
                    values[name] = values.get(name, "")
            yield TextSource(**values, clauses=clauses)
