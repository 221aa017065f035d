"""CB6 as far as characters go that nobody can see."""

from __future__ import annotations

import re
from collections.abc import Iterator

from clausebook.diagnostics import Applicability, Code, Diagnostic, Edit, Fix, Severity, diagnose
from clausebook.rules import signs
from clausebook.text.blocks import offsets_in_code
from clausebook.text.source import SourceText

# Unicode Standard Annex 9, section 2: what begins a direction, and what ends it.
_ENDED_BY = {"\u202a": "\u202c", "\u202b": "\u202c", "\u202d": "\u202c", "\u202e": "\u202c"}
_ENDED_BY |= dict.fromkeys("\u2066\u2067\u2068", "\u2069")
_DIRECTIONS = re.compile("[\u202a-\u202e\u2066-\u2069]|(?:\r\n|\r|\n)[ \t]*(?:\r\n|\r|\n)")
_NAMES = {
    "\u202a": "left-to-right embedding",
    "\u202b": "right-to-left embedding",
    "\u202c": "end of a direction",
    "\u202d": "left-to-right override",
    "\u202e": "right-to-left override",
    "\u2066": "left-to-right isolate",
    "\u2067": "right-to-left isolate",
    "\u2068": "isolate",
    "\u2069": "end of an isolate",
    "\u00ad": "soft hyphen",
    "\u200b": "zero width space",
    "\u200c": "zero width non-joiner",
    "\u200d": "zero width joiner",
    "\u200e": "left-to-right mark",
    "\u200f": "right-to-left mark",
    "\u2060": "word joiner",
    "\ufeff": "byte order mark",
}
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff\U000e0000-\U000e007f]+")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]+|(?<![\u00c2-\u00f4\x80-\x9f])[\x80-\x9f]+")
_ADDRESS = re.compile(r"://|www\.|mailto:|tel:|[^\s@]@[^\s@]")
# In letters of these, joiners and invisible spaces are ordinary spelling; before them stand Latin, Greek and Cyrillic.
_FIRST_OTHER_SCRIPT = "\u0530"
_FLAG = "\U0001f3f4"
# No word and no address is longer.
_REACH = 300


def bidirectional_control(source: SourceText) -> Iterator[Diagnostic]:
    """Tell invisible characters that turn the direction of the text and are never ended, or that reverse it.

    What readers see is then not what the text says: a number or an address shows in another order.  Pairs that begin
    and end in one paragraph are how right-to-left text is written, and are left alone.

    What to do: Remove the character, or end the direction in the same paragraph.

    Fix: unsafe. The character is removed.

    Bad:

        Call +1 202 555 0100\u202e and ask for Ada.

    Good:

        Call \u2066+1 202 555 0100\u2069 and ask for Ada.
    """
    text = source.text
    if not signs.of_hidden(text):
        return
    wrong: list[int] = []
    opened: list[int] = []
    for match in _DIRECTIONS.finditer(text):
        sign = match[0]
        if sign in _ENDED_BY:
            opened.append(match.start())
            if sign == "\u202e":
                wrong.append(match.start())
        elif sign in ("\u202c", "\u2069"):
            # The end of an isolate ends what was begun within it too; that itself is unbalanced.
            while opened and sign == "\u2069" and _ENDED_BY[text[opened[-1]]] != sign:
                wrong.append(opened.pop())
            if opened and _ENDED_BY[text[opened[-1]]] == sign:
                opened.pop()
            else:
                wrong.append(match.start())
        else:
            wrong += opened
            opened.clear()
    yield from _told(
        source,
        [(offset, offset + 1) for offset in sorted({*wrong, *opened})],
        Code.BIDIRECTIONAL,
        "An invisible character ({}) turns the direction of the text here, and what readers see is not what is "
        "written. Remove it, or end it in the same paragraph.",
        Severity.ERROR,
    )


def invisible_character(source: SourceText) -> Iterator[Diagnostic]:
    """Tell invisible characters in words, addresses and links, and byte order marks within the text.

    A link with a character that nobody sees leads nowhere, and who copies the address copies the mistake.  Such
    characters come along from chats and word processors.  Where a script or an emoji needs them they are left alone.

    What to do: Remove the character.

    Fix: unsafe. The character is removed. A byte order mark within the text goes safely.

    Bad:

        Write to <co\u200bnduct@example.org>.

    Good:

        Write to <conduct@example.org>.
    """
    text = source.text
    if not signs.of_hidden(text):
        return
    spans = [span for match in _INVISIBLE.finditer(text) for span in _misplaced(text, match)]
    yield from _told(
        source,
        [span for span in spans if text[span[0]] != "\ufeff"],
        Code.INVISIBLE,
        "An invisible character ({}) stands here, where it breaks the word or the address. Remove it.",
    )
    yield from _told(
        source,
        [span for span in spans if text[span[0]] == "\ufeff"],
        Code.INVISIBLE,
        "An invisible character ({}) stands within the text, left over from a file that was put in here. Remove it.",
        applicability=Applicability.SAFE,
    )


def control_character(source: SourceText) -> Iterator[Diagnostic]:
    """Tell control characters, which come from terminals and broken copies.

    Browsers show a box or nothing, and a screen reader may stop there.

    What to do: Remove the character, and look whether something else was meant.

    Fix: unsafe. The character is removed.

    Bad:

        Call us\u0007 at any hour.

    Good:

        Call us at any hour.
    """
    text = source.text
    if not signs.of_hidden(text):
        return
    yield from _told(
        source,
        [match.span() for match in _CONTROLS.finditer(text)],
        Code.CONTROL,
        "A control character ({}) stands here, which no reader can see. Remove it.",
    )


def _told(
    source: SourceText,
    spans: list[tuple[int, int]],
    code: Code,
    message: str,
    severity: Severity = Severity.WARNING,
    applicability: Applicability = Applicability.UNSAFE,
) -> Iterator[Diagnostic]:
    in_code = offsets_in_code(source.text, (start for start, _ in spans))
    for start, end in spans:
        if start in in_code:
            continue
        sign = source.text[start]
        name = f"U+{ord(sign):04X}" + (f", {_NAMES[sign]}" if sign in _NAMES else "")
        fix = Fix(f"Remove {name}", (Edit(start, end, ""),), applicability)
        yield diagnose(code, message.format(name), source, start, end, severity=severity, fix=fix)


def _misplaced(text: str, match: re.Match[str]) -> Iterator[tuple[int, int]]:
    """Give the parts of a run of invisible characters that nothing calls for."""
    start, end = match.span()
    run = match[0]
    if "\ufeff" in run:
        yield from ((start + at, start + at + 1) for at, sign in enumerate(run) if sign == "\ufeff")
        return
    before, after = text[start - 1 : start], text[end : end + 1]
    if any(sign >= "\U000e0000" for sign in run):
        # Flags of regions are spelt with these, behind a black flag.
        if before != _FLAG:
            yield start, end
    elif _is_address(text, start, end) or (
        not {*run} <= {"\u00ad", "\u200e", "\u200f"} and _is_letter(before) and _is_letter(after)
    ):
        yield start, end


def _is_letter(sign: str) -> bool:
    return sign.isalpha() and sign < _FIRST_OTHER_SCRIPT


def _is_address(text: str, start: int, end: int) -> bool:
    """Tell whether a place lies within an address: something that is written without blanks and leads somewhere."""
    before = text[max(0, start - _REACH) : start]
    after = text[end : end + _REACH]
    left = re.split(r"[\s<>()\[\]\"“”]", before)[-1]
    right = re.split(r"[\s<>()\[\]\"“”]", after)[0]
    is_inside = bool(left.strip(_EDGE)) and bool(right.strip(_EDGE))
    address = _ADDRESS.search(left + right)
    target = before[: len(before) - len(left)].endswith(("](", "](<", "]: "))
    return (is_inside and address is not None) or (target and bool(right or left))


_EDGE = "*_.,;:!?'’…"
