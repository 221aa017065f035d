"""Each guide ends with the sources of its own clauses."""

from __future__ import annotations

from pathlib import Path

from tests.site.building import COMMUNITY, Demo, Site

SHARED = """\
---
sources:
  - {title: First text, url: "https://example.org/first", licence: CC-BY-4.0, author: Kim,
     changes: shorter, clauses: [a]}
  - {title: Second text, licence: none stated, clauses: [b]}
  - {title: Third text, licence: CC0-1.0, clauses: [c]}
---

<!-- clause:a -->
A.
<!-- endclause:a -->

<!-- clause:b -->
B, and {{ clause:p:c }}
<!-- endclause:b -->

<!-- clause:c -->
c.
<!-- endclause:c -->
"""
OWN = (
    "---\nsources:\n  - {title: Our text, licence: CC-BY-4.0}\n---\n\n<!-- clause:a -->\nOurs.\n<!-- endclause:a -->\n"
)


def sources(site: Site, page: str) -> list[str]:
    boxes = site.article(f"communities/demo/{page}").select(".sources")
    return [" ".join(item.get_text(" ").split()) for box in boxes for item in box.select("li, ul + p")]


def test_each_page_names_what_it_shows(tmp_path: Path) -> None:
    pages = {
        "index": "# Demo\n\nNo clause.\n",
        "a": "# A\n\n```{clause} p:a\n```\n\n## More\n\nText.\n",
        "b": "# B\n\n```{clause} p:b\n```\n",
        "placed": "# Placed\n\n```{sources}\n```\n\n```{clause} p:a\n```\n",
        "omit": "# Omit\n\n```{procedure} p\n:omit: b, c\n```\n",
    }
    demo = Demo.make(tmp_path, {"p": SHARED}, pages, COMMUNITY.replace("site =", 'licence = "CC-BY-4.0"\nsite ='))
    site = demo.build()
    assert (site.code, site.errors) == (0, "")
    first = ["First text , by Kim; CC BY 4.0 ; changed: shorter", "This guide as a whole: CC BY 4.0"]
    assert sources(site, "index") == []
    assert sources(site, "a") == sources(site, "placed") == sources(site, "omit") == first
    assert sources(site, "b") == ["Second text ; no licence is stated", "Third text ; CC0 1.0", first[1]]
    # Where the page does not place it, it is the end.
    (box,) = site.article("communities/demo/a").select(".sources")
    assert box.find_next("h2") is None
    assert box.find_previous("h2") is not None
    assert [link["href"] for link in box.select("a")][:2] == [
        "https://example.org/first",
        "https://creativecommons.org/licenses/by/4.0/",
    ]
    demo.write("source/communities/demo/clauses/p.md", OWN)
    site = demo.build()
    assert sources(site, "a")[0] == "Our text ; CC BY 4.0"
