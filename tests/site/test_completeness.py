"""The page for organizers: which elements of a complete guide each guide has."""

from __future__ import annotations

from pathlib import Path

from bs4 import Tag

from tests.site.building import COMMUNITY, Demo, Site, read_pages

CLAUSES = {
    "one": "---\nclauses:\n  a: {elements: [recusal]}\n---\n<!-- clause:a -->\nText.\n<!-- endclause:a -->\n\n"
    "<!-- clause:b -->\nMore.\n<!-- endclause:b -->\n"
}
PAGES = {
    "index": "# Demo\n\n```{contacts}\n```\n",
    "a": "# A\n\n```{clause} one:a\n```\n",
    "plain": "# Plain\n\nNo clause.\n",
    "profile": "# Profile\n\n```{completeness}\n```\n",
}


def rows(site: Site, page: str) -> dict[str, list[str]]:
    """Read the table: by the element's slug, the text of its cells."""
    table = site.article(page).select_one("table.completeness")
    assert table is not None
    found = {}
    for row in table.select("tbody tr"):
        head = row.select_one("th code")
        assert isinstance(head, Tag)
        found[head.get_text()] = [cell.get_text(" ", strip=True) for cell in row.select("td")]
    return found


def test_the_handbook_shows_all_elements_of_all_listed_communities(whole: Site) -> None:
    table = whole.article("handbook/completeness").select_one("table.completeness")
    assert table is not None
    heads = [head.get_text(" ", strip=True) for head in table.select("thead th")]
    assert heads == ["Element", "MadPUG 9 of 33", "PyCon 14 of 33", "PyLadies 3 of 33"]
    found = rows(whole, "handbook/completeness")
    assert len(found) == 35
    assert found["private-place"] == ["MadPUG: ✗ missing", "PyCon: ✓ there", "PyLadies: ✗ missing"]
    assert found["emergency-number"][2] == "PyLadies: – not applicable it meets in no country"
    assert found["apology"][1] == "PyCon: – declined as staff-procedure:harasserreply says"
    assert "demanded by P13 GF P18 PSF DJ JU CN K8 CC3 W3C" in table.get_text(" ", strip=True)


def test_the_page_is_not_on_a_readers_way(whole: Site) -> None:
    for page in whole.pages():
        if page.startswith("communities/") or page == "index":
            links = [str(link.get("href")) for link in whole.html(page).select("a")]
            shown = [link for link in links if "completeness" in link]
            # On the front page, the handbook's own pages are folded away in the navigation.
            assert page == "index" or shown == [], page


def test_a_community_shows_its_own_profile_and_it_stays_true(tmp_path: Path) -> None:
    demo = Demo.make(tmp_path, CLAUSES, PAGES)
    first = demo.build()
    assert (first.code, first.errors) == (0, "")
    found = rows(first, "communities/demo/profile")
    assert found["recusal"] == ["Demo: ✓ there one:a"]
    assert found["independent-contact"][0].startswith("Demo: ✗ missing no contact has independent = true Ask somebody")
    assert found["scope"][0].startswith("Demo: ✗ missing List your spaces")

    demo.write("source/clauses/one.md", CLAUSES["one"])
    assert read_pages(demo.build()) == []

    demo.write("source/clauses/one.md", CLAUSES["one"].replace("recusal", "scope"))
    site = demo.build()
    assert read_pages(site) == ["communities/demo/profile"]
    assert rows(site, "communities/demo/profile")["scope"] == ["Demo: ✓ there one:a"]

    demo.write("source/communities/demo/a.md", "# A\n\nNothing.\n")
    site = demo.build()
    assert read_pages(site) == ["communities/demo/a", "communities/demo/profile"]
    offered = rows(site, "communities/demo/profile")["scope"][0]
    assert offered.endswith("or show the shared clause one:a")

    demo.write(
        "source/communities/demo/community.toml",
        COMMUNITY.replace('@example.org"', '@example.org"\nindependent = true'),
    )
    site = demo.build()
    assert "communities/demo/profile" in read_pages(site)
    assert rows(site, "communities/demo/profile")["independent-contact"] == ["Demo: ✓ there Kim Example"]
