"""Locked clauses, and what communities add after clauses."""

from __future__ import annotations

from pathlib import Path

import pytest

from clausebook.guide.assembly import assemble_clauses, assemble_procedure
from clausebook.guide.locks import replaced_locks
from clausebook.integrity import check_project
from tests.guide.folders import project
from tests.guide.made import outline, procedure, voice_of

DEMO = "source/communities/demo/"
LOCK = "---\nclauses:\n  a: {locked: true}\n---\n"
CLAUSES = "<!-- clause:a -->\nFirst.\n<!-- endclause:a -->\n\n<!-- clause:b -->\nSecond.\n<!-- endclause:b -->\n"
SHARED = LOCK + CLAUSES
MORE = "---\nclauses:\n  more: {after: a}\n---\n\n<!-- clause:more -->\nMore.\n<!-- endclause:more -->\n"
OWN_A = "<!-- clause:a -->\nOurs.\n<!-- endclause:a -->\n"


def told(root: Path) -> list[tuple[str, str, int, int]]:
    return [(d.code.code, d.path, d.start.row, d.start.column) for d in check_project(root, None, root)]


def test_what_is_not_locked_is_replaced_and_left_out() -> None:
    assert procedure(CLAUSES, {"p": OWN_A}).text.count("Ours.") == 1
    assert "First." not in procedure(CLAUSES, omit=("a",)).text


def test_a_locked_clause_stays_whatever_a_community_does(tmp_path: Path) -> None:
    root = project(
        tmp_path,
        {
            "clauses/p.md": SHARED,
            "communities/demo/clauses/p.md": f"\n{OWN_A}",
            "communities/demo/index.md": "x\n\n```{procedure} p\n---\nomit: b,\n  a\n---\n```\n",
        },
    )
    assert told(root) == [("CB321", f"{DEMO}clauses/p.md", 2, 1), ("CB321", f"{DEMO}index.md", 6, 3)]
    text = procedure(SHARED, {"p": OWN_A}, omit=("a", "b")).text
    assert "First." in text
    assert "Ours." not in text
    assert "Second." not in text


def test_the_message_says_what_to_do() -> None:
    (found,) = replaced_locks(voice_of({"p": SHARED}, {"p": OWN_A}))
    assert "“p:a” is locked: events may add to it and never reduce it" in found.message
    assert "after: a" in found.message


@pytest.mark.parametrize(
    "options", ["---\nomit: a\n---", ":omit: a", ":heading-offset: 1\n:omit: b, a", "---\nomit: >\n  b,\n  a\n---"]
)
def test_the_line_of_an_omission(tmp_path: Path, options: str) -> None:
    page = f"````{{note}}\n```{{procedure}} p\n{options}\n```\n````\n"
    (found,) = told(project(tmp_path, {"clauses/p.md": SHARED, "communities/demo/index.md": page}))
    lines = page.splitlines()
    assert found[:2] == ("CB321", f"{DEMO}index.md")
    assert lines[found[2] - 1][found[3] - 1 :] == "a"


def test_a_page_that_shows_single_clauses_leaves_nothing_out(tmp_path: Path) -> None:
    assert (
        told(project(tmp_path, {"clauses/p.md": SHARED, "communities/demo/index.md": "```{clause} p:b\n```\n"})) == []
    )


def test_a_lock_on_a_clause_that_is_not_there(tmp_path: Path) -> None:
    root = project(tmp_path, {"clauses/p.md": "---\nclauses:\n  aa: {locked: true}\n---\n" + CLAUSES})
    assert told(root) == [("CB003", "source/clauses/p.md", 3, 3)]


def test_an_addition_follows_its_clause_and_knows_where_it_came_from() -> None:
    assembly = procedure(SHARED, {"p": MORE})
    assert outline(assembly.text) == outline("First.\n\nMore.\n\nSecond.")
    assert [(mark.identifier, mark.own) for mark in assembly.marks] == [
        ("p:a", False),
        ("p:more", True),
        ("p:b", False),
    ]
    (line,) = (line for line in assembly.lines if line.text == "More.")
    assert (line.path, line.row) == ("own/p.md", 7)


@pytest.mark.parametrize("bullet", ["1. ", "- ", "7) ", "> 1. ", "* "])
def test_an_addition_to_a_list_item_is_the_next_item(bullet: str) -> None:
    quote, indent = ("> ", "> " + " " * 3) if bullet.startswith(">") else ("", " " * len(bullet))
    items = [
        f"{bullet}<!-- clause:{n} -->\n{indent}{t}\n{indent}<!-- endclause:{n} -->"
        for n, t in [("a", "A."), ("b", "B.")]
    ]
    assembly = procedure("\n".join(items), {"p": MORE})
    assert outline(assembly.text) == outline(f"{bullet}A.\n{bullet}More.\n{bullet}B.")
    assert [mark.step for mark in assembly.marks] == [bullet[-3:-2].isdigit()] * 3
    assert quote in assembly.text


def test_an_addition_in_a_loose_list_and_after_own_wording() -> None:
    text = (
        "1. <!-- clause:a -->\n   A.\n   <!-- endclause:a -->\n\n1. <!-- clause:b -->\n   B.\n   <!-- endclause:b -->\n"
    )
    own = MORE.replace("More.", "- one\n- two") + OWN_A
    assembly = procedure(text, {"p": own})
    assert outline(assembly.text) == outline("1. Ours.\n\n1. - one\n   - two\n\n1. B.\n")


def test_an_addition_within_a_sentence() -> None:
    text = "Before <!-- clause:a -->first<!-- endclause:a -->, after."
    assert outline(procedure(text, {"p": MORE}).text) == outline("Before first More., after.")
    two = MORE.replace("More.", "More.\n\nAnd more.")
    (found,) = procedure(text, {"p": two}).diagnostics
    assert (found.code.code, found.path, found.start.row) == ("CB308", "own/p.md", 6)


def test_an_addition_stays_where_its_clause_is_left_out() -> None:
    assert outline(procedure(CLAUSES, {"p": MORE}, omit=("a",)).text) == outline("More.\n\nSecond.")
    assert outline(
        procedure("1. <!-- clause:a -->A.<!-- endclause:a -->\n1. x", {"p": MORE}, omit=("a",)).text
    ) == outline("1. More.\n1. x")


def test_additions_carry_their_links_and_come_in_the_order_of_their_file() -> None:
    own = (
        "---\nclauses:\n  z: {after: a}\n  y: {after: a}\n---\n"
        "<!-- clause:y -->\n[Y][l]\n<!-- endclause:y -->\n<!-- clause:z -->\n[Z][l]\n<!-- endclause:z -->\n\n"
        "[l]: https://y.example.org\n"
    )
    shown = "First.\n\n[Y][l]\n\n[Z][l]\n\nSecond.\n\n[l]: https://y.example.org"
    assert outline(procedure(CLAUSES, {"p": own}).text) == outline(shown)


def test_a_page_that_asks_for_the_clause_gets_what_is_added_too() -> None:
    voice = voice_of({"p": SHARED, "q": "<!-- clause:c -->\n{{ clause:p:a }}\n<!-- endclause:c -->"}, {"p": MORE})
    assert outline(assemble_clauses(voice, ["p:a", "p:b"], steps=True).text) == outline(
        "1. First.\n\n1. More.\n\n1. Second."
    )
    assert outline(assemble_clauses(voice, ["p:more"]).text) == outline("More.")
    included = assemble_procedure(voice, "q")
    assert included is not None
    assert outline(included.text) == outline("First.")


@pytest.mark.parametrize(
    ("own", "row", "words"),
    [
        (MORE.replace("after: a", "after: aa"), 3, "no shared clause “aa” to add to; did you mean “a”?"),
        (MORE.replace("after: a", "after: more"), 3, "no shared clause “more” to add to"),
        ("---\nclauses:\n  b: {after: a}\n---\n" + CLAUSES[CLAUSES.index("<!-- clause:b") :], 3, "give what you add"),
    ],
)
def test_additions_to_nothing(tmp_path: Path, own: str, row: int, words: str) -> None:
    root = project(tmp_path, {"clauses/p.md": SHARED, "communities/demo/clauses/p.md": own})
    found = [d for d in check_project(root, None, root) if d.code.code == "CB324"]
    assert [(d.path, d.start.row) for d in found] == [(f"{DEMO}clauses/p.md", row)]
    assert words in found[0].message


def test_an_addition_in_a_file_that_is_not_shared(tmp_path: Path) -> None:
    root = project(
        tmp_path,
        {"communities/demo/clauses/q.md": MORE, "communities/demo/page.md": "```{procedure} q\n```\n"},
    )
    assert told(root) == [("CB324", f"{DEMO}clauses/q.md", 3, 17)]


@pytest.mark.parametrize(
    ("shared", "own", "place"),
    [
        (SHARED.replace("locked: true", "after: b"), "", ("source/clauses/p.md", 3)),
        (SHARED.replace("locked: true", 'replaces: "sha256:0123456789abcdef"'), "", ("source/clauses/p.md", 3)),
        (CLAUSES, MORE.replace("{after", "{locked: true, after"), (f"{DEMO}clauses/p.md", 3)),
        (CLAUSES, MORE.replace("{after", "{replaces: sha256:0123456789abcdef, after"), (f"{DEMO}clauses/p.md", 3)),
    ],
)
def test_words_that_have_no_effect(tmp_path: Path, shared: str, own: str, place: tuple[str, int]) -> None:
    files: dict[str, str | bytes] = {"clauses/p.md": shared}
    if own:
        files["communities/demo/clauses/p.md"] = own
    assert [(d[0], d[1:3]) for d in told(project(tmp_path, files))] == [("CB325", place)]
