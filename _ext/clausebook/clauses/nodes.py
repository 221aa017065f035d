"""YAML turned into values, with the place of everything, and of everything that is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from clausebook.diagnostics import Code, Diagnostic, diagnose
from clausebook.text.nearest import did_you_mean, either
from clausebook.text.source import LINE_END, SourceText

if TYPE_CHECKING:
    import yaml


class NodeReader:
    """Turns YAML nodes into values, and what it cannot turn into findings."""

    def __init__(self, source: SourceText, start: int) -> None:
        self.source = source
        self.start = start
        self.found: list[Diagnostic] = []

    def complain(self, index: int, message: str) -> None:
        """Tell a mistake, from an offset in the YAML to the end of that line."""
        start = min(self.start + index, len(self.source.text))
        line_end = LINE_END.search(self.source.text, start)
        end = line_end.start() if line_end else len(self.source.text)
        self.found.append(diagnose(Code.INVALID_FRONT_MATTER, message, self.source, start, end))

    def at(self, node: yaml.Node, message: str) -> None:
        """Tell a mistake where a node begins."""
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

    def offset(self, node: yaml.Node) -> int:
        """Give the offset in the file at which a node begins."""
        return min(self.start + node.start_mark.index, len(self.source.text))

    def unknown(self, key: yaml.ScalarNode, known: Iterable[str]) -> None:
        """Tell that a key means nothing."""
        known = list(known)
        guess = did_you_mean(key.value, known) or f"; write one of: {', '.join(known)}"
        self.at(key, f"“{key.value}” means nothing here{guess}")

    def entries(self, node: yaml.Node | None) -> Iterator[tuple[yaml.ScalarNode, yaml.Node]]:
        """Give the keys and values of a mapping; a key that stands there twice, once."""
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
        """Read a text; any scalar is one."""
        import yaml

        if isinstance(node, yaml.ScalarNode):
            return str(node.value).strip()
        self.at(node, "write a text here, on one line or folded with “>-”")
        return ""

    def items(self, node: yaml.Node) -> Iterator[yaml.Node]:
        """Give the items of a list."""
        import yaml

        if isinstance(node, yaml.SequenceNode):
            yield from node.value
        else:
            self.at(node, "write a list here, such as [first, second]")

    def texts(self, node: yaml.Node) -> tuple[str, ...]:
        """Read a list of texts."""
        return tuple(self.text(item) for item in self.items(node))

    def truth(self, node: yaml.Node) -> bool:
        """Read true or false."""
        import yaml

        if isinstance(node, yaml.ScalarNode) and node.tag == "tag:yaml.org,2002:bool":
            return node.value.lower() in ("true", "yes", "on")
        self.at(node, "write true or false here, without quotes")
        return False

    def choice(self, node: yaml.Node, known: Sequence[str]) -> str:
        """Read one of some words; gives "", and a finding, for any other."""
        word = self.text(node)
        if word in known:
            return word
        if word:
            self.at(node, f"“{word}” is none of {either(known)}{did_you_mean(word.lower(), known)}")
        else:
            self.at(node, f"write {either(known)} here")
        return ""
