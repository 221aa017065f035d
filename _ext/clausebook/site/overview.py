"""The directives that look at the whole project: the portal's cards, and the catalogue of clauses."""

from __future__ import annotations

from functools import cached_property

from docutils import nodes
from sphinx_design.shared import PassthroughTextElement, create_component

from clausebook.community.kinds import Status
from clausebook.guide.usage import ClauseUsage, Use
from clausebook.project import CommunityFolder
from clausebook.site.directives import CommunityDirective
from clausebook.site.freshness import need
from clausebook.site.look import community_logo
from clausebook.site.navigation import front_page
from clausebook.site.page_links import PageLink, link_to_page, page_links
from clausebook.site.prepared import educated
from clausebook.site.words import translated as _


def _status(status: Status) -> str:
    words = {
        Status.DRAFT: _("draft, not in use yet"),
        Status.EXAMPLE: _("sample, not in use"),
        Status.ARCHIVED: _("archived, not in use"),
    }
    return words.get(status, "")


class CommunitiesDirective(CommunityDirective):
    """Let a reader choose a community: a card each, in the order of their names."""

    def run(self) -> list[nodes.Node]:
        """Make a grid of cards."""
        need(self.env, ("communities",))
        grid = create_component("grid-container", ["sd-container-fluid", "sd-sphinx-override", "community-cards"])
        row = create_component("grid-row", ["sd-row", "sd-row-cols-1", "sd-row-cols-sm-2", "sd-g-3"])
        grid += row
        listed = (c for c in self.clauses.project.communities.values() if c.listed)
        for community in sorted(listed, key=lambda c: c.name.casefold()):
            front = front_page(self.env, community)
            if front:
                row += create_component(
                    "grid-item", ["sd-col", "sd-d-flex-row"], children=[self.card(community, front)]
                )
        return [grid]

    def card(self, community: CommunityFolder, front: str) -> nodes.Node:
        """Make one card, all of which is a link."""
        facts = community.loaded.community
        title = PassthroughTextElement("", community.name)
        body = create_component("card-body", ["sd-card-body"])
        body += community_logo(slug=community.slug)
        body += create_component("card-title", ["sd-card-title", "sd-font-weight-bold"], children=[title])
        if facts and facts.summary:
            body += nodes.paragraph("", facts.summary, classes=["sd-card-text"])
        if facts and _status(facts.status):
            body += nodes.paragraph("", _status(facts.status), classes=["sd-card-text", "card-status"])
        link = PassthroughTextElement()
        link += link_to_page(self.env, front, community.name, "sd-stretched-link", "sd-hide-link-text")
        card = create_component("card", ["sd-card", "sd-sphinx-override", f"card-of-{community.slug}"])
        card += [body, link]
        self.set_source_info(card)
        return card


class ClauseCatalogueDirective(CommunityDirective):
    """Show every shared clause, as it is written, and who uses it."""

    def run(self) -> list[nodes.Node]:
        """Make a section for each clause file."""
        project = self.clauses.project
        need(self.env, ("usage",))
        need(self.env, ("communities",))
        result: list[nodes.Node] = []
        for stem, file in project.shared.files.items():
            if file.withheld and not file.clauses:
                continue
            need(self.env, ("file", stem))
            title = file.front_matter.title or stem
            section = nodes.section("", nodes.title("", title), ids=[stem], names=[nodes.fully_normalize_name(title)])
            self.state.document.note_explicit_target(section)
            section += nodes.paragraph("", "", nodes.literal("", f"{stem}.md"))
            rows = [row for row in project.usage if not row.community and row.path == file.source.path]
            for row in rows:
                section += self.entry(row, file.clauses[row.identifier.partition(":")[2]].text(file.source))
            result.append(section)
        return result

    def entry(self, row: ClauseUsage, text: str) -> nodes.Node:
        """Show one clause: its name, its text, its uses."""
        block = nodes.container(classes=["catalogue-clause"])
        block += nodes.rubric("", "", nodes.literal("", row.identifier))
        block += nodes.literal_block(text.strip(), text.strip(), language="text", classes=["clause-text"])
        uses = self.uses(row)
        block += nodes.paragraph("", "", *uses, classes=["catalogue-uses"])
        return block

    def uses(self, row: ClauseUsage) -> list[nodes.Node]:
        """Say in which guides a clause stands, with links."""
        own = self.clauses.uses_by_name.get(row.identifier, ())
        shown = [use for use in own if self.clauses.project.communities[use.community].listed]
        if not shown:
            return [nodes.Text(_("No guide uses it."))]
        links = page_links(links=tuple(self.link(use) for use in shown))
        return [nodes.Text(_("Used by") + " "), links, nodes.Text(".")]

    def link(self, use: Use) -> PageLink:
        """Link to a page that uses a clause."""
        docname, name = self.pages[use.community, use.page]
        text = educated(f"{name}: {use.page}", self.state.document)
        shown = docname if self.clauses.is_page(docname) else ""
        return PageLink(shown, text, " " + _("(own wording)") if use.own and shown else "")

    @cached_property
    def pages(self) -> dict[tuple[str, str], tuple[str, str]]:
        """The documents of all communities' pages with the name of the community, by its folder and the page's name."""
        return {
            (community.slug, page.name): (self.env.path2doc(page.entry.file) or "", community.name)
            for community in self.clauses.project.communities.values()
            for page in community.pages
        }
