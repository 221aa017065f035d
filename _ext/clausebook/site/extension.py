"""Register Clausebook with Sphinx."""

from __future__ import annotations

from pathlib import Path

from docutils import nodes
from sphinx.application import ENV_PICKLE_FILENAME, Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.roles import XRefRole
from sphinx.util.typing import ExtensionMetadata

from clausebook import __version__
from clausebook.clauses.document import parse_document
from clausebook.clauses.library import SUFFIXES, ClauseFile
from clausebook.guide.assembly import assemble_values
from clausebook.project import CLAUSES, CommunityFolder, ProjectError, read_settings
from clausebook.rules.runner import check_source
from clausebook.site.directives import ClauseDirective, ProcedureDirective, tell
from clausebook.site.domain import ClauseDomain, domain_of
from clausebook.site.facts import (
    ContactsDirective,
    ContactsRole,
    EmergencyDirective,
    NotFilledInRole,
    SourcesDirective,
    pending_sources,
)
from clausebook.site.freshness import need, outdated_pages
from clausebook.site.navigation import set_navigation
from clausebook.site.overview import ClauseCatalogueDirective, CommunitiesDirective
from clausebook.site.transforms import MarkRole, NumberSteps, SettlePage, clause_mark
from clausebook.text.source import SourceText

ASSETS = Path(__file__).parent.parent / "assets"


def register(app: Sphinx) -> ExtensionMetadata:
    """Register the domain, its directives and roles, the transforms and the events."""
    app.setup_extension("myst_parser")
    app.setup_extension("sphinx_design")
    app.add_config_value("clausebook_root", "", "", frozenset({str}), "The project's folder; that of conf.py if empty.")
    app.add_domain(ClauseDomain)
    for name, directive in {
        "clause": ClauseDirective,
        "procedure": ProcedureDirective,
        "contacts": ContactsDirective,
        "emergency": EmergencyDirective,
        "sources": SourcesDirective,
        "communities": CommunitiesDirective,
        "clause-catalogue": ClauseCatalogueDirective,
    }.items():
        app.add_directive_to_domain("coc", name, directive)
    app.add_role_to_domain("coc", "clause", XRefRole(innernodeclass=nodes.inline, warn_dangling=True))
    app.add_role_to_domain("coc", "contacts", ContactsRole())
    app.add_role_to_domain("coc", "not-filled-in", NotFilledInRole())
    app.add_role_to_domain("coc", "mark", MarkRole())
    app.add_node(clause_mark, html=(_never, _never))
    app.add_node(pending_sources, html=(_never, _never))
    app.add_transform(SettlePage)
    app.add_post_transform(NumberSteps)
    app.connect("config-inited", _set_defaults)
    app.connect("builder-inited", _prepare_builder)
    app.connect("env-before-read-docs", _tell_findings)
    app.connect("source-read", _put_values)
    app.connect("env-get-outdated", outdated_pages)
    app.connect("env-get-outdated", _remove_pages)
    app.connect("build-finished", _forget_failed_build)
    # Before the theme's own handler, which reads what this one sets.
    app.connect("html-page-context", set_navigation, priority=400)
    return {"version": __version__, "env_version": 1, "parallel_read_safe": True, "parallel_write_safe": True}


def _never(translator: nodes.NodeVisitor, node: nodes.Element) -> None:
    """Stand for a node that a transform takes out of every page before it is written."""
    raise nodes.SkipNode


def _set_defaults(app: Sphinx, config: Config) -> None:
    if not config.clausebook_root:
        config.clausebook_root = str(app.confdir)
    config.html_static_path = [*config.html_static_path, str(ASSETS)]
    config.exclude_patterns = [*config.exclude_patterns, *_clause_folders(Path(app.srcdir), config)]
    # Without these, MyST turns [call 112](tel:112) into a dead link to an anchor.
    schemes = config.myst_url_schemes
    for scheme in ("tel", "sms"):
        if isinstance(schemes, dict):
            schemes.setdefault(scheme, None)
        elif scheme not in schemes:
            config.myst_url_schemes = schemes = [*schemes, scheme]


def _clause_folders(srcdir: Path, config: Config) -> list[str]:
    """Name the folders of clause files, as patterns: clauses are parts of pages, and no pages themselves."""
    root = Path(config.clausebook_root).resolve()
    try:
        settings = read_settings(root)
    except ProjectError:
        return []
    source = root / settings.source
    folders = [source / CLAUSES, *(source / pattern / CLAUSES for pattern in settings.communities)]
    patterns = [f"{folder.relative_to(srcdir)}/**" for folder in folders if folder.is_relative_to(srcdir)]
    # A community that is built alone is itself the source folder.
    return patterns or [f"{CLAUSES}/**"]


def _prepare_builder(app: Sphinx) -> None:
    # docutils would write mailto:coc%40example.org, which RFC 6068 does not allow and some mail programs do not take.
    app.env.settings["cloak_email_addresses"] = False
    if app.builder.format == "html":
        app.add_css_file("clausebook.css")


def _tell_findings(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Tell what is wrong with the files that this build is made from, each finding once."""
    project = domain_of(env).project
    built = [c for c in project.communities.values() if _is_built(env, c)]
    for diagnostic in (*project.diagnostics, *project.shared.diagnostics):
        tell(diagnostic, "in the shared clauses")
    for file in project.shared.files.values():
        for diagnostic in check_source(file.source):
            tell(diagnostic, "in the shared clauses")
    for community in built:
        where = f"in the folder of {community.name}"
        for diagnostic in (*community.diagnostics, *community.voice.orphans()):
            # What is marked as missing is shown on the page and told by the check; it does not stop a build.
            if diagnostic.code.code != "CB405":
                tell(diagnostic, where)
        for file in community.voice.own.files.values():
            for diagnostic in check_source(file.source):
                tell(diagnostic, where)


def _is_built(env: BuildEnvironment, community: CommunityFolder) -> bool:
    return community.folder.is_relative_to(Path(env.srcdir).resolve())


def _remove_pages(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    """Take away the HTML of pages that are gone: it would be published, with contacts that are gone too."""
    if isinstance(app.builder, StandaloneHTMLBuilder):
        for docname in removed:
            app.builder.get_output_path(docname).unlink(missing_ok=True)
    return []


def _forget_failed_build(app: Sphinx, exception: Exception | None) -> None:
    """Let the next build read everything again, if warnings made this one fail.

    Sphinx remembers the pages and forgets the warnings: the same command, given
    once more, would call the same site sound.
    """
    if exception is None and getattr(app, "_warncount", False) and getattr(app, "_fail_on_warnings", False):
        (app.doctreedir / ENV_PICKLE_FILENAME).unlink(missing_ok=True)


def _put_values(app: Sphinx, docname: str, content: list[str]) -> None:
    """Put the community's values in the place of a page's placeholders."""
    file = Path(app.env.doc2path(docname)).resolve()
    if "{{" not in content[0] or file.suffix not in SUFFIXES:
        return
    domain = domain_of(app.env)
    community = domain.community_of(docname)
    if community is None:
        return
    page = ClauseFile(file.stem, file, parse_document(SourceText(str(file), content[0])))
    assembly = assemble_values(community.voice, page)
    content[0] = assembly.text
    name = file.relative_to(community.folder).with_suffix("").as_posix()
    need(app.env, ("page", community.slug, name), assembly.digest)
    for diagnostic in assembly.diagnostics:
        tell(diagnostic, f"on a page of {community.name}")
