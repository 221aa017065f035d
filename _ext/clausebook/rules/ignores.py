"""CB7: comments by which a file says what is not to be told of it.

In Markdown, ``<!-- clausebook: ignore CB601 -->`` at the end of a line speaks of that line, on a line of its own of
the next one that is not blank, and ``<!-- clausebook: ignore-file CB601 -->`` anywhere of the whole file.  In TOML,
``# clausebook: ignore CB405`` does the same.  What stands in code is no comment.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from clausebook.diagnostics import Applicability, Code, Diagnostic, Edit, Fix, Severity, diagnose
from clausebook.rules.selection import UnknownCodeError, find_code
from clausebook.rules.signs import IGNORES
from clausebook.text.blocks import offsets_in_code
from clausebook.text.nearest import nearest
from clausebook.text.source import LINE_END, SourceText

_LINE, _FILE = "ignore", "ignore-file"

# What other tools call it.
_OTHER_WORDS = {"noqa": _LINE, "disable": _LINE, "off": _LINE, "skip": _LINE, "disable-file": _FILE, "skip-file": _FILE}

_COMMENT = re.compile(rf"<!--[ \t]{{0,80}}{IGNORES}(?P<words>(?:(?!-->|<!--)[^\r\n])*+)-->")

# A number sign in a string begins no comment.
_TOML = re.compile(
    r'"""(?:\\[\s\S]|(?!""")[\s\S])*+(?:"{3,5}|\Z)'
    r"|'''(?:(?!''')[\s\S])*+(?:'{3,5}|\Z)"
    r'|"(?:\\.|[^"\\\r\n])*+"?'
    r"|'[^'\r\n]*+'?"
    rf"|#(?:[ \t]{{0,80}}{IGNORES}(?P<words>[^\r\n]*+)|[^\r\n]*+)"
)
_WORD = re.compile(r"[^\s,]+")
_ITEM = re.compile(r"[ \t]*(?:[*+-]|\d{1,9}[.)])[ \t]|[ \t]{2}|\t")

_REST = re.compile(r"[ \t]*+(?=[\r\n]|\Z)")
_MOST_INDENT = 200

TOML_ENDING = ".toml"


@dataclass(frozen=True)
class _Ignore:
    """One comment: the row that it speaks of (0 for all, None for none), and its codes."""

    start: int
    end: int
    row: int | None
    scope: str
    codes: list[Code]
    damaged: bool


class Ignores:
    """What a file says is not to be told of it, and which of that was of use."""

    def __init__(self, source: SourceText) -> None:
        self.source = source
        self.is_toml = source.path.lower().endswith(TOML_ENDING)
        self._ignores: list[_Ignore] = []
        self._complaints: list[Diagnostic] = []
        if IGNORES in source.text:
            self._read()
        self._ignored = {(ignore.row, code) for ignore in self._ignores for code in ignore.codes}
        self._used: set[tuple[int | None, Code]] = set()

    def __bool__(self) -> bool:
        return bool(self._ignores or self._complaints)

    def told(self, findings: Iterable[Diagnostic]) -> list[Diagnostic]:
        """Give the findings that are not ignored, and remember which comments were of use."""
        return [finding for finding in findings if not self._is_ignored(finding)]

    def complaints(self, checked: frozenset[Code]) -> list[Diagnostic]:
        """Give what is wrong with the comments themselves, once all findings were asked for.

        Only of ``checked`` codes is it known that there was nothing to ignore.
        """
        found = self.told([*self._complaints, *self._unused(checked - {Code.UNKNOWN_IGNORE, Code.UNUSED_IGNORE})])
        return sorted(found, key=lambda finding: finding.sort_key)

    def _is_ignored(self, finding: Diagnostic) -> bool:
        covering = {(0, finding.code), (finding.start.row, finding.code)} & self._ignored
        self._used |= covering
        return bool(covering)

    def _read(self) -> None:
        text = self.source.text
        if self.is_toml:
            found = [match for match in _TOML.finditer(text) if match["words"] is not None]
        else:
            found = list(_COMMENT.finditer(text))
            code = offsets_in_code(text, (match.start() for match in found))
            found = [match for match in found if match.start() not in code]
        alone = {self.source.row(m.start()) for m in found if self._is_alone(m.start(), m.end())}
        below = self._lines_below(alone)
        for match in found:
            self._read_one(match, below)

    def _read_one(self, match: re.Match[str], below: dict[int, int | None]) -> None:
        words = list(_WORD.finditer(match["words"]))
        begin = match.start("words")
        scope = words[0][0].rstrip(":").lower() if words else ""
        if scope not in (_LINE, _FILE):
            meant = nearest(scope, (_LINE, _FILE)) or _OTHER_WORDS.get(scope)
            if meant or not words:
                start, end = (begin + words[0].start(), begin + words[0].end()) if words else match.span()
                what = f"“{scope}” is not understood here" if words else "this comment says nothing"
                fix = Fix(f"Write {meant}", (Edit(start, end, meant),), Applicability.UNSAFE) if meant else None
                self._complain(f"{what}: write {self._example(meant or _LINE)}", start, end, fix)
            return
        codes: list[Code] = []
        damaged = False
        for word in words[1:]:
            try:
                codes.append(find_code(word[0]))
            except UnknownCodeError as error:
                damaged = True
                self._complain(f"{error}", begin + word.start(), begin + word.end())
        if not words[1:]:
            self._complain(f"this comment does not say what to ignore: write {self._example(scope)}", *match.span())
        own = self.source.row(match.start())
        row = 0 if scope == _FILE else below.get(own, own)
        self._ignores.append(_Ignore(match.start(), match.end(), row, scope, codes, damaged))

    def _example(self, scope: str) -> str:
        words = f"{IGNORES} {scope} CB601"
        return f"# {words}" if self.is_toml else f"<!-- {words} -->"

    def _complain(self, message: str, start: int, end: int, fix: Fix | None = None) -> None:
        self._complaints.append(diagnose(Code.UNKNOWN_IGNORE, message, self.source, start, end, fix=fix))

    def _is_alone(self, start: int, end: int) -> bool:
        text = self.source.text
        line_start = self.source.line_starts[self.source.row(start) - 1]
        # One endless line is not looked at from its beginning for each comment in it.
        before = start - line_start <= _MOST_INDENT and not text[line_start:start].strip(" \t>")
        return before and _REST.match(text, end) is not None

    def _lines_below(self, alone: set[int]) -> dict[int, int | None]:
        """Give for each comment that stands alone the line that it speaks of: the next one with something on it."""
        below: dict[int, int | None] = {}
        following: int | None = None
        for row in range(len(self.source.line_starts) if alone else 0, 0, -1):
            if row in alone:
                below[row] = following
            elif self.source.line(row).strip(" \t>"):
                following = row
        return below

    def _unused(self, checked: Collection[Code]) -> Iterator[Diagnostic]:
        for ignore in self._ignores:
            idle = [code for code in ignore.codes if code in checked and (ignore.row, code) not in self._used]
            if not idle:
                continue
            codes = ", ".join(dict.fromkeys(map(str, idle)))
            where = {0: "in this file", None: "below this line"}.get(ignore.row, f"in line {ignore.row}")
            message = f"There is nothing of {codes} {where} that could be ignored. Remove it from this comment."
            fix = self._without(ignore, idle)
            yield diagnose(
                Code.UNUSED_IGNORE, message, self.source, ignore.start, ignore.end, severity=Severity.WARNING, fix=fix
            )

    def _without(self, ignore: _Ignore, idle: Sequence[Code]) -> Fix | None:
        """Take codes out of a comment, or the whole comment away if nothing is left of it."""
        if ignore.damaged:
            return None
        text = self.source.text
        kept = [code for code in ignore.codes if code not in idle]
        if kept:
            words = f"{IGNORES} {ignore.scope} {', '.join(map(str, kept))}"
            new = f"# {words}" if self.is_toml else f"<!-- {words} -->"
            return Fix(f"Write it as {new}", (Edit(ignore.start, ignore.end, new),))
        if not self._is_alone(ignore.start, ignore.end):
            start = len(text[: ignore.start].rstrip(" \t"))
            return Fix("Remove the comment", (Edit(start, ignore.end, ""),))
        row = self.source.row(ignore.start)
        start = self.source.line_starts[row - 1]
        line_end = LINE_END.search(text, ignore.end)
        end = line_end.end() if line_end else len(text)
        around = self.source.line(row - 1), self.source.line(row + 1)
        # A comment between two lists or paragraphs keeps them apart.
        parts = not self.is_toml and (all(line.strip() for line in around) or any(map(_ITEM.match, around)))
        applicability = Applicability.UNSAFE if parts else Applicability.SAFE
        return Fix("Remove the comment", (Edit(start, end, ""),), applicability)
