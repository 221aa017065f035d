from __future__ import annotations

from itertools import pairwise

import pytest

from clausebook.clauses.frontmatter import FrontMatter, TextSource, read_front_matter
from clausebook.diagnostics import Code
from clausebook.text.source import SourceText


def read(text: str) -> FrontMatter:
    return read_front_matter(SourceText("p.md", text))


def told(text: str) -> list[tuple[int, int, str]]:
    found = read(text).diagnostics
    assert all(each.code is Code.INVALID_FRONT_MATTER and each.path == "p.md" for each in found)
    return [(each.start.row, each.start.column, each.message) for each in found]


COMPLETE = """\
---
title: Staff procedure
sources:
  - title: "A text: with a colon"
    url: https://example.org/
    author: Kim Example
    licence: CC-BY-4.0
    changes: >-
      folded
      lines
  - title: Another
    licence: none stated
    clauses: [one, two]
---
# Text
"""


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_complete(newline: str) -> None:
    text = COMPLETE.replace("\n", newline)
    front = read(text)
    assert front.diagnostics == ()
    assert front.title == "Staff procedure"
    assert front.sources == (
        TextSource("A text: with a colon", "CC-BY-4.0", "https://example.org/", "Kim Example", "folded lines"),
        TextSource("Another", "none stated", clauses=("one", "two")),
    )
    assert text[front.end :] == f"# Text{newline}"


@pytest.mark.parametrize(
    "text", ["", "Text", "---", "---\n", "---\ntext\n", "----\n", "\n---\ntitle: x\n---\n", "- --"]
)
def test_none(text: str) -> None:
    assert read(text) == FrontMatter()


@pytest.mark.parametrize("text", ["---\n---\n", "---\n---", "---\n\n---\n", "---\n# nothing\n---\n", "---\n...\n"])
def test_empty(text: str) -> None:
    assert read(text) == FrontMatter(end=len(text))


@pytest.mark.parametrize(
    ("value", "title"),
    [
        ("2013-03-15", "2013-03-15"),
        ("2013", "2013"),
        ("1.0", "1.0"),
        ("yes", "yes"),
        ("'quoted: x'", "quoted: x"),
        ("|\n  two\n  lines", "two\nlines"),
        ("2021-99-99", "2021-99-99"),
        ("!!python/object:os.system x", "x"),
        ("!!int x", "x"),
        ("😀 ümläut", "😀 ümläut"),
        ("", ""),
    ],
)
def test_every_scalar_is_a_text(value: str, title: str) -> None:
    front = read(f"---\ntitle: {value}\n---\n")
    assert (front.title, front.diagnostics) == (title, ())


@pytest.mark.parametrize(
    ("text", "row", "column", "words"),
    [
        ("---\ntitle: x\n\nText", 1, 1, "never ends"),
        ("---\ntitle: [x\n---\n", 3, 1, "is not YAML"),
        ("---\ntitle: x\n  b: c\n---\n", 3, 4, "is not YAML"),
        ("---\na: b\ntitle: 'x\n---\n", 4, 1, "is not YAML"),
        ("---\n\ttitle: x\n---\n", 2, 1, "is not YAML"),
        ("---\ntitle: a\x07b\n---\n", 2, 9, "U+0007"),
        ("---\ntext\n---\n", 2, 1, "“key: value”"),
        ("---\n- a\n---\n", 2, 1, "“key: value”"),
        ("---\ntitle: [a]\n---\n", 2, 8, "write a text"),
        ("---\ntitle: {a: b}\n---\n", 2, 8, "write a text"),
        ("---\ntitel: x\n---\n", 2, 1, "“titel” means nothing here"),
        ("---\n? [a]\n: b\n---\n", 2, 3, "a key must be a word"),
        ("---\ntitle: a\ntitle: b\n---\n", 3, 1, "twice"),
        ("---\nsources: x\n---\n", 2, 10, "write a list of sources"),
        ("---\nsources:\n  - x\n---\n", 3, 5, "“key: value”"),
        ("---\nsources:\n  - title: x\n---\n", 3, 5, "needs a licence"),
        ("---\nsources:\n  - licence: x\n---\n", 3, 5, "needs a title"),
        ("---\nsources:\n  - {title: x, licence: y, uri: z}\n---\n", 3, 28, "“uri” means nothing here"),
        ("---\nsources:\n  - {title: x, licence: y, clauses: z}\n---\n", 3, 37, "write a list"),
        ("---\nsources:\n  - {title: x, licence: y, clauses: [[z]]}\n---\n", 3, 38, "write a text"),
        ("---\ntitle: &a x\nb: *a\n---\n", 3, 4, "write the text out"),
        ("---\ntitle: x\n---\n---\n", 0, 0, ""),
    ],
)
def test_mistakes_are_told_where_they_are(text: str, row: int, column: int, words: str) -> None:
    found = told(text)
    if not row:
        assert found == []
        return
    assert (row, column) in [(each[0], each[1]) for each in found]
    assert any(words in message for _, _, message in found)


def test_all_mistakes_are_told_and_the_rest_is_read() -> None:
    text = "---\ntitle: x\nfoo: a\nsources:\n  - bar: b\n    licence: y\n---\n"
    assert [row for row, _, _ in told(text)] == [3, 5, 5]
    assert read(text).title == "x"


@pytest.mark.parametrize(
    "body",
    [
        "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(f"{c}: &{c} [*{p},*{p},*{p},*{p}]\n" for p, c in pairwise("abcdefgh")),
        "title: &a [*a]\n",
        "title: " + "[" * 50_000 + "\n",
        "title: " + "[" * 5_000 + "]" * 5_000 + "\n",
        "sources:\n" + "  - {title: x, licence: y}\n" * 5_000,
        "x" * 1_000_000 + "\n",
    ],
)
def test_bombs_do_not_go_off(body: str) -> None:
    # One that goes off would take longer than anybody waits.
    assert read(f"---\n{body}---\n").end == len(f"---\n{body}---\n")


def test_findings_reach_to_the_end_of_their_line() -> None:
    source = SourceText("p.md", "---\r\ntitle: [x\r\n---\r\n")
    for finding in read_front_matter(source).diagnostics:
        assert finding.start.row == finding.end.row
