"""A guide page is light, and stays so however many communities the site has."""

from __future__ import annotations

from pathlib import Path

import pytest
from page_weight import PAGE, Weight, build, grow, weigh
from playwright.sync_api import Browser

from tests.browser.browsing import Served

GUIDES = [PAGE, "communities/pycon/index", "communities/pyladies/reporting", "communities/madpug/attendee-procedure"]
LARGEST = 40_000  # bytes under gzip
MOST_REQUESTS = 10


def names(weight: Weight) -> set[str]:
    return {url.partition("?")[0].rpartition("/")[2] for url in weight.blocking}


@pytest.mark.parametrize("page", GUIDES)
def test_a_guide_page_is_light(browser: Browser, site: Served, page: str) -> None:
    weight = weigh(browser, site.url(page))
    assert weight.size <= LARGEST
    assert weight.requests <= MOST_REQUESTS
    assert weight.foreign == ()
    assert names(weight) == {"furo.css", "clausebook.css"}


def test_a_community_alone_is_as_light(browser: Browser, alone: Served) -> None:
    weight = weigh(browser, alone.url("staff-procedure"))
    assert (weight.size <= LARGEST, weight.requests <= MOST_REQUESTS) == (True, True)


def test_its_html_does_not_know_how_many_communities_there_are(tmp_path: Path) -> None:
    pages = []
    for count in (2, 20):
        grow(tmp_path / str(count), count)
        build(tmp_path / f"{count}/source", tmp_path / str(count), tmp_path / f"out-{count}")
        pages.append((tmp_path / f"out-{count}/{PAGE}.html").read_bytes())
    assert pages[0] == pages[1]
    # Of the portal's own pages, only the first one names them all.
    portal = (tmp_path / "out-20/search.html").read_text(encoding="utf-8")
    assert "Event 19" in (tmp_path / "out-20/index.html").read_text(encoding="utf-8")
    assert "Event 19" not in portal
    assert "All communities" in portal


def test_what_a_page_needs_is_there(site: Served) -> None:
    assert "pygments.css" in (site.site.out / "handbook/checking.html").read_text(encoding="utf-8")
    assert "sphinx-design.min.css" in (site.site.out / "index.html").read_text(encoding="utf-8")
    assert "lists.css" in (site.site.out / "clause-matrix.html").read_text(encoding="utf-8")
    for page in GUIDES:
        html = (site.site.out / f"{page}.html").read_text(encoding="utf-8")
        assert not any(name in html for name in ("pygments", "sphinx-design", "lists.css", "doctools", "furo.js"))
