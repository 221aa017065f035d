"""Which pages have to be read again: those of which something that they were made from has changed.

A page notes keys, each with a digest.  A key's first part says what it is:

``("assembly", COMMUNITY, REQUEST)``
    clauses in a community's wording, with its values
``("page", COMMUNITY, NAME)``
    the values that the page's own text shows
``("facts", COMMUNITY, FIELD…)``
    what the community's file says under some keys; without any, all of it
``("value", COMMUNITY, NAME)``
    one of the community's values
``("sources", COMMUNITY, IDENTIFIERS)``
    where the texts of some clauses come from
``("file", STEM)``
    a shared clause file, as it is written
``("usage",)``
    every shared clause and who uses it
``("matrix", COMMUNITIES, CLAUSES)``
    the table of clauses by communities; of all that the portal lists if COMMUNITIES is None
``("communities",)``
    the communities that the portal shows
``("shard",)``
    which communities this shard has
``("settings",)``
    which findings the project's settings let be told
``("completeness", COMMUNITY)``
    which elements of a complete guide a community's guide has
``("prepared",)``
    how blocks are prepared, which is known before anybody asks
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.environment import BuildEnvironment

from clausebook.guide.assembly import assemble, assemble_values
from clausebook.guide.completeness import profile_of
from clausebook.guide.filling import absence
from clausebook.project import CommunityFolder, Project
from clausebook.site.domain import ClauseDomain, Key, domain_of
from clausebook.site.matrix_html import Matrix, listed_communities, make_matrix

GONE = "gone"

# What the portal's cards and lists show of a community's facts.
ON_CARDS = ("name", "summary", "status", "listed")

_INDEX = re.compile(r"(Search\.setIndex\()(\{.*\})(\);?\s*)", re.DOTALL)
_UNUSED = re.compile(r"\":[ ]?\[\]")

# Stands beside the pickled environment while the last build has failed.
FAILED = "clausebook-failed"


def digest_of(project: Project, key: Key) -> str:
    """Give the digest of what a key stands for now; GONE if it is not there any more."""
    kind, *rest = key
    if kind == "usage":
        return hash_of(*(repr(row) for row in project.usage))
    if kind == "settings":
        return hash_of(repr(project.settings))
    if kind == "communities":
        return hash_of(*(repr((c.slug, c.name, facts_of(c, ON_CARDS))) for c in project.communities.values()))
    if kind == "matrix":
        slugs = listed_communities(project) if rest[0] is None else rest[0]
        return matrix_digest(make_matrix(project, slugs, rest[1]))
    if kind == "file":
        file = project.shared.files.get(rest[0])
        return hash_of(file.source.text) if file else GONE
    community = project.communities.get(rest[0]) if rest[0] else None
    if rest[0] and community is None:
        return GONE
    voice = project.voice_of(community)
    if kind == "completeness":
        return hash_of(repr(profile_of(community))) if community else GONE
    if kind == "assembly":
        assembly = assemble(voice, rest[1])
        return assembly.digest if assembly else GONE
    if kind == "sources":
        wordings = [voice.wording(name) for name in rest[1]]
        return hash_of(*(repr(each.file.sources_of(each.clause.name)) if each else GONE for each in wordings))
    if community is None:
        return GONE
    if kind == "value":
        values, name = voice.values, rest[1]
        return hash_of(repr(values and (values.get(name), values.link(name), absence(values, name))))
    if kind == "page":
        page = next((page for page in community.pages if page.name == rest[1]), None)
        return assemble_values(voice, page.entry).digest if page else GONE
    return hash_of(repr(facts_of(community, rest[1:])))


def facts_of(community: CommunityFolder, fields: Iterable[str]) -> object:
    """Give some facts of a community, all if none are named; None if its file has a mistake."""
    facts, names = community.loaded.community, tuple(fields)
    return facts if facts is None or not names else tuple(getattr(facts, name) for name in names)


def matrix_digest(matrix: Matrix) -> str:
    """Give the digest of a table of clauses by communities, which is all that its page shows of it."""
    return hash_of(repr(matrix))


def hash_of(*parts: str) -> str:
    """Give the digest of some texts."""
    return hashlib.sha256("\x00".join(parts).encode("utf-8", "backslashreplace")).hexdigest()


def digest_now(domain: ClauseDomain, key: Key) -> str:
    """Give a key's digest in this build, computed once."""
    if key not in domain.digests:
        domain.digests[key] = digest_of(domain.project, key)
    return domain.digests[key]


def need(env: BuildEnvironment, key: Key, digest: str | None = None) -> None:
    """Note that the page that is being read is made from what a key stands for; ``digest`` if it is known."""
    domain = domain_of(env)
    if digest is not None:
        domain.digests[key] = digest
    domain.note_need(env.current_document.docname, key, digest_now(domain, key))


def outdated_pages(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> Iterable[str]:
    """Say which pages were made from something that is different now."""
    domain = domain_of(env)
    outdated = []
    for docname, needs in domain.needs.items():
        if docname in added or docname in changed or docname in removed:
            continue
        if any(digest_now(domain, key) != before for key, before in needs.items()):
            outdated.append(docname)
    return outdated


def read_all_after_failure(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> set[str]:
    """Say that every page is to be read again, if the last build failed."""
    return env.found_docs - added - changed - removed if (app.doctreedir / FAILED).exists() else set()


def remove_pages(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    """Take away what was built of pages that are gone: it would be published, with contacts that are gone too."""
    for docname in removed:
        gone: list[Path] = [app.doctreedir / f"{docname}.doctree"]
        if isinstance(app.builder, StandaloneHTMLBuilder):
            ends = [f"{suffix}{end}" for suffix in app.config.source_suffix for end in ("", ".txt")]
            gone += [app.builder.get_output_path(docname), *(app.outdir / f"_sources/{docname}{end}" for end in ends)]
        for file in gone:
            file.unlink(missing_ok=True)
    return []


def forget_words(app: Sphinx, exception: Exception | None) -> None:
    """Take the words out of the search index that no page has any more: Sphinx keeps them, a name that is gone too."""
    file = app.outdir / "searchindex.js"
    if exception is not None or not isinstance(app.builder, StandaloneHTMLBuilder) or not file.exists():
        return
    text = file.read_text(encoding="utf-8")
    index = _INDEX.fullmatch(text)
    if index is None or not _UNUSED.search(text):
        return
    content = json.loads(index[2])
    for table in ("terms", "titleterms"):
        content[table] = {word: pages for word, pages in content.get(table, {}).items() if pages != []}
    written = json.dumps(content, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    file.write_text(index[1] + written + index[3], encoding="utf-8")


def forget_failed_build(app: Sphinx, exception: Exception | None) -> None:
    """Let the next build read everything again, if warnings made this one fail.

    Sphinx remembers the pages and forgets the warnings: the same command, given
    once more, would call the same site sound.
    """
    failed = exception is not None or (getattr(app, "_warncount", False) and getattr(app, "_fail_on_warnings", False))
    mark = app.doctreedir / FAILED
    if failed:
        mark.touch()
    else:
        mark.unlink(missing_ok=True)
