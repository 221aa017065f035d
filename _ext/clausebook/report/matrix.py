"""Which community shows which clause in which wording: a table for people, JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence

from clausebook.guide.coverage import Cell, Coverage, Row, State
from clausebook.guide.drift import Drift
from clausebook.report.terminal import visible

WIDTH = 80
_SIGNS = {State.SHARED: "=", State.OWN: "W", State.OMITTED: "o", State.MISSING: "!", State.UNUSED: "."}
_WORDS = {
    State.SHARED: "shared",
    State.OWN: "own",
    State.OMITTED: "omitted",
    State.MISSING: "MISSING",
    State.UNUSED: "-",
}
_MEANINGS = {
    State.SHARED: "the shared text",
    State.OWN: "the community's own wording",
    State.OMITTED: "left out by a page",
    State.MISSING: "asked for, and nobody has written it",
    State.UNUSED: "no page asks for it",
}
_LOCKED = "locked"
_LONGEST = 40


def as_text(coverage: Coverage) -> str:
    """Write the table, at most 80 columns wide; with many communities, several below each other."""
    if not coverage.rows or not coverage.communities:
        return "There is nothing to show: no clause, or no community.\n"
    names = [visible(slug) for slug, _ in coverage.communities]
    first = max(_width(row) for row in coverage.rows) + 2
    cells = max(len(_word(cell)) for row in coverage.rows for cell in row.cells)
    column = max(cells, *map(len, names)) + 2
    if first + column * len(names) <= WIDTH:
        lines = [*_table(coverage, range(len(names)), names, first, column, _word), "", *_legend(coverage, _WORDS)]
    else:
        lines = list(_blocks(coverage, first))
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _blocks(coverage: Coverage, first: int) -> Iterator[str]:
    """Write signs in the place of words, and numbers in the place of names."""
    count = len(coverage.communities)
    digits = len(str(count))
    for number, (slug, name) in enumerate(coverage.communities, 1):
        yield f"{number:>{digits + 2}}  {visible(slug)}{f'  {visible(name)}' if name != slug else ''}"[:WIDTH]
    column = max(digits, 2) + 1
    fitting = max(1, (WIDTH - first) // column)
    for start in range(0, count, fitting):
        yield ""
        numbers = [str(number) for number in range(1, count + 1)]
        yield from _table(coverage, range(start, min(start + fitting, count)), numbers, first, column, _sign)
    yield ""
    yield from _legend(coverage, _SIGNS)


def _table(
    coverage: Coverage,
    chosen: Sequence[int],
    heads: Sequence[str],
    first: int,
    column: int,
    write: Callable[[Cell], str],
) -> Iterator[str]:
    yield " " * first + "".join(f"{heads[index]:<{column}}" for index in chosen)
    stem = None
    for row in coverage.rows:
        file, _, name = row.identifier.partition(":")
        if file != stem:
            stem = file
            yield visible(file)
        label = f"  {_short(name)}"
        if row.locked:
            label = f"{label:<{first - len(_LOCKED) - 2}}{_LOCKED}"
        yield f"{label:<{first}}" + "".join(f"{write(row.cells[index]):<{column}}" for index in chosen)


def _width(row: Row) -> int:
    return 2 + len(_short(row.identifier.partition(":")[2])) + (len(_LOCKED) + 2 if row.locked else 0)


def _short(name: str) -> str:
    name = visible(name)
    return name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1]}…"


def _word(cell: Cell) -> str:
    return _WORDS[cell.state] + _notes(cell)


def _sign(cell: Cell) -> str:
    return _SIGNS[cell.state] + _notes(cell)


def _notes(cell: Cell) -> str:
    return ("*" if cell.drift not in (None, Drift.CURRENT) else "") + ("+" if cell.added else "")


def _legend(coverage: Coverage, signs: dict[State, str]) -> Iterator[str]:
    cells = [cell for row in coverage.rows for cell in row.cells]
    for state in (State.SHARED, State.OWN, State.OMITTED, State.MISSING, State.UNUSED):
        if any(cell.state is state for cell in cells):
            yield f"{signs[state]:<8}{_MEANINGS[state]}"
    if any(cell.drift not in (None, Drift.CURRENT) for cell in cells):
        yield f"{'*':<8}own wording to look at: clausebook wording COMMUNITY"
    if any(cell.added for cell in cells):
        yield f"{'+':<8}the community adds something after it"
    if any(row.locked for row in coverage.rows):
        yield f"{_LOCKED:<8}communities may add after it, and neither replace it nor leave it out"


def as_json(coverage: Coverage) -> str:
    """Write the table for programs."""
    slugs = [slug for slug, _ in coverage.communities]
    rows = [
        {
            "name": row.identifier,
            "locked": row.locked,
            "communities": {slug: _cell(cell) for slug, cell in zip(slugs, row.cells, strict=True)},
        }
        for row in coverage.rows
    ]
    communities = [{"name": slug, "title": name} for slug, name in coverage.communities]
    return json.dumps({"communities": communities, "clauses": rows}, indent=2, ensure_ascii=False) + "\n"


def _cell(cell: Cell) -> dict[str, object]:
    return {
        "state": cell.state.value,
        "pages": list(cell.pages),
        "omitted_on": list(cell.omitted_on),
        "added": list(cell.added),
        "own_wording": cell.drift.value if cell.drift else None,
    }
