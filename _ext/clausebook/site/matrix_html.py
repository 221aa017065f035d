"""The table of clauses by communities as HTML, made of nothing but what a reader sees.

It is written as text, and not as nodes, because there are as many cells as
clauses times communities.  All that comes from files is escaped.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import escape

from docutils import nodes

from clausebook.clauses.digest import normalised
from clausebook.clauses.library import Library
from clausebook.guide.coverage import Cell, Coverage, OwnText, State
from clausebook.guide.drift import Drift
from clausebook.project import Project
from clausebook.site.words import translated as _
from clausebook.text.words import Kind, Part, word_diff


@dataclass(frozen=True, slots=True)
class Difference:
    """One own wording beside the shared one: where to link to, and the difference as HTML.

    ``pages`` are the names of the community's pages that show it.
    """

    anchor: str
    identifier: str
    community: str
    name: str
    note: str
    html: str
    pages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """What the directive shows: legend and table as HTML, and the differences below."""

    html: str
    differences: tuple[Difference, ...]


def listed_communities(project: Project) -> tuple[str, ...]:
    """Name the communities that the portal lists, in the order of their names."""
    found = sorted(project.communities.values(), key=lambda community: community.name.casefold())
    return tuple(community.slug for community in found if community.listed)


def make_matrix(project: Project, communities: Iterable[str], clauses: Iterable[str]) -> Matrix:
    """Make the table of some communities, by folder name, and some clauses, all if there are none named."""
    named = tuple(clauses)
    coverage = project.coverage.only(tuple(communities), named or None)
    names = dict(coverage.communities)
    cells = {
        (row.identifier, slug): cell
        for row in coverage.rows
        for (slug, _name), cell in zip(coverage.communities, row.cells, strict=True)
    }
    anchors: dict[tuple[str, str], str] = {}
    taken: set[str] = set()
    differences = []
    for text in coverage.own:
        anchor = _free(nodes.make_id(f"own-{text.community}-{text.identifier}"), taken)
        taken.add(anchor)
        anchors[text.identifier, text.community] = anchor
        pages = cells[text.identifier, text.community].pages
        differences.append(
            Difference(
                anchor,
                text.identifier,
                text.community,
                names[text.community],
                _note(text),
                _difference(word_diff(normalised(text.shared), normalised(text.own))),
                pages if text.drift is not Drift.LOCKED else (),
            )
        )
    html = "".join([*_legend(coverage), *_table(coverage, project.shared, anchors)])
    return Matrix(html, tuple(differences))


def _free(anchor: str, known: Container[str]) -> str:
    number, candidate = 2, anchor
    while candidate in known:
        candidate, number = f"{anchor}-{number}", number + 1
    return candidate


def _label(state: State) -> str:
    return {
        State.SHARED: _("shared"),
        State.OWN: _("own"),
        State.OMITTED: _("omitted"),
        State.MISSING: _("missing"),
        State.UNUSED: "–",
    }[state]


def _meaning(state: State) -> str:
    return {
        State.SHARED: _("the shared text, as it is"),
        State.OWN: _("the community's own wording; the link leads to the difference"),
        State.OMITTED: _("left out by a page"),
        State.MISSING: _("asked for, and nobody has written it"),
        State.UNUSED: _("no page asks for it"),
    }[state]


def _legend(coverage: Coverage) -> Iterator[str]:
    cells = [cell for row in coverage.rows for cell in row.cells]
    states = {cell.state for cell in cells}
    order = (State.SHARED, State.OWN, State.OMITTED, State.MISSING, State.UNUSED)
    entries = [(_label(state), _meaning(state), _class(state)) for state in order if state in states]
    if any(row.locked for row in coverage.rows):
        entries.append((_("locked"), _("communities may add after it, and neither replace it nor leave it out"), ""))
    if any(cell.added for cell in cells):
        entries.append(("+", _("the community adds something after it"), ""))
    if any(_waits(cell) for cell in cells):
        entries.append(("*", _("own wording to look at again, since the shared text is another one"), ""))
    yield '<dl class="matrix-legend">'
    for label, meaning, kind in entries:
        yield f'<div><dt class="{kind}">{escape(label)}</dt><dd>{escape(meaning)}</dd></div>'
    yield "</dl>\n"


def _table(coverage: Coverage, shared: Library, anchors: Mapping[tuple[str, str], str]) -> Iterator[str]:
    label = escape(_("Clauses by communities"))
    # The keyboard reaches what can be scrolled.
    yield f'<div class="clause-matrix" role="region" aria-label="{label}" tabindex="0">\n<table>\n<thead><tr>'
    yield f'<th scope="col">{escape(_("Clause"))}</th>'
    yield "".join(f'<th scope="col">{escape(name)}</th>' for _slug, name in coverage.communities)
    yield "</tr></thead>\n"
    stem = None
    for row in coverage.rows:
        file, _colon, name = row.identifier.partition(":")
        if file != stem:
            yield "" if stem is None else "</tbody>\n"
            stem = file
            entry = shared.files.get(file)
            title = entry.front_matter.title if entry and entry.front_matter.title else file
            span = len(coverage.communities) + 1
            yield f'<tbody>\n<tr class="matrix-file"><th scope="rowgroup" colspan="{span}">'
            yield f"<span>{escape(title)}</span></th></tr>\n"
        locked = f' <span class="matrix-locked">{escape(_("locked"))}</span>' if row.locked else ""
        yield f'<tr><th scope="row"><code>{escape(name)}</code>{locked}</th>'
        for (slug, owner), cell in zip(coverage.communities, row.cells, strict=True):
            yield _cell(cell, anchors.get((row.identifier, slug)), f"{owner}: {name}")
        yield "</tr>\n"
    yield "</tbody>\n</table>\n</div>\n" if stem is not None else "</table>\n</div>\n"


def _class(state: State) -> str:
    return f"matrix-{state.name.lower()}"


def _waits(cell: Cell) -> bool:
    return cell.drift not in (None, Drift.CURRENT)


def _cell(cell: Cell, anchor: str | None, about: str) -> str:
    text = escape(_label(cell.state))
    if cell.state is State.UNUSED:
        text = f'<span aria-hidden="true">{text}</span><span class="visually-hidden">{escape(_("not used"))}</span>'
    marks = ("*" if _waits(cell) else "") + ("+" if cell.added else "")
    if anchor is not None:
        hidden = f'<span class="visually-hidden"> ({escape(about)})</span>'
        text = f'<a href="#{escape(anchor)}">{text}{marks}{hidden}</a>'
    else:
        text += marks
    return f'<td class="{_class(cell.state)}">{text}</td>'


def _note(text: OwnText) -> str:
    return {
        Drift.CURRENT: "",
        Drift.CHANGED: _("The shared text has changed since this was written; the community has still to look at it."),
        Drift.UNRECORDED: _("Nothing records which version of the shared text this was written against."),
        Drift.LOCKED: _("The shared text is locked, and shows in the place of this."),
    }[text.drift]


def _difference(parts: Iterable[Part]) -> str:
    tags = {Kind.SAME: "", Kind.REMOVED: "del", Kind.ADDED: "ins"}
    pieces = []
    for part in parts:
        tag, text = tags[part.kind], escape(part.text)
        pieces.append(f"<{tag}>{text}</{tag}>" if tag else text)
    return f'<div class="word-diff">{"".join(pieces)}</div>\n'
