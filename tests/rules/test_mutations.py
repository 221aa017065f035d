"""The benchmark of corrupted markers, with a few cases a family: what it promises holds at every commit."""

from collections import Counter
from pathlib import Path
from random import Random

import pytest
from corruptions import ON_A_DOCUMENT, ON_A_MARKER
from mutations import judge, run

from clausebook.rules.fixer import fix_source
from clausebook.rules.glance import shows_signs
from clausebook.rules.runner import check_source
from clausebook.text.source import SourceText

DOCUMENTS = Path(__file__).parents[1] / "data" / "documents"


@pytest.fixture(scope="module")
def documents():
    return [file.read_bytes().decode() for file in sorted(DOCUMENTS.glob("*.md"))]


def test_the_documents_are_sound(documents):
    assert len(documents) > 12
    for text in documents:
        assert check_source(SourceText.from_bytes(text.encode(), "document.md")) == []


@pytest.mark.parametrize(
    ("families", "size", "restored"),
    [(ON_A_MARKER, 1, 0.97), (ON_A_MARKER, 2, 0.9), (ON_A_MARKER, 3, 0.88), (ON_A_DOCUMENT, 1, 0.5)],
    ids=["one damaged", "two damaged", "three damaged", "one missing or misplaced"],
)
def test_corrupted_markers(documents, families, size, restored):
    counts = run(documents, list(families), size, 8, Random(7), show=None)  # noqa: S311 - the same cases each time
    total = sum(counts.values(), Counter())
    assert len(counts) >= 9
    assert total["detected"] == total["cases"]
    assert total["wrong"] == 0
    assert total["restored"] >= restored * total["cases"]


@pytest.mark.parametrize(
    ("families", "size"), [(ON_A_MARKER, 1), (ON_A_MARKER, 2), (ON_A_MARKER, 3), (ON_A_DOCUMENT, 1)]
)
def test_nothing_goes_wrong_in_documents_with_odd_names_and_shapes(families, size):
    files = sorted((DOCUMENTS.parent / "more-documents").glob("*.md"))
    counts = run([file.read_bytes().decode() for file in files], list(families), size, 2, Random(11), show=None)  # noqa: S311
    total = sum(counts.values(), Counter())
    assert total["detected"] == total["cases"] > 10
    assert total["wrong"] == 0


def test_the_judge_can_say_wrong():
    sound = "<!-- clause:note -->\nText.\n<!-- endclause:note -->\n"
    assert judge(sound, sound.replace("note", "vote")) == {"wrong"}
    assert judge(sound, sound.replace("<!-- end", "<-- end")) == {"detected", "restored"}
    assert judge(sound, sound.replace("endclause:note", "endclause:vote")) == {"detected"}


@pytest.mark.parametrize(
    "text",
    [
        "Call <!-- clause:desk -->the desk<!-- endclause:desk 。",
        "<!-- clause:help --quhelf<!-- endclause:help -->",
        "Say <!-- clause:help -- a word<!-- endclause:help -->.",
        "<!-- clause:help --.Say it<!-- endclause:help -->",
        "<!-- clause:help -->Say it !-- endclause:help -->",
        " !-- clause:help -->\nSay it.\n<!-- endclause:help -->",
        "- clause:help -->Say it.<!-- endclause:help -->",
    ],
)
def test_what_the_author_wrote_beside_a_marker_is_not_guessed(text):
    source = SourceText("t.md", text)
    findings = check_source(source)
    assert findings
    assert not fix_source(source, findings).changed


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("Write <!-- clause:help -->a letter<!-- endclause:help , please.", None),
        ("- one\n- clause:help -->Say it.<!-- endclause:help -->\n- two\n", "- one\n- <!-- clause:help -->Say it."),
        ("<!-- clause:hel p-->\nSay it.\n<!-- endclause:help -->\n", "<!-- clause:help -->\n"),
        ("<!-- clause:help -->\nSay it.\n<!-- endclaus:ehelp -->\n", None),
        ("| a | b |\n|---|---|\n| a | <!-- clause:help -->b<!-- endclause:help |\n", None),
        ("<!-- clause:help --A word.<!-- endclause:help -->", "<!-- clause:help -->A word."),
        ("\\u003c!-- clause:help --\\u003e\nSay it.\n%3C!-- endclause:help --%3E\n", "<!-- clause:help -->\n"),
    ],
)
def test_what_can_be_one_thing_only_is_mended(text, mended):
    source = SourceText("t.md", text)
    result = fix_source(source, check_source(source))
    assert "<!-- endclause:help -->" in result.source.text
    assert result.source.text.startswith(mended or text.partition("clause:help")[0])
    assert not [finding for finding in result.remaining if finding.code.code < "CB3"]


@pytest.mark.parametrize(
    "text",
    [
        # What is missing may have had another name, or stood elsewhere.
        "<!-- clause:arum -->\nSagen.\n<!-- endclause: -->\n",
        "<!-- clause:xtwo -->\nSay it.\n<!-- endclause::two -->\n",
        "<!-- clause:step_d1 -->\nSay it.\n<!-- endclause: -->\n",
        "<!-- clause:thre -->\nSay it.\n<!-- endclause:three-->\n",
        "<!-- clause:one -->\nFirst.\n\n"
        + "".join(f"<!-- clause:{name} -->\n\nRoom.\n\n<!-- endclause:{name} -->\n\n" for name in ("two", "three")),
        "".join(f"<!-- clause:{name} -->\nText.\n<!-- endclause:{name} -->\n\n" for name in ("one", "two"))
        + "<!-- clause:three -->\nThe last line of the file.\n",
    ],
)
def test_what_can_be_two_things_waits_for_a_person(text):
    source = SourceText("t.md", text)
    findings = check_source(source)
    assert findings
    assert fix_source(source, findings).remaining


@pytest.mark.parametrize(
    "text",
    [
        "Say clause:help -->this and that.endclause:help -->, and so on.",
        "\\u003c!-- clause:help --\\u003e\nSay it.\n\\u003c!-- endclause:help --\\u003e\n",
        "%3C!--%20clause:help%20--%3E\nSay it.\n%3C!--%20endclause:help%20--%3E\n",
        "=3C!-- clause:help --=3E\nSay it.\n=3C!-- endclause:help --=3E\n",
    ],
)
def test_a_clause_that_lost_both_of_its_brackets_is_told(text):
    assert shows_signs(text.encode())
    assert {finding.code.code for finding in check_source(SourceText("t.md", text))} >= {"CB101", "CB102"}
