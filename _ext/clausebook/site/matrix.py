"""The directive that shows which community uses which clause in which wording."""

from __future__ import annotations

from typing import ClassVar

from docutils import nodes
from sphinx.util.typing import OptionSpec

from clausebook.diagnostics import Code
from clausebook.guide.directives import split_names
from clausebook.site.directives import CommunityDirective
from clausebook.site.freshness import matrix_digest, need
from clausebook.site.matrix_html import Difference, listed_communities, make_matrix
from clausebook.site.page_links import link_to_page
from clausebook.site.words import translated as _
from clausebook.text.nearest import did_you_mean


class ClauseMatrixDirective(CommunityDirective):
    """Show the clauses by communities, and below it where a community's own wording differs from the shared one.

    On a community's page, that community alone is shown, whatever is asked for;
    elsewhere those named in ``:communities:``, by default all that the portal lists.
    """

    option_spec: ClassVar[OptionSpec] = {"communities": split_names, "clauses": split_names}

    def run(self) -> list[nodes.Node]:
        """Make the table and the sections below it."""
        project = self.clauses.project
        clauses: tuple[str, ...] = self.options.get("clauses", ())
        known = [row.identifier for row in project.coverage.rows] if clauses else []
        for name in clauses:
            if name not in known and name not in project.shared.files:
                message = f"there is no clause “{name}”{did_you_mean(name, [*known, *project.shared.files])}"
                self.complain(Code.UNKNOWN_CLAUSE, message)
        chosen = self.chosen()
        slugs = listed_communities(project) if chosen is None else chosen
        matrix = make_matrix(project, slugs, clauses)
        need(self.env, ("matrix", chosen, clauses), matrix_digest(matrix))
        result: list[nodes.Node] = [nodes.raw("", matrix.html, format="html")]
        if matrix.differences:
            title = _("Own wording")
            section = nodes.section("", nodes.title("", title), ids=["own-wording"], names=[])
            self.state.document.note_explicit_target(section)
            text = _("Struck out is what the shared clause says, underlined what the community says in its place.")
            section += nodes.paragraph("", text)
            section += [self.difference(difference) for difference in matrix.differences]
            result.append(section)
        return result

    def chosen(self) -> tuple[str, ...] | None:
        """Give the communities to show, by folder name; None for all that the portal lists."""
        here = self.community
        if here is not None:
            return (here.slug,)
        named: tuple[str, ...] | None = self.options.get("communities")
        communities = self.clauses.project.communities
        for name in named or ():
            if name not in communities:
                message = f"there is no community “{name}”{did_you_mean(name, communities)}"
                self.complain(Code.INVALID_DIRECTIVE, message)
        return named

    def difference(self, difference: Difference) -> nodes.section:
        """Make a section for one own wording."""
        title = f"{difference.name}: {difference.identifier}"
        section = nodes.section("", nodes.title("", title), ids=[difference.anchor], names=[])
        self.state.document.note_explicit_target(section)
        if difference.note:
            section += nodes.paragraph("", difference.note, classes=["matrix-note"])
        section += nodes.raw("", difference.html, format="html")
        links = list(self.pages(difference))
        if links:
            line = nodes.paragraph("", _("Shown on") + " ", classes=["catalogue-uses"])
            for index, link in enumerate(links):
                line += [*([nodes.Text(", ")] if index else []), link]
            section += line
        return section

    def pages(self, difference: Difference) -> list[nodes.Node]:
        """Link to the pages that show a wording, as far as this build has them."""
        community = self.clauses.project.communities[difference.community]
        found: list[nodes.Node] = []
        for name in difference.pages:
            page = next(page for page in community.pages if page.name == name)
            docname = self.env.path2doc(str(page.entry.file)) or ""
            text = f"{community.name}: {name}"
            in_build = self.clauses.is_page(docname)
            found.append(link_to_page(self.env, docname, text) if in_build else nodes.inline("", text))
        return found
