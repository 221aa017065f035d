"""What the pages of a community show, and which elements of a complete guide its facts supply."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from clausebook.community import Location
from clausebook.community.kinds import Kind
from clausebook.community.model import Community, Contact
from clausebook.guide.assembly import Assembly, assemble, assemble_values
from clausebook.guide.wording import Wording
from clausebook.rules.leftovers import leftover_placeholder

if TYPE_CHECKING:
    from clausebook.project import CommunityFolder

_DIRECTIVE = re.compile(r"\{(?:coc:)?(contacts|emergency)\}")
_FEWEST_CONTACTS = 2


@dataclass(frozen=True, slots=True)
class Evidence:
    """What shows that a guide has an element: a clause by its full name, or a fact in words, and where it is."""

    what: str
    path: str
    row: int
    pages: tuple[str, ...] = ()
    is_clause: bool = False
    own: bool = False


@dataclass(frozen=True, slots=True)
class Fact:
    """What the facts say of an element; ``note`` is what they lack, or why the element means nothing here."""

    evidence: tuple[Evidence, ...] = ()
    note: str = ""
    is_moot: bool = False


@dataclass
class Shown:
    """What the pages of a community show: wordings with the pages that they are on, directives, gaps."""

    community: CommunityFolder
    wordings: dict[str, tuple[Wording, list[str]]] = field(default_factory=dict)
    directives: dict[str, list[str]] = field(default_factory=dict)
    values: set[str] = field(default_factory=set)
    gaps: set[str] = field(default_factory=set)

    def add(self, page: str, text: str, assemblies: Iterable[Assembly]) -> None:
        """Add a page: its own text, and what was assembled for it."""
        texts = [text]
        for assembly in assemblies:
            texts.append(assembly.text)
            self.values |= assembly.values
            self.gaps |= {gap.name for gap in assembly.gaps}
            for wording in assembly.uses:
                pages = self.wordings.setdefault(wording.identifier, (wording, []))[1]
                if page not in pages:
                    pages.append(page)
        for name in sorted({match[1] for each in texts for match in _DIRECTIVE.finditer(each)}):
            self.directives.setdefault(name, []).append(page)

    @property
    def facts(self) -> Community | None:
        """The community's facts; None if its file has mistakes."""
        return self.community.loaded.community

    def place(self, *location: str | int) -> tuple[str, int]:
        """Give the file and row of a fact, or of what it would stand in."""
        loaded = self.community.loaded
        if loaded.source is None:
            return str(self.community.folder / "community.toml"), 1
        for length in range(len(location), 0, -1):
            key: Location = location[:length]
            span = loaded.spans.get(key)
            if span is not None:
                return loaded.source.path, loaded.source.position(span.start).row
        return loaded.source.path, 1

    @cached_property
    def leftovers(self) -> int:
        """How many words of the shown text stand for something still to be written."""
        count = sum(1 for page in self.community.pages for _ in leftover_placeholder(page.source))
        for wording, _ in self.wordings.values():
            start, end = wording.clause.body
            source = wording.file.source
            found = leftover_placeholder(source)
            count += sum(1 for finding in found if start <= source.offset(finding.start) < end)
        return count


def shown_by(community: CommunityFolder) -> Shown:
    """Put a community's pages together and note what they show."""
    shown = Shown(community)
    for page in community.pages:
        made = [assembly for request in page.requests if (assembly := assemble(community.voice, request))]
        if community.voice.values is not None:
            made.append(assemble_values(community.voice, page.entry))
        shown.add(page.name, page.source.text, made)
    return shown


def facts_of(shown: Shown) -> Mapping[str, Fact]:
    """Say what the facts supply, by the slugs of the elements that facts can show."""
    facts = shown.facts
    if facts is None:
        broken = Fact(note="community.toml has mistakes: clausebook check lists them")
        return dict.fromkeys(_CHECKS, broken)
    return {slug: check(shown, facts) for slug, check in _CHECKS.items()}


def channels(shown: Shown) -> Iterator[Evidence]:
    """Give the ways to report that facts show, an e-mail address and a phone number, each once."""
    facts, pages = shown.facts, shown.directives.get("contacts", [])
    if facts is None:
        return
    for key, what in (("email", "by e-mail"), ("phone", "by phone")):
        index = next((i for i, contact in enumerate(facts.contacts) if getattr(contact, key)), None)
        if index is not None and pages:
            yield Evidence(what, *shown.place("contacts", index, key), tuple(pages))
        elif key == "email" and facts.email and "community.email" in shown.values:
            yield Evidence(what, *shown.place("email"))


def _two_contacts(shown: Shown, facts: Community) -> Fact:
    named = {
        contact.name.casefold(): contact.name for contact in facts.contacts if contact.name and _is_reached(contact)
    }
    if len(named) < _FEWEST_CONTACTS:
        return Fact(note=f"community.toml names {len(named) or 'nobody'}{' person' if named else ''}")
    return _seen(shown, "contacts", ", ".join(named.values()), "contacts")


def _is_reached(contact: Contact) -> bool:
    return bool(contact.email or contact.phone)


def _independent(shown: Shown, facts: Community) -> Fact:
    for index, contact in enumerate(facts.contacts):
        if contact.independent:
            return _seen(shown, "contacts", contact.name or contact.role or "a contact", "contacts", index)
    return Fact(note="no contact has independent = true")


def _languages(shown: Shown, facts: Community) -> Fact:
    spoken = dict.fromkeys(language for contact in facts.contacts for language in contact.languages)
    return _seen(shown, "contacts", ", ".join(spoken), "contacts") if spoken else Fact()


def _emergency_first(shown: Shown, facts: Community) -> Fact:
    pages = tuple(shown.directives.get("emergency", ()))
    if not pages:
        return Fact()
    first = next(page for page in shown.community.pages if page.name == pages[0])
    row = next((n for n, line in enumerate(first.source.text.splitlines(), 1) if "emergency}" in line), 1)
    return Fact((Evidence("{emergency}", first.source.path, row, pages),))


def _emergency_number(shown: Shown, facts: Community) -> Fact:
    numbers = [entry.number for entry in facts.emergency if entry.number]
    if facts.kind is Kind.ONLINE and facts.country is None and ("country",) not in facts.missing and not numbers:
        return Fact(note="it meets in no country", is_moot=True)
    if not numbers or facts.country is None:
        return Fact(note="community.toml has no emergency number" if not numbers else "the country is not known")
    if {"emergency.number", "emergency.all"} & shown.values and "emergency" not in shown.directives:
        return Fact((Evidence(", ".join(numbers), *shown.place("emergency")),))
    return _seen(shown, "emergency", ", ".join(numbers), "emergency")


def _no_placeholders(shown: Shown, facts: Community) -> Fact:
    # A fact marked as missing is also a gap on each page that shows it.
    count = (len(facts.missing) or len(shown.gaps)) + shown.leftovers
    if count:
        return Fact(note=f"{count} place{' is' if count == 1 else 's are'} not filled in")
    return Fact((Evidence("every fact is filled in", *shown.place()),))


def _reviewed(shown: Shown, facts: Community) -> Fact:
    if facts.reviewed is None:
        return Fact(note="community.toml does not give the day")
    return Fact((Evidence(facts.reviewed.isoformat(), *shown.place("reviewed")),))


def _seen(shown: Shown, directive: str, what: str, *location: str | int) -> Fact:
    """Count a fact if a page shows it."""
    pages = tuple(shown.directives.get(directive, ()))
    if not pages:
        return Fact(note=f"community.toml has it, and no page shows it: write {{{directive}}} on one")
    return Fact((Evidence(what, *shown.place(*location), pages),))


_CHECKS: Mapping[str, Callable[[Shown, Community], Fact]] = {
    "two-contacts": _two_contacts,
    "independent-contact": _independent,
    "emergency-first": _emergency_first,
    "emergency-number": _emergency_number,
    "report-languages": _languages,
    "no-placeholders": _no_placeholders,
    "last-review": _reviewed,
}
