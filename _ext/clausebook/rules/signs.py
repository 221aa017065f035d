"""Cheap signs that a file may have something wrong with it.

A file without signs is sound.  Looking for them imports nothing but ``re``, so
that a check of sound files starts and runs about as fast as reading them.
"""

from __future__ import annotations

import re
from functools import cache

from clausebook.clauses.soundness import SOUND, foreign_characters, is_plainly_sound
from clausebook.rules.plain import ALL, MARKERS, SPLITS, TEXT
from clausebook.rules.split_signs import may_split

TYPE_CHECKING = False  # A sound file is checked in less time than the import of typing takes.
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# What every comment begins with that tells Clausebook to ignore something.  A file with one is never plainly sound.
IGNORES = "clausebook:"

# Each pattern begins with one literal character, which re looks for quickly.  A quoted word is talk about the word.
LEFTOVERS = (
    ("T", re.compile(r"T(?<![\w/.#@&=“‘«\"'-]T)(?:ODO|BA|BD)(?![\w/-]|\.\w)")),
    ("F", re.compile(r"F(?<![\w/.#@&=“‘«\"'-]F)IXME(?![\w/-]|\.\w)")),
    ("[", re.compile(r"\[(?:INSERT\b|NOTE:|[Ii]nsert [a-z])[^\[\]\r\n]{0,300}\](?![(\[:])")),
)
# What stands for something in a guide, and in other texts perhaps for the reader to fill in.
SAMPLE_WORDS = (
    (
        "<",
        re.compile(r"<(?<!`<)(?:[A-Z][A-Z0-9]*+(?:[ _/'’-][A-Z0-9]+){0,8}|(?:your|name of|insert) [^<>\r\n]{1,60})>"),
    ),
    (
        "[",
        re.compile(
            r"\[(?<![\\`]\[)(?:(?:YOUR|NAME|Your|your|[Nn]ame of|[Ff]ill in|[Ee]nter|[Aa]dd) [^\[\]\r\n]{1,80}"
            r"|NAME|EMAIL|E-MAIL|PHONE|DATE|TIME|PLACE|CITY|VENUE|EVENT|LINK|URL|ADDRESS"
            r"|[A-Z]{3,}(?:[ _][A-Z]{2,}){1,6})\](?![(\[:])"
        ),
    ),
    ("X", re.compile(r"X(?<![\w“‘\"'-]X)XX(?=:|-XXX|[ \t]*(?:[\r\n]|\Z))")),
    ("L", re.compile(r"L(?=orem)orem ipsum")),
)
_NOWHERE = r"[ \t]*(?:<[ \t]*>|#|mailto:|tel:|)[ \t]*"
EMPTY_LINKS = (
    (
        "]",
        re.compile(
            rf"\](?:\({_NOWHERE}(?:\"[^\"\r\n]*\")?\)"
            r"|:(?<=[^\[\]]\]:)[ \t]*(?:<>|#|mailto:|tel:)[ \t]*(?=[\r\n]|\Z)"
            r"|(?<=\[\])(?<![!\\]\[\])\((?:https?:|mailto:|tel:)[^()\s]*\))"
        ),
    ),
    ("=", re.compile(r"=(?<=[Hh][Rr][Ee][Ff]=)(?:\"(?:#|mailto:|tel:)?\"|'(?:#|mailto:|tel:)?')")),
)

# A file with one of these shows clauses, and is a page of a guide.
_PAGE = re.compile(r"\{(?=(?:procedure|clause|contacts|emergency|sources)\}[^`])")
_HEADING = (
    r"(?:^|(?<=[\r\n])) {0,3}(?:(#{1,6})(?=[ \t\r\n]|\Z)[^\r\n]*"
    r"|(?![ \t]|[-+*>#|]|[0-9]{1,9}[.)][ \t]|<!--)([^\r\n]+)(?:\r\n|\r|\n) {0,3}(=+|-+)[ \t]*(?=[\r\n]|\Z))"
)
_DEEP = re.compile(r"#(?=##)")
_NOTE = re.compile(r"\[(?=\^)\^([^\s\[\]]+)\](:?)")
_FULL = re.compile(r"\](?=\[)\[([^\[\]]+)\]")
_DEFINED = re.compile(r"\[([^\[\]]+)\]:")
_CONFLICT = re.compile(r"<(?=<{6})")
_CONFLICT_END = re.compile(r">(?=>{6})")
# All bytes but those of controls within ASCII.
_SEEN = bytes([9, 10, 12, 13, *range(32, 127), *range(128, 256)])
# Controls of direction, joiners, marks, and C1 controls.
_HIDDEN = re.compile("[\x80-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\U000e0000-\U000e007f]")

_MAIL_SIGN = re.compile(r"\](?:\(|:)[ \t]{0,8}<?[\w.+%-]{1,90}(?:@|%40)")
_PLACEHOLDER = re.compile(r"\{\{[^{}\r\n]*+\}\}")
LABEL = re.compile(r"\)=[ \t]*+(?:\Z|(?=[\r\n]))")


def may_be_wrong(text: str, foreign: str | None = None, doubt: int = ALL) -> bool:
    """Tell whether a rule may have something to say about a text; false means that none has.

    ``foreign`` is what foreign_characters gives for the text, where it is known, and ``doubt`` what is not certain yet.
    """
    foreign = foreign_characters(text) if foreign is None else foreign
    parts = SOUND.split(text) if "<" in text else [text]
    between = parts[::3]
    if doubt & MARKERS and not is_plainly_sound(text, foreign, parts):
        return True
    if doubt & SPLITS and of_split(between):
        return True
    return doubt & TEXT != 0 and _of_text(text, between, foreign)


def _of_text(text: str, between: Sequence[str], foreign: str) -> bool:
    # Without the markers, few texts hold what HTML, conflicts and placeholders begin with.
    rest = "\x01".join(between)
    return (
        of_mail_link(text)
        or of_label(text)
        or of_leftover(text)
        or (foreign != "" and of_mojibake(text, foreign))
        or of_slip(text)
        or of_hidden(text, foreign)
        or of_conflict(rest)
        or (is_guide(text, between) and (of_deep_heading(text) or _of_guide(rest)))
    )


def between_markers(text: str) -> list[str]:
    """Give what stands between the sound markers of a text."""
    return SOUND.split(text)[::3] if "<" in text else [text]


def is_guide(text: str, between: Sequence[str]) -> bool:
    """Tell whether a text holds clauses or shows some: it has to be right where other texts need not."""
    return len(between) > 1 or ("{" in text and _PAGE.search(text) is not None)


def of_split(between: Sequence[str]) -> bool:
    """Tell from what stands between paired markers whether the boundary of a clause may cut something in two."""
    return len(between) > 2 and may_split(between)


def _of_guide(text: str) -> bool:
    return (
        of_undefined(text)
        or next(empty_links_in(text), None) is not None
        or next(sample_words_in(text), None) is not None
    )


def leftovers_in(text: str) -> Iterator[re.Pattern[str]]:
    """Give the patterns of unwritten text that match somewhere."""
    return (pattern for sign, pattern in LEFTOVERS if sign in text and pattern.search(text))


def sample_words_in(text: str) -> Iterator[re.Pattern[str]]:
    """Give the patterns of what stands for something that match somewhere."""
    return (pattern for sign, pattern in SAMPLE_WORDS if sign in text and pattern.search(text))


def empty_links_in(text: str) -> Iterator[re.Pattern[str]]:
    """Give the patterns of links without text or target that match somewhere."""
    return (pattern for sign, pattern in EMPTY_LINKS if sign in text and pattern.search(text))


def of_deep_heading(text: str) -> bool:
    """Tell whether a heading may be more than one level deeper than the one before it."""
    if "#" not in text or _DEEP.search(text) is None:
        return False
    before = 0
    for match in heading_pattern().finditer(text):
        level = heading_level(match)
        if before and level > before + 1:
            return True
        before = level
    # Code may hide a heading, and hold what looks like one.
    return "```" in text or "~~~" in text or "<!--\n" in text


@cache
def heading_pattern() -> re.Pattern[str]:
    """Give a pattern for headings at the margin: ``#`` signs are its first group, an underline is its third."""
    return re.compile(_HEADING)


def heading_level(match: re.Match[str]) -> int:
    """Give the level of a heading that the pattern has found."""
    return len(match[1]) if match[1] else 1 if match[3][0] == "=" else 2


def of_undefined(text: str) -> bool:
    """Tell whether a footnote or a link may be used that nothing defines."""
    if "^" in text and "[" in text:
        used: set[str] = set()
        defined: set[str] = set()
        for label, colon in _NOTE.findall(text):
            (defined if colon else used).add(label)
        if used - defined:
            return True
    if "]" in text and (labels := _FULL.findall(text)):
        known = {" ".join(label.lower().split()) for label in _DEFINED.findall(text)}
        return any(" ".join(label.lower().split()) not in known for label in labels)
    return False


def of_conflict(text: str) -> bool:
    """Tell whether a merge may have left its marks."""
    return ("<" in text and _CONFLICT.search(text) is not None) or (
        ">" in text and _CONFLICT_END.search(text) is not None
    )


def of_hidden(text: str, foreign: str | None = None) -> bool:
    """Tell whether a text holds control characters or invisible ones.

    ``foreign`` is what foreign_characters gives for the text, where it is known.
    """
    if text.encode("utf-8", "surrogatepass").translate(None, _SEEN):
        return True
    return _HIDDEN.search(foreign_characters(text) if foreign is None else foreign) is not None


def of_leftover(text: str) -> bool:
    """Tell whether a text holds a word that stands for something still to be written."""
    for sign, pattern in LEFTOVERS:  # noqa: SIM110 - a plain loop is twice as fast, and this runs for each file
        if sign in text and pattern.search(text):
            return True
    return False


def of_mojibake(text: str, foreign: str | None = None) -> bool:
    """Tell whether a text holds characters that wrong decoding brings about; most of them stand in right texts too.

    ``foreign`` is what foreign_characters gives for the text, where it is known.
    """
    if foreign is None:
        foreign = foreign_characters(text)
    # What stands side by side in the text does so among its foreign characters too, and those are far fewer.
    return mojibake_pattern().search(foreign) is not None


@cache
def mojibake_pattern() -> re.Pattern[str]:
    """Give a pattern for the first two characters of what was UTF-8 and was decoded as something else.

    That is Windows-1252, Mac Roman, code page 437 or Windows-1251.  It is compiled when a text needs it.
    """
    # One choice of first characters, which re looks for quickly, and behind each of them what may follow it.
    return re.compile(
        r"[\u00c2-\u00f4‚√¬ΓвР]"
        r"(?:(?<=[\u00c2-\u00f4])[\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]"
        r"|(?<=‚)[ÄÅ]|(?<=[√¬])[\u0080-\uffff]|(?<=Γ)[Çé]|(?<=в)Ђ|(?<=Р)[\u00a0-\u00bf])"
    )


def of_mail_link(text: str) -> bool:
    """Tell whether a link in a text may lead to a bare e-mail address."""
    return ("@" in text or "%" in text) and _MAIL_SIGN.search(text) is not None


def of_label(text: str) -> bool:
    """Tell whether a text may hold a label."""
    return "=" in text and LABEL.search(text) is not None


def of_slip(text: str) -> bool:
    """Tell whether a placeholder of a text may have lost a brace."""
    if "{" not in text and "}" not in text:
        return False
    # No call of Python for each placeholder: most texts have nothing else in braces.
    rest = _PLACEHOLDER.sub(" ", text)
    if "{" not in rest and "}" not in rest:
        return False
    from clausebook.clauses.slips import may_have_slips

    return may_have_slips(text)
