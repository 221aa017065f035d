"""Each page says in which language and direction it is, and which of its words are in another."""

from __future__ import annotations

import pytest
from bs4 import Tag

from tests.site.building import COMMUNITY, Demo, Site

ARABIC = COMMUNITY.replace('["en"]', '["ar", "en"]').replace('number = "112"', 'number = "112"\nlabel = "الطوارئ"')
INDEX = """# دليل

```{emergency}
```

```{contacts}
```

```{toctree}
report
english
```
"""
PAGES = {
    "index": INDEX,
    "report": "# أبلغ\n\nاستمع أولاً.\n",
    "english": "---\nlanguage: en\n---\n\n# Report\n\nTell us.\n",
}


@pytest.fixture(scope="module")
def arabic(tmp_path_factory: pytest.TempPathFactory) -> Site:
    site = Demo.make(tmp_path_factory.mktemp("ar"), {}, PAGES, ARABIC).build()
    assert (site.code, site.errors) == (0, "")
    return site


def tongue(tag: Tag | None) -> tuple[str, str]:
    """The language and direction of an element, its own or from around it."""
    assert tag is not None
    chain = [tag, *tag.parents]
    return tuple(next(str(t[name]) for t in chain if isinstance(t, Tag) and t.get(name)) for name in ("lang", "dir"))  # type: ignore[return-value]


def test_pages_are_in_their_communitys_language_or_their_own(arabic: Site, whole: Site) -> None:
    said = {page: tongue(arabic.html(f"communities/demo/{page}").html) for page in PAGES}
    assert said == {"index": ("ar", "rtl"), "report": ("ar", "rtl"), "english": ("en", "ltr")}
    assert tongue(arabic.html("index").html) == ("en", "ltr")
    for page in whole.pages():
        assert tongue(whole.html(page).html) == ("en", "ltr"), page


def test_the_sites_own_words_are_marked_where_they_are_in_another_language(arabic: Site) -> None:
    front, report = (arabic.html(f"communities/demo/{page}") for page in ("index", "report"))
    for html, selectors in (
        (front, ".emergency .emergency-question, .save-offline"),
        (report, ".help-now p, .exit-note, .help-bar a, .sample-banner p, .opener, .bottom-of-page button, form label"),
    ):
        for selector in selectors.split(", "):
            assert {tongue(tag) for tag in html.select(selector)} == {("en", "ltr")}, selector
    # And the community's words within them, and around them, are not.
    assert tongue(front.select_one(".emergency-label")) == ("ar", "rtl")
    assert tongue(front.select_one(".contact-role, ul.contacts strong")) == ("ar", "rtl")
    links = {link.get_text(): tongue(link) for link in report.select(".sidebar-tree a")}
    assert links["أبلغ"] == ("ar", "rtl")
    assert links["Overview"] == links["All communities"] == ("en", "ltr")


def test_pages_that_the_build_makes_are_in_its_language(arabic: Site) -> None:
    search = arabic.html("communities/demo/search")
    assert tongue(search.html) == ("en", "ltr")
    assert tongue(search.select_one(".sidebar-tree a[href='report.html']")) == ("ar", "rtl")


def test_in_one_language_nothing_is_marked(whole: Site, arabic: Site) -> None:
    assert whole.html("communities/pycon/index").select("body [lang]") == []
    assert arabic.html("index").select("body [lang]") == []


def test_a_language_that_is_none_is_told(tmp_path_factory: pytest.TempPathFactory) -> None:
    page = "---\nlanguage: klingonish\n---\n\n# Report\n"
    site = Demo.make(tmp_path_factory.mktemp("none"), {}, {"index": page}).build()
    assert site.code == 1
    assert "index.md: WARNING: language: “klingonish” is not a language tag" in site.errors
    assert tongue(site.html("communities/demo/index").html) == ("en", "ltr")
