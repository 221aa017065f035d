"""The directives by which a page shows clauses: ``{clause}`` and ``{procedure}``."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.environment import BuildEnvironment
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import OptionSpec

from clausebook.diagnostics import Code, Diagnostic, Severity
from clausebook.guide.assembly import Assembly, Mark, assemble
from clausebook.guide.directives import Request, place_of_omission, split_names
from clausebook.guide.locks import omission_message
from clausebook.guide.wording import Voice, Wording, no_procedure, staff_only
from clausebook.project import CommunityFolder
from clausebook.site.domain import ClauseDomain, domain_of
from clausebook.site.freshness import GONE, need
from clausebook.site.render import render
from clausebook.text.nearest import did_you_mean

LOGGER = logging.getLogger(__name__)

_STATE = "clausebook"


@dataclass
class PageState:
    """What the page that is being read shows: the marks of its clauses, and every wording it was made from."""

    marks: list[Mark] = field(default_factory=list)
    uses: list[Wording] = field(default_factory=list)


def page_state(env: BuildEnvironment) -> PageState:
    """Give the state of the page that is being read."""
    state = env.current_document.get(_STATE)
    if not isinstance(state, PageState):
        env.current_document[_STATE] = state = PageState()
    return state


def warn(code: Code, message: str, location: str | tuple[str | None, int | None] | nodes.Node) -> None:
    """Tell Sphinx of a finding; with warnings as errors, the build fails."""
    LOGGER.warning("%s", message, location=location, type="clausebook", subtype=code.code)


def tell(env: BuildEnvironment, diagnostic: Diagnostic, where: str) -> None:
    """Tell Sphinx of a finding about a file that is not ignored, and on which page of which community it matters."""
    if diagnostic.severity is Severity.NOTE or not domain_of(env).tells(diagnostic):
        return
    place = f"{diagnostic.path}:{diagnostic.start.row}"
    warn(diagnostic.code, f"{diagnostic.message} ({where})", place)


class CommunityDirective(SphinxDirective):
    """A directive that speaks for the community of its page."""

    @property
    def clauses(self) -> ClauseDomain:
        """The build's clauses."""
        return domain_of(self.env)

    @property
    def community(self) -> CommunityFolder | None:
        """The community that the page belongs to."""
        return self.clauses.community_of(self.env.docname)

    def complain(self, code: Code, message: str, place: str | None = None) -> None:
        """Tell what is wrong with the directive itself, at its line or another place."""
        warn(code, message, place or self.get_location())

    def describe_page(self) -> str:
        """Say which page of which community this is."""
        community = self.community
        return f"on the page “{self.env.docname}”" + (f" of {community.name}" if community else "")


class _AssemblyDirective(CommunityDirective):
    def insert(self, request: Request, voice: Voice) -> list[nodes.Node]:
        """Put what is asked for in the place of the directive."""
        community = self.community
        assembly = assemble(voice, request)
        key = ("assembly", community.slug if community else "", request)
        need(self.env, key, assembly.digest if assembly else GONE)
        if assembly is None:
            stem = request.stem or ""
            code = Code.STAFF_CLAUSE if voice.withholds(stem) else Code.UNKNOWN_CLAUSE
            self.complain(code, no_procedure(voice, stem))
            return []
        if assembly.diagnostics:
            need(self.env, ("settings",))
        for diagnostic in assembly.diagnostics:
            tell(self.env, diagnostic, self.describe_page())
        return self.show(assembly)

    def show(self, assembly: Assembly) -> list[nodes.Node]:
        page = page_state(self.env)
        first = len(page.marks)
        page.marks += assembly.marks
        page.uses += assembly.uses
        return render(self, assembly, first_mark=first, heading_offset=self.options.get("heading-offset", 0))


class ClauseDirective(_AssemblyDirective):
    """Show one clause, or several in order.

    Names stand in the argument or one a line in the body, as ``FILE:NAME``.  With
    ``:steps:`` they become numbered steps.
    """

    has_content = True
    optional_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar[OptionSpec] = {
        "steps": directives.flag,
        "heading-offset": directives.nonnegative_int,
    }

    def run(self) -> list[nodes.Node]:
        """Find the clauses and show them."""
        names = split_names(" ".join([*self.arguments, *self.content]))
        if not names:
            self.complain(Code.INVALID_DIRECTIVE, "name a clause, such as “staff-procedure:response”")
            return []
        voice = self.clauses.project.voice_of(self.community)
        for name in names:
            if voice.withholds(name):
                self.complain(Code.STAFF_CLAUSE, staff_only(f"the clause “{name}”"))
            elif voice.wording(name) is None:
                self.complain(Code.UNKNOWN_CLAUSE, f"there is no clause “{name}”{voice.suggest(name)}")
        return self.insert(Request(0, clauses=names, steps="steps" in self.options), voice)


class ProcedureDirective(_AssemblyDirective):
    """Show a whole clause file, with the community's own wording put in place.

    The argument is the file's name without its ending.  ``:omit:`` leaves clauses
    out by name.
    """

    required_arguments = 1
    option_spec: ClassVar[OptionSpec] = {
        "omit": split_names,
        "heading-offset": directives.nonnegative_int,
    }

    def run(self) -> list[nodes.Node]:
        """Find the file and show it."""
        stem = self.arguments[0]
        omit: tuple[str, ...] = self.options.get("omit", ())
        voice = self.clauses.project.voice_of(self.community)
        file = voice.procedure(stem)
        for name in omit:
            if voice.locks(f"{stem}:{name}"):
                self.complain(Code.LOCKED_CLAUSE, omission_message(name), self.line_of_omission(name))
        for name in omit if file else ():
            if file and voice.present(f"{stem}:{name}").partition(":")[2] not in file.names:
                message = f"“{stem}” has no clause “{name}” to leave out{did_you_mean(name, file.clauses)}"
                self.complain(Code.UNKNOWN_OMISSION, message)
        return self.insert(Request(0, stem=stem, omit=omit), voice)

    def line_of_omission(self, name: str) -> str | None:
        """Give the file and line on which a clause is left out; None where no community's page has the directive."""
        community, line = self.community, self.get_source_info()[1]
        file = self.clauses.path_of(self.env.docname)
        page = next((page for page in community.pages if page.entry.file == file), None) if community else None
        if page is None or line > len(page.source.line_starts):
            return None
        start, _ = place_of_omission(page.source, line, name)
        return f"{page.source.path}:{page.source.position(start).row}"
