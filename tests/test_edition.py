"""What the public edition goes without, and what nobody can tell is for the staff."""

from __future__ import annotations

from pathlib import Path

import pytest

from clausebook.clauses.audiences import Edition, page_audience, strictest
from clausebook.clauses.traits import Audience
from clausebook.edition import view
from clausebook.integrity import check_project
from clausebook.project import Project
from clausebook.text.source import SourceText
from tests.guide.folders import facts, project

FACTS = facts(
    more='\n[[contacts]]\nname = "Kim"\nemail = "kim@example.org"\n\n[[contacts]]\nname = "Dana Nightwatch"\n'
    'email = "dana@example.org"\naudience = "staff"\n\n[words]\nstaff = "us"\n\n[staff]\nroom = "Room Zephyr 204"\n'
)
SHARED = """\
---
clauses:
  b:
    audience: staff
---

<!-- clause:a -->
Ask {{ words.staff }}.
<!-- endclause:a -->

<!-- clause:b -->
Go to {{ staff.room }}.
<!-- endclause:b -->
"""


def public(root: Path, shared: str = SHARED, **files: str) -> Project:
    texts: dict[str, str | bytes] = {"clauses/p.md": shared, "communities/demo/community.toml": FACTS}
    texts |= {f"communities/demo/{name}.md": text for name, text in files.items()}
    return view(Project.load(project(root, texts), root), Edition.PUBLIC)


def told(root: Path) -> list[tuple[str, str, int]]:
    return [(d.code.code, d.path, d.start.row) for d in check_project(root, None, root)]


@pytest.mark.parametrize("front", ["", "---\ntitle: x\n---\n", "---\naudience: public\n---\n", "# audience: staff\n"])
def test_pages_for_everybody(front: str) -> None:
    found = page_audience(SourceText("p.md", f"{front}# Page\n"))
    assert (found.audience, found.diagnostics) == (Audience.PUBLIC, ())


@pytest.mark.parametrize(
    "front", ["audience: staff", "audience: 'staff'", "title: x\naudience:   staff  # all", "{audience: staff}"]
)
def test_pages_for_the_staff(front: str) -> None:
    found = page_audience(SourceText("p.md", f"---\n{front}\n---\n# Page\n"))
    assert (found.audience, found.diagnostics) == (Audience.STAFF, ())


@pytest.mark.parametrize(
    "front",
    [
        "audience: stff",
        "audiance: staff",
        "Audience: Staff",
        "audience: staff\naudience: public",
        "audience: public\naudience: staff",
        "audience: [staff",
        "audience: [staff]",
        "audience:",
        "audience: nobody",
    ],
)
def test_pages_of_which_nobody_can_tell_are_for_the_staff_and_told(front: str) -> None:
    found = page_audience(SourceText("p.md", f"---\n{front}\n---\n# Page\n"))
    assert found.audience is Audience.STAFF
    assert found.diagnostics


def test_the_strictest_audience_counts() -> None:
    assert strictest() is Audience.PUBLIC
    assert strictest(Audience.PUBLIC, Audience.STAFF, Audience.REPORTER) is Audience.STAFF


def test_a_project_without_anything_for_the_staff_stays_as_it_is(tmp_path: Path) -> None:
    whole = Project.load(project(tmp_path, {}), tmp_path)
    shown = view(whole, Edition.PUBLIC)
    assert not shown.withheld.files
    assert shown.shared.files == whole.shared.files
    assert view(whole, Edition.STAFF) is whole


def test_words_of_clauses_for_the_staff_are_not_there_and_all_else_keeps_its_place(tmp_path: Path) -> None:
    shown = public(tmp_path)
    file = shown.shared.files["p"]
    assert [clause.name for _file, clause in shown.shared] == ["a"]
    assert "staff.room" not in file.source.text
    assert len(file.source.text) == len(SHARED)
    assert file.source.text.count("\n") == SHARED.count("\n")
    assert file.clauses["a"].text(file.source) == "\nAsk {{ words.staff }}.\n"


def test_facts_for_the_staff_are_not_there(tmp_path: Path) -> None:
    community = public(tmp_path).communities["demo"]
    assert community.loaded.community is not None
    assert "Nightwatch" not in repr(community.loaded.community)
    assert community.voice.values is not None
    assert community.voice.values.get("staff.room") is None
    assert community.voice.values.withholds("staff.Room")
    assert not community.voice.values.withholds("staff.other")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("audience: staff", "audience: stff"),
        ("audience: staff", "audiense: staff"),
        ("  b:\n", "  bb:\n"),
        ("clauses:\n", "clauses: [\n"),
        ("clauses:\n  b:\n    audience: staff", "audience: staff"),
        ("clauses:\n  b:\n    audience: staff", "audience: stff"),
    ],
)
def test_clauses_of_which_nobody_can_tell_are_for_the_staff(tmp_path: Path, old: str, new: str) -> None:
    shown = public(tmp_path, SHARED.replace(old, new))
    assert "staff.room" not in shown.shared.files["p"].source.text.replace(old, "")
    assert shown.communities["demo"].voice.wording("p:b") is None
    assert shown.communities["demo"].voice.withholds("p:b")


def test_a_clause_may_be_public_in_a_file_for_the_staff(tmp_path: Path) -> None:
    shared = (
        "---\naudience: staff\nclauses:\n  a:\n    audience: public\n---\n\nHidden between.\n"
        + SHARED.split("---\n")[2]
    )
    shown = public(tmp_path, shared)
    assert "Hidden" not in shown.shared.files["p"].source.text
    voice = shown.communities["demo"].voice
    assert voice.wording("p:a")
    assert voice.procedure("p") is None


def test_what_is_inside_a_clause_for_the_staff_shares_its_fate(tmp_path: Path) -> None:
    inner = "<!-- clause:c -->\nInner secret.\n<!-- endclause:c -->\n"
    shown = public(tmp_path, SHARED.replace("Go to", f"{inner}Go to"))
    assert "Inner" not in shown.shared.files["p"].source.text
    assert shown.communities["demo"].voice.withholds("p:c")


def test_the_check_tells_what_the_public_edition_lacks(tmp_path: Path) -> None:
    page = (
        "# Page\n\n```{clause} p:b\n```\n\nIn {{ staff.room }}.\n\nWe meet in room  zephyr\n204. See [it](hidden.md).\n"
    )
    public(tmp_path, page=page, hidden="---\naudience: staff\n---\n\n# Secret page\n")
    assert told(tmp_path) == [
        ("CB351", "source/communities/demo/page.md", 3),
        ("CB353", "source/communities/demo/page.md", 6),
        ("CB354", "source/communities/demo/page.md", 8),
        ("CB352", "source/communities/demo/page.md", 9),
    ]


def test_the_check_is_content_with_a_sound_project(tmp_path: Path) -> None:
    public(tmp_path, staffroom="---\naudience: staff\n---\n\n# In {{ staff.room }}\n\n```{clause} p:b\n```\n")
    assert told(tmp_path) == []
