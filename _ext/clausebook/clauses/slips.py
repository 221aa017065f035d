"""Placeholders that lost a brace, such as ``{{ words.staff }``: nothing takes them for one, and readers see them."""

from __future__ import annotations

import re

from clausebook.clauses.targets import is_escaped
from clausebook.text.blocks import inside, offsets_in_code

TYPE_CHECKING = False  # A sound file is checked in less time than the import of typing takes.
if TYPE_CHECKING:
    from collections.abc import Iterator

# Nothing is looked at twice: each try begins at the first of its braces and ends before the next ones.
BRACES = re.compile(r"(?<!\{)\{{2,}+[^{}]*+\}{2,}+")
COMMENT = re.compile(r"<!--(?:(?!<!--|-->)[\s\S])*+-->")
VALUE_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*(?:\.[A-Za-z][A-Za-z0-9_]*)+")
CLAUSE_NAME = re.compile(r"clause:((?:[A-Za-z0-9_-]+:)?[A-Za-z0-9_-]+)")

_NAMED = re.compile(
    r"(?<![\w.:-])(?:(?:community|words|links|emergency)\.[A-Za-z][A-Za-z0-9_]*+"
    r"|clause:[A-Za-z0-9_-]++(?::[A-Za-z0-9_-]++)?+)"
)
_SOUND = re.compile(r"\{\{[^{}\r\n]*+\}\}")
_TWO = re.compile(r"\}[ \t)\]]*+\}")
# Bounded, because each brace of a long run is a beginning.
_SIGN = re.compile(r"\{[ \t{(\[]{0,24}+(?:community\.|words\.|links\.|emergency\.|clause:)")
_FENCE = re.compile(r"(?:`{3}|~{3}|:{3})[ \t]*\Z")
_OPENING = re.compile(r"(?:[{(\[][ \t]?){1,4}[ \t]{0,8}\Z")
_CLOSING = re.compile(r"[ \t]{0,8}(?:[ \t]?[})\]]){1,4}")
_REACH = 24
# A brace behind these belongs to a formula, a template or a program: \frac{words.x}, ${links.home}.
_OF_SOMETHING_ELSE = frozenset("\\^_$}#@%")
_LINE = 300


class Slip:
    """A placeholder whose braces are wrong, from ``start`` to ``end`` (offsets, half open).

    ``name`` is what it asks for; ``certain`` says that these characters were meant as the placeholder, and no others.
    """

    __slots__ = ("certain", "end", "name", "start")

    def __init__(self, start: int, end: int, name: str, certain: bool) -> None:
        self.start = start
        self.end = end
        self.name = name
        self.certain = certain

    @property
    def correct(self) -> str:
        """How it is written."""
        return f"{{{{ {self.name} }}}}"

    def describe(self, text: str) -> str:
        """Say what is wrong with it, and what to do."""
        return (
            f"“{text[self.start : self.end]}” lacks a brace, so readers would see it as it stands: "
            f"write {self.correct}, with two braces on each side"
        )


def is_meant(match: re.Match[str]) -> bool:
    """Tell whether braces are a placeholder, or nearly one, and not ordinary text over several lines."""
    content = match[0][2:-2]
    if "\n" not in content and "\r" not in content:
        return True
    # An editor may have wrapped the line here.
    name = content.strip()
    return bool(VALUE_NAME.fullmatch(name) or CLAUSE_NAME.fullmatch(name))


def may_have_slips(text: str) -> bool:
    """Tell by cheap signs whether a placeholder of a text may have lost a brace."""
    if "{" not in text and "}" not in text:
        return False
    # No call of Python for each placeholder: most texts have nothing else in braces.
    rest = _SOUND.sub(" ", text)
    if ("}" not in rest or _TWO.search(rest) is None) and ("{" not in rest or _SIGN.search(rest) is None):
        return False
    return next(_slips(text, _without_placeholders(text)), None) is not None


def find_slips(text: str) -> tuple[Slip, ...]:
    """Find the placeholders that lost a brace, in order; what stands in code or in a comment is left alone."""
    if "{" not in text and "}" not in text:
        return ()
    found = list(_slips(text, _without_placeholders(text)))
    if not found:
        return ()
    code = offsets_in_code(text, (slip.start for slip in found), directives=False)
    comments = [match.span() for match in COMMENT.finditer(text)]
    return tuple(slip for slip in found if slip.start not in code and not inside(comments, slip.start))


def _without_placeholders(text: str) -> str:
    """Put blanks in the place of what has its braces."""
    return BRACES.sub(lambda match: " " * len(match[0]) if is_meant(match) else match[0], text)


def _slips(text: str, rest: str) -> Iterator[Slip]:
    for match in _NAMED.finditer(rest):
        start, end = match.span()
        opening = _OPENING.search(rest, max(0, start - _REACH), start)
        closing = _CLOSING.match(rest, end, end + _REACH)
        first = rest.find("{", opening.start(), start) if opening else -1
        last = rest.rfind("}", end, closing.end()) if closing else -1
        opened = rest.count("{", opening.start(), start) if opening else 0
        closed = rest.count("}", end, closing.end()) if closing else 0
        if opened == 0 and closed < 2:
            continue
        first = start if first < 0 else first
        last = end if last < 0 else last + 1
        before = rest[first - 1 : first]
        if is_escaped(text, first) or (opened < 2 and (before in _OF_SOMETHING_ELSE or before.isalnum())):
            continue
        if opened == 1 and rest.startswith("`", last):
            continue  # It is a role: {words.x}`…`.
        if _FENCE.search(rest, max(0, first - _REACH), first):
            continue  # It is a directive, or nearly one: ```{clause:lab:b}.
        certain = opened > 0 and closed > 0
        if certain:
            first, last, certain = _bounds(rest, first, last, opening, closing)
        yield Slip(first, last, match[0], certain)


def _bounds(
    rest: str, first: int, last: int, opening: re.Match[str] | None, closing: re.Match[str] | None
) -> tuple[int, int, bool]:
    """Say which parentheses beside the braces were typed for a brace; the last value says whether that is certain."""
    if opening and opening.start() < first and rest.count("{", first, opening.end()) < 2 and not _closes(rest, last):
        first -= 1
    if closing and last < closing.end() and rest.count("}", closing.start(), last) < 2 and not _opens(rest, first):
        last += 1
    inner_open = sum(map(rest[first : opening.end() if opening else first].count, "(["))
    inner_close = sum(map(rest[closing.start() if closing else last : last].count, ")]"))
    if inner_open == inner_close:
        return first, last, True
    return first, last, not _opens(rest, first) and not _closes(rest, last)


def _opens(rest: str, offset: int) -> bool:
    """Tell whether a parenthesis is open at an offset."""
    depth = 0
    for character in re.split(r"[\r\n]", rest[max(0, offset - _LINE) : offset])[-1]:
        # One that was never opened is somebody's smiley, or another slip.
        depth = max(0, depth + (character in "([") - (character in ")]"))
    return depth > 0


def _closes(rest: str, offset: int) -> bool:
    """Tell whether a parenthesis closes behind an offset that was opened before it."""
    depth = 0
    for character in re.split(r"[\r\n]", rest[offset : offset + _LINE])[0]:
        depth += (character in "([") - (character in ")]")
        if depth < 0:
            return True
    return False
