import sys
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clausebook.text.blocks import code_spans, front_matter_end, inside, offsets_in_code


def code(text, **options):
    return [text[start:end] for start, end in code_spans(text, **options)]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Text.",
        "a ` b",
        "a \\`b` c",
        "``a`",
        "`a\n\nb`",
        "- a\n\n  b",
        "Text\n    continued",
        ":::{note}\nText.\n:::",
        "<!-- `a -->`",
        '<a title="`">`',
        "    ",
        "---\nno end",
        "text\n---\na: b\n---\n",
        "| `a | b` |\n|---|---|\n",
    ],
)
def test_what_is_not_code(text):
    assert code(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a `b` c", ["`b`"]),
        ("``a`b``", ["``a`b``"]),
        ("`a\nb`", ["`a\nb`"]),
        ("\\``a`", ["`a`"]),
        ("`a\\` b`", ["`a\\`"]),
        ("# `a`\n", ["`a`"]),
        ("> `a\n> b`", ["`a\n> b`"]),
        ("    a\n\n    b\n", ["    a\n\n    b"]),
        ("\ta", ["\ta"]),
        ("-     a", ["-     a"]),
        ("1. a\n\n       b", ["       b"]),
        ("```\na\n```\nb", ["```\na\n```"]),
        ("~~~ x\n```\n~~~\n", ["~~~ x\n```\n~~~"]),
        ("```\nnever ends\n", ["```\nnever ends\n"]),
        ("- ```\n  a\n  ```\n- b", ["- ```\n  a\n  ```"]),
        ("> ~~~\n> a\n\nb", ["> ~~~\n> a"]),
        ("---\na: b\n---\nText.", ["---\na: b\n---"]),
        ("```{note}\n`a`\n```", ["```{note}\n`a`\n```"]),
        (":::{note}\n```\na\n```\n:::", ["```\na\n```"]),
        (":::{note}\n    a\n:::", ["    a"]),
        ("| `a` | b |\n|---|---|\n| c | `d\\|` |\n", ["`a`", "`d\\|`"]),
        ("a <!-- ` -->`a`", ["`a`"]),
    ],
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
def test_what_is_code(text, expected, line_end):
    expected = [piece.replace("\n", line_end).rstrip("\r\n") for piece in expected]
    assert [piece.rstrip("\r\n") for piece in code(text.replace("\n", line_end))] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("~~~{note} `title`\n:class: `x`\n\nText `a`.\n\n    b\n~~~", ["`a`", "    b"]),
        ("````{tip}\n```{note}\n`a`\n```\n````", ["`a`"]),
        ("- ```{note}\n  `a`\n  ```", ["`a`"]),
        ("> ~~~{note}\n> `a`\n> ~~~", ["`a`"]),
        ("```{code-block} python\n`a`\n```", ["```{code-block} python\n`a`\n```"]),
        ("```{note}\n---\nclass: `x`\n---\n`a`\n```", ["`a`"]),
        ("```python\n{{ a }}\n```", ["```python\n{{ a }}\n```"]),
        ("```{note}\nnever ends `a`", ["`a`"]),
    ],
)
def test_directives_are_transparent_on_request(text, expected):
    assert code(text, directives=False) == expected


def test_inside_is_half_open():
    spans = ((2, 4), (6, 7))
    assert [offset for offset in range(9) if inside(spans, offset)] == [2, 3, 6]


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("---\na: b\n---\nc", 13),
        ("---\r\na\r\n...\r\nb", 13),
        ("---\na", 0),
        ("--\n--\n", 0),
        ("-----\na\n---\n-----", 17),
    ],
)
def test_front_matter_end(text, end):
    assert front_matter_end(text) == end


@pytest.mark.parametrize(
    "text",
    [
        "Text.\n@<!-- clause:a -->\n",
        "`code`\n@<!-- clause:a -->\n",
        "```\n<!-- clause:b -->\n```\n@<!-- clause:a -->\n",
        "---\na: b\n---\n@<!-- clause:a -->\n",
        "- list `x`\n\n1. @<!-- clause:a -->Text.\n",
    ],
)
def test_plain_cases_need_no_parser(text, monkeypatch):
    monkeypatch.setattr("clausebook.text.blocks.code_spans", lambda *_, **__: pytest.fail("the text was parsed"))
    offset = text.index("@")
    assert offsets_in_code(text.replace("@", ""), [offset]) == frozenset()


@pytest.mark.parametrize("text", ["    @x", "- ```\n  @x\n  ```", "`a @b`", "<div>\n```\n@x\n```\n"])
def test_other_cases_need_it(text, monkeypatch):
    parsed = []
    monkeypatch.setattr("clausebook.text.blocks.code_spans", lambda *_, **__: parsed.append(1) or ())
    offset = text.index("@")
    offsets_in_code(text.replace("@", ""), [offset])
    assert parsed


PIECES = ["`", "``", "```", "~~~", "```{note}", ":::", "---", "    ", "\t", "- ", "> ", "1. ", "| ", "<!-- x -->", "a"]


@settings(deadline=None)
@given(
    st.lists(st.sampled_from([*PIECES, "\n", "\n", "\n\n", "\r\n", "<div>", "<!--", "\\"]), max_size=25).map("".join)
)
def test_the_quick_answer_is_the_answer_of_the_parser(text):
    offsets = [offset for offset in range(len(text)) if text.startswith("<!-- x", offset)]
    for directives in (True, False):
        spans = code_spans(text, directives=directives)
        assert all(left[1] <= right[0] for left, right in pairwise(spans))
        slow = {offset for offset in offsets if inside(spans, offset)}
        assert offsets_in_code(text, offsets, directives=directives) == slow


@settings(deadline=None)
@given(st.text())
def test_any_text_has_spans_within_it(text):
    assert all(0 <= start < end <= len(text) for start, end in code_spans(text, directives=False))


def test_many_backticks_are_read_in_one_go():
    text = "".join("`" * (i % 400 + 1) + " " for i in range(4000))
    assert sys.getsizeof(code_spans(text)) > 0
