"""Findings on facts: what a guide in use fails on, and what is only noted of samples."""

from __future__ import annotations

import tomllib
from datetime import date

import pytest

from clausebook.community.copies import copied_contacts
from clausebook.community.facts import fact_findings
from clausebook.community.loading import check_community
from clausebook.diagnostics import Severity
from clausebook.text.source import SourceText

TODAY = date(2026, 5, 1)

# The addresses are those of the source texts: any made-up one would be told.
SOUND = """\
name = "PyCon"
kind = "conference"
country = "US"
languages = ["en"]
site = "https://us.pycon.org"
reviewed = 2026-03-31

[[contacts]]
name = "Ewa Jodlowska"
email = "ewa@python.org"
place = "at the registration desk"

[[contacts]]
name = "PyLadies"
email = "coc@pyladies.com"
independent = true

[[emergency]]
number = "911"

[links]
staff = "/2013/about/staff/"
"""


def told(text: str, day: date = TODAY) -> list[tuple[str, int, str]]:
    loaded = check_community(SourceText("community.toml", text))
    assert loaded.sheet is not None
    return [(each.code.code, each.start.row, each.message) for each in fact_findings(loaded.sheet, day)]


def codes(text: str, day: date = TODAY) -> list[str]:
    return [code for code, _, _ in told(text, day)]


def without(*lines: str) -> str:
    return "".join(line for line in SOUND.splitlines(keepends=True) if not line.startswith(lines))


PARTS = SOUND.split("[[contacts]]\n")


@pytest.mark.parametrize(
    "text",
    [
        SOUND,
        without("country", "[[emergency]]", "number").replace("conference", "online"),
        SOUND.replace('place = "at the registration desk"', 'phone = "TODO"'),
        SOUND.replace('place = "at the registration desk"', "") + 'report_form = "/report/"\n',
        SOUND.replace("independent = true", 'independent = "TODO"'),
        # What is marked as missing is told as such, and once.
        PARTS[0] + 'contacts = "TODO"\nemergency = "TODO"\n',
        SOUND.replace("Ewa Jodlowska", "TODO").replace("PyLadies", "TODO").replace('"https://us.pycon.org"', '"TODO"'),
        SOUND.replace("reviewed = 2026-03-31", 'reviewed = "TODO"'),
    ],
)  # fmt: skip
def test_nothing_to_say(text: str) -> None:
    assert told(text) == []


ALONE = PARTS[1] + "independent = true\n"
NUMBER = '[[emergency]]\nnumber = "911"\n'

FOR_LIVE = [
    (PARTS[0] + '[[emergency]]\nnumber = "911"\n', "CB408", 1, "write one more [[contacts]]"),
    (PARTS[0] + "[[contacts]]\n" + ALONE + NUMBER, "CB408", 8, "needs at least two contacts"),
    (PARTS[0] + ("[[contacts]]\n" + PARTS[1]) * 2 + "[[contacts]]\n" + PARTS[2], "", 0, ""),
    (PARTS[0] + ("[[contacts]]\n" + ALONE) * 2 + NUMBER, "CB408", 8, "two contacts"),
    (without("[[emergency]]", "number"), "CB409", 1, 'on the next line number = "112" or "911"'),
    (SOUND.replace("place", 'audience = "staff"\nplace') + 'report_form = "/report/"\n', "CB408", 8, "at least two"),
    (without("place"), "CB414", 8, "only by e-mail"),
    (without("independent"), "CB415", 8, "write independent = true"),
    (SOUND.replace("2026-03-31", "2025-04-30"), "CB416", 6, "366 days ago, more than the 365 that are allowed"),
    (SOUND.replace("2026-03-31", "2026-03-31\nreview_days = 30"), "CB416", 6, "31 days ago, more than the 30"),
    (SOUND.replace("2026-03-31", "2026-05-03"), "CB418", 6, "is in the future"),
    (SOUND.replace("independent", "until = 2026-04-29\nindependent"), "CB417", 16, "PyLadies took reports until"),
    (without("site"), "CB419", 21, "links.staff"),
    (SOUND.replace("Ewa Jodlowska", "Ewa TODO"), "CB420", 9, "“TODO”"),
    (SOUND.replace("registration desk", "[INSERT PLACE] desk"), "CB420", 11, "“[INSERT PLACE]”"),
    (SOUND.replace("https://us.pycon.org", "https://pycon.example.org"), "CB421", 5, "reaches nobody"),
    (SOUND.replace("ewa@python.org", "ewa@example.com"), "CB421", 10, '"ewa@example.com"'),
    (SOUND + 'form = "mailto:a@mail.example.net"\n', "CB421", 23, "set aside for examples"),
    (SOUND.replace("place = ", 'phone = "+1 202 555 0143"\nplace = '), "CB421", 11, "+1 202 555 0143"),
    (SOUND.replace("place = ", 'phone = "+44 7700 900123"\nplace = '), "CB421", 11, "reaches nobody"),
    (SOUND.replace("place = ", 'phone = "+49 (0)30 23125 123 ext. 5"\nplace = '), "CB421", 11, "reaches nobody"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "code", "row", "words"), FOR_LIVE)
@pytest.mark.parametrize(
    ("status", "severity"),
    [
        ("live", Severity.ERROR),
        ("draft", Severity.WARNING),
        ("example", Severity.NOTE),
        ("archived", Severity.NOTE),
    ],
)
def test_what_is_told(text: str, code: str, row: int, words: str, status: str, severity: Severity) -> None:
    loaded = check_community(SourceText("c.toml", f'status = "{status}"\n{text}'))
    assert loaded.sheet is not None
    found = list(fact_findings(loaded.sheet, TODAY))
    if not code or (code == "CB421" and severity is Severity.NOTE):  # samples are made of such addresses
        assert found == []
        return
    (finding,) = found
    assert (finding.code.code, finding.severity) == (code, severity)
    assert finding.start.row == (row + 1 if row > 1 else row)
    assert words in finding.message
    assert finding.rank is not None


REVIEWED_LONG_BEFORE = SOUND + "[event]\nstarts = 2026-05-15\nends = 2026-05-17\n"


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 4, 30), ""),
        (date(2026, 5, 1), "since the event starts on 2026-05-15"),
        (date(2026, 5, 15), "since the event is on"),
        (date(2026, 5, 17), "the event is on: facts are checked again in the 14 days before it"),
        (date(2026, 5, 18), ""),
    ],
)
def test_an_event_asks_for_a_fresh_review(day: date, words: str) -> None:
    found = told(REVIEWED_LONG_BEFORE, day)
    assert [code for code, _, _ in found] == (["CB416"] if words else [])
    assert all(words in message for _, _, message in found)
    fresh = REVIEWED_LONG_BEFORE.replace("2026-03-31", "2026-05-01")
    assert told(fresh, day if day > date(2026, 5, 1) else date(2026, 5, 1)) == []


def test_an_event_may_set_its_own_days() -> None:
    text = REVIEWED_LONG_BEFORE + "review_days = 45\n"
    assert codes(text, date(2026, 5, 16)) == []
    assert codes(text.replace("45", "44"), date(2026, 5, 16)) == ["CB416"]


@pytest.mark.parametrize("day", [date.min, date.max])
@pytest.mark.parametrize("other", ["0001-01-01", "9999-12-31"])
def test_the_ends_of_the_calendar(day: date, other: str) -> None:
    text = SOUND.replace("2026-03-31", other).replace("independent", f"until = {other}\nindependent")
    told(text + f"[event]\nstarts = {other}\nends = {other}\nreview_days = 99999999999\n", day)


@pytest.mark.parametrize("day", [date(2026, 3, 30), date(2026, 3, 31), date(2027, 3, 31)])
def test_a_review_is_good_for_a_year_everywhere_on_earth(day: date) -> None:
    assert told(SOUND, day) == []


def test_mistakes_elsewhere_hide_nothing() -> None:
    text = SOUND.replace('"US"', '"USA"').replace("2026-03-31", "2024-01-01").replace("Ewa Jodlowska", "Ewa TBD")
    assert codes(text + "more = [\n]\n") == ["CB416", "CB420"]


@pytest.mark.parametrize("text", ["", "contacts = 1", 'contacts = ["a"]', "contacts = [[]]", "event = 3", "links = []"])
def test_any_shape_is_taken(text: str) -> None:
    assert tomllib.loads(text) is not None
    assert all(code in ("CB408", "CB414", "CB415") for code in codes(text))


# Copies


def copies(*texts: str) -> list[tuple[str, int, Severity, str]]:
    sheets = []
    for index, text in enumerate(texts):
        loaded = check_community(SourceText(f"{index}/community.toml", text))
        assert loaded.sheet is not None
        sheets.append((f"Event {index}", loaded.sheet))
    return [(each.path, each.start.row, each.severity, each.message) for each in copied_contacts(sheets)]


OTHER = SOUND.replace("ewa@python.org", "jnoller@python.org").replace("coc@pyladies.com", "ceaess@gmail.com")


def test_different_contacts() -> None:
    assert copies(SOUND, OTHER, "") == []
    assert copies(SOUND.replace("coc@pyladies.com", "ewa@python.org")) == []


def test_a_contact_copied_from_a_sample_fails_where_the_guide_is_in_use() -> None:
    sample = 'status = "example"\n' + SOUND
    copied = OTHER.replace("jnoller@python.org", "Ewa@Python.org")
    found = copies(sample, copied)
    assert [each[:3] for each in found] == [
        ("0/community.toml", 11, Severity.NOTE),
        ("1/community.toml", 10, Severity.ERROR),
    ]
    assert found[1][3] == (
        '"Ewa@Python.org" is a contact of Event 0 too (0/community.toml:11): write your own, '
        "or shared = true in both places if that person takes reports for both"
    )


def test_phone_numbers_are_the_same_however_they_are_written() -> None:
    first = OTHER.replace("place =", 'phone = "+1 (415) 555-2671"\nplace =')
    second = SOUND.replace("place =", 'phone = "+1 415 555 2671"\nplace =')
    assert [each[:2] for each in copies(first, second)] == [("0/community.toml", 11), ("1/community.toml", 11)]
    assert copies(first, second.replace("2671", "2671 ext. 2")) == []


def test_what_is_meant_is_not_told() -> None:
    both = SOUND.replace("[[contacts]]\n", "[[contacts]]\nshared = true\n")
    assert copies(both, both) == []
    assert {each[0] for each in copies(both, SOUND)} == {"1/community.toml"}
    archived = 'status = "archived"\n' + SOUND
    assert {each[0] for each in copies(archived, SOUND)} == {"1/community.toml"}
    assert copies(archived, both) == []
