"""What the search of a community may find: the text of its pages, and nothing of another's."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from clausebook.project import Project
from tests.site.building import COMMUNITY, ROOT, Demo, Site

SLUGS = ["madpug", "pycon", "pyladies"]
PAGE = """# Report

First words.

- one thing
- another

## What then

(later)=
### Later

```python
code = "found too"
```
"""


def index(site: Site, folder: str = "") -> list[dict[str, Any]]:
    text = (site.out / folder / "search-index.js").read_text(encoding="utf-8")
    assert text.startswith("globalThis.searchIndex=")
    found: list[dict[str, Any]] = json.loads(text.removeprefix("globalThis.searchIndex=").rstrip(";\n"))
    return found


def urls(site: Site, folder: str = "") -> list[str]:
    return [page["url"] for page in index(site, folder)]


def test_a_community_finds_its_pages_and_no_others(whole: Site) -> None:
    assert urls(whole, "communities/pycon") == ["attendee-procedure.html", "index.html", "staff-procedure.html"]
    assert urls(whole, "communities/pyladies") == [
        "example-actions.html",
        "index.html",
        "reporting.html",
        "written-report.html",
    ]


@pytest.mark.parametrize("slug", SLUGS)
def test_a_communitys_contacts_are_in_its_own_index_alone(whole: Site, slug: str) -> None:
    facts = Project.load(ROOT).communities[slug].loaded.community
    assert facts is not None
    people = {text for c in facts.contacts for text in (c.name, c.email) if text and text != "TODO"}
    others = {"", "communities/pycon", "communities/madpug", "communities/pyladies"} - {f"communities/{slug}"}
    own = (whole.out / f"communities/{slug}/search-index.js").read_text(encoding="utf-8")
    for text in people:
        assert text in own
        for folder in others:
            # The handbook says which addresses in the source texts were damaged.
            entries = [page for page in index(whole, folder) if not page["url"].startswith("handbook/")]
            assert entries
            assert text not in str(entries), folder


def test_the_portal_finds_communities_by_name_and_its_own_pages(whole: Site) -> None:
    pages = {page["title"]: page for page in index(whole)}
    assert pages["PyCon"]["url"] == "communities/pycon/index.html"
    assert pages["PyCon"]["passages"] == [["", "", "PyCon US 2013: procedures for attendees and for staff."]]
    assert pages["Checking"]["url"] == "handbook/checking.html"
    assert not any(url.startswith(("communities/pycon/a", "handbook/example")) for url in urls(whole))


def test_alone_a_community_has_the_same_search_at_the_root(whole: Site, pycon_alone: Site) -> None:
    assert index(pycon_alone) == index(whole, "communities/pycon")


def test_there_is_no_index_of_the_whole_site(whole: Site) -> None:
    assert not (whole.out / "searchindex.js").exists()


def test_each_page_leads_to_the_search_of_its_own_community(whole: Site) -> None:
    for page in set(whole.pages()) - {"404"}:
        if page.endswith("/written-report"):
            # Nobody may type a letter into the search.
            assert whole.html(page).select('form[role="search"]') == []
            continue
        forms = whole.html(page).select('form[role="search"]')
        assert len(forms) == 1, page
        target = (whole.out / page).parent / str(forms[0]["action"])
        folder = "/".join(page.split("/")[:2]) if page.startswith("communities/") else ""
        assert target.resolve() == (whole.out / folder / "search.html").resolve(), page


def test_passages_have_their_places(tmp_path: Path) -> None:
    clause = "<!-- clause:tell -->\nTell **somebody**.\n<!-- endclause:tell -->\n"
    demo = Demo.make(tmp_path, {"steps": clause}, {"index": PAGE + "\n```{clause} steps:tell\n```\n"})
    site = demo.build()
    assert (site.code, site.errors) == (0, "")
    (page,) = index(site, "communities/demo")
    assert page["title"] == "Report"
    # Not the banner, and no words twice.
    assert page["passages"] == [
        ["report", "Report", "First words. · one thing · another"],
        ["later", "Later", 'code = "found too"'],
        ["clause-tell", "Later", "Tell somebody."],
    ]


def test_the_index_follows_the_pages(tmp_path: Path) -> None:
    demo = Demo.make(tmp_path, {}, {"index": "# A\n\nOne.\n", "b": "# B\n\nTwo.\n"})
    first = demo.build()
    assert urls(first, "communities/demo") == ["b.html", "index.html"]
    files = [first.out / "communities/demo" / name for name in ("search-index.js", "search.html")]
    stamps = [file.stat().st_mtime_ns for file in files]
    assert demo.build().code == 0
    assert [file.stat().st_mtime_ns for file in files] == stamps
    demo.write("source/communities/demo/community.toml", COMMUNITY.replace('name = "Demo"', 'name = "Other"'))
    assert demo.build().code == 0
    assert "Search the pages of Other" in files[1].read_text(encoding="utf-8")
    (demo.root / "source/communities/demo/b.md").unlink()
    demo.write("source/communities/demo/index.md", "# A\n\nThree.\n")
    second = demo.build()
    assert [page["passages"] for page in index(second, "communities/demo")] == [[["a", "A", "Three."]]]


def test_what_is_left_of_former_searches_goes(tmp_path: Path) -> None:
    demo = Demo.make(tmp_path, {}, {"index": "# A\n"})
    demo.write("source/communities/other/community.toml", COMMUNITY.replace("Demo", "Other"))
    demo.write("source/communities/other/index.md", "# Other\n\nSecret.\n")
    assert demo.build().code == 0
    demo.write("out/searchindex.js", "Search.setIndex({})")
    shutil.rmtree(demo.root / "source/communities/other")
    site = demo.build()
    assert (site.code, site.errors) == (0, "")
    assert not (site.out / "searchindex.js").exists()
    assert not (site.out / "communities/other/search-index.js").exists()
    assert not (site.out / "communities/other/search.html").exists()


def test_several_processes_write_the_same(tmp_path: Path) -> None:
    pages = {f"page-{number}": f"# Page {number}\n\nText {number}.\n" for number in range(8)}
    demo = Demo.make(tmp_path, {}, {"index": "# A\n", **pages})
    assert index(demo.build("-j", "4"), "communities/demo") == index(demo.build(out="alone"), "communities/demo")


def test_with_another_theme_sphinxs_own_search_stays(tmp_path: Path) -> None:
    demo = Demo.make(tmp_path, {}, {"index": "# A\n"})
    demo.write("conf.py", (demo.root / "conf.py").read_text().replace("furo", "alabaster"))
    site = demo.build()
    assert (site.code, site.errors) == (0, "")
    assert (site.out / "searchindex.js").exists()
    assert not (site.out / "communities/demo/search-index.js").exists()
    assert site.html("communities/demo/index").select_one("html[dir=ltr]")


def test_it_works_in_folders_too(tmp_path: Path) -> None:
    demo = Demo.make(tmp_path, {}, {"index": "# A\n", "b": "# B\n"})
    site = demo.build("-b", "dirhtml")
    assert (site.code, site.errors) == (0, "")
    assert urls(site, "communities/demo/search") == ["../b/", "../"]
    actions = [
        site.html(f"communities/demo/{page}index").select('form[role="search"]')[0]["action"]
        for page in ("", "b/", "search/")
    ]
    assert actions == ["search/", "../search/", "./"]
