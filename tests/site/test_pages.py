"""What a reader finds on the built pages, and what must not be there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from bs4 import Comment

from clausebook.project import Project
from tests.site.building import ROOT, Demo, Site

SLUGS = ("madpug", "pycon", "pyladies")
PEOPLE = {
    "pycon": ("Ewa Jodlowska", "Jesse Noller"),
    "madpug": ("Cea Stapleton", "Ian Cordasco"),
    "pyladies": ("coc@pyladies.com",),
}


def community_pages(site: Site) -> list[str]:
    names = (page for page in site.pages() if page.startswith("communities/"))
    return [name for name in names if not name.endswith("/search")]


def test_all_pages_are_there(whole: Site) -> None:
    assert community_pages(whole) == [
        "communities/madpug/attendee-procedure",
        "communities/madpug/index",
        "communities/pycon/attendee-procedure",
        "communities/pycon/index",
        "communities/pycon/staff-procedure",
        "communities/pyladies/example-actions",
        "communities/pyladies/index",
        "communities/pyladies/reporting",
        "communities/pyladies/written-report",
    ]


def test_no_marker_comment_or_stand_in_reaches_the_html(whole: Site) -> None:
    for page in whole.pages():
        article = whole.html(page).select_one("article")
        assert article is not None
        assert article.find_all(string=lambda text: isinstance(text, Comment)) == []
        text = str(article)
        assert "clausebook-mark" not in text
        assert ".invalid" not in text
        # The catalogue and the handbook show markers and placeholders as text; a guide shows neither.
        if page.startswith("communities/"):
            assert not re.search(r"clause:|\{\{|\}\}|coc:mark", text), page


def test_clause_files_are_not_pages(whole: Site) -> None:
    assert [page for page in whole.pages() if "clauses/" in page] == []
    assert list((whole.out / "_sources").rglob("*.*")) == []


@pytest.mark.parametrize("slug", SLUGS)
def test_every_page_of_a_sample_says_so_at_the_top(whole: Site, slug: str) -> None:
    for page in community_pages(whole):
        if f"/{slug}/" not in page:
            continue
        article = whole.article(page)
        heading = article.select_one("h1")
        assert heading is not None
        # A front page has its logo beside the heading.
        head = article.select_one(".community-head") or heading
        banner = head.find_next_sibling()
        assert banner is not None
        assert "sample-banner" in banner["class"]
        assert banner.get_text(" ", strip=True).startswith("This is a sample. Do not use it to report an incident")


def test_the_front_page_lets_a_reader_choose(whole: Site) -> None:
    cards = whole.article("index").select(".sd-card")
    titles = [card.select_one(".sd-card-title").get_text(strip=True) for card in cards]  # type: ignore[union-attr]
    links = [str(card.select_one("a.sd-stretched-link")["href"]) for card in cards]  # type: ignore[index]
    assert titles == ["MadPUG", "PyCon", "PyLadies"]
    assert links == [f"communities/{slug}/index.html" for slug in SLUGS]
    assert all("sample, not in use" in card.get_text() for card in cards)


@pytest.mark.parametrize("slug", SLUGS)
def test_a_communitys_front_page_puts_danger_first_then_people_then_how(whole: Site, slug: str) -> None:
    article = whole.article(f"communities/{slug}/index")
    emergency, contacts = article.select_one(".emergency"), article.select_one("ul.contacts")
    assert emergency is not None and contacts is not None
    text = str(article)
    assert text.index('class="emergency') < text.index("contacts") < text.index("How")
    for person in PEOPLE[slug]:
        assert person in contacts.get_text()
    calls = [str(a["href"]) for a in emergency.select("a")]
    assert calls == ([] if slug == "pyladies" else ["tel:911"])


@pytest.mark.parametrize("slug", SLUGS)
def test_navigation_is_the_communitys_own_and_the_way_back(whole: Site, slug: str) -> None:
    others = [other for other in SLUGS if other != slug]
    for page in community_pages(whole):
        if f"/{slug}/" not in page:
            continue
        html = whole.html(page)
        links = [str(a["href"]) for a in html.select("a[href]")]
        assert not any(other in link for other in others for link in links if not link.startswith("http")), page
        sidebar = html.select_one(".sidebar-tree")
        assert sidebar is not None
        assert next(a.get_text() for a in sidebar.select("a")) == "Overview"
        assert [str(a["href"]) for a in sidebar.select(".to-portal a")] == ["../../index.html"]


def test_neighbours_in_the_footer_stay_in_the_community(whole: Site) -> None:
    last = whole.html("communities/pycon/staff-procedure")
    assert last.select_one("a.next-page") is None
    previous = last.select_one("a.prev-page")
    assert previous is not None
    assert previous["href"] == "attendee-procedure.html"


def test_alone_a_community_has_no_word_of_the_others(pycon_alone: Site) -> None:
    assert pycon_alone.pages() == ["404", "attendee-procedure", "index", "leaving", "search", "staff-procedure"]
    for file in pycon_alone.out.rglob("*"):
        if file.is_file() and "_static" not in file.parts:
            text = file.read_bytes().lower()
            for other in (b"madpug", b"pyladies", b"ceaess", b"graffat", b"stapleton", b"cordasco"):
                assert other not in text, file


def test_alone_the_brand_is_the_communitys_on_every_page(pycon_alone: Site) -> None:
    for page in pycon_alone.pages():
        html = pycon_alone.html(page)
        assert html.title is not None
        assert "PyCon" in html.title.get_text()
        assert "Clausebook" not in html.title.get_text()
        assert html.select_one(".to-portal") is None


def test_alone_the_search_page_says_that_it_is_a_sample_too(pycon_alone: Site) -> None:
    banner = pycon_alone.html("search").select_one(".announcement")
    assert banner is not None
    assert "This is a sample. Do not use it to report an incident" in banner.get_text(" ", strip=True)
    assert pycon_alone.html("index").select_one(".announcement") is None


def test_steps_are_a_list_with_its_numbers_as_text(whole: Site) -> None:
    for slug in ("pycon", "madpug"):
        steps = whole.article(f"communities/{slug}/attendee-procedure").select("ol.clause-steps > li")
        assert [step.select_one(".step-number").get_text() for step in steps] == ["1. ", "2. ", "3. "]  # type: ignore[union-attr]
        details = steps[1].select("ul > li")
        assert len(details) == 5
        assert "well informed" in steps[1].get_text()


def test_a_step_has_its_number_whatever_it_begins_with(tmp_path: Path) -> None:
    clauses = """\
<!-- clause:code -->
```text
x
```
<!-- endclause:code -->

<!-- clause:table -->
| a | b |
|---|---|
| 1 | 2 |
<!-- endclause:table -->

<!-- clause:note -->
```{note}
Text.
```
<!-- endclause:note -->

<!-- clause:words -->
Words.
<!-- endclause:words -->
"""
    page = "# Demo\n\n```{clause} one:code one:table one:note one:words\n:steps:\n```\n"
    site = Demo.make(tmp_path, {"one": clauses}, {"index": page}).build()
    assert (site.code, site.errors) == (0, "")
    steps = site.article("communities/demo/index").select("ol.clause-steps > li")
    assert [step.get_text(strip=True)[:2] for step in steps] == ["1.", "2.", "3.", "4."]
    assert [len(step.select("p > .step-number")) for step in steps] == [1, 1, 1, 1]
    assert not any(step.select("th .step-number, .admonition .step-number") for step in steps)


def test_each_clause_has_a_link_target(whole: Site) -> None:
    article = whole.article("communities/pycon/staff-procedure")
    project = Project.load(ROOT)
    for name in project.shared.files["staff-procedure"].clauses:
        clause = article.select_one(f"#clause-{name}")
        assert clause is not None, name
    response = article.select_one("#clause-response")
    assert response is not None
    assert len(response.select("li")) == 6
    # A clause that begins with a heading is that heading's section.
    heading = whole.article("communities/pyladies/reporting").select_one("section:has(> #clause-how-to-report) > h2")
    assert heading is not None
    assert heading.get_text(strip=True) == "How to Report"


def test_no_id_stands_twice(whole: Site) -> None:
    for page in whole.pages():
        ids = [str(element["id"]) for element in whole.html(page).select("[id]")]
        assert len(ids) == len(set(ids)), page


def test_every_inside_link_leads_somewhere(whole: Site) -> None:
    pages = {page: whole.html(page) for page in whole.pages()}
    ids = {
        (whole.out / f"{page}.html").resolve(): {tag["id"] for tag in html.select("[id]")}
        for page, html in pages.items()
    }
    for page, html in pages.items():
        for link in html.select("a[href]"):
            href = str(link["href"])
            if re.match(r"[a-z]+:|/|#$|$", href):
                continue
            target, _, anchor = href.partition("#")
            file = ((whole.out / page).parent / target if target else whole.out / f"{page}.html").resolve()
            assert file.is_file(), (page, href)
            assert not anchor or anchor in ids[file], (page, href)


def test_the_catalogue_shows_every_shared_clause_and_who_uses_it(whole: Site) -> None:
    article = whole.article("clause-catalogue")
    shown = {code.get_text() for code in article.select(".catalogue-clause .rubric code")}
    assert shown == set(Project.load(ROOT).shared.names())
    entries = {block.select_one(".rubric code").get_text(): block for block in article.select(".catalogue-clause")}  # type: ignore[union-attr]
    uses = [str(a["href"]) for a in entries["staff-procedure:stafflinks"].select(".catalogue-uses a")]
    assert uses == ["communities/pycon/attendee-procedure.html", "communities/pycon/staff-procedure.html"]
    assert "{{ community.name }}" in entries["staff-procedure:response"].get_text()


def test_the_handbooks_examples_are_shown_as_written_and_as_they_appear() -> None:
    text = (ROOT / "source/handbook/example/index.md").read_text(encoding="utf-8")
    examples = re.findall(
        r"^````text\n(.*?)^````\n\n(.*?)(?=^## |^Within |^What you |\Z)", text, re.MULTILINE | re.DOTALL
    )
    assert len(examples) >= 7
    for written, live in examples:
        assert live.strip().startswith(written.strip())


def test_the_handbook_shows_own_wording_and_placeholders_at_work(whole: Site) -> None:
    article = whole.article("handbook/example/index")
    text = article.get_text()
    assert "Example Conference will not name anybody either." in text
    assert "Public shaming" not in text
    assert "Report to Kim Example (Code of Conduct lead) or Sam Sample (Ombudsperson)." in text
    links = [str(a["href"]) for a in article.select("a[href]")]
    assert "https://conference.example.org/code-of-conduct/" in links
    assert "mailto:conduct@example.org" in links
    assert "tel:+44-20-7946-0018" in links
    assert "tel:999" in links
    assert "#clause-tellchair" in links


def test_the_inventory_names_each_clause_by_community(pycon_alone: Site) -> None:
    from sphinx.util.inventory import InventoryFile

    inventory = InventoryFile.loads((pycon_alone.out / "objects.inv").read_bytes(), uri="")
    item = inventory.data["coc:clause"]["pycon:staff-procedure:response"]
    assert item.uri == "staff-procedure.html#clause-response"
