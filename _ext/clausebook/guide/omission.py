"""What is left of lines from which clauses are left out: no empty list item, and lists that begin as before."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from clausebook.guide.lines import Line
from clausebook.text import layout

_NUMBER = re.compile(r"([0-9]{1,9})([.)])(?=[ \t])")


def settle_omissions(lines: Sequence[Line]) -> list[Line]:
    """Take away what holds nothing any more; a list item that goes on below keeps its bullet."""
    if not any(line.omits for line in lines):
        return list(lines)
    # From the last line up: an item stays if anything of it below stays.
    settled: list[Line] = []
    below = -1
    for line in reversed(lines):
        if line.omits and layout.is_block_prefix(line.text):
            if not layout.has_bullet(line.text):
                continue  # It was one line of a paragraph.
            if below >= 0 and layout.goes_on(settled[below].text, line.text):
                line = replace(line, text=f"{line.text}<!-- -->")
            else:
                if below >= 0:
                    settled[below] = _renumbered(settled[below], line.text)
                # The item stood between its neighbours and kept them apart.
                line = replace(line, text=layout.around_item(line.text).rstrip(" \t"))
        settled.append(replace(line, omits=False) if line.omits else line)
        if line.text.strip(" \t>"):
            below = len(settled) - 1
    return settled[::-1]


def _renumbered(line: Line, gone: str) -> Line:
    """Give a list item the number of the one before it that is gone; all later numbers follow from the first."""
    around = layout.around_item(gone)
    old = _NUMBER.match(gone, len(around))
    new = _NUMBER.match(line.text, len(around)) if line.text.startswith(around) else None
    if not old or not new or old[2] != new[2] or len(old[1]) > len(new[1]):
        return line
    # What follows keeps its column, and so the item its lines.
    number = f"{old[0]}{' ' * (len(new[1]) - len(old[1]))}"
    return replace(line, text=f"{around}{number}{line.text[new.end() :]}")
