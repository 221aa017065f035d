"""Nothing leaks: what pages ask for, store and say, in Chromium."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.browser.browsing import Served, Tab, opened

GUIDE = "communities/pycon/attendee-procedure"


def assert_silent(tab: Tab, served: Served, page: str) -> None:
    assert tab.violations() == [], page
    assert tab.complaints == [], page
    assert tab.foreign(served.address, served.site.out.as_uri()) == [], page


@pytest.mark.parametrize("name", ["site", "alone"])
def test_no_page_breaks_its_policy_asks_another_host_or_stores_anything(
    browser: Browser, name: str, request: pytest.FixtureRequest
) -> None:
    served: Served = request.getfixturevalue(name)
    with opened(browser) as tab:
        for page in served.site.pages():
            tab.open(served.url(page))
            assert_silent(tab, served, page)
        assert tab.page.evaluate("[Object.keys(localStorage), Object.keys(sessionStorage)]") == [[], []]
        assert tab.page.context.cookies() == []
        assert len(tab.requests) > len(served.site.pages())


def test_from_a_file_the_same(browser: Browser, site: Served) -> None:
    with opened(browser) as tab:
        for page in ("index", "communities/pyladies/reporting", GUIDE):
            tab.open(site.file(page))
            assert_silent(tab, site, page)
            assert tab.page.evaluate("getComputedStyle(document.querySelector('.help-bar')).position") == "sticky"
            assert tab.page.get_by_role("button", name="Exit this page").is_visible()


def test_the_policy_is_at_work(browser: Browser, site: Served) -> None:
    with opened(browser) as tab:
        page = tab.open(site.url(GUIDE))
        page.evaluate("document.body.append(Object.assign(document.createElement('script'), {text: 'window.ran = 1'}))")
        page.evaluate("document.body.insertAdjacentHTML('beforeend', '<p id=p style=\"color: red\">')")
        page.evaluate("document.body.insertAdjacentHTML('beforeend', '<img src=https://example.org/x.png>')")
        assert page.evaluate("fetch('/index.html').then(() => 'sent', () => 'kept')") == "kept"
        assert page.evaluate("window.ran") is None
        assert page.evaluate("getComputedStyle(p).color") != "rgb(255, 0, 0)"
        blocked = " ".join(tab.violations())
        for directive in ("script-src", "style-src", "img-src", "connect-src"):
            assert directive in blocked


def test_all_that_is_stored_is_the_choice_of_colours(browser: Browser, site: Served) -> None:
    with opened(browser) as tab:
        page = tab.open(site.url("communities/pyladies/index"))
        page.locator(".theme-toggle:visible").first.click()
        page.goto(site.url("search") + "?q=harassment")
        page.locator("#search-results li a").first.click()
        page.wait_for_load_state()
        assert page.evaluate("Object.entries(localStorage)") == [["theme", "dark"]]
        assert page.evaluate("sessionStorage.length") == 0
        assert page.context.cookies() == []


def test_the_search_works_under_its_policy(browser: Browser, site: Served) -> None:
    with opened(browser) as tab:
        page = tab.open(site.url("search") + "?q=badge")
        page.locator("#search-results li p.context").first.wait_for()
        assert_silent(tab, site, "search")


def test_other_sites_do_not_learn_where_a_reader_came_from(browser: Browser, site: Served) -> None:
    with opened(browser) as tab:
        page = tab.open(site.url(GUIDE))
        link = page.locator("article a.reference.external[href^='http']").first
        link.evaluate("a => a.removeAttribute('rel')")
        with page.expect_request(lambda request: not request.url.startswith(site.address)) as asked:
            link.click()
        assert "referer" not in asked.value.headers


def test_addresses_are_read_and_written_to_without_scripts(browser: Browser, site: Served) -> None:
    with opened(browser, java_script_enabled=False) as tab:
        page = tab.open(site.url("communities/pycon/index"))
        link = page.get_by_role("link", name="ewa@python.org")
        assert link.get_attribute("href") == "mailto:ewa@python.org"
        assert "ewa@python.org" in page.locator("ul.contacts").inner_text()
    source = (site.site.out / "communities/pycon/index.html").read_text(encoding="utf-8")
    assert "mailto:" not in source
    assert "python.org" not in source.replace("us.pycon.org", "")
