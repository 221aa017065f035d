"""A letter put together on a reader's device, in Chromium: every way out of the page, and no other."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from playwright.sync_api import Browser, Dialog, Page

from tests.browser.browsing import DESK, EXIT, PHONE, Served, opened, serving
from tests.browser.test_accessible import AXE, violations
from tests.site.building import Demo

LETTER = "communities/pyladies/written-report"
TEXT = """\
Dear Code of Conduct contact,

I wish to report that I was harassed by Alex “X” Exämple & co., who shouted at me. \
Since you have a responsibility here, I request that you take the following action:

- ask Alex “X” Exämple & co. to leave the event
- give me a seat elsewhere

Robin"""

PEOPLE = """\
name = "Demo"
kind = "conference"
country = "DE"
languages = ["en"]
status = "example"
email = "all@example.org"

[[contacts]]
name = "Kim Example"
role = "Lead"
email = "kim@example.org"

[[contacts]]
name = "Sam Sample"
phone = "+49 30 23125 123"
place = "at the desk"
independent = true

[[contacts]]
name = "Staff Person"
email = "staffdesk@example.org"
audience = "staff"

[[emergency]]
number = "112"
"""
OWN = """\
---
title: Letters
---

<!-- clause:ours -->
# Our letter

Hello `<AN WEN>`,

`<WER>` did this: `<WAS, GENAU>`. [Auf Wunsch: Ask `<ZEUGIN>`.]

`<BITTEN>`

*Bye*, `<ICH SELBST>`
<!-- endclause:ours -->

<!-- clause:wishes -->
- move `<WER>`'s talk
- tell [us](https://example.org/us)
<!-- endclause:wishes -->

<!-- clause:wish -->
keep `<WER>` away from `<ORT>`
<!-- endclause:wish -->
"""


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A community with a letter of its own, and people who have no address."""
    page = (
        "# Letter\n\n```{report-helper} letters:ours\n:actions: letters:wishes, letters:wish\n"
        ":fields: contact=AN WEN, who=WER, actions=BITTEN, sender=ICH SELBST\n```\n"
    )
    pages = {"index": "# Demo\n\n```{toctree}\nletter\n```\n", "letter": page}
    made = Demo.make(tmp_path_factory.mktemp("letter"), {"letters": OWN}, pages, PEOPLE).build()
    assert (made.code, made.errors) == (0, "")
    with serving(made.out) as address:
        yield Served(made, address)


def fill(page: Page) -> None:
    page.get_by_label("Who did it?").fill("Alex “X” Exämple & co.")
    page.get_by_label("What did they do?").fill("shouted at me.")
    page.get_by_label("to leave the event").check()
    page.get_by_label("Something else").fill("give me a seat elsewhere\n\n")
    page.get_by_label("Your name").fill("Robin")


def text_of(page: Page) -> str:
    return page.get_by_label("The letter, as it will be sent").input_value()


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def test_without_scripts_it_is_the_sample_letter(browser: Browser, site: Served) -> None:
    with opened(browser, java_script_enabled=False) as tab:
        page = tab.open(site.url(LETTER))
        sample = page.locator(".report-sample")
        assert sample.is_visible()
        assert (
            "I wish to report that I was harassed by <NAME/EMAIL/HANDLE>, who <MANNER OF HARASSMENT>."
            in sample.inner_text()
        )
        assert "ask <HARASSER> to leave the event" in sample.inner_text()
        assert sample.get_by_role("heading").all_inner_texts()[:1] == ["Sample Written Report"]
        assert page.locator("article").locator("input, textarea, button:visible").count() == 0


def test_what_a_reader_fills_in_becomes_a_letter(browser: Browser, site: Served) -> None:
    with opened(browser) as tab:
        page = tab.open(site.url(LETTER))
        assert not page.locator(".report-sample").is_visible()
        # Nothing is asked for, and nothing stands in the letter that nobody wrote.
        assert page.locator("[required]").count() == 0
        assert text_of(page) == "Dear Code of Conduct contact,\n\nI wish to report that I was harassed by somebody."
        fill(page)
        assert text_of(page) == TEXT
        # An action shows whom it is about.
        assert page.get_by_label("ban Alex “X” Exämple & co. from future events").count() == 1
        assert (tab.complaints, tab.violations()) == ([], [])


def test_what_may_be_left_out_comes_when_it_is_chosen(browser: Browser, site: Served) -> None:
    with opened(browser) as tab:
        page = tab.open(site.url(LETTER))
        effect = page.get_by_label("What has it done to you?")
        assert not effect.is_visible()
        page.get_by_label("This harassment has had").check()
        assert "by somebody. This harassment has had an effect on me." in text_of(page)
        effect.fill("sleepless nights.")
        assert "This harassment has had sleepless nights.\n" in text_of(page) + "\n"
        page.get_by_label("treat this complaint in confidence").check()
        assert "information about me to this person or anybody else." in text_of(page)
        page.get_by_label("This harassment has had").uncheck()
        assert "sleepless" not in text_of(page)
        assert not effect.is_visible()
        page.get_by_label("fuller account").first.check()
        page.get_by_label("Anything else that you want to say").fill("It was\n\nat noon.")
        assert text_of(page).endswith(
            "A fuller account of their harassment/emails with full headers follows.\n\nIt was\n\nat noon."
        )


def test_copying(browser: Browser, site: Served) -> None:
    with opened(browser, permissions=["clipboard-read", "clipboard-write"]) as tab:
        page = tab.open(site.url(LETTER))
        fill(page)
        press(page, "Copy")
        page.get_by_text("Copied. You can paste it into a message now.").wait_for()
        assert page.get_by_role("status").last.inner_text().startswith("Copied")
        assert page.evaluate("navigator.clipboard.readText()").replace("\r\n", "\n") == TEXT


def test_copying_where_the_browser_has_no_clipboard(browser: Browser, site: Served) -> None:
    with opened(browser) as tab:
        tab.page.add_init_script("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
        tab.page.add_init_script("document.execCommand = () => window.works ?? false")
        page = tab.open(site.url(LETTER))
        fill(page)
        press(page, "Copy")
        page.get_by_text("The letter is selected.").wait_for()
        assert page.evaluate("getSelection().toString()") == TEXT
        page.evaluate("window.works = true")
        press(page, "Copy")
        page.get_by_text("Copied. You can paste it into a message now.").wait_for()


def test_saving(browser: Browser, site: Served, tmp_path: Path) -> None:
    with opened(browser) as tab:
        page = tab.open(site.url(LETTER))
        fill(page)
        with page.expect_download() as saved:
            press(page, "Save as a file")
        assert saved.value.suggested_filename == "letter.txt"
        saved.value.save_as(tmp_path / "letter.txt")
        assert (tmp_path / "letter.txt").read_bytes() == (TEXT + "\n").replace("\n", "\r\n").encode()
        assert page.get_by_text("Saved as letter.txt").is_visible()
        assert (tab.complaints, tab.violations()) == ([], [])


def test_the_mail_program_gets_the_letter(browser: Browser, site: Served) -> None:
    with opened(browser) as tab:
        page = tab.open(site.url(LETTER))
        fill(page)
        href = page.get_by_role("link", name="Open in my mail program").get_attribute("href")
        assert href is not None
        link = urlsplit(href)
        assert (link.scheme, unquote(link.path)) == ("mailto", "coc@pyladies.com")
        assert parse_qs(link.query) == {"subject": ["Code of conduct report"], "body": [TEXT.replace("\n", "\r\n")]}
        # RFC 6068 has no plus for a blank, and an ampersand would begin another header.
        assert "+" not in href
        assert link.query.count("&") == 1


def test_a_letter_too_long_for_a_link_is_copied(browser: Browser, site: Served) -> None:
    with opened(browser, permissions=["clipboard-read", "clipboard-write"]) as tab:
        page = tab.open(site.url(LETTER))
        page.get_by_label("What did they do?").fill("ö" * 400)
        mail = page.get_by_role("link", name="Open in my mail program")
        assert mail.get_attribute("href") == "mailto:coc@pyladies.com?subject=Code%20of%20conduct%20report"
        assert page.get_by_text("The letter is too long for a link").is_visible()
        mail.evaluate("a => a.addEventListener('click', e => e.preventDefault())")
        mail.click()
        page.get_by_text("Copied. You can paste it into a message now.").wait_for()
        assert "ö" * 400 in page.evaluate("navigator.clipboard.readText()")
        page.get_by_label("What did they do?").fill("short")
        assert "body=" in str(mail.get_attribute("href"))


def test_only_the_letter_is_printed(browser: Browser, site: Served) -> None:
    with opened(browser) as tab:
        page = tab.open(site.url(LETTER))
        fill(page)
        page.evaluate("window.print = () => console.log('printed')")
        press(page, "Print")
        assert tab.told[-1] == "printed"
        page.emulate_media(media="print")
        assert page.locator("body").inner_text().strip() == TEXT
        assert page.locator("article").is_visible() is False


def test_changes_by_hand_stay(browser: Browser, site: Served) -> None:
    with opened(browser) as tab:
        page = tab.open(site.url(LETTER))
        fill(page)
        page.get_by_label("The letter, as it will be sent").fill("My own words.")
        page.get_by_label("Your name").fill("Another")
        assert text_of(page) == "My own words."
        assert page.get_by_text("You changed the letter by hand.").is_visible()
        assert str(page.get_by_role("link", name="Open in my mail program").get_attribute("href")).endswith(
            "My%20own%20words."
        )
        press(page, "Write it again from my answers")
        assert text_of(page) == TEXT.replace("Robin", "Another")


def test_nothing_is_asked_of_anybody_and_nothing_stored(browser: Browser, site: Served) -> None:
    with opened(browser, permissions=["clipboard-write"]) as tab:
        page = tab.open(site.url(LETTER))
        policy = str(page.locator('meta[http-equiv="Content-Security-Policy"]').get_attribute("content"))
        assert "connect-src 'none'" in policy
        assert "form-action 'none'" in policy
        assert page.locator("form").count() == 0
        loaded = len(tab.requests)
        page.context.set_offline(True)
        fill(page)
        press(page, "Copy")
        page.get_by_text("Copied.").wait_for()
        with page.expect_download():
            press(page, "Save as a file")
        assert [url for url in tab.requests[loaded:] if not url.startswith("blob:")] == []
        assert page.evaluate("[localStorage.length, sessionStorage.length, document.cookie]") == [0, 0, ""]
        sent = "fetch('/?x=' + document.querySelector('[data-letter]').value).then(() => 'sent', () => 'kept')"
        page.context.set_offline(False)
        assert page.evaluate(sent) == "kept"
        assert page.evaluate("navigator.sendBeacon('/x', 'x')") in (True, False)
        assert [url for url in tab.requests[loaded:] if not url.startswith("blob:")] == []


def test_the_browser_and_its_helpers_are_told_to_keep_nothing(browser: Browser, site: Served) -> None:
    with opened(browser) as tab:
        page = tab.open(site.url(LETTER))
        for control in page.locator(".report-helper :is(input, textarea)").all():
            assert control.get_attribute("autocomplete") == "off"
            assert control.get_attribute("spellcheck") == "false"


def test_leaving_with_text_asks_first(browser: Browser, site: Served) -> None:
    with opened(browser) as tab:
        asked: list[str] = []

        def stay(dialog: Dialog) -> None:
            asked.append(dialog.type)
            dialog.dismiss()

        page = tab.open(site.url(LETTER))
        page.once("dialog", stay)
        page.get_by_label("Who did it?").fill("Alex")
        page.evaluate("location.href = 'index.html'")
        page.wait_for_function("document.readyState === 'complete'")
        page.close(run_before_unload=True)
        page.wait_for_event("dialog", timeout=5_000) if not asked else None
        assert asked[0] == "beforeunload"


def test_leaving_without_text_asks_nothing(browser: Browser, site: Served) -> None:
    with opened(browser) as tab:
        page = tab.open(site.url(LETTER))
        page.get_by_label("Who did it?").fill("Alex")
        page.get_by_label("Who did it?").fill("")
        asked: list[str] = []
        page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
        page.get_by_role("link", name="how to leave no trace").click()
        page.wait_for_url("**/leaving.html")
        assert asked == []


def by_button(page: Page) -> None:
    page.get_by_role("button", name="Exit this page", exact=True).click()


def by_shift(page: Page) -> None:
    for _ in range(3):
        page.keyboard.press("Shift")


@pytest.mark.parametrize("way", [by_button, by_shift])
def test_exit_asks_nothing_and_takes_all_along(browser: Browser, site: Served, way) -> None:  # type: ignore[no-untyped-def]
    with opened(browser) as tab:
        page = tab.open(site.url("communities/pyladies/index"))
        page.goto(site.url(LETTER))
        fill(page)
        asked: list[str] = []
        page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
        page.evaluate(
            "document.addEventListener('clausebook:leave', () => console.log(document.documentElement.innerHTML))"
        )
        way(page)
        page.wait_for_url(EXIT)
        assert asked == []
        assert "report-template" in tab.told[-1]
        assert "Exämple" not in tab.told[-1]
        page.go_back()
        assert page.url == site.url("communities/pyladies/index")


def test_coming_back_finds_it_empty(browser: Browser, site: Served) -> None:
    with opened(browser) as tab:
        page = tab.open(site.url(LETTER))
        page.on("dialog", lambda dialog: dialog.accept())
        empty = text_of(page)
        fill(page)
        page.goto(site.url("communities/pyladies/index"))
        page.go_back()
        assert text_of(page) == empty
        fill(page)
        page.reload()
        assert text_of(page) == empty
        assert page.get_by_label("Who did it?").input_value() == ""
        # As a browser brings back a page that it has kept whole.
        fill(page)
        page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide', {persisted: true}))")
        assert "Exämple" not in page.content()
        page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")
        assert text_of(page) == empty
        fill(page)
        assert text_of(page) == TEXT


def test_deleting_everything(browser: Browser, site: Served) -> None:
    with opened(browser) as tab:
        page = tab.open(site.url(LETTER))
        empty = text_of(page)
        fill(page)
        page.once("dialog", lambda dialog: dialog.dismiss())
        press(page, "Delete everything")
        assert text_of(page) == TEXT
        page.once("dialog", lambda dialog: dialog.accept())
        press(page, "Delete everything")
        page.get_by_text("Everything is deleted.").wait_for()
        assert text_of(page) == empty
        assert page.locator(":checked").evaluate_all("all => all.map(each => each.type)") == ["radio"]


def test_a_call_is_not_held_up(browser: Browser, demo: Served) -> None:
    with opened(browser) as tab:
        page = tab.open(demo.url("communities/demo/letter"))
        page.get_by_label("Who did it?").fill("Alex")
        asked = "!dispatchEvent(new Event('beforeunload', {cancelable: true}))"
        assert page.evaluate(asked) is True
        for target in ("tel:112", "tel:+49-30-23125123", "mailto:kim@example.org"):
            link = page.locator(f'a[href="{target}"]').first
            link.evaluate("a => a.addEventListener('click', e => e.preventDefault())")
            link.click()
            assert page.evaluate(asked) is False, target


def test_from_a_file(browser: Browser, site: Served) -> None:
    with opened(browser) as tab:
        page = tab.open(site.file(LETTER))
        fill(page)
        assert text_of(page) == TEXT
        with page.expect_download() as saved:
            press(page, "Save as a file")
        assert saved.value.suggested_filename == "letter.txt"
        assert (tab.complaints, tab.violations()) == ([], [])


def test_a_letter_of_ones_own_and_people_without_addresses(browser: Browser, demo: Served) -> None:
    with opened(browser) as tab:
        page = tab.open(demo.url("communities/demo/letter"))
        mail = page.locator("a.report-mail")
        assert mail.get_attribute("href") is None
        assert page.get_by_text("Choose whom you write to, then").is_visible()
        assert text_of(page) == "Hello Demo,\n\nsomebody did this: ____.\n\nBye,"
        page.get_by_label("Who did it?").fill("Alex")
        page.get_by_label("Was, genau").fill("talked")
        page.get_by_label("Ask ____.").check()
        page.get_by_label("Zeugin").fill("Kim")
        page.get_by_label("move Alex's talk").check()
        page.get_by_label("tell us (https://example.org/us)").check()
        page.get_by_label("Ort", exact=True).fill("me")
        page.get_by_label("keep Alex away from me").check()
        page.get_by_label("Your name").fill("Robin")
        names = page.locator(".report-contact label").all_inner_texts()
        assert names == ["Kim Example (Lead)", "Sam Sample", "Demo"]
        page.get_by_role("radio", name="Sam Sample").check()
        assert page.get_by_text("No e-mail address is known here.").is_visible()
        ways = page.locator(".report-contact").nth(1).locator(".report-ways")
        assert ways.inner_text() == "+49 30 23125 123\nat the desk; independent of the organizers"
        assert text_of(page) == (
            "Hello Sam Sample,\n\nAlex did this: talked. Ask Kim.\n\n"
            "- move Alex's talk\n- tell us (https://example.org/us)\n- keep Alex away from me\n\nBye, Robin"
        )
        page.get_by_role("radio", name="Kim Example").check()
        assert str(mail.get_attribute("href")).startswith("mailto:kim@example.org?subject=")
        page.get_by_role("radio", name="Demo", exact=True).check()
        assert str(mail.get_attribute("href")).startswith("mailto:all@example.org?subject=")
        source = (demo.site.out / "communities/demo/letter.html").read_text(encoding="utf-8")
        assert "mailto:" not in source
        assert "staffdesk" not in page.content()


@pytest.mark.parametrize("viewport", [PHONE, DESK])
def test_thumbs_meet_it(browser: Browser, site: Served, viewport: dict[str, int]) -> None:
    with opened(browser, viewport=viewport) as tab:
        page = tab.open(site.url(LETTER))
        page.get_by_label("This harassment has had").check()
        targets = page.locator(
            ".report-helper :is(.report-choice, input[type=text], textarea, button:visible, .report-mail)"
        )
        assert targets.count() > 30
        for target in targets.all():
            box = target.bounding_box()
            if box is not None:
                assert box["height"] >= 44, target.inner_text()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth") is True


def test_the_offline_copy_has_the_sample(browser: Browser, site: Served) -> None:
    with opened(browser) as tab:
        page = tab.open(site.file("communities/pyladies/pyladies-offline"))
        assert page.locator("input, textarea, template").count() == 0
        assert page.get_by_role("heading", name="Sample Written Report").count() == 2
        assert "Leave out what you do not want to tell" not in page.content()


def test_only_this_page_loads_it(browser: Browser, site: Served) -> None:
    with opened(browser) as tab:
        tab.open(site.url("communities/pyladies/reporting"))
        assert [url for url in tab.requests if "letter." in url] == []
        del tab.requests[:]
        tab.open(site.url(LETTER))
        assert len([url for url in tab.requests if "letter." in url]) == 2
        assert tab.foreign(site.address) == []


def test_axe_finds_nothing_in_what_was_filled_in(browser: Browser, site: Served) -> None:
    with opened(browser, reduced_motion="reduce") as tab:
        page = tab.open(site.url(LETTER))
        fill(page)
        page.get_by_label("This harassment has had").check()
        page.get_by_label("The letter, as it will be sent").fill("By hand.")
        page.evaluate(AXE)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            assert violations(page) == []
