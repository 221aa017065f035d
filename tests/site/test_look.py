"""Logos, colours and last lines on real pages: each community's own, and nobody else's."""

from __future__ import annotations

import re
from pathlib import Path

from bs4 import Tag

from clausebook.site.look import linked
from tests.community.test_look import SVG
from tests.growth import assert_linear
from tests.site.building import COMMUNITY, Demo, Site, read_pages

LOOK = (
    '\n[look]\nlogo = "logo.svg"\nlogo_alt = \'A "light" <house>\'\naccent = "#2f5fa8"\n'
    'footer = "Us & co: https://example.org/a?b=1&c=2. Write to us@example.org!"\n'
)
PAGES = {"index": "# Demo\n\n```{toctree}\nguide\n```\n", "guide": "# Guide\n\nText.\n"}


def made(folder: Path, look: str = LOOK) -> Demo:
    demo = Demo.make(folder, {}, PAGES, COMMUNITY + look)
    demo.write("source/communities/demo/logo.svg", SVG)
    return demo


def logos(site: Site, page: str) -> list[Tag]:
    return site.html(page).select("img[src*=logo]")


def test_without_a_look_nothing_is_there(tmp_path: Path) -> None:
    site = made(tmp_path, "").build()
    assert (site.code, site.errors) == (0, "")
    assert not (site.out / "_static/looks").exists()
    for page in ("index", "communities/demo/index"):
        assert logos(site, page) == []
        assert "--clausebook-accent:#" not in str(site.html(page))
        assert site.html(page).select(".community-footer, .community-head") == []


def test_each_page_has_its_communitys(tmp_path: Path) -> None:
    site = made(tmp_path).build()
    assert (site.code, site.errors) == (0, "")
    assert (site.out / "_static/looks/demo/logo.svg").read_bytes() == SVG
    for page, places in (("index", ["card-logo"]), ("communities/demo/guide", ["sidebar-logo"])):
        found = logos(site, page)
        assert [image["class"] for image in found] == [[place] for place in places]
        # The name stands beside it.
        assert {image["alt"] for image in found} == {""}
    front = site.html("communities/demo/index")
    mark = front.select_one(".community-head > .community-logo-place > img")
    assert mark is not None
    assert mark["alt"] == 'A "light" <house>'
    assert front.select_one(".community-head > h1") is not None
    for page in ("index", "communities/demo/index", "communities/demo/guide"):
        for image in logos(site, page):
            assert ((site.out / f"{page}.html").parent / str(image["src"])).resolve() == (
                site.out / "_static/looks/demo/logo.svg"
            )
        assert "unsafe-inline" not in str(site.html(page))
    style = next(tag.get_text() for tag in front.select("style") if "--clausebook-accent" in tag.get_text())
    assert style.startswith("@media screen{html body{--color-brand-primary:#2f5fa8;")
    assert 'html body[data-theme="dark"]' in style
    portal = site.html("index")
    assert any("html body .card-of-demo{" in tag.get_text() for tag in portal.select("style"))
    assert not any("html body{" in tag.get_text() for tag in portal.select("style"))
    line = site.article("communities/demo/guide").select_one(".community-footer")
    assert line is not None
    assert line.get_text() == "Us & co: https://example.org/a?b=1&c=2. Write to us@example.org!"
    assert [a["href"] for a in line.select("a")] == ["https://example.org/a?b=1&c=2", "mailto:us@example.org"]


def test_pages_of_every_depth_find_the_logo(tmp_path: Path) -> None:
    demo = made(tmp_path)
    demo.write("source/communities/demo/deep/page.md", "---\norphan: true\n---\n\n# Deep\n")
    site = demo.build("-b", "dirhtml", out="dir")
    assert (site.code, site.errors) == (0, "")
    for file in ("index.html", "communities/demo/index.html", "communities/demo/guide/index.html"):
        for source in re.findall(r'<img class="[^"]*logo" src="([^"]*)"', (site.out / file).read_text()):
            assert ((site.out / file).parent / source).is_file(), file
    deep = site.out / "communities/demo/deep/page/index.html"
    (source,) = re.findall(r'<img class="sidebar-logo" src="([^"]*)"', deep.read_text())
    assert (deep.parent / source).is_file()


def test_changes_show_and_what_is_gone_goes(tmp_path: Path) -> None:
    demo = made(tmp_path)
    demo.build()
    demo.write("source/communities/demo/logo.svg", SVG.replace(b"h1v1z", b"h1z"))
    site = demo.build()
    assert read_pages(site) == []
    assert b"h1z" in (site.out / "_static/looks/demo/logo.svg").read_bytes()
    demo.write("source/communities/demo/community.toml", COMMUNITY + LOOK.replace("2f5fa8", "a02050"))
    site = demo.build()
    for page in ("index", "communities/demo/guide"):
        assert "#a02050" in str(site.html(page))
    demo.write("source/communities/demo/community.toml", COMMUNITY)
    site = demo.build()
    assert not (site.out / "_static/looks/demo/logo.svg").exists()
    assert logos(site, "communities/demo/index") == []


def test_a_logo_for_dark_pages(tmp_path: Path) -> None:
    demo = made(tmp_path, LOOK + 'logo_dark = "dark.svg"\n')
    demo.write("source/communities/demo/dark.svg", SVG)
    site = demo.build()
    assert (site.code, site.errors) == (0, "")
    found = site.html("communities/demo/guide").select("img.sidebar-logo")
    assert [(image["class"], str(image["src"]).rpartition("/")[2]) for image in found] == [
        (["sidebar-logo", "only-light"], "logo.svg"),
        (["sidebar-logo", "only-dark"], "dark.svg"),
    ]


def test_mistakes_stop_the_build(tmp_path: Path) -> None:
    site = made(tmp_path / "faint", LOOK.replace("#2f5fa8", "#ffcc00")).build()
    assert site.code == 1
    assert re.search(r"community\.toml:\d+: WARNING: look\.accent .*\[clausebook\.CB424\]", site.errors)
    demo = made(tmp_path / "gone")
    (demo.root / "source/communities/demo/logo.svg").unlink()
    site = demo.build()
    assert site.code == 1
    assert re.search(r"community\.toml:\d+: WARNING: look\.logo .*\[clausebook\.CB425\]", site.errors)
    assert "Traceback" not in site.errors


def test_lines_with_links() -> None:
    assert linked("plain <b> & ü") == "plain &lt;b&gt; &amp; ü"
    assert (
        linked("(https://example.org/a_(b)), a@b")
        == '(<a href="https://example.org/a_(b">https://example.org/a_(b</a>)), a@b'
    )
    assert linked("javascript:alert(1) ftp://x.y") == "javascript:alert(1) ftp://x.y"
    assert linked('https://example.org/"><script>') == (
        '<a href="https://example.org/">https://example.org/</a>&quot;&gt;&lt;script&gt;'
    )
    for part in ("https://a", "a@b.", "a.a", "%@", "http://"):
        assert_linear(lambda size, part=part: linked(part * size), 2_000)
