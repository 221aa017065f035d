"""Which definitions a text takes along when it is taken out of its file, and under which labels.

A clause may name a footnote or a link that its file defines elsewhere.  Where the clause goes, the definition goes
too; and where texts of several files meet, labels get the name of their file, so that none means another one's.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from clausebook.clauses.library import ClauseFile
from clausebook.clauses.references import (
    Definition,
    Form,
    Key,
    Reading,
    Reference,
    is_ordinary_text,
    key_of,
    read_references,
)
from clausebook.diagnostics import Code, Diagnostic, diagnose
from clausebook.guide.wording import Voice
from clausebook.text.blocks import inside
from clausebook.text.source import LINE_END

_NO_PART_OF_A_LABEL = re.compile(r"[^\w.-]+")
_LINE_BEGINNING = re.compile(r"[ \t>]*")


@dataclass(frozen=True, slots=True)
class Rename:
    """Characters of a file, from ``start`` to ``end`` (offsets, half open), that are written as ``text``."""

    start: int
    end: int
    text: str


@dataclass
class Taken:
    """The parts of files that an assembled text holds; the first file is the one that the others come into."""

    voice: Voice
    _files: dict[str, ClauseFile] = field(default_factory=dict)
    _spans: dict[str, list[tuple[int, int]]] = field(default_factory=dict)

    def add(self, file: ClauseFile, start: int, end: int) -> None:
        """Note that a part of a file is taken."""
        if start < end:
            self._files.setdefault(file.source.path, file)
            self._spans.setdefault(file.source.path, []).append((start, end))

    @property
    def files(self) -> Sequence[ClauseFile]:
        """The files, in the order in which they come."""
        return tuple(self._files.values())

    def needs_names(self) -> bool:
        """Tell whether labels of several files could meet."""
        if len(self._files) < 2:
            return False
        readings = [_reading(file) for file in self.files]
        return any(reading.definitions or reading.references for reading in readings)

    def definition(self, file: ClauseFile, reference: Reference) -> tuple[ClauseFile, Definition] | None:
        """Find what a reference means: in its own file, in the shared one of the same name, or for a link, elsewhere.

        A note of another file is about something else.  A lone ``[word]`` is ordinary text, whatever others define.
        """
        candidates = [file]
        namesake = self.voice.shared.files.get(file.stem)
        if namesake is not None:
            candidates.append(namesake)
        if reference.form in (Form.FULL, Form.COLLAPSED):
            candidates += self.files
        for candidate in candidates:
            found = _reading(candidate).by_key.get(reference.key)
            if found is not None:
                return candidate, found
        return None

    def missing(self) -> tuple[list[tuple[ClauseFile, Definition]], list[Diagnostic]]:
        """Give the definitions that the taken parts use and do not hold, and what nobody defines."""
        held = {path: _merged(spans) for path, spans in self._spans.items()}

        def holds(file: ClauseFile, offset: int) -> bool:
            return inside(held.get(file.source.path, ()), offset)

        carried: dict[tuple[str, int], tuple[ClauseFile, Definition]] = {}
        found: dict[tuple[str, int], Diagnostic] = {}
        waiting = [
            (file, reference)
            for file in self.files
            for reference in _reading(file).references
            if holds(file, reference.start)
        ]
        for file, reference in waiting:
            meant = self.definition(file, reference)
            if meant is None:
                if reference.form in (Form.NOTE, Form.FULL) and not self._is_text(file, reference):
                    found.setdefault((file.source.path, reference.start), _undefined(file, reference))
                continue
            source, definition = meant
            place = source.source.path, definition.start
            if place not in carried and not holds(source, definition.start):
                carried[place] = meant
                # A note may hold links and further notes.
                waiting += [
                    (source, inner)
                    for inner in _reading(source).references
                    if definition.start <= inner.start < definition.end
                ]
        return list(carried.values()), list(found.values())

    def _is_text(self, file: ClauseFile, reference: Reference) -> bool:
        return reference.form is Form.FULL and is_ordinary_text(file.source.text, reference)


class Labels:
    """The labels of definitions in a text that holds parts of several files."""

    def __init__(self, taken: Taken) -> None:
        self._taken = taken
        self._tags: dict[str, str] = {}
        self._given: dict[tuple[str, Key], str] = {}
        self._renames: dict[str, tuple[Rename, ...]] = {}
        for file in taken.files:
            self._tag(file)
        # What keeps its label must not meet one that gets a new one.
        self._used = {definition.key for file in taken.files[:1] for definition in _reading(file).definitions}

    def renames(self, file: ClauseFile, start: int, end: int) -> Sequence[Rename]:
        """Give what is written otherwise between two offsets of a file."""
        path = file.source.path
        if path not in self._renames:
            renames = sorted(self._all(file), key=lambda rename: rename.start)
            self._renames[path] = tuple(piece for rename in renames for piece in _by_line(file.source.text, rename))
        first = bisect_left(self._renames[path], start, key=_start)
        return self._renames[path][first : bisect_left(self._renames[path], end, lo=first, key=_start)]

    def _all(self, file: ClauseFile) -> Iterator[Rename]:
        reading = _reading(file)
        for definition in reading.definitions:
            label = self._label(file, definition)
            if label != definition.label:
                yield Rename(definition.label_start, definition.label_end, label)
        done = (0, 0)
        for reference in reading.references:
            if done[0] <= reference.start < done[1]:
                continue  # These brackets are the label of the reference before.
            meant = self._taken.definition(file, reference)
            if meant is None:
                continue
            if reference.form is Form.FULL:
                done = reference.label_start - 1, reference.end
            label = self._label(*meant)
            if label != meant[1].label:
                yield Rename(reference.label_start, reference.label_end, reference.named(label))

    def _label(self, file: ClauseFile, definition: Definition) -> str:
        path = file.source.path
        key = definition.key
        if not key.is_note and self._taken.files[0].source.path == path:
            return definition.label
        if (path, key) not in self._given:
            label = f"{self._tag(file)}{'-' if key.is_note else ' '}{definition.label}"
            number, unique = 2, label
            while key_of(unique, is_note=key.is_note) in self._used:
                unique = f"{label}-{number}"
                number += 1
            self._used.add(key_of(unique, is_note=key.is_note))
            self._given[path, key] = unique
        return self._given[path, key]

    def _tag(self, file: ClauseFile) -> str:
        """Give a file's name as a part of a label; two files of one name get two."""
        path = file.source.path
        if path not in self._tags:
            tag = _NO_PART_OF_A_LABEL.sub("-", file.stem)
            number, unique = 2, tag
            while unique in self._tags.values():
                unique = f"{tag}-{number}"
                number += 1
            self._tags[path] = unique
        return self._tags[path]


def _by_line(text: str, rename: Rename) -> Iterator[Rename]:
    """Split what is written otherwise at line ends: texts are put together line by line."""
    start, new = rename.start, rename.text
    for line_end in LINE_END.finditer(text, rename.start, rename.end):
        yield Rename(start, line_end.start(), new)
        beginning = _LINE_BEGINNING.match(text, line_end.end())
        start, new = (beginning.end() if beginning else line_end.end()), ""
    yield Rename(start, rename.end, new)


def _start(rename: Rename) -> int:
    return rename.start


def _merged(spans: Sequence[tuple[int, int]]) -> Sequence[tuple[int, int]]:
    """Put parts of a file in order, without overlaps."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return merged


def _reading(file: ClauseFile) -> Reading:
    return read_references(file.source.text)


def _undefined(file: ClauseFile, reference: Reference) -> Diagnostic:
    shown = " ".join(file.source.text[reference.start : reference.end].split())
    label = file.source.text[reference.label_start : reference.label_end]
    if reference.form is Form.NOTE:
        message = f"the footnote “{shown}” is not defined in this file: add a line “[^{label}]: …” with its text"
    else:
        message = (
            f"the link “{shown}” leads nowhere, since nothing defines “{label}” in this file: "
            f"add a line “[{label}]: https://…” with the address"
        )
    return diagnose(Code.MISSING_DEFINITION, message, file.source, reference.start, reference.end)
