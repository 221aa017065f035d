"""What each community has made of each shared clause: the shared text, its own, or none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from clausebook.clauses.library import Library
from clausebook.guide.drift import Drift, own_wordings
from clausebook.guide.usage import Shown

if TYPE_CHECKING:
    from clausebook.project import CommunityFolder


class State(StrEnum):
    """What a community's guides show of a clause; of several that are true, the first here is told."""

    MISSING = "missing"
    OWN = "own"
    SHARED = "shared"
    OMITTED = "omitted"
    UNUSED = "not used"


@dataclass(frozen=True, slots=True)
class Cell:
    """One clause in one community.

    ``pages`` show it or ask for it, ``omitted_on`` leave it out, ``added`` are the
    community's clauses that it puts after this one.  ``drift`` is None where the community has
    no wording of its own.
    """

    state: State = State.UNUSED
    pages: tuple[str, ...] = ()
    omitted_on: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    drift: Drift | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One clause: its full name, whether it is locked, and its cells in the order of the communities."""

    identifier: str
    locked: bool
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class OwnText:
    """A wording of a community's own beside the shared one that it replaces."""

    identifier: str
    community: str
    shared: str
    own: str
    drift: Drift


@dataclass(frozen=True, slots=True)
class Coverage:
    """All clauses by all communities (folder name and name), and the texts that differ."""

    communities: tuple[tuple[str, str], ...]
    rows: tuple[Row, ...]
    own: tuple[OwnText, ...]

    def only(self, communities: Iterable[str] | None = None, clauses: Iterable[str] | None = None) -> Coverage:
        """Give a part: some communities, by folder name, and some clauses, by full name or file; None means all.

        A clause that only other communities ask for in vain is none of this part's.
        """
        wanted = None if communities is None else set(communities)
        named = None if clauses is None else set(clauses)
        chosen = [index for index, (slug, _) in enumerate(self.communities) if wanted is None or slug in wanted]
        slugs = {self.communities[index][0] for index in chosen}
        rows = []
        for row in self.rows:
            if named is not None and row.identifier not in named and row.identifier.partition(":")[0] not in named:
                continue
            cells = tuple(row.cells[index] for index in chosen)
            unknown = any(cell.state is State.MISSING for cell in row.cells)
            if not unknown or any(cell.state is State.MISSING for cell in cells):
                rows.append(Row(row.identifier, row.locked, cells))
        kept = {row.identifier for row in rows}
        own = tuple(text for text in self.own if text.community in slugs and text.identifier in kept)
        return Coverage(tuple(self.communities[index] for index in chosen), tuple(rows), own)


@dataclass
class _Facts:
    """What is known of one clause in one community."""

    states: set[State] = field(default_factory=set)
    pages: dict[str, None] = field(default_factory=dict)
    omitted_on: dict[str, None] = field(default_factory=dict)


def coverage(shared: Library, folders: Sequence[CommunityFolder], shown: Iterable[Shown]) -> Coverage:
    """Put together what the pages show: every shared clause, and every clause that is asked for in vain."""
    known = dict.fromkeys(shared.names())
    missing: dict[str, None] = {}
    facts: dict[tuple[str, str], _Facts] = {}

    def of(identifier: str, community: str) -> _Facts:
        return facts.setdefault((identifier, community), _Facts())

    for part in shown:
        for wording in part.uses:
            fact = of(wording.identifier, part.community)
            fact.states.add(State.OWN if wording.own else State.SHARED)
            fact.pages[part.page] = None
        for name in part.missing:
            missing[name] = None
            fact = of(name, part.community)
            fact.states.add(State.MISSING)
            fact.pages[part.page] = None
        used = {wording.identifier for wording in part.uses}
        for name in part.request.omit:
            identifier = f"{part.request.stem}:{name}"
            if identifier in known and identifier not in used:
                fact = of(identifier, part.community)
                fact.states.add(State.OMITTED)
                fact.omitted_on[part.page] = None
    texts: list[OwnText] = []
    drifts: dict[tuple[str, str], Drift] = {}
    for folder in folders:
        for own in own_wordings(folder.voice):
            drifts[own.identifier, folder.slug] = own.drift
            texts.append(OwnText(own.identifier, folder.slug, own.shared_text, own.own_text, own.drift))
    rows = tuple(
        Row(
            identifier,
            shared.traits(identifier).locked,
            tuple(_cell(folder, identifier, facts, drifts) for folder in folders),
        )
        for identifier in (*known, *(name for name in missing if name not in known))
    )
    order = {row.identifier: index for index, row in enumerate(rows)}
    texts.sort(key=lambda text: order.get(text.identifier, len(order)))
    return Coverage(tuple((folder.slug, folder.name) for folder in folders), rows, tuple(texts))


def _cell(
    folder: CommunityFolder,
    identifier: str,
    facts: Mapping[tuple[str, str], _Facts],
    drifts: Mapping[tuple[str, str], Drift],
) -> Cell:
    fact = facts.get((identifier, folder.slug))
    added = tuple(wording.clause.name for wording in folder.voice.additions(identifier))
    drift = drifts.get((identifier, folder.slug))
    if fact is None:
        return Cell(added=added, drift=drift) if added or drift else _UNUSED
    state = next(state for state in State if state in fact.states)
    return Cell(state, tuple(fact.pages), tuple(fact.omitted_on), added, drift)


_UNUSED = Cell()
