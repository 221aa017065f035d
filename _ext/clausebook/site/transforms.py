"""What happens to a page once it is read: boundaries of clauses, gaps, banners; nothing hidden reaches the HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

from docutils import nodes
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxRole

from clausebook.clauses.audiences import Edition
from clausebook.clauses.traits import Audience
from clausebook.community.kinds import Status
from clausebook.guide.assembly import MISSING_LINK, ROOT_RELATIVE_LINK, Mark
from clausebook.site.directives import page_state
from clausebook.site.domain import ClauseEntry, domain_of
from clausebook.site.facts import not_filled_in, pending_sources, replace_sources
from clausebook.site.freshness import need
from clausebook.site.prepared import prepared_block
from clausebook.site.render import close_sections, settle_lines
from clausebook.site.words import banner_words
from clausebook.site.words import translated as _

_COMMENT_MARK = re.compile(r"\s*<!-- clausebook-mark:(?P<number>/?\d+) -->\s*")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_STEPS = "clause-steps"


class clause_mark(nodes.Inline, nodes.Element):  # noqa: N801 -- docutils names nodes so
    """A boundary of a clause within a line: ``number``, with a slash at the clause's end."""


class MarkRole(SphinxRole):
    """Mark a boundary of a clause; only assembled text contains it."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Make the mark."""
        return [clause_mark(number=self.text)], []


class SettlePage(SphinxTransform):
    """Give nodes their real places, clauses their anchors, and gaps their words.

    It comes first, so that all that follows sees an ordinary page.
    """

    default_priority = 1

    def apply(self, **kwargs: Any) -> None:
        """Do all of it, once a page."""
        close_sections(self.document)
        settle_lines(self.document)
        page = page_state(self.env)
        if page.marks:
            self.settle_clauses(page.marks)
        drop_comments(self.document)
        community = domain_of(self.env).community_of(self.env.docname)
        at_home = community is not None and community.folder == Path(self.env.srcdir).resolve()
        for reference in list(self.document.findall(nodes.reference)):
            settle_link(reference, at_home=at_home)
        # Outside of communities, a page shows clauses as examples.
        if community or list(self.document.findall(pending_sources)):
            licence, workshop = community.licence if community else None, domain_of(self.env).workshop
            replace_sources(self.document, page.uses, licence, workshop)
        if page.uses:
            names = tuple(dict.fromkeys(wording.identifier for wording in page.uses))
            need(self.env, ("sources", community.slug if community else "", names))
        if community:
            need(self.env, ("facts", community.slug, "status", "licence"))
            facts = community.loaded.community
            if facts and facts.status is not Status.LIVE:
                add_banner(self.document, facts.status)

    def settle_clauses(self, marks: list[Mark]) -> None:
        """Find the marks of the page, and make of each pair a place that can be linked to."""
        places = {
            number: cast(nodes.Element, node)
            for node in self.document.findall()
            if (number := _mark_number(node)) is not None
        }
        domain = domain_of(self.env)
        community = domain.community_of(self.env.docname)
        # On a page for the staff, all of it is.
        alone = domain.edition is Edition.PUBLIC or domain.audience_of(self.env.docname) is Audience.STAFF
        for index, mark in enumerate(marks):
            start, end = places.get(str(index)), places.get(f"/{index}")
            if start is None or end is None:
                continue
            anchor = self.anchor(mark.identifier)
            if mark.step:
                _mark_steps(start)
            place = enclose(start, end, mark, anchor)
            if not alone and self.is_for_staff(mark.identifier):
                mark_for_staff(place)
            self.document.ids.setdefault(anchor, place)
            self.keep_links(place, mark)
            domain.note_clause(
                ClauseEntry(
                    mark.identifier,
                    community.slug if community else "",
                    self.env.docname,
                    anchor,
                    _title(place, mark),
                    mark.own,
                    mark.formers,
                )
            )

    def keep_links(self, place: nodes.Element, mark: Mark) -> None:
        """Let links to a clause's former names lead to it."""
        for former in mark.formers:
            stem, _, name = former.partition(":")
            for anchor in (f"clause-{name}", f"clause-{stem}-{name}"):
                if anchor not in self.document.ids:
                    place["ids"].append(anchor)
                    self.document.ids[anchor] = place

    def is_for_staff(self, identifier: str) -> bool:
        """Tell whether a clause stands in the staff edition only."""
        domain = domain_of(self.env)
        voice = domain.project.voice_of(domain.community_of(self.env.docname))
        return voice.audience(identifier) is Audience.STAFF

    def anchor(self, identifier: str) -> str:
        """Give a clause's link target: ``clause-NAME``, with the file's name where two have the same name."""
        stem, _colon, name = identifier.partition(":")
        for candidate in (f"clause-{name}", f"clause-{stem}-{name}"):
            if candidate not in self.document.ids:
                return candidate
        number = 2
        while f"clause-{stem}-{name}-{number}" in self.document.ids:
            number += 1
        return f"clause-{stem}-{name}-{number}"


def _mark_number(node: nodes.Node) -> str | None:
    if isinstance(node, clause_mark):
        return str(node["number"])
    if isinstance(node, nodes.raw):
        match = _COMMENT_MARK.fullmatch(node.astext())
        return match["number"] if match else None
    return None


def _mark_steps(start: nodes.Element) -> None:
    item = start.parent
    steps = item.parent if isinstance(item, nodes.list_item) else None
    if isinstance(steps, nodes.enumerated_list) and _STEPS not in steps["classes"]:
        steps["classes"].append(_STEPS)


def enclose(start: nodes.Element, end: nodes.Element, mark: Mark, anchor: str) -> nodes.Element:
    """Put what stands between two boundaries into an element of its own, if they have the same parent.

    Where a heading opened a section in between, the anchor goes to what follows the start.
    """
    classes = ["clause"] + (["clause-own"] if mark.own else [])
    parent = start.parent
    if end.parent is parent:
        first, last = parent.index(start), parent.index(end)
        inside = parent.children[first + 1 : last]
        if not any(isinstance(node, nodes.section) for node in inside):
            block = not isinstance(start, clause_mark)
            box: nodes.Element = nodes.container() if block else nodes.inline()
            box["ids"], box["classes"] = [anchor], classes
            box.source, box.line = mark.path, mark.row
            parent.children[first : last + 1] = []
            box += inside
            parent.insert(first, box)
            return box
    following = _following(start)
    end.parent.remove(end)
    if isinstance(following, nodes.section):
        following["ids"].append(anchor)
        start.parent.remove(start)
        return following
    target = nodes.target("", "", ids=[anchor])
    target.source, target.line = mark.path, mark.row
    start.replace_self(target)
    return target


def mark_for_staff(place: nodes.Element) -> None:
    """Show that a clause is for the staff only; at its end, so that a step keeps its number at the beginning."""
    place["classes"].append("clause-staff")
    words = _("for the staff only")
    if isinstance(place, nodes.inline):
        place += nodes.inline("", f" ({words})", classes=["staff-label"])
    else:
        place += nodes.paragraph("", words, classes=["staff-label"])


def _following(node: nodes.Node) -> nodes.Node | None:
    for candidate in node.findall(include_self=False, descend=False, siblings=True, ascend=True):
        if _mark_number(candidate) is None:
            return candidate
    return None


def _title(place: nodes.Element, mark: Mark) -> str:
    title = place.next_node(nodes.title) if isinstance(place, nodes.section) else None
    return title.astext() if title else mark.identifier.partition(":")[2].replace("-", " ")


def drop_comments(document: nodes.document) -> None:
    """Take HTML comments out: what is hidden in one would be public, and markers are for tools."""
    for node in list(document.findall(nodes.raw)):
        if "html" not in node.get("format", "").split() or "<!--" not in node.astext():
            continue
        text = _COMMENT.sub("", node.astext())
        if text.strip():
            node.replace_self(nodes.raw("", text, format=node["format"]))
            continue
        parent = node.parent
        parent.remove(node)
        if isinstance(parent, nodes.paragraph) and not parent.children:
            parent.parent.remove(parent)


def settle_link(reference: nodes.reference, *, at_home: bool) -> None:
    """Turn the stand-ins for link targets into what they stand for.

    ``at_home`` says that the community is built for its own site.  Elsewhere, a path of that site leads nowhere.
    """
    target = reference.get("refuri", "")
    if ROOT_RELATIVE_LINK in target and at_home:
        reference["refuri"] = target.replace(ROOT_RELATIVE_LINK, "", 1)
    elif ROOT_RELATIVE_LINK in target or MISSING_LINK in target:
        what = _("link") if MISSING_LINK in target else _("web site")
        gap = nodes.inline("", " ", not_filled_in(what), classes=["missing-link"])
        reference.replace_self([*reference.children, gap])


def add_banner(document: nodes.document, status: Status) -> None:
    """Say at the top of a page that it must not be used."""
    first, second = banner_words(status)
    banner = nodes.admonition(classes=["sample-banner", "warning"])
    banner += nodes.title("", first)
    banner += nodes.paragraph("", second)
    section = document.next_node(nodes.section)
    if section is None:
        document.insert(0, banner)
    else:
        section.insert(1, banner)


class NumberSteps(SphinxPostTransform):
    """Write the numbers of steps as text in HTML: they can be copied, read aloud and quoted (“step 2”)."""

    default_priority = 500
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        """Find the lists of steps, and number them."""
        for steps in self.document.findall(nodes.enumerated_list):
            if _STEPS in steps["classes"]:
                for number, item in enumerate(_items(steps), steps.get("start", 1)):
                    mark = nodes.inline("", f"{number}. ", classes=["step-number"])
                    first: nodes.Element = item
                    while first.children and isinstance(first[0], nodes.container):
                        first = first[0]
                    if first.children and isinstance(first[0], prepared_block) and first[0].begin_with(mark):
                        continue
                    if first.children and isinstance(first[0], nodes.paragraph):
                        first[0].insert(0, mark)
                    else:
                        first.insert(0, nodes.paragraph("", "", mark))


def _items(steps: nodes.enumerated_list) -> Iterator[nodes.list_item]:
    return (child for child in steps.children if isinstance(child, nodes.list_item))
