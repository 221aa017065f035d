"""The texts that only the staff may read: clauses and pages, sentence by sentence, and what is public of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from clausebook.clauses.placeholders import Placeholder
from clausebook.community.values import Values
from clausebook.leaks.search import Secret, needles, shingles
from clausebook.leaks.words import keys
from clausebook.project import Project
from clausebook.text.blocks import front_matter_end
from clausebook.text.source import SourceText, UndecodableError

# What stands in a Markdown text and is not read as a part of its sentences.
_NO_WORDS = re.compile(
    r"<!--.*?-->|\]\([^()\n]*\)|\{[\w:-]+\}(?=`)|^[ \t]*(?:```|:::)[^\n]*$", re.DOTALL | re.MULTILINE
)
_BLOCK = re.compile(r"\n[ \t>]*\n|\n(?=[ \t>]*(?:[-*+]|\d+[.)])[ \t])")
_BULLET = re.compile(r"\A[ \t>]*(?:[-*+]|\d+[.)])[ \t]+|\A[ \t]*#+[ \t]+")
_HEADING = re.compile(r"^#[ \t]+(.+?)[ \t]*#*$", re.MULTILINE)
_PLACEHOLDER = re.compile(r"\{\{[^{}]*\}\}")


def of_clauses(project: Project, public: Project) -> Iterator[Secret]:
    """Give the sentences of clauses for the staff, in the words of each community."""
    values = [c.voice.values for c in project.communities.values() if c.voice.values is not None]
    libraries = [(project.shared, public.shared, values)]
    for slug, community in project.communities.items():
        own = [community.voice.values] if community.voice.values else []
        libraries.append((community.voice.own, public.communities[slug].voice.own, own))
    for library, shown, voices in libraries:
        for stem, file in library.files.items():
            withheld = shown.files[stem].withheld
            for name, clause in file.clauses.items():
                if name in withheld:
                    what = f"the clause “{file.identifier(name)}” for the staff"
                    row = file.source.position(clause.start.start).row
                    body = clause.text(file.source)
                    for text in _in_words(body, file.placeholders_of(clause), clause.body[0], voices):
                        yield from _sentences(what, text, file.source.path, row)


def _in_words(text: str, placeholders: Iterable[Placeholder], base: int, voices: list[Values]) -> Iterator[str]:
    """Give a text with the values of each community; what is no value parts its sentences."""
    for values in voices or [Values({})]:
        pieces: list[str] = []
        done = 0
        for placeholder in placeholders:
            start = placeholder.start - base
            value = values.get(placeholder.name) if placeholder.name else None
            pieces += text[done:start], value.text if value and value.text else "\n\n"
            done = placeholder.end - base
        yield "".join([*pieces, text[done:]])


def _sentences(what: str, text: str, path: str, row: int) -> Iterator[Secret]:
    for block in _BLOCK.split(_NO_WORDS.sub(" ", text)):
        words = keys(_BULLET.sub("", block))
        runs = tuple(shingles(words))
        if runs:
            shown = " ".join(_PLACEHOLDER.sub("…", block).split())
            shown = shown if len(shown) <= 60 else shown[:59] + "…"
            yield Secret(what, shown, path, row, runs, strong=False)


def of_page(path: Path, project: Project, public: Project) -> Iterator[Secret]:
    """Give the name, the title and the sentences of a page for the staff."""
    source = read_source(path, project)
    if source is None:
        return
    body = source.text[front_matter_end(source.text) :]
    for heading in _HEADING.finditer(body):
        title = keys(heading[1])
        if len(title) > 1:
            row = source.text.count("\n", 0, source.text.find(heading[0])) + 1
            yield Secret(
                "the title of a page for the staff", heading[1], source.path, row, needles(heading[1]), strong=False
            )
    yield from _sentences("the text of a page for the staff", _PLACEHOLDER.sub("\n\n", body), source.path, 1)


def address(path: Path, public: Project) -> Secret:
    """Give the address of a page for the staff, which nothing public leads to."""
    name = path.relative_to(public.source) if path.is_relative_to(public.source) else Path(path.name)
    ways = _addresses(name.with_suffix(""), public)
    return Secret("the address of a page for the staff", str(name), public.display(path), 1, ways, strong=False)


def _addresses(name: Path, public: Project) -> tuple[tuple[str, ...], ...]:
    """Give how the address of a page is written: its path, and with an ending its name alone if no other has it."""
    whole = keys(str(name))
    parts = name.parts[-2:] if name.name == "index" else name.parts[-1:]
    short = keys("/".join(parts))
    others = {page.name for c in public.communities.values() for page in c.pages}
    shared = any(keys(other)[-len(short) :] == short for other in others)
    ends = () if shared or parts == ("index",) else ("html", "md", "rst", "txt")
    return tuple(dict.fromkeys([*([whole] if len(name.parts) > 1 else ()), *((*short, end) for end in ends)]))


def unsaid(texts: list[Secret], public: Project) -> list[Secret]:
    """Leave out of the texts what public sources say too."""
    said: set[tuple[str, ...]] = set()
    lengths = sorted({len(run) for secret in texts for run in secret.words})
    sought = {run for secret in texts for run in secret.words}
    for source in public_sources(public):
        words = keys(_NO_WORDS.sub(" ", source.text))
        for index in range(len(words)):
            said.update(run for n in lengths if (run := words[index : index + n]) in sought)
    kept = [replace(secret, words=tuple(run for run in secret.words if run not in said)) for secret in texts]
    return [secret for secret in kept if secret.sought]


def public_sources(public: Project) -> Iterator[SourceText]:
    """Give the texts that a public edition is made from: its pages, and its clauses without what is withheld."""
    known: dict[Path, SourceText] = {}
    for community in public.communities.values():
        known |= {page.entry.file.resolve(): page.source for page in community.pages}
        known |= {file.file.resolve(): file.source for file in community.voice.own.files.values()}
    known |= {file.file.resolve(): file.source for file in public.shared.files.values()}
    yield from known.values()
    for file in sorted(public.source.rglob("*.md")):
        if file.resolve() not in known and file.resolve() not in public.withheld.files:
            source = read_source(file, public)
            if source is not None:
                yield source


def read_source(file: Path, project: Project) -> SourceText | None:
    """Read a file; gives None if it is no text that can be read, which is told elsewhere."""
    try:
        return SourceText.read(file, project.display(file))
    except (OSError, UndecodableError):
        return None
