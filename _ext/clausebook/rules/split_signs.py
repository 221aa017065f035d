"""Cheap signs that the boundary of a clause may cut something in two.

Only what they point to is parsed as Markdown, which takes a hundred times as long.  A sign may be wrong, and then the
parser finds nothing; what has no sign is not looked at.
"""

from __future__ import annotations

import re
from functools import cache

TYPE_CHECKING = False  # A sound file is checked in less time than the import of typing takes.
if TYPE_CHECKING:
    from collections.abc import Sequence

# One character is looked for far more quickly than three.
_CLOSING_TAG = re.compile(r"<(?=/)")
_COLON_FENCE = re.compile(r":(?=::)")

# How a line begins that may go on with what stands above a marker: a list, a table, a quotation, a definition.
_GOES_ON = frozenset(" \t-+*0123456789|>:~")
_LINE_ENDS = frozenset({"", "\n", "\r"})
_IN_LIST = " \t-+*0123456789[:~"
# So many characters before a marker are looked at.
_LEAD = 300
_BLANK_LINES = ("\n\n", "\r\n\r\n", "\r\r")
_DIGITS = frozenset("0123456789")
# What may begin on one side of a marker and end on the other.
_DELIMITERS = ("*", "_", "[]", "<>", "~")


def may_split(between: Sequence[str]) -> bool:
    """Tell whether a boundary may cut something.

    ``between`` is what stands between the markers of a text: outside, in a clause, outside, and so on.
    """
    if len(between) < 3:
        return False
    if not len(between) % 2:
        return True  # There is a marker without a partner.
    rest = "\x01".join(between)
    if "<" in rest and _CLOSING_TAG.search(rest) and _splits_html(between):
        return True
    if _COLON_FENCE.search(rest) and any(piece.count(":::") % 2 for piece in between):
        return True
    margin = {piece[:1] for piece in between[1:]} | {piece[-1:] for piece in between[:-1]}
    if not margin <= _LINE_ENDS:
        # Not all markers stand at the margin.
        whole = _lines_of_their_own(between)
        return whole is None or _goes_on(whole)
    return _goes_on(between)


def _touches(outside: Sequence[str]) -> bool:
    """Tell whether text outside of the clauses stands right before or behind a marker, without a blank line."""
    return any(not piece.endswith(_BLANK_LINES) for piece in outside[:-1] if piece and not piece.isspace()) or any(
        not piece.startswith(_BLANK_LINES) for piece in outside[1:] if piece and not piece.isspace()
    )


def _splits_html(between: Sequence[str]) -> bool:
    return any(piece.count("</") * 2 != piece.count("<") - piece.count("<!--") for piece in between)


def _lines_of_their_own(between: Sequence[str]) -> list[str] | None:
    """Give what stands between the clauses that have lines of their own at the margin; None if another may cut.

    A clause within a line or in a list item, of which it is plain that it cuts nothing, counts as its text.
    """
    kept = [[between[0]]]
    lead = _last_line(between[0])
    for body, after in zip(between[1::2], between[2::2], strict=True):
        if not lead and body[:1] in _LINE_ENDS and body[-1:] in _LINE_ENDS:
            kept += [body], [after]
        elif _is_plain_word(lead, body, after) or _is_plain_item(lead, body, after):
            kept[-1] += "x", body, "x", after
        else:
            return None
        lead = _last_line(after) if "\n" in after or "\r" in after else f"{lead}x{body}x{after}"[-_LEAD:]
    return ["".join(pieces) for pieces in kept]


def _last_line(text: str) -> str:
    return text[_line_start(text) :][-_LEAD:]


def _is_plain_word(lead: str, body: str, after: str) -> bool:
    """Tell whether a clause is a part of a line and shares no delimiter with the rest of it."""
    if "\n" in body or "\r" in body:
        return False
    if "|" in body or lead.endswith(("(", "<")):
        return False
    rest = lead + after[: _line_end(after)]
    return not (_share_delimiter(body, rest) and _share_delimiter(_whole().sub("", body), rest))


@cache
def _whole() -> re.Pattern[str]:
    """Give a pattern for what begins and ends in one text; compiled when a text needs it."""
    return re.compile(
        r"\{\{[^{}]*\}\}|`[^`]*`|\*\*[^*_\[\]<>~]+\*\*|\*[^*_\[\]<>~]+\*|<(?:br ?/?|[a-z]+:[^<>\s]*)>"
        r"|\[[^*_\[\]<>~]*\]\([^()<>\s*]*\)"
    )


def _is_plain_item(lead: str, body: str, after: str) -> bool:
    """Tell whether a clause is a whole list item, with its end marker in line with its text."""
    width = len(lead)
    if not lead.strip(" ") or lead.strip(" -+*.)0123456789") or "\t" in body or body[:1] not in ("\n", "\r"):
        return False
    margin = " " * width
    lines = body.splitlines()
    return (
        lines[-1] == margin
        and not after[: _line_end(after)].strip()
        and all(line.startswith(margin) or not line.strip() for line in lines)
    )


def _goes_on(between: Sequence[str]) -> bool:
    """Tell whether something may run across a marker at the margin: the lines on both sides look alike."""
    heads = [piece.lstrip("\r\n")[:1] for piece in between]
    # Bullets behind the bullets of another clause are two lists, and need no closer look; nor do most other texts.
    found = [
        index
        for index, head in enumerate(heads)
        if head in _GOES_ON and index and not (head in "-+*" and between[index - 1].isspace())
    ]
    if _touches(between[::2]):
        found = [index for index in range(1, len(between)) if heads[index]]
    for index in found:
        piece, head = between[index], heads[index]
        previous = between[index - 1]
        if not head or (head not in _IN_LIST and (previous.endswith(_BLANK_LINES) or piece.startswith(_BLANK_LINES))):
            continue
        bare = piece.lstrip("\r\n")
        if bare.isspace():
            continue
        last = index - 1
        while last > 0 and not between[last].strip():
            last -= 1
        before = between[last].rstrip()
        if not before:
            continue
        gap = between[last][len(before) :], *between[last + 1 : index], piece[: len(piece) - len(bare)]
        adjacent = all(blank.count("\n") < 2 and blank.count("\r") < 2 for blank in gap)
        between_clauses = index - last > 1
        if between_clauses and _are_lists(before, bare):
            continue
        if _run_on(before[_line_start(before) :], bare[: _line_end(bare)], adjacent, between_clauses):
            return True
    return False


def _run_on(before: str, after: str, adjacent: bool, between_clauses: bool) -> bool:
    """Tell whether a line may go on with another one across markers."""
    if after[0] in _IN_LIST and before[0] in _IN_LIST:
        if between_clauses and after[0] in "-+*":
            return False  # One clause may end with a list, and the next one begin with another.
        # Bullets after bullets, numbers after numbers, or the text of an item.
        return not (after[0] in _DIGITS and before[0] in "-+*") and not (before[0] in _DIGITS and after[0] in "-+*")
    if after[0] in ":~":
        return True
    # A blank line ends tables, quotations and paragraphs anyway.
    alike = (after[0] == ">" == before[0] and not between_clauses) or ("|" in before and "|" in after)
    return adjacent and (alike or _share_delimiter(before, after))


def _are_lists(before: str, after: str) -> bool:
    """Tell a numbered list of several items that begins with 1 behind another list of several items."""
    first, _, others = after.partition("\n")
    line = before[_line_start(before) :]
    above = before[: -len(line)].rstrip("\r\n")
    return (
        first[:2] in ("1.", "1)")
        and others[:1] in _DIGITS
        and line[:1] in _DIGITS
        and above[_line_start(above) :][:1] in _DIGITS
    )


def _share_delimiter(one: str, other: str) -> bool:
    """Tell whether something may begin in one text and end in the other."""
    return any(any(sign in one for sign in kind) and any(sign in other for sign in kind) for kind in _DELIMITERS)


def _line_start(text: str) -> int:
    return max(text.rfind("\n"), text.rfind("\r")) + 1


def _line_end(text: str) -> int:
    ends = [end for end in (text.find("\n"), text.find("\r")) if end >= 0]
    return min(ends, default=len(text))
