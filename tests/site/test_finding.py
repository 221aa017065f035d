"""How a site is found, and what somebody finds who is lost: sitemap, icon, and the page for wrong addresses."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest

from tests.site.building import COMMUNITY, Demo, Site

LIVE = COMMUNITY.replace('status = "example"', 'status = "live"\nreviewed = 2026-11-01')
ADDRESS = "https://guides.example.org/coc"


@pytest.fixture(scope="module")
def several(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A site with an address, a guide in use, a sample, and a guide that does not want to be found."""
    demo = Demo.make(tmp_path_factory.mktemp("found"), {}, {"index": "# Guide\n", "report": "# Report\n"}, LIVE)
    shy = LIVE.replace("country", "search_engines = false\ncountry")
    for slug, facts in {"shy": shy, "sample": COMMUNITY}.items():
        demo.write(f"source/communities/{slug}/community.toml", facts.replace("Demo", slug))
        demo.write(f"source/communities/{slug}/index.md", "# Guide\n")
    site = demo.build("-D", f"html_baseurl={ADDRESS}")
    assert (site.code, site.errors) == (0, "")
    return site


def places(site: Site) -> list[str]:
    root = ElementTree.parse(site.out / "sitemap.xml").getroot()  # noqa: S314 -- our own file
    return [str(place.text) for place in root.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]


def test_the_sitemap_lists_what_search_engines_may_show(several: Site) -> None:
    assert places(several) == [
        f"{ADDRESS}/communities/demo/index.html",
        f"{ADDRESS}/communities/demo/report.html",
        f"{ADDRESS}/index.html",
    ]


def test_without_an_address_there_is_no_sitemap(whole: Site) -> None:
    assert not (whole.out / "sitemap.xml").exists()


def test_the_sitemap_follows_the_pages(tmp_path: Path) -> None:
    demo = Demo.make(tmp_path, {}, {"index": "# Guide\n", "report": "# Report\n"}, LIVE)
    options = ("-D", f"html_baseurl={ADDRESS}/")
    whole = places(demo.build(*options))
    demo.write("source/communities/demo/index.md", "# Guide\n\nNew.\n")
    # A build that writes one page knows of the others too.
    assert places(demo.build(*options)) == whole
    (demo.root / "source/communities/demo/report.md").unlink()
    assert len(places(demo.build(*options))) == len(whole) - 1
    assert demo.build().code == 0
    assert not (tmp_path / "out/sitemap.xml").exists()


def test_the_staff_edition_has_no_sitemap(tmp_path: Path) -> None:
    demo = Demo.make(tmp_path, {}, {"index": "# Guide\n"}, LIVE)
    site = demo.build("-D", f"html_baseurl={ADDRESS}", "-D", "clausebook_edition=staff")
    assert site.code == 0
    assert not (site.out / "sitemap.xml").exists()


def test_the_page_for_wrong_addresses_works_at_any_address(several: Site, whole: Site) -> None:
    for site, root in ((several, "/coc/"), (whole, "/")):
        html = site.html("404")
        tags = [*html.select("link[href]"), *html.select("a[href]"), *html.select("script[src], form[action]")]
        targets = [str(tag.get("href") or tag.get("src") or tag.get("action")) for tag in tags]
        own = [target for target in targets if not urlsplit(target).scheme and not target.startswith("#")]
        assert len(own) > 8
        for target in own:
            assert target.startswith(root)
            assert (site.out / urlsplit(target).path.removeprefix(root)).is_file(), target


def test_it_helps_and_is_not_found_itself(whole: Site, pycon_alone: Site, several: Site) -> None:
    for site in (whole, pycon_alone, several):
        html = site.html("404")
        assert [h.get_text() for h in html.select("h1")] == ["This page is not here"]
        robots = html.select_one("meta[name=robots]")
        assert robots is not None
        assert "noindex" in str(robots["content"])
        assert html.select_one(".exit-page") is not None
        assert html.select_one("link[rel=canonical]") is None
    assert [a.get_text() for a in whole.article("404").select("section a")] == ["All communities", "Search"]
    assert [a.get_text() for a in pycon_alone.article("404").select("section a")] == ["Overview of PyCon", "Search"]
    assert pycon_alone.html("404").select_one("a.help-call[href='tel:911']") is not None
    assert "Call the emergency number" in whole.article("404").get_text()


def test_a_page_of_ones_own_takes_its_place(tmp_path: Path) -> None:
    demo = Demo.make(tmp_path, {}, {"index": "# Guide\n"})
    demo.write("source/404.md", "# Lost?\n\nWrite to us.\n")
    site = demo.build()
    assert (site.code, site.errors) == (0, "")
    assert "Write to us." in site.article("404").get_text()


def test_each_page_has_an_icon(whole: Site, several: Site, tmp_path: Path) -> None:
    for page in set(whole.pages()) - {"404"}:
        icon = whole.html(page).select_one("link[rel~=icon]")
        assert icon is not None
        assert ((whole.out / page).parent / str(icon["href"])).resolve() == whole.out / "_static/favicon.svg"
    assert (whole.out / "_static/favicon.svg").stat().st_size < 1000


def test_an_icon_of_ones_own_takes_its_place(tmp_path: Path) -> None:
    demo = Demo.make(tmp_path, {}, {"index": "# Guide\n"})
    demo.write("conf.py", (demo.root / "conf.py").read_text() + 'html_favicon = "own.ico"\n')
    demo.write("own.ico", b"\0\0\1\0")
    site = demo.build()
    assert (site.code, site.errors) == (0, "")
    icon = site.html("communities/demo/index").select_one("link[rel~=icon]")
    assert icon is not None
    assert str(icon["href"]).endswith("own.ico")
