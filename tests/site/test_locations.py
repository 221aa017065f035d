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


def test_what_docutils_and_other_extensions_say_is_located_too(tmp_path: Path) -> None:
    clause = """\
<!-- clause:a -->
(twice)=
One.

(twice)=
Two.

```{code-block} python
:emphasize-lines: 99

x = 1
```

| a |
|---|
| {ref}`gone` |

$$x$$ (eq)

$$y$$ (eq)
<!-- endclause:a -->
"""
    demo = Demo.make(tmp_path, {"one": clause}, {"index": "# Demo\n\n```{procedure} one\n```\n"})
    for options in ((), ("-j", "2")):
        errors = demo.build(*options, out=f"out{len(options)}").errors
        told = located(errors, str(demo.root / "source/clauses/one.md"))
        assert {row for row, _ in told} >= {5, 8, 16}, errors
        assert not re.search(r":\d{9,}", errors), errors
        assert "index.md:" not in errors, errors


def test_two_procedures_footnotes_do_not_meet(tmp_path: Path) -> None:
    text = "<!-- clause:a -->\nThe {0}.[^n] And `[^n]`.\n\n[^n]: Note of {0}.\n<!-- endclause:a -->\n"
    clauses = {"one": text.replace("{0}", "one"), "two": text.replace("{0}", "two")}
    procedures = "".join(f"```{{procedure}} {name}\n```\n\n" for name in ("one", "two", "one"))
    page = f"# Demo\n\n{procedures}The page.[^n]\n\n[^n]: Note of the page.\n"
    site = Demo.make(tmp_path, clauses, {"index": page}).build()
    assert (site.code, site.errors) == (0, "")
    article = site.article("communities/demo/index")
    notes = [
        article.select_one(str(a["href"])).select_one("p").get_text() for a in article.select("a.footnote-reference")
    ]  # type: ignore[union-attr]
    assert notes == ["Note of one.", "Note of two.", "Note of one.", "Note of the page."]
    assert [code.get_text() for code in article.select("code")] == ["[^n]"] * 3


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
    links = [str(a["href"]) for a in site.article("communities/demo/index").select("p:not(.save-offline) > a.external")]
    assert links == ["https://one.example.org", "https://two.example.org", "https://page.example.org"]
