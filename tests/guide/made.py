"""Clause files made in memory, and Markdown rendered as the site's MyST renders it."""

from __future__ import annotations

import re
import warnings
from collections.abc import Mapping
from pathlib import Path

from docutils import nodes
from docutils.core import publish_doctree
from docutils.parsers.rst import roles
from myst_parser.docutils_ import Parser

from clausebook.clauses.document import parse_document
from clausebook.clauses.library import ClauseFile, Library
from clausebook.community.values import Value, Values
from clausebook.guide.assembly import Assembly, assemble_procedure
from clausebook.guide.wording import Voice
from clausebook.text.source import SourceText

MARK = re.compile(r"\{coc:mark\}`/?\d+`")
SETTINGS = {
    "myst_enable_extensions": ["colon_fence", "deflist", "fieldlist"],
    "myst_highlight_code_blocks": False,
    "myst_url_schemes": ["http", "https", "mailto", "tel", "sms"],
    "smart_quotes": False,
    "raw_enabled": True,
    "line_length_limit": 10**9,
    "report_level": 5,
    "warning_stream": "",
}


def _shown_as_it_is(name, rawtext, text, lineno, inliner, options=None, content=None):
    return [nodes.literal(rawtext, text, classes=[name])], []


roles.register_local_role("coc:not-filled-in", _shown_as_it_is)


def clause_file(stem: str, text: str, folder: str = "shared") -> ClauseFile:
    path = f"{folder}/{stem}.md"
    return ClauseFile(stem, Path(path), parse_document(SourceText(path, text)))


def library(files: Mapping[str, str], folder: str = "shared") -> Library:
    return Library(Path(folder), {stem: clause_file(stem, text, folder) for stem, text in files.items()})


def values_of(**texts: str | Value) -> Values:
    """Make words: ``values_of(x="y")`` has ``words.x``; a key with two underscores names its group."""
    names = {key.replace("__", ".") if "__" in key else f"words.{key}": value for key, value in texts.items()}
    return Values({name: v if isinstance(v, Value) else Value(v) for name, v in names.items()})


def voice_of(shared: Mapping[str, str], own: Mapping[str, str] | None = None, values: Values | None = None) -> Voice:
    return Voice(library(shared), library(own or {}, "own"), values)


def procedure(
    text: str, own: Mapping[str, str] | None = None, values: Values | None = None, omit: tuple[str, ...] = (), **others
) -> Assembly:
    """Assemble the file ``p`` with this text."""
    assembly = assemble_procedure(voice_of({"p": text, **others}, own, values), "p", omit)
    assert assembly is not None
    return assembly


def doctree(text: str) -> nodes.document:
    """Render Markdown, without the marks of clauses and without comments."""
    with warnings.catch_warnings():
        # MyST's parser for docutils alone still uses what docutils is about to drop.
        warnings.simplefilter("ignore", DeprecationWarning)
        document = publish_doctree(MARK.sub("", text), parser=Parser(), settings_overrides=SETTINGS)
    for message in list(document.findall(nodes.system_message)):
        message.parent.remove(message)
    for node in list(document.findall(lambda node: isinstance(node, (nodes.raw, nodes.comment)))):
        text = re.sub(r"<!--.*?-->", "", node.astext(), flags=re.DOTALL)
        if isinstance(node, nodes.comment) or not text.strip():
            parent = node.parent
            parent.remove(node)
            if isinstance(parent, nodes.paragraph) and not parent.children:
                parent.parent.remove(parent)
    return document


def outline(text: str) -> str:
    """Give the structure and the words of rendered Markdown; blanks count as one, and line breaks as blanks."""
    return re.sub(r"[ \n]+", " ", "".join(_parts(doctree(text)))).strip()


def _parts(node: nodes.Node) -> list[str]:
    if isinstance(node, nodes.Text):
        return [node.astext()]
    inside = [part for child in node.children for part in _parts(child)]
    if isinstance(node, nodes.paragraph):
        inside = ["".join(inside).strip()]
    start = node.get("start") if isinstance(node, nodes.enumerated_list) else None
    target = node.get("refuri", node.get("refname", "")) if isinstance(node, nodes.reference) else ""
    return [f"<{node.tagname}{start or ''}{target}>", *inside, f"</{node.tagname}>"]
