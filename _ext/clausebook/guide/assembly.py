"""Put clauses together as Markdown in which every line knows the file and line that it came from.

The result is one Markdown text, so that lists, headings and link definitions
that run across clauses work.  The boundaries of clauses stand in it as marks:
a comment on a line of its own, or the role ``coc:mark`` within a line.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from clausebook.clauses.document import Clause
from clausebook.clauses.library import ClauseFile, did_you_mean
from clausebook.clauses.placeholders import Place, Placeholder, as_link, as_link_part, as_text, replace, within
from clausebook.diagnostics import Code, Diagnostic, diagnose
from clausebook.guide.directives import Request
from clausebook.guide.wording import Voice, Wording
from clausebook.text.source import LINE_END, Position

# Where a link leads whose address the community has not given; the site takes such links apart.
# RFC 2606 reserves the domain, so that it can never be anybody's.
MISSING_LINK = "https://not-filled-in.invalid/"

# MyST takes a target that begins with "/" for a page of its own; the site takes this prefix away again.
ROOT_RELATIVE_LINK = "https://root-relative.invalid"

# What may stand before a clause that begins a block: blanks, quote signs and list bullets (CommonMark 5).
_BLOCK_PREFIX = re.compile(r"(?:[ \t]*(?:>|[-*+](?=[ \t])|[0-9]{1,9}[.)](?=[ \t])))*[ \t]*")
_BULLET = re.compile(r"[-*+0-9.)]")
_STEP = "1. "

# Clauses that contain clauses that contain clauses: deeper than this is a mistake, not a design.
_DEPTH = 20


@dataclass(frozen=True, slots=True)
class Line:
    """One line of assembled text, without a line end, and the ``path`` and ``row`` it came from."""

    text: str
    path: str
    row: int


@dataclass(frozen=True, slots=True)
class Mark:
    """A clause that stands in an assembled text: its full name, its wording, and whether it is a numbered step."""

    identifier: str
    own: bool
    path: str
    row: int
    step: bool


@dataclass(frozen=True, slots=True)
class Gap:
    """A place that shows that a value is not filled in: the value's ``name``, and where it is asked for."""

    name: str
    path: str
    row: int


@dataclass(frozen=True)
class Assembly:
    """An assembled text: its lines, the clauses it shows, all clauses and values it took, and what went wrong."""

    lines: tuple[Line, ...] = ()
    marks: tuple[Mark, ...] = ()
    uses: tuple[Wording, ...] = ()
    values: frozenset[str] = frozenset()
    gaps: tuple[Gap, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()

    @cached_property
    def text(self) -> str:
        """The Markdown."""
        return "\n".join(line.text for line in self.lines)

    @cached_property
    def digest(self) -> str:
        """A hash of all that a page made from this could show or warn of."""
        seen = hashlib.sha256()
        for part in (self.lines, self.marks, self.diagnostics):
            seen.update(repr(part).encode("utf-8", "backslashreplace"))
        return seen.hexdigest()


def assemble_procedure(voice: Voice, stem: str, omit: Iterable[str] = ()) -> Assembly | None:
    """Assemble a whole clause file in a community's wording, without the clauses named in ``omit``.

    Returns None if there is no such file.
    """
    file = voice.procedure(stem)
    if file is None:
        return None
    assembler = _Assembler(voice)
    assembler.procedure(file, frozenset(omit))
    return assembler.result()


def assemble_clauses(voice: Voice, identifiers: Sequence[str], *, steps: bool = False) -> Assembly:
    """Assemble clauses in the given order, as a numbered list if ``steps``; unknown ones are left out."""
    assembler = _Assembler(voice)
    for identifier in identifiers:
        wording = voice.wording(identifier)
        if wording:
            assembler.block(wording, _STEP if steps else "", ())
            assembler.put("\n", wording.file.source.path, 1)
    return assembler.result()


def assemble(voice: Voice, request: Request) -> Assembly | None:
    """Assemble what a page asks for; None if it asks for a procedure that does not exist."""
    if request.stem is not None:
        return assemble_procedure(voice, request.stem, request.omit)
    return assemble_clauses(voice, request.clauses, steps=request.steps)


def assemble_values(voice: Voice, file: ClauseFile) -> Assembly:
    """Put values in the place of a page's placeholders; every line stays on its row."""
    assembler = _Assembler(voice, is_page=True)
    assembler.span(file, 0, len(file.source.text), ())
    return assembler.result()


@dataclass
class _Assembler:
    voice: Voice
    is_page: bool = False
    pieces: list[tuple[str, str, int]] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    uses: list[Wording] = field(default_factory=list)
    values: set[str] = field(default_factory=set)
    gaps: list[Gap] = field(default_factory=list)
    found: list[Diagnostic] = field(default_factory=list)

    def put(self, text: str, path: str, row: int) -> None:
        self.pieces.append((text, path, row))

    def result(self) -> Assembly:
        lines = tuple(_lines(self.pieces))
        values, gaps = frozenset(self.values), tuple(self.gaps)
        return Assembly(lines, tuple(self.marks), tuple(self.uses), values, gaps, tuple(self.found))

    def procedure(self, file: ClauseFile, omit: frozenset[str]) -> None:
        source = file.source
        text = source.text
        done = file.front_matter.end
        for clause in file.document.clauses:
            start, end = clause.span
            if start < done:
                continue
            row = source.position(start).row
            line_start = source.line_starts[row - 1]
            prefix = text[line_start:start]
            line_end = _line_end(text, end)
            block = done <= line_start and bool(_BLOCK_PREFIX.fullmatch(prefix)) and not text[end:line_end].strip()
            self.span(file, done, line_start if block else start, ())
            if not block:
                done = end
                if clause.name not in omit:
                    self.inline(file, clause)
                continue
            done = _after_newline(text, line_end)
            if clause.name not in omit:
                wording = self.voice.wording(file.identifier(clause.name))
                self.block(wording or Wording(file, clause, own=False), prefix, ())
            elif prefix.strip() and _continues(text, done, _continuation(prefix)):
                self.put(f"{prefix}<!-- -->\n", source.path, row)
        self.span(file, done, len(text), ())

    def block(self, wording: Wording, prefix: str, stack: tuple[str, ...], *, marked: bool = True) -> None:
        """Put a clause where it is a block, or several, of its own, behind a list bullet perhaps."""
        source = wording.file.source
        first = source.position(wording.clause.start.start).row
        self.uses.append(wording)
        following = _continuation(prefix)
        if marked:
            step = any(character.isdigit() for character in prefix)
            number = len(self.marks)
            self.marks.append(Mark(wording.identifier, wording.own, source.path, first, step))
            self.put(f"{prefix}<!-- clausebook-mark:{number} -->\n", source.path, first)
            prefix = following
        last = first
        for line in self.body(wording, stack):
            self.put(f"{prefix}{line.text}".rstrip() + "\n", line.path, line.row)
            prefix, last = following, line.row if line.path == source.path else last
        if marked:
            self.put(f"{following}<!-- clausebook-mark:/{number} -->\n", source.path, last)

    def inline(self, file: ClauseFile, clause: Clause) -> None:
        """Put a clause where it is a part of a line."""
        wording = self.voice.wording(file.identifier(clause.name)) or Wording(file, clause, own=False)
        row = wording.file.source.position(wording.clause.start.start).row
        number = len(self.marks)
        self.uses.append(wording)
        self.marks.append(Mark(wording.identifier, wording.own, wording.file.source.path, row, step=False))
        self.put(f"{{coc:mark}}`{number}`", wording.file.source.path, row)
        if wording.own:
            self.put(self.one_paragraph(wording, ()), wording.file.source.path, row)
        else:
            self.span(file, *clause.body, ())
        self.put(f"{{coc:mark}}`/{number}`", wording.file.source.path, row)

    def body(self, wording: Wording, stack: tuple[str, ...]) -> list[Line]:
        """Give a clause's lines without the indentation that its own file gives them."""
        part = _Assembler(self.voice, uses=self.uses, values=self.values, gaps=self.gaps, found=self.found)
        file, clause = wording.file, wording.clause
        part.span(file, *clause.body, (*stack, wording.identifier))
        column = file.source.position(clause.start.start).column - 1
        start = file.source.offset(Position(file.source.position(clause.start.start).row, 1))
        own_prefix = _continuation(file.source.text[start : clause.start.start])
        lines = list(_lines(part.pieces))
        lines = [
            line if index == 0 else Line(_dedent(line.text, own_prefix, column), line.path, line.row)
            for index, line in enumerate(lines)
        ]
        while lines and not lines[0].text.strip():
            lines.pop(0)
        while lines and not lines[-1].text.strip():
            lines.pop()
        return [Line(lines[0].text.lstrip(), lines[0].path, lines[0].row), *lines[1:]] if lines else []

    def one_paragraph(self, wording: Wording, stack: tuple[str, ...]) -> str:
        lines = self.body(wording, stack)
        if any(not line.text.strip() for line in lines):
            message = (
                f"the clause “{wording.identifier}” has several paragraphs, and is used in the middle of one; "
                "make it one paragraph"
            )
            start = wording.clause.start
            self.found.append(diagnose(Code.WORDING_DOES_NOT_FIT, message, wording.file.source, start.start, start.end))
        return " ".join(line.text.strip() for line in lines if line.text.strip())

    def span(self, file: ClauseFile, start: int, end: int, stack: tuple[str, ...]) -> None:
        """Put a part of a file, line by line, with its placeholders resolved."""
        source = file.source
        text = source.text
        while start < end:
            row = source.position(start).row
            line_end = _line_end(text, start)
            stop = min(line_end, end)
            newline = "\n" if line_end < end else ""
            inside = within(file.placeholders, start, stop)
            if not self.included_block(file, inside, start, stop, stack):
                edits = [(placeholder, self.resolve(file, placeholder, stack)) for placeholder in inside]
                self.put(replace(text[start:stop], start, edits) + newline, source.path, row)
            start = _after_newline(text, line_end) if newline else end

    def included_block(
        self, file: ClauseFile, inside: Sequence[Placeholder], start: int, stop: int, stack: tuple[str, ...]
    ) -> bool:
        """Put the clause that a line asks for, if the line does nothing else."""
        if self.is_page or len(inside) != 1 or inside[0].clause is None or file.source.position(start).column != 1:
            return False
        prefix = file.source.text[start : inside[0].start]
        if not _BLOCK_PREFIX.fullmatch(prefix) or file.source.text[inside[0].end : stop].strip():
            return False
        wording = self.asked_for(file, inside[0], stack)
        if wording:
            self.block(wording, prefix, stack, marked=False)
        return wording is not None

    def asked_for(self, file: ClauseFile, placeholder: Placeholder, stack: tuple[str, ...]) -> Wording | None:
        name = placeholder.clause or ""
        identifier = name if ":" in name else file.identifier(name)
        wording = self.voice.wording(identifier)
        if wording is None:
            self.complain(Code.UNKNOWN_CLAUSE, file, placeholder, _no_clause(self.voice, identifier))
        elif identifier in stack or len(stack) > _DEPTH:
            path = " → ".join([*stack, identifier])
            self.complain(Code.CLAUSE_CYCLE, file, placeholder, f"this clause contains itself: {path}")
            return None
        return wording

    def resolve(self, file: ClauseFile, placeholder: Placeholder, stack: tuple[str, ...]) -> str:
        """Give what stands in the place of a placeholder within a line."""
        original = file.source.text[placeholder.start : placeholder.end]
        if placeholder.clause is not None and self.is_page:
            message = f"on a page, show a clause with the {{clause}} directive: ```{{clause}} {placeholder.clause}"
            self.complain(Code.MALFORMED_PLACEHOLDER, file, placeholder, message)
            return original
        if placeholder.clause is not None:
            wording = self.asked_for(file, placeholder, stack)
            if wording is None:
                return original
            self.uses.append(wording)
            return self.one_paragraph(wording, stack)
        if placeholder.name is None:
            message = "a placeholder holds a name such as {{ community.name }}, and nothing else"
            self.complain(Code.MALFORMED_PLACEHOLDER, file, placeholder, message)
            return original
        values = self.voice.values
        if values is None:
            return original
        self.values.add(placeholder.name)
        value = values.get(placeholder.name)
        if value is None:
            message = (
                f"no value is called “{placeholder.name}”{did_you_mean(placeholder.name, values.names())}; "
                "add it to community.toml, or write “TODO” there if you do not know it yet"
            )
            self.complain(Code.UNKNOWN_PLACEHOLDER, file, placeholder, message)
            return original
        if value.text is None:
            row = file.source.position(placeholder.start).row
            self.gaps.append(Gap(placeholder.name, file.source.path, row))
            if not value.missing:
                message = (
                    f"the community does not give “{placeholder.name}”; add it to community.toml, "
                    "or write “TODO” there if you do not know it yet"
                )
                self.complain(Code.UNKNOWN_PLACEHOLDER, file, placeholder, message)
            in_link = placeholder.place is not Place.TEXT
            return MISSING_LINK + placeholder.name if in_link else f"{{coc:not-filled-in}}`{placeholder.name}`"
        if placeholder.place is not Place.TEXT:
            if placeholder.place is Place.LINK_PART:
                return as_link_part(value.text)
            target = values.link(placeholder.name)
            if target is None:
                message = f"“{placeholder.name}” stands where a link leads, and is not a link; use one of [links]"
                self.complain(Code.UNSAFE_LINK_VALUE, file, placeholder, message)
                return original
            return as_link(ROOT_RELATIVE_LINK + target if target.startswith("/") else target)
        return as_text(value.text)

    def complain(self, code: Code, file: ClauseFile, placeholder: Placeholder, message: str) -> None:
        self.found.append(diagnose(code, message, file.source, placeholder.start, placeholder.end))


def _no_clause(voice: Voice, identifier: str) -> str:
    return f"there is no clause “{identifier}”{voice.suggest(identifier)}"


def _lines(pieces: Iterable[tuple[str, str, int]]) -> Iterator[Line]:
    """Join pieces into lines; a line comes from where its first visible piece does."""
    text, path, row, visible = "", "", 1, False
    started = False
    for piece, piece_path, piece_row in pieces:
        if not started or (piece.strip() and not visible):
            path, row = piece_path, piece_row
        started = True
        visible = visible or bool(piece.strip())
        text += piece
        if piece.endswith("\n"):
            yield Line(text[:-1], path, row)
            text, started, visible = "", False, False
    if started:
        yield Line(text, path, row)


def _line_end(text: str, offset: int) -> int:
    match = LINE_END.search(text, offset)
    return match.start() if match else len(text)


def _after_newline(text: str, line_end: int) -> int:
    return line_end + (2 if text.startswith("\r\n", line_end) else 1) if line_end < len(text) else line_end


def _continuation(prefix: str) -> str:
    """Give what stands before the next lines of a block: quote signs stay, bullets become blanks."""
    return _BULLET.sub(" ", prefix) if _BLOCK_PREFIX.fullmatch(prefix) else ""


def _continues(text: str, offset: int, indent: str) -> bool:
    rest = text[offset:].lstrip("\r\n")
    return bool(indent) and rest.startswith(indent)


def _dedent(line: str, prefix: str, column: int) -> str:
    if prefix.strip():
        return line.removeprefix(prefix) if line.startswith(prefix) else line.removeprefix(prefix.rstrip())
    expanded = line.expandtabs(4) if line[:column].find("\t") >= 0 else line
    indent = len(expanded) - len(expanded.lstrip(" "))
    return expanded[min(indent, column) :]
