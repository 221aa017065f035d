"""“Exit this page”: at once, with and without scripts, and not back again."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.browsing import DESK, EXIT, PHONE, Served, opened

# What the page shows when its script says that it is left.
_TELL = """
document.addEventListener("clausebook:leave", () => {
  const box = document.querySelector("[role=alert]").getBoundingClientRect();
  console.log(JSON.stringify([document.body.innerText.trim(), document.title, box.x, box.y, box.width, box.height]));
})
"""

GUIDE = "communities/pycon/attendee-procedure"


def press_shift(page: Page, times: int = 1) -> None:
    for _ in range(times):
        page.keyboard.press("Shift")


def said(page: Page) -> str:
    return page.get_by_role("status").inner_text()


def test_without_scripts_it_is_a_link(browser: Browser, site: Served) -> None:
    with opened(browser, java_script_enabled=False) as tab:
        page = tab.open(site.url(GUIDE))
        assert page.locator(".exit-status").inner_text() == ""
        for name in ("Exit this page", "Exit this page quickly"):
            link = page.get_by_role("link", name=name, exact=True)
            assert (link.get_attribute("href"), link.get_attribute("rel")) == (EXIT, "nofollow noreferrer")
        with page.expect_request(EXIT) as asked:
            page.get_by_role("link", name="Exit this page", exact=True).click()
        assert "referer" not in asked.value.headers
        page.wait_for_url(EXIT)


def test_nothing_is_asked_of_that_site_before(browser: Browser, site: Served) -> None:
    with opened(browser) as tab:
        page = tab.open(site.url(GUIDE))
        page.get_by_role("button", name="Exit this page", exact=True).hover()
        page.get_by_role("button", name="Exit this page", exact=True).focus()
        assert tab.foreign(site.address) == []


def leave_by_click(page: Page) -> None:
    page.get_by_role("button", name="Exit this page", exact=True).click()


def leave_by_space(page: Page) -> None:
    page.get_by_role("button", name="Exit this page", exact=True).press("Space")


def leave_by_skip_link(page: Page) -> None:
    page.get_by_role("link", name="Exit this page quickly").press("Enter")


def leave_by_shift(page: Page) -> None:
    press_shift(page, 3)


@pytest.mark.parametrize("way", [leave_by_click, leave_by_space, leave_by_skip_link, leave_by_shift])
def test_the_page_is_hidden_before_the_other_one_comes_and_back_does_not_return(
    browser: Browser, site: Served, way: Callable[[Page], None]
) -> None:
    with opened(browser) as tab:
        page = tab.open(site.url("index"))
        page.goto(site.url(GUIDE))
        page.evaluate(_TELL)
        way(page)
        page.wait_for_url(EXIT)
        # Said in the moment of leaving, before the other site was asked.
        text, title, left, top, width, height = json.loads(tab.told[-1])
        assert (text, title) == ("Leaving this page.", "Leaving this page.")
        assert (left, top, width, height) == (0, 0, PHONE["width"], PHONE["height"])
        page.go_back()
        assert page.url == site.url("index")


def test_progress_is_spoken(browser: Browser, site: Served) -> None:
    with opened(browser) as tab:
        page = tab.open(site.url(GUIDE))
        assert said(page) == ""
        press_shift(page)
        assert said(page) == "Press Shift 2 more times to exit this page."
        press_shift(page)
        assert said(page) == "Press Shift 1 more time to exit this page."
        assert tab.foreign(site.address) == []


def test_five_seconds_after_the_first_press_it_begins_anew(browser: Browser, site: Served) -> None:
    with opened(browser) as tab:
        tab.page.clock.install()
        page = tab.open(site.url(GUIDE))
        press_shift(page, 2)
        page.clock.run_for(4000)
        assert said(page) == "Press Shift 1 more time to exit this page."
        page.clock.run_for(1100)
        assert said(page) == "Leaving by Shift has timed out."
        press_shift(page, 2)
        assert said(page) == "Press Shift 1 more time to exit this page."
        assert tab.foreign(site.address) == []
        with page.expect_request(EXIT):
            press_shift(page)


def test_shift_that_does_something_else_does_not_count(browser: Browser, site: Served) -> None:
    with opened(browser, viewport=DESK) as tab:
        page = tab.open(site.url(GUIDE))
        page.get_by_role("searchbox", name="Search").focus()
        for _ in range(4):
            page.keyboard.press("Shift+A")
        page.keyboard.down("Shift")
        page.locator("h1").click()
        page.keyboard.up("Shift")
        assert said(page) == ""
        assert tab.foreign(site.address) == []


def test_keyboards_and_screen_readers_come_to_it_first(browser: Browser, site: Served) -> None:
    with opened(browser) as tab:
        page = tab.open(site.url(GUIDE))
        order = []
        for _ in range(4):
            page.keyboard.press("Tab")
            order.append(page.evaluate("document.activeElement.innerText"))
            box = page.evaluate_handle("document.activeElement").as_element()
            assert box is not None
            box.wait_for_element_state("stable")
            place = box.bounding_box()
            assert place and place["y"] >= 0
        assert order == ["Skip to content", "Exit this page quickly", "Call 911", "Exit this page"]
        bar = page.get_by_role("region", name="Help and way out")
        assert bar.get_by_role("button", name="Exit this page").count() == 1
        assert bar.get_by_role("status").count() == 1


@pytest.mark.parametrize("viewport", [PHONE, DESK])
def test_it_covers_nothing_that_a_reader_goes_to(browser: Browser, site: Served, viewport: dict[str, int]) -> None:
    with opened(browser, viewport=viewport, reduced_motion="reduce") as tab:
        page = tab.open(site.url("communities/pyladies/reporting"))
        page.goto(page.url + "#" + str(page.locator("article section[id]").last.get_attribute("id")))
        bar = page.locator(".help-bar").bounding_box()
        target = page.locator(":target").bounding_box()
        assert bar and target and target["y"] >= bar["y"] + bar["height"]
        page.evaluate("scrollTo({top: 0, behavior: 'instant'})")
        heading = page.locator("h1").bounding_box()
        assert heading and heading["y"] >= bar["y"] + bar["height"]


def test_the_page_says_what_stays_behind(browser: Browser, site: Served, alone: Served) -> None:
    for served, name in ((site, GUIDE), (alone, "index")):
        with opened(browser) as tab:
            page = tab.open(served.url(name))
            page.get_by_role("link", name="how to leave no trace").click()
            text = page.locator("article").inner_text()
            assert "history" in text
            assert "private window" in text
            assert "Ctrl+Shift+N" in text
