"""The folder of a new community: the skeleton's files, with the facts that are known in the place of ``"TODO"``."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from clausebook.community import Location
from clausebook.community.checks import MISSING
from clausebook.community.emergency import country_name, proposed_numbers
from clausebook.community.kinds import Kind
from clausebook.community.positions import Span, key_spans
from clausebook.diagnostics import Edit
from clausebook.project import COMMUNITY_FILE
from clausebook.scaffold.facts import KnownFacts, Person
from clausebook.scaffold.shipped import files_of
from clausebook.text.edits import apply_edits

_FEWEST_PEOPLE = 2
_NORTH_AMERICAN_LABEL = "Emergency: police, fire, ambulance"

_ORGANIZERS = {
    "staff": "organizers",
    "staff_member": "organizer",
    "a_staff_member": "an organizer",
    "staff_is": "organizers are",
    "identification": "name",
}
# The words of each kind, where they differ from the skeleton's, which are a conference's.
_WORDS: Mapping[Kind, Mapping[str, str]] = {
    Kind.CONFERENCE: {},
    Kind.MEETUP: {"event": "meetup", **_ORGANIZERS},
    Kind.CHAPTER: {"event": "chapter", **_ORGANIZERS},
    Kind.ONLINE: {
        "event": "community",
        "staff": "moderators",
        "staff_member": "moderator",
        "a_staff_member": "a moderator",
        "staff_is": "moderators are",
        "identification": "user name",
    },
}


def community_files(facts: KnownFacts) -> dict[str, str]:
    """Give the files of a community's folder: their paths in it and their texts.

    Raises NotShippedError and OSError if the skeleton cannot be read.
    """
    files = dict(files_of("community"))
    if not facts.has_place:
        files |= files_of("online")
    files[COMMUNITY_FILE] = filled(files[COMMUNITY_FILE], facts)
    return files


def filled(skeleton: str, facts: KnownFacts) -> str:
    """Put known facts into the text of a skeleton's ``community.toml``; comments and everything else stay."""
    spans = key_spans(skeleton)
    edits = [
        Edit(spans[location].start, spans[location].end, value)
        for location, value in _values(facts)
        if location in spans
    ]
    edits.append(_table_edit(spans, "contacts", "\n".join(_people(facts))))
    if facts.has_place:
        edits.append(_table_edit(spans, "emergency", _numbers(facts)))
        return apply_edits(skeleton, edits)
    without = "# An online community has no country, and so no emergency number that is right for everybody.\n"
    edits.append(_table_edit(spans, "emergency", without))
    country = spans["country",]
    edits.append(Edit(country.key_start, country.key_start, "# "))
    return apply_edits(skeleton, [edit for edit in edits if edit.start != country.start])


def _values(facts: KnownFacts) -> Iterator[tuple[Location, str]]:
    yield ("name",), _text(facts.name)
    yield ("kind",), _text(facts.kind.value)
    yield ("languages",), json.dumps(list(facts.languages))
    for key, value in (
        ("country", facts.country),
        ("site", facts.site),
        ("email", facts.email),
        ("summary", facts.summary),
    ):
        yield (key,), _text(value)
    for key, word in _WORDS[facts.kind].items():
        yield ("words", key), _text(word)


def _table_edit(spans: Mapping[Location, Span], name: str, text: str) -> Edit:
    """Replace all tables of a list, from the first header to the last value."""
    inside = [span for location, span in spans.items() if location[0] == name]
    return Edit(min(span.start for span in inside), max(span.end for span in inside), text.rstrip("\n"))


def _people(facts: KnownFacts) -> Iterator[str]:
    """Write a table for each contact, and empty ones up to two."""
    decided = any(person.independent for person in facts.people)
    missing = max(0, _FEWEST_PEOPLE - len(facts.people))
    people: list[Person | None] = [*facts.people, *[None] * missing]
    for index, person in enumerate(people):
        last = index == len(people) - 1
        lines = ["[[contacts]]", f"name = {_text(person.name if person else None)}"]
        lines.append(f"role = {_text(person.role if person else None)}")
        if person is None or person.email or not person.phone:
            lines.append(f"email = {_text(person.email if person else None)}")
        if person and person.phone:
            lines.append(f"phone = {_text(person.phone)}")
        elif person is None and index == 0:
            lines.append(f"phone = {_text(None)}")
        if person and person.independent:
            lines.append("independent = true")
        elif last and not decided:
            lines.append(f"independent = {_text(None)}")
        yield "\n".join(lines) + "\n"


def _numbers(facts: KnownFacts) -> str:
    """Write a table for each emergency number of the country; the data says that they reach help, and not whose."""
    shown, others = proposed_numbers(facts.country) if facts.country else ((), ())
    label = _NORTH_AMERICAN_LABEL if shown == ("911",) else None
    tables = [f"[[emergency]]\nnumber = {_text(number)}\nlabel = {_text(label)}\n" for number in shown or (None,)]
    if others and facts.country:
        few = ", ".join(others[:8])
        where = country_name(facts.country)
        tables[0] = f"# {where} also has: {few}. Add those that people at your event may need.\n{tables[0]}"
    return "\n".join(tables)


def _text(value: str | None) -> str:
    """Write a text, or the mark for a missing one, as TOML; JSON's escapes are among TOML's."""
    return json.dumps(MISSING if value is None else value, ensure_ascii=False)
