"""The table of clauses by communities, in real sites."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import Tag

from tests.site.building import COMMUNITY, ROOT, Demo, Site, build, read_pages

SHARED = """\
---
title: Procedure one
clauses:
  b: {locked: true}
---

<!-- clause:a -->
Offer a seat.
<!-- endclause:a -->

<!-- clause:b -->
Call for <help> & wait.
<!-- endclause:b -->

<!-- clause:c -->
Write it down.
<!-- endclause:c -->
"""
OWN = """\
---
clauses:
  more: {after: b}
---

<!-- clause:a -->
Offer a <b>quiet</b> seat.
<!-- endclause:a -->

<!-- clause:more -->
More.
<!-- endclause:more -->
"""
PAGE = "# Guide\n\n```{procedure} one\n:omit: c\n```\n"
MATRIX = "# Matrix\n\n```{clause-matrix}\n```\n"
OTHER = COMMUNITY.replace("Demo", "Other & Co").replace("kim@", "sam@").replace("Kim", "Sam")


@pytest.fixture
def demo(tmp_path: Path) -> Demo:
    demo = Demo.make(tmp_path, {"one": SHARED}, {"index": PAGE})
    demo.write("source/index.md", "# Portal\n\n```{toctree}\n:glob:\n\ncommunities/*/*\nmatrix\nplain\n```\n")
    demo.write("source/matrix.md", MATRIX)
    demo.write("source/plain.md", "# Plain\n")
    demo.write("source/communities/demo/clauses/one.md", OWN)
    demo.write("source/communities/other/community.toml", OTHER)
    demo.write("source/communities/other/index.md", "# Other\n\n```{clause} one:c\n```\n")
    return demo


def rows(article: Tag) -> list[list[str]]:
    return [
        [cell.get_text(" ", strip=True) for cell in row.select("th, td")] for row in article.select(".clause-matrix tr")
    ]


def test_every_cell_says_in_words_what_it_is_and_own_leads_to_the_difference(demo: Demo) -> None:
    site = demo.build()
    assert (site.code, site.errors) == (0, "")
    article = site.article("matrix")
    assert rows(article) == [
        ["Clause", "Demo", "Other & Co"],
        ["Procedure one"],
        ["a", "own* (Demo: a)", "– not used"],
        ["b locked", "shared+", "– not used"],
        ["c", "omitted", "shared"],
    ]
    assert [cell["scope"] for cell in article.select("thead th")] == ["col"] * 3
    assert [cell["scope"] for cell in article.select("tbody th")] == ["rowgroup", "row", "row", "row"]
    assert article.select_one(".clause-matrix")["tabindex"] == "0"  # type: ignore[index]
    (link,) = article.select(".clause-matrix a")
    section = article.select_one(str(link["href"]))
    assert section is not None
    difference = section.select_one(".word-diff")
    assert difference is not None
    assert difference.get_text() == "Offer a <b>quiet</b> seat."
    assert [tag.get_text() for tag in difference.select("ins")] == ["<b>quiet</b> "]
    assert not difference.select("del, b")
    assert [link["href"] for link in section.select(".catalogue-uses a")] == ["communities/demo/index.html"]
    legend = {term.get_text(): term.find_next_sibling("dd") for term in article.select(".matrix-legend dt")}
    assert list(legend) == ["shared", "own", "omitted", "–", "locked", "+", "*"]
    assert not article.select("script")


def test_a_page_of_a_communitys_shows_that_one_alone(demo: Demo) -> None:
    demo.write("source/communities/other/matrix.md", MATRIX.replace("}\n", "}\n:communities: demo\n"))
    article = demo.build().article("communities/other/matrix")
    assert rows(article)[0] == ["Clause", "Other & Co"]
    assert "Demo" not in str(article)
    assert "quiet" not in str(article)


def test_parts_that_are_not_there_are_told(demo: Demo) -> None:
    demo.write("source/matrix.md", MATRIX.replace("}\n", "}\n:communities: demos\n:clauses: one:a, on\n"))
    site = demo.build()
    assert site.code == 1
    assert "matrix.md:3: WARNING: there is no community “demos”; did you mean “demo”?" in site.errors
    assert "matrix.md:3: WARNING: there is no clause “on”; did you mean “one”?" in site.errors


def test_the_page_is_made_anew_exactly_when_something_on_it_changes(demo: Demo) -> None:
    assert demo.build().code == 0
    assert read_pages(demo.build()) == []
    # The text of a clause that nobody words anew is not on it.
    demo.write("source/clauses/one.md", SHARED.replace("Write it down.", "Write all of it down."))
    assert read_pages(demo.build()) == ["communities/other/index"]
    demo.write("source/communities/demo/clauses/one.md", OWN.replace("quiet", "calm"))
    assert read_pages(demo.build()) == ["communities/demo/index", "matrix"]
    demo.write("source/communities/demo/index.md", PAGE.replace(":omit: c\n", ""))
    assert read_pages(demo.build()) == ["communities/demo/index", "matrix"]
    demo.write("source/clauses/one.md", SHARED.replace("locked: true", "locked: false"))
    assert "matrix" in read_pages(demo.build())
    demo.write("source/communities/other/community.toml", OTHER.replace("Other & Co", "Others"))
    site = demo.build()
    assert "matrix" in read_pages(site)
    assert rows(site.article("matrix"))[0] == ["Clause", "Demo", "Others"]
    demo.write("source/communities/demo/community.toml", COMMUNITY + 'venue = "hotel"\n')
    assert "matrix" not in read_pages(demo.build())


def test_the_whole_site_has_every_listed_community_and_every_shared_clause(whole: Site) -> None:
    from clausebook.project import Project

    article = whole.article("clause-matrix")
    assert rows(article)[0] == ["Clause", "MadPUG", "PyCon", "PyLadies"]
    heads = [head.get_text() for head in article.select('th[scope="row"] code')]
    assert heads == [name.partition(":")[2] for name in Project.load(ROOT).shared.names()]
    example = whole.article("handbook/own-wording")
    assert len(example.select(".clause-matrix a")) == 1
    assert example.select(".word-diff del")


def test_alone_a_community_shows_nothing_of_the_others(demo: Demo) -> None:
    demo.write("source/communities/demo/matrix.md", MATRIX)
    demo.write("source/communities/demo/index.md", PAGE + "\n```{toctree}\nmatrix\n```\n")
    site = build(demo.root / "source/communities/demo", demo.root / "alone", demo.root)
    assert (site.code, site.errors) == (0, "")
    assert rows(site.article("matrix"))[0] == ["Clause", "Demo"]
    for file in site.out.rglob("*"):
        assert not file.is_file() or b"Other & Co" not in file.read_bytes().replace(b"&amp;", b"&"), file
