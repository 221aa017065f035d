"""Where the texts of guides come from, and whether their licences allow them to stand together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from clausebook.clauses.library import ClauseFile, Library
from clausebook.clauses.licences import clash, fault, objection
from clausebook.diagnostics import Code, Diagnostic, Severity, diagnose
from clausebook.guide.wording import Wording
from clausebook.text.nearest import did_you_mean

if TYPE_CHECKING:
    from clausebook.project import Page


def source_findings(library: Library, *, shared: bool) -> Iterator[Diagnostic]:
    """Look at what clause files say of their sources.

    In a ``shared`` library each clause needs one; a community's own words are its own where nothing else is said.
    Where no file of a library names a source, all of it may be one's own, and nothing is asked.
    """
    careful = any(file.front_matter.sources for file in library.files.values())
    for file in library.files.values():
        yield from _written(file)
        if shared and careful:
            yield from _unsourced(file)


def _written(file: ClauseFile) -> Iterator[Diagnostic]:
    for source in file.front_matter.sources:
        wrong = fault(source.licence)
        if wrong:
            yield _at(Code.UNKNOWN_LICENCE, wrong, file, source.licence)
        for name in source.clauses:
            if name not in file.names:
                message = f"this file has no clause “{name}”{did_you_mean(name, file.clauses)}"
                yield _at(Code.NO_SUCH_SOURCE_CLAUSE, message, file, name)


def _unsourced(file: ClauseFile) -> Iterator[Diagnostic]:
    bare = [name for name in file.clauses if not file.sources_of(name)]
    if not bare:
        return
    which = "its clauses" if len(bare) == len(file.clauses) else " and ".join(f"“{name}”" for name in bare[:3])
    more = f" and {len(bare) - 3} more" if len(bare) > 3 and len(bare) != len(file.clauses) else ""
    message = (
        f"nothing says where the text of {which}{more} comes from: write “sources:” into the front matter, with the "
        "title and licence of each; for words of your own, your name and the licence that you give"
    )
    clause = file.clauses[bare[0]]
    yield diagnose(
        Code.NO_SOURCE, message, file.source, clause.start.start, clause.start.end, severity=Severity.WARNING
    )


def _at(code: Code, message: str, file: ClauseFile, value: str) -> Diagnostic:
    front = file.front_matter
    start = front.positions.get("sources", 0)
    found = file.source.text.find(value, start, front.end)
    start = found if found >= 0 else start
    return diagnose(code, message, file.source, start, start + (len(value) if found >= 0 else 0))


def licence_findings(page: Page, uses: Iterable[Wording], licence: str | None) -> Iterator[Diagnostic]:
    """Find clauses on a page whose licences do not allow what the page does with them.

    ``licence`` is what the community offers its guides under, None if it does not say: then the clauses' licences
    only have to go together.
    """
    texts: dict[str, str] = {}
    for wording in uses:
        for source in wording.file.sources_of(wording.clause.name):
            if not fault(source.licence):
                texts.setdefault(source.licence, wording.identifier)
    start = page.source.line_starts[page.requests[0].row - 1] if page.requests else 0
    end = start + len(page.source.line(page.requests[0].row)) if page.requests else 0
    if licence is None:
        group = clash(texts)
        if group:
            which = " and ".join(f"“{texts[each]}” ({each})" for each in group)
            why = objection(group[0], group[-1]) or objection(group[-1], group[0]) or ""
            message = f"the licences do not allow {which} in one guide: {why}; leave one of them out, or word it anew"
            yield diagnose(Code.LICENCES_CLASH, message, page.source, start, end)
        return
    for each, identifier in texts.items():
        why = objection(each, licence) or ""
        if why:
            message = (
                f"“{identifier}” cannot stand in a guide under {licence}: {why}; leave it out, word it anew, or change "
                "“licence” in community.toml"
            )
            yield diagnose(Code.LICENCES_CLASH, message, page.source, start, end)
