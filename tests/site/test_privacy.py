"""What is published says nothing that it need not: files, heads of pages, addresses."""

from __future__ import annotations

import re
import shutil
from base64 import b64encode
from hashlib import sha256
from pathlib import Path

import clausebook
from clausebook.site.privacy import cloak, content_policy, put_opening, settle_page
from tests.growth import assert_linear
from tests.site.building import COMMUNITY, ROOT, Demo, Site, read_pages

PACKAGE = Path(clausebook.__file__).parent
PAGE = "# Demo\n\n```{emergency}\n```\n\nWrite to [us](mailto:us@example.org) or us@example.org.\n"


def meta(site: Site, page: str, name: str) -> str | None:
    found = site.html(page).select_one(f'meta[name="{name}"], meta[property="{name}"], meta[http-equiv="{name}"]')
    return None if found is None else str(found["content"])


def made(folder: Path, *lines: str) -> Site:
    return Demo.make(folder, {}, {"index": PAGE}, "\n".join(lines) + "\n" + COMMUNITY).build()


def live(folder: Path, *lines: str) -> Site:
    facts = COMMUNITY.replace('status = "example"', "reviewed = 2026-01-01")
    return Demo.make(folder, {}, {"index": PAGE}, "\n".join(lines) + "\n" + facts).build()


def test_every_page_has_a_policy_and_no_referrer(whole: Site, pycon_alone: Site) -> None:
    for site in (whole, pycon_alone):
        for page in site.pages():
            policy = meta(site, page, "Content-Security-Policy")
            assert policy is not None
            assert policy.startswith("default-src 'none'; script-src 'self' 'sha256-")
            assert "unsafe-inline" not in policy
            assert "unsafe-eval" not in policy
            assert "connect-src 'none'" in policy
            assert meta(site, page, "referrer") == "no-referrer"


def test_no_trace_of_tools_and_builds(whole: Site, pycon_alone: Site) -> None:
    for site in (whole, pycon_alone):
        names = {file.name for file in site.out.rglob("*")}
        assert not {name for name in names if name.startswith(".buildinfo") or name.endswith((".doctree", ".pickle"))}
        for page in site.pages():
            text = (site.out / f"{page}.html").read_text(encoding="utf-8")
            assert 'name="generator"' not in text
            assert not re.search(r"<!--.*(Sphinx|Furo)", text, flags=re.IGNORECASE)
            assert str(ROOT) not in text


def test_the_second_build_of_the_same_writes_nothing(tmp_path: Path) -> None:
    demo = Demo.make(tmp_path, {}, {"index": PAGE})
    first = demo.build()
    assert (first.code, first.errors) == (0, "")
    file = first.out / "communities/demo/index.html"
    before = file.stat().st_mtime_ns
    again = demo.build()
    assert read_pages(again) == []
    assert file.stat().st_mtime_ns == before
    assert not list(again.out.glob(".buildinfo*"))


def test_a_change_of_the_settings_writes_all_pages_again(tmp_path: Path) -> None:
    demo = Demo.make(tmp_path, {}, {"index": PAGE})
    demo.build()
    again = demo.build("-D", "clausebook_exit_url=https://example.org/news")
    link = again.html("communities/demo/index").select_one("a.exit-page")
    assert link is not None
    assert link["href"] == "https://example.org/news"


def test_another_state_of_clausebook_writes_all_pages_again(tmp_path: Path) -> None:
    demo = Demo.make(tmp_path, {}, {"index": PAGE})
    demo.build()
    assert read_pages(demo.build()) == []
    copy = shutil.copytree(PACKAGE, tmp_path / "updated/clausebook", ignore=shutil.ignore_patterns("__pycache__"))
    with (copy / "site/leaving.py").open("a", encoding="utf-8") as file:
        file.write("# updated\n")
    conf = demo.root / "conf.py"
    conf.write_text(f"import sys\nsys.path.insert(0, {str(copy.parent)!r})\n{conf.read_text(encoding='utf-8')}")
    assert "communities/demo/index" in read_pages(demo.build())


def test_addresses_are_cloaked_everywhere(tmp_path: Path) -> None:
    site = made(tmp_path)
    assert (site.code, site.errors) == (0, "")
    text = (site.out / "communities/demo/index.html").read_text(encoding="utf-8")
    assert "mailto:" not in text
    assert "us@example.org" not in text.replace("&#64;", "@")
    link = site.article("communities/demo/index").find("a", string="us")
    assert link is not None
    assert link["href"] == "mailto:us@example.org"
    assert "or us@example.org." in site.article("communities/demo/index").get_text()


def test_what_search_engines_may_do(tmp_path: Path) -> None:
    page = "communities/demo/index"
    assert meta(made(tmp_path / "sample"), page, "robots") == "noindex, noarchive"
    assert meta(made(tmp_path / "wished", "search_engines = true"), page, "robots") == "noindex, noarchive"
    site = live(tmp_path / "live")
    assert (meta(site, page, "robots"), meta(site, "index", "robots")) == ("noarchive", "noarchive")
    assert meta(live(tmp_path / "hidden", "search_engines = false"), page, "robots") == "noindex, noarchive"
    staff = Demo(tmp_path / "live").build("-D", "clausebook_edition=staff", out="staff")
    assert meta(staff, page, "robots") == "noindex, nofollow, noarchive"
    assert meta(staff, page, "og:title") is None


def test_a_shared_link_says_nothing_of_the_page(whole: Site, tmp_path: Path) -> None:
    for page in ("communities/pyladies/index", "communities/pyladies/reporting"):
        assert meta(whole, page, "og:title") == "PyLadies"
        described = "This is a sample. A world-wide network: how to report harassment, and what to ask for."
        assert meta(whole, page, "og:description") == described
    site = live(tmp_path, 'social_text = "Good people & \\"friends\\""')
    assert meta(site, "communities/demo/index", "og:description") == 'Good people & "friends"'


def test_a_community_chooses_where_to_go(tmp_path: Path) -> None:
    site = made(tmp_path / "own", 'exit_url = "https://example.org/a?b=1&c=2"')
    assert {a["href"] for a in site.html("communities/demo/index").select("a.exit-page, a.exit-skip")} == {
        "https://example.org/a?b=1&c=2"
    }
    wrong = made(tmp_path / "wrong", 'exit_url = "javascript:alert(1)"')
    assert wrong.code == 1
    assert "community.toml:1: WARNING: exit_url" in wrong.errors


def test_without_privacy_pages_are_as_the_theme_makes_them(tmp_path: Path) -> None:
    site = Demo.make(tmp_path, {}, {"index": PAGE}).build("-D", "clausebook_privacy=0")
    assert meta(site, "communities/demo/index", "Content-Security-Policy") is None
    assert site.html("communities/demo/index").select_one("a.exit-page") is not None


def test_a_page_of_ones_own_on_leaving(tmp_path: Path) -> None:
    demo = Demo.make(tmp_path, {}, {"index": PAGE})
    demo.write("source/leaving.md", "---\norphan: true\n---\n\n# Our words\n")
    site = demo.build()
    assert (site.code, site.errors) == (0, "")
    assert "Our words" in site.article("leaving").get_text()


def test_another_theme_has_all_of_it(tmp_path: Path) -> None:
    demo = Demo.make(tmp_path, {}, {"index": PAGE, "guide": "---\norphan: true\n---\n\n# Guide\n\nText.\n"})
    site = demo.build("-D", "html_theme=alabaster")
    assert (site.code, site.errors) == (0, "")
    page = site.html("communities/demo/guide")
    assert meta(site, "communities/demo/guide", "Content-Security-Policy")
    for selector in ("a.exit-page", "a.exit-skip", "a.help-call[href='tel:112']", ".help-now a[href^='mailto:']"):
        assert page.select_one(selector) is not None, selector


def hashed(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def test_policies() -> None:
    assert content_policy("<p>Text.</p>") == (
        "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; "
        "connect-src 'none'; form-action 'none'; base-uri 'none'"
    )
    policy = content_policy('<script src="a.js"></script><SCRIPT type="module">\r\nrun("é")\n</SCRIPT >')
    read = hashed('\nrun("é")\n')
    assert f"script-src 'self' {read};" in policy
    policy = content_policy("<style>a{}</style><p style=\"a: &quot;b&quot;\" STYLE = 'c'>")
    attributes = " ".join(sorted([hashed('a: "b"'), hashed("c")]))
    assert f"style-src 'self' {hashed('a{}')} 'unsafe-hashes' {attributes};" in policy
    assert "form-action 'self'" in content_policy("<form action=x>")


def test_cloaking_leaves_scripts_and_everything_else_alone() -> None:
    for same in ("", "<p>at 5 @ 3 a@b</p>", "<script>x='a@example.org'</script>", "<style>@media a@b.c{}</style>"):
        assert cloak(same) == same
    assert cloak("a@b.de</a> x") == "&#97;&#64;&#98;&#46;&#100;&#101;</a> x"
    assert cloak('<a href="mailto:a?b=1&amp;c">') == (
        '<a href="&#109;&#97;&#105;&#108;&#116;&#111;&#58;&#97;&#63;&#98;&#61;&#49;&#38;&#99;">'
    )


def test_pages_that_are_no_pages_stay_as_they_are() -> None:
    assert settle_page("plain", "<meta>") == "plain"
    assert put_opening("plain", "<b>") == "plain"


def test_hostile_pages_take_linear_time() -> None:
    for part in (
        "<script",
        "<script>",
        '<a href="mailto:',
        "a@",
        "a.a",
        "@",
        '<p style="',
        "<style>a</styl",
        "<!-- Generated with",
    ):
        assert_linear(lambda size, part=part: settle_page("<meta charset=utf-8>" + part * size, ""), 2_000)
