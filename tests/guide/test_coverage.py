"""What each community has made of each clause."""

from __future__ import annotations

from pathlib import Path

from clausebook.guide.coverage import Coverage, State
from clausebook.guide.drift import Drift
from clausebook.project import Project
from tests.guide.folders import facts, project

SHARED = """\
---
clauses:
  e: {locked: true}
---
<!-- clause:a -->
One. {{ clause:p:d }}
<!-- endclause:a -->
<!-- clause:b -->
Two.
<!-- endclause:b -->
<!-- clause:c -->
Three.
<!-- endclause:c -->
<!-- clause:d -->
Four.
<!-- endclause:d -->
<!-- clause:e -->
Five.
<!-- endclause:e -->
"""
OWN = """\
---
clauses:
  more: {after: e}
---
<!-- clause:b -->
Ours.
<!-- endclause:b -->
<!-- clause:more -->
More.
<!-- endclause:more -->
"""


def made(root: Path) -> Coverage:
    return Project.load(
        project(
            root,
            {
                "clauses/p.md": SHARED,
                "communities/demo/clauses/p.md": OWN,
                "communities/demo/index.md": "```{procedure} p\n:omit: c, d\n```\n",
                "communities/other/community.toml": facts("Other"),
                "communities/other/index.md": "```{clause}\np:a\np:z\n```\n",
            },
        )
    ).coverage


def test_every_state(tmp_path: Path) -> None:
    found = made(tmp_path)
    assert found.communities == (("demo", "Demo"), ("other", "Other"))
    assert {row.identifier: tuple(cell.state for cell in row.cells) for row in found.rows} == {
        "p:a": (State.SHARED, State.SHARED),
        "p:b": (State.OWN, State.UNUSED),
        "p:c": (State.OMITTED, State.UNUSED),
        # Left out as a step, and shown within another clause.
        "p:d": (State.SHARED, State.SHARED),
        "p:e": (State.SHARED, State.UNUSED),
        "p:z": (State.UNUSED, State.MISSING),
    }
    cells = {row.identifier: row.cells[0] for row in found.rows}
    assert cells["p:b"].drift is Drift.UNRECORDED
    assert cells["p:c"].omitted_on == ("index",)
    assert cells["p:e"].added == ("more",)
    assert [row.identifier for row in found.rows if row.locked] == ["p:e"]
    assert [(text.identifier, text.community, text.own.strip()) for text in found.own] == [("p:b", "demo", "Ours.")]


def test_a_part_shows_nothing_of_the_others(tmp_path: Path) -> None:
    part = made(tmp_path).only(["demo"])
    assert "other" not in repr(part).lower()
    assert "p:z" not in repr(part)
    assert [row.identifier for row in made(tmp_path).only(None, ["p:z", "p:b"]).rows] == ["p:b", "p:z"]
    assert [text.community for text in made(tmp_path).only(["other"]).own] == []
