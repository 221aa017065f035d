"""The front matter of a clause file: its title, and where its text comes from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from clausebook.diagnostics import Code, Diagnostic, diagnose
from clausebook.text.blocks import front_matter_end
from clausebook.text.source import LINE_END, SourceText

if TYPE_CHECKING:
    import yaml

# A text may begin with a line of dashes; with a key below it, front matter was meant.
_BEGUN = re.compile(r"---[ \t]*(?:\r\n?|\n)[a-z]+:(?:[ \t\r\n])")

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
    reader = _Reader(source, start)
    last = source.line_starts[source.position(len(source.text[:end].rstrip("\r\n"))).row - 1]
    tree = reader.tree(source.text[start:last])
    title = ""
    sources: tuple[TextSource, ...] = ()
    for key, value in reader.entries(tree):
        if key.value == "title":
            title = reader.text(value)
        elif key.value == "sources":
            sources = tuple(reader.sources(value))
        else:
            reader.unknown(key, ("title", "sources"))
    return FrontMatter(title, sources, end, tuple(reader.found))


class _Reader:
    """Turns YAML nodes into values, and what it cannot turn into findings."""

    def __init__(self, source: SourceText, start: int) -> None:
        self.source = source
        self.start = start
        self.found: list[Diagnostic] = []

    def complain(self, index: int, message: str) -> None:
        start = min(self.start + index, len(self.source.text))
        line_end = LINE_END.search(self.source.text, start)
        end = line_end.start() if line_end else len(self.source.text)
        self.found.append(diagnose(Code.INVALID_FRONT_MATTER, message, self.source, start, end))

    def at(self, node: yaml.Node, message: str) -> None:
        self.complain(node.start_mark.index, message)

    def tree(self, text: str) -> yaml.Node | None:
        """Read YAML; gives None, and a finding, where it is none."""
        import yaml

        class Loader(yaml.SafeLoader):
            def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
                # A few lines of aliases of aliases can stand for more text than any computer holds.
                if self.check_event(yaml.AliasEvent):
                    mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]
                    raise yaml.MarkedYAMLError(problem="write the text out in the place of “*”", problem_mark=mark)
                return super().compose_node(parent, index)

        try:
            return yaml.compose(text, Loader=Loader)
        except yaml.reader.ReaderError as error:
            self.complain(error.position, f"U+{error.character:04X} cannot stand in front matter; take it out")
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            self.complain(mark.index if mark else 0, f"the front matter is not YAML: {error.problem}")
        except RecursionError:
            self.complain(0, "the front matter is nested too deep; write lines such as “title: …”")
        return None

    def unknown(self, key: yaml.ScalarNode, known: tuple[str, ...]) -> None:
        self.at(key, f"“{key.value}” means nothing here; write one of: {', '.join(known)}")

    def entries(self, node: yaml.Node | None) -> Iterator[tuple[yaml.ScalarNode, yaml.Node]]:
        import yaml

        if node is None:
            return
        if not isinstance(node, yaml.MappingNode):
            self.at(node, "write “key: value” lines here")
            return
        seen: set[str] = set()
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                self.at(key, "a key must be a word")
            elif key.value in seen:
                self.at(key, f"“{key.value}” stands here twice; keep one of them")
            else:
                seen.add(key.value)
                yield key, value

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
