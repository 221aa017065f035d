"""Cheap signs that a file may have something wrong with it.

A file without signs is sound.  Looking for them imports nothing but ``re``, so
that a check of sound files starts and runs about as fast as reading them.
"""

from __future__ import annotations

import re
from functools import cache

from clausebook.clauses.soundness import foreign_characters, is_plainly_sound

# What every comment begins with that tells Clausebook to ignore something.
IGNORES = "clausebook:"

# Each pattern begins with one literal character, which re looks for quickly.  A quoted word is talk about the word.
LEFTOVERS = (
    ("T", re.compile(r"T(?<![\w/.#@&=“‘«\"'-]T)(?:ODO|BA|BD)(?![\w/-]|\.\w)")),
    ("F", re.compile(r"F(?<![\w/.#@&=“‘«\"'-]F)IXME(?![\w/-]|\.\w)")),
    ("[", re.compile(r"\[(?:INSERT\b|NOTE:)[^\[\]\r\n]{0,300}\](?![(\[:])")),
)

_MAIL_SIGN = re.compile(r"\](?:\(|:)[ \t]{0,8}<?[\w.+%-]{1,90}(?:@|%40)")
_PLACEHOLDER = re.compile(r"\{\{[^{}\r\n]*+\}\}")
LABEL = re.compile(r"\)=[ \t]*+(?:\Z|(?=[\r\n]))")


def may_be_wrong(text: str) -> bool:
    """Tell whether a rule may have something to say about a text; false means that none has."""
    foreign = foreign_characters(text)
    return (
        not is_plainly_sound(text, foreign)
        or IGNORES in text
        or of_mail_link(text)
        or of_label(text)
        or of_leftover(text)
        or (foreign != "" and of_mojibake(text, foreign))
        or of_slip(text)
    )


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
