"""Footnotes and links by reference in a file: what it defines, and what of it is asked for where.

CommonMark, sections 4.7 and 6.3, and the footnotes that MyST adds.  The definitions are
those that the parser finds; references are found by their brackets, outside of code and comments.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import lru_cache
from typing import Any

from markdown_it.common.utils import normalizeReference

from clausebook.clauses.placeholders import find_placeholders
from clausebook.clauses.slips import COMMENT
from clausebook.clauses.targets import html_tags
from clausebook.text import layout
from clausebook.text.blocks import LITERAL_DIRECTIVES, code_spans, inside
from clausebook.text.markdown import blocks
from clausebook.text.source import LINE_END

# Directives inside directives need ever longer fences; nobody writes this many.
_DEEPEST = 20

_LABEL = r"(?:[^\[\]\\]|\\[\s\S]){1,999}"
_DEFINED = re.compile(rf"\[({_LABEL})\]:")
_DEFINED_NOTE = re.compile(r"\[\^([^\s\[\]]+)\]:")
_NEXT = re.compile(rf"\[({_LABEL}|)\]")
_NOTE = re.compile(r"\^[^\s\[\]]+")
_PIECE = re.compile(r"\\[\s\S]|[\[\]]|(?:\r\n|\n|\r)[ \t>]*(?=[\r\n])")
_BROKEN = re.compile(r"\s*(?:\r\n|\n|\r)[ \t>]*")
# MyST's own comments.
_COMMENT_LINE = re.compile(r"(?:\A|(?<=[\r\n]))[ ]{0,3}%[^\r\n]*")
_END_MARKER = re.compile(r"(?<=\S)[ \t]*(<!-- endclause:[A-Za-z0-9_-]+ -->)[ \t]*(?=[\r\n]|\Z)")


class Form(Enum):
    """How a definition is asked for."""

    NOTE = "[^note]"
    FULL = "[text][label]"
    COLLAPSED = "[label][]"
    SHORT = "[label]"


@dataclass(frozen=True, slots=True)
class Key:
    """What a definition is found by: whether it is a footnote, and its label as CommonMark compares it."""

    is_note: bool
    label: str


@dataclass(frozen=True, slots=True)
class Definition:
    """A link reference definition or a footnote.

    All are offsets, half open: of the definition from its first bracket on, of its lines, and of its label without
    brackets.  ``label`` is written on one line.
    """

    key: Key
    label: str
    start: int
    end: int
    line_start: int
    label_start: int
    label_end: int


@dataclass(frozen=True, slots=True)
class Reference:
    """A place that asks for a definition; ``label_start`` and ``label_end`` say where another label can be written."""

    form: Form
    key: Key
    start: int
    end: int
    label_start: int
    label_end: int

    def named(self, label: str) -> str:
        """Give what stands between the two offsets if the definition has another label."""
        return f"][{label}]" if self.form is Form.SHORT else label


@dataclass(frozen=True)
class Reading:
    """The definitions of a text and its references, both in order."""

    definitions: tuple[Definition, ...] = ()
    references: tuple[Reference, ...] = ()
    by_key: Mapping[Key, Definition] = field(default_factory=dict)


def key_of(label: str, *, is_note: bool = False) -> Key:
    """Give what two labels have in common that mean the same."""
    return Key(is_note, normalizeReference(label))


@lru_cache(maxsize=256)
def read_references(text: str) -> Reading:
    """Find the definitions and the references of a Markdown text."""
    if "[" not in text:
        return Reading()
    definitions = tuple(sorted(_definitions(text), key=lambda definition: definition.start)) if "]:" in text else ()
    by_key: dict[Key, Definition] = {}
    for definition in definitions:
        by_key.setdefault(definition.key, definition)
    return Reading(definitions, tuple(_references(text, definitions)), by_key)


def on_one_line(label: str) -> str:
    """Write a label on one line, without the quote signs that stand before its second."""
    return " ".join(_BROKEN.sub(" ", label).split())


def _definitions(text: str) -> Iterator[Definition]:
    # Values stand here later, without the blanks that would end a link's target.
    plain = list(text)
    for placeholder in find_placeholders(text):
        plain[placeholder.start : placeholder.end] = re.sub(r"[^\r\n]", "x", text[placeholder.start : placeholder.end])
    # Nor does the end of a clause stand behind a target.
    for marker in _END_MARKER.finditer(text):
        plain[marker.start(1) : marker.end(1)] = " " * (marker.end(1) - marker.start(1))
    starts = [0, *(match.end() for match in LINE_END.finditer(text))]
    seen = set()
    for row, last, is_note, name in _defined("".join(plain), 0, 0):
        line_start = starts[row]
        end = starts[last] if last < len(starts) else len(text)
        end = line_start + len(text[line_start:end].rstrip())
        for match in (_DEFINED_NOTE if is_note else _DEFINED).finditer(text, line_start, end):
            label = on_one_line(match[1])
            if key_of(label, is_note=is_note).label == name and match.start() not in seen:
                seen.add(match.start())
                start, stop = match.span(1)
                yield Definition(Key(is_note, name), label, match.start(), end, line_start, start, stop)
                break


def _defined(text: str, base: int, depth: int) -> Iterator[tuple[int, int, bool, str]]:
    """Give the first row and the row behind the last of each definition, counted from 0, what it is and its label."""
    found: dict[str, Any] = {}
    for token in blocks(text, found):
        if not token.map:
            continue
        if token.type == "footnote_reference_open":
            yield base + token.map[0], base + token.map[1], True, key_of(str(token.meta["label"])).label
        elif token.type in ("fence", "colon_fence") and depth < _DEEPEST:
            name = (*token.info.split(maxsplit=1), "")[0]
            is_directive = name.startswith("{") and name.endswith("}")
            if name[1:-1] not in LITERAL_DIRECTIVES if is_directive else token.type == "colon_fence":
                yield from _defined(token.content, base + token.map[0] + 1, depth + 1)
    for label, link in found.get("references", {}).items():
        yield base + link["map"][0], base + link["map"][1], False, label
    for link in found.get("duplicate_refs", []):
        yield base + link["map"][0], base + link["map"][1], False, link["label"]


def _references(text: str, definitions: tuple[Definition, ...]) -> list[Reference]:
    hidden = [
        code_spans(text, directives=False),
        html_tags(text),
        *(tuple(match.span() for match in pattern.finditer(text)) for pattern in (COMMENT, _COMMENT_LINE)),
    ]
    defined = {definition.start for definition in definitions}
    found = []
    opened: list[int] = []
    for piece in _PIECE.finditer(text):
        offset = piece.start()
        if piece[0] not in ("[", "]"):
            if piece[0][0] != "\\":
                opened.clear()
        elif any(inside(spans, offset) for spans in hidden):
            continue
        elif piece[0] == "[":
            opened.append(offset)
        elif opened and (start := opened.pop()) not in defined:
            reference = _reference(text, start, offset)
            if reference is not None:
                found.append(reference)
    return sorted(found, key=lambda reference: reference.start)


def _reference(text: str, start: int, closing: int) -> Reference | None:
    """Read a pair of brackets together with what follows it."""
    content = text[start + 1 : closing]
    if "{{" in content and text[closing + 1 : closing + 2] != "[":
        return None
    if _NOTE.fullmatch(content):
        return Reference(Form.NOTE, key_of(content[1:], is_note=True), start, closing + 1, start + 2, closing)
    following = text[closing + 1 : closing + 2]
    if following == "(":
        return None
    label = _NEXT.match(text, closing + 1) if following == "[" else None
    if label and label[1].strip() and not label[1].startswith("^"):
        if "{{" in label[1]:
            return None
        key = key_of(on_one_line(label[1]))
        return Reference(Form.FULL, key, start, label.end(), label.start(1), label.end(1))
    if not content.strip() or not re.fullmatch(_LABEL, content):
        return None
    key = key_of(on_one_line(content))
    if label and not label[1].strip():
        return Reference(Form.COLLAPSED, key, start, label.end(), label.start(1), label.end(1))
    return Reference(Form.SHORT, key, start, closing + 1, closing, closing + 1)


def is_ordinary_text(text: str, reference: Reference) -> bool:
    """Tell whether what looks like ``[text][label]`` may be anything: ``[1][2]``, ``names[i][j]``, ``[a][b](c)``."""
    before = text[reference.start - 1 : reference.start]
    content = text[reference.start + 1 : reference.label_start - 2]
    return (
        content.strip().isdigit()
        or before.isalnum()
        or before in ("]", "_")
        or text[reference.end : reference.end + 1] in ("(", "[")
    )


def prefix_of(text: str, definition: Definition) -> str:
    """Give what stands before a definition on its first line: quote signs, bullets, blanks."""
    return layout.block_prefix(text, definition.line_start, definition.start)
