"""One of the two projects that are compared, with what is looked up in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from clausebook.clauses.digest import normalised
from clausebook.clauses.document import Clause
from clausebook.clauses.library import ClauseFile, Library
from clausebook.community.model import Community
from clausebook.guide.assembly import assemble, assemble_values
from clausebook.history.changes import Place
from clausebook.project import CommunityFolder, Page, Project


@dataclass(frozen=True, slots=True)
class Written:
    """A clause of a project: who wrote it, and where."""

    community: str
    file: ClauseFile
    clause: Clause
    locked: bool

    @property
    def text(self) -> str:
        """What stands between the markers, without the layout around it."""
        return normalised(self.clause.text(self.file.source))


# The folder of the community that wrote a clause, or "", and the clause's full name.
Key = tuple[str, str]


class Side:
    """One of the two projects, with what is looked up in it."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.clauses = dict(self._written())
        self.uses: dict[Key, set[Place]] = {}
        self.stems: dict[Key, set[Place]] = {}
        self.values: dict[Key, set[Place]] = {}
        self.pages: dict[Place, Page] = {}
        for community in project.communities.values():
            for page in community.pages:
                self._read(community, page)

    @cached_property
    def libraries(self) -> Mapping[str, Library]:
        """The shared clauses, under "", and those of each community."""
        own = {slug: folder.voice.own for slug, folder in self.project.communities.items()}
        return {"": self.project.shared, **own}

    def _written(self) -> Iterator[tuple[Key, Written]]:
        for slug, library in self.libraries.items():
            for file, clause in library:
                identifier = file.identifier(clause.name)
                locked = not slug and library.traits(identifier).locked
                yield (slug, identifier), Written(slug, file, clause, locked)

    def _read(self, community: CommunityFolder, page: Page) -> None:
        place = Place(community.slug, page.name)
        self.pages[place] = page
        shown = [assemble_values(community.voice, page.entry)] if community.voice.values else []
        for request in page.requests:
            assembly = assemble(community.voice, request)
            if assembly is None:
                continue
            shown.append(assembly)
            if request.stem is not None:
                owner = "" if request.stem in community.voice.shared.files else community.slug
                self.stems.setdefault((owner, request.stem), set()).add(place)
            for wording in assembly.uses:
                key = (community.slug if wording.own else "", wording.identifier)
                self.uses.setdefault(key, set()).add(place)
        for assembly in shown:
            names = {_plain(name) for name in assembly.values}
            names |= {match[1] for match in _FACTS.finditer(assembly.text)}
            # The numbers are one fact, however they are named.
            for name in {"emergency" if name.startswith("emergency.") else name for name in names}:
                self.values.setdefault((community.slug, name), set()).add(place)


# The directives and the role that show facts; a marker of code around one matters little here.
_FACTS = re.compile(r"\{(?:coc:)?(contacts|emergency)\}")


def _plain(name: str) -> str:
    """Give a value's name without the capital that only says how to write it."""
    group, dot, key = name.rpartition(".")
    return f"{group}{dot}{key[:1].lower()}{key[1:]}"


def facts_of(folder: CommunityFolder) -> dict[str, str]:
    """Give a community's facts as words, by the names that placeholders and directives have for them."""
    values, community = folder.voice.values, folder.loaded.community
    if values is None or community is None:
        return {}
    found = {
        name: value.text
        for name, value in values.by_name.items()
        if value.text is not None and not name.startswith("emergency.")
    }
    found |= {"contacts": _contacts(community), "status": community.status.value}
    numbers = ((entry.number, entry.label) for entry in community.emergency)
    return found | {"emergency": "; ".join(" ".join(filter(None, number)) for number in numbers)}


def _contacts(community: Community) -> str:
    people = []
    for contact in community.contacts:
        ways = [contact.role, contact.email, contact.phone, contact.hours, ", ".join(contact.languages or ())]
        people.append(", ".join(filter(None, [contact.name or "?", *ways])))
    return "; ".join(people)
