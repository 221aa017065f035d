import pytest

from clausebook.diagnostics import Applicability, Code, Edit, Fix, diagnose
from clausebook.report.text import render, summary
from clausebook.rules.runner import check_source
from clausebook.text.source import SourceText


def finding(text, start, end, **options):
    return diagnose(Code.MALFORMED_END, "message", SourceText("a.md", text), start, end, **options)


def shown(text, start, end):
    lines = render([finding(text, start, end)], {"a.md": SourceText("a.md", text)}).splitlines()
    return lines[2].partition(" | ")[2], lines[3].partition(" | ")[2]


def test_nothing():
    assert render([], {}) == ""
    assert summary([]) == "All checks passed.\n"


def test_a_finding():
    source = SourceText("a.md", "<!-- clause:a -->\nText.\n<-- e!ndclause:a -->\n")
    assert render(check_source(source), {"a.md": source}) == (
        "a.md:3:1: CB102 This end marker is damaged (keyword): it should read <!-- endclause:a -->. "
        "Run clausebook check --fix, or type it so.\n"
        "  |\n"
        "3 | <-- e!ndclause:a -->\n"
        "  | ^^^^^^^^^^^^^^^^^^^^\n"
        "  = help: Write it as <!-- endclause:a -->\n\n"
    )


def test_without_the_source_there_is_no_line():
    assert render([finding("Text.", 0, 4)], {}) == "a.md:1:1: CB102 message\n\n"


def columns(text):
    return sum(2 if ord(character) >= 0x1100 and character not in "…�" else 1 for character in text)


@pytest.mark.parametrize(
    ("text", "start", "end", "caret"),
    [
        ("Text here", 5, 9, "     ^^^^"),
        ("\tx", 1, 2, "    ^"),
        ("行動x", 2, 3, "    ^"),
        ("x行動", 1, 3, " ^^^^"),
        ("e\u0301x", 2, 3, " ^"),
        ("a\nb", 0, 3, "^"),
        ("Text", 4, 4, "    ^"),
        ("", 0, 0, "^"),
    ],
)
def test_caret(text, start, end, caret):
    assert shown(text, start, end)[1] == caret


@pytest.mark.parametrize("wide", ["x", "行"])
@pytest.mark.parametrize("place", [0, 5, 60, 5000, 9990])
def test_a_long_line_is_cut_around_the_caret(wide, place):
    text = wide * place + "MARK" + wide * (9996 - place)
    line, caret = shown(text, place, place + 4)
    assert columns(line) <= 102
    assert columns(line[: line.index("MARK")]) == len(caret) - 4
    assert ("…" in line[: line.index("MARK")]) == (place * columns(wide) > 100 or place == 60)


def test_a_span_longer_than_the_line_is_cut():
    line, caret = shown("x" * 5000, 10, 4000)
    assert len(line) <= 102
    assert len(caret) <= 101


def test_what_would_move_the_cursor_is_not_written():
    line, _ = shown("a\x1b[31m\u202eb", 0, 1)
    assert line == "a␛[31m<U+202E>b"


@pytest.mark.parametrize(
    ("applicability", "options", "expected"),
    [
        (None, {}, "Found 1 problem.\n"),
        (Applicability.DISPLAY, {}, "Found 1 problem.\n"),
        (Applicability.SAFE, {}, "Found 1 problem (1 fixable with --fix).\n"),
        (Applicability.UNSAFE, {}, "Found 1 problem (1 fixable with --fix --unsafe-fixes).\n"),
        (Applicability.SAFE, {"unsafe": True}, "Found 1 problem (1 fixable with --fix --unsafe-fixes).\n"),
        (None, {"fixed": 3}, "Found 4 problems (3 fixed, 1 remaining).\n"),
    ],
)
def test_summary(applicability, options, expected):
    fix = Fix("help", (Edit(0, 1, "x"),), applicability) if applicability else None
    assert summary([finding("Text.", 0, 4, fix=fix)], **options) == expected
