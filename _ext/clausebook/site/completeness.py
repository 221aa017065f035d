"""The directive that shows organizers which elements of a complete guide each guide has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from docutils import nodes

from clausebook.clauses.elements import Choice, Element, sources
from clausebook.guide.completeness import Entry, Profile, Standing, profile_of
from clausebook.project import CommunityFolder
from clausebook.site.directives import CommunityDirective
from clausebook.site.freshness import need
from clausebook.site.navigation import front_page
from clausebook.site.page_links import link_to_page
from clausebook.site.words import translated as _

# A sign and a word each: no meaning is in a colour alone.
_WORDS = {
    Standing.THERE: ("✓", "there"),
    Standing.MISSING: ("✗", "missing"),
    Standing.DECLINED: ("–", "declined"),
    Standing.NOT_APPLICABLE: ("–", "not applicable"),
    Standing.OPEN: ("?", "to decide"),
}


class CompletenessDirective(CommunityDirective):
    """Show the elements of a complete guide, and how each guide stands to them.

    On a page of a community it shows that community, with what to do about what is missing; elsewhere, all that
    are listed.
    """

    def run(self) -> list[nodes.Node]:
        """Make the table, and the list of those who demand the elements."""
        own = self.community
        if own is None:
            need(self.env, ("communities",))
        listed = sorted(
            (community for community in self.clauses.project.communities.values() if community.listed),
            key=lambda community: community.name.casefold(),
        )
        shown = [own] if own else listed
        profiles = []
        for community in shown:
            need(self.env, ("completeness", community.slug))
            profiles.append(profile_of(community))
        table = self._table(shown, profiles, in_full=own is not None)
        self.set_source_info(table)
        return [table, self._legend()]

    def _table(
        self, communities: Sequence[CommunityFolder], profiles: Sequence[Profile], *, in_full: bool
    ) -> nodes.table:
        columns = 1 + len(communities)
        group = nodes.tgroup(
            "", *(nodes.colspec(colwidth=1, stub=1 if not i else 0) for i in range(columns)), cols=columns
        )
        head = nodes.row("", nodes.entry("", nodes.paragraph("", _("Element"))))
        for community, profile in zip(communities, profiles, strict=True):
            front = front_page(self.env, community)
            name = link_to_page(self.env, front, community.name) if front else nodes.Text(community.name)
            count = sum(entry.standing is Standing.THERE for entry in profile.entries)
            score = nodes.paragraph("", _("%d of %d") % (count, len(profile.entries)), classes=["completeness-score"])
            head += nodes.entry("", nodes.paragraph("", "", name), score)
        group += nodes.thead("", head)
        body = nodes.tbody()
        entries = zip(*((*profile.entries, *profile.choices) for profile in profiles), strict=True)
        for row in entries:
            cells = [self._cell(c, entry, in_full) for c, entry in zip(communities, row, strict=True)]
            body += nodes.row("", self._element(row[0].element), *cells)
        group += body
        return nodes.table("", group, classes=["completeness"])

    def _element(self, element: Element | Choice) -> nodes.entry:
        name = nodes.paragraph("", "", nodes.strong("", element.name), nodes.Text(" "), nodes.literal("", element.slug))
        cell = nodes.entry("", name, nodes.paragraph("", element.says))
        demanded = _("demanded by %s") % " ".join(element.demanded_by) if element.demanded_by else ""
        if isinstance(element, Choice):
            demanded = _("%s for it, %s against it: each community chooses") % (
                " ".join(element.demanded_by),
                " ".join(element.against),
            )
        elif element.setting:
            demanded += "; " + _("each community chooses")
        if demanded:
            cell += nodes.paragraph("", demanded, classes=["completeness-demand"])
        return cell

    def _cell(self, community: CommunityFolder, entry: Entry, in_full: bool) -> nodes.entry:
        sign, word = _WORDS[entry.standing]
        standing = nodes.paragraph(classes=["completeness-standing"])
        # On a narrow screen a row is a block, and the column's head is far away.
        standing += nodes.inline("", f"{community.name}: ", classes=["completeness-whose"])
        standing += nodes.inline("", f"{sign} {_(word)}", classes=[f"is-{entry.standing.value.replace(' ', '-')}"])
        cell = nodes.entry("", standing)
        for note in self._notes(entry, in_full):
            cell += nodes.paragraph("", note, classes=["completeness-note"])
        return cell

    def _notes(self, entry: Entry, in_full: bool) -> Iterator[str]:
        """Say why, and on a community's own page where it is, or what to do."""
        if entry.reason:
            yield entry.reason
        elif entry.standing is Standing.DECLINED and entry.evidence:
            yield _("as %s says") % entry.evidence[0].what
        if entry.note:
            yield entry.note
        if in_full and entry.standing is Standing.THERE:
            yield ", ".join(evidence.what for evidence in entry.evidence)
        if in_full and entry.standing in (Standing.MISSING, Standing.OPEN) and isinstance(entry.element, Element):
            yield entry.element.hint
            for offer in entry.offers:
                yield _("or show the shared clause %s") % offer.clause

    def _legend(self) -> nodes.definition_list:
        items = (
            nodes.definition_list_item("", nodes.term("", key), nodes.definition("", nodes.paragraph("", name)))
            for key, name in sources().items()
        )
        return nodes.definition_list("", *items, classes=["completeness-sources"])
