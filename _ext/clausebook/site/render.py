"""Render assembled Markdown into the page that asks for it.

The only module that touches MyST's private names (MyST 5.2): ``MockState._renderer``, its
``setup_render``, ``nested_render_text``, ``current_node_context``, ``md_env``, ``_level_to_section`` and
``_heading_slugs``, ``create_md_parser``, the transform ``ResolveAnchorIds``, the environment's ``myst_config``,
the reporter's ``get_source_and_line`` and the logger of ``myst_parser.warnings_``.
``tests/site/test_locations.py`` is the canary.

Each line of assembled text gets a line number of its own far above any real one.
MyST, docutils and the directives inside a clause pass that number around; here it
is turned back into the file and line that the text came from.
"""

from __future__ import annotations

import logging
import re
from contextlib import nullcontext
from dataclasses import dataclass, field
from typing import Any

from docutils import nodes
from markdown_it.rules_core import StateCore
from myst_parser.config.main import MdParserConfig
from myst_parser.mdit_to_docutils.sphinx_ import SphinxRenderer
from myst_parser.mdit_to_docutils.transforms import ResolveAnchorIds
from myst_parser.parsers.mdit import create_md_parser
from sphinx.util import logging as sphinx_logging
from sphinx.util.docutils import SphinxDirective

from clausebook.diagnostics import Code
from clausebook.guide.assembly import Assembly, Line
from clausebook.site.blocks import BLOCK, group_blocks, words_of
from clausebook.site.domain import domain_of
from clausebook.site.prepared import Prepared, Workshop
from clausebook.text.blocks import code_spans, inside

_LOGGER = sphinx_logging.getLogger(__name__)

# No file has so many lines; ruff's and every editor's limits are far below.
_FIRST_LINE = 1_000_000_000

_MARK = re.compile(r"(?<=<!-- clausebook-mark:)(/?)(\d+)(?= -->)|(?<=\{coc:mark\}`)(/?)(\d+)(?=`)")
_FOOTNOTE = re.compile(r"\[\^([^\[\]\s]+)\]")
_ORIGINS = "clausebook_origins"
# A section whose text goes on with what comes after it on the page.
_OPEN = "clausebook-open"
# In MyST's environment, while blocks that can be prepared are looked for.
_WORKSHOP = "clausebook_workshop"


@dataclass
class Origins:
    """Where the assembled lines of one page come from."""

    lines: list[Line] = field(default_factory=list)

    def add(self, lines: tuple[Line, ...]) -> int:
        """Take in lines; gives the number of the first."""
        first = _FIRST_LINE + len(self.lines)
        self.lines.extend(lines)
        return first

    def find(self, line: int | None) -> tuple[str, int] | None:
        """Turn a line number into the path and row it stands for; None if it is a page's own."""
        if line is None or line < _FIRST_LINE or not self.lines:
            return None
        # A finding about the end of a text is told one line below it.
        origin = self.lines[min(line - _FIRST_LINE, len(self.lines) - 1)]
        return origin.path, origin.row


class _RealLocation(logging.Filter):
    """Gives warnings that name the page, as MyST's own do, the clause's file and line."""

    origins: Origins | None = None

    def filter(self, record: logging.LogRecord) -> bool:
        location = getattr(record, "location", None)
        if self.origins is None or location is None:
            return True
        line = None
        if isinstance(location, tuple) and isinstance(location[1], int):
            line = location[1]
        elif isinstance(location, nodes.Node):
            line = location.line
        elif isinstance(location, str) and location.rpartition(":")[2].isdecimal():
            line = int(location.rpartition(":")[2])
        found = self.origins.find(line)
        if found:
            record.location = f"{found[0]}:{found[1]}"
        return True


_real_location = _RealLocation()
# MyST makes this logger when it first has to warn; it has to be there before.
logging.getLogger("sphinx.myst_parser.warnings_")


def _watch_loggers() -> None:
    """Let every logger of Sphinx's and its extensions' give real locations.

    Filters are not inherited, and other processes collect records behind the
    loggers: so it has to be each of them.
    """
    for name, logger in list(logging.root.manager.loggerDict.items()):
        if name.startswith("sphinx.") and isinstance(logger, logging.Logger) and _real_location not in logger.filters:
            logger.addFilter(_real_location)


def origins_of(document: nodes.document) -> Origins:
    """Give the origins of a page, which are made on first use."""
    origins: Origins | None = getattr(document, _ORIGINS, None)
    if origins is None:
        origins = Origins()
        setattr(document, _ORIGINS, origins)
        reporter = document.reporter
        before = getattr(reporter, "get_source_and_line", None)

        def get_source_and_line(line: int | None = None) -> tuple[str | None, int | None]:
            found = origins.find(line)
            if found:
                return found
            return before(line) if before else (document["source"], line)

        reporter.get_source_and_line = get_source_and_line
        tell = reporter.system_message

        def system_message(level: int, message: str, *children: nodes.Node, **options: Any) -> nodes.system_message:
            node = options.get("base_node")
            found = origins.find(getattr(node, "line", None))
            if found:
                del options["base_node"]
                options["source"], options["line"] = found
            return tell(level, message, *children, **options)

        vars(reporter)["system_message"] = system_message
        _watch_loggers()
    _real_location.origins = origins
    return origins


def render(
    directive: SphinxDirective,
    assembly: Assembly,
    *,
    first_mark: int,
    heading_offset: int = 0,
    into: nodes.Element | None = None,
) -> list[nodes.Node]:
    """Render assembled text at the place of a directive, or else ``into`` a node; gives what the directive returns.

    The marks of its clauses are numbered from ``first_mark`` on, so that they are
    unique in the page.  Headings become sections of the page; in a node, they stay headings.
    A page that MyST reads has a renderer, which writes straight into the page; one in reStructuredText gets its own.
    """
    renderer: Any = getattr(directive.state, "_renderer", None)
    if renderer is not None:
        in_text = into is None and isinstance(renderer.current_node, nodes.document | nodes.section)
        # A page may have settings of its own for MyST.
        ordinary = in_text and renderer.md_config is vars(directive.env)["myst_config"]
        workshop = domain_of(directive.env).workshop if ordinary else None
        with nullcontext() if into is None else renderer.current_node_context(into):
            _render(renderer, directive, assembly, first_mark, heading_offset, workshop)
        return []
    document, parent = directive.state.document, directive.state.parent
    is_section = into is None and isinstance(parent, nodes.document | nodes.section)
    box: nodes.Element = nodes.section() if is_section else nodes.container()
    renderer = _own_renderer(directive, box, depth=_depth(parent))
    _render(renderer, directive, assembly, first_mark, heading_offset)
    if not hasattr(document, "myst_slugs"):
        vars(document)["myst_slugs"] = {}
        document.transformer.add_transform(ResolveAnchorIds)
    vars(document)["myst_slugs"].update(renderer._heading_slugs)
    sections = [child for child in box if isinstance(child, nodes.section)]
    if sections:
        sections[-1][_OPEN] = True
    if into is not None:
        into += box.children
        return []
    return list(box.children)


def _own_renderer(directive: SphinxDirective, box: nodes.Element, depth: int) -> Any:
    """Make a renderer that writes into ``box``, which stands ``depth`` sections deep in a page that is no Markdown."""
    # MyST puts its settings there.
    config: MdParserConfig = vars(directive.env)["myst_config"]
    parser = create_md_parser(config, SphinxRenderer)
    renderer: Any = parser.renderer
    renderer.setup_render({**parser.options, "document": directive.state.document, "current_node": box}, {})
    renderer._level_to_section = dict.fromkeys(range(depth + 1), box)
    return renderer


def _depth(node: nodes.Element | None) -> int:
    depth = 0
    while node is not None:
        depth += isinstance(node, nodes.section)
        node = node.parent
    return depth


def _render(
    renderer: Any,
    directive: SphinxDirective,
    assembly: Assembly,
    first_mark: int,
    heading_offset: int,
    workshop: Workshop | None = None,
) -> None:
    origins = origins_of(directive.state.document)
    first = origins.add(assembly.lines)
    text = _MARK.sub(lambda match: _renumber(match, first_mark), _own_footnotes(assembly.text, first - _FIRST_LINE))
    # Link definitions belong to their procedure: neither the page's nor another one's may leak in.
    environment = renderer.md_env
    if workshop is not None:
        _prepare_blocks(renderer, workshop)
        environment[_WORKSHOP] = workshop
    references, duplicates = environment.get("references", {}), environment.get("duplicate_refs", [])
    environment["references"], environment["duplicate_refs"] = {}, []
    try:
        renderer.nested_render_text(text, first - 1, heading_offset=heading_offset)
        for duplicate in environment["duplicate_refs"]:
            path, row = origins.find(first + duplicate["map"][0]) or ("", 0)
            _LOGGER.warning(
                "the link “%s” is defined twice; keep one of the definitions",
                duplicate["label"],
                location=f"{path}:{row}",
                type="clausebook",
                subtype=Code.DUPLICATE_LINK.code,
            )
    finally:
        environment.pop(_WORKSHOP, None)
        environment["references"], environment["duplicate_refs"] = references, duplicates


def _prepare_blocks(renderer: Any, workshop: Workshop) -> None:
    """Let a page's renderer prepare the blocks of texts, and reuse those that are prepared."""
    if f"render_{BLOCK}" in renderer.rules:
        return

    def group(state: StateCore) -> None:
        # Once: directives within the text are rendered in places of all kinds.
        if state.env.pop(_WORKSHOP, None) and not state.env["references"]:
            state.tokens = group_blocks(state.tokens, workshop.find)

    def render_block(token: Any) -> None:
        block: Prepared | None = token.meta["found"]
        if block is None:
            box = nodes.container()
            with renderer.current_node_context(box):
                renderer.render_children(token)
            block = workshop.make(token.meta["key"], box.children, words_of(token.children), renderer.document)
            if block is None:
                renderer.current_node.extend(box.children)
                return
        else:
            counted = renderer.md_env["wordcount"]
            counted["words"] += block.words
            counted["minutes"] = round(counted["words"] / renderer.md_config.words_per_minute)
        workshop.put(block, renderer.current_node)

    renderer.md.core.ruler.before("inline", BLOCK, group)
    renderer.rules[f"render_{BLOCK}"] = render_block


def _own_footnotes(text: str, number: int) -> str:
    """Give footnotes labels that no other procedure of the page has; shown are numbers, not labels."""
    if "[^" not in text:
        return text
    code = code_spans(text, directives=False)
    return _FOOTNOTE.sub(
        lambda match: match[0] if inside(code, match.start()) else f"[^{number}.{match[1]}]",
        text,
    )


def _renumber(match: re.Match[str], first: int) -> str:
    slash = match[1] if match[2] else match[3]
    return f"{slash}{first + int(match[2] or match[4])}"


def close_sections(document: nodes.document) -> None:
    """Let what follows on a page belong to the last section that a clause opened, as in a page of Markdown."""
    for section in [node for node in document.findall(nodes.section) if node.attributes.pop(_OPEN, False)]:
        parent, target = section.parent, section
        while isinstance(target[-1], nodes.section):
            target = target[-1]
        first = parent.index(section) + 1
        last = first
        while last < len(parent) and not isinstance(parent[last], nodes.section):
            last += 1
        following = parent[first:last]
        del parent[first:last]
        target += following


def settle_lines(document: nodes.document) -> None:
    """Give every node that came from a clause its file and line."""
    origins: Origins | None = getattr(document, _ORIGINS, None)
    if origins is None:
        return
    # The page is pickled; what is settled need not be.
    delattr(document, _ORIGINS)
    for node in document.findall():
        found = origins.find(node.line)
        if found:
            node.source, node.line = found
        # A system message keeps its place in attributes.
        if isinstance(node, nodes.system_message):
            found = origins.find(node.get("line"))
            if found:
                node["source"], node["line"] = found
