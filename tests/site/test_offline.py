"""One file with all guides of a community, which asks for nothing."""

from __future__ import annotations

import base64
import hashlib
import os
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote

import pytest
from bs4 import BeautifulSoup

from clausebook.printing.chromium import find_chromium
from clausebook.printing.problems import CannotPrint
from tests.site.building import COMMUNITY, Demo, Site
from tests.site.staffed import SECRETS, picture, staffed

COMMUNITIES = ("madpug", "pycon", "pyladies")
CLAUSES = {"one": "<!-- clause:a -->\nThe {{ words.staff }} say a.\n<!-- endclause:a -->\n"}
PAGES = {
    "index": "# {{ community.name }}\n\n## Whom\n\n```{contacts}\n```\n\nMore on [B](b.md).\n\n"
    "```{toctree}\n:hidden:\n\nb\na\n```\n",
    "a": "# Page A\n\n(here)=\n## Part\n\n```{clause} one:a\n```\n\nA note.[^n]\n\n[^n]: The note.\n",
    "b": "# Page B\n\n(there)=\n## Part\n\n[A's part](#here), [the portal](../../index.md),\n"
    "[out](https://b.example.org/), [top](#there)\n\n"
    "```{clause} one:a\n```\n\n![A hall](hall.png)\n\nA note.[^n]\n\n[^n]: Another.\n",
}


def soup_of(file: Path) -> BeautifulSoup:
    return BeautifulSoup(file.read_text(encoding="utf-8"), "html.parser")


def words(soup: BeautifulSoup) -> str:
    return " ".join(soup.get_text(" ").split())


@pytest.fixture
def demo(tmp_path: Path) -> Demo:
    demo = Demo.make(tmp_path, CLAUSES, PAGES)
    demo.write("source/communities/demo/hall.png", picture(1))
    return demo


def copy_of(site: Site) -> Path:
    assert (site.code, site.errors) == (0, "")
    return site.out / "communities/demo/demo-offline.html"


@pytest.mark.parametrize("slug", COMMUNITIES)
def test_every_clause_of_the_guides_is_in_the_file(whole: Site, slug: str) -> None:
    file = whole.out / f"communities/{slug}/{slug}-offline.html"
    copy = soup_of(file)
    for target in copy.select(".print-target"):
        target.decompose()
    shown = words(copy)
    names = {str(tag["data-clause"]) for tag in copy.select("[data-clause]")}
    pages = [page for page in whole.pages() if page.startswith(f"communities/{slug}/") and "search" not in page]
    assert len(pages) > 1
    for page in pages:
        article = whole.article(page)
        clauses = list(article.select("[id^=clause-]"))
        assert len(clauses) <= len(names)
        # The file has its own.
        for block in article.select(".help-now, .exit-note"):
            block.decompose()
        for tag in [*clauses, *article.select("p")]:
            if "save-offline" not in tag.get("class", []):
                assert " ".join(tag.get_text(" ").split()) in shown


@pytest.mark.parametrize("slug", COMMUNITIES)
def test_the_file_is_whole_and_asks_for_nothing(whole: Site, slug: str) -> None:
    file = whole.out / f"communities/{slug}/{slug}-offline.html"
    assert file.stat().st_size < 300_000
    copy = soup_of(file)
    ids = [str(tag["id"]) for tag in copy.select("[id]")]
    assert len(ids) == len(set(ids))
    for link in copy.select("a[href]"):
        href = str(link["href"])
        assert href[1:] in ids if href.startswith("#") else re.match(r"(https?|mailto|tel|sms):", href), href
    # Its one script is within it.
    assert [script.attrs for script in copy.select("script")] == [{}]
    assert copy.select("link, iframe, form, input, button, [style], [src]:not([src^='data:'])") == []
    levels = [int(tag.name[1]) for tag in copy.find_all(re.compile("h[1-6]"))]
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert copy.html is not None
    assert (copy.html["lang"], copy.html["dir"]) == ("en", "ltr")


def test_its_policy_lets_in_its_own_style_and_script_and_nothing_else(pycon_alone: Site) -> None:
    copy = soup_of(pycon_alone.out / "pycon-offline.html")
    (style,), (script,) = copy.select("style"), copy.select("script")
    of_style, of_script = (
        base64.b64encode(hashlib.sha256(str(tag.string).encode()).digest()).decode() for tag in (style, script)
    )
    (policy,) = copy.select('meta[http-equiv="Content-Security-Policy"]')
    assert str(policy["content"]).split("; ") == [
        "default-src 'none'",
        f"style-src 'sha256-{of_style}'",
        f"script-src 'sha256-{of_script}'",
        "img-src data:",
        "base-uri 'none'",
        "form-action 'none'",
    ]


def test_what_matters_most_is_on_top(pycon_alone: Site) -> None:
    text = words(soup_of(pycon_alone.out / "pycon-offline.html"))
    order = [
        "Exit this page",
        "This is a sample.",
        "In danger? Call 911",
        "ewa@python.org",
        "No day of a last check",
        "Report an incident",
    ]
    assert [text.index(part) for part in order] == sorted(text.index(part) for part in order)
    # In the bar, which stays in sight, and large below it.
    assert text.count("Call 911") == 2


def test_the_front_page_offers_it(pycon_alone: Site, whole: Site) -> None:
    for site, page in ((pycon_alone, "index"), (whole, "communities/pycon/index")):
        (link,) = site.article(page).select(".save-offline a")
        assert link["href"] == "pycon-offline.html"
        assert link.get_text() == "Save this guide to your phone"
        assert ((site.out / page).parent / str(link["href"])).is_file()
    for page in ("index", "handbook/example/index", "communities/pycon/staff-procedure"):
        assert whole.article(page).select(".save-offline") == []


def test_links_between_pages_lead_within_and_others_out_or_nowhere(demo: Demo) -> None:
    copy = soup_of(copy_of(demo.build()))
    links = {link.get_text(): str(link["href"]) for link in copy.select("a[href]")}
    assert links["B"] == "#b"
    assert links["A’s part"].startswith("#a.")
    assert links["top"].startswith("#b.")
    assert links["out"] == "https://b.example.org/"
    assert "the portal" not in links
    assert "the portal" in words(copy)
    # In the order of the navigation; the front page's heading has nothing below it but what the top shows.
    assert [str(section["id"]) for section in copy.select("main > section")] == ["b", "a"]
    assert copy.select_one("nav a[href='#a']") is not None
    notes = [unquote(str(link["href"])) for link in copy.select("a.footnote-reference")]
    assert len(notes) == len(set(notes)) == 2


def test_pictures_are_in_the_text_as_long_as_there_is_room(demo: Demo) -> None:
    (image,) = soup_of(copy_of(demo.build())).select("img")
    assert str(image["src"]) == "data:image/png;base64," + base64.b64encode(picture(1)).decode()
    assert image["alt"] == "A hall"
    demo.write("source/communities/demo/hall.png", picture(1) + os.urandom(300_000))
    copy = copy_of(demo.build())
    assert soup_of(copy).select("img") == []
    assert "A hall" in words(soup_of(copy))
    assert copy.stat().st_size < 300_000


def test_it_is_written_again_exactly_when_something_in_it_has_changed(demo: Demo) -> None:
    copy = copy_of(demo.build())
    before = copy.stat().st_mtime_ns, copy.read_bytes()

    def change(name: str, text: str, *, shown: str) -> None:
        nonlocal before
        demo.write(name, text)
        copy_of(demo.build())
        assert shown in words(soup_of(copy))
        assert copy.stat().st_mtime_ns != before[0]
        before = copy.stat().st_mtime_ns, copy.read_bytes()

    copy_of(demo.build())
    assert copy.stat().st_mtime_ns == before[0]
    demo.write("source/index.md", (demo.root / "source/index.md").read_text() + "\nMore.\n")
    copy_of(demo.build())
    assert (copy.stat().st_mtime_ns, copy.read_bytes()) == before

    change("source/clauses/one.md", CLAUSES["one"].replace("say a", "tell a"), shown="The team tell a.")
    change("source/communities/demo/community.toml", COMMUNITY.replace("Kim", "Robin"), shown="Robin Example")
    change("source/communities/demo/b.md", PAGES["b"].replace("Page B", "Page C"), shown="Page C")
    copy.unlink()
    assert copy_of(demo.build()).read_bytes() == before[1]
    assert copy.read_bytes() == copy_of(demo.build(out="clean")).read_bytes()


def test_a_community_that_is_gone_leaves_no_file(demo: Demo) -> None:
    copy = copy_of(demo.build())
    for file in (demo.root / "source/communities/demo").iterdir():
        file.unlink()
    (demo.root / "source/communities/demo").rmdir()
    demo.write("source/index.md", "# Portal\n")
    demo.build()
    assert not copy.exists()


def test_the_public_file_holds_nothing_of_the_staffs(tmp_path: Path) -> None:
    demo = staffed(tmp_path)
    public, staff = demo.build(), demo.build("-D", "clausebook_edition=staff", out="staff")
    text = copy_of(public).read_text(encoding="utf-8")
    assert not [secret for secret in SECRETS if secret in text]
    text = copy_of(staff).read_text(encoding="utf-8")
    assert "Nightwatch" in text
    assert "Staff edition: do not pass it on." in text


def test_a_page_from_right_to_left_says_so(demo: Demo) -> None:
    demo.write("source/communities/demo/community.toml", COMMUNITY.replace('["en"]', '["ar"]'))
    copy = soup_of(copy_of(demo.build()))
    assert copy.html is not None
    assert (copy.html["lang"], copy.html["dir"]) == ("ar", "rtl")


@pytest.fixture(scope="module")
def browser() -> Iterator[object]:
    from playwright.sync_api import sync_playwright

    try:
        program = find_chromium()
    except CannotPrint as error:
        if os.environ.get("CI"):
            raise
        pytest.skip(str(error))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, chromium_sandbox=os.geteuid() != 0)
        yield browser
        browser.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_works_without_network_and_scripts(browser: object, pycon_alone: Site, scheme: str) -> None:
    context = browser.new_context(  # type: ignore[attr-defined]
        offline=True, java_script_enabled=False, color_scheme=scheme, viewport={"width": 360, "height": 640}
    )
    page = context.new_page()
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    file = pycon_alone.out / "pycon-offline.html"
    page.goto(file.as_uri())
    assert (asked, said) == ([file.as_uri()], [])
    button = page.locator("a.emergency-number").bounding_box()
    assert button["height"] >= 44
    assert button["y"] + button["height"] < 640
    for link in page.locator("a.contact-way").all():
        assert link.bounding_box()["height"] >= 44
    page.get_by_role("link", name="Report an incident").first.click()
    place = page.locator("#attendee-procedure").bounding_box()
    bar = page.locator(".help-bar").bounding_box()
    assert bar["y"] == 0
    assert bar["height"] - 1 <= place["y"] < bar["height"] + 20
    for name in ("Call 911", "Exit this page"):
        assert page.get_by_role("link", name=name, exact=True).bounding_box()["height"] >= 44
    sizes = page.evaluate("[document.documentElement.scrollWidth, getComputedStyle(document.body).backgroundColor]")
    assert sizes == [360, "rgb(255, 255, 255)" if scheme == "light" else "rgb(20, 23, 26)"]
    context.close()


def test_exit_hides_it_and_back_does_not_return(browser: object, pycon_alone: Site, tmp_path: Path) -> None:
    other = tmp_path / "other.html"
    other.write_text("<title>Other</title>", encoding="utf-8")
    for network in (True, False):
        context = browser.new_context(viewport={"width": 360, "height": 640})  # type: ignore[attr-defined]
        context.route(re.compile("^https:"), lambda route: route.fulfill(body="Sunny", content_type="text/html"))
        page = context.new_page()
        said: list[str] = []
        page.on("console", lambda message, said=said: said.append(message.text))
        page.goto(other.as_uri())
        page.goto((pycon_alone.out / "pycon-offline.html").as_uri())
        for _ in range(2):
            page.keyboard.press("Shift")
        assert page.get_by_role("status").inner_text() == "Press Shift 1 more time to exit this page."
        page.evaluate(
            "document.addEventListener('clausebook:leave', () => console.log(document.body.innerText.trim()))"
        )
        if network:
            page.keyboard.press("Shift")
            page.wait_for_url(re.compile("^https:"))
            page.go_back()
            assert page.title() == "Other"
        else:
            # The browser's own message that it has no connection comes in its place.
            context.unroute_all()
            context.set_offline(True)
            page.get_by_role("button", name="Exit this page", exact=True).click()
            page.wait_for_url(re.compile("^chrome-error:"))
        assert said[0] == "Leaving this page."
        context.close()
