"""Clauses, comments and brackets in forms that are plain: which of them need no closer look, by a file's bytes alone.

What is not plain is only doubted: the signs module looks closer.
"""

from __future__ import annotations

import re
from functools import cache

TYPE_CHECKING = False  # A sound file is checked in less time than the import of typing takes.
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Compile = Callable[[bytes], re.Pattern[bytes]]

# What may be wrong: with the markers, with what their boundaries cut, and with everything else.
MARKERS, SPLITS, TEXT = 1, 2, 4
ALL = MARKERS | SPLITS | TEXT

_OPEN, _TAB, _TICK = b"<\t`"
_NO_LETTERS = bytes(byte for byte in range(256) if not 97 <= byte <= 122)
_NAME = rb"[A-Za-z0-9_-]++"
# Blanks outside of ASCII: a text of nothing else is empty.
_WIDE_BLANK = rb"(?:\xc2[\x85\xa0]|\xe1\x9a\x80|\xe2(?:\x80[\x80-\x8a\xa8\xa9\xaf]|\x81\x9f)|\xe3\x80\x80)"
# In all patterns, \n stands for the file's own line end.
# A bracket of no marker and no comment, on whose line none follows closely.
_TAG = rb"(?<=[^\n\t ] <)(?:br ?/?|https?://[A-Za-z0-9./_#-]*[A-Za-z0-9/])>(?![^<\n]{0,8}clause:)"
# A clause at the margin, between blank lines and with no list behind it.  The groups: its name, how it begins if that
# may go on with something, and what else it holds.
_CLAUSE = (
    rb"(?:(?<=\n\n<!-- clause:)|(?<![\s\S]<!-- clause:))(" + _NAME + rb") -->\n"
    rb"\n*+(?:([-+*0-9 \t:~])|(?!" + _WIDE_BLANK + rb")(?=[^\n<]))([^<]*+(?:<" + _TAG + rb"[^<]*+)*+)(?<=\n)"
    rb"<!-- endclause:\1 -->(?=\n\n++(?![-+*0-9 \t:~])|\n?+\Z)"
)
# A clause within a line that shares no delimiter with the rest of it; its name is the fourth group.
_INLINE = (
    rb"(?<=[^\n\t ] <!-- clause:)(" + _NAME + rb") -->(?![>-])(?!.{0,8}(?<!<!-- )(?<!<!-- end)clause:)"
    rb"(?:[^\n<>*_\[\]~|`\\{}]++|\{\{[^{}<>|`\n]*\}\}|\*\*[^*_\[\]<>~|`\\{}\n]+\*\*|`[^`|<>\n]*`"
    rb"|<" + _TAG + rb"|\[[^*_\[\]<>~|`\\{}\n]*\]\([^()<>\s*|`]*\))++"
    rb"<!-- endclause:\4 -->(?![>-])(?!.{0,8}(?<!<!-- )(?<!<!-- end)clause:)"
)
# An ordinary comment of another tool on a line of its own; the group is what it says.
_COMMENT = rb"(?:(?<=\n<!-- )|(?<![\s\S]<!-- ))(?!.{0,4}clause:)([a-z][A-Za-z0-9 ,._:/-]{0,100}) -->(?=\n|\Z)"
# All of these in one pass, by which a text without any other bracket is split.
_BRACKETED = rb"<(?:!-- (?:clause:(?:" + _CLAUSE + rb"|" + _INLINE + rb")|" + _COMMENT + rb")|" + _TAG + rb")"
_PARTS = 6
# How a line begins that a list may go on from, bullets first, if it is not with a blank outside of ASCII.
_MAY_GO_ON = b"-+*0123456789 \t[:~"
_BULLETS, _LIST = b"-+*", b"-+*0123456789"

_CLOSING = rb">(?<=[-\x90-\x94]>)"

# A whole fence at the margin, or a sign of another one; and code within a line.  Neither holds a marker.
_FENCE = rb"```(?<=\n```)[A-Za-z0-9_+-]*\n[^`<]*+(?<=\n)```(?=\n|\Z)"
_CODE = rb"`(?<!``)[^`\n<|]++`(?!`)"


@cache
def pattern_for_unix(source: bytes) -> re.Pattern[bytes]:
    """Compile a pattern when a file needs it."""
    return re.compile(source)


@cache
def pattern_for_windows(source: bytes) -> re.Pattern[bytes]:
    """Do the same for files with CRLF."""
    return re.compile(re.sub(rb"(\\n)([?*+]\+)", rb"(?:\1)\2", source).replace(rb"\n", rb"\r\n"))


def of_clauses(data: bytes, rest: bytes, rare: bytes, pattern: Compile) -> int:
    """Look at what stands between pointed brackets, and at what the boundaries of the clauses may cut."""
    # What stands before, name, beginning, content, name of one within a line, comment, what stands before the next, …
    parts = pattern(_BRACKETED).split(data)
    opening, closing = rest.count(b"<"), rest.count(b">")
    names = [*filter(None, parts[1::_PARTS])]
    inline: list[bytes | None] = []
    if not opening == closing == 2 * len(names):
        inline = [*filter(None, parts[4::_PARTS])]
        comments = [*filter(None, parts[5::_PARTS])]
        names += inline
        known = 2 * len(names) + len(comments)
        if any(map(_may_be_marker, comments)) or (opening != known and _OPEN in b"".join(parts[::_PARTS])):
            return ALL
        if closing != opening and (rest.find(b">>>>>>>") >= 0 or len(pattern(_CLOSING).findall(data)) != known):
            return ALL
    if not names:
        return 0
    if len({*names}) < len(names):
        return ALL
    doubt = 0
    beginnings = parts[2::_PARTS]
    if rest.find(b":::") >= 0 or (any(beginnings) and _may_go_on(beginnings, parts)):
        doubt = SPLITS
    if (
        rare.find(b"~~~") >= 0
        or (inline and _may_be_inline_code(parts, rare, pattern))
        or (rare.find(b"```") >= 0 and _may_be_open(data, pattern(_FENCE)))
        or (data.startswith(b"---") and _may_be_front_matter(data))
    ):
        doubt |= MARKERS
    return doubt


@cache
def _may_be_marker(content: bytes) -> bool:
    # Two letters of “clause” stand together in all that is taken for it.
    letters = content.lower().translate(None, _NO_LETTERS)
    if not any(letters.find(pair) >= 0 for pair in (b"cl", b"la", b"au", b"us", b"se")):
        return False
    from clausebook.clauses.ordinary import may_be_marker

    return may_be_marker(f" {content.decode()} ")


def _may_go_on(beginnings: Sequence[bytes | None], parts: Sequence[bytes | None]) -> bool:
    """Tell whether a list may run on over the beginning of a clause."""
    for number, begin in enumerate(beginnings):
        if begin is None:
            continue
        if begin not in _LIST:
            return True
        at = number * _PARTS
        above = (parts[at] or b"").rstrip()
        if at and not above:
            content = parts[at - 3]
            if content is not None:
                # Bullets below bullets of another clause are two lists.
                if begin not in _BULLETS and _is_one_list(
                    (parts[at - 4] or b"") + content, begin + (parts[at + 3] or b"")
                ):
                    return True
                continue
            if parts[at - 1] is not None:
                continue  # It stands below a comment, which ends any list.
        # The line above may hold tags and clauses, at each of which the text is split.
        while at and b"\n" not in above:
            at -= _PARTS
            above = parts[at] or b""
        if above and _is_of_list(above, above.rfind(b"\n") + 1, _MAY_GO_ON):
            return True
    return False


def _is_of_list(text: bytes, line: int, beginnings: bytes) -> bool:
    """Tell whether the line at an offset may belong to a list."""
    return text[line] in beginnings or (
        text[line] > 127 and pattern_for_unix(_WIDE_BLANK).match(text, line) is not None
    )


def _is_one_list(above: bytes, below: bytes) -> bool:
    """Tell whether numbers may go on from the end of one clause to the beginning of the next.

    They do not from a list of several items to one that begins with 1 and has several items too.
    """
    above = above.rstrip()
    last = above.rfind(b"\n") + 1
    if not _is_of_list(above, last, _MAY_GO_ON[3:]):
        return False
    before = above.rfind(b"\n", 0, len(above[:last].rstrip())) + 1
    following = below.find(b"\n") + 1
    begins_anew = below.startswith((b"1.", b"1)")) and below[following : following + 1].isdigit()
    return not (begins_anew and last and above[last : last + 1].isdigit() and above[before : before + 1].isdigit())


def _may_be_front_matter(data: bytes) -> bool:
    """Tell whether a marker may stand in front matter."""
    first = data.find(b"\n") + 1
    end = data.find(b"\n---", first) + 1
    closed = data[:first].rstrip() == b"---" == data[end : data.find(b"\n", end) + 1].rstrip()
    return not closed or b"<" in data[:end] or b"`" in data[:end]


def _may_be_open(data: bytes, fence: re.Pattern[bytes]) -> bool:
    """Tell whether a fence may be open at a marker: all of them have to be whole."""
    at = data.find(b"`")
    while at >= 0:
        if data.startswith(b"```", at):
            whole = fence.match(data, at)
            if whole is None:
                return True
            at = whole.end()
        at = data.find(b"`", at + 1)
    return False


def _may_be_inline_code(parts: Sequence[bytes | None], rare: bytes, pattern: Compile) -> bool:
    """Tell whether a marker within a line may stand in code."""
    if _TAB in rare:
        return True
    # Code does not run on over a clause at the margin.
    outside = b"<".join([part or b"" for part in parts[::_PARTS]])
    if outside.find(b"    ") >= 0:
        return True
    if _TICK in outside:
        if outside.find(b"```") >= 0:
            outside = pattern(_FENCE).sub(b"", outside)
        outside = pattern(_CODE).sub(b"", outside)
    return _TICK in outside
