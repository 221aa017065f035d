"""What a reader must see without scrolling: a number that calls, people to tell, and the way out of the page.

It is put beside a page's text and not into it, so that the search does not find every page by every contact's name.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

from clausebook.clauses.traits import Audience
from clausebook.community.model import Community, Contact
from clausebook.site.domain import domain_of
from clausebook.site.frame import is_book
from clausebook.site.leaving import LEAVING, exit_button, exit_note, exit_skip_link, exit_target
from clausebook.site.navigation import front_page
from clausebook.site.paper import WRITTEN_OUT, spoken
from clausebook.site.words import translated as _

# More people than this would push the text off a phone's screen; the front page has them all.
_MOST_PEOPLE = 4
_BANNERS = frozenset({"sample-banner", "staff-notice"})


def set_first_screen(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Give a page its bar with numbers and exit; a page for reporters, also the people to tell."""
    domain = domain_of(app.env)
    community = domain.community_of(pagename)
    is_page = pagename in app.env.found_docs
    if community is None and is_page and pagename != app.config.root_doc:
        # The handbook and the lists of clauses are for organizers.
        return
    facts = community.loaded.community if community else None
    if not is_book(app.builder):
        context["clausebook_opening"] = help_bar(facts, exit_target(facts, app.config))
        app.add_js_file("exit.js", loading_method="defer")
        if is_page:
            context["body"] = str(context["body"]) + exit_note(app.builder.get_relative_uri(pagename, LEAVING))
    if facts is None or community is None or doctree is None or domain.audience_of(pagename) is Audience.STAFF:
        return
    if opens_with_help(doctree):
        # Its headings are in sight, and a list of them would push the people down.
        context["furo_hide_toc"] = True
    else:
        front = front_page(app.env, community)
        more = app.builder.get_relative_uri(pagename, front) if front and front != pagename else ""
        context["body"] = below_title(str(context["body"]), people(facts, more))


def opens_with_help(doctree: nodes.document) -> bool:
    """Tell whether a page's text begins with the emergency numbers: such a page cares for its first screen itself."""
    section = doctree.next_node(nodes.section)
    if section is None:
        return False
    for node in section.children:
        if isinstance(node, nodes.title) or (isinstance(node, nodes.Element) and _BANNERS & set(node["classes"])):
            continue
        return isinstance(node, nodes.container) and "emergency" in node["classes"]
    return False


def help_bar(facts: Community | None, target: str) -> str:
    """Write the bar that stays in sight: a link that calls each emergency number, and the way out to ``target``."""
    calls = "".join(
        f'<a class="help-call" href="{escape(entry.tel)}">{escape(_("Call %s") % entry.number)}</a>'
        for entry in (facts.emergency if facts else ())
        if entry.number and entry.tel
    )
    label = escape(_("Help and way out"))
    inside = f"{exit_skip_link(target)}{calls}{exit_button(target)}"
    return f'<div class="help-bar" role="region" aria-label="{label}">{inside}</div>\n'


def people(facts: Community, more: str) -> str:
    """Write whom to tell, each way to reach a person as a link large enough for a thumb.

    ``more`` is a link to the page with all contacts.
    """
    reached = [contact for contact in facts.contacts if not contact.for_staff]
    rows = [_person(contact) for contact in reached[:_MOST_PEOPLE] if contact.tel or contact.email]
    if more and (len(reached) > _MOST_PEOPLE or not rows):
        rows.append(f'<li><a href="{escape(more)}">{escape(_("All people to tell"))}</a></li>')
    # On a screen the bar has the numbers, and stays in sight; on paper there is no bar.
    numbers = "; ".join(
        f"{entry.number} ({entry.label})" if entry.label else entry.number for entry in facts.emergency if entry.number
    )
    danger = f'<p class="{WRITTEN_OUT}">{escape(_("In danger?"))} {escape(_("Call %s") % numbers)}</p>'
    if not numbers:
        danger = (
            f"<p>{escape(_('In danger?'))} {escape(_('Call the emergency number of the place where you are.'))}</p>"
        )
    label, listed = escape(_("Whom to tell")), "".join(rows)
    return f'<section class="help-now" aria-label="{label}">{danger}<p>{label}:</p><ul>{listed}</ul></section>\n'


def _person(contact: Contact) -> str:
    """Write a person with a link for each way to reach them, one row for each: several people fit a phone's screen."""
    name = contact.name or contact.role or contact.email or contact.phone or ""
    links = "".join(
        f' <a href="{escape(target)}" aria-label="{escape(label)}"><span class="way">{escape(word)}</span>'
        f'<span class="{WRITTEN_OUT}">{escape(spoken(target))}</span></a>'
        for word, label, target in _ways(contact, name)
    )
    return f'<li><span class="person">{escape(name)}</span>{links}</li>'


def _ways(contact: Contact, name: str) -> Iterator[tuple[str, str, str]]:
    """Give each way to reach a person: a word, what a screen reader says, and where it leads."""
    if contact.tel:
        yield _("Call"), _("Call %s") % name, contact.tel
    if contact.email:
        yield _("E-mail"), _("E-mail %s") % name, f"mailto:{contact.email}"


def below_title(body: str, block: str) -> str:
    """Put a block below a page's title and the banners that say whether the page may be used."""
    place = body.find("</h1>")
    if place < 0:
        return block + body
    place += len("</h1>")
    while True:
        rest = body[place : place + 200].lstrip()
        tag = rest.partition(">")[0]
        if not (tag.startswith("<div") and any(banner in tag for banner in _BANNERS)):
            return f"{body[:place]}\n{block}{body[place:]}"
        # A banner holds paragraphs only.
        place = body.index("</div>", place) + len("</div>")
