"""Locks and additions in a built site."""

from __future__ import annotations

from pathlib import Path

from tests.site.building import Demo

CLAUSE = """\
---
clauses:
  a: {locked: true}
---

1. <!-- clause:a -->
   Call for help.
   <!-- endclause:a -->
1. <!-- clause:b -->
   Then write it down.
   <!-- endclause:b -->
"""
OWN = """\
---
clauses:
  more: {after: a}
---

<!-- clause:more -->
Ask at the [desk][d].

[d]: https://desk.example.org
<!-- endclause:more -->
"""
PAGE = "# Guide\n\n```{procedure} one\n```\n\nSee {clause}`one:more`.\n"


def test_what_is_added_is_a_step_with_a_link_target_of_its_own(tmp_path: Path) -> None:
    demo = Demo.make(tmp_path, {"one": CLAUSE}, {"index": PAGE})
    demo.write("source/communities/demo/clauses/one.md", OWN)
    site = demo.build()
    assert (site.code, site.errors) == (0, "")
    article = site.article("communities/demo/index")
    steps = [step.get_text(" ", strip=True) for step in article.select("ol.clause-steps > li")]
    assert steps == ["1. Call for help.", "2. Ask at the desk .", "3. Then write it down."]
    (box,) = article.select("#clause-more.clause-own")
    assert [link["href"] for link in box.select("a")] == ["https://desk.example.org"]
    assert [link["href"] for link in article.select('a[href="#clause-more"]')] == ["#clause-more"]


def test_a_broken_lock_stops_the_build_at_its_line_and_the_guide_keeps_the_clause(tmp_path: Path) -> None:
    page = "# Guide\n\n```{procedure} one\n:heading-offset: 1\n:omit: b, a\n```\n"
    demo = Demo.make(tmp_path, {"one": CLAUSE}, {"index": page})
    demo.write("source/communities/demo/clauses/one.md", "<!-- clause:a -->\nWait.\n<!-- endclause:a -->\n")
    site = demo.build()
    assert site.code == 1
    assert "demo/index.md:5: WARNING: the clause “a” is locked" in site.errors
    assert "clauses/one.md:1: WARNING: the shared clause “one:a” is locked" in site.errors
    assert len(site.errors.splitlines()) == 2
    text = site.article("communities/demo/index").get_text(" ", strip=True)
    assert "Call for help." in text
    assert "Wait." not in text
    assert "write it down" not in text


def test_a_shared_clause_that_changes_stops_no_build(tmp_path: Path) -> None:
    demo = Demo.make(tmp_path, {"one": CLAUSE}, {"index": PAGE.replace("See {clause}`one:more`.", "")})
    own = '---\nclauses:\n  b: {replaces: "sha256:0123456789abcdef"}\n---\n<!-- clause:b -->\nx\n<!-- endclause:b -->\n'
    demo.write("source/communities/demo/clauses/one.md", own)
    site = demo.build()
    assert (site.code, site.errors) == (0, "")
