"""What readers see of a community's look: the logo, and its colour in both schemes."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.browser.browsing import DESK, PHONE, Served, opened
from tests.community.test_look import ratio

_COLOURS = """() => [
  ...document.querySelectorAll("article a.reference:not(.emergency-number), .sidebar-tree a, .sd-card"),
].map((element) => {
  const two = (n) => Number(n).toString(16).padStart(2, "0");
  const hex = (text) => "#" + text.match(/[0-9]+/g).slice(0, 3).map(two).join("");
  const of = getComputedStyle(element);
  return [hex(element.matches(".sd-card") ? of.borderTopColor : of.color), element.className];
})"""


def seen(page: Any) -> set[str]:
    return {colour for colour, _ in page.evaluate(_COLOURS)}


@pytest.mark.parametrize(("slug", "accent"), [("pycon", "#306998"), ("madpug", "#2e6f40"), ("pyladies", "#b3235a")])
def test_a_communitys_pages_have_its_colour(browser: Browser, site: Served, slug: str, accent: str) -> None:
    with opened(browser, viewport=DESK) as tab:
        page = tab.open(site.url(f"communities/{slug}/index"))
        assert seen(page) == {accent}
        page.emulate_media(color_scheme="dark")
        (dark,) = seen(page)
        assert ratio(dark, "#131416") >= 6
        assert tab.violations() == []
        # As the reader chooses, whatever the device says.
        page.locator(".theme-toggle").click()
        assert seen(page) in ({accent}, {dark})
        # On paper, everything is black.
        page.emulate_media(media="print", color_scheme="light")
        assert seen(page) == {"#000000"}


def test_the_portals_cards_have_everybodys(browser: Browser, site: Served) -> None:
    with opened(browser, viewport=DESK) as tab:
        page = tab.open(site.url("index"))
        cards = [colour for colour, classes in page.evaluate(_COLOURS) if "sd-card" in classes]
        assert cards == ["#2e6f40", "#306998", "#b3235a"]
        assert tab.violations() == []


@pytest.mark.parametrize("viewport", [PHONE, DESK])
def test_logos_are_loaded_and_stay_small(browser: Browser, site: Served, viewport: dict[str, int]) -> None:
    with opened(browser, viewport=viewport) as tab:
        for name, count in (("index", 3), ("communities/pycon/index", 2), ("communities/pycon/staff-procedure", 1)):
            page = tab.open(site.url(name))
            shown = page.locator("img[src*='_static/looks/']")
            assert shown.count() == count
            for image in shown.all():
                assert image.evaluate("image => image.complete && image.naturalWidth > 0")
                box = image.bounding_box()
                assert box is None or box["height"] <= 64
        assert tab.foreign(site.address) == []
