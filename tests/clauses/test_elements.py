from __future__ import annotations

from pathlib import Path

import pytest

from clausebook.clauses.elements import Shown, choices, elements, sources, tags
from clausebook.clauses.library import load_library
from clausebook.diagnostics import Code


def test_every_element_is_told_in_full() -> None:
    assert [element.number for element in elements().values()] == list(range(1, 34))
    for element in elements().values():
        assert element.says.endswith(".")
        assert element.hint.endswith(".")
        assert set(element.demanded_by) <= set(sources())
        assert element.demanded_by or element.shown is Shown.FACTS
    for choice in choices().values():
        assert set(choice.demanded_by).isdisjoint(choice.against)
        assert {*choice.demanded_by, *choice.against} <= set(sources())
    names = [*elements(), *choices()]
    assert len(set(names)) == len(names) == 35


def test_weights() -> None:
    heaviest = max(elements().values(), key=lambda element: element.weight)
    assert (heaviest.slug, heaviest.weight) == ("confidentiality", 10)
    # It means what the help in danger means, though one source alone gives a number.
    assert elements()["emergency-number"].weight == elements()["emergency-first"].weight == 5
    assert elements()["last-review"].weight == 1


def test_what_facts_show_is_no_tag() -> None:
    assert "recusal" in tags()
    assert "emergency-first" in tags()
    assert {"channel-in-person", "apology", "no-apology"} <= tags()
    assert tags().isdisjoint({"two-contacts", "two-channels", "emergency-number", "last-review"})


@pytest.mark.parametrize(
    ("tag", "words"),
    [
        ("recusal", ""),
        ("no-apology", ""),
        ("recusel", "“recusel” is no element of a guide; did you mean “recusal”?"),
        ("zzzz", "“zzzz” is no element of a guide; the handbook's page on completeness lists all"),
        ("two-contacts", "“two-contacts” is read from community.toml, and no clause supplies it: take it out"),
        ("two-channels", "write which way this clause is, channel-in-person, channel-chat or channel-form"),
    ],
)
def test_unknown_tags_are_told(tmp_path: Path, tag: str, words: str) -> None:
    front = f"---\nclauses:\n  a:\n    elements: [scope, {tag}]\n---\n"
    (tmp_path / "p.md").write_text(front + "<!-- clause:a -->\nText.\n<!-- endclause:a -->\n", encoding="utf-8")
    found = load_library(tmp_path).diagnostics
    if not words:
        assert found == ()
        return
    assert [(d.code, d.start.row, d.start.column, d.end.column) for d in found] == [
        (Code.UNKNOWN_ELEMENT, 4, 23, 23 + len(tag))
    ]
    assert words in found[0].message
