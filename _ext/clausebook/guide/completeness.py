"""The completeness profile: which elements of a complete guide a community's guide has, and who demands them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

from clausebook.clauses.elements import Choice, Element, choices, elements
from clausebook.community import Location
from clausebook.community.completeness import Completeness
from clausebook.community.sheet import Sheet
from clausebook.diagnostics import Code, Diagnostic
from clausebook.guide.evident import Evidence, Fact, Shown, channels, facts_of, shown_by
from clausebook.guide.wording import Voice, Wording
from clausebook.text.source import Position

if TYPE_CHECKING:
    from clausebook.project import CommunityFolder

_FEWEST_CHANNELS = 2


class Standing(StrEnum):
    """How a guide stands to an element; ``open`` is a choice that the community has not made."""

    THERE = "there"
    MISSING = "missing"
    DECLINED = "declined"
    NOT_APPLICABLE = "not applicable"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Offer:
    """A shared clause that would supply an element; ``omitted_on`` is the page that leaves it out, if one does."""

    clause: str
    omitted_on: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One element in a profile: the evidence for it, or the community's reason, or what is lacking."""

    element: Element | Choice
    standing: Standing
    evidence: tuple[Evidence, ...] = ()
    reason: str = ""
    note: str = ""
    offers: tuple[Offer, ...] = ()
    required: bool = False


@dataclass(frozen=True, slots=True)
class Profile:
    """What one community's guide has: an entry for each element, and for each question on which sources disagree."""

    slug: str
    name: str
    entries: tuple[Entry, ...]
    choices: tuple[Entry, ...]

    def standing_at(self, *standings: Standing) -> list[Entry]:
        """Give the entries of some standings: the required first, then by the number of sources that demand them."""
        chosen = [entry for entry in self.entries if entry.standing in standings]
        return sorted(chosen, key=lambda entry: (not entry.required, -_weight(entry.element)))

    @property
    def settled(self) -> int:
        """How many elements are there, or set aside for a reason."""
        return sum(entry.standing not in (Standing.MISSING, Standing.OPEN) for entry in self.entries)

    @property
    def unmet(self) -> list[Entry]:
        """The entries that the community requires of itself, and that are not there."""
        return [e for e in (*self.entries, *self.choices) if e.required and e.standing is not Standing.THERE]


def _weight(element: Element | Choice) -> int:
    return element.weight if isinstance(element, Element) else len(element.demanded_by)


def elements_of(voice: Voice, wording: Wording) -> tuple[str, ...]:
    """Give the tags of a wording: its own, or those of the shared clause that it replaces if it states none."""
    traits = wording.file.traits(wording.clause.name)
    if not wording.own or "elements" in traits.positions:
        return traits.elements
    return voice.shared.traits(wording.identifier).elements


def profile_of(community: CommunityFolder, shown: Shown | None = None) -> Profile:
    """Make the profile of a community's guide; ``shown`` is what its pages show, where that is known already."""
    return _Profiler(shown or shown_by(community)).profile()


class _Profiler:
    """Weighs what one community shows."""

    def __init__(self, shown: Shown) -> None:
        self.shown = shown
        self.voice = shown.community.voice
        facts = shown.facts
        self.decided = facts.completeness if facts else Completeness.model_validate({})
        self.claims = self._claims()

    def profile(self) -> Profile:
        community = self.shown.community
        return Profile(
            community.slug,
            community.name,
            tuple(self._entry(element) for element in elements().values()),
            tuple(self._choice(choice) for choice in choices().values()),
        )

    @cached_property
    def facts(self) -> Mapping[str, Fact]:
        """What the facts supply."""
        return facts_of(self.shown)

    def _claims(self) -> Mapping[str, list[Evidence]]:
        """Collect by tag the clauses that are shown."""
        claims: dict[str, list[Evidence]] = {}
        for wording, pages in self.shown.wordings.values():
            source = wording.file.source
            row = source.position(wording.clause.start.start).row
            evidence = Evidence(wording.identifier, source.path, row, tuple(pages), is_clause=True, own=wording.own)
            for tag in elements_of(self.voice, wording):
                claims.setdefault(tag, []).append(evidence)
        return claims

    @cached_property
    def offers(self) -> Mapping[str, list[Offer]]:
        """Collect by tag the shared clauses that the guide does not show."""
        omitted = {
            f"{request.stem}:{name}": page.name
            for page in self.shown.community.pages
            for request in page.requests
            for name in (request.omit if request.stem else ())
        }
        offers: dict[str, list[Offer]] = {}
        for file, clause in self.voice.shared:
            identifier = file.identifier(clause.name)
            wording = self.voice.wording(identifier)
            if wording and identifier not in self.shown.wordings:
                for tag in elements_of(self.voice, wording):
                    offers.setdefault(tag, []).append(Offer(identifier, omitted.get(identifier, "")))
        return offers

    def _entry(self, element: Element) -> Entry:
        slug = element.slug
        fact = self._ways(element) if element.counts else self.facts.get(slug, Fact())
        evidence = fact.evidence if element.counts else (*self.claims.get(slug, ()), *fact.evidence)
        required = slug in self.decided.required
        for standing, reasons in (
            (Standing.NOT_APPLICABLE, self.decided.not_applicable),
            (Standing.DECLINED, self.decided.declined),
        ):
            reason = reasons.get(slug)
            if reason:
                return Entry(element, standing, evidence, reason)
        if evidence and not fact.note:
            return Entry(element, Standing.THERE, evidence, self.decided.chosen.get(slug) or "", required=required)
        if fact.is_moot:
            return Entry(element, Standing.NOT_APPLICABLE, reason=fact.note)
        wanted = required or not element.setting or slug in self.decided.chosen
        offers = [offer for tag in (slug, *element.counts) for offer in self.offers.get(tag, ())]
        standing = Standing.MISSING if wanted else Standing.OPEN
        return Entry(element, standing, (), "", fact.note, tuple(offers), required)

    def _ways(self, element: Element) -> Fact:
        """Count the ways to report: those of the facts, and those that clauses tell of."""
        found = [
            *channels(self.shown),
            *(evidence for tag in element.counts for evidence in self.claims.get(tag, ())[:1]),
        ]
        if len(found) >= _FEWEST_CHANNELS:
            return Fact(tuple(found))
        return Fact(tuple(found), f"there is only one, {found[0].what}" if found else "there is none")

    def _choice(self, choice: Choice) -> Entry:
        slug = choice.slug
        said, denied = self.claims.get(slug, []), self.claims.get(choice.against_tag, [])
        required = slug in self.decided.required
        declined, chosen = self.decided.declined.get(slug), self.decided.chosen.get(slug)
        if declined:
            return Entry(choice, Standing.DECLINED, tuple(denied), declined)
        if said:
            return Entry(choice, Standing.THERE, tuple(said), chosen or "", required=required)
        if chosen or required:
            return Entry(choice, Standing.MISSING, (), chosen or "", required=required)
        return Entry(choice, Standing.DECLINED if denied else Standing.OPEN, tuple(denied))


def completeness_findings(shown: Shown) -> Iterator[Diagnostic]:
    """Tell where a guide lacks what its community requires, and where it says what the community decided against.

    Guides in use fail on them, those being written are warned, and of samples and archived ones a note is made.
    """
    sheet = shown.community.loaded.sheet
    if shown.facts is None or sheet is None:
        return
    profiler = _Profiler(shown)
    name = shown.facts.name
    for entry in profiler.profile().unmet if profiler.decided.required else ():
        slug = entry.element.slug
        how = entry.element.hint if isinstance(entry.element, Element) else entry.element.says
        message = f"the guide of {name} lacks “{slug}”, which is required here: {how}"
        yield sheet.finding(Code.MISSING_ELEMENT, message, _required_at(sheet, slug))
    for key, reasons in (("declined", profiler.decided.declined), ("not_applicable", profiler.decided.not_applicable)):
        for slug, reason in reasons.items():
            said = profiler.claims.get(slug)
            if reason and said:
                what = key.replace("_", " ")
                message = f"“{slug}” is {what} here, and {_who(said[0])} supplies it: change one of the two"
                yield sheet.finding(Code.CONTRADICTED_CHOICE, message, ("completeness", key, slug))
    for slug, choice in choices().items():
        said, denied = profiler.claims.get(slug, []), profiler.claims.get(choice.against_tag, [])
        if denied and profiler.decided.chosen.get(slug):
            message = f"“{slug}” is chosen here, and {_who(denied[0])} says the opposite: change one of the two"
            yield sheet.finding(Code.CONTRADICTED_CHOICE, message, ("completeness", "chosen", slug))
        elif said and denied:
            message = (
                f"{_who(said[0])} and {_who(denied[0])} say the opposite of each other on “{slug}”, "
                f"and {name} shows both: leave one out"
            )
            place = Position(said[0].row, 1)
            yield Diagnostic(Code.CONTRADICTED_CHOICE, message, said[0].path, place, place, sheet.severity)


def _who(evidence: Evidence) -> str:
    return f"the clause “{evidence.what}” ({evidence.path}:{evidence.row})"


def _required_at(sheet: Sheet, slug: str) -> Location:
    """Find an item of the list of required elements; items marked as missing count in the file alone."""
    items = sheet.table("completeness").get("required")
    index = items.index(slug) if isinstance(items, list) and slug in items else 0
    return "completeness", "required", index
