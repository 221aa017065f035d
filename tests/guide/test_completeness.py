from __future__ import annotations

from pathlib import Path

import pytest

from clausebook.guide.completeness import Entry, Offer, Profile, Standing, profile_of
from clausebook.integrity import check_project
from clausebook.project import Project
from tests.guide.folders import facts, project

SHARED = """\
---
clauses:
  a: {elements: [recusal, no-apology]}
  b: {elements: [scope]}
  chat: {elements: [channel-chat]}
---
<!-- clause:a -->
First.
<!-- endclause:a -->

<!-- clause:b -->
Second.
<!-- endclause:b -->

<!-- clause:chat -->
Third.
<!-- endclause:chat -->
"""
CONTACTS = """
[[contacts]]
name = "Kim"
email = "kim@example.org"
independent = true

[[contacts]]
name = "Sam"
email = "sam@example.org"
phone = "+1 202 555 0143"
languages = ["en", "es"]

[[emergency]]
number = "911"
"""


def profile(root: Path, files: dict[str, str] | None = None, more: str = "") -> Profile:
    made = {"clauses/p.md": SHARED, "communities/demo/community.toml": facts(more=more), **(files or {})}
    loaded = Project.load(project(root, dict(made)), root)
    return profile_of(loaded.communities["demo"])


def entry(made: Profile, slug: str) -> Entry:
    return next(each for each in (*made.entries, *made.choices) if each.element.slug == slug)


def standing(made: Profile, slug: str) -> Standing:
    return entry(made, slug).standing


def told(root: Path, files: dict[str, str] | None = None, more: str = "", status: str = "live") -> list[str]:
    text = facts(more=more).replace('"example"', f'"{status}"\nreviewed = 2026-01-31')
    made = {"clauses/p.md": SHARED, "communities/demo/community.toml": text, **(files or {})}
    found = check_project(project(root, dict(made)), None, root, notes=True)
    mine = [d for d in found if d.code.code.startswith("CB34")]
    return [f"{d.severity} {d.code.code} {d.path}:{d.start.row} {d.message}" for d in mine]


def test_a_guide_without_anything(tmp_path: Path) -> None:
    made = profile(tmp_path, {"communities/demo/index.md": "# Nothing\n"})
    there = [each.element.slug for each in made.entries if each.standing is Standing.THERE]
    assert there == ["no-placeholders"]
    assert standing(made, "no-pressure") is Standing.OPEN
    assert [each.standing for each in made.choices] == [Standing.OPEN, Standing.OPEN]
    assert made.standing_at(Standing.MISSING)[0].element.slug == "confidentiality"


def test_clauses_that_a_page_shows(tmp_path: Path) -> None:
    made = profile(tmp_path)
    recusal = entry(made, "recusal")
    assert recusal.standing is Standing.THERE
    assert [(e.what, e.path, e.row, e.pages, e.own) for e in recusal.evidence] == [
        ("p:a", "source/clauses/p.md", 7, ("index",), False)
    ]
    assert standing(made, "scope") is Standing.THERE
    assert standing(made, "records") is Standing.MISSING


def test_a_clause_that_is_left_out_is_offered(tmp_path: Path) -> None:
    made = profile(tmp_path, {"communities/demo/index.md": "```{procedure} p\n:omit: a, chat\n```\n"})
    assert standing(made, "recusal") is Standing.MISSING
    assert entry(made, "recusal").offers == (Offer("p:a", "index"),)
    assert entry(made, "two-channels").offers == (Offer("p:chat", "index"),)


def test_a_clause_that_another_takes_in_counts(tmp_path: Path) -> None:
    other = "<!-- clause:x -->\nSee {{ clause:p:a }}\n<!-- endclause:x -->\n"
    made = profile(tmp_path, {"clauses/q.md": other, "communities/demo/index.md": "```{clause} q:x\n```\n"})
    assert [e.what for e in entry(made, "recusal").evidence] == ["p:a"]
    assert entry(made, "scope").offers == (Offer("p:b"),)


@pytest.mark.parametrize(
    ("front", "there"),
    [
        ("", True),
        ("---\nclauses:\n  a: {locked: false}\n---\n", True),
        ("---\nclauses:\n  a: {elements: []}\n---\n", False),
        ("---\nclauses:\n  a: {elements: [records]}\n---\n", False),
    ],
)
def test_own_wording_has_what_it_replaces_had_unless_it_says_otherwise(tmp_path: Path, front: str, there: bool) -> None:
    own = f"{front}<!-- clause:a -->\nOurs.\n<!-- endclause:a -->\n"
    made = profile(tmp_path, {"communities/demo/clauses/p.md": own})
    assert (standing(made, "recusal") is Standing.THERE) is there
    if there:
        assert [(e.path, e.own) for e in entry(made, "recusal").evidence] == [
            ("source/communities/demo/clauses/p.md", True)
        ]
    assert (standing(made, "records") is Standing.THERE) is ("records" in front)


def test_facts_count_where_a_page_shows_them(tmp_path: Path) -> None:
    slugs = ("two-contacts", "independent-contact", "emergency-number", "report-languages", "two-channels")
    shown = "```{emergency}\n```\n\n```{contacts}\n```\n"
    hidden = profile(tmp_path / "hidden", {"communities/demo/index.md": "# A\n"}, CONTACTS)
    assert {standing(hidden, slug) for slug in (*slugs, "emergency-first")} == {Standing.MISSING}
    assert "no page shows it: write {contacts} on one" in entry(hidden, "two-contacts").note
    made = profile(tmp_path / "shown", {"communities/demo/index.md": shown}, CONTACTS)
    assert {standing(made, slug) for slug in (*slugs, "emergency-first")} == {Standing.THERE}
    two = entry(made, "two-contacts").evidence[0]
    assert (two.what, two.path, two.row) == ("Kim, Sam", "source/communities/demo/community.toml", 7)
    assert [(e.what, e.row) for e in entry(made, "two-channels").evidence] == [("by e-mail", 9), ("by phone", 15)]


def test_facts_that_are_lacking(tmp_path: Path) -> None:
    more = '\n[[contacts]]\nname = "TODO"\nemail = "a@example.org"\n\n[links]\nx = "TODO"\n'
    made = profile(tmp_path, {"communities/demo/index.md": "```{contacts}\n```\n"}, more)
    assert entry(made, "two-contacts").note == "community.toml names nobody"
    assert entry(made, "two-channels").note == "there is only one, by e-mail"
    assert entry(made, "no-placeholders").note == "2 places are not filled in"
    assert standing(made, "last-review") is Standing.MISSING


def test_a_word_that_was_left_in_a_clause_is_a_placeholder(tmp_path: Path) -> None:
    made = profile(tmp_path, {"clauses/p.md": SHARED.replace("First.", "* TODO")})
    assert entry(made, "no-placeholders").note == "1 place is not filled in"
    left_out = {"communities/demo/index.md": "```{procedure} p\n:omit: a\n```\n"}
    made = profile(tmp_path, {"clauses/p.md": SHARED.replace("First.", "* TODO"), **left_out})
    assert standing(made, "no-placeholders") is Standing.THERE


def test_one_way_by_mail_and_one_in_a_clause_are_two(tmp_path: Path) -> None:
    more = '\n[[contacts]]\nname = "Kim"\nemail = "a@example.org"\n'
    page = {"communities/demo/index.md": "```{contacts}\n```\n\n```{clause} p:chat\n```\n"}
    made = profile(tmp_path, page, more)
    assert [e.what for e in entry(made, "two-channels").evidence] == ["by e-mail", "p:chat"]


def test_an_online_community_needs_no_number(tmp_path: Path) -> None:
    text = facts(more="").replace('"meetup"', '"online"').replace('country = "US"\n', "")
    made = profile(tmp_path, {"communities/demo/community.toml": text})
    assert standing(made, "emergency-number") is Standing.NOT_APPLICABLE
    assert standing(profile(tmp_path / "us"), "emergency-number") is Standing.MISSING


def test_decisions(tmp_path: Path) -> None:
    more = (
        '\n[completeness]\nrequired = ["appeal"]\n[completeness.not_applicable]\nvenue-help = "online"\n'
        '[completeness.declined]\nrecords = "none are kept"\n[completeness.chosen]\nno-pressure = "yes"\n'
    )
    before, made = profile(tmp_path / "before"), profile(tmp_path / "after", more=more)
    assert (standing(made, "venue-help"), entry(made, "venue-help").reason) == (Standing.NOT_APPLICABLE, "online")
    assert (standing(made, "records"), entry(made, "records").reason) == (Standing.DECLINED, "none are kept")
    # What is chosen and not written is missing.
    assert standing(made, "no-pressure") is Standing.MISSING
    assert made.settled == before.settled + 2
    assert made.standing_at(Standing.MISSING)[0].element.slug == "appeal"
    assert [each.element.slug for each in made.unmet] == ["appeal"]


def test_a_clause_answers_a_question_on_which_sources_disagree(tmp_path: Path) -> None:
    made = profile(tmp_path)
    assert standing(made, "apology") is Standing.DECLINED
    assert entry(made, "apology").evidence[0].what == "p:a"
    asked = profile(tmp_path / "yes", {"clauses/p.md": SHARED.replace("no-apology", "apology")})
    assert standing(asked, "apology") is Standing.THERE


def test_what_is_sound_is_no_finding(tmp_path: Path) -> None:
    more = '\n[completeness]\nrequired = ["recusal"]\n[completeness.declined]\napology = "no"\nrecords = "no"\n'
    assert told(tmp_path, more=more) == []
    assert told(tmp_path / "none") == []


@pytest.mark.parametrize(("status", "severity"), [("live", "error"), ("draft", "warning"), ("example", "note")])
def test_a_guide_lacks_what_is_required(tmp_path: Path, status: str, severity: str) -> None:
    more = '\n[completeness]\nrequired = [\n  "recusal",\n  "TODO",\n  "appeal",\n]\n'
    (found,) = told(tmp_path, more=more, status=status)
    assert found.startswith(
        f"{severity} CB342 source/communities/demo/community.toml:12 the guide of Demo lacks “appeal”"
    )
    assert "Name a body" in found


@pytest.mark.parametrize(
    ("more", "row", "words"),
    [
        ('[completeness.declined]\nrecusal = "no"', 9, "the clause “p:a” (source/clauses/p.md:7) supplies it"),
        ('[completeness.not_applicable]\nscope = "no"', 9, "“scope” is not applicable here"),
        ('[completeness.chosen]\napology = "yes"', 9, "the clause “p:a” (source/clauses/p.md:7) says the opposite"),
    ],
)
def test_a_guide_that_says_what_was_declined(tmp_path: Path, more: str, row: int, words: str) -> None:
    (found,) = told(tmp_path, more=f"\n{more}\n")
    assert found.startswith(f"error CB343 source/communities/demo/community.toml:{row} ")
    assert words in found


def test_a_guide_that_says_two_opposites(tmp_path: Path) -> None:
    (found,) = told(tmp_path, {"clauses/p.md": SHARED.replace("[scope]", "[apology]")})
    assert found.startswith("error CB343 source/clauses/p.md:11 ")
    assert "say the opposite of each other on “apology”, and Demo shows both" in found


def test_a_community_file_with_mistakes(tmp_path: Path) -> None:
    made = profile(tmp_path, {"communities/demo/community.toml": "name = 3\n"})
    assert standing(made, "recusal") is Standing.THERE
    assert "clausebook check" in entry(made, "two-contacts").note
