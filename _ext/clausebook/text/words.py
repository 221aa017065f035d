"""The difference of two texts, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

# A placeholder, a word, a line end, a run of blanks or of Markdown's signs, or one other character.
_TOKEN = re.compile(
    r"\{\{[^{}\n\r]{0,100}\}\}|[^\W_]+(?:['’_.-][^\W_]+)*|\r\n|[\n\r]|[^\S\n\r]+|[*_]+|`+|#+|.", re.DOTALL
)
# difflib takes time with the product of the lengths where words repeat; more than this is compared line by line.
_MOST = 4000
_WORD = re.compile(r"\w")


class Kind(StrEnum):
    """What became of a part of the old text."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Part:
    """A run of characters that stayed, went or came."""

    kind: Kind
    text: str


def word_diff(before: str, after: str) -> tuple[Part, ...]:
    """Compare two texts word by word.

    All parts but those added make up ``before``, all but those removed ``after``,
    to the character.  What went stands before what came in its place.
    """
    if before == after:
        return (Part(Kind.SAME, before),) if before else ()
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    start = _shared(old, new)
    end = _shared(old[start:][::-1], new[start:][::-1])
    middle_old, middle_new = old[start : len(old) - end], new[start : len(new) - end]
    parts = [
        ("".join(old[:start]), "", ""),
        *_compared(middle_old, middle_new),
        ("".join(old[len(old) - end :]), "", ""),
    ]
    return tuple(_joined(parts))


def _shared(old: Sequence[str], new: Sequence[str]) -> int:
    """Count the equal tokens at the beginning."""
    count = 0
    for left, right in zip(old, new, strict=False):
        if left != right:
            break
        count += 1
    return count


def _compared(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """Give runs as what is the same, what went after it, and what came."""
    if len(old) + len(new) > _MOST:
        # Whole lines are fewer, and difflib passes over those that repeat; of more than that, all is new.
        old, new = "".join(old).splitlines(keepends=True), "".join(new).splitlines(keepends=True)
        if len(old) + len(new) > _MOST:
            yield "", "".join(old), "".join(new)
            return
    same = ""
    for tag, i, j, k, m in SequenceMatcher(None, old, new).get_opcodes():
        if tag == "equal":
            same = "".join(old[i:j])
        else:
            yield same, "".join(old[i:j]), "".join(new[k:m])
            same = ""
    if same:
        yield same, "", ""


def _joined(parts: Sequence[tuple[str, str, str]]) -> Iterator[Part]:
    """Write runs as parts; what two longer changes share by chance changes with them, so that it can be read."""
    merged: list[list[str]] = []
    for same, went, came in parts:
        last = merged[-1][1:] if merged else ["", ""]
        around = min(max(map(len, last)), max(len(went), len(came)))
        if around and "\n" not in same and (len(same) <= around or not _WORD.search(same)):
            merged[-1][1] += same + went
            merged[-1][2] += same + came
        else:
            merged.append([same, went, came])
    for kinds in merged:
        for kind, text in zip((Kind.SAME, Kind.REMOVED, Kind.ADDED), kinds, strict=True):
            if text:
                yield Part(kind, text)


def marked(parts: Sequence[Part]) -> str:
    """Write a difference for a terminal, as ``git diff --word-diff`` does: ``[-gone-]{+new+}``."""
    frame = {Kind.SAME: ("", ""), Kind.REMOVED: ("[-", "-]"), Kind.ADDED: ("{+", "+}")}
    return "".join(f"{frame[part.kind][0]}{part.text}{frame[part.kind][1]}" for part in parts)
