"""What a change touches, in projects made of two states."""

from __future__ import annotations

from pathlib import Path
from tempfile import mkdtemp

from clausebook.history.affected import affected
from clausebook.history.changes import Affected, Change, Place
from clausebook.project import Project
from tests.guide.folders import SHARED, WORDS, facts, project

OTHER: dict[str, str | bytes] = {
    "communities/other/community.toml": facts("Other"),
    "communities/other/index.md": "# Other\n\n```{clause} q:c\n```\n\nWe, the {{ words.Staff }}.\n",
    "clauses/q.md": "<!-- clause:c -->\nSee {{ clause:p:b }}\n<!-- endclause:c -->\n",
}
DEMO = Place("demo", "index")
OTHERS = Place("other", "index")


def compared(tmp_path: Path, before: dict[str, str | bytes], after: dict[str, str | bytes]) -> Affected:
    sides = []
    folder = Path(mkdtemp(dir=tmp_path))
    for name, files in (("old", OTHER | before), ("new", OTHER | after)):
        root = project(folder / name, files)
        sides.append(Project.load(root, root))
    return affected(*sides)


def told(found: Affected) -> list[tuple[str, str, tuple[Change, ...], tuple[Place, ...]]]:
    return [(c.community, c.identifier, c.changes, c.places) for c in found.clauses]


def test_nothing(tmp_path: Path) -> None:
    found = compared(tmp_path, {}, {})
    assert not (found.clauses or found.values or found.files or found.pages or found.places)
    layout = SHARED.replace("\n", "\r\n").replace("Second.", "\r\nSecond.\r\n")
    assert not compared(tmp_path, {}, {"clauses/p.md": layout}).places


def test_a_clause_that_another_includes(tmp_path: Path) -> None:
    found = compared(tmp_path, {}, {"clauses/p.md": SHARED.replace("Second", "Third")})
    assert told(found) == [("", "p:b", (Change.CHANGED,), (DEMO, OTHERS))]
    (change,) = found.clauses
    assert (change.before, change.after, change.path, change.row) == ("Second.", "Third.", "source/clauses/p.md", 5)
    assert found.places == (DEMO, OTHERS)


def test_where_a_community_has_its_own_wording_nothing_changes(tmp_path: Path) -> None:
    own: dict[str, str | bytes] = {"communities/demo/clauses/p.md": "<!-- clause:b -->\nOurs.\n<!-- endclause:b -->\n"}
    found = compared(tmp_path, own, own | {"clauses/p.md": SHARED.replace("Second", "Third")})
    assert told(found) == [("", "p:b", (Change.CHANGED,), (OTHERS,))]
    assert found.clauses[0].worded_by == ("demo",)
    found = compared(tmp_path, {}, own)
    assert told(found) == [("demo", "p:b", (Change.ADDED,), (DEMO,))]


def test_added_removed_and_renamed(tmp_path: Path) -> None:
    more = SHARED + "\n<!-- clause:d -->\nNew.\n<!-- endclause:d -->\n"
    found = compared(tmp_path, {}, {"clauses/p.md": more})
    assert told(found) == [("", "p:d", (Change.ADDED,), (DEMO,))]
    # What stands around clauses has their order in it.
    assert [file.path for file in found.files] == ["source/clauses/p.md"]
    found = compared(tmp_path, {"clauses/p.md": more}, {})
    assert told(found) == [("", "p:d", (Change.REMOVED,), (DEMO,))]
    found = compared(tmp_path, {"clauses/p.md": more}, {"clauses/p.md": more.replace("clause:d", "clause:e")})
    assert told(found) == [("", "p:e", (Change.RENAMED,), (DEMO,))]
    assert found.clauses[0].renamed_from == "p:d"
    alias = "---\nclauses:\n  e: {aliases: [d]}\n---\n"
    both = alias + more.replace("clause:d", "clause:e").replace("New.", "Newer.")
    found = compared(tmp_path, {"clauses/p.md": more}, {"clauses/p.md": both})
    assert told(found) == [("", "p:e", (Change.RENAMED, Change.CHANGED), (DEMO,))]


def test_a_lock_that_comes_or_goes(tmp_path: Path) -> None:
    locked: dict[str, str | bytes] = {"clauses/p.md": "---\nclauses:\n  a: {locked: true}\n---\n" + SHARED}
    assert told(compared(tmp_path, {}, locked)) == [("", "p:a", (Change.LOCKED,), (DEMO,))]
    assert told(compared(tmp_path, locked, {})) == [("", "p:a", (Change.UNLOCKED,), (DEMO,))]


def test_values_and_the_pages_that_show_them(tmp_path: Path) -> None:
    number = '\n[[emergency]]\nnumber = "911"\n'
    after = facts(more=number + WORDS.replace("us", "the team") + 'venue = "hotel"\n')
    pages: dict[str, str | bytes] = {"communities/demo/danger.md": "```{emergency}\n```\n"}
    found = compared(tmp_path, pages, pages | {"communities/demo/community.toml": after})
    assert [(v.community, v.name, v.before, v.after, v.places) for v in found.values] == [
        ("demo", "emergency", "", "911", (Place("demo", "danger"),)),
        ("demo", "words.staff", "us", "the team", (DEMO,)),
        ("demo", "words.venue", None, "hotel", ()),
    ]
    found = compared(tmp_path, {}, {"communities/other/community.toml": facts("Other", WORDS.replace("us", "them"))})
    assert [(v.name, v.places) for v in found.values] == [("words.staff", (OTHERS,))]
    archived = facts().replace('"example"', '"archived"')
    found = compared(tmp_path, {}, {"communities/demo/community.toml": archived})
    assert [(v.name, v.places) for v in found.values] == [("status", (DEMO,))]


def test_text_around_clauses_and_pages(tmp_path: Path) -> None:
    found = compared(tmp_path, {}, {"clauses/p.md": f"# Heading\n\n{SHARED}"})
    assert [(file.path, file.places) for file in found.files] == [("source/clauses/p.md", (DEMO,))]
    assert not found.clauses
    new: dict[str, str | bytes] = {"communities/demo/new.md": "x", "communities/other/index.md": "# O\n"}
    found = compared(tmp_path, {}, new)
    assert [(page.place, page.change) for page in found.pages] == [
        (Place("demo", "new"), Change.ADDED),
        (OTHERS, Change.CHANGED),
    ]
    found = compared(tmp_path, {"communities/demo/new.md": "x"}, {})
    assert [(page.place, page.change) for page in found.pages] == [(Place("demo", "new"), Change.REMOVED)]


def test_broken_projects_are_compared_as_far_as_they_can_be_read(tmp_path: Path) -> None:
    broken: dict[str, str | bytes] = {
        "clauses/p.md": SHARED.replace("<!-- endclause:a -->", "<-- e!ndclause:a -->"),
        "communities/demo/community.toml": "x",
        "communities/other/index.md": "```{procedure} gone\n```\n",
    }
    assert compared(tmp_path, {}, broken).places
    assert compared(tmp_path, broken, {}).places
