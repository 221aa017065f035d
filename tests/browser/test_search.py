"""The search as readers use it: from a server, from files, and with the network cut."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.browsing import PHONE, Served, opened


def look(page: Page, words: str) -> list[str]:
    """Type words into the search of a page; gives the titles of what is found, once that is told."""
    if not page.locator('input[name="q"]').is_visible():
        page.get_by_role("button", name="Menu").click()
    field = page.locator('input[name="q"]')
    field.fill(words)
    field.press("Enter")
    page.wait_for_url("**/search.html#q=*")
    page.wait_for_function("document.getElementById('search-status')?.textContent !== ''")
    return page.locator("#search-results h2").all_inner_texts()


@pytest.mark.parametrize("from_file", [False, True])
def test_a_reader_finds_their_communitys_pages(browser: Browser, site: Served, from_file: bool) -> None:
    with opened(browser) as tab:
        page = tab.open((site.file if from_file else site.url)("communities/pycon/staff-procedure"))
        assert look(page, "badge") == ["Report an incident", "Staff procedure"]
        assert page.locator("#search-status").inner_text() == "2 pages found."
        assert page.locator("mark").first.inner_text() == "badge"
        page.locator("#search-results p.context a").first.click()
        page.wait_for_url("**/communities/pycon/attendee-procedure.html#clause-report")
        assert page.locator(":target").is_visible()
        assert tab.violations() == []
        assert tab.complaints == []
        # What somebody looks for is told to no server.
        assert not any("badge" in url for url in tab.requests if "#" not in url)


@pytest.mark.parametrize("name", ["Ewa", "Jodlowska", "ewa@python.org"])
def test_nobody_is_led_to_another_communitys_contacts(browser: Browser, site: Served, name: str) -> None:
    with opened(browser) as tab:
        own = look(tab.open(site.url("communities/pycon/index")), name)
        assert "PyCon" in own
        for other in ("communities/madpug/index", "communities/pyladies/reporting", "index"):
            look(tab.open(site.url(other)), name)
            links = tab.page.locator("#search-results a").evaluate_all("links => links.map((link) => link.href)")
            assert not any("/pycon/" in link for link in links)
            assert "python.org" not in tab.page.locator("#search-results").inner_text()


def test_it_works_with_the_network_cut(browser: Browser, alone: Served) -> None:
    with opened(browser) as tab:
        page = tab.open(alone.url("search"))
        page.context.set_offline(True)
        page.locator('input[name="q"]').fill("law enforcement")
        page.get_by_role("button", name="Search").click()
        page.locator("#search-results li").first.wait_for()
        assert "Report an incident" in page.locator("#search-results h2").all_inner_texts()
        assert tab.violations() == []


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("badge", "2 pages found."),
        ("BÁDGE", "2 pages found."),
        ("badg", "2 pages found."),
        ("badges", "No page has these words. These have similar ones:"),
        ("badge, harassing", "2 pages found."),
        ("<b>zzzz", "No page has these words. These have similar ones:"),
        ("zzzz", "Nothing found. Try fewer words, or their beginnings."),
        ("zzzz badge", "No page has these words. These have similar ones:"),
        ("hotel", "1 page found."),
    ],
)
def test_words_are_found_as_people_write_them(browser: Browser, site: Served, words: str, status: str) -> None:
    with opened(browser) as tab:
        look(tab.open(site.url("communities/pycon/search")), words)
        assert tab.page.locator("#search-status").inner_text() == status


def test_an_address_with_a_question_mark_works_too(browser: Browser, site: Served) -> None:
    with opened(browser) as tab:
        page = tab.open(site.url("communities/pyladies/search") + "?q=harassment")
        page.locator("#search-results li").first.wait_for()
        assert page.locator('input[name="q"]').input_value() == "harassment"


def test_without_scripts_it_says_where_the_pages_are(browser: Browser, site: Served) -> None:
    with opened(browser, java_script_enabled=False) as tab:
        page = tab.open(site.url("communities/pycon/search"))
        assert page.get_by_text("The search needs JavaScript. All pages are in the menu.").is_visible()


def test_results_fit_a_phone(browser: Browser, site: Served) -> None:
    with opened(browser, viewport={**PHONE, "width": 320}) as tab:
        page = tab.open(site.url("communities/pycon/search") + "#q=staff")
        page.locator("#search-results li").first.wait_for()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
