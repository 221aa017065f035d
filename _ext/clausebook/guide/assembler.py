"""Write one assembled text: each clause in its place, in the community's wording, with its values, between marks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from clausebook.clauses import ranges
from clausebook.clauses.document import Clause
from clausebook.clauses.library import ClauseFile
from clausebook.clauses.placeholders import Place, Placeholder, within
from clausebook.clauses.references import prefix_of, read_references
from clausebook.diagnostics import Code, diagnose
from clausebook.guide.assembled import Assembly, Mark
from clausebook.guide.carrying import Labels, Taken
from clausebook.guide.filling import Filler
from clausebook.guide.lines import Line, Lines, changed
from clausebook.guide.omission import settle_omissions
from clausebook.guide.wording import Voice, Wording, staff_only
from clausebook.text import layout
from clausebook.text.markdown import is_one_paragraph

# Clauses that contain clauses that contain clauses: more than this is a mistake, not a design.
_DEEPEST = 20
_MOST_INCLUDED = 2000


class Assembler:
    """One assembled text while it is being written; ``result`` gives it."""

    def __init__(
        self, voice: Voice, *, is_page: bool = False, labels: Labels | None = None, filler: Filler | None = None
    ) -> None:
        """Begin a text in a voice, with its values or what ``filler`` gives.

        ``labels`` tell the definitions of its files apart.
        """
        self.voice = voice
        self.labels = labels
        self.taken = Taken(voice)
        self.is_page = is_page
        self.lines = Lines()
        self.filler = filler or Filler(voice.values)
        self.marks: list[Mark] = []
        self.uses: list[Wording] = []
        self.missing: list[str] = []
        self.included = 0

    def result(self) -> Assembly:
        """Give the finished text, and what was noted of it."""
        self.lines.end()
        lines = settle_omissions(self.lines.finished)
        if not self.is_page and lines and lines[0].text.startswith("---"):
            # At the very beginning, MyST would take a line of dashes for front matter, and all up to the next.
            lines.insert(0, replace(lines[0], text=""))
        return Assembly(
            tuple(lines),
            tuple(self.marks),
            tuple(self.uses),
            frozenset(self.filler.taken),
            tuple(self.filler.gaps),
            tuple(self.filler.found),
            tuple(self.missing),
        )

    def procedure(self, file: ClauseFile, omit: frozenset[str]) -> None:
        """Put a whole file."""
        text, done = file.source.text, file.front_matter.end
        for clause in file.document.clauses:
            start = clause.start.start
            if start < done:
                continue  # It is a part of the clause before it.
            line_start = ranges.line_start(file.source, start)
            prefix = text[line_start:start] if done <= line_start else None
            if prefix is not None and layout.is_block_prefix(prefix) and ranges.fills_lines(file.source, clause):
                self.span(file, done, line_start, ())
                done = self.place_block(file, clause, prefix, omitted=self.omits(file, clause, omit))
            else:
                self.span(file, done, start, ())
                done = self.place_words(file, clause, omitted=self.omits(file, clause, omit))
        self.span(file, done, len(text), ())

    def omits(self, file: ClauseFile, clause: Clause, omit: frozenset[str]) -> bool:
        """Tell whether a procedure goes without a clause: the page leaves it out, or it is for others than the page."""
        return clause.name in omit or self.voice.withholds(file.identifier(clause.name))

    def wording(self, file: ClauseFile, clause: Clause) -> Wording:
        """Give a procedure's clause in the community's wording."""
        wording = self.voice.wording(file.identifier(clause.name))
        if wording is not None and wording.own and wording.file is not file:
            return wording
        # Of two clauses with one name, each stays what it is.
        return Wording(file, clause, own=wording is not None and wording.own)

    def place_block(self, file: ClauseFile, clause: Clause, prefix: str, *, omitted: bool) -> int:
        """Put a clause that is a block, or several, in its place; gives the offset at which the file goes on."""
        source = file.source
        wording = self.wording(file, clause)
        if omitted:
            row = source.position(clause.start.start).row
            bullet = layout.has_bullet(prefix)
            self.lines.put(prefix if bullet else prefix.rstrip(" \t"), source.path, row, omits=bullet)
            self.lines.end()
        elif wording.clause is clause:
            self.verbatim(wording, prefix)
        else:
            self.block(wording, prefix, ())
        for addition in self.voice.additions(wording.identifier):
            # What is added to an item of a list is the next item.
            self.block(addition, prefix, ())
        end = ranges.block_end(source, clause)
        if end == ranges.line_start(source, end):
            return end
        if ranges.is_line_end(source.text, end):
            return ranges.next_line(source.text, end)
        self.lines.put(layout.continuation(prefix), source.path, source.position(end).row)
        return ranges.after_blanks(source.text, end)

    def place_words(self, file: ClauseFile, clause: Clause, *, omitted: bool) -> int:
        """Put a clause that is a part of a line in its place; gives the offset at which the file goes on."""
        source = file.source
        start, end = ranges.words(source, clause)
        row = source.position(clause.start.start).row
        wording = self.wording(file, clause)
        if omitted:
            self.lines.put("", source.path, row, omits=True)
        else:
            number, place = self.mark(wording, step=False)
            self.lines.put(f"{{coc:mark}}`{number}`", *place)
            if wording.clause is clause:
                self.span(file, start, end, (wording.identifier,))
            else:
                self.lines.put(self.one_paragraph(wording, ()), *place)
            self.lines.put(f"{{coc:mark}}`/{number}`", *place)
        for addition in self.voice.additions(wording.identifier):
            number, place = self.mark(addition, step=False)
            text = self.one_paragraph(addition, ())
            self.lines.put(f" {{coc:mark}}`{number}`{text}{{coc:mark}}`/{number}`", *place)
        return clause.end.end if clause.end else end

    def mark(self, wording: Wording, *, step: bool) -> tuple[int, tuple[str, int]]:
        """Note a clause that is shown; gives the number of its marks, and where it begins."""
        source = wording.file.source
        row = source.position(wording.clause.start.start).row
        self.uses.append(wording)
        formers = self.voice.formers(wording.identifier)
        self.marks.append(Mark(wording.identifier, wording.own, source.path, row, step, formers))
        return len(self.marks) - 1, (source.path, row)

    def verbatim(self, wording: Wording, prefix: str) -> None:
        """Put a clause where it stands in its own file: the lines stay as they are, between marks."""
        file, clause = wording.file, wording.clause
        source = file.source
        number, place = self.mark(wording, step=layout.is_step(prefix))
        self.add(f"{prefix}<!-- clausebook-mark:{number} -->", *place)
        following = layout.continuation(prefix)
        start, end, tail = ranges.body_lines(source, clause)
        if start > ranges.line_start(source, start):
            self.lines.put(following, *place)
        self.span(file, start, end, (wording.identifier,), is_rest=True)
        self.lines.end()
        if tail is not None and (
            layout.goes_on(f"{tail}x", prefix) or not layout.goes_on(self.lines.finished[-1].text, prefix)
        ):
            following = tail
        row = source.position(clause.end.start).row if clause.end else self.lines.finished[-1].row
        self.add(f"{following}<!-- clausebook-mark:/{number} -->", source.path, row)

    def block(self, wording: Wording, prefix: str, stack: tuple[str, ...], *, marked: bool = True) -> None:
        """Put a clause as a block of its own, or several, behind a prefix."""
        following = layout.continuation(prefix)
        number, place = 0, (wording.file.source.path, 1)
        if marked:
            number, place = self.mark(wording, step=layout.is_step(prefix))
            self.add(f"{prefix}<!-- clausebook-mark:{number} -->", *place)
            prefix = following
        else:
            self.uses.append(wording)
        for line in self.body(wording, stack, following):
            self.add(layout.indent(line.text, prefix), line.path, line.row)
            prefix, place = following, (line.path, line.row)
        if marked:
            self.add(f"{following}<!-- clausebook-mark:/{number} -->", *place)

    def carry(self) -> None:
        """Put the definitions at the end that the text uses and that stand elsewhere in its files."""
        carried, found = self.taken.missing()
        self.filler.found += found
        self.lines.end()
        for file, definition in carried:
            prefix = layout.continuation(prefix_of(file.source.text, definition))
            self.blank()
            outer, self.lines = self.lines, Lines()
            self.span(file, definition.start, definition.end, ())
            self.lines.end()
            lines, self.lines = self.lines.finished, outer
            for number, line in enumerate(lines):
                self.lines.add(replace(line, text=layout.dedent(line.text, prefix, "")) if number else line)

    def body(self, wording: Wording, stack: tuple[str, ...], new: str = "", *, in_line: bool = False) -> list[Line]:
        """Give a clause's lines without what its own file has before them, so that ``new`` can stand there.

        Definitions cannot stand ``in_line``; they are carried along.
        """
        file, clause = wording.file, wording.clause
        text, start = file.source.text, clause.start.start
        outer, self.lines = self.lines, Lines()
        first, last = clause.body
        for definition in read_references(text).definitions if in_line else ():
            if first <= definition.line_start and definition.end <= last:
                self.span(file, first, definition.line_start, (*stack, wording.identifier))
                first = definition.end
        self.span(file, first, last, (*stack, wording.identifier))
        self.lines.end()
        lines, self.lines = self.lines.finished, outer
        prefix = layout.continuation(layout.block_prefix(text, ranges.line_start(file.source, start), start))
        # The first line begins behind the marker.
        bare = [replace(line, text=line.text.lstrip(" \t")) for line in lines[:1]]
        bare += [replace(line, text=layout.dedent(line.text, prefix, new)) for line in lines[1:]]
        shown = [index for index, line in enumerate(bare) if line.text.strip(" \t")]
        return bare[shown[0] : shown[-1] + 1] if shown else []

    def one_paragraph(
        self, wording: Wording, stack: tuple[str, ...], asked: tuple[ClauseFile, Placeholder] | None = None
    ) -> str:
        """Give a clause as a part of a line, which must not be more than a paragraph; ``asked`` is what asks for it."""
        lines = [line.text for line in self.body(wording, stack, in_line=True)]
        if lines and not is_one_paragraph("\n".join(lines)):
            what = f"the clause “{wording.identifier}” is more than one paragraph, and is used in the middle of one; "
            if asked:
                how = f"put {{{{ clause:{wording.identifier} }}}} on a line of its own, with a blank line before it"
                self.filler.complain(Code.WORDING_DOES_NOT_FIT, *asked, what + how)
            else:
                start, source = wording.clause.start, wording.file.source
                message = f"{what}make it one paragraph"
                finding = diagnose(Code.WORDING_DOES_NOT_FIT, message, source, start.start, start.end)
                self.filler.found.append(finding)
        return " ".join(layout.without_break(line) for line in lines if line.strip(" \t"))

    def span(self, file: ClauseFile, start: int, end: int, stack: tuple[str, ...], *, is_rest: bool = False) -> None:
        """Put a part of a file, line by line, with its placeholders resolved; ``is_rest`` if it ends what it is in."""
        source = file.source
        self.filler.complain_of_slips(file, start, end)
        self.taken.add(file, start, end)
        while start < end:
            row = source.position(start).row
            stop = ranges.line_end(source.text, start, end)
            inside = within(file.placeholders, start, stop)
            ends_line = stop < end or is_rest or ranges.is_line_end(source.text, stop)
            if not (ends_line and self.included_block(file, inside, start, stop, stack)):
                edits = [(placeholder, self.resolve(file, placeholder, stack)) for placeholder in inside]
                # One that an editor broke in two is told, and stays.
                changes = [(placeholder.start, placeholder.end, new) for placeholder, new in edits]
                changes = [change for change in changes if change[1] <= stop]
                if self.labels:
                    renames = self.labels.renames(file, start, stop)
                    changes += [(rename.start, rename.end, rename.text) for rename in renames]
                self.lines.put(changed(source.text, start, stop, changes), source.path, row)
            if stop == end:
                break
            self.lines.end()
            start = ranges.next_line(source.text, stop)

    def included_block(
        self, file: ClauseFile, inside: Sequence[Placeholder], start: int, stop: int, stack: tuple[str, ...]
    ) -> bool:
        """Put the clause that a line asks for, if the line does nothing else."""
        if self.is_page or len(inside) != 1 or inside[0].clause is None:
            return False
        placeholder, text = inside[0], file.source.text
        prefix = self.lines.begun + text[start : placeholder.start]
        if not layout.is_block_prefix(prefix) or text[placeholder.end : stop].strip(" \t"):
            return False
        wording = self.asked_for(file, placeholder, stack)
        if wording is None:
            self.lines.put(text[start : placeholder.end], file.source.path, file.source.position(start).row)
        else:
            self.lines.restart()
            self.block(wording, prefix, stack, marked=False)
        return True

    def asked_for(self, file: ClauseFile, placeholder: Placeholder, stack: tuple[str, ...]) -> Wording | None:
        """Find the clause that a placeholder names; None, with a finding, if it cannot be put there."""
        name = placeholder.clause or ""
        identifier = self.voice.present(name if ":" in name else file.identifier(name))
        wording = self.voice.wording(identifier)
        if wording is None and self.voice.withholds(identifier):
            message = staff_only(f"the clause “{identifier}”")
            self.filler.complain(Code.STAFF_CLAUSE, file, placeholder, message)
        elif wording is None:
            self.missing.append(identifier)
            message = f"there is no clause “{identifier}”{self.voice.suggest(identifier)}"
            self.filler.complain(Code.UNKNOWN_CLAUSE, file, placeholder, message)
        elif identifier in stack:
            message = f"this clause contains itself: {' → '.join([*stack, identifier])}"
            self.filler.complain(Code.CLAUSE_CYCLE, file, placeholder, message)
            return None
        elif len(stack) > _DEEPEST or self.included >= _MOST_INCLUDED:
            message = f"clauses contain each other too often to show “{identifier}” here; write its text out"
            self.filler.complain(Code.CLAUSE_CYCLE, file, placeholder, message)
            return None
        self.included += 1
        return wording

    def resolve(self, file: ClauseFile, placeholder: Placeholder, stack: tuple[str, ...]) -> str:
        """Give what stands in the place of a placeholder within a line."""
        if placeholder.clause is None:
            return self.filler.fill(file, placeholder)
        original = file.source.text[placeholder.start : placeholder.end]
        if self.is_page:
            message = f"on a page, show a clause with the {{clause}} directive: ```{{clause}} {placeholder.clause}"
        elif placeholder.place is not Place.TEXT:
            message = f"a clause cannot stand in {placeholder.place.value}; write the link in the clause"
        else:
            wording = self.asked_for(file, placeholder, stack)
            if wording is None:
                return original
            self.uses.append(wording)
            return self.one_paragraph(wording, stack, (file, placeholder))
        self.filler.complain(Code.MALFORMED_PLACEHOLDER, file, placeholder, message)
        return original

    def add(self, text: str, path: str, row: int) -> None:
        """Put a whole line."""
        self.lines.put(text, path, row)
        self.lines.end()

    def blank(self) -> None:
        """Put a blank line, which belongs to the line before it."""
        if self.lines.finished:
            last = self.lines.finished[-1]
            self.add("", last.path, last.row)
