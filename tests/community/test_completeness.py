"""What a community decides on elements, in its community.toml."""

from __future__ import annotations

import pytest

from clausebook.community.loading import LoadedCommunity, check_community
from clausebook.text.source import SourceText

BASE = 'name = "a"\nkind = "online"\nlanguages = ["en"]\nstatus = "example"\n'


def load(more: str) -> LoadedCommunity:
    return check_community(SourceText("community.toml", BASE + more))


def told(more: str) -> list[tuple[str, int, int, str]]:
    return [(d.code.code, d.start.row, d.start.column, d.message) for d in load(more).diagnostics]


def test_nothing_decided() -> None:
    for more in ("", "[completeness]\n"):
        loaded = load(more)
        assert loaded.diagnostics == ()
        assert loaded.community is not None
        assert loaded.community.completeness.required == ()
        assert dict(loaded.community.completeness.declined) == {}


def test_everything_decided() -> None:
    loaded = load(
        '[completeness]\nrequired = ["appeal", "apology"]\n[completeness.chosen]\napology = "x"\n'
        '[completeness.declined]\nrecords = "y"\n[completeness.not_applicable]\nvenue-help = "z"\n'
    )
    assert loaded.diagnostics == ()
    assert loaded.community is not None
    decided = loaded.community.completeness
    assert decided.required == ("appeal", "apology")
    assert (dict(decided.chosen), dict(decided.declined)) == ({"apology": "x"}, {"records": "y"})
    assert dict(decided.not_applicable) == {"venue-help": "z"}


def test_a_reason_can_be_missing_for_now() -> None:
    loaded = load('[completeness.declined]\nrecords = "TODO"')
    assert loaded.community is not None
    assert [(d.code.code, d.start.row) for d in loaded.diagnostics] == [("CB405", 6)]
    assert "write the reason" in loaded.diagnostics[0].message


@pytest.mark.parametrize(
    ("more", "code", "row", "column", "words"),
    [
        ("completeness = 3", "CB402", 5, 16, "3 is not a table"),
        ("[[completeness]]\nrequired=[]", "CB402", 5, 1, "is not a table"),
        ('[completeness]\nrequird = ["appeal"]', "CB403", 6, 1, "write required"),
        ('[completeness.not-applicable]\nvenue-help = "x"', "CB403", 5, 15, "write not_applicable"),
        ('[completeness]\nrequired = "appeal"', "CB402", 6, 12, 'write ["appeal"]'),
        ("[completeness]\nrequired = 3", "CB402", 6, 12, "3 is not a list"),
        ('[completeness]\nrequired = ["scope", "apeal"]', "CB402", 6, 22, "did you mean “appeal”?"),
        ("[completeness]\nrequired = [3]", "CB402", 6, 13, "clausebook audit lists all"),
        ('[completeness]\ndeclined = ["appeal"]', "CB402", 6, 12, "is not a table"),
        ('[completeness.declined]\nappeal = ""', "CB402", 6, 10, "is empty"),
        ("[completeness.declined]\nappeal = true", "CB402", 6, 10, "true is not text"),
        ('[completeness.declined]\nvenue_help = "x"', "CB402", 6, 1, "did you mean “venue-help”?"),
        ('[completeness.chosen]\nappeal = "x"', "CB402", 6, 10, "no matter of choice"),
        ('[completeness.not_applicable]\napology = "x"', "CB402", 6, 11, "write it under chosen or declined"),
        (
            '[completeness.chosen]\napology = "x"\n[completeness.declined]\napology = "y"',
            "CB402",
            8,
            11,
            "stands under chosen too",
        ),
        (
            '[completeness]\nrequired = ["appeal"]\n[completeness.declined]\nappeal = "y"',
            "CB402",
            8,
            10,
            "stands under required too",
        ),
    ],
)
def test_mistakes(more: str, code: str, row: int, column: int, words: str) -> None:
    found = told(more)
    assert [each[:3] for each in found] == [(code, row, column)]
    assert words in found[0][3]
