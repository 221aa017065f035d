"""What a reader sees on a phone before anything is moved: a number that calls, people to tell, the way out."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.browsing import PHONE, Served, opened, serving
from tests.site.building import COMMUNITY, Demo

TARGET = 44  # CSS px, WCAG 2.5.5

FRONTS = ["communities/pycon/index", "communities/madpug/index", "communities/pyladies/index"]
GUIDES = [
    "communities/pycon/attendee-procedure",
    "communities/pycon/staff-procedure",
    "communities/madpug/attendee-procedure",
    "communities/pyladies/reporting",
    "communities/pyladies/example-actions",
    "communities/pyladies/written-report",
    "handbook/example/index",
]

# Each link's place, whether it is what a finger meets there, and whether some of it is cut off.
_BOXES = """
(selector) => [...document.querySelectorAll(selector)].map((link) => {
  const box = link.getBoundingClientRect();
  const met = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  return {text: link.innerText, href: link.href, left: box.left, top: box.top, right: box.right, bottom: box.bottom,
          width: box.width, height: box.height, met: met !== null && link.contains(met)};
})
"""


def assert_in_reach(page: Page, selector: str, count: int) -> list[str]:
    """Assert that links are on the first screen, large, and covered by nothing; give where they lead."""
    boxes = page.evaluate(_BOXES, selector)
    assert len(boxes) >= count, selector
    for box in boxes[:count]:
        assert box["met"], box
        assert min(box["width"], box["height"]) >= TARGET, box
        assert (box["left"] >= 0, box["top"] >= 0) == (True, True), box
        assert (box["right"] <= PHONE["width"], box["bottom"] <= PHONE["height"]) == (True, True), box
    return [box["href"] for box in boxes]


def people_of(name: str) -> int:
    return 1 if "pyladies" in name else 2


@pytest.mark.parametrize("scripts", [True, False])
def test_front_pages(browser: Browser, site: Served, scripts: bool) -> None:
    with opened(browser, java_script_enabled=scripts) as tab:
        for name in FRONTS:
            page = tab.open(site.url(name))
            assert_in_reach(page, "a.exit-page", 1)
            assert all(t.startswith("mailto:") for t in assert_in_reach(page, "a.contact-way", people_of(name)))
            if "pyladies" in name:
                text = page.get_by_text("Call the emergency number of the place where you are.")
                box = text.bounding_box()
                assert box and box["y"] + box["height"] <= PHONE["height"]
            else:
                assert assert_in_reach(page, "a.emergency-number", 1) == ["tel:911"]
                assert assert_in_reach(page, "a.help-call", 1) == ["tel:911"]


@pytest.mark.parametrize("scripts", [True, False])
def test_guides(browser: Browser, site: Served, scripts: bool) -> None:
    with opened(browser, java_script_enabled=scripts) as tab:
        for name in GUIDES:
            page = tab.open(site.url(name))
            assert_in_reach(page, "a.exit-page", 1)
            targets = assert_in_reach(page, ".help-now a", people_of(name))
            assert {t.partition(":")[0] for t in targets} <= {"mailto", "tel"}
            if "pyladies" in name:
                assert "Call the emergency number of the place where you are." in page.locator(".help-now").inner_text()
            else:
                assert_in_reach(page, "a.help-call", 1)


def test_a_community_alone_has_them_too(browser: Browser, alone: Served) -> None:
    with opened(browser) as tab:
        for name in ("index", "attendee-procedure", "search", "leaving"):
            page = tab.open(alone.url(name))
            assert_in_reach(page, "a.exit-page", 1)
            assert assert_in_reach(page, "a.help-call", 1) == ["tel:911"]


def test_they_stay_in_reach_where_a_reader_has_scrolled_to(browser: Browser, site: Served) -> None:
    with opened(browser) as tab:
        page = tab.open(site.url("communities/pycon/attendee-procedure"))
        page.evaluate("scrollTo({top: 1500, behavior: 'instant'})")
        assert_in_reach(page, "a.exit-page", 1)
        assert_in_reach(page, "a.help-call", 1)


def test_nothing_of_them_is_folded_away(browser: Browser, site: Served) -> None:
    with opened(browser) as tab:
        for name in (*FRONTS, *GUIDES):
            page = tab.open(site.url(name))
            assert page.locator("details, .sd-tab-set").locator("a[href^='tel:'], a[href^='mailto:']").count() == 0


def test_a_large_event_with_a_long_name_and_two_numbers(browser: Browser, tmp_path: Path) -> None:
    person = '[[contacts]]\nname = "{0} Longlastname-Example"\nphone = "+1 202 555 014{1}"\nemail = "{0}@example.org"\n'
    people = "".join(person.format(name, place) for place, name in enumerate(("Kim", "Robin", "Sam", "Alex", "Jo")))
    start, rest = COMMUNITY.split("[[contacts]]")
    start += f"reviewed = {date.today()}\n"
    start = start.replace('"Demo"', '"The Long and Wonderful Example Conference of Springfield"').replace(
        '"example"', '"live"'
    )
    facts = f'{start}{people}[[emergency]]\nnumber = "110"\n\n[[emergency]]{rest.partition("[[emergency]]")[2]}'
    pages = {
        "index": "# {{ community.name }}\n\n```{emergency}\n```\n\n## Whom to tell\n\n```{contacts}\n```\n\n"
        "```{toctree}\n:hidden:\n\nreport\n```\n",
        "report": "# Report\n\nText.\n",
    }
    site = Demo.make(tmp_path, {}, pages, facts).build()
    assert (site.code, site.errors) == (0, "")
    with serving(site.out) as address, opened(browser) as tab:
        page = tab.open(f"{address}/communities/demo/index.html")
        assert assert_in_reach(page, "a.help-call", 2) == ["tel:110", "tel:112"]
        assert_in_reach(page, "a.exit-page", 1)
        assert assert_in_reach(page, "a.contact-way", 1)[0] == "tel:+1-202-555-0140"
        page = tab.open(f"{address}/communities/demo/report.html")
        assert_in_reach(page, "a.exit-page", 1)
        ways = assert_in_reach(page, ".help-now a", 9)
        assert [way.partition(":")[0] for way in ways[:8]] == ["tel", "mailto"] * 4
        assert ways[8].endswith("communities/demo/index.html")
        named = page.get_by_role("link", name="Call Alex Longlastname-Example")
        assert named.get_attribute("href") == "tel:+1-202-555-0143"
