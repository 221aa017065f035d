"""What an edition does not show is not read, not linked to, not copied, and is taken away where it once was."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.addnodes import download_reference, pending_xref
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.config import Config
from sphinx.directives.other import TocTree, glob_re
from sphinx.environment import BuildEnvironment
from sphinx.transforms import SphinxTransform
from sphinx.util import docname_join, logging
from sphinx.util.matching import patfilter
from sphinx.util.nodes import explicit_title_re

from clausebook.clauses.audiences import Edition
from clausebook.clauses.traits import Audience
from clausebook.diagnostics import Code
from clausebook.guide.wording import staff_only
from clausebook.leaks.built import MARK, search_folder
from clausebook.leaks.secrets import collect
from clausebook.shards.plan import MOST_COMMUNITIES
from clausebook.site.directives import warn
from clausebook.site.domain import domain_of
from clausebook.site.words import translated as _

_LOGGER = logging.getLogger(__name__)

_CHARACTERS = {"*": "[*]", "?": "[?]", "[": "[[]"}


def check_edition(app: Sphinx, config: Config) -> None:
    """Refuse an edition that there is not: nothing may be published for lack of a letter."""
    if config.clausebook_edition not in list(Edition):
        _LOGGER.error("clausebook_edition = %r: write “public” or “staff”", config.clausebook_edition)
        raise SystemExit(2)


def pass_over_withheld(app: Sphinx) -> None:
    """Keep Sphinx from finding the pages that are not shown, and editions out of each other's folders.

    The names of such pages stand in the settings only while Sphinx looks for pages: the settings are stored.
    """
    domain = domain_of(app.env)
    mark = Path(app.outdir, MARK)
    if domain.edition is Edition.STAFF:
        mark.parent.mkdir(parents=True, exist_ok=True)
        mark.write_text("This folder holds the staff edition. Do not publish it.\n", encoding="utf-8")
        return
    if mark.exists():
        message = "%s holds the staff edition: build the public one into another folder, or remove this one"
        _LOGGER.error(message, app.outdir)
        raise SystemExit(2)
    app.config.exclude_patterns = [*app.config.exclude_patterns, *_patterns(app)]


def forget_names(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Take the names of pages that are not shown out of the settings again."""
    names = set(_patterns(app))
    app.config.exclude_patterns = [pattern for pattern in app.config.exclude_patterns if pattern not in names]


def _patterns(app: Sphinx) -> list[str]:
    return ["".join(_CHARACTERS.get(c, c) for c in name) for name in withheld_files(app.env)]


def withheld_files(env: BuildEnvironment) -> list[str]:
    """Name the pages below the source folder that are not shown, as Sphinx finds them."""
    domain = domain_of(env)
    if domain.withheld_files is None:
        domain.withheld_files = _withheld_files(env)
    return domain.withheld_files


def _withheld_files(env: BuildEnvironment) -> list[str]:
    srcdir = Path(env.srcdir)
    root = srcdir.resolve()
    pages = domain_of(env).project.withheld.pages
    names = [page.relative_to(root).as_posix() for page in pages if page.is_relative_to(root)]
    if pages:
        # A link to such a page is a page too.
        links = (path for path in root.rglob("*") if path.is_symlink() and path.resolve() in pages)
        names += [path.relative_to(root).as_posix() for path in links]
    return sorted(names)


def withheld_pages(env: BuildEnvironment) -> frozenset[str]:
    """Name the pages that are not shown as Sphinx would."""
    return frozenset(name.rpartition(".")[0] for name in withheld_files(env))


def pages_of_other_audiences(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> Iterable[str]:
    """Say that every page is to be read again if other things are withheld than before: any may lead there."""
    domain = domain_of(env)
    withheld = domain.project.withheld
    parts = (domain.edition, sorted(map(str, withheld.files)), sorted(withheld.labels))
    now = hashlib.sha256(repr(parts).encode("utf-8", "backslashreplace")).hexdigest()
    before, domain.data["withheld"] = domain.data.get("withheld"), now
    return [] if before == now else env.found_docs - added - changed - removed


class AudienceTocTree(TocTree):
    """Sphinx's ``toctree`` without the pages that this edition does not show, and without a word about them.

    Pages of other shards stay in it: where the portal's list is hidden, it says only that they are there.
    """

    def parse_content(self, toctree: Any) -> None:
        """Leave those pages out, then do as Sphinx does."""
        hidden = withheld_pages(self.env)
        if hidden:
            for index in range(len(self.content) - 1, -1, -1):
                if self._is_hidden(self.content[index], hidden):
                    del self.content[index]
        elsewhere, found = domain_of(self.env).elsewhere, self.env.found_docs
        found |= elsewhere
        try:
            super().parse_content(toctree)
        finally:
            found -= elsewhere
        names = [name for _, name in toctree["entries"]] if elsewhere else []
        if any(name in elsewhere for name in names) and ("hidden" not in self.options or self.are_few(names)):
            message = (
                "this list shows pages that other shards build: write “:hidden:” below it, "
                f"name more than {MOST_COMMUNITIES} communities, or build without shards"
            )
            warn(Code.INVALID_DIRECTIVE, message, self.get_location())

    def are_few(self, names: list[str]) -> bool:
        """Tell whether the navigation would show pages by their titles."""
        domain = domain_of(self.env)
        listed = [name for name in names if (community := domain.community_of(name)) and community.listed]
        is_first = self.env.current_document.docname == self.env.config.root_doc
        return is_first and len(listed) <= MOST_COMMUNITIES

    def _is_hidden(self, entry: str, hidden: frozenset[str]) -> bool:
        here = self.env.current_document.docname
        explicit = explicit_title_re.match(entry)
        if "glob" in self.options and glob_re.match(entry) and not explicit:
            pattern = docname_join(here, entry)
            # A pattern that matches other pages too stays.
            return bool(patfilter(hidden, pattern)) and not patfilter(self.env.found_docs, pattern)
        name = explicit.group(2) if explicit else entry
        for suffix in self.config.source_suffix:
            if name.endswith(suffix):
                name = name.removesuffix(suffix)
                break
        return docname_join(here, name) in hidden


def cut_links(app: Sphinx, document: nodes.document) -> None:
    """Take away what leads from a public page to what is not public; the words of the link stay."""
    if domain_of(app.env).edition is Edition.PUBLIC and domain_of(app.env).project.withheld.files:
        _Cutter(app.env, document).run()


class _Cutter:
    def __init__(self, env: BuildEnvironment, document: nodes.document) -> None:
        self.env = env
        self.document = document
        self.withheld = domain_of(env).project.withheld
        self.pages = withheld_pages(env)

    def run(self) -> None:
        """Cut links to pages, labels, files and clauses."""
        domain = domain_of(self.env)
        voice = domain.project.voice_of(domain.community_of(self.env.docname))
        for node in list(self.document.findall(pending_xref)):
            target = str(node.get("reftarget", ""))
            if (node.get("refdomain"), node.get("reftype")) == ("coc", "clause"):
                if voice.wording(target) is None and voice.withholds(target):
                    self.cut(node, Code.STAFF_CLAUSE, staff_only(f"the clause “{target}”"))
            elif self.leads_away(node, target):
                self.cut(node, Code.STAFF_PAGE, staff_only(f"what this link leads to, “{target}”,"))
        for download in list(self.document.findall(download_reference)):
            target = str(download.get("reftarget", ""))
            if self.is_withheld_file(target):
                self.cut(download, Code.STAFF_PAGE, staff_only(f"the file “{target}”, or a part of it,"))
        for file in self.taken_in():
            warn(Code.STAFF_PAGE, staff_only(f"the file “{file.name}”, which this page takes in,"), self.env.docname)
            # Nobody can tell any more which words came from there.
            self.document.children = []

    def taken_in(self) -> list[Path]:
        """Give the files not to be shown whose text this page has taken in."""
        recorded = self.document.settings.record_dependencies
        files = [
            *(Path(self.env.srcdir, name) for name in self.env.dependencies.get(self.env.docname, ())),
            *(Path(name).absolute() for name in recorded.list),
        ]
        return sorted({file for file in files if file.resolve() in self.withheld.files})

    def leads_away(self, node: pending_xref, target: str) -> bool:
        """Tell whether a link leads to a page, or a label on one, that is not shown."""
        if not self.withheld.pages:
            return False
        if node.get("refdomain") == "doc":  # MyST's links to pages
            return target in self.pages or self.is_withheld_file(f"/{target}")
        if node.get("reftype") == "doc":
            return docname_join(str(node.get("refdoc", self.env.docname)), target) in self.pages
        path = target.partition("#")[0]
        return target.casefold() in self.withheld.labels or (bool(path) and self.is_withheld_file(path))

    def is_withheld_file(self, target: str) -> bool:
        """Tell whether a path, from this page or from the root of the source, is that of a file not to be shown."""
        if not target or "://" in target or "\0" in target:
            return False
        _, path = self.env.relfn2path(target, self.env.docname)
        found = Path(path)
        candidates = [found, *(found.with_name(found.name + suffix) for suffix in self.env.config.source_suffix)]
        return any(candidate.resolve() in self.withheld.files for candidate in candidates)

    def cut(self, node: nodes.Element, code: Code, message: str) -> None:
        """Leave the words of a link, and tell of it."""
        warn(code, message, node)
        node.replace_self(list(node.children))


class StaffNotice(SphinxTransform):
    """Say at the top of a page for the staff that it is for them."""

    default_priority = 3

    def apply(self, **kwargs: Any) -> None:
        """Put a notice below the page's title."""
        if domain_of(self.env).audience_of(self.env.docname) is not Audience.STAFF:
            return
        notice = nodes.admonition(classes=["staff-notice"])
        notice += nodes.title("", _("For the staff only"))
        notice += nodes.paragraph("", _("Do not pass this page on."))
        section = self.document.next_node(nodes.section)
        if section is None:
            self.document.insert(0, notice)
        else:
            section.insert(1, notice)


def note_copies(app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]) -> list[str]:
    """Remember which pictures and downloads the last build copied."""
    domain_of(env).copies = frozenset(_copies(env))
    return []


def remove_copies(app: Sphinx, exception: Exception | None) -> None:
    """Take away the pictures and downloads that no page shows any more: Sphinx leaves them where they are."""
    if exception is None and isinstance(app.builder, StandaloneHTMLBuilder):
        for name in domain_of(app.env).copies - frozenset(_copies(app.env)):
            Path(app.outdir, name).unlink(missing_ok=True)


def tell_leaks(app: Sphinx, exception: Exception | None) -> None:
    """Look through all that was built for what only the staff may know: the last guard, should another fail."""
    domain = domain_of(app.env)
    if exception is not None or domain.edition is Edition.STAFF or not domain.project.withheld.files:
        return
    for diagnostic in search_folder(Path(app.outdir), collect(domain.whole, domain.project)):
        warn(diagnostic.code, diagnostic.message, f"{diagnostic.path}:{diagnostic.start.row}")


def _copies(env: BuildEnvironment) -> Iterator[str]:
    yield from (f"_images/{name}" for _docs, name in env.images.values())
    yield from (f"_downloads/{name}" for _docs, name in env.dlfiles.values())
