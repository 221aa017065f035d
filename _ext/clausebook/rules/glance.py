"""One glance at a file's bytes, which is enough to know that most files have nothing wrong with them.

It knows plain forms of clauses and of Markdown, and doubts whatever else it meets; what it doubts, the signs module
looks at.  A pass in C brings a file down to the few characters that matter, among which a sign is found at once.
"""

from __future__ import annotations

import re
from functools import cache

TYPE_CHECKING = False  # A sound file is checked in less time than the import of typing takes.
if TYPE_CHECKING:
    from collections.abc import Callable

    Compile = Callable[[bytes], re.Pattern[bytes]]

# What may be wrong: with the markers, with what their boundaries cut, and with everything else.
MARKERS, SPLITS, TEXT = 1, 2, 4
ALL = MARKERS | SPLITS | TEXT

# A longer file is left to functions that look at each character a fixed number of times, however many clauses it has.
_LONGEST = 1 << 16
_MARK = b"\xef\xbb\xbf"

# What means something stays, so that what stands side by side in the text still does: TODO, or “Lmm” in the place of
# “Lorem ipsum”.  All else is left out, which makes a text a tenth as long; the full stop keeps sentences apart.
_TELLING = b"<>!&[]{}^`~=#:)\\.ABDEFILMOTXm\r\t"
_DULL = bytes(byte for byte in range(32, 127) if byte not in _TELLING) + b"\n"
_ASCII = bytes(range(128))
_CONTROLS = bytes([*range(9), 11, 12, *range(14, 32), 127])
_NO_CONTROLS = bytes(byte for byte in range(256) if byte not in _CONTROLS)

_NAME = rb"[A-Za-z0-9_-]++"
# Blanks outside of ASCII: a text of nothing else is empty.
_WIDE_BLANK = rb"(?:\xc2[\x85\xa0]|\xe1\x9a\x80|\xe2(?:\x80[\x80-\x8a\xa8\xa9\xaf]|\x81\x9f)|\xe3\x80\x80)"
# In all patterns, \n stands for the file's own line end.
# A clause at the margin, between blank lines and with no list behind it.  The groups: its name, and how it begins if
# that may go on with something.
_CLAUSE = (
    rb"<!-- clause:(?:(?<=\n\n<!-- clause:)|(?<![\s\S]<!-- clause:))(" + _NAME + rb") -->\n"
    rb"\n*+(?:([-+*0-9 \t:~])|(?!" + _WIDE_BLANK + rb")[^\n<])[^<]*+(?:<(?!!)[^<]*+)*+"
    rb"(?<=\n)<!-- endclause:\1 -->(?=\n\n++(?![-+*0-9 \t:~])|\n?+\Z)"
)
# A clause within a line that shares no delimiter with the rest of it; the group is its name.
_INLINE = (
    rb"<!-- clause:(?<=[^\n\t ] <!-- clause:)(" + _NAME + rb") -->(?![>-])"
    rb"(?:[^\n<>*_\[\]~|`\\{}]|\{\{[^{}<>|`\n]*\}\}|\*\*[^*_\[\]<>~|`\\{}\n]+\*\*|`[^`|<>\n]*`"
    rb"|<(?:br|https?:[^<>\s|`]*)>|\[[^*_\[\]<>~|`\\{}\n]*\]\([^()<>\s*|`]*\))++<!-- endclause:\1 -->(?![>-])"
)
_LISTED = rb"<!-- clause:" + _NAME + rb" -->\n++(?=[-+*0-9])"
# How a line begins that a list may go on from, bullets first; blanks outside of ASCII may stand before one.
_MAY_GO_ON = bytes([*b"-+*0123456789 \t[:~", *range(128, 256)])

# An ordinary comment of another tool on a line of its own, and brackets that are not those of comments, nor of what
# has no end, nor before something like a marker.
_COMMENT = rb"<!(?:(?<=\n<!)|(?<![\s\S]<!))-- (?!.{0,4}clause:)([a-z][A-Za-z0-9 ,._:/-]{0,100}) -->(?=\n|\Z)"
_ODD_BRACKET = rb"<(?!!|(?<=[^\n\t ] <)(?:br ?/?|https?://[A-Za-z0-9./_#-]*[A-Za-z0-9/])>(?![^<\n]{0,8}clause:))"
_ANY_MARKER = rb"<!-- (?:end)?clause:" + _NAME + rb" -->"
_TORN = rb"<.{0,8}clause:"
_CLOSING = rb">(?<=[-\x90-\x94]>)"
_ENTITY = rb"&(?:[lL][tT]|amp;|#)"

# A whole fence at the margin, or a sign of another one; and code within a line.  Neither holds a marker.
_FENCE = rb"```(?:(?<=\n```)[A-Za-z0-9_+-]*\n[^`<]*+(?<=\n)```(?=\n|\Z)|(?<=(``)`))"
_CODE = rb"`(?<!``)[^`\n<|]++`(?!`)"

_ODD_LINK = (
    rb"\](?:(?<=\[\])|(?!\((?:(?:https?://|\.{0,2}/)?[A-Za-z0-9][A-Za-z0-9./_#?=&,+~-]*|#[A-Za-z0-9_-]+|tel:\+?[0-9-]+"
    rb"|mailto:[A-Za-z0-9._+-]+@[A-Za-z0-9.-]+|\{\{ ?[A-Za-z_.]+ ?\}\})\)))"
)
_PLACEHOLDER = rb"\{\{[^{}\n]*+\}\}"
_EMPTY_TARGET = rb"=(?<=[Hh][Rr][Ee][Ff]=)"
_LEFTOVER = rb"T(?=ODO|BA|BD)"
_HEADING = rb"\n(#{1,6})(?=[ \t\n]|\Z)"

# What a person may have typed for a marker's bracket, and what is invisible or comes of wrong decoding.
_BRACKETS = "＜﹤‹〈⟨《«˂ᐸ≺❮❰＞﹥›〉⟩》»˃ᐳ≻❯❱"
_STRANGE = "\x80-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\U000e0000-\U000e007f‚√¬ΓЂ"
_SUSPECT = _STRANGE + _BRACKETS
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
    if rest.translate(None, _NO_CONTROLS):
        return ALL
    doubt = 0
    if not rest.isascii():
        if data.startswith(_MARK):
            data, rest = data[3:], rest[3:]
        try:
            data.decode()
        except UnicodeDecodeError:
            return ALL
        doubt = _of_foreign(data, rest)
    pattern = _pattern
    if b"\r" in rest:
        if data.count(b"\r\n") != rest.count(b"\r"):
            return ALL
        pattern = _pattern_for_windows
    if b"<" in rest or b">" in rest:
        doubt |= _of_clauses(data, rest, pattern)
    if b"&" in rest and pattern(_ENTITY).search(data):
        doubt |= MARKERS
    if (
        (b"]" in rest and (b"[^" in rest or pattern(_ODD_LINK).search(data)))
        or ((b"{" in rest or b"}" in rest) and not _are_whole(rest, len(pattern(_PLACEHOLDER).findall(data))))
        or (b"=" in rest and (b")=" in rest or pattern(_EMPTY_TARGET).search(data)))
        or (b"X" in rest and (b"XXX" in rest or b"FIXME" in rest))
        or (b"Lmm" in rest and b"Lorem ipsum" in data)
        or ((b"TB" in rest or b"TODO" in rest) and pattern(_LEFTOVER).search(data))
        or (b"###" in rest and _may_skip_a_level(data, rest, pattern))
    ):
        doubt |= TEXT
    return doubt


@cache
def _pattern(source: bytes) -> re.Pattern[bytes]:
    """Compile a pattern when a file needs it."""
    return re.compile(source)


@cache
def _pattern_for_windows(source: bytes) -> re.Pattern[bytes]:
    """Do the same for files with CRLF."""
    return re.compile(re.sub(rb"(\\n)([?*+]\+)", rb"(?:\1)\2", source).replace(rb"\n", rb"\r\n"))


@cache
def _one_of(characters: str) -> re.Pattern[str]:
    return re.compile(f"[{characters}]")


def _of_foreign(data: bytes, rest: bytes) -> int:
    """Look at the characters outside of ASCII."""
    foreign = rest.translate(None, _ASCII)
    text = foreign.decode()
    doubt = 0
    if _one_of(_SUSPECT).search(text):
        brackets = {*_one_of(_BRACKETS).findall(text)}
        if brackets and (
            not brackets <= {"«", "»"}
            or (b"&" in rest and data.count(b"&") != data.count(b"& "))
            or rest.count(b">") != rest.count(b"<")
            or _pattern(_ASTRAY).search(data)
        ):
            doubt = MARKERS
        if _one_of(_STRANGE).search(text):
            doubt |= TEXT
    if b"\xd0\xa0\xc2" in foreign or (b"\xc3" in foreign and _pattern(_MOJIBAKE).search(data)):
        doubt |= TEXT
    return doubt


def _of_clauses(data: bytes, rest: bytes, pattern: Compile) -> int:
    """Look at what stands between pointed brackets, and at what the boundaries of the clauses may cut."""
    found = pattern(_CLAUSE).findall(data)
    heads = dict(found)
    if len(heads) < len(found):
        return ALL
    opening, closing = rest.count(b"<"), rest.count(b">")
    comments = 0
    inline: list[bytes] = []
    plain = opening == closing == 2 * len(heads)
    if not plain:
        left = rest.count(b"<!") - 2 * len(heads)
        if left:
            others = pattern(_COMMENT).findall(data)
            comments = len(others)
            if left > comments:
                inline = pattern(_INLINE).findall(data)
                heads |= dict.fromkeys(inline, b"")
            if left != comments + 2 * len(inline) or any(map(_may_be_marker, others)):
                return ALL
            if len(heads) < len(found) + len(inline):
                return ALL
        known = 2 * len(heads) + comments
        if opening != known:
            if pattern(_ODD_BRACKET).search(data):
                return ALL
            if inline and _pattern(_TORN).search(_pattern(_ANY_MARKER).sub(b"\x01", data)):
                return ALL
        if closing != opening and (b">>>>>>>" in rest or len(pattern(_CLOSING).findall(data)) != known):
            return ALL
    if not heads:
        return 0
    doubt = 0
    going_on = b"".join(heads.values())
    if (going_on and _may_go_on(data, going_on, pattern, plain)) or b":::" in rest:
        doubt = SPLITS
    if (
        ((inline or b"~~~" in rest) and _may_be_inline_code(data, rest, pattern))
        or (b"`" in rest and b"```" in rest and any(pattern(_FENCE).findall(data)))
        or (data.startswith(b"---") and _may_be_front_matter(data))
    ):
        doubt |= MARKERS
    return doubt


@cache
def _may_be_marker(content: bytes) -> bool:
    if sum(map(content.lower().count, (b"c", b"l", b"a", b"u", b"s"))) < 3:
        return False
    from clausebook.clauses.ordinary import may_be_marker

    return may_be_marker(f" {content.decode()} ")


def _may_go_on(data: bytes, heads: bytes, pattern: Compile, plain: bool) -> bool:
    """Tell whether a list may run on over the beginning of a clause."""
    if heads.translate(None, b"-+*0123456789"):
        return True
    for match in pattern(_LISTED).finditer(data):
        start = match.start()
        bullet = data[match.end()] in b"-+*"
        if plain and bullet and b">" in data[start - 7 : start]:
            continue  # It stands below another clause, and bullets below bullets of another clause are two lists.
        line = _line_above(data, start)
        if data.startswith(b"<!-- endclause:", line):
            line = _line_above(data, line)
            if not bullet and data[line] in _MAY_GO_ON[3:] and not _are_two_lists(data, line, match.end()):
                return True
        elif data[line] in _MAY_GO_ON:
            return True
    return False


def _line_above(data: bytes, offset: int) -> int:
    """Give where the last line before an offset begins that is not blank; 0 if there is none."""
    while offset and data[offset - 1] in b"\r\n \t":
        offset -= 1
    return data.rfind(b"\n", 0, offset) + 1


def _are_two_lists(data: bytes, last: int, first: int) -> bool:
    """Tell a numbered list of several items that begins with 1 from the last lines of a list of several items."""
    above = data.rfind(b"\n", 0, len(data[:last].rstrip(b"\r\n"))) + 1
    following = data.find(b"\n", first) + 1
    return (
        data.startswith((b"1.", b"1)"), first)
        and data[following : following + 1].isdigit()
        and data[last : last + 1].isdigit()
        and data[above : above + 1].isdigit()
    )


def _may_be_front_matter(data: bytes) -> bool:
    """Tell whether a marker may stand in front matter."""
    first = data.find(b"\n") + 1
    end = data.find(b"\n---", first) + 1
    closed = data[:first].rstrip() == b"---" == data[end : data.find(b"\n", end) + 1].rstrip()
    return not closed or b"<" in data[:end] or b"`" in data[:end]


def _may_be_inline_code(data: bytes, rest: bytes, pattern: Compile) -> bool:
    """Tell whether a marker within a line may stand in code."""
    plain = pattern(_FENCE).sub(b"", data) if b"```" in rest else data
    if b"`" in rest:
        plain = pattern(_CODE).sub(b"", plain)
    return b"`" in plain or b"\t" in rest or b"~~~" in rest or b"    " in plain


def _are_whole(rest: bytes, count: int) -> bool:
    """Tell whether all braces of a text are those of so many placeholders."""
    return rest.count(b"{") == rest.count(b"}") == 2 * count


def _may_skip_a_level(data: bytes, rest: bytes, pattern: Compile) -> bool:
    """Tell whether a heading may be more than one level deeper than the one before it."""
    if b"####" in rest or b"=" in rest or b"```" in rest or b"~~~" in rest or b" #" in data:
        return True
    levels = pattern(_HEADING).findall(b"\n" + data)
    return b" # ### " in b" %b " % b" ".join(levels)
