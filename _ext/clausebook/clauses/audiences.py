"""Who sees what: the two editions of a site, and clause files without what an edition must not show.

In doubt a text is for staff only: a guide that shows too little fails its build, and is mended;
what was published once cannot be taken back.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from clausebook.clauses.document import parse_document
from clausebook.clauses.folder import RESTRUCTURED
from clausebook.clauses.library import ClauseFile, Library
from clausebook.clauses.nodes import NodeReader
from clausebook.clauses.traits import Audience, read_audience
from clausebook.diagnostics import Diagnostic
from clausebook.text.blocks import front_matter_end, inside
from clausebook.text.nearest import nearest
from clausebook.text.source import LINE_END, SourceText

# From those who may read the least to those who may read all.
_ORDER = (Audience.PUBLIC, Audience.REPORTER, Audience.STAFF)
_KEY = "audience"

_INK = re.compile(r"\S")
_FIELD = re.compile(r":(?P<name>[^:\r\n]{1,40}):(?=[ \t\r\n]|\Z)")


class Edition(StrEnum):
    """Which readers a site is built for: everybody (``public``), or the staff, who see everything."""

    PUBLIC = "public"
    STAFF = "staff"

    def shows(self, audience: Audience) -> bool:
        """Tell whether a text for an audience stands in this edition.

        Those who report are the public: nobody knows beforehand who will have to.
        """
        return self is Edition.STAFF or audience is not Audience.STAFF


def strictest(*audiences: Audience) -> Audience:
    """Give the audience of a text to which several apply: the smallest of them."""
    return max(audiences, key=_ORDER.index, default=Audience.PUBLIC)


@dataclass(frozen=True, slots=True)
class PageAudience:
    """For whom a page says it is, at an offset of its text, and what is wrong with how it says so."""

    audience: Audience = Audience.PUBLIC
    offset: int = 0
    diagnostics: tuple[Diagnostic, ...] = ()


def page_audience(source: SourceText) -> PageAudience:
    """Read for whom a page is from its front matter, which may hold whatever else MyST and Sphinx know.

    A page in reStructuredText has a list of fields in its place.
    """
    if source.path.endswith(RESTRUCTURED):
        start, text = 0, _audience_fields(source.text)
    else:
        start, text = _front_matter(source)
    # An editor may have spoilt the key, and YAML has several ways to write a word.
    if "aud" not in text.casefold():
        return PageAudience()
    reader = NodeReader(source, start)
    tree = reader.tree(text)
    if tree is None:
        return PageAudience(Audience.STAFF, start, tuple(reader.found))
    found = PageAudience()
    entries = list(reader.entries(tree))
    # A page's front matter may lawfully be no mapping; all that matters here is what is said of the audience.
    reader.found = [finding for finding in reader.found if f"“{_KEY}”" in finding.message]
    doubtful = bool(reader.found)
    for key, value in entries:
        if key.value == _KEY:
            audience = read_audience(reader, value)
            found = PageAudience(audience or Audience.STAFF, reader.offset(key))
        elif nearest(key.value.lower(), [_KEY]):
            reader.unknown(key, [_KEY])
            doubtful = True
    audience = Audience.STAFF if doubtful else found.audience
    return PageAudience(audience, found.offset, tuple(reader.found))


def _front_matter(source: SourceText) -> tuple[int, str]:
    """Give the YAML of a page, and where it starts."""
    end, first = front_matter_end(source.text), LINE_END.search(source.text)
    if not end or not first:
        return 0, ""
    last = source.line_starts[source.position(len(source.text[:end].rstrip("\r\n"))).row - 1]
    return first.end(), source.text[first.end() : last]


def _audience_fields(text: str) -> str:
    """Give the fields at the top of a page that say for whom it is as YAML, each character in its place."""
    lines, kept = text.splitlines(keepends=True), []
    in_comment = False
    for line in lines:
        field = _FIELD.match(line)
        in_comment = line.startswith("..") or (in_comment and not line[:1].strip())
        if field is None and not in_comment and line[:1].strip():
            break
        wanted = field is not None and nearest(field["name"].strip().lower(), [_KEY]) is not None
        kept.append(f" {line[1:]}" if wanted else _INK.sub(" ", line))
    return "".join(kept)


def withhold(file: ClauseFile, hidden: Callable[[str], bool], *, closed: bool = False) -> ClauseFile:
    """Give a clause file without the words of the clauses that are ``hidden``; all else keeps its place.

    In a ``closed`` file, what stands outside of its clauses is hidden too.
    """
    bodies = sorted(clause.body for clause in file.document.clauses if hidden(clause.name))
    if not bodies and not closed:
        return file
    inked = _merged(bodies)
    # What stands within a hidden clause shares its fate.
    names = {
        file.present(clause.name)
        for clause in file.document.clauses
        if hidden(clause.name) or inside(inked, clause.start.start)
    }
    text = _covered(file.source.text, inked, "x")
    if closed:
        clauses = _merged(sorted(clause.span for clause in file.document.clauses))
        ends = [file.front_matter.end, *(end for _, end in clauses)]
        starts = [*(start for start, _ in clauses), len(text)]
        text = _covered(text, [(end, start) for end, start in zip(ends, starts, strict=True) if end < start], " ")
    source = replace(file.source, text=text)
    return replace(file, document=parse_document(source), withheld=frozenset(names), closed=closed)


def _merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return merged


def _covered(text: str, spans: Iterable[tuple[int, int]], ink: str) -> str:
    """Write ``ink`` over all that shows in some spans; lines and blanks stay, so that offsets and rows do."""
    pieces: list[str] = []
    done = 0
    for start, end in spans:
        pieces += text[done:start], _INK.sub(ink, text[start:end])
        done = end
    return "".join([*pieces, text[done:]])


def public_library(library: Library, shared: Library | None = None) -> Library:
    """Give a library as the public edition sees it.

    A community's own wording (of clauses of the ``shared`` library) is for nobody for whom the shared clause is not.
    """

    def public(file: ClauseFile) -> ClauseFile:
        model = shared.files.get(file.stem) if shared else None

        def hidden(name: str) -> bool:
            name = file.present(name)
            files = [file, model] if model and name in model.names else [file]
            return not Edition.PUBLIC.shows(strictest(*(each.audience_of(name) for each in files)))

        return withhold(file, hidden, closed=not Edition.PUBLIC.shows(file.audience))

    return replace(library, files={stem: public(file) for stem, file in library.files.items()})
