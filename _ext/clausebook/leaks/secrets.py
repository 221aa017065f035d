"""Every value of a project that only the staff may know, from its facts, clauses and pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from clausebook.community.addresses import parse_phone
from clausebook.community.model import Contact
from clausebook.leaks.search import Secret, needles
from clausebook.leaks.targets import hidden_files
from clausebook.leaks.texts import address, of_clauses, of_page, unsaid
from clausebook.leaks.words import keys
from clausebook.project import CommunityFolder, Project

_LOCAL_PHONE = re.compile(r"[\d()/. +-]{7,}")
_FEWEST_DIGITS = 7


@dataclass(frozen=True)
class Secrets:
    """What only the staff may know: values to look for in texts, and the digests of files that only they see."""

    values: tuple[Secret, ...] = ()
    files: dict[str, Secret] | None = None

    @property
    def too_short(self) -> tuple[Secret, ...]:
        """The facts that cannot be looked for."""
        return tuple(secret for secret in self.values if secret.strong and not secret.sought)

    def __bool__(self) -> bool:
        return bool(self.values or self.files)


def collect(project: Project, public: Project) -> Secrets:
    """Find what a whole project has and its public edition must not, without what is public elsewhere."""
    if not public.withheld.files:
        return Secrets()
    facts = [s for community in project.communities.values() for s in _facts(community)]
    facts = _without_public(facts, public)
    texts = [
        *of_clauses(project, public),
        *(s for path in sorted(public.withheld.pages) for s in of_page(path, project, public)),
        *_roles(project),
    ]
    addresses = [address(path, public) for path in sorted(public.withheld.pages)]
    return Secrets((*facts, *addresses, *unsaid(texts, public)), hidden_files(project, public))


def _facts(community: CommunityFolder) -> Iterator[Secret]:
    facts, loaded = community.loaded.community, community.loaded
    if facts is None or loaded.source is None:
        return
    for index, contact in enumerate(facts.contacts):
        if contact.for_staff:
            for key in ("name", "email", "phone"):
                text = getattr(contact, key)
                if text:
                    yield _fact(community, ("contacts", index, key), f"the {key} of a contact for the staff", text)
    for key, text in facts.staff.items():
        if text:
            yield _fact(community, ("staff", key), f"staff.{key}", text)


def _fact(community: CommunityFolder, location: tuple[str | int, ...], what: str, text: str) -> Secret:
    loaded = community.loaded
    span = loaded.spans.get(location) or loaded.spans.get(location[:2])
    row = loaded.source.position(span.start).row if loaded.source and span else 1
    path = loaded.source.path if loaded.source else ""
    numbers = _numbers(text)
    bare = re.sub(r"\A(?:https?://|mailto:|tel:)", "", text)
    words = () if numbers else needles(bare)
    if "@" in bare and not numbers:
        # As people write addresses for people only: “kim at example dot org”.
        spelled = re.sub(r"\.", " dot ", bare.replace("@", " at "))
        words = (*words, keys(spelled), keys(bare.replace("@", " at ")))
    return Secret(what, text, path, row, words, numbers)


def _numbers(text: str) -> tuple[str, ...]:
    """Give the ways to write a phone number in digits, or nothing if a text is none."""
    if text.startswith(("+", "tel:+")):
        import phonenumbers

        number = parse_phone(text.removeprefix("tel:"))
        national = phonenumbers.national_significant_number(number)
        country = str(number.country_code)
        ways = [country + national, f"00{country}{national}", f"011{country}{national}", f"0{national}"]
        ways += [f"{country}0{national}"]
        if len(national) >= _FEWEST_DIGITS:
            ways.append(national)
        if number.extension:
            ways += [way + number.extension for way in ways]
        return tuple(dict.fromkeys(ways))
    digits = re.sub(r"\D", "", text)
    return (digits,) if _LOCAL_PHONE.fullmatch(text) and len(digits) >= _FEWEST_DIGITS else ()


def _without_public(facts: list[Secret], public: Project) -> list[Secret]:
    """Leave out the facts that a community gives to everybody too."""
    said = [text for community in public.communities.values() for text in _public_facts(community)]
    runs: set[tuple[str, ...]] = set()
    sought = {run for secret in facts for run in secret.words}
    lengths = {len(run) for run in sought}
    digits: set[str] = set()
    for text in said:
        words = keys(text)
        runs |= {words[i : i + n] for n in lengths for i in range(len(words) - n + 1)}
        digits |= set(_numbers(text))
    kept = []
    for secret in facts:
        left = tuple(run for run in secret.words if run not in runs)
        if (left or not secret.words) and not digits & set(secret.numbers):
            kept.append(replace(secret, words=left))
    return kept


def _public_facts(community: CommunityFolder) -> Iterator[str]:
    facts = community.loaded.community
    if facts is None:
        return
    yield from filter(None, (facts.name, facts.site, facts.summary, facts.email))
    yield from filter(None, [*facts.links.values(), *facts.words.values()])
    for contact in facts.contacts:
        yield from filter(None, (contact.name, contact.role, contact.email, contact.phone, contact.hours))
    yield from (entry.number for entry in facts.emergency if entry.number)


def _roles(project: Project) -> Iterator[Secret]:
    """Give what contacts for the staff do, and when: secret unless public pages say the same."""
    for community in project.communities.values():
        facts = community.loaded.community
        for index, contact in enumerate(facts.contacts if facts else ()):
            for key, text in _about(contact):
                if len(keys(text)) > 1:
                    secret = _fact(community, ("contacts", index, key), f"the {key} of a contact for the staff", text)
                    yield replace(secret, strong=False)


def _about(contact: Contact) -> Iterator[tuple[str, str]]:
    if contact.for_staff:
        yield from ((key, text) for key, text in (("role", contact.role), ("hours", contact.hours)) if text)
