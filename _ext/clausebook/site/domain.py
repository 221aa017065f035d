"""The domain ``coc``: which clause stands on which page, and what each page depends on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from docutils.nodes import Element
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.domains import Domain, ObjType
from sphinx.environment import BuildEnvironment
from sphinx.util import logging
from sphinx.util.nodes import make_refnode

from clausebook.clauses.audiences import Edition
from clausebook.clauses.library import Library
from clausebook.clauses.traits import Audience
from clausebook.diagnostics import Diagnostic
from clausebook.edition import audiences, view
from clausebook.guide.usage import Use
from clausebook.project import CommunityFolder, Project
from clausebook.rules.ignores import Ignores
from clausebook.rules.selection import ALWAYS_IN_BUILDS
from clausebook.settings import SettingsError
from clausebook.shards.plan import Shard
from clausebook.text.nearest import did_you_mean, either
from clausebook.text.source import SourceText, UndecodableError

if TYPE_CHECKING:
    from clausebook.site.prepared import Workshop

_LOGGER = logging.getLogger(__name__)

# What a page depends on: a kind and its arguments, see freshness.py.
Key = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class ClauseEntry:
    """A clause on a page: its full name, the community that the page belongs to, and where to link to."""

    identifier: str
    community: str
    docname: str
    anchor: str
    title: str
    own: bool
    formers: tuple[str, ...] = ()


class ClauseDomain(Domain):
    """Clauses as objects that can be linked to."""

    name = "coc"
    label = "Clausebook"
    object_types: ClassVar[dict[str, ObjType]] = {"clause": ObjType("clause", "clause")}
    initial_data: ClassVar[dict[str, Any]] = {
        "clauses": {},
        "needs": {},
        "navigation": {},
        "passages": {},
        "withheld": "",
    }
    data_version = 5

    # The pictures and downloads that the last build copied.
    copies: frozenset[str] = frozenset()
    # What is built if it is not all, and the pages that are in other parts.
    shard: Shard | None = None
    elsewhere: frozenset[str] = frozenset()
    # Where blocks are prepared; None if this build has to do without.
    workshop: Workshop | None = None
    # The pages below the source folder that are not shown, looked for once a build.
    withheld_files: list[str] | None = None

    @cached_property
    def project(self) -> Project:
        """The project that is being built, as its edition shows it."""
        return view(self.whole, self.edition, [Path(self.env.srcdir).resolve()])

    @cached_property
    def whole(self) -> Project:
        """The project as it is on disk now, for findings alone; an empty one if its settings cannot be used."""
        root = Path(self.env.config.clausebook_root)
        # The portal shows something of all of them.
        only = None if self.shard is None or self.shard.name.has_portal else frozenset(self.shard.communities)
        try:
            return Project.load(root, only=only)
        except SettingsError as error:
            # Sphinx would show a traceback for any exception, even for its own ConfigError.
            _LOGGER.error("%s", error, type="clausebook", subtype="settings")
            return Project(root, root, Library(root), {})

    @property
    def edition(self) -> Edition:
        """The edition that is being built."""
        return Edition(self.env.config.clausebook_edition)

    @cached_property
    def audiences(self) -> Mapping[Path, Audience]:
        """For whom the pages are that say so, by their resolved paths."""
        found = audiences(self.project, [Path(self.env.srcdir).resolve()])
        return {path: said.audience for path, said in found.items()}

    def audience_of(self, docname: str) -> Audience:
        """Say for whom a page is."""
        if docname not in self._audiences:
            self._audiences[docname] = self.audiences.get(self.path_of(docname), Audience.PUBLIC)
        return self._audiences[docname]

    @cached_property
    def digests(self) -> dict[Key, str]:
        """The digests that keys have in this build: what they stand for does not change while it runs."""
        return {}

    @cached_property
    def _communities(self) -> dict[str, CommunityFolder | None]:
        return {}

    def path_of(self, docname: str) -> Path:
        """Give a page's file, resolved."""
        if docname not in self._paths:
            self._paths[docname] = Path(self.env.doc2path(docname)).resolve()
        return self._paths[docname]

    @cached_property
    def _paths(self) -> dict[str, Path]:
        return {}

    def front_of(self, community: CommunityFolder) -> str | None:
        """Name the document that a community's first page would be; None if its folder is not below the source."""
        if community.slug not in self._fronts:
            self._fronts[community.slug] = self.env.path2doc(str(community.folder / "index.md"))
        return self._fronts[community.slug]

    @cached_property
    def _fronts(self) -> dict[str, str | None]:
        return {}

    @cached_property
    def _audiences(self) -> dict[str, Audience]:
        return {}

    @cached_property
    def _ignores(self) -> dict[str, Ignores]:
        return {}

    def tells(self, finding: Diagnostic) -> bool:
        """Tell whether a finding about a file is told: what stops a page from being right always is."""
        if finding.code in ALWAYS_IN_BUILDS:
            return True
        path = finding.path
        if path not in self._ignores:
            try:
                self._ignores[path] = Ignores(SourceText.read(Path(path)))
            except (OSError, UndecodableError):
                self._ignores[path] = Ignores(SourceText(path, ""))
        return self.project.policy.tells(finding) and bool(self._ignores[path].told([finding]))

    @property
    def clauses(self) -> dict[str, list[ClauseEntry]]:
        """The clauses of each page, by docname, in order."""
        return self.data["clauses"]  # type: ignore[no-any-return]

    @property
    def needs(self) -> dict[str, dict[Key, str]]:
        """What each page was made from, by docname: each key with the digest it had."""
        return self.data["needs"]  # type: ignore[no-any-return]

    @property
    def passages(self) -> dict[str, tuple[tuple[str, str, str], ...]]:
        """The text of each page by docname, for the search: anchors, headings and what stands there."""
        return self.data["passages"]  # type: ignore[no-any-return]

    def is_page(self, docname: str) -> bool:
        """Tell whether there is such a page, in this build or in another shard's."""
        return docname in self.env.found_docs or docname in self.elsewhere

    def is_built(self, community: CommunityFolder) -> bool:
        """Tell whether a community is a part of this build."""
        inside = community.folder.is_relative_to(Path(self.env.srcdir).resolve())
        return inside and (self.shard is None or community.slug in self.shard.communities)

    def community_of(self, docname: str) -> CommunityFolder | None:
        """Find the community that a page belongs to."""
        if docname not in self._communities:
            self._communities[docname] = self.project.community_of(self.path_of(docname))
        return self._communities[docname]

    @cached_property
    def _found(self) -> dict[tuple[str, str], list[ClauseEntry]]:
        # Looked up once all pages are read.
        found: dict[tuple[str, str], list[ClauseEntry]] = {}
        for entries in self.clauses.values():
            for entry in entries:
                found.setdefault((entry.community, entry.identifier), []).append(entry)
        return found

    @cached_property
    def uses_by_name(self) -> dict[str, list[Use]]:
        """The pages that show a clause in whatever wording, by its full name."""
        found: dict[str, list[Use]] = {}
        for row in self.project.usage:
            found.setdefault(row.identifier, []).extend(row.uses)
        return found

    def note_clause(self, entry: ClauseEntry) -> None:
        """Remember a clause of a page."""
        self._forget_found()
        self.clauses.setdefault(entry.docname, []).append(entry)

    def note_need(self, docname: str, key: Key, digest: str) -> None:
        """Remember what a page was made from."""
        self.needs.setdefault(docname, {})[key] = digest

    def clear_doc(self, docname: str) -> None:
        """Forget a page."""
        self._forget_found()
        self.clauses.pop(docname, None)
        self.needs.pop(docname, None)
        self.passages.pop(docname, None)

    def merge_domaindata(self, docnames: Iterable[str], otherdata: dict[str, Any]) -> None:
        """Take over the pages that another process has read."""
        self._forget_found()
        for docname in docnames:
            for table in ("clauses", "needs", "passages"):
                if docname in otherdata[table]:
                    self.data[table][docname] = otherdata[table][docname]

    def _forget_found(self) -> None:
        self.__dict__.pop("_found", None)

    def find(self, community: str, identifier: str, docname: str) -> ClauseEntry | None:
        """Find where a community's guides have a clause: on the same page if it is there, else on the first."""
        found = self._found.get((community, identifier), ())
        return min(found, key=lambda entry: (entry.docname != docname, entry.docname), default=None)

    def shown_by(self, identifier: str) -> list[str]:
        """List the communities whose guides show a clause, by their folders' names."""
        return sorted({community for community, known in self._found if known == identifier and community})

    def resolve_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        typ: str,
        target: str,
        node: pending_xref,
        contnode: Element,
    ) -> nodes.reference | None:
        """Link to a clause in this community's guides, or to a named community's: ``NAME:FILE:CLAUSE``."""
        if target.count(":") == 2:
            community, _, identifier = target.partition(":")
        else:
            here = self.community_of(fromdocname)
            community, identifier = here.slug if here else "", target
        voice = self.project.voice_of(self.project.communities.get(community))
        entry = self.find(community, voice.present(identifier), fromdocname)
        if entry is None:
            return None
        if not node.get("refexplicit"):
            contnode = nodes.inline("", entry.title, classes=["xref", "coc", "coc-clause"])
        return make_refnode(builder, fromdocname, entry.docname, entry.anchor, contnode, entry.title)

    def resolve_any_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        target: str,
        node: pending_xref,
        contnode: Element,
    ) -> list[tuple[str, nodes.reference]]:
        """Let ``{any}`` find clauses too."""
        found = self.resolve_xref(env, fromdocname, builder, "clause", target, node, contnode)
        return [("coc:clause", found)] if found else []

    def get_objects(self) -> Iterator[tuple[str, str, str, str, str, int]]:
        """List every clause once, as ``COMMUNITY:FILE:CLAUSE``; hidden from the search, which finds its text."""
        seen: set[str] = set()
        for docname in sorted(self.clauses):
            for entry in self.clauses[docname]:
                for identifier in (entry.identifier, *entry.formers):
                    name = f"{entry.community}:{identifier}"
                    if name not in seen:
                        seen.add(name)
                        yield name, entry.title, "clause", entry.docname, entry.anchor, -1


def domain_of(env: BuildEnvironment) -> ClauseDomain:
    """Give a build's clause domain."""
    domain = env.domains["coc"]
    assert isinstance(domain, ClauseDomain)  # noqa: S101 -- tells mypy what Sphinx's table cannot
    return domain


def tell_missing(app: Sphinx, domain: Domain | None, node: pending_xref) -> bool | None:
    """Say of a link to a clause that leads nowhere what was probably meant; None of any other link."""
    if not isinstance(domain, ClauseDomain):
        return None
    target = node["reftarget"]
    here = domain.community_of(node.get("refdoc", app.env.docname))
    others = domain.shown_by(target.partition(":")[2] if target.count(":") == 2 else target)
    if others and here is None:
        identifier = target.partition(":")[2] if target.count(":") == 2 else target
        how = f"; say in whose guide: {either([f'{name}:{identifier}' for name in others])}"
    elif others:
        how = f"; the guides of {either(others)} show it, and yours do not: show it, or take the link out"
    else:
        names = {entry.identifier for entries in domain.clauses.values() for entry in entries}
        how = did_you_mean(target, names) or "; a page has to show a clause before anything can link to it"
    _LOGGER.warning("no page shows a clause “%s”%s", target, how, location=node, type="ref", subtype="clause")
    return True
