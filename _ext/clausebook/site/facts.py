"""The directives and the role that show a community's facts: contacts, emergency numbers, sources."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, ClassVar

from babel.core import Locale, UnknownLocaleError
from babel.dates import format_date
from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxRole
from sphinx.util.typing import OptionSpec

from clausebook.clauses.frontmatter import TextSource
from clausebook.clauses.licences import deed, is_stated
from clausebook.community.model import Community, Contact
from clausebook.diagnostics import Code
from clausebook.guide.filling import absence
from clausebook.guide.wording import Wording
from clausebook.site.directives import CommunityDirective, warn
from clausebook.site.domain import domain_of
from clausebook.site.freshness import need
from clausebook.site.words import translated as _

if TYPE_CHECKING:
    from clausebook.site.prepared import Workshop


def not_filled_in(what: str = "") -> nodes.inline:
    """Show that a fact has not been given; ``what`` is its name."""
    text = _("TODO: not filled in")
    return nodes.inline("", f"{text} ({what})" if what else text, classes=["not-filled-in"])


def _link(text: str, target: str, *classes: str) -> nodes.reference:
    return nodes.reference("", text, refuri=target, internal=False, classes=list(classes))


class _FactsDirective(CommunityDirective):
    # Which facts it shows.
    shows: ClassVar[tuple[str, ...]] = ()

    def facts(self) -> Community | None:
        """Give the community's facts, or tell that there are none."""
        community = self.community
        need(self.env, ("facts", community.slug if community else "", *self.shows))
        if community is None:
            message = f"“{self.name}” shows a community's facts; use it on a page in a community's folder"
            self.complain(Code.INVALID_DIRECTIVE, message)
            return None
        # A file with mistakes has been told of already.
        return community.loaded.community


class ContactsDirective(_FactsDirective):
    """Show the people who take reports, with all ways to reach them; ``:brief:`` shows names and addresses only."""

    option_spec: ClassVar[OptionSpec] = {"brief": directives.flag}
    shows: ClassVar[tuple[str, ...]] = ("contacts", "reviewed")

    def run(self) -> list[nodes.Node]:
        """Make a list of the contacts."""
        facts = self.facts()
        if facts is None:
            return []
        brief = "brief" in self.options
        contacts = contact_list(facts, brief)
        reviewed = "" if brief else last_checked(facts, self.config.language)
        if not reviewed:
            return [contacts]
        return [contacts, nodes.paragraph("", reviewed, classes=["contacts-reviewed"])]


def contact_list(facts: Community, brief: bool = False) -> nodes.bullet_list:
    """List the people who take reports."""
    items = [nodes.list_item("", *_contact(contact, brief)) for contact in facts.contacts]
    if not items:
        items = [nodes.list_item("", nodes.paragraph("", "", not_filled_in(_("contacts"))))]
    return nodes.bullet_list("", *items, classes=["contacts"] + (["contacts-brief"] if brief else []))


def last_checked(facts: Community, language: str) -> str:
    """Say when somebody last checked the facts; nothing if the file does not.

    The day is as the file gives it, never counted from today: a page that nobody builds again must not go stale.
    """
    if facts.reviewed is None:
        return ""
    return _("Last checked on %s.") % format_date(facts.reviewed, "long", locale=locale_of(language))


def locale_of(language: str) -> Locale:
    """Give what Babel knows of a language; of one that it does not know, English."""
    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale("en")


def _contact(contact: Contact, brief: bool) -> Iterator[nodes.Node]:
    name: nodes.Node = nodes.strong("", contact.name) if contact.name else not_filled_in()
    line = nodes.paragraph("", "", name)
    if contact.role:
        line += nodes.inline("", f" ({contact.role})", classes=["contact-role"])
    if brief:
        for text, target in _ways(contact):
            line += [nodes.Text(" "), _link(text, target)]
        yield line
        return
    yield line
    ways = nodes.paragraph("", "", classes=["contact-ways"])
    for index, (text, target) in enumerate(_ways(contact)):
        ways += [*([nodes.Text(" ")] if index else []), _link(text, target, "contact-way")]
    if ways.children:
        yield ways
    notes = [
        contact.place,
        contact.hours,
        _("speaks %s") % ", ".join(contact.languages) if contact.languages else None,
        _("independent of the organizers") if contact.independent else None,
        _("for the staff only") if contact.for_staff else None,
    ]
    if any(notes):
        yield nodes.paragraph("", "; ".join(note for note in notes if note), classes=["contact-notes"])


def _ways(contact: Contact) -> Iterator[tuple[str, str]]:
    if contact.phone and contact.tel:
        yield contact.phone, contact.tel
    if contact.email:
        yield contact.email, f"mailto:{contact.email}"


class EmergencyDirective(_FactsDirective):
    """Show the emergency numbers, large, each as a link that calls."""

    shows: ClassVar[tuple[str, ...]] = ("emergency",)

    def run(self) -> list[nodes.Node]:
        """Make a block of the numbers."""
        facts = self.facts()
        return [] if facts is None else [emergency_block(facts)]


def emergency_block(facts: Community) -> nodes.container:
    """Show the emergency numbers as buttons."""
    block = nodes.container(classes=["emergency"])
    block += nodes.paragraph("", _("In danger?"), classes=["emergency-question"])
    numbers = [entry for entry in facts.emergency if entry.number and entry.tel]
    if not numbers:
        block += nodes.paragraph("", _("Call the emergency number of the place where you are."))
    for entry in numbers:
        call = _link("", entry.tel or "", "emergency-number")
        call += nodes.strong("", _("Call %s") % entry.number)
        if entry.label:
            call += [nodes.Text(" "), nodes.inline("", entry.label, classes=["emergency-label"])]
        block += nodes.paragraph("", "", call)
    return block


class ContactsRole(SphinxRole):
    """Name the contacts within a sentence; the role's text is the word before the last one, such as “or”."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Make links with roles in parentheses."""
        domain = domain_of(self.env)
        community = domain.community_of(self.env.docname)
        need(self.env, ("facts", community.slug if community else "", "contacts"))
        if community is None:
            message = "“contacts” names a community's contacts; use it on a page in a community's folder"
            warn(Code.INVALID_DIRECTIVE, message, self.get_location())
            return [], []
        facts = community.loaded.community
        contacts = facts.contacts if facts else ()
        result: list[nodes.Node] = []
        for index, contact in enumerate(contacts):
            if index:
                last = index == len(contacts) - 1
                result.append(nodes.Text(f" {self.text} " if last else ", "))
            target = f"mailto:{contact.email}" if contact.email else contact.tel
            name = contact.name or ""
            if not name:
                result.append(not_filled_in())
            result.append(_link(name or contact.email or contact.phone or "", target) if target else nodes.Text(name))
            if contact.role:
                result.append(nodes.Text(f" ({contact.role})"))
        return result or [not_filled_in(_("contacts"))], []


class ValueRole(SphinxRole):
    """Show a value of the community, such as ``words.staff``, on a page where double braces mean nothing."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Give the value as text, or as a link if it is one."""
        name, domain = self.text.strip(), domain_of(self.env)
        community = domain.community_of(self.env.docname)
        need(self.env, ("value", community.slug if community else "", name))
        if community is None:
            message = "“value” shows a community's value; use it on a page in a community's folder"
            warn(Code.INVALID_DIRECTIVE, message, self.get_location())
            return [], []
        values = community.voice.values
        if values is None:  # A file with mistakes has been told of already.
            return [not_filled_in(name)], []
        problem = absence(values, name)
        if problem:
            warn(*problem, self.get_location())
        value = values.get(name)
        if value is None or value.text is None:
            return [not_filled_in(name)], []
        target = values.link(name)
        return [_link(value.text, target) if target else nodes.Text(value.text)], []


class NotFilledInRole(SphinxRole):
    """Show that a value is not filled in; clauses get it where a community has written “TODO”."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Make the visible gap."""
        return [not_filled_in(self.text)], []


Make = Callable[[], list[nodes.Node]]


class pending_sources(nodes.General, nodes.Element):  # noqa: N801 -- docutils names nodes so
    """Where the sources of a page's clauses will stand, once all of the page is read."""


class SourcesDirective(CommunityDirective):
    """List where the text of this page's clauses comes from, and under which licences."""

    def run(self) -> list[nodes.Node]:
        """Leave a place for the list."""
        node = pending_sources()
        self.set_source_info(node)
        return [node]


def source_list(
    uses: Iterable[Wording], licence: str | None = None, prepare: Callable[[str, Make], list[nodes.Node]] | None = None
) -> list[nodes.Node]:
    """Make the list of sources of some clauses, each source once, and name the ``licence`` of the guide.

    ``prepare`` makes lines that many pages show, from a key of all that they depend on.
    """
    found: list[TextSource] = []
    for wording in uses:
        for source in wording.file.sources_of(wording.clause.name):
            known = next((s for s in found if (s.title, s.licence) == (source.title, source.licence)), None)
            if known is None:
                found.append(source)
    if not found:
        return []

    def lines() -> list[nodes.Node]:
        made: list[nodes.Node] = [nodes.bullet_list("", *(nodes.list_item("", _source(source)) for source in found))]
        if licence:
            made.append(nodes.paragraph("", _("This guide as a whole:") + " ", _licence(licence)))
        return made

    box = nodes.container("", nodes.rubric("", _("Where this text comes from")), classes=["sources"])
    box += prepare(f"sources {found!r} {licence!r}", lines) if prepare else lines()
    return [box]


def _source(source: TextSource) -> nodes.paragraph:
    line = nodes.paragraph()
    line += _link(source.title, source.url) if source.url else nodes.inline("", source.title)
    if source.author:
        line += nodes.Text(", " + _("by %s") % source.author)
    line += nodes.Text("; ")
    line += _licence(source.licence) if is_stated(source.licence) else nodes.Text(_("no licence is stated"))
    if source.changes:
        line += nodes.Text("; " + _("changed: %s") % source.changes)
    return line


def _licence(licence: str) -> nodes.Node:
    name, url = deed(licence)
    return _link(name, url) if url else nodes.Text(name)


def replace_sources(
    document: nodes.document, uses: list[Wording], licence: str | None, workshop: Workshop | None
) -> None:
    """Put the list of sources where a page asked for it, or else at its end: licences want to be named.

    ``licence`` is that of the whole guide.
    """
    wanted = list(document.findall(pending_sources))
    prepare = (lambda key, make: workshop.prepare(key, make, document)) if workshop else None
    shown = source_list(uses, licence, prepare)
    for node in wanted:
        node.replace_self([part.deepcopy() for part in shown])
    if not wanted and shown:
        section = document.next_node(nodes.section)
        (document if section is None else section).extend(shown)
