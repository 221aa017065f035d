"""Register Clausebook with Sphinx."""

from __future__ import annotations

import hashlib
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.roles import XRefRole
from sphinx.util.typing import ExtensionMetadata

from clausebook import __version__
from clausebook.project import CLAUSES
from clausebook.settings import SettingsError, project_root, read_settings
from clausebook.site.collecting import collect_as_before, keep_little
from clausebook.site.completeness import CompletenessDirective
from clausebook.site.directives import ClauseDirective, ProcedureDirective
from clausebook.site.domain import ClauseDomain, tell_missing
from clausebook.site.editions import (
    AudienceTocTree,
    StaffNotice,
    check_edition,
    cut_links,
    forget_names,
    note_copies,
    pages_of_other_audiences,
    pass_over_withheld,
    remove_copies,
    tell_leaks,
)
from clausebook.site.facts import (
    ContactsDirective,
    ContactsRole,
    EmergencyDirective,
    NotFilledInRole,
    SourcesDirective,
    ValueRole,
    pending_sources,
)
from clausebook.site.first_screen import set_first_screen
from clausebook.site.frame import is_book, set_frame
from clausebook.site.freshness import (
    forget_failed_build,
    forget_words,
    outdated_pages,
    read_all_after_failure,
    remove_pages,
)
from clausebook.site.language import check_page_language, mark_words, set_language
from clausebook.site.leaving import EXIT_URL, leaving_page
from clausebook.site.letters import ReportHelperDirective, bring_letter_script, letter_form, visit_letter_form
from clausebook.site.look import community_logo, copy_logos, set_look, visit_community_logo
from clausebook.site.lost import set_links, set_root, write_page
from clausebook.site.matrix import ClauseMatrixDirective
from clausebook.site.navigation import pages_with_new_navigation, set_navigation
from clausebook.site.offline import OfferOffline, forget_body, keep_body, write_offline_copies
from clausebook.site.overview import ClauseCatalogueDirective, CommunitiesDirective
from clausebook.site.page_links import TakeApartLinks, page_links, visit_page_links
from clausebook.site.paper import WriteOutTargets, visit_written_target, written_target
from clausebook.site.pictures import name_pictures
from clausebook.site.prepared import open_workshop, prepared_block, visit_prepared_block
from clausebook.site.privacy import bring_build_info, set_head, take_build_info
from clausebook.site.reading import pass_over_unreadable, put_values, tell_findings, tell_findings_of_pages
from clausebook.site.rules import RulesDirective
from clausebook.site.search import note_passages, search_pages, set_search, take_over, write_indexes
from clausebook.site.sharding import (
    hide_others,
    lead_elsewhere,
    plan_shard,
    set_shard,
    stand_in_for_portal,
    write_record,
)
from clausebook.site.sitemap import write_sitemap
from clausebook.site.transforms import MarkRole, NumberSteps, SettlePage, clause_mark
from clausebook.site.writing import take_builders

ASSETS = Path(__file__).parent.parent / "assets"
_MAKE_PAGES = frozenset({".py", ".html", ".css", ".js", ".svg"})


def register(app: Sphinx) -> ExtensionMetadata:
    """Register the domain, its directives and roles, the transforms and the events."""
    app.setup_extension("myst_parser")
    app.setup_extension("sphinx_design")
    app.setup_extension("notfound.extension")
    app.add_config_value("clausebook_root", "", "", frozenset({str}), "The project's folder, seen from conf.py's.")
    app.add_config_value(
        "clausebook_edition", "public", "env", frozenset({str}), "The edition: “public”, or “staff” for everything."
    )
    app.add_config_value(
        "clausebook_shard", "", "env", frozenset({str}), "Which part of the site is built, such as “1/8”; all if empty."
    )
    app.add_config_value(
        "clausebook_exit_url",
        EXIT_URL,
        "html",
        frozenset({str}),
        "Where “Exit this page” leads to, if a community says nothing.",
    )
    app.add_config_value(
        "clausebook_privacy",
        "guides",
        "html",
        frozenset({bool, str}),
        "Write a strict policy into pages, and cloak addresses: “guides” on those of communities, True on all.",
    )
    app.add_domain(ClauseDomain)
    take_builders(app)
    for name, directive in {
        "clause": ClauseDirective,
        "procedure": ProcedureDirective,
        "report-helper": ReportHelperDirective,
        "contacts": ContactsDirective,
        "emergency": EmergencyDirective,
        "sources": SourcesDirective,
        "communities": CommunitiesDirective,
        "clause-catalogue": ClauseCatalogueDirective,
        "completeness": CompletenessDirective,
        "clause-matrix": ClauseMatrixDirective,
        "rules": RulesDirective,
    }.items():
        app.add_directive_to_domain("coc", name, directive)
    app.add_role_to_domain("coc", "clause", XRefRole(innernodeclass=nodes.inline, warn_dangling=True))
    app.add_role_to_domain("coc", "contacts", ContactsRole())
    app.add_role_to_domain("coc", "value", ValueRole())
    app.add_role_to_domain("coc", "not-filled-in", NotFilledInRole())
    app.add_role_to_domain("coc", "mark", MarkRole())
    app.add_node(clause_mark, html=(_never, _never))
    app.add_node(pending_sources, html=(_never, _never))
    # Of other formats, the sample alone.  A word on EPUB would keep it from what is said of HTML.
    other = (_never, _never)
    app.add_node(letter_form, html=(visit_letter_form, _never), latex=other, text=other, man=other, texinfo=other)
    app.add_node(community_logo, html=(visit_community_logo, _never), latex=other, text=other, man=other, texinfo=other)
    app.add_directive("toctree", AudienceTocTree, override=True)
    app.add_transform(SettlePage)
    app.add_transform(StaffNotice)
    app.add_node(prepared_block, html=(visit_prepared_block, _never))
    app.add_node(page_links, html=(visit_page_links, _never))
    app.add_node(written_target, html=(visit_written_target, _never))
    app.add_post_transform(TakeApartLinks)
    app.add_post_transform(NumberSteps)
    app.add_post_transform(WriteOutTargets)
    app.add_post_transform(OfferOffline)
    app.connect("config-inited", check_edition)
    app.connect("config-inited", set_shard)
    app.connect("config-inited", _set_defaults)
    app.connect("config-inited", set_root)
    # Before all that ask what the project is.
    app.connect("builder-inited", plan_shard, priority=10)
    app.connect("builder-inited", keep_little)
    # When all others have registered what they look for.
    app.connect("builder-inited", open_workshop, priority=990)
    app.connect("builder-inited", name_pictures)
    app.connect("builder-inited", _prepare_builder)
    app.connect("builder-inited", take_over)
    app.connect("builder-inited", write_page)
    app.connect("builder-inited", pass_over_withheld)
    app.connect("builder-inited", bring_build_info)
    app.connect("env-before-read-docs", forget_names)
    app.connect("env-before-read-docs", tell_findings)
    app.connect("env-before-read-docs", pass_over_unreadable)
    app.connect("env-before-read-docs", tell_findings_of_pages)
    app.connect("source-read", stand_in_for_portal)
    app.connect("source-read", put_values)
    # Before Sphinx collects what is to be copied.
    app.connect("doctree-read", cut_links, priority=100)
    app.connect("doctree-read", check_page_language)
    app.connect("doctree-read", note_passages, priority=900)
    # Before all that ask which pages there are.
    app.connect("env-get-outdated", hide_others, priority=10)
    app.connect("env-get-outdated", note_copies)
    app.connect("env-get-outdated", pages_of_other_audiences)
    app.connect("env-get-outdated", outdated_pages)
    app.connect("env-get-outdated", remove_pages)
    app.connect("env-get-outdated", read_all_after_failure)
    app.connect("env-purge-doc", forget_body)
    app.connect("missing-reference", lead_elsewhere)
    app.connect("warn-missing-reference", tell_missing)
    app.connect("env-updated", pages_with_new_navigation)
    app.connect("html-collect-pages", leaving_page)
    app.connect("html-collect-pages", search_pages)
    app.connect("build-finished", remove_copies)
    app.connect("build-finished", copy_logos)
    app.connect("build-finished", take_build_info)
    app.connect("build-finished", forget_words)
    # Before the look for leaks, which looks through these too.
    app.connect("build-finished", write_indexes)
    app.connect("build-finished", write_sitemap)
    app.connect("build-finished", write_offline_copies)
    app.connect("build-finished", tell_leaks)
    app.connect("build-finished", write_record)
    app.connect("build-finished", forget_failed_build)
    app.connect("build-finished", collect_as_before)
    # Before anything is added to a page's text.
    app.connect("html-page-context", keep_body, priority=100)
    # Before the theme's own handler, which reads what these set.
    app.connect("html-page-context", set_language, priority=390)
    app.connect("html-page-context", set_navigation, priority=400)
    app.connect("html-page-context", set_search)
    app.connect("html-page-context", set_head)
    app.connect("html-page-context", set_first_screen, priority=600)  # after the theme has counted the headings
    # Puts what it adds around what the one before has added.
    app.connect("html-page-context", set_look)
    # The theme's own handler renders the sidebars.
    app.connect("html-page-context", bring_letter_script, priority=400)
    app.connect("html-page-context", set_links, priority=800)
    app.connect("html-page-context", mark_words, priority=890)
    # After all that puts files on a page.
    app.connect("html-page-context", set_frame, priority=900)
    return {
        "version": __version__,
        "env_version": _own_state(),
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }


def _own_state() -> int:
    """Tell one state of this package from another: after an update no page may stay as an older one wrote it."""
    package = ASSETS.parent
    digest = hashlib.sha256()
    for file in sorted(path for path in package.rglob("*") if path.suffix in _MAKE_PAGES):
        digest.update(f"{file.relative_to(package).as_posix()}\0".encode())
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return int.from_bytes(digest.digest()[:8], "big")


def _never(translator: nodes.NodeVisitor, node: nodes.Element) -> None:
    """Stand for a node that a transform takes out of every page before it is written."""
    raise nodes.SkipNode


def _set_defaults(app: Sphinx, config: Config) -> None:
    confdir = Path(app.confdir).resolve()
    chosen = confdir / config.clausebook_root if config.clausebook_root else project_root(confdir)
    config.clausebook_root = str((chosen or confdir).resolve())
    config.html_static_path = [*config.html_static_path, str(ASSETS)]
    config.exclude_patterns = [*config.exclude_patterns, *_clause_folders(Path(app.srcdir), config)]
    if not config.template_bridge:
        config.template_bridge = "clausebook.site.privacy.PageTemplates"
    if not config.html_favicon:
        config.html_favicon = str(ASSETS / "favicon.svg")
    # Tabs would write into the reader's browser which of them was open.
    config.sd_tabs_storage_prefix = ""
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
    except SettingsError:
        return []
    source = root / settings.source
    folders = [source / CLAUSES, *(source / pattern / CLAUSES for pattern in settings.communities)]
    patterns = [f"{folder.relative_to(srcdir)}/**" for folder in folders if folder.is_relative_to(srcdir)]
    # A community that is built alone is itself the source folder.
    return patterns or [f"{CLAUSES}/**"]


def _prepare_builder(app: Sphinx) -> None:
    # docutils would write mailto:coc%40example.org, which RFC 6068 does not allow and some mail programs do not take.
    app.env.settings["cloak_email_addresses"] = False
    if is_book(app.builder):
        app.config.html_static_path = [path for path in app.config.html_static_path if path != str(ASSETS)]
    elif app.builder.format == "html":
        app.add_css_file("clausebook.css")
        app.add_css_file("lists.css")
        # Browsers do not wait for it before they show a page.
        app.add_css_file("paper.css", media="print")
        if app.config.html_theme != "furo":
            app.add_css_file("other-themes.css")
