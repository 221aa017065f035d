"""Where warnings from inside a clause are told: the canary for MyST's private names."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.site.building import Demo

BAD = """\
---
title: Bad
---

<!-- clause:first -->
A {unknownrole}`x` here.

See [missing](missing-page.md) and [anchor](#missing-anchor).

A {ref}`missing-label` there.
<!-- endclause:first -->

- item
- <!-- clause:second -->
  in an item {doc}`/missing-doc`

  ```{unknowndirective}
  ```

  ```{image} nope.png
  :badoption: 1
  ```
  <!-- endclause:second -->

<!-- clause:third -->
#### Too deep

A footnote[^miss] and

```{note}
A {clause}`no:clause` in a note with {badrole2}`y`.
```

[dup]: https://example.org/a
[dup]: https://example.org/b
<!-- endclause:third -->

<!-- clause:fourth -->
{{ words.unknown }} and {{ links.x }} and {{ foo(1) }} and {{ clause:bad:gone }}

| a | b |
|---|---|
| {badrole3}`z` | <!-- a comment --> |

```{code-block} nolanguage
x
```
<!-- endclause:fourth -->
"""
PAGE = """\
# Demo

Text.

```{procedure} bad
```

After [nowhere](#nowhere) it, {badrole4}`w`.
"""
EXPECTED = {
    (6, "unknownrole"),
    (8, "missing-page.md"),
    (8, "missing-anchor"),
    (10, "missing-label"),
    (15, "missing-doc"),
    (17, "unknowndirective"),
    (20, "nope.png"),
    (21, "badoption"),
    (26, "H1 to H4"),
    (28, "miss"),
    (31, "no:clause"),
    (31, "badrole2"),
    (35, "DUP"),
    (39, "words.unknown"),
    (39, "links.x"),
    (39, "community.name"),
    (39, "bad:gone"),
    (43, "badrole3"),
    (45, "nolanguage"),
}


@pytest.fixture
def demo(tmp_path: Path) -> Demo:
    return Demo.make(tmp_path, {"bad": BAD}, {"index": PAGE})


def located(errors: str, file: str) -> set[tuple[int, str]]:
    """Give each warning about a file: its row and its message."""
    return {(int(row), text) for row, text in re.findall(rf"{re.escape(file)}:(\d+): \w+: (.*)", errors)}


@pytest.mark.parametrize("options", [(), ("-j", "2")], ids=["one process", "two processes"])
def test_every_warning_names_the_clauses_own_file_and_line(demo: Demo, options: tuple[str, ...]) -> None:
    site = demo.build(*options)
    warnings = located(site.errors, str(demo.root / "source/clauses/bad.md"))
    for row, word in EXPECTED:
        assert any(word in text and row == at for at, text in warnings), (row, word)
    # Nothing is told at a place where nothing is wrong.
    assert {row for row, _ in warnings} == {row for row, _ in EXPECTED}


def test_a_pages_own_warnings_stay_the_pages(demo: Demo) -> None:
    page = located(demo.build().errors, str(demo.root / "source/communities/demo/index.md"))
    assert {row for row, _ in page} == {8}
    assert any("nowhere" in text for _, text in page)
    assert any("badrole4" in text for _, text in page)


def test_two_processes_say_the_same_and_build_the_same(demo: Demo) -> None:
    one, two = demo.build(out="one"), demo.build("-j", "2", out="two")
    assert sorted(one.errors.splitlines()) == sorted(two.errors.splitlines())
    for page in one.pages():
        assert (one.out / f"{page}.html").read_bytes() == (two.out / f"{page}.html").read_bytes()


def test_a_missing_clause_in_a_clause_says_on_which_page_it_matters(demo: Demo) -> None:
    (line,) = {line for line in demo.build().errors.splitlines() if "bad:gone" in line}
    assert "on the page “communities/demo/index” of Demo" in line
    assert "[clausebook.CB304]" in line


def test_link_definitions_do_not_leak_between_clauses_and_page(tmp_path: Path) -> None:
    clauses = {
        "one": "<!-- clause:a -->\nA [link].\n\n[link]: https://one.example.org\n<!-- endclause:a -->\n",
        "two": "<!-- clause:a -->\nA [link].\n\n[link]: https://two.example.org\n<!-- endclause:a -->\n",
    }
    page = "# Demo\n\n```{procedure} one\n```\n\n```{procedure} two\n```\n\nA [link].\n\n[link]: https://page.example.org\n"
    site = Demo.make(tmp_path, clauses, {"index": page}).build()
    assert (site.code, site.errors) == (0, "")
    links = [str(a["href"]) for a in site.article("communities/demo/index").select("a.external")]
    assert links == ["https://one.example.org", "https://two.example.org", "https://page.example.org"]
