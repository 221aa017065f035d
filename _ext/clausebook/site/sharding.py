"""A build of one shard: its communities, and with the first one what is outside of communities.

Each shard is built by the ordinary command, with ``-D clausebook_shard=3/8``, and ``clausebook merge`` joins them.  The
pages of other shards are not read.  Where the portal leads to one, it is known to be there and how it is called.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

from docutils import nodes
from docutils.nodes import Element
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.util import logging
from sphinx.util.nodes import make_refnode

from clausebook import __version__
from clausebook.clauses.library import SUFFIXES
from clausebook.settings import SettingsError
from clausebook.shards.merging import RECORD, Record
from clausebook.shards.plan import Name, Shard, ShardError, make_plan
from clausebook.site.domain import domain_of
from clausebook.site.freshness import hash_of, need

_LOGGER = logging.getLogger(__name__)

_HEADING = re.compile(r"^# .*$", re.MULTILINE)
_KEY = ("shard",)


def set_shard(app: Sphinx, config: Config) -> None:
    """Refuse a shard that there is not, before anything is read."""
    if config.clausebook_shard:
        try:
            Name.parse(config.clausebook_shard)
        except ShardError as error:
            _LOGGER.error("clausebook_shard: %s", error)
            raise SystemExit(2) from None


def plan_shard(app: Sphinx) -> None:
    """Find out which communities are built."""
    domain = domain_of(app.env)
    (Path(app.outdir) / RECORD).unlink(missing_ok=True)
    if not app.config.clausebook_shard:
        return
    name = Name.parse(app.config.clausebook_shard)
    try:
        plan = make_plan(Path(app.config.clausebook_root), name.of)
    except SettingsError:
        # The project cannot be read, which is told when it is.
        plan = tuple(Shard(Name(number, name.of), (), 0) for number in range(1, name.of + 1))
    domain.shard = plan[name.number - 1]
    domain.digests[_KEY] = hash_of(repr(domain.shard))
    if Path(app.srcdir).resolve() != domain.whole.source:
        _LOGGER.error("clausebook_shard: shards are parts of the whole site; build %s", domain.whole.source)
        raise SystemExit(2)


def hide_others(app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]) -> list[str]:
    """Keep Sphinx from reading the pages of other shards; it has just found them."""
    domain = domain_of(env)
    shard = domain.shard
    if shard is None:
        return []
    own = {folder: slug for slug, folder in _folders(app)}
    root = str(app.config.root_doc)
    absent = set()
    for docname in env.found_docs:
        slug = next((own[parent] for parent in _parents(docname) if parent in own), None)
        if slug in shard.communities or docname == root or (slug is None and shard.name.has_portal):
            continue
        absent.add(docname)
    # They are what Sphinx works with from here on.
    for found in (env.found_docs, added, changed):
        found.difference_update(absent)
    removed |= env.all_docs.keys() & absent
    domain.elsewhere = frozenset(absent) if shard.name.has_portal else frozenset()
    return []


def _folders(app: Sphinx) -> list[tuple[str, str]]:
    project = domain_of(app.env).whole
    known = [(slug, community.folder) for slug, community in project.communities.items()]
    folders = [*known, *((folder.name, folder) for folder in project.others)]
    return [(slug, folder.relative_to(project.source).as_posix()) for slug, folder in folders]


def _parents(docname: str) -> list[str]:
    parts = docname.split("/")
    return ["/".join(parts[:length]) for length in range(len(parts) - 1, 0, -1)]


def stand_in_for_portal(app: Sphinx, docname: str, content: list[str]) -> None:
    """Write a first page that holds nothing but the communities, where the portal is another shard's."""
    domain = domain_of(app.env)
    shard = domain.shard
    if shard is None or shard.name.has_portal or docname != app.config.root_doc:
        return
    need(app.env, _KEY)
    fronts = [f"{folder}/index" for slug, folder in sorted(_folders(app)) if slug in shard.communities]
    listed = [front for front in fronts if front in app.env.found_docs]
    heading = _HEADING.search(content[0])
    title = heading[0] if heading else f"# {app.config.project}"
    if Path(app.env.doc2path(docname)).suffix in SUFFIXES:
        content[0] = "\n".join([title, "", "```{toctree}", ":hidden:", "", *listed, "```", ""])
    else:
        title = str(app.config.project)
        lines = [title, "=" * 4 * len(title), "", ".. toctree::", "   :hidden:", "", *(f"   {each}" for each in listed)]
        content[0] = "\n".join([*lines, ""])


def lead_elsewhere(
    app: Sphinx, env: BuildEnvironment, node: addnodes.pending_xref, contnode: Element
) -> nodes.reference | None:
    """Link to a page that another shard builds, if the link says how the page is called."""
    target = str(node.get("reftarget", "")).removeprefix("/")
    if (node.get("refdomain"), node.get("reftype")) != ("std", "doc") or not node.get("refexplicit"):
        return None
    if target not in domain_of(env).elsewhere:
        return None
    # As Sphinx links to a page that it has read.
    inside = nodes.inline("", node.astext(), classes=["doc"])
    return make_refnode(app.builder, str(node["refdoc"]), target, "", inside)


def write_record(app: Sphinx, exception: Exception | None) -> None:
    """Write what this is a part of, for those who join the parts."""
    domain, builder = domain_of(app.env), app.builder
    if exception is not None or domain.shard is None or not isinstance(builder, StandaloneHTMLBuilder):
        return
    folders = dict(_folders(app))
    record = Record(
        shard=str(domain.shard.name),
        edition=domain.edition.value,
        version=__version__,
        folders=tuple(folders[slug] for slug in domain.shard.communities),
        site=tuple(sorted(folders.values())) if domain.shard.name.has_portal else (),
    )
    (Path(app.outdir) / RECORD).write_text(json.dumps(record.as_json(), indent=1) + "\n", encoding="utf-8")
