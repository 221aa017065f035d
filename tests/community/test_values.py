from __future__ import annotations

import pytest

from clausebook.community.model import Community
from clausebook.community.values import Value, Values

FACTS = {
    "name": "Example Days",
    "kind": "conference",
    "country": "AU",
    "languages": ["en"],
    "status": "example",
    "site": "https://example.org/2025/",
    "emergency": [{"number": "TODO"}, {"number": "000", "label": "Police"}, {"number": "106"}, {"number": "112"}],
    "links": {
        "staff": "/about/staff/",
        "chat": "https://chat.example.org/a?b=c",
        "report": "mailto:coc@example.org",
        "slack": "TODO",
    },
    "words": {"staff": "the organizers", "venue": "TODO", "last": "élan"},
}
VALUES = Values.of(Community.model_validate(FACTS))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("community.name", Value("Example Days")),
        ("community.kind", Value("conference")),
        ("community.email", Value(None)),
        ("community.site", Value("https://example.org/2025/", is_link=True)),
        ("emergency.number", Value("000")),
        ("emergency.label", Value("Police")),
        ("emergency.all", Value("000, 106 or 112")),
        ("links.staff", Value("/about/staff/", is_link=True)),
        ("links.slack", Value(None, is_link=True, missing=True)),
        ("words.staff", Value("the organizers")),
        ("words.Staff", Value("The organizers")),
        ("words.Last", Value("Élan")),
        ("words.Venue", Value(None, missing=True)),
        ("community.Kind", Value("Conference")),
        ("words.STAFF", None),
        ("words.sTaff", None),
        ("Words.staff", None),
        ("links.Staff", None),
        ("words.", None),
        ("words", None),
        ("Staff", None),
        ("", None),
        (".", None),
    ],
)
def test_values(name: str, value: Value | None) -> None:
    assert VALUES.get(name) == value


@pytest.mark.parametrize(
    ("name", "link"),
    [
        ("links.staff", "https://example.org/about/staff/"),
        ("links.chat", "https://chat.example.org/a?b=c"),
        ("links.report", "mailto:coc@example.org"),
        ("links.slack", None),
        ("links.unknown", None),
        ("community.site", "https://example.org/2025/"),
        ("community.email", None),
        ("community.name", None),
        ("emergency.number", "tel:000"),
        ("emergency.all", None),
        ("words.staff", None),
    ],
)
def test_links(name: str, link: str | None) -> None:
    assert VALUES.link(name) == link


def test_a_path_stays_as_it_is_without_a_site() -> None:
    community = Community.model_validate({**FACTS, "site": "TODO", "email": "coc@example.org"})
    assert Values.of(community).link("links.staff") == "/about/staff/"
    assert Values.of(community).link("community.email") == "mailto:coc@example.org"
    assert Values.of(community).get("community.site") == Value(None, is_link=True, missing=True)


def test_nothing_given() -> None:
    facts = {"name": "a", "kind": "online", "languages": ["en"], "status": "example"}
    values = Values.of(Community.model_validate(facts))
    assert values.get("emergency.all") == values.get("emergency.number") == Value(None)


def test_names() -> None:
    assert VALUES.names()[:3] == ("community.email", "community.kind", "community.name")
    assert "words.venue" in VALUES.names()


@pytest.mark.parametrize(
    ("name", "guess"),
    [
        ("words.staf", "words.staff"),
        ("words.Staf", "words.Staff"),
        ("word.staff", "words.staff"),
        ("links.Stff", "links.staff"),
        ("emergency.numbers", "emergency.number"),
        ("qqq", None),
        ("", None),
    ],
)
def test_suggestions(name: str, guess: str | None) -> None:
    assert VALUES.suggest(name) == guess


def test_a_fact_marked_as_missing_differs_from_one_that_is_not_given() -> None:
    facts = {"name": "a", "kind": "online", "languages": ["en"], "status": "example"}
    given = Values.of(Community.model_validate(facts))
    marked = Values.of(Community.model_validate({**facts, "email": "TODO"}))
    assert given.get("community.email") == Value(None)
    assert marked.get("community.email") == Value(None, missing=True)
