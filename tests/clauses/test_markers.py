from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clausebook.clauses.markers import MarkerKind, canonical, scan, segments
from clausebook.clauses.soundness import is_plainly_sound

START = [
    "<!- clause:x -->",
    "<! -- clause:x -->",
    "<!--- clause:x --->",
    "<!clause:x>",
    "<-- clause:x -->",
    "&lt;!-- clause:x --&gt;",
    "&#60;!-- clause:x --&#x3E;",
    "\\<!-- clause:x -->",
    "\\<\\!\\-\\- clause:x \\-\\-\\>",
    "<!— clause:x —>",
    "<!–– clause:x ––>",
    "<!-- Clause:x -->",
    "<!-- CLAUSE:x -->",
    "<!--clause:x-->",
    "<!--  clause:x   -->",
    "<!-- clause: x -->",
    "<!-- clause :x -->",
    "<!-- clause x -->",
    "<!-- clause=x -->",
    "<!-- clause;x -->",
    "<!-- clause::x -->",
    '<!-- clause："x" -->',
    "<!-- cluase:x -->",
    "<!-- claus:x -->",
    "<!-- c1ause:x -->",
    "<!-- start clause:x -->",
    "<!-- clause:x --",
    "<!-- clause:x -",
    "<!-- clause:x",
    "<!-- clause:x >",
    "<!-- clause:x ->",
    "<!-- clause:x -- >",
    "clause:x -->",
    "!-- clause:x -->",
    "-- clause:x -->",
    "<clause:x -->",
    "＜!-- clause:x --＞",
    "‹!-- clause:x --›",
    "<!-- сlause:x -->",
    "<!-- ｃｌａｕｓｅ：ｘ -->",
    "<!-- clau\u200bse:x -->",
    "<!-- clause:x\u202e -->",
    "<\u200b!-- clause:x -->",
    "<!-- clause:x\xa0-->",
    "<<!-- clause:x -->",
    "<!-- clause:x -->>",
    "<!-- <!-- clause:x --> -->",
]

END = [
    "<-- e!ndclause:x -->",
    "<!-- end clause:x -->",
    "<!-- end-clause:x -->",
    "<!-- end_clause:x -->",
    "<!-- /clause:x -->",
    "<!-- clauseend:x -->",
    "<!-- clause-end:x -->",
    "<!-- enclause:x -->",
    "<!-- endcluase:x -->",
    "<!-- end cluase:x -->",
    "<!-- ndclause:x -->",
    "<!-- EndClause: x -->",
    "<!-- end clause x -->",
    "<!-- endclausex -->",
    "-- endclause:x -->",
]

UNCERTAIN = [
    "<!-- nclause:x -->",
    "<!-- dclause:x -->",
    "<!-- clause:x--->",
    "<!-- clause:my name -->",
    "<!-- clause -->",
    "<!-- clause: -->",
]

NOTHING = [
    "clause: see below",
    "the end clause",
    "<!-- toc -->",
    "<!-- prettier-ignore -->",
    "<!-- endif -->",
    "<!-- [if IE]> -->",
    "<!-- the clause about refunds -->",
    "<!-- clause: see below -->",
    "<!-- clausebook: ignore CB101 -->",
    "<!-- Cause: yes -->",
    "<!-- clauses -->",
    "<!-- clause list -->",
    "<!-- cause and effect -->",
    "<!-- close:x -->",
    "<!-- endclass:x -->",
    "<!-- TODO: clause:x -->",
    "<clause:x>",
    "<-- clauses",
    "see --> clause",
    "a -> clause -> b",
    "- clause -->",
    "# clause: x",
    "clause: x",
    "`<!-- clause:x -->`",
    "``<-- clause:x -->``",
    "    <!-- clause:x -->",
    "\t<!--clause:x-->",
]


def one(text):
    (marker,) = scan(text)
    return marker


@pytest.mark.parametrize("text", NOTHING)
def test_what_is_no_marker(text):
    assert scan(text) == ()


@pytest.mark.parametrize("name", ["x", "A-b_9", "-", "x-"])
@pytest.mark.parametrize("kind", MarkerKind)
def test_sound(kind, name):
    text = canonical(kind, name)
    marker = one(f"a{text}b")
    assert (marker.kind, marker.name, marker.damage, marker.canonical) == (kind, name, None, text)
    assert (marker.start, marker.end) == (1, 1 + len(text))


@pytest.mark.parametrize("before", ["", "Text.\n", "> ", "- ", "  1. "])
@pytest.mark.parametrize(("text", "kind"), [(t, MarkerKind.START) for t in START] + [(t, MarkerKind.END) for t in END])
def test_damaged(text, kind, before):
    marker = one(f"{before}{text}\nText.")
    assert marker.damage
    assert marker.certain
    assert (marker.kind, marker.name, marker.canonical) == (kind, "x", canonical(kind, "x"))
    assert (marker.start, marker.end) == (len(before), len(before) + len(text))


@pytest.mark.parametrize("text", [t for t in START + END if ">" in t and t[0] in "<\\&＜‹"])
def test_damaged_inside_a_line(text):
    if text in ("<clause:x -->", "<!-- clause:x -->>", "<!-- <!-- clause:x --> -->"):
        return
    marker = one(f"1. {text}Text.")
    assert (marker.start, marker.end) == (3, 3 + len(text))


@pytest.mark.parametrize("text", UNCERTAIN)
def test_uncertain(text):
    marker = one(text)
    assert marker.damage
    assert not marker.certain or not marker.canonical


@pytest.mark.parametrize("text", ["<!--\nclause:x\n-->", "<!-- clause:x\r\n-->", "<!--\rclause:x -->"])
def test_spread_over_lines(text):
    assert one(text).damage == "spread over lines"


def test_a_comment_of_many_lines_is_not_an_unclosed_marker():
    assert not one("<!-- clause:x\nis what we once had\n-->").certain


def test_grown_together_counts_with_its_partner_only():
    assert scan("<!-- clauseresponse -->") == ()
    assert len(scan("<!-- clauseresponse -->\n<!-- endclause:response -->")) == 2


@pytest.mark.parametrize("fence", ["```", "~~~", "```{note}", "> ```", "- ~~~"])
def test_markers_in_a_fence_are_text(fence):
    assert scan(f"{fence}\n<!-- clause:x -->\n") == () or fence[0] in ">-"


def test_a_marker_behind_a_fence_is_one():
    assert len(scan("```\n<!-- clause:x -->\n```\n<!-- clause:y -->")) == 1


@pytest.mark.parametrize(
    "text",
    [
        "<!-- clause:x\n" * 2000,
        "<!-- clause:x " * 2000,
        "<!-- " * 20000,
        "-" * 100000,
        "<" * 50000,
        "->" * 50000,
        "<!-- clause:" + "x" * 100000,
        "&lt;" * 20000,
        "\\" * 50000,
        "`" * 50000,
        "<!-- clause:x -->" * 4000 + "`",
        "＜" * 20000,
    ],
    ids=range(12),
)
def test_bounded_work_on_hostile_texts(text):
    assert "".join(s if isinstance(s, str) else text[s.start : s.end] for s in segments(text)) == text


@settings(deadline=None)
@given(st.text() | st.text(alphabet="<!->: clausend\n`~x\\&;lt", max_size=200))
def test_segments_lose_nothing(text):
    pieces = list(segments(text))
    assert "".join(piece if isinstance(piece, str) else text[piece.start : piece.end] for piece in pieces) == text


@settings(deadline=None)
@given(st.lists(st.sampled_from([*START, *END, *NOTHING, "\n", "`", "```\n", "\n\n"]), max_size=8).map("\n".join))
def test_markers_are_in_order_and_apart(text):
    markers = scan(text)
    assert all(left.end <= right.start for left, right in pairwise(markers))
    assert all(marker.start < marker.end <= len(text) for marker in markers)
    assert not is_plainly_sound(text) or not [marker for marker in markers if marker.damage]
