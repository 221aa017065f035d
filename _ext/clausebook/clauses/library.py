"""All clause files of a folder.  A clause is called ``FILE-STEM:NAME``, such as ``staff-procedure:response``."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from clausebook.clauses.document import Clause, ClauseDocument, parse_document
from clausebook.clauses.elements import elements, tags
from clausebook.clauses.folder import RESTRUCTURED, FolderReader, as_markdown
from clausebook.clauses.folder import SUFFIXES as SUFFIXES
from clausebook.clauses.frontmatter import FrontMatter, TextSource, read_front_matter
from clausebook.clauses.placeholders import Placeholder, find_placeholders, within
from clausebook.clauses.slips import Slip, find_slips
from clausebook.clauses.traits import NO_TRAITS, Audience, ClauseTraits
from clausebook.diagnostics import Code, Diagnostic, diagnose
from clausebook.text.nearest import did_you_mean, either
from clausebook.text.source import Position, SourceText

_MOST_GUESSES = 20


@dataclass(frozen=True)
class ClauseFile:
    """One clause file: its text, its clauses by name, and what its front matter says.

    ``withheld`` are the names of clauses that this edition does not show, whose words are not in the text.  Of a
    ``closed`` file it shows nothing but the clauses that say that they are for others than the file.  ``renamed`` has
    the present names of clauses that go by former ones here.
    """

    stem: str
    file: Path
    document: ClauseDocument
    withheld: frozenset[str] = frozenset()
    closed: bool = False
    renamed: Mapping[str, str] = field(default_factory=dict)

    @property
    def source(self) -> SourceText:
        """The file's text."""
        return self.document.source

    @cached_property
    def front_matter(self) -> FrontMatter:
        """What the file says of itself and its clauses."""
        return read_front_matter(self.source)

    @cached_property
    def placeholders(self) -> tuple[Placeholder, ...]:
        """Every placeholder of the file, in order; in reStructuredText there are none."""
        return () if self.source.path.endswith(RESTRUCTURED) else find_placeholders(self.source.text)

    @cached_property
    def slips(self) -> tuple[Slip, ...]:
        """Every placeholder of the file that lost a brace, in order."""
        return () if self.source.path.endswith(RESTRUCTURED) else find_slips(self.source.text)

    @cached_property
    def clauses(self) -> Mapping[str, Clause]:
        """The clauses by name, without those that are withheld; of two with one name, the first."""
        found: dict[str, Clause] = {}
        for clause in self.document.clauses:
            name = self.present(clause.name)
            if name not in self.withheld:
                found.setdefault(name, replace(clause, name=name) if name != clause.name else clause)
        return found

    def present(self, name: str) -> str:
        """Give the name that a clause of this file has now."""
        return self.renamed.get(name, name)

    @cached_property
    def names(self) -> frozenset[str]:
        """The names of all clauses, with those that are withheld."""
        return self.withheld | self.clauses.keys()

    def identifier(self, name: str) -> str:
        """Give the full name of one of the file's clauses."""
        return f"{self.stem}:{name}"

    def placeholders_of(self, clause: Clause) -> Sequence[Placeholder]:
        """Give the placeholders that stand in a clause."""
        return within(self.placeholders, *clause.body)

    def sources_of(self, name: str) -> tuple[TextSource, ...]:
        """Say where a clause's text comes from."""
        names = {name, *(old for old, new in self.renamed.items() if new == name)}
        return tuple(s for s in self.front_matter.sources if not s.clauses or not names.isdisjoint(s.clauses))

    def traits(self, name: str) -> ClauseTraits:
        """Give what the front matter says of a clause; nothing in particular, if it is silent."""
        said = self.front_matter.clauses
        former = next((old for old, new in self.renamed.items() if new == name and old in said), name)
        return said.get(name) or said.get(former, NO_TRAITS)

    @cached_property
    def audience(self) -> Audience:
        """For whom the file is: the staff alone, if it cannot be told what the file says."""
        front = self.front_matter
        if "audience" in front.positions and front.audience is None:
            return Audience.STAFF
        in_doubt = front.diagnostics or any(True for _ in self.stray_traits())
        if in_doubt and Audience.STAFF in self.source.text[: front.end].casefold():
            return Audience.STAFF
        return front.audience or Audience.PUBLIC

    def audience_of(self, name: str) -> Audience:
        """Say for whom a clause is: what it says itself, else what its file says, else everybody."""
        traits = self.traits(name)
        if "audience" in traits.positions and traits.audience is None:
            return Audience.STAFF
        return traits.audience or self.audience

    def stray_traits(self) -> Iterator[Diagnostic]:
        """Find what the front matter says of clauses that the file does not have, such as a lock on nothing."""
        strays = [
            (name, traits) for name, traits in self.front_matter.clauses.items() if self.present(name) not in self.names
        ]
        # Looking for near names takes time with the product of both numbers, and nobody has so many slips.
        near = self.clauses if len(strays) <= _MOST_GUESSES else ()
        for name, traits in strays:
            start = traits.positions[""]
            lost = ", so its lock holds nothing" if traits.locked else ""
            how = did_you_mean(name, near) or "; take these lines away, or put its markers into the text"
            message = f"this file has no clause “{name}”{lost}{how}"
            yield diagnose(Code.INVALID_FRONT_MATTER, message, self.source, start, start + len(name))

    def unknown_elements(self) -> Iterator[Diagnostic]:
        """Find elements that a clause claims to supply and that nobody counts."""
        for traits in self.front_matter.clauses.values():
            for index, tag in enumerate(traits.elements):
                if tag not in tags():
                    start = traits.positions[f"elements.{index}"]
                    yield diagnose(Code.UNKNOWN_ELEMENT, _not_a_tag(tag), self.source, start, start + len(tag))


def _not_a_tag(tag: str) -> str:
    element = elements().get(tag)
    if element is None:
        how = did_you_mean(tag, tags()) or "; the handbook's page on completeness lists all"
        return f"“{tag}” is no element of a guide{how}"
    if element.counts:
        return f"“{tag}” is counted from its parts: write which way this clause is, {either(element.counts)}"
    return f"“{tag}” is read from community.toml, and no clause supplies it: take it out"


@dataclass(frozen=True)
class Library:
    """The clause files of a folder by stem, and what is wrong with the folder."""

    folder: Path
    files: Mapping[str, ClauseFile] = field(default_factory=dict)
    diagnostics: tuple[Diagnostic, ...] = ()

    @cached_property
    def aliases(self) -> Mapping[str, str]:
        """The present full names of clauses by their former ones; a name that a clause has is nobody's former one."""
        found: dict[str, str] = {}
        for file in self.files.values():
            for name, traits in file.front_matter.clauses.items():
                for alias in traits.aliases if file.present(name) in file.names else ():
                    found.setdefault(alias if ":" in alias else file.identifier(alias), file.identifier(name))
        return {old: new for old, new in found.items() if not self._has(old)}

    @cached_property
    def formers(self) -> Mapping[str, tuple[str, ...]]:
        """The former full names of clauses by their present ones."""
        found: dict[str, tuple[str, ...]] = {}
        for old, new in self.aliases.items():
            found[new] = (*found.get(new, ()), old)
        return found

    def _has(self, identifier: str) -> bool:
        stem, _, name = identifier.partition(":")
        return stem in self.files and name in self.files[stem].names

    def find(self, identifier: str) -> tuple[ClauseFile, Clause] | None:
        """Look up a clause by its full name ``FILE-STEM:NAME``, which may be a former one."""
        stem, _, name = self.aliases.get(identifier, identifier).partition(":")
        file = self.files.get(stem)
        clause = file.clauses.get(name) if file else None
        return (file, clause) if file and clause else None

    def __iter__(self) -> Iterator[tuple[ClauseFile, Clause]]:
        for file in self.files.values():
            for clause in file.clauses.values():
                yield file, clause

    def traits(self, identifier: str) -> ClauseTraits:
        """Give what the front matter says of a clause, by its full name ``FILE-STEM:NAME``."""
        stem, _, name = self.aliases.get(identifier, identifier).partition(":")
        file = self.files.get(stem)
        return file.traits(name) if file else NO_TRAITS

    def names(self) -> list[str]:
        """Give the full names of all clauses."""
        return [file.identifier(clause.name) for file, clause in self]

    def suggest(self, identifier: str) -> str:
        """Give words that point at the nearest name, or nothing if none is near."""
        return did_you_mean(identifier, self.names())


def load_library(
    folder: Path,
    shown: Callable[[Path], str] = str,
    tree: Path | None = None,
    texts: Mapping[Path, bytes] | None = None,
) -> Library:
    """Read every clause file of a folder.

    ``shown`` tells how a path is named to people, ``tree`` what links may not
    leave, by default the folder, ``texts`` what is read in the place of some
    files (by resolved path).  A file that cannot be read becomes a finding,
    and the others are read all the same.
    """
    reader = FolderReader(folder, tree or folder, shown, texts=texts or {})
    files: dict[str, ClauseFile] = {}
    found: list[Diagnostic] = []
    for file, source in reader.read():
        entry = ClauseFile(file.stem, file, parse_document(source))
        if entry.stem in files:
            message = f"{files[entry.stem].source.path} has the same name; rename one, since clauses are called by it"
            found.append(diagnose(Code.DUPLICATE_FILE, message, source, 0, 0))
            continue
        files[entry.stem] = entry
        found.extend(entry.front_matter.diagnostics)
        found.extend((*entry.stray_traits(), *entry.unknown_elements()))
    for file in sorted(reader.unread):
        message = (
            f"this file is not read, since its name does not end in .md: save its text as “{as_markdown(file.name)}”"
        )
        found.append(Diagnostic(Code.UNREAD_FILE, message, shown(file), Position(1, 1), Position(1, 1)))
    return Library(folder, files, (*reader.diagnostics, *found))
