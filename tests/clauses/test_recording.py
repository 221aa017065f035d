from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clausebook.clauses.frontmatter import read_front_matter
from clausebook.clauses.recording import CannotChangeError, record_version, take_out
from clausebook.text.source import SourceText

NEW = "sha256:fedcba9876543210"
OLD = "sha256:0123456789abcdef"
BODY = "<!-- clause:a -->\nOurs.\n<!-- endclause:a -->\n"
TWO = f"{BODY}\n<!-- clause:b -->\nToo.\n<!-- endclause:b -->\n"


def recorded(text: str) -> str:
    return record_version(SourceText("f.md", text), "a", NEW).text


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", f'---\nclauses:\n  a: {{replaces: "{NEW}"}}\n---\n\n'),
        ("\n", f'---\nclauses:\n  a: {{replaces: "{NEW}"}}\n---\n\n'),
        ("---\ntitle: x # y\n---\n", f'---\ntitle: x # y\nclauses:\n  a: {{replaces: "{NEW}"}}\n---\n'),
        ("---\n---\n", f'---\nclauses:\n  a: {{replaces: "{NEW}"}}\n---\n'),
        ("---\nclauses: {}\n---\n", f'---\nclauses: {{a: {{replaces: "{NEW}"}}}}\n---\n'),
        (
            "---\nclauses:\n    b: {locked: false}\n---\n",
            f'---\nclauses:\n    a: {{replaces: "{NEW}"}}\n    b: {{locked: false}}\n---\n',
        ),
        (
            "---\nclauses:\n  a: {audience: staff}\n---\n",
            f'---\nclauses:\n  a: {{replaces: "{NEW}", audience: staff}}\n---\n',
        ),
        (
            "---\nclauses:\n  a:\n    # why\n    audience: staff\n---\n",
            f'---\nclauses:\n  a:\n    # why\n    replaces: "{NEW}"\n    audience: staff\n---\n',
        ),
        (
            f"---\nclauses:\n  a: {{replaces: {OLD}}} # noted\n---\n",
            f'---\nclauses:\n  a: {{replaces: "{NEW}"}} # noted\n---\n',
        ),
        (
            f"---\nclauses:\n  a:\n    replaces: '{OLD}'\n    audience: staff\n---\n",
            f'---\nclauses:\n  a:\n    replaces: "{NEW}"\n    audience: staff\n---\n',
        ),
    ],
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_only_the_version_is_written(before: str, after: str, line_end: str) -> None:
    before, after, body = (text.replace("\n", line_end) for text in (before, after, BODY))
    assert recorded(before + body) == after + body
    assert recorded(after + body) == after + body


@pytest.mark.parametrize(
    "text",
    [
        "---\nclauses: [a]\n---\n",
        "---\nclauses:\ntitle: x\n---\n",
        "---\nclauses:\n  a:\n---\n",
        "---\ntitle: [x\n---\n",
        "---\n{title: x}\n---\n",
        "---\nclauses:\n  a: ~\n---\n",
        "---\nclauses:\n  a: {replaces: }\n---\n",
        "---\ntitle: never ended\n",
    ],
)
def test_what_cannot_be_added_to_is_left_alone(text: str) -> None:
    with pytest.raises(CannotChangeError, match="write this into the front matter of f"):
        recorded(text + BODY)


@given(st.text(st.sampled_from("ab:{}[]- \n#\"'~x|>"), max_size=60))
def test_whatever_stands_in_the_front_matter(text: str) -> None:
    source = SourceText("f.md", f"---\n{text}\n---\n{BODY}")
    try:
        result = record_version(source, "a", NEW)
    except CannotChangeError:
        return
    assert result.text.endswith(BODY)
    assert read_front_matter(result).clauses["a"].replaces == NEW


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (BODY, ""),
        (TWO, TWO.removeprefix(BODY + "\n")),
        (f"Text.\n\n{TWO}", "Text.\n\n" + TWO.removeprefix(BODY + "\n")),
        (f"---\nclauses:\n  a: {{replaces: {OLD}}}\n---\n{TWO}", TWO.removeprefix(BODY + "\n")),
        (
            f"---\ntitle: x\nclauses:\n  a:\n    replaces: {OLD}\n\n# y\n---\n{BODY}",
            "---\ntitle: x\n\n# y\n---\n",
        ),
        (
            f"---\nclauses:\n  a:\n    replaces: {OLD}\n  b: {{audience: staff}}\n---\n{TWO}",
            "---\nclauses:\n  b: {audience: staff}\n---\n" + TWO.removeprefix(BODY + "\n"),
        ),
    ],
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_a_clause_is_taken_out_and_nothing_else(before: str, after: str, line_end: str) -> None:
    source = SourceText("f.md", before.replace("\n", line_end), bom=True)
    assert take_out(source, "a") == SourceText("f.md", after.replace("\n", line_end), bom=True)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (TWO.replace(":a", ":c"), "has no clause “a”"),
        (BODY + BODY, "has mistakes"),
        (BODY.replace("<!-- end", "<-- end"), "has mistakes"),
        (f"1. {BODY}", "f.md:1: other text stands beside the markers"),
        (BODY.replace("\n", " ") + "x\n", "other text stands beside"),
        (f"---\nclauses: {{a: {{aliases: [b]}}}}\n---\n{BODY}", "aliases, which would be lost"),
        (f"---\nclauses: {{a: {{replaces: {OLD}}}, b: {{locked: false}}}}\n---\n{TWO}", "by hand"),
        (
            TWO.replace("Ours.", "[l]: https://example.org").replace("Too.", "See [l]."),
            "defines “\\[L\\]”, which other",
        ),
        (TWO.replace("Ours.", "[^n]: Note.").replace("Too.", "See [^n]."), "which other"),
    ],
)
def test_what_would_be_lost_stays(text: str, words: str) -> None:
    with pytest.raises(CannotChangeError, match=words):
        take_out(SourceText("f.md", text), "a")
