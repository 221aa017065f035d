"""Ways in which people, editors, converters and merges corrupt a clause marker.

``ON_A_MARKER`` maps the name of a family to a function that takes a source of
randomness and a marker's text and gives the corrupted text.  ``ON_A_DOCUMENT``
maps to functions that take a source of randomness, a text and the spans of its
markers and give the corrupted text, or None where the family does not apply.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise
from random import Random
from typing import NamedTuple


class Span(NamedTuple):
    """A sound marker in a text: offsets, half open; the keyword and the name."""

    start: int
    end: int
    keyword: str
    name: str


MARKER = re.compile(r"<!-- (clause|endclause):([A-Za-z0-9_-]+) -->")

_NEIGHBOURS = {
    "c": "xdfv", "l": "kop", "a": "qwsz", "u": "yhji", "s": "awedxz", "e": "wsdr", "n": "bhjm", "d": "serfcx",
}  # fmt: skip
_CYRILLIC = {"a": "а", "c": "с", "e": "е", "s": "ѕ", "o": "о", "p": "р", "i": "і", "x": "х", "y": "у", "d": "ԁ"}
_FULL_WIDTH = {"<": "＜", ">": "＞", "!": "！", ":": "：", "-": "－"}
_INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
_BIDIRECTIONAL = "\u200e\u200f\u202a\u202b\u202d\u202e\u2066\u2067\u2069\u061c"
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_PRINTABLE = "".join(map(chr, range(0x20, 0x7F))) + "äéß–—’“…\u00a0中я"

OnMarker = Callable[[Random, str], str]
OnDocument = Callable[[Random, str, list[Span]], str | None]


def _parts(marker: str) -> tuple[str, str]:
    match = MARKER.fullmatch(marker)
    assert match  # noqa: S101 - the callers give sound markers
    return match[1], match[2]


def _replaced(old: str, *new: str) -> OnMarker:
    return lambda random, marker: marker.replace(old, random.choice(new), 1)


def _opening(*new: str) -> OnMarker:
    return lambda random, marker: random.choice(new) + marker.removeprefix("<!--")


def _closing(*new: str) -> OnMarker:
    return lambda random, marker: marker.removesuffix("-->") + random.choice(new)


def _both(opening: str, closing: str) -> OnMarker:
    return lambda random, marker: opening + marker.removeprefix("<!--").removesuffix("-->") + closing


def _keyword(change: Callable[[Random, str], str]) -> OnMarker:
    def corrupt(random: Random, marker: str) -> str:
        keyword, name = _parts(marker)
        return f"<!-- {change(random, keyword)}:{name} -->"

    return corrupt


def _name(change: Callable[[Random, str], str]) -> OnMarker:
    def corrupt(random: Random, marker: str) -> str:
        keyword, name = _parts(marker)
        return f"<!-- {keyword}:{change(random, name)} -->"

    return corrupt


def _one_of(*choices: OnMarker) -> OnMarker:
    return lambda random, marker: random.choice(choices)(random, marker)


def _drop(random: Random, text: str) -> str:
    at = random.randrange(len(text))
    return text[:at] + text[at + 1 :]


def _insert(random: Random, text: str, characters: str = _PRINTABLE) -> str:
    at = random.randrange(len(text) + 1)
    return text[:at] + random.choice(characters) + text[at:]


def _change(random: Random, text: str, characters: str = _PRINTABLE) -> str:
    at = random.randrange(len(text))
    return text[:at] + random.choice(characters) + text[at + 1 :]


def _swap(random: Random, text: str) -> str:
    if len(text) < 2:
        return text
    at = random.randrange(len(text) - 1)
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]


def _double(random: Random, text: str) -> str:
    at = random.randrange(len(text))
    return text[: at + 1] + text[at:]


def _neighbour(random: Random, text: str) -> str:
    at = random.choice([i for i, letter in enumerate(text) if letter in _NEIGHBOURS])
    return text[:at] + random.choice(_NEIGHBOURS[text[at]]) + text[at + 1 :]


def _typo(random: Random, text: str) -> str:
    return random.choice((_drop, _swap, _double, lambda r, t: _change(r, t, _LETTERS)))(random, text)


def _alike(random: Random, text: str) -> str:
    places = [i for i, letter in enumerate(text) if letter.lower() in _CYRILLIC]
    if not places:
        return text
    at = random.choice(places)
    letter = _CYRILLIC[text[at].lower()]
    return text[:at] + (letter.upper() if text[at].isupper() else letter) + text[at + 1 :]


def _bang_slips(random: Random, marker: str) -> str:
    keyword, name = _parts(marker)
    at = random.randrange(1, 3)
    return f"<-- {keyword[:at]}!{keyword[at:]}:{name} -->"


def _case(random: Random, text: str) -> str:
    return random.choice((str.upper, str.title, str.swapcase, lambda t: t[0].upper() + t[1:]))(text)


def _word_style(random: Random, marker: str) -> str:
    keyword, name = _parts(marker)
    styles = (
        ("end clause:", "endClause:", "EndClause:", "end  clause: ")
        if keyword == "endclause"
        else ("start clause:", "begin clause:", "startclause:", "clause-start:")
    )
    return f"<!-- {random.choice(styles)}{name} -->"


def _slash_style(random: Random, marker: str) -> str:
    keyword, name = _parts(marker)
    if keyword == "endclause":
        return f"<!-- {random.choice(('/clause:', '/ clause:', '/endclause:', '//clause:'))}{name} -->"
    return f"<!-- clause:{name} /-->" if random.random() < 0.5 else f"<!-- clause:{name}/ -->"


def _hyphen_style(random: Random, marker: str) -> str:
    keyword, name = _parts(marker)
    if keyword == "endclause":
        style = random.choice(("end-clause:", "end_clause:", "end.clause:", "clause-end:", "clauseend:"))
        return f"<!-- {style}{name} -->"
    return f"<!-- {random.choice(('start-clause:', 'begin_clause:', 'clause_start:', 'cla-use:'))}{name} -->"


def _quoted_name(random: Random, marker: str) -> str:
    keyword, name = _parts(marker)
    mark = random.choice(("''", '""', "“”", "``", "‘’", "[]"))
    return f"<!-- {keyword}:{mark[0]}{name}{mark[1]} -->"


def _spread(random: Random, marker: str) -> str:
    keyword, name = _parts(marker)
    return random.choice((f"<!--\n{keyword}:{name}\n-->", f"<!-- {keyword}:{name}\n-->", f"<!--\n{keyword}:{name} -->"))


def _encoded(random: Random, marker: str) -> str:
    percent = marker.replace("<", "%3C").replace(">", "%3E").replace(" ", "%20")
    unicode = marker.replace("<", "\\u003c").replace(">", "\\u003e")
    return random.choice((percent, unicode, marker.replace(":", "=3A"), marker.replace(" ", "=20")))


def _everywhere_escaped(random: Random, marker: str) -> str:
    return re.sub(r"([<>!_-])", r"\\\1", marker) if random.random() < 0.5 else re.sub(r"([<>!:-])", r"\\\1", marker)


def _full_width(random: Random, marker: str) -> str:
    wide = random.sample(sorted(_FULL_WIDTH), random.randrange(1, 6))
    return "".join(_FULL_WIDTH[c] if c in wide else c for c in marker)


def _entity(random: Random, marker: str) -> str:
    brackets = random.choice((("&lt;", "&gt;"), ("&lt;", ">"), ("<", "&gt;")))
    return brackets[0] + marker[1:-1] + brackets[1]


def _numeric_entity(random: Random, marker: str) -> str:
    brackets = random.choice((("&#60;", "&#62;"), ("&#x3c;", "&#x3e;"), ("&#x3C;", "&#x3E;"), ("&#060;", "&#062;")))
    text = brackets[0] + marker[1:-1] + brackets[1]
    return text if random.random() < 0.6 else text.replace("!", "&#33;").replace("--", "&#45;&#45;")


def _smart_dashes(random: Random, marker: str) -> str:
    dash = random.choice(("—", "–", "––", "−−", "‐‐"))
    style = random.randrange(3)
    inner = marker[4:-3]
    return (f"<!{dash}{inner}{dash}>", f"<!{dash}{inner}-->", f"<!--{inner}{dash}>")[style]


def _truncated(random: Random, marker: str) -> str:
    name_end = len(marker) - 4
    return marker[: random.randrange(name_end, len(marker) - 1)]


ON_A_MARKER: dict[str, OnMarker] = {
    "the bang slips into the keyword": _bang_slips,
    "opening bracket lost": _opening("!--"),
    "bang lost": _opening("<--"),
    "opening dash lost": _opening("<!-"),
    "opening dashes lost": _opening("<!"),
    "opening delimiter lost": lambda random, marker: marker.removeprefix("<!-- "),
    "closing dash lost": _closing("->"),
    "closing dashes lost": _closing(">"),
    "closing bracket lost": _closing("--"),
    "closing delimiter lost": lambda random, marker: marker.removesuffix(" -->"),
    "cut off": _truncated,
    "opening doubled": _opening("<<!--", "<!!--", "<!---", "<!----", "<!--<!--"),
    "closing doubled": _closing("--->", "---->", "-->>", "-->-->", "--!>"),
    "opening mixed up": _opening("!<--", "<--!", "<-!-", "<!--!", "<1--", "<!=="),
    "closing mixed up": _closing("->-", ">--", "-- ->", "—>", "==>", "--<"),
    "blanks in the opening": _opening("< !--", "<! --", "<!- -", "<  !--"),
    "blanks in the closing": _closing("-- >", "- ->", "- - >"),
    "no blanks inside": lambda random, marker: marker.replace("<!-- ", "<!--").replace(" -->", "-->"),
    "one blank lost": _one_of(_replaced("<!-- ", "<!--"), _replaced(" -->", "-->")),
    "blanks doubled": _one_of(_replaced("<!-- ", "<!--  ", "<!--   "), _replaced(" -->", "  -->", "    -->")),
    "tabs and other blanks": _one_of(_replaced(" ", "\t", "\u00a0", "\u2009", "\u3000")),
    "blanks around the colon": _replaced(":", " :", ": ", " : ", ":  "),
    "entities": _entity,
    "numeric entities": _numeric_entity,
    "entities of entities": _both("&amp;lt;!--", "--&amp;gt;"),
    "smart dashes": _smart_dashes,
    "backslash before the brackets": _one_of(_both("\\<!--", "-->"), _both("\\<!--", "--\\>"), _both("<\\!--", "-->")),
    "backslash before every sign": _everywhere_escaped,
    "percent, quoted-printable or JSON escapes": _encoded,
    "letter case of the keyword": _keyword(_case),
    "keyword lost a letter": _keyword(_drop),
    "keyword letters swapped": _keyword(_swap),
    "keyword letter doubled": _keyword(_double),
    "keyword letter mistyped": _keyword(_neighbour),
    "other words for the keyword": _word_style,
    "slash style": _slash_style,
    "hyphen style": _hyphen_style,
    "colon lost or another sign": _replaced(":", " ", "=", ";", "::", ".", "|", " - ", "", "/"),
    "name quoted": _quoted_name,
    "name missing": _name(lambda random, name: ""),
    "name mistyped": _name(_typo),
    "letter case of the name": _name(_case),
    "name torn": _name(lambda random, name: name.replace("-", " ").replace("_", " ")),
    "look-alike letter in the keyword": _keyword(_alike),
    "look-alike letter in the name": _name(_alike),
    "full-width signs": _full_width,
    "invisible character": lambda random, marker: "<" + _insert(random, marker[1:-1], _INVISIBLE) + ">",
    "bidirectional control": lambda random, marker: "<" + _insert(random, marker[1:-1], _BIDIRECTIONAL) + ">",
    "spread over lines": _spread,
    "one random character changed": _change,
    "one random character lost": _drop,
    "one random character added": lambda random, marker: "<" + _insert(random, marker[1:-1]) + ">",
    "two neighbours swapped": _swap,
}


def _without(text: str, span: Span) -> str:
    """Take a marker out, with its line if it stands alone on it."""
    start = max(text.rfind("\n", 0, span.start), text.rfind("\r", 0, span.start)) + 1
    line_end = re.compile(r"[ \t]*(?:\r\n|\r|\n|\Z)").match(text, span.end)
    if line_end and not text[start : span.start].strip(" \t"):
        return text[:start] + text[line_end.end() :]
    return text[: span.start] + text[span.end :]


def _missing(keyword: str) -> OnDocument:
    def corrupt(random: Random, text: str, spans: list[Span]) -> str | None:
        chosen = [span for span in spans if span.keyword == keyword]
        return _without(text, random.choice(chosen)) if chosen else None

    return corrupt


def _put(text: str, *changes: tuple[Span, str]) -> str:
    for span, marker in sorted(changes, key=lambda change: -change[0].start):
        text = text[: span.start] + marker + text[span.end :]
    return text


def _pair_swapped(random: Random, text: str, spans: list[Span]) -> str | None:
    start = random.choice([span for span in spans if span.keyword == "clause"])
    end = next(span for span in spans if span.keyword == "endclause" and span.name == start.name)
    return _put(text, (start, text[end.start : end.end]), (end, text[start.start : start.end]))


def _neighbours_swapped(random: Random, text: str, spans: list[Span]) -> str | None:
    pairs = [(a, b) for a, b in pairwise(spans) if a.keyword == "endclause" and b.keyword == "clause"]
    if not pairs:
        return None
    a, b = random.choice(pairs)
    return _put(text, (a, text[b.start : b.end]), (b, text[a.start : a.end]))


def _ends_swapped(random: Random, text: str, spans: list[Span]) -> str | None:
    ends = [span for span in spans if span.keyword == "endclause"]
    if len(ends) < 2:
        return None
    a, b = random.sample(ends, 2)
    return _put(text, (a, text[b.start : b.end]), (b, text[a.start : a.end]))


def _wrong_name(random: Random, text: str, spans: list[Span]) -> str | None:
    span = random.choice(spans)
    others = sorted({other.name for other in spans} - {span.name})
    return _put(text, (span, f"<!-- {span.keyword}:{random.choice(others)} -->")) if others else None


def _doubled(random: Random, text: str, spans: list[Span]) -> str | None:
    span = random.choice(spans)
    line_start = max(text.rfind("\n", 0, span.start), text.rfind("\r", 0, span.start)) + 1
    line_end = re.compile(r"\r\n|\r|\n").match(text, span.end)
    marker = text[span.start : span.end]
    if line_start == span.start and line_end:
        return text[: span.end] + line_end[0] + marker + text[span.end :]
    return text[: span.end] + marker + text[span.end :]


def _start_for_end(random: Random, text: str, spans: list[Span]) -> str | None:
    span = random.choice(spans)
    other = "clause" if span.keyword == "endclause" else "endclause"
    return _put(text, (span, f"<!-- {other}:{span.name} -->"))


def _indented(random: Random, text: str, spans: list[Span]) -> str | None:
    span = random.choice(spans)
    line_start = max(text.rfind("\n", 0, span.start), text.rfind("\r", 0, span.start)) + 1
    alone = line_start == span.start and text[span.end : span.end + 1] in ("", "\r", "\n")
    # Below words it would not become code, but go on with them.
    above = re.split(r"\r\n|\r|\n", text[:line_start])[-2:][0].strip()
    alone = alone and (not above or above.endswith("-->"))
    return text[:line_start] + random.choice(("    ", "\t")) + text[line_start:] if alone else None


ON_A_DOCUMENT: dict[str, OnDocument] = {
    "start marker missing": _missing("clause"),
    "end marker missing": _missing("endclause"),
    "start and end of a clause swapped": _pair_swapped,
    "end and next start swapped": _neighbours_swapped,
    "two ends swapped": _ends_swapped,
    "name of another clause": _wrong_name,
    "marker doubled": _doubled,
    "start for end or end for start": _start_for_end,
    "indented as code": _indented,
}


def spans_of(text: str, code: set[int]) -> list[Span]:
    """Give the sound markers of a text but for those that start at an offset in ``code``."""
    found = (Span(match.start(), match.end(), match[1], match[2]) for match in MARKER.finditer(text))
    return [span for span in found if span.start not in code]
