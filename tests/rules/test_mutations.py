"""The benchmark of corrupted markers, with a few cases a family: what it promises holds at every commit."""

from collections import Counter
from pathlib import Path
from random import Random

import pytest
from corruptions import ON_A_DOCUMENT, ON_A_MARKER
from mutations import judge, run

from clausebook.rules.fixer import fix_source
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


def test_the_judge_can_say_wrong():
    sound = "<!-- clause:note -->\nText.\n<!-- endclause:note -->\n"
    assert judge(sound, sound.replace("note", "vote")) == {"wrong"}
    assert judge(sound, sound.replace("<!-- end", "<-- end")) == {"detected", "restored"}
    assert judge(sound, sound.replace("endclause:note", "endclause:vote")) == {"detected"}


@pytest.mark.parametrize(
    "text",
    [
        "Write <!-- clause:help -->a letter<!-- endclause:help , please.",
        "Call <!-- clause:desk -->the desk<!-- endclause:desk 。",
        "<!-- clause:help --quhelf<!-- endclause:help -->",
    ],
)
def test_what_the_author_wrote_beside_a_marker_is_not_guessed(text):
    source = SourceText("t.md", text)
    findings = check_source(source)
    assert findings
    assert not fix_source(source, findings).changed
