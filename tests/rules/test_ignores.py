"""Comments by which a file says what is not to be told of it."""

from __future__ import annotations

import pytest

from clausebook.diagnostics import Code, Diagnostic
from clausebook.rules.ignores import Ignores
from clausebook.rules.runner import check_source
from clausebook.rules.signs import may_be_wrong
from clausebook.text.edits import apply_edits
from clausebook.text.source import SourceText
from tests.growth import assert_linear

ALL = frozenset(Code)


def look(text: str, path: str = "a.md") -> tuple[list[str], list[Diagnostic]]:
    """Give the findings that are told, and what is wrong with the comments."""
    source = SourceText(path, text)
    ignores = Ignores(source)
    told = ignores.told(check_source(source))
    complaints = ignores.complaints(ALL)
    assert may_be_wrong(text) or not (told or complaints)
    return [f"{finding.start.row} {finding.code}" for finding in told], complaints


@pytest.mark.parametrize(
    "text",
    [
        "Text.\n",
        "`<!-- clausebook: ignore CB601 -->`\n",
        "```md\n<!-- clausebook: ignore CB601 -->\n```\n",
        "<!-- clausebook: see the handbook -->\n",
        "<!-- clausebook-mark:1 -->\n",
        "clausebook: ignore CB601\n",
    ],
)
def test_what_is_no_comment_for_clausebook(text: str) -> None:
    assert look(text) == ([], [])


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("TODO <!-- clausebook: ignore CB601 -->\nTODO\n", ["2 CB601"]),
        ("TODO <!--clausebook:ignore cb601-->\r\nTODO\r\n", ["2 CB601"]),
        ("TODO <!-- clausebook: ignore leftover-placeholder -->\rTODO", ["2 CB601"]),
        ("<!-- clausebook: ignore CB601 -->\nTODO\nTODO\n", ["3 CB601"]),
        ("<!-- clausebook: ignore CB601 -->\n\n  \nTODO\nTODO\n", ["5 CB601"]),
        ("<!-- clausebook: ignore CB601 -->\n<!-- clausebook: ignore CB603 -->\nTODO [us](a@b.cd)\n", []),
        ("<!-- clausebook: ignore CB601, CB603 -->\nTODO [us](a@b.cd)\n", []),
        ("<!-- clausebook: ignore CB601 CB603 -->\nTODO [us](a@b.cd)\n", []),
        ("> <!-- clausebook: ignore CB601 -->\n> TODO\n", []),
        ("TODO\n\nTODO\n\n<!-- clausebook: ignore-file CB601 -->\n", []),
        ("| TODO | <!-- clausebook: ignore CB601 -->\n|---|\n", []),
    ],
)
def test_what_is_ignored(text: str, told: list[str]) -> None:
    assert look(text) == (told, [])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("<!-- clausebook: ignre CB601 -->", "“ignre” is not understood here: write <!-- clausebook: ignore CB601 -->"),
        ("<!-- clausebook: noqa -->", "“noqa” is not understood here"),
        ("<!-- clausebook: -->", "this comment says nothing"),
        ("<!-- clausebook: ignore -->", "does not say what to ignore"),
        ("<!-- clausebook: ignore CB2155 -->", "there is no code “CB2155”; did you mean “CB215”?"),
        ("<!-- clausebook: ignore CB6 -->", "there is no code “CB6”"),
    ],
)
def test_what_is_not_understood(text: str, message: str) -> None:
    _, (complaint,) = look(text + "\n")
    assert complaint.code is Code.UNKNOWN_IGNORE
    assert message in complaint.message


@pytest.mark.parametrize(
    ("text", "mended", "applicability"),
    [
        ("Text. <!-- clausebook: ignore CB601 -->\n", "Text.\n", "safe"),
        ("TODO <!-- clausebook: ignore CB601, CB602 -->\n", "TODO <!-- clausebook: ignore CB601 -->\n", "safe"),
        ("One.\n\n<!-- clausebook: ignore CB601 -->\nTwo.\n", "One.\n\nTwo.\n", "safe"),
        ("Two.\n\n<!-- clausebook: ignore CB601 -->", "Two.\n\n", "safe"),
        # These keep two paragraphs and two lists apart.
        ("One.\n<!-- clausebook: ignore CB601 -->\nTwo.\n", "One.\nTwo.\n", "unsafe"),
        ("- a\n\n<!-- clausebook: ignore CB601 -->\n- b\n", "- a\n\n- b\n", "unsafe"),
    ],
)
def test_what_ignores_nothing(text: str, mended: str, applicability: str) -> None:
    _, (complaint,) = look(text)
    assert complaint.code is Code.UNUSED_IGNORE
    assert complaint.fix is not None
    assert complaint.fix.applicability.value == applicability
    assert apply_edits(text, complaint.fix.edits) == mended


def test_only_what_was_looked_for_can_be_missing() -> None:
    source = SourceText("a.md", "Text. <!-- clausebook: ignore CB301 -->\n")
    assert Ignores(source).complaints(frozenset({Code.LEFTOVER})) == []


def test_a_complaint_can_be_ignored_for_a_file() -> None:
    text = "Text. <!-- clausebook: ignore CB601 -->\n\n<!-- clausebook: ignore-file CB702 -->\n"
    assert look(text) == ([], [])


def test_toml() -> None:
    text = (
        'a = "# clausebook: ignore CB601"\n'
        "b = '# clausebook: ignore CB602'\n"
        'c = """\n# clausebook: ignore CB603\n"""\n'
        'd = "TODO" # clausebook: ignore CB405\n'
        "# clausebook: ignore CB402\n"
        "e = 1\n"
    )
    source = SourceText("community.toml", text)
    complaints = Ignores(source).complaints(ALL)
    assert [(complaint.start.row, complaint.message.split(" in line ")[1][0]) for complaint in complaints] == [
        (6, "6"),
        (7, "8"),
    ]


SHAPES = {
    "comments": "<!-- clausebook: ignore CB601 -->\n\n",
    "comments in one line": "<!-- clausebook: ignore CB601 -->",
    "comments that do not end": "<!-- clausebook: ignore ",
    "unknown codes": "<!-- clausebook: ignore CB999 -->",
}


@pytest.mark.parametrize("path", ["a.md", "community.toml"])
@pytest.mark.parametrize("piece", SHAPES.values(), ids=SHAPES)
def test_ten_times_the_comments_take_about_ten_times_as_long(piece: str, path: str) -> None:
    text = piece if path == "a.md" else piece.replace("<!--", "#")

    def work(size: int) -> object:
        return Ignores(SourceText(path, text * size)).complaints(ALL)

    assert_linear(work, 800)
