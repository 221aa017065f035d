from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clausebook.clauses.document import parse_document
from clausebook.clauses.markers import scan
from clausebook.clauses.settling import settle
from clausebook.text.source import SourceText

SOUND = "<!-- clause:response -->\nText.\n<!-- endclause:response -->\n"


def test_sound_markers_stay():
    assert settle(SOUND, scan(SOUND)) == scan(SOUND)


@given(st.text("<!->clausend: \nx&;\\", max_size=120))
def test_no_text_is_too_odd(text):
    settled = settle(text, scan(text))
    assert all(a.end <= b.start for a, b in pairwise(settled))


@pytest.mark.parametrize(
    "left",
    [
        "!-- endclause:response -->",
        "<!-- endclause:respon",
        "%3C!-- endclause:response --%3E",
        "\\u003c!-- endclause:response --\\u003e",
        "<1-- endclause:response -->",
        "<!-- endclause:response ==>",
        "<!-- eQdclause:response -->",
        "<!-- endclause response -->",
        "<!-- endclause:res{onse -->",
        "    <!-- endclause:response -->",
    ],
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_what_is_left_is_read_with_the_help_of_the_start(left, line_end):
    text = f"<!-- clause:response -->\nText.\n\n{left}\nMore.\n".replace("\n", line_end)
    start, end = settle(text, scan(text))
    assert (start.name, end.name, end.canonical) == ("response", "response", "<!-- endclause:response -->")
    assert end.certain
    assert text[end.start : end.end] == left


@pytest.mark.parametrize(
    "prose",
    [
        "We use clauses: response, and others.",
        "The clause response --> the answer.",
        "`<!-- endclause:response -->`",
        "```\n<!-- endclause:response -->\n```",
        "<!-- endclause:other -->",
    ],
)
def test_what_is_no_end_of_this_clause(prose):
    text = f"<!-- clause:response -->\n{prose}\n"
    assert not [marker for marker in settle(text, scan(text))[1:] if marker.name == "response"]


def test_a_file_full_of_damage_is_left_to_what_each_marker_says():
    text = "".join(f"<!-- clause:n{i} -->a !-- endclause:n{i} -- b\n" for i in range(1500))
    assert settle(text, scan(text)) == scan(text)


def test_a_name_in_capitals_is_taken_with_its_marker():
    sound = (Path(__file__).parent.parent / "data/documents/comments.md").read_text(encoding="utf-8")
    text = sound.replace("<!-- endclause:police -->", "<!-- endclause:POLICE")
    (end,) = [marker for marker in parse_document(SourceText("a.md", text)).markers if marker.damage]
    assert (end.name, text[end.start : end.end]) == ("police", "<!-- endclause:POLICE")
