"""The file of a new community: what is known is in it, what is not is marked, and no other country's number."""

from __future__ import annotations

import tomllib

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clausebook.community.emergency import emergency_numbers, proposed_numbers
from clausebook.community.kinds import Kind
from clausebook.community.loading import check_community
from clausebook.diagnostics import Code
from clausebook.scaffold.community import community_files
from clausebook.scaffold.facts import KnownFacts, Person, UnusableAnswerError, checked, person
from clausebook.text.source import SourceText


def written(facts: KnownFacts) -> dict[str, object]:
    """Read what was written, which has no mistakes: only facts that are missing."""
    text = community_files(facts)["community.toml"]
    loaded = check_community(SourceText("community.toml", text))
    assert {finding.code for finding in loaded.diagnostics} == {Code.NOT_FILLED_IN}
    assert loaded.community is not None
    return tomllib.loads(text)


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("country", [None, "US", "JP"])
def test_what_is_not_known_is_marked_as_missing(kind: Kind, country: str | None) -> None:
    facts = written(KnownFacts("Demo", kind, country))
    assert (facts["name"], facts["kind"], facts["status"], facts["languages"]) == ("Demo", kind, "draft", ["en"])
    assert [facts[key] for key in ("site", "reviewed", "summary", "email")] == ["TODO"] * 4
    assert facts["contacts"] == [
        {"name": "TODO", "role": "TODO", "email": "TODO", "phone": "TODO"},
        {"name": "TODO", "role": "TODO", "email": "TODO", "independent": "TODO"},
    ]
    if kind is Kind.ONLINE and country is None:
        assert "country" not in facts
        assert "emergency" not in facts
    else:
        assert facts["country"] == country or "TODO"


def test_what_is_known() -> None:
    phone = "+1 202 555 0143"
    people = (
        Person("Kim Example", "Care team", "kim@example.org", phone, True),
        Person("Sam", email="sam@example.org"),
        Person("Hotline", phone="+1 202 555 0199"),
    )
    facts = written(
        KnownFacts(
            'The "best" \\ event \u00e9',
            Kind.MEETUP,
            "US",
            ("en", "de"),
            "https://example.org",
            "a@example.org",
            "S.",
            people,
        )
    )
    assert facts["name"] == 'The "best" \\ event \u00e9'
    assert (facts["site"], facts["email"], facts["summary"]) == ("https://example.org", "a@example.org", "S.")
    assert facts["languages"] == ["en", "de"]
    assert facts["contacts"] == [
        {"name": "Kim Example", "role": "Care team", "email": "kim@example.org", "phone": phone, "independent": True},
        {"name": "Sam", "role": "TODO", "email": "sam@example.org"},
        {"name": "Hotline", "role": "TODO", "phone": "+1 202 555 0199"},
    ]  # fmt: skip
    assert facts["emergency"] == [{"number": "911", "label": "Emergency: police, fire, ambulance"}]
    words = facts["words"]
    assert isinstance(words, dict)
    assert words["staff"] == "organizers"


@given(
    st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1).filter(lambda text: not text.startswith("TODO"))
)
def test_any_name_can_be_written(name: str) -> None:
    assert written(KnownFacts(checked("name", name)))["name"] == name


@pytest.mark.parametrize(
    ("country", "shown"),
    [
        ("US", ("911",)),
        ("CA", ("911",)),
        ("PR", ("911",)),
        ("DE", ("112", "110")),
        ("JP", ("110", "119")),
        ("GB", ("999", "112")),
        ("AU", ("000", "112", "106")),
        ("NZ", ("111",)),
        ("FR", ("112", "15", "17", "18")),
        ("BR", ("112", "911", "128", "190", "192", "193")),
        ("CZ", ("112",)),
        ("GN", ()),
    ],
)
def test_proposed_numbers(country: str, shown: tuple[str, ...]) -> None:
    assert proposed_numbers(country)[0] == shown


@pytest.mark.parametrize("country", sorted(phonenumbers.SUPPORTED_REGIONS))
def test_only_numbers_of_the_country_are_proposed(country: str) -> None:
    shown, others = proposed_numbers(country)
    assert sorted((*shown, *others)) == sorted(emergency_numbers(country))
    assert len(shown) <= 6
    facts = written(KnownFacts("Demo", country=country))
    numbers = facts["emergency"]
    assert isinstance(numbers, list)
    assert [entry["number"] for entry in numbers] == (list(shown) or ["TODO"])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kim", Person("Kim")),
        ("Kim Example, kim@example.org", Person("Kim Example", None, "kim@example.org")),
        (" Kim ,+1 202 555 0143, Care team,, Independent ", Person("Kim", "Care team", None, "+1 202 555 0143", True)),
    ],
)
def test_people(text: str, expected: Person) -> None:
    assert person(text) == expected


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "begins with no name"),
        ("kim@example.org, Kim", "begins with no name"),
        ("Kim, kim@", "is not an e-mail address"),
        ("Kim, 030 901820", 'write "+49 30 901820" if it is one of Germany'),
        ("Kim, a@example.org, b@example.org", "two parts for email"),
        ("Kim, Care team, Chair", "two parts for role"),
        ("TODO, kim@example.org", 'cannot be "TODO"'),
    ],
)
def test_people_that_cannot_be_taken(text: str, words: str) -> None:
    with pytest.raises(UnusableAnswerError, match=words.replace("+", r"\+")):
        person(text, "DE")
