"""One glance at a file's bytes, which is enough to know that most files have nothing wrong with them.

It knows plain forms of clauses and of Markdown, and doubts whatever else it meets; what it doubts, the signs module
looks at.  A pass in C brings a file down to the few characters that matter, among which a sign is found at once.
"""

from __future__ import annotations

import re
from functools import cache

from clausebook.rules.plain import ALL, MARKERS, TEXT, of_clauses, pattern_for_unix, pattern_for_windows

TYPE_CHECKING = False  # A sound file is checked in less time than the import of typing takes.
if TYPE_CHECKING:
    from clausebook.rules.plain import Compile

# A longer file is left to functions that look at each character a fixed number of times, however many clauses it has.
_LONGEST = 1 << 16
_MARK = b"\xef\xbb\xbf"

# What means something stays, so that what stands side by side in the text still does, such as TODO.  All else is left
# out, which makes a text a tenth as long; the full stop keeps sentences apart.
_TELLING = b"<>&[]{}^`~=#:.BOTX%\\\r\t"
_DULL = bytes(byte for byte in range(32, 127) if byte not in _TELLING) + b"\n"
# A single byte is found in the quickest way by its number, and several by “find”: “in” tries them as a number first.
_AND, _OPEN, _CLOSE, _BRACKET, _BRACE, _END_BRACE, _EQUAL, _RETURN, _X, _PERCENT, _BACKSLASH = b"&<>]{}=\rX%\\"
# Of these, what most files have.
_COMMON = bytes([*b"<>#:.BOT", *range(128, 256)])
_ASCII = bytes(range(128))
_CONTROLS = bytes([*range(9), 11, 12, *range(14, 32), 127])
_NO_CONTROLS = bytes(byte for byte in range(256) if byte not in _CONTROLS)

_NO_ENTITY = rb"&(?![lL][tT]|amp;|#)"

# The number of an escaped bracket.
_ESCAPED = rb"3[cC](?<=[%=0x]..)"
_LINK = (
    rb"\](?<!\[\])(?:\((?:(?:https?://|\.{0,2}/)?[A-Za-z0-9][A-Za-z0-9./_#?=&,+~-]*|#[A-Za-z0-9_-]+|tel:\+?[0-9-]+"
    rb"|mailto:[A-Za-z0-9._+-]+@[A-Za-z0-9.-]+|\{\{ ?[A-Za-z_.]+ ?\}\})\))"
)
_PLACEHOLDER = rb"\{\{[^{}\n]*+\}\}"
_EMPTY_TARGET = rb"=(?:(?<=\)=)|(?<=[Hh][Rr][Ee][Ff]=))"
_LEFTOVER = rb"T(?=ODO|BA|BD)"
_LONE_RETURN = rb"\r(?!\n)"
_HEADING = rb"\n(#{1,6})(?=[ \t\n]|\Z)"

# What a person may have typed for a marker's bracket, and what is invisible or comes of wrong decoding.
_BRACKETS = frozenset("＜﹤‹〈⟨《«˂ᐸ≺❮❰＞﹥›〉⟩》»˃ᐳ≻❯❱")
_STRANGE = "\x80-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\U000e0000-\U000e007f‚√¬ΓЂ"
_SUSPECT = _STRANGE + "".join(_BRACKETS)
# A quotation mark that does not stand at a word.
_AT_WORD = rb"(?:[A-Za-z0-9]|\xc3[\x80-\x96\x98-\xb6\xb8-\xbf]|[\xd0\xd1][\x80-\xbf])"
_ASTRAY = (
    rb"\xc2(?:\xab(?!(?: |\xc2\xa0|\xe2\x80\xaf)?" + _AT_WORD + rb")"
    rb"|\xbb(?<![A-Za-z0-9.,;:?]\xc2\xbb)(?<!\xc3[\x80-\x96\x98-\xb6\xb8-\xbf]\xc2\xbb)(?<![\xd0\xd1][\x80-\xbf]\xc2\xbb)"
    rb"(?<![A-Za-z0-9.,;:?] \xc2\xbb)(?<![A-Za-z0-9.,;:?]\xc2\xa0\xc2\xbb)(?<![A-Za-z0-9.,;:?]\xe2\x80\xaf\xc2\xbb))"
)
_MOJIBAKE = rb"\xc3(?=[\x82-\xb4][\xc2\xc5\xc6\xcb\xe2])"


def shows_signs(data: bytes) -> bool:
    """Tell whether a rule may have something to say about a file's bytes; false means that none has."""
    doubt = doubts(data)
    if not doubt:
        return False
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return True
    from clausebook.clauses.soundness import foreign_runs
    from clausebook.rules.signs import may_be_wrong

    if text.isascii():
        return may_be_wrong(text, "", doubt)
    return may_be_wrong(text.removeprefix("\ufeff"), foreign_runs(data.removeprefix(_MARK)), doubt)


def doubts(data: bytes) -> int:
    """Tell what may be wrong with a file's bytes, as a sum of MARKERS, SPLITS and TEXT; 0 means that nothing is."""
    if len(data) > _LONGEST:
        return ALL
    rest = data.translate(None, _DULL)
    doubt = 0
    if not rest.isascii():
        if data.startswith(_MARK):
            data, rest = data[3:], rest[3:]
        try:
            data.decode()
        except UnicodeDecodeError:
            return ALL
        doubt = _of_foreign(data, rest)
    pattern = pattern_for_unix
    rare = rest.translate(None, _COMMON)
    if rare:
        if rare.translate(None, _NO_CONTROLS):
            return ALL
        if _RETURN in rare:
            if pattern(_LONE_RETURN).search(data):
                return ALL
            pattern = pattern_for_windows
        doubt |= _of_rare(data, rare, pattern)
    if _OPEN in rest or _CLOSE in rest:
        doubt |= of_clauses(data, rest, rare, pattern)
    if (
        _holds(data, b"L", b"Lorem ipsum")
        or ((rest.find(b"TB") >= 0 or rest.find(b"TO") >= 0) and pattern(_LEFTOVER).search(data))
        or (rest.find(b"###") >= 0 and _may_skip_a_level(data, rest, pattern))
    ):
        doubt |= TEXT
    return doubt


def _of_rare(data: bytes, rare: bytes, pattern: Compile) -> int:
    """Look at the characters that most files do not have."""
    doubt = 0
    if (_AND in rare and not _fits_all(data, b"&", pattern(_NO_ENTITY))) or (
        (_EQUAL in rare or _PERCENT in rare or _BACKSLASH in rare) and pattern(_ESCAPED).search(data)
    ):
        doubt = MARKERS
    if (
        (_BRACKET in rare and (rare.find(b"[^") >= 0 or not _fits_all(data, b"]", pattern(_LINK))))
        or ((_BRACE in rare or _END_BRACE in rare) and not _are_whole(rare, len(pattern(_PLACEHOLDER).findall(data))))
        or (_EQUAL in rare and pattern(_EMPTY_TARGET).search(data))
        or (_X in rare and (rare.find(b"XXX") >= 0 or data.find(b"FIXME") >= 0))
    ):
        doubt |= TEXT
    return doubt


def _holds(data: bytes, first: bytes, word: bytes) -> bool:
    """Tell whether a text holds a word, by the first letter of it: one byte is found far more quickly than several."""
    at = data.find(first)
    while at >= 0:
        if data.startswith(word, at):
            return True
        at = data.find(first, at + 1)
    return False


def _fits_all(data: bytes, sign: bytes, pattern: re.Pattern[bytes]) -> bool:
    """Tell whether a pattern fits wherever a text holds a sign."""
    at = data.find(sign)
    while at >= 0:
        if pattern.match(data, at) is None:
            return False
        at = data.find(sign, at + 1)
    return True


@cache
def _one_of(characters: str) -> re.Pattern[str]:
    return re.compile(f"[{characters}]")


def _of_foreign(data: bytes, rest: bytes) -> int:
    """Look at the characters outside of ASCII."""
    foreign = rest.translate(None, _ASCII)
    text = foreign.decode()
    doubt = 0
    suspects = _one_of(_SUSPECT).findall(text)
    if suspects:
        brackets = _BRACKETS.intersection(suspects)
        if brackets and (
            not brackets <= {"«", "»"}
            or (_AND in rest and data.count(b"&") != data.count(b"& "))
            or rest.count(b">") != rest.count(b"<")
            or pattern_for_unix(_ASTRAY).search(data)
        ):
            doubt = MARKERS
        if not _BRACKETS.issuperset(suspects):
            doubt |= TEXT
    if foreign.find(b"\xd0\xa0\xc2") >= 0 or (
        0xC3 in foreign and pattern_for_unix(_MOJIBAKE).search(foreign) and pattern_for_unix(_MOJIBAKE).search(data)
    ):
        doubt |= TEXT
    return doubt


def _are_whole(rest: bytes, count: int) -> bool:
    """Tell whether all braces of a text are those of so many placeholders."""
    return rest.count(b"{") == rest.count(b"}") == 2 * count


def _may_skip_a_level(data: bytes, rest: bytes, pattern: Compile) -> bool:
    """Tell whether a heading may be more than one level deeper than the one before it."""
    if b"####" in rest or b"=" in rest or b"```" in rest or b"~~~" in rest or b" #" in data:
        return True
    levels = pattern(_HEADING).findall(b"\r\n" + data)
    return b" # ### " in b" %b " % b" ".join(levels)
