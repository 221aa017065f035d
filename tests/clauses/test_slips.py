from __future__ import annotations

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clausebook.clauses.placeholders import find_placeholders
from clausebook.clauses.slips import find_slips, may_have_slips


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "{{ words.x }} {{words.x}} {{ clause:a }}",
        "{{{ words.x }}}",
        "{{ words.x | upper }}",
        "{{\nwords.x\n}}",
        "{ref}`x` {doc}`words.x` {words.x}`y` {coc:clause}`lab:b`",
        "```{clause} lab:b\n```\n\n:::{procedure} words.x\n:::",
        "```{clause:lab:b}\n```\n\n> ::: {words.x}\n> :::",
        "```{math}\n\\text{words.x}\n```",
        "$x_{words.a} + \\frac{links.b}{words.c}$",
        "${links.home} #{words.x} f{words.x}",
        "`{words.x}` and\n\n    {words.x}\n\n```text\n{{ words.x }\n```",
        "---\ntitle: {words.x}\n---",
        "<!-- {words.x} --> <!-- clause:a -->",
        "\\{words.x\\} (words.x) words.x }",
        "{swords.x} {wordsx} {words.} {mywords.x}",
    ],
)
def test_what_is_no_lost_brace(text: str) -> None:
    assert find_slips(text) == ()


@pytest.mark.parametrize(
    ("text", "marked", "certain"),
    [
        ("a {{ community.name } b", "{{ community.name }", True),
        ("{ words.x }}", "{ words.x }}", True),
        ("{emergency.number}", "{emergency.number}", True),
        ("{{community.name)}", "{{community.name)}", True),
        ("{{ words.x })", "{{ words.x })", True),
        ("(a {{ words.x })", "{{ words.x }", True),
        ("({ words.x }}", "({ words.x }}", True),
        ("({ words.x }})", "{ words.x }}", True),
        ("{ {words.x} }", "{ {words.x} }", True),
        ("- {clause:lab:b}", "{clause:lab:b}", True),
        ("{{ words.x }} {words.y}", "{words.y}", True),
        ("```{note}\n{words.x}\n```", "{words.x}", True),
        ("{{ words.staff member }", "{{ words.staff", False),
        ("{{ words.x", "{{ words.x", False),
        ("words.x }}", "words.x }}", False),
        ("words.x } }", "words.x } }", False),
    ],
)
def test_lost_braces(text: str, marked: str, certain: bool) -> None:
    (slip,) = find_slips(text)
    assert may_have_slips(text)
    assert (text[slip.start : slip.end], slip.certain) == (marked, certain)
    assert slip.correct in slip.describe(text)


PIECES = st.lists(
    st.sampled_from(["{", "}", "{{", "}}", "(", ")", " ", "words.x", "clause:a:b", "`", "\n", "\\", "a", "<!--", "-->"])
).map("".join)


@given(PIECES)
def test_what_is_certain_becomes_a_placeholder(text: str) -> None:
    assert may_have_slips(text) or not find_slips(text)
    placeholders = [p.start for p in find_placeholders(text)]
    for slip in find_slips(text):
        assert slip.start not in placeholders


@pytest.mark.parametrize("piece", ["{{ words.x } ", "{words.x ", "{ ( ", "words.x }} ", "{{ ", "({words.x}) "])
def test_time_grows_as_the_text_does(piece: str) -> None:
    def cost(size: int) -> float:
        begin = process_time()
        find_slips(piece * size)
        return process_time() - begin

    small = min(cost(1000) for _ in range(3))
    assert cost(10_000) < 30 * max(small, 0.02)
