"""Findings that need the whole project: what pages ask for, what clauses take, what communities have."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from dataclasses import replace
from datetime import date
from pathlib import Path

from clausebook.clauses.audiences import Edition
from clausebook.clauses.library import ClauseFile
from clausebook.clauses.permalinks import alias_findings, register_findings
from clausebook.community.copies import copied_contacts
from clausebook.community.dates import today
from clausebook.community.facts import fact_findings
from clausebook.community.kinds import Status
from clausebook.diagnostics import Code, Diagnostic, Severity, diagnose
from clausebook.edition import audiences, view
from clausebook.guide.assembly import assemble, assemble_procedure, assemble_values
from clausebook.guide.completeness import completeness_findings
from clausebook.guide.drift import drift_findings
from clausebook.guide.evident import Shown
from clausebook.guide.letter_faults import letter_findings, place_in_directive
from clausebook.guide.locks import idle_own_traits, idle_traits, misplaced_additions, omitted_locks, replaced_locks
from clausebook.guide.misspelt import misspelt_directives
from clausebook.guide.names import old_names, old_placeholders, old_wordings
from clausebook.guide.provenance import licence_findings, source_findings
from clausebook.guide.unshown import unshown_clauses
from clausebook.guide.wording import Wording, no_procedure, staff_only
from clausebook.leaks.sources import leaks_in_sources
from clausebook.project import CommunityFolder, Page, Project
from clausebook.text.nearest import did_you_mean
from clausebook.text.source import Position

# What can be wrong with the public edition alone.
_OF_EDITIONS = (Code.STAFF_CLAUSE, Code.STAFF_VALUE, Code.MISSING_DEFINITION)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)


def check_project(
    root: Path,
    places: set[Path] | None = None,
    base: Path | None = None,
    *,
    day: date | None = None,
    notes: bool = False,
) -> list[Diagnostic]:
    """Check a project as a whole; what one file shows by itself is for the rules.

    ``places`` limits the findings to those told in these files and folders
    (absolute, resolved paths); paths are told relative to ``base``, the working folder by default.
    ``day`` is the day on which facts have to be right, today by default.  ``notes`` adds what guides lack that are not
    in use, which is no fault.
    Raises SettingsError if the project's settings cannot be used.
    """
    base = (base or Path.cwd()).resolve()
    return check_loaded(Project.load(root, base), places, base, day=day, notes=notes)


def check_loaded(
    project: Project, places: set[Path] | None, base: Path, *, day: date | None = None, notes: bool = False
) -> list[Diagnostic]:
    """Check a project that has been read already, with its paths told relative to ``base``."""
    found: dict[tuple[object, ...], Diagnostic] = {}
    for diagnostic in (*findings(project, day or today()), *_audiences(project, day or today())):
        # One slip in a shared clause shows on many pages; it is told once for each way to say it.
        key = (diagnostic.path, diagnostic.start, diagnostic.code, diagnostic.message)
        found.setdefault(key, diagnostic)
    told = (d for d in found.values() if notes or d.severity is not Severity.NOTE)
    wanted = [d for d in told if places is None or is_told_at(base / d.path, places)]
    return sorted(wanted, key=lambda diagnostic: diagnostic.sort_key)


def _audiences(project: Project, day: date) -> Iterator[Diagnostic]:
    """Find what the public edition would tell: its pages must not need what is for the staff."""
    for said in audiences(project).values():
        yield from said.diagnostics
    public = view(project, Edition.PUBLIC)
    if public.withheld.files:
        yield from (finding for finding in findings(public, day) if finding.code in _OF_EDITIONS)
        yield from leaks_in_sources(project, public)


def is_told_at(file: Path, places: set[Path]) -> bool:
    """Tell whether a file lies at one of some places: a link both where it is and where it leads."""
    return is_at(file.parent.resolve() / file.name, places) or is_at(file.resolve(), places)


def is_at(file: Path, places: set[Path]) -> bool:
    """Tell whether a file is one of some files, or lies in one of some folders."""
    return file in places or not places.isdisjoint(file.parents)


def findings(project: Project, day: date) -> Iterator[Diagnostic]:
    """Give every finding about a project; ``day`` is today."""
    yield from project.diagnostics
    yield from project.shared.diagnostics
    yield from register_findings(project.register, project.shared)
    yield from old_placeholders(project.shared, project.voice_of(None))
    # Who wrote what is for the check: no build on a bad day stops for it.
    yield from source_findings(project.shared, shared=True)
    shared = list(_shared_clauses(project))
    yield from shared
    for community in project.communities.values():
        yield from _community(community, frozenset(shared))
    sheets = [(c.name, c.loaded.sheet) for c in project.communities.values() if c.loaded.sheet]
    for _name, sheet in sheets:
        yield from fact_findings(sheet, day)
    yield from copied_contacts(sheets)


def _shared_clauses(project: Project) -> Iterator[Diagnostic]:
    """Look at shared clauses by themselves: a fault matters before anybody uses it."""
    outside = project.voice_of(None)
    for stem in project.shared.files:
        assembly = assemble_procedure(outside, stem)
        yield from assembly.diagnostics if assembly else ()
    yield from shared_findings(project)


def shared_findings(project: Project) -> Iterator[Diagnostic]:
    """Look at the shared clause files for what shows without putting clauses together."""
    for file in project.shared.files.values():
        yield from misspelt_directives(file.source)
    yield from idle_traits(project.shared)
    yield from alias_findings(project.shared)
    whole = {request.stem for c in project.communities.values() for page in c.pages for request in page.requests}
    yield from (_without_clause(file) for file in project.shared.files.values() if _is_idle(file, whole))


def _community(community: CommunityFolder, told: frozenset[Diagnostic]) -> Iterator[Diagnostic]:
    """Look at a community's pages; what is ``told`` of the shared clauses is not told again for each of them."""
    gaps: dict[str, list[str]] = {}
    shown = Shown(community)
    used: list[Wording] = []
    for page in community.pages:
        where = f"on the page “{page.name}” of {community.name}"
        yield from requests_of(community, page)
        assemblies = [assembly for request in page.requests if (assembly := assemble(community.voice, request))]
        if community.voice.values is not None:
            assemblies.append(assemble_values(community.voice, page.entry))
        shown.add(page.name, page.source.text, assemblies)
        uses = [wording for assembly in assemblies for wording in assembly.uses]
        used += uses
        yield from licence_findings(page, uses, community.licence)
        for assembly in assemblies:
            for diagnostic in assembly.diagnostics:
                if diagnostic not in told:
                    yield replace(diagnostic, message=f"{diagnostic.message} ({where})")
            for gap in assembly.gaps:
                gaps.setdefault(gap.name, []).append(f"{gap.path}:{gap.row} on the page “{page.name}”")
    of_folder = list(folder_findings(community))
    yield from of_folder
    if community.pages:
        yield from unshown_clauses(community.voice, community.name, used, of_folder)
    # Own wording that waits to be looked at is for the check: the guide is as sound as it was, and builds.
    facts = community.loaded.community
    yield from old_wordings(community.voice)
    yield from source_findings(community.voice.own, shared=False)
    yield from drift_findings(community.voice, community.slug, live=facts is not None and facts.status is Status.LIVE)
    yield from completeness_findings(shown)
    yield from _with_places(community, gaps)


def folder_findings(community: CommunityFolder) -> Iterator[Diagnostic]:
    """Look at a community's folder for what shows without putting its pages together.

    Facts marked as missing are left out: they stop no build.
    """
    own = community.voice.own.files.values()
    for source in (*(page.source for page in community.pages), *(file.source for file in own)):
        yield from misspelt_directives(source)
    yield from alias_findings(community.voice.own)
    yield from community.voice.orphans()
    yield from replaced_locks(community.voice)
    yield from misplaced_additions(community.voice)
    yield from idle_own_traits(community.voice)
    shown = {request.stem for page in community.pages for request in page.requests} - {*community.voice.shared.files}
    yield from (_without_clause(file) for file in own if _is_idle(file, shown))
    yield from _unused(community)
    yield from (d for d in community.diagnostics if d.code is not Code.NOT_FILLED_IN)


def _is_idle(file: ClauseFile, shown: Set[str | None]) -> bool:
    """Tell whether a clause file has text that nothing takes: it has no clause, and is not ``shown`` as a whole."""
    text = file.source.text[file.front_matter.end :]
    return not file.names and file.stem not in shown and bool(_COMMENT.sub("", text).strip())


def _without_clause(file: ClauseFile) -> Diagnostic:
    message = (
        "this file has no clause, so no page shows its text: put <!-- clause:NAME --> on a line above the text "
        "and <!-- endclause:NAME --> on a line below it"
    )
    return diagnose(Code.NO_CLAUSE, message, file.source, 0, 0)


def _unused(community: CommunityFolder) -> Iterator[Diagnostic]:
    """Find clause files of a community's own that none of its pages shows."""
    doubtful = [
        file
        for file in community.voice.own.files.values()
        if file.clauses and file.stem not in community.voice.shared.files
    ]
    used: set[str | None] = set()
    for request in (request for page in community.pages for request in page.requests if doubtful):
        assembly = assemble(community.voice, request)
        used |= {request.stem, *(name.partition(":")[0] for name in request.clauses)}
        used |= {wording.file.stem for wording in (assembly.uses if assembly else ())}
    for file in doubtful:
        if file.stem not in used:
            guess = did_you_mean(file.stem, community.voice.shared.files)
            message = (
                f"no page of {community.name} shows this file, and there is no shared clause file "
                f"“{file.stem}.md” whose clauses it could word anew{guess}"
            )
            yield diagnose(Code.ORPHAN_WORDING, message, file.source, 0, 0)


def _with_places(community: CommunityFolder, gaps: dict[str, list[str]]) -> Iterator[Diagnostic]:
    """Say of each fact that is not filled in where the guides show the gap."""
    positions = {
        (community.loaded.source.position(span.start) if community.loaded.source else Position(1, 1)): location
        for location, span in community.loaded.spans.items()
    }
    for diagnostic in community.diagnostics:
        if diagnostic.code is Code.NOT_FILLED_IN:
            location = positions.get(diagnostic.start, ())
            name = ".".join(str(part) for part in location)
            places = gaps.get(name) or gaps.get(f"community.{name}", [])
            text = "; it is missing at " + ", ".join(dict.fromkeys(places)) if places else ""
            yield replace(diagnostic, message=diagnostic.message + text)


def requests_of(community: CommunityFolder, page: Page) -> Iterator[Diagnostic]:
    """Check what a page asks for: that there are such clauses, and that what it leaves out exists."""
    voice = community.voice
    for request in page.requests:
        start = page.source.line_starts[request.row - 1]
        end = start + len(page.source.line(request.row))
        if request.stem is not None:
            file = voice.procedure(request.stem)
            if not request.stem:
                message = "name a clause file, such as “staff-procedure”"
                yield diagnose(Code.INVALID_DIRECTIVE, message, page.source, start, end)
                continue
            if file is None:
                message = no_procedure(voice, request.stem)
                code = Code.STAFF_CLAUSE if voice.withholds(request.stem) else Code.UNKNOWN_CLAUSE
                yield diagnose(code, message, page.source, start, end)
                continue
            for name in request.omit:
                if voice.present(f"{request.stem}:{name}").partition(":")[2] not in file.names:
                    message = f"“{request.stem}” has no clause “{name}” to leave out{did_you_mean(name, file.clauses)}"
                    yield diagnose(Code.UNKNOWN_OMISSION, message, page.source, start, end)
            yield from omitted_locks(voice, page.source, request)
            yield from old_names(voice, page.source, request)
        elif not request.clauses:
            message = "name a clause, such as “staff-procedure:response”"
            yield diagnose(Code.INVALID_DIRECTIVE, message, page.source, start, end)
        yield from old_names(voice, page.source, request) if request.clauses else ()
        if request.fields is not None:
            yield from letter_findings(voice, page.source, request)
        for name in request.clauses:
            if request.fields is not None:
                start, end = place_in_directive(page.source, request.row, name)
            if voice.withholds(name):
                message = staff_only(f"the clause “{name}”")
                yield diagnose(Code.STAFF_CLAUSE, message, page.source, start, end)
            elif voice.wording(name) is None:
                message = f"there is no clause “{name}”{voice.suggest(name)}"
                yield diagnose(Code.UNKNOWN_CLAUSE, message, page.source, start, end)
