"""A page on which readers put a letter together: ``{report-helper}``.

The page holds the sample letter, for everybody.  What a reader fills in stands beside it in a ``template``, of which
nothing shows until the script ``letter.js`` takes it out: so that without scripts, on paper and in the offline copy
the sample stays.  Nothing of it is in a form: no page can send it.
"""

from __future__ import annotations

from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.util.typing import OptionSpec
from sphinx.writers.html5 import HTML5Translator

from clausebook.community.model import Community, Contact
from clausebook.diagnostics import Code
from clausebook.guide.assembly import assemble_clauses
from clausebook.guide.directives import Request, letter_request
from clausebook.guide.letter_faults import letter_faults
from clausebook.guide.letters import letter_of
from clausebook.guide.wording import Voice, staff_only
from clausebook.site.directives import CommunityDirective, page_state, tell
from clausebook.site.frame import is_book
from clausebook.site.freshness import need
from clausebook.site.language import direction_of, of_words
from clausebook.site.letter_html import Choice, letter_html
from clausebook.site.render import render

SAMPLE = "report-sample"


class letter_form(nodes.General, nodes.Element):  # noqa: N801 -- docutils names nodes so
    """What a reader fills in, as HTML; no other format has it, nor does the search."""


def visit_letter_form(translator: HTML5Translator, node: letter_form) -> None:
    """Write it; a book runs no scripts."""
    if translator.builder.name != "epub":
        translator.body.append(node["html"])
    raise nodes.SkipNode


class ReportHelperDirective(CommunityDirective):
    """Show a sample letter, and with scripts what a reader needs to write one.

    The argument is the letter's clause, ``:actions:`` the clauses with what it can ask for, and ``:fields:`` says of
    blanks that are not called as in the shared letter what they mean.
    """

    optional_arguments = 1
    option_spec: ClassVar[OptionSpec] = {"actions": directives.unchanged, "fields": directives.unchanged}

    def run(self) -> list[nodes.Node]:
        """Show the sample, and what a reader fills in."""
        community = self.community
        # What the letter itself shows is in what its clauses need.
        need(self.env, ("facts", community.slug if community else "", "name", "contacts", "email", "languages"))
        if community is None:
            self.complain(
                Code.INVALID_DIRECTIVE,
                f"“{self.name}” writes to a community's contacts; use it on a page in a community's folder",
            )
            return []
        voice = community.voice
        options = self.options
        request = letter_request(0, " ".join(self.arguments), options.get("actions"), options.get("fields", ""))
        unknown = False
        for name in request.clauses:
            if voice.withholds(name):
                self.complain(Code.STAFF_CLAUSE, staff_only(f"the clause “{name}”"))
            elif voice.wording(name) is None:
                unknown = True
                self.complain(Code.UNKNOWN_CLAUSE, f"there is no clause “{name}”{voice.suggest(name)}")
        if not unknown:
            for _word, message in letter_faults(voice, request):
                self.complain(Code.INVALID_DIRECTIVE, message)
        letter = letter_of(voice, request)
        sample = self.sample(voice, request)
        facts = community.loaded.community
        if facts is None or not letter.paragraphs:
            return [sample]
        return [
            sample,
            letter_form(html=letter_html(letter, facts.name, choices(facts), *self.languages(facts.language))),
        ]

    def languages(self, language: str) -> tuple[str, str]:
        """Give the attributes of what the page says, and of the letter, where the two have different languages."""
        of_page = of_words(self.config.language, language)
        return (of_page, f' lang="{language}" dir="{direction_of(language)}"') if of_page else ("", "")

    def sample(self, voice: Voice, request: Request) -> nodes.container:
        """Show the letter and the actions as their clauses are written."""
        box = nodes.container(classes=[SAMPLE])
        community = self.community
        page = page_state(self.env)
        for name in request.clauses:
            wanted = Request(0, clauses=(name,))
            assembly = assemble_clauses(voice, wanted.clauses)
            need(self.env, ("assembly", community.slug if community else "", wanted), assembly.digest)
            if assembly.diagnostics:
                need(self.env, ("settings",))
            for diagnostic in assembly.diagnostics:
                tell(self.env, diagnostic, self.describe_page())
            first = len(page.marks)
            page.uses += assembly.uses
            page.marks += assembly.marks
            render(self, assembly, first_mark=first, into=box)
        for rubric in box.findall(nodes.rubric):
            # Sphinx then writes a heading.
            rubric["heading-level"] = max(2, min(6, rubric.get("level", 2)))
        return box


def choices(facts: Community) -> tuple[Choice, ...]:
    """List those that a letter can go to: the people whom everybody may know, and the common address."""
    people = [contact for contact in facts.contacts if not contact.for_staff]
    found = [Choice(contact.name or contact.role or "", contact) for contact in people]
    if facts.email and facts.email not in {contact.email for contact in people}:
        found.append(Choice(facts.name, Contact.model_construct(name=facts.name, email=facts.email)))
    return tuple(found)


def bring_letter_script(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Give a page with a letter its script and style, and take the search away.

    What somebody writes into the wrong field of such a page would go to the server, and into its log.
    """
    if doctree is None or not any(doctree.findall(letter_form)):
        return
    if is_book(app.builder):
        return
    app.add_css_file("letter.css")
    app.add_js_file("letter.js", loading_method="defer")
    context["sidebars"] = [name for name in context.get("sidebars") or () if "search" not in name]
