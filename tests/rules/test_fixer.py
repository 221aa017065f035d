import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clausebook.diagnostics import Applicability, Code, Edit, Fix, diagnose
from clausebook.rules.fixer import fix_source, is_applicable, largest_harmless
from clausebook.rules.runner import check_source
from clausebook.text.edits import apply_edits
from clausebook.text.source import SourceText

PIECES = st.sampled_from(
    [
        "<!-- clause:a -->",
        "<!-- endclause:a -->",
        "<!--clause:b-->",
        "<!-- end clause:b -->",
        "<-- e!ndclause:a -->",
        "<!-- endclause -->",
        "<!-- clause: -->",
        "<!-- clause:a",
        "clause:c -->",
        "&lt;!-- clause:c --&gt;",
        "<!-- nclause:a -->",
        "<!-- clause:response -->",
        "<!-- endclause:respnse -->",
        "\\",
        "`",
        "```",
        "~~~",
        "```{note}",
        "---",
        "    ",
        "\t",
        "- ",
        "> ",
        "1. ",
        "| ",
        "\n",
        "\n\n",
        "\r\n",
        "\r",
        "Text. ",
        "TODO",
        "‚Äù",
        "(label)=",
        "[us](coc%40pyladies.com)",
        "[x]: a@b.org",
        "<div>",
        "<!--",
        "-->",
        "->",
        "\u200b",
        "\ufeff",
        "行動",
        "1. ",
        "2. ",
        "## ",
        "#### ",
        ":::{note}",
        ":::",
        "**",
        "[x](",
        ")",
        "[^n]",
        "[^n]: ",
        "| a | b |\n|---|---|\n",
        "<b>",
        "</b>",
        "<NAME>",
        "[YOUR NAME]",
        "[x]()",
        "<<<<<<< ",
        "=======",
        ">>>>>>> x",
        "\u202e",
        "\x07",
        "word\u200bword",
    ]
)
TEXTS = st.lists(PIECES, max_size=30).map("".join) | st.text()


def source(text, *, bom=False):
    return SourceText("t.md", text, bom)


def test_nothing_to_do():
    text = source("<!-- clause:a -->\r\nText.\n<!-- endclause:a -->")
    result = fix_source(text, check_source(text))
    assert result.source.text == text.text
    assert not result.changed


def test_byte_order_mark_mixed_line_ends_and_missing_last_line_end_stay():
    data = b"\xef\xbb\xbf<!--clause:a-->\r\nText.\rMore.\n<!-- endclause:a -->"
    text = SourceText.from_bytes(data, "t.md")
    fixed = fix_source(text, check_source(text)).source.to_bytes()
    assert fixed == b"\xef\xbb\xbf<!-- clause:a -->\r\nText.\rMore.\n<!-- endclause:a -->"


def test_a_fix_that_brings_a_new_finding_is_dropped_and_others_stay():
    text = source("good\n<!--clause:a-->Text.<!-- endclause:a -->\n")
    harmful = diagnose(
        Code.LEFTOVER, "x", text, 0, 4, fix=Fix("harm", (Edit(0, 4, "<!-- clause:z -->"),), Applicability.SAFE)
    )
    findings = [harmful, *check_source(text)]
    result = fix_source(text, findings)
    assert result.source.text == "good\n<!-- clause:a -->Text.<!-- endclause:a -->\n"
    assert result.rejected == (harmful,)


def test_of_two_overlapping_fixes_the_first_is_applied():
    text = source("TODO")
    first = diagnose(Code.LEFTOVER, "1", text, 0, 4, fix=Fix("1", (Edit(0, 4, "a"),)))
    second = diagnose(Code.LEFTOVER, "2", text, 0, 4, fix=Fix("2", (Edit(2, 4, "b"),)))
    result = fix_source(text, [first, second])
    assert result.source.text == "a"
    assert result.rejected == (second,)


def test_unsafe_and_display_fixes_need_leave():
    text = source("<!-- clause:a -->\nText ‚Äù.\n")
    findings = check_source(text)
    assert not any(is_applicable(finding) for finding in findings)
    assert fix_source(text, findings, unsafe=True).source.text == "<!-- clause:a -->\nText ‚Äù.\n<!-- endclause:a -->\n"


@settings(deadline=None)
@given(TEXTS, st.booleans())
def test_a_second_pass_changes_nothing(text, unsafe):
    once = fix_source(source(text), check_source(source(text)), unsafe=unsafe)
    twice = fix_source(once.source, check_source(once.source), unsafe=unsafe)
    assert twice.source.text == once.source.text


@settings(deadline=None)
@given(TEXTS, st.booleans())
def test_text_outside_of_the_edits_stays(text, unsafe):
    result = fix_source(source(text), check_source(source(text)), unsafe=unsafe)
    edits = {edit for finding in result.applied for edit in finding.fix.edits}
    assert result.source.text == apply_edits(text, edits)


@pytest.mark.parametrize(
    "text",
    [
        "<!-- clause:a --><!-- clause:a\n(label)=\n",
        "<!-- clause:a --><!-- clause:a&lt;!-- clause:c --&gt;> \n\\",
        "&lt;!-- clause:c --&gt;<!-- clause:a&lt;!-- clause:c --&gt;",
        "[x]: a@b.org`&lt;!-- clause:c --&gt;`&lt;!-- clause:c --&gt;",
    ],
)
def test_fixes_that_wait_for_each_other(text):
    once = fix_source(source(text), check_source(source(text)), unsafe=True)
    assert not fix_source(once.source, once.remaining, unsafe=True).changed


def test_what_one_fix_breaks_keeps_no_other_from_being_applied():
    pairs = "".join(f"<!-- endclause:x{number} -->\nText.\n<!-- clause:x{number} -->\n" for number in range(400))
    findings = check_source(source(pairs))
    result = fix_source(source(pairs), findings, unsafe=True)
    assert len(result.rejected) == 1
    assert len(result.applied) == sum(is_applicable(finding, unsafe=True) for finding in findings) - 1


@pytest.mark.parametrize(("blames", "most"), [(True, 9), (False, 40)])
def test_harmful_fixes_are_found_by_what_they_bring_about(blames, most):
    fixes = check_source(source("[x](a@b.org)\n" * 100))
    bad = {id(fixes[number]) for number in (7, 60, 61)}
    asked = []

    def is_harmless(some):
        asked.append(some)
        return bad.isdisjoint(map(id, some))

    def suspects():
        return bad & set(map(id, asked[-1])) if blames else ()

    assert largest_harmless(fixes, is_harmless, 100, suspects) == [fix for fix in fixes if id(fix) not in bad]
    assert len(asked) <= most
    assert len(largest_harmless(fixes, lambda _: False, 5)) == 0
