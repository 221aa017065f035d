"""Every page can be used by everybody: axe-core, zoom, large text, keyboards, reduced motion."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.resources import files
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, Route

from tests.browser.browsing import DESK, PHONE, Served, opened, serving
from tests.site.building import Demo
from tests.site.test_language import ARABIC, PAGES

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")

Scheme = Literal["light", "dark"]
RULES = {
    "type": "tag",
    "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"],
}


def violations(page: Page) -> list[str]:
    """Run axe on a page; say which rule which elements break."""
    # A change of size or colours is at work from the next frame on.
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    found = page.evaluate("(only) => axe.run(document, {runOnly: only, resultTypes: ['violations']})", RULES)
    return [f"{v['id']}: {node['html'][:160]}" for v in found["violations"] for node in v["nodes"]]


def violations_at_both_widths(page: Page, where: str) -> list[str]:
    """Run axe on a page in a narrow window and in a wide one."""
    page.evaluate(AXE)
    found = []
    for size in (PHONE, DESK):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        found += [f"{where} {size['width']}: {text}" for text in violations(page)]
    return found


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["site", "alone"])
def test_axe_finds_nothing(browser: Browser, name: str, scheme: Scheme, request: pytest.FixtureRequest) -> None:
    served: Served = request.getfixturevalue(name)
    offline = [file.relative_to(served.site.out).with_suffix("") for file in served.site.out.rglob("*-offline.html")]
    assert offline
    found = []
    with opened(browser, reduced_motion="reduce", color_scheme=scheme) as tab:
        for page_name in (*served.site.pages(), *map(str, offline)):
            found += violations_at_both_widths(tab.open(served.url(page_name)), page_name)
    assert found == []


def without_scripts(route: Route) -> None:
    """Answer with a page as it is where no script runs: axe itself is one, and would not run there."""
    answer = route.fetch()
    text = re.sub(r"<script\b.*?</script>|</?noscript>", "", answer.text(), flags=re.DOTALL)
    route.fulfill(response=answer, body=text)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_without_scripts(browser: Browser, site: Served, scheme: Scheme) -> None:
    communities = ("pycon/index", "pycon/attendee-procedure", "pyladies/written-report", "pyladies/search")
    found = []
    with opened(browser, reduced_motion="reduce", color_scheme=scheme) as tab:
        tab.page.route("**/*.html", without_scripts)
        for name in ("index", "search", "handbook/checking", *(f"communities/{name}" for name in communities)):
            page = tab.open(site.url(name))
            assert page.locator("script").count() == 0
            found += violations_at_both_widths(page, name)
    assert found == []


def test_axe_finds_nothing_where_something_is_open(browser: Browser, site: Served) -> None:
    with opened(browser, reduced_motion="reduce") as tab:
        for scheme in ("light", "dark"):
            tab.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            page = tab.open(site.url("communities/pycon/search") + "?q=harassment")
            page.locator("#search-results li").first.wait_for()
            page.evaluate(AXE)
            assert violations(page) == []
            page.get_by_role("button", name="Menu").click()
            assert violations(page) == []
            page = tab.open(site.url("handbook/checking"))
            page.get_by_role("button", name="On this page").first.click()
            page.evaluate(AXE)
            assert violations(page) == []


def test_axe_would_find_something(browser: Browser, site: Served) -> None:
    with opened(browser) as tab:
        page = tab.open(site.url("communities/pycon/index"))
        page.evaluate(AXE)
        page.evaluate("document.querySelector('article').insertAdjacentHTML('beforeend', '<img src=\"a.png\">')")
        assert any(text.startswith("image-alt") for text in violations(page))


def test_no_page_scrolls_sideways_at_400_percent_or_with_text_twice_as_large(browser: Browser, site: Served) -> None:
    wide = []
    measure = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    with opened(browser, viewport={"width": 320, "height": 256}) as tab:
        for name in site.site.pages():
            page = tab.open(site.url(name))
            if page.evaluate(measure) > 0:
                wide.append(f"{name} at 320")
            page.evaluate("document.documentElement.style.fontSize = '200%'")
            for size in (PHONE, DESK):
                page.set_viewport_size(size)  # type: ignore[arg-type]
                if page.evaluate(measure) > 0:
                    wide.append(f"{name} with large text at {size['width']}")
            page.set_viewport_size({"width": 320, "height": 256})
    assert wide == []


def test_at_400_percent_the_bar_takes_no_place_from_the_text(browser: Browser, site: Served) -> None:
    with opened(browser, viewport={"width": 320, "height": 256}) as tab:
        page = tab.open(site.url("communities/pycon/attendee-procedure"))
        page.evaluate("scrollTo({top: 600, behavior: 'instant'})")
        bar = page.locator(".help-bar").bounding_box()
        assert bar and bar["y"] + bar["height"] < 0


@pytest.mark.parametrize("size", [PHONE, DESK])
@pytest.mark.parametrize("name", ["communities/pycon/attendee-procedure", "communities/pyladies/index", "search"])
def test_every_stop_of_the_keyboard_is_seen(browser: Browser, site: Served, name: str, size: dict[str, int]) -> None:
    seen = """() => {
      const stop = document.activeElement, box = stop.getBoundingClientRect();
      const label = stop.type === "checkbox" ? [...document.querySelectorAll(`label[for="${stop.id}"]`)] : [];
      const outlined = [stop, ...label].filter((e) => e.checkVisibility()).map((e) => getComputedStyle(e))
        .some((style) => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2);
      const inside = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
      const met = document.elementFromPoint(box.x + box.width / 2, box.y + Math.min(box.height / 2, 12));
      const open = stop.type === "checkbox" || (met !== null && (stop.contains(met) || met.contains(stop)));
      return [stop === document.body, stop.outerHTML.slice(0, 120), outlined, inside, open];
    }"""
    with opened(browser, viewport=size, reduced_motion="reduce") as tab:
        page = tab.open(site.url(name))
        stops = 0
        for _ in range(60):
            page.keyboard.press("Tab")
            over, stop, outlined, inside, uncovered = page.evaluate(seen)
            if over:
                break
            stops += 1
            assert (stop, outlined, inside, uncovered) == (stop, True, True, True)
        assert stops >= 5


def test_a_keyboard_opens_the_menu_of_a_narrow_window_and_closes_it(browser: Browser, site: Served) -> None:
    with opened(browser, reduced_motion="reduce") as tab:
        page = tab.open(site.url("communities/pycon/index"))
        entry = page.locator(".sidebar-tree").get_by_role("link", name="Report an incident")
        menu = page.get_by_role("button", name="Menu")
        assert not entry.is_visible()
        menu.press("Enter")
        assert entry.is_visible()
        # The way out is neither covered nor out of reach.
        assert page.locator(".help-bar .exit-page").click(trial=True) is None
        page.keyboard.press("Escape")
        assert not entry.is_visible()
        assert menu.evaluate("button => button === document.activeElement")
        menu.press("Space")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == "Close"
        entry.focus()
        page.keyboard.press("Enter")
        page.wait_for_url(site.url("communities/pycon/attendee-procedure"))


def test_the_menu_needs_no_scripts(browser: Browser, site: Served) -> None:
    with opened(browser, java_script_enabled=False) as tab:
        page = tab.open(site.url("handbook/checking"))
        page.get_by_role("button", name="Menu").click()
        assert page.locator(".sidebar-tree").get_by_role("link", name="Codes").is_visible()
        page.get_by_role("button", name="Close").click()
        page.get_by_role("button", name="On this page").first.click()
        link = page.locator(".toc-tree a:visible").first
        assert link.is_visible()
        assert not page.locator(".theme-toggle").is_visible()


def test_a_link_within_the_page_closes_the_list_that_it_stands_in(browser: Browser, site: Served) -> None:
    with opened(browser, reduced_motion="reduce") as tab:
        page = tab.open(site.url("handbook/checking"))
        page.get_by_role("button", name="On this page").first.click()
        page.locator(".toc-tree a:visible").last.click()
        assert not page.locator("#contents").is_visible()
        assert "#" in page.url


def test_the_skip_link_leads_to_the_text(browser: Browser, site: Served) -> None:
    with opened(browser, reduced_motion="reduce", viewport=DESK) as tab:
        page = tab.open(site.url("handbook/checking"))
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent.trim()") == "Skip to content"
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.closest('article') !== null")


def test_nothing_moves_for_those_who_do_not_want_it(browser: Browser, site: Served) -> None:
    moving = """[...document.querySelectorAll("*")].filter((element) => {
      const style = getComputedStyle(element);
      return [style.transitionDuration, style.animationDuration].join().split(",").some((d) => parseFloat(d) > 0.001);
    }).length"""
    with opened(browser, reduced_motion="reduce") as tab:
        page = tab.open(site.url("communities/pycon/index"))
        assert page.evaluate(moving) == 0
        assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"


@pytest.fixture(scope="module")
def arabic(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A community whose guide is written from right to left."""
    site = Demo.make(tmp_path_factory.mktemp("ar"), {}, PAGES, ARABIC).build()
    with serving(site.out) as address:
        yield Served(site, address)


def test_a_guide_from_right_to_left(browser: Browser, arabic: Served) -> None:
    with opened(browser, reduced_motion="reduce", viewport=DESK) as tab:
        for name in ("index", "report", "english", "search"):
            page = tab.open(arabic.url(f"communities/demo/{name}"))
            page.evaluate(AXE)
            for size in (PHONE, DESK):
                page.set_viewport_size(size)  # type: ignore[arg-type]
                assert violations(page) == []
                assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        page = tab.open(arabic.url("communities/demo/report"))
        places = "['.sidebar-drawer', 'article'].map((s) => document.querySelector(s).getBoundingClientRect().x)"
        sidebar, text = page.evaluate(places)
        assert sidebar > text
        page.set_viewport_size(PHONE)  # type: ignore[arg-type]
        page.get_by_role("button", name="Menu").click()
        box = page.locator("#menu").bounding_box()
        assert box
        assert box["x"] + box["width"] == PHONE["width"]
