"""What happens before pages are read: findings are told, unreadable pages passed over, values put in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from clausebook.clauses.document import parse_document
from clausebook.clauses.library import SUFFIXES, ClauseFile, Library
from clausebook.diagnostics import Code, Diagnostic, not_utf8
from clausebook.edition import audiences
from clausebook.guide.assembly import assemble_values
from clausebook.integrity import folder_findings, shared_findings
from clausebook.rules.glance import shows_signs
from clausebook.rules.runner import JUDGED_BY_PROJECT, check_source
from clausebook.site.directives import LOGGER, tell
from clausebook.site.domain import ClauseDomain, domain_of
from clausebook.site.freshness import need
from clausebook.text.source import Position, SourceText, UndecodableError

_TOLD_OF_PAGES = JUDGED_BY_PROJECT | {Code.MALFORMED_PLACEHOLDER}


def tell_findings(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Tell what is wrong with the files that this build is made from, each finding once."""
    # What is wrong with files is told of all of them; nothing of it is shown on a page.
    domain = domain_of(env)
    project = domain.whole
    said = audiences(project, [Path(env.srcdir).resolve()])
    for file, audience in said.items():
        community = project.community_of(file)
        if domain.is_built(community) if community else has_portal(domain):
            for diagnostic in audience.diagnostics:
                tell(env, diagnostic, "in the shared clauses")
    for diagnostic in (
        *project.diagnostics,
        *project.shared.diagnostics,
        *_of_files(project.shared),
        *shared_findings(project),
    ):
        # Of several shards, one tells it.
        if has_portal(domain):
            tell(env, diagnostic, "in the shared clauses")
    for community in project.communities.values():
        if domain.is_built(community):
            for diagnostic in (*folder_findings(community), *_of_files(community.voice.own)):
                tell(env, diagnostic, f"in the folder of {community.name}")


def tell_findings_of_pages(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Tell what each page shows by itself, in every build, whether the page is read anew or not."""
    domain = domain_of(env)
    for docname in sorted(env.found_docs):
        file = Path(env.doc2path(docname))
        if file.suffix not in SUFFIXES or (docname == env.config.root_doc and not has_portal(domain)):
            continue
        try:
            data = file.read_bytes()
            # Most pages are sound, which their bytes show at once.
            found = check_source(SourceText.from_bytes(data, str(file))) if shows_signs(data) else ()
        except (OSError, UndecodableError):
            continue  # Which is told already.
        community = domain.community_of(docname) if found else None
        where = f"on a page of {community.name}" if community else f"the page “{docname}”"
        for diagnostic in found:
            if diagnostic.code not in _TOLD_OF_PAGES:
                tell(env, diagnostic, where)


def _of_files(library: Library) -> Iterator[Diagnostic]:
    """Check each clause file by itself, but for what is told of each page that shows it."""
    for file in library.files.values():
        yield from (d for d in check_source(file.source) if d.code not in _TOLD_OF_PAGES)


def has_portal(domain: ClauseDomain) -> bool:
    """Tell whether what is outside of communities is a part of this build."""
    return domain.shard is None or domain.shard.name.has_portal


def pass_over_unreadable(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Tell of pages that cannot be read, and keep Sphinx from stopping at them with a traceback."""
    domain = domain_of(env)
    trees = (domain.project.root, Path(env.srcdir))
    for docname in list(docnames):
        file = Path(env.doc2path(docname))
        community = domain.community_of(docname)
        try:
            if not file.is_symlink() or any(file.resolve().is_relative_to(tree.resolve()) for tree in trees):
                SourceText.read(file)
                continue
            # What lies elsewhere on this computer is nobody's page.
            message = "this link leads out of the project and is not followed; put the file itself here"
            finding = Diagnostic(Code.UNREADABLE_FILE, message, str(file), Position(1, 1), Position(1, 1))
        except UndecodableError as error:
            finding = not_utf8(error)
        except OSError as error:
            message = f"the file cannot be read: {error.strerror}"
            finding = Diagnostic(Code.UNREADABLE_FILE, message, str(file), Position(1, 1), Position(1, 1))
        if not (community and any(diagnostic.path == str(file) for diagnostic in community.diagnostics)):
            tell(env, finding, f"the page “{docname}”")
        docnames.remove(docname)
        env.clear_doc(docname)
        env.found_docs.discard(docname)
    root = str(env.config.root_doc)
    if root not in env.found_docs:
        LOGGER.error("there is no page %s.md in %s that can be read: every site begins with one", root, env.srcdir)
        # An exception would show as a traceback, and this is nobody's fault in a program.
        raise SystemExit(1)


def put_values(app: Sphinx, docname: str, content: list[str]) -> None:
    """Put the community's values in the place of a page's placeholders."""
    domain = domain_of(app.env)
    file = domain.path_of(docname)
    if not ("{" in content[0] or "}}" in content[0]) or file.suffix not in SUFFIXES:
        return
    community = domain.community_of(docname)
    if community is None:
        return
    page = ClauseFile(file.stem, file, parse_document(SourceText(str(file), content[0])))
    assembly = assemble_values(community.voice, page)
    content[0] = assembly.text
    name = file.relative_to(community.folder).with_suffix("").as_posix()
    need(app.env, ("page", community.slug, name), assembly.digest)
    if assembly.diagnostics:
        need(app.env, ("settings",))
    for diagnostic in assembly.diagnostics:
        tell(app.env, diagnostic, f"on a page of {community.name}")
