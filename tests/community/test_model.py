from __future__ import annotations

import tomllib
from typing import Any

import pytest
from pydantic import ValidationError

from clausebook.community.checks import MISSING
from clausebook.community.kinds import Kind, Status
from clausebook.community.loading import check_community
from clausebook.community.model import Community, Contact, EmergencyNumber
from clausebook.diagnostics import Code, Severity
from clausebook.text.source import SourceText

LEAST: dict[str, Any] = {"name": "a", "kind": "online", "languages": ["en"], "status": "example"}


def test_defaults() -> None:
    community = Community.model_validate({**LEAST, "reviewed": None, "status": "live"})
    assert community.kind is Kind.ONLINE
    assert community.status is Status.LIVE
    assert community.listed is True
    assert community.language == "en"
    assert (community.contacts, community.emergency, community.links, community.words) == ((), (), {}, {})
    assert community.missing == frozenset()


def test_facts_cannot_be_changed() -> None:
    community = Community.model_validate(LEAST)
    with pytest.raises(ValidationError):
        community.name = "b"


def test_links_to_call() -> None:
    contact = Contact(name="Kim", phone="+49 30 901820 ext. 12")
    assert contact.tel == "tel:+49-30-901820;ext=12"
    assert Contact(name="Kim", email="kim@example.org").tel is None
    assert EmergencyNumber(number="911").tel == "tel:911"


def test_an_example_of_a_missing_fact_in_every_place() -> None:
    text = """
name = "a"
kind = "meetup"
country = "TODO"
languages = ["TODO"]
site = "TODO"
reviewed = "TODO"
listed = "TODO"
summary = "TODO"
email = "TODO"
contacts = [
  "TODO",
  {name = "TODO", role = "TODO", email = "TODO", phone = "TODO", hours = "TODO", languages = ["TODO", "de"]},
  {name = "b", email = "b@example.org", independent = "TODO"},
]
links = "TODO"
[[emergency]]
number = "TODO"
label = "TODO"
[words]
staff = "TODO"
"""
    community = Community.model_validate(tomllib.loads(text))
    assert community.languages == ()
    assert community.language == "en"
    assert community.contacts[0].languages == ("de",)
    assert not community.listed
    assert not community.contacts[1].independent
    assert community.words == {"staff": None}
    assert community.links == {}
    assert ("contacts", 1, "languages", 0) in community.missing
    assert len(community.missing) == text.count('"TODO"')
    loaded = check_community(SourceText("x", text))
    assert [each.code for each in loaded.diagnostics] == [Code.NOT_FILLED_IN] * text.count('"TODO"')
    assert {each.severity for each in loaded.diagnostics} == {Severity.ERROR}


@pytest.mark.parametrize("key", ["name", "kind", "status"])
def test_what_must_be_known(key: str) -> None:
    with pytest.raises(ValidationError) as caught:
        Community.model_validate({**LEAST, key: MISSING})
    assert [error["loc"] for error in caught.value.errors()] == [(key,)]


def test_mistakes_beside_missing_items_keep_their_places() -> None:
    contacts = [MISSING, {"name": "a", "email": "b"}, MISSING, {"name": "c"}]
    with pytest.raises(ValidationError) as caught:
        Community.model_validate({**LEAST, "languages": [MISSING, "EN"], "contacts": contacts})
    assert [error["loc"] for error in caught.value.errors()] == [
        ("languages", 1),
        ("contacts", 1, "email"),
        ("contacts", 3),
    ]


def test_a_missing_country_leaves_its_numbers_unchecked() -> None:
    facts = {**LEAST, "kind": "meetup", "country": MISSING, "emergency": [{"number": "112"}]}
    assert Community.model_validate(facts).emergency[0].number == "112"


def test_a_wrong_number_is_told_beside_other_mistakes() -> None:
    facts = {**LEAST, "country": "DE", "emergency": [{"number": "911", "label": ""}, {"number": "9x"}], "site": ""}
    with pytest.raises(ValidationError) as caught:
        Community.model_validate(facts)
    assert sorted(str(error["loc"]) for error in caught.value.errors()) == sorted(
        str(loc)
        for loc in [("site",), ("emergency", 0, "label"), ("emergency", 0, "number"), ("emergency", 1, "number")]
    )


def test_an_empty_list_of_languages_is_refused() -> None:
    with pytest.raises(ValidationError, match="write the language of the page first"):
        Community.model_validate({**LEAST, "languages": []})
