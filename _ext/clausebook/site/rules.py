"""The directive that writes the reference of all codes, from the same explanations as ``clausebook rule``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from clausebook.diagnostics import Code
from clausebook.rules import explanations
from clausebook.rules.explanations import Explanation, explain, shown
from clausebook.site.words import translated as _

_FAMILIES = {
    "CB0": "Files",
    "CB1": "Markers",
    "CB2": "Clauses",
    "CB3": "References, placeholders and wording",
    "CB4": "Communities",
    "CB5": "Pages",
    "CB6": "Text",
    "CB7": "Comments that ignore findings",
    "CB8": "Links",
}
_LITERAL = re.compile(r"`([^`]+)`")


class RulesDirective(SphinxDirective):
    """Explain every code that ``clausebook check`` tells, in families; each has its code as anchor."""

    def run(self) -> list[nodes.Node]:
        """Make a section for each family."""
        for file in sorted(Path(explanations.__file__).parent.glob("*.[pt][yx]*")):
            self.env.note_dependency(file)
        codes = sorted(Code, key=lambda code: code.code)
        return [
            self.section(prefix.lower(), _(_FAMILIES.get(prefix, prefix)), map(self.rule, family))
            for prefix, family in groupby(codes, lambda code: code.code[:3])
        ]

    def rule(self, code: Code) -> nodes.Node:
        """Explain one code."""
        explanation = explain(code)
        return self.section(code.code.lower(), f"{code.code} {code.slug}", _parts(explanation))

    def section(self, anchor: str, title: str, children: Iterator[nodes.Node]) -> nodes.section:
        """Make a section that can be linked to."""
        section = nodes.section("", nodes.title("", title), ids=[anchor], names=[nodes.fully_normalize_name(title)])
        self.set_source_info(section)
        self.state.document.note_explicit_target(section)
        section += list(children)
        return section


def _parts(explanation: Explanation) -> Iterator[nodes.Node]:
    yield nodes.paragraph("", "", nodes.strong("", explanation.code.summary))
    yield from (nodes.paragraph("", "", *_inline(text)) for text in explanation.why.split("\n\n"))
    yield nodes.paragraph("", "", nodes.strong("", _("What to do:")), nodes.Text(" "), *_inline(explanation.remedy))
    yield nodes.paragraph("", "", nodes.strong("", _("Fix:")), nodes.Text(" "), *_inline(explanation.fix))
    for title, example in ((_("Bad:"), explanation.bad), (_("Good:"), explanation.good)):
        yield nodes.paragraph("", title, classes=["rule-example"])
        text = shown(example)
        yield nodes.literal_block(text, text, language="toml" if explanation.language == "toml" else "text")


def _inline(text: str) -> Iterator[nodes.Node]:
    """Make what stands in backticks literal."""
    for number, piece in enumerate(_LITERAL.split(text)):
        if piece:
            yield nodes.literal("", piece) if number % 2 else nodes.Text(piece)
