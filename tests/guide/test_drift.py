"""Own wording, and the shared clause that it was written against."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from clausebook.clauses.digest import digest_of
from clausebook.guide.drift import Drift, own_wordings
from clausebook.integrity import check_project
from tests.guide.folders import SHARED, WORDS, facts, project
from tests.guide.made import voice_of

NUMBER = '\n[[emergency]]\nnumber = "911"\n'
OWN = "---\nclauses:\n  b: {{replaces: {digest}}}\n---\n<!-- clause:b -->\nOurs.\n<!-- endclause:b -->\n"
CURRENT = OWN.format(digest=digest_of("Second."))


@pytest.mark.parametrize(
    ("shared", "own", "drift"),
    [
        (SHARED, CURRENT, Drift.CURRENT),
        (SHARED.replace("\n", "\r\n"), CURRENT, Drift.CURRENT),
        (SHARED.replace("Second.", "2nd."), CURRENT, Drift.CHANGED),
        (SHARED, CURRENT.partition("---\n<")[2].join(["<", ""]), Drift.UNRECORDED),
        (f"---\nclauses:\n  b: {{locked: true}}\n---\n{SHARED}", CURRENT, Drift.LOCKED),
    ],
)
def test_what_own_wording_knows(shared: str, own: str, drift: Drift) -> None:
    (found,) = own_wordings(voice_of({"p": shared}, {"p": own}))
    assert (found.identifier, found.drift) == ("p:b", drift)


def test_a_change_is_told_until_it_is_confirmed(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {"communities/demo/clauses/p.md": CURRENT}
    root = project(tmp_path, files)
    assert check_project(root, None, root) == []
    changed = SHARED.replace("Second.", "Second, and slowly.")
    root = project(tmp_path, files | {"clauses/p.md": changed})
    (found,) = check_project(root, None, root)
    assert (found.code.code, found.path, found.start.row) == (
        "CB322",
        "source/communities/demo/clauses/p.md",
        5,
    )
    assert found.severity == "warning"
    assert "clausebook wording demo p:b" in found.message
    confirmed = OWN.format(digest=digest_of("Second, and slowly."))
    root = project(tmp_path, {"clauses/p.md": changed, "communities/demo/clauses/p.md": confirmed})
    assert check_project(root, None, root) == []


def test_a_live_guide_fails(tmp_path: Path) -> None:
    people = "".join(f'\n[[contacts]]\nname = "{name}"\nemail = "{name}@example.org"\n' for name in ("kim", "sam"))
    live = facts(more=f'site = "https://demo.example.org"\nreviewed = {date.today()}\n{people}{NUMBER}{WORDS}')
    live = live.replace('"example"', '"live"')
    own = OWN.format(digest="sha256:0123456789abcdef")
    root = project(tmp_path, {"communities/demo/community.toml": live, "communities/demo/clauses/p.md": own})
    assert {d.severity for d in check_project(root, None, root) if d.code.code == "CB322"} == {"error"}


def test_wording_without_a_version_is_told(tmp_path: Path) -> None:
    root = project(tmp_path, {"communities/demo/clauses/p.md": "<!-- clause:b -->\nOurs.\n<!-- endclause:b -->\n"})
    (found,) = check_project(root, None, root)
    assert (found.code.code, found.start.row, found.severity) == ("CB323", 1, "warning")
