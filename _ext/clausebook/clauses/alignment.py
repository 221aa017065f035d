"""The place in a piece of text that is most like a pattern: approximate matching by the fewest edits.

The recurrence is Sellers' (The theory and computation of evolutionary
distances: pattern recognition, 1980), with swapped neighbours as one edit.
"""

from __future__ import annotations

from typing import NamedTuple


class Alignment(NamedTuple):
    """Where a pattern matches best: ``places`` gives for each of its characters the index in the text, or -1.

    ``start`` and ``end`` bound the match (half open), ``cost`` counts the edits: characters to add, drop, change or
    swap with their neighbour.
    """

    start: int
    end: int
    cost: int
    places: tuple[int, ...]


def align(pattern: str, text: str) -> Alignment:
    """Find the place in a text that needs the fewest edits to become a pattern; the longest of those at the last place.

    Takes time and memory in proportion to the product of both lengths.
    """
    rows = _costs(pattern, text)
    last = rows[-1]
    cost = min(last)
    end = max(index for index, value in enumerate(last) if value == cost)
    places = [-1] * len(pattern)
    i, j = len(pattern), end
    while i > 0:
        here = rows[i][j]
        swapped = (
            i > 1
            and j > 1
            and pattern[i - 1] == text[j - 2] != text[j - 1] == pattern[i - 2]
            and here == rows[i - 2][j - 2] + 1
        )
        if j > 0 and pattern[i - 1] == text[j - 1] and here == rows[i - 1][j - 1]:
            i, j = i - 1, j - 1
            places[i] = j
        elif swapped:
            i, j = i - 2, j - 2
            places[i], places[i + 1] = j + 1, j
        elif j > 0 and here == rows[i - 1][j - 1] + 1:
            i, j = i - 1, j - 1
            places[i] = j
        elif j > 0 and here == rows[i][j - 1] + 1:
            j -= 1
        else:
            i -= 1
    return Alignment(j, end, cost, tuple(places))


def _costs(pattern: str, text: str) -> list[list[int]]:
    """Give for each length of the pattern's beginning and each end in the text the fewest edits."""
    rows = [[0] * (len(text) + 1)]
    for i, wanted in enumerate(pattern, 1):
        above = rows[-1]
        row = [i]
        for j, found in enumerate(text, 1):
            cost = above[j - 1] + (wanted != found)
            if above[j] < cost:
                cost = above[j] + 1
            if row[-1] < cost:
                cost = row[-1] + 1
            if i > 1 and j > 1 and wanted == text[j - 2] and pattern[i - 2] == found and rows[i - 2][j - 2] < cost:
                cost = min(cost, rows[i - 2][j - 2] + 1)
            row.append(cost)
        rows.append(row)
    return rows
