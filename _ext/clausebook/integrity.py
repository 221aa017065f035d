"""Findings that need the whole project: what pages ask for, what clauses take, what communities have."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from clausebook.clauses.library import did_you_mean
from clausebook.diagnostics import Code, Diagnostic, diagnose
from clausebook.guide.assembly import Gap, assemble, assemble_clauses, assemble_values
from clausebook.project import CommunityFolder, Page, Project
from clausebook.text.source import Position


def check_project(root: Path, files: set[Path] | None = None, base: Path | None = None) -> list[Diagnostic]:
    """Check a project as a whole; what one file shows by itself is for the rules.

    ``files`` limits the findings to those told in these files (absolute, resolved
    paths); paths are told relative to ``base``, the working folder by default.
    Raises ProjectError if the project's settings cannot be used.
    """
    base = (base or Path.cwd()).resolve()
    project = Project.load(root, base)
    found: dict[tuple[object, ...], Diagnostic] = {}
    for diagnostic in findings(project):
        # One slip in a shared clause shows on many pages; it is told once for each way to say it.
        key = (diagnostic.path, diagnostic.start, diagnostic.code, diagnostic.message)
        found.setdefault(key, diagnostic)
    wanted = [d for d in found.values() if files is None or (base / d.path).resolve() in files]
    return sorted(wanted, key=lambda diagnostic: diagnostic.sort_key)


def findings(project: Project) -> Iterator[Diagnostic]:
    """Give every finding about a project."""
    yield from project.diagnostics
    yield from project.shared.diagnostics
    yield from _shared_clauses(project)
    for community in project.communities.values():
        yield from _community(project, community)


def _shared_clauses(project: Project) -> Iterator[Diagnostic]:
    """Look at shared clauses by themselves: a fault matters before anybody uses it."""
    outside = project.voice_of(None)
    for identifier in project.shared.names():
        yield from assemble_clauses(outside, [identifier]).diagnostics


def _community(project: Project, community: CommunityFolder) -> Iterator[Diagnostic]:
    gaps: dict[str, list[str]] = {}
    for page in community.pages:
        where = f"on the page “{page.name}” of {community.name}"
        yield from requests_of(community, page)
        assemblies = [assembly for request in page.requests if (assembly := assemble(community.voice, request))]
        if community.voice.values is not None:
            assemblies.append(assemble_values(community.voice, page.entry))
        for assembly in assemblies:
            for diagnostic in assembly.diagnostics:
                yield replace(diagnostic, message=f"{diagnostic.message} ({where})")
            for gap in assembly.gaps:
                shown = _shown(gap, page)
                if shown not in gaps.setdefault(gap.name, []):
                    gaps[gap.name].append(shown)
    yield from community.voice.orphans()
    yield from _with_places(community, gaps)
    yield from (d for d in community.diagnostics if d.code is not Code.NOT_FILLED_IN)


def _shown(gap: Gap, page: Page) -> str:
    return f"{gap.path}:{gap.row} on the page “{page.name}”"


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
            text = "; it is missing at " + ", ".join(places) if places else ""
            yield replace(diagnostic, message=diagnostic.message + text)


def requests_of(community: CommunityFolder, page: Page) -> Iterator[Diagnostic]:
    """Check what a page asks for: that there are such clauses, and that what it leaves out exists."""
    voice = community.voice
    for request in page.requests:
        start = page.source.line_starts[request.row - 1]
        end = start + len(page.source.line(request.row))
        if request.stem is not None:
            file = voice.procedure(request.stem)
            if file is None:
                known = [*voice.shared.files, *voice.own.files]
                message = f"there is no clause file “{request.stem}.md”{did_you_mean(request.stem, known)}"
                yield diagnose(Code.UNKNOWN_CLAUSE, message, page.source, start, end)
                continue
            for name in request.omit:
                if name not in file.clauses:
                    message = f"“{request.stem}” has no clause “{name}” to leave out{did_you_mean(name, file.clauses)}"
                    yield diagnose(Code.UNKNOWN_OMISSION, message, page.source, start, end)
        elif not request.clauses:
            message = "name a clause, such as “staff-procedure:response”"
            yield diagnose(Code.INVALID_DIRECTIVE, message, page.source, start, end)
        for name in request.clauses:
            if voice.wording(name) is None:
                message = f"there is no clause “{name}”{voice.suggest(name)}"
                yield diagnose(Code.UNKNOWN_CLAUSE, message, page.source, start, end)
