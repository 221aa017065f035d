"""What the site itself answers: pages, places on them, files, numbers and addresses of people."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import pytest

from clausebook.community.model import Community
from clausebook.links.inside import Judged, judge
from clausebook.links.pages import BuiltSite, place_of, read_page, read_site
from clausebook.links.resolving import Kind, resolve
from clausebook.text.source import Position
from tests.growth import assert_linear

GERMAN = Community.model_validate(
    {
        "name": "Demo",
        "kind": "conference",
        "country": "DE",
        "languages": ["en"],
        "status": "example",
        "site": "https://demo.example.org/2026/",
        "contacts": [{"name": "Kim", "phone": "+1 202 555 0143"}, {"name": "Sam", "phone": "+49 30 901820 ext. 12"}],
        "emergency": [{"number": "112"}],
        "links": {"hotline": "tel:116016"},
    }
)


def site(pages: dict[str, str], files: Iterable[str] = ()) -> BuiltSite:
    return BuiltSite(
        Path("out"), frozenset([*pages, *files]), {path: read_page(path, html) for path, html in pages.items()}
    )


def judged(html: str, *, community: Community | None = GERMAN, page: str = "guide/page.html") -> Judged:
    pages = {page: html, "guide/index.html": "<p id=there>", "index.html": "", "guide/a b/ü.html": "<i id='ä ö'>"}
    files = ["_images/map.png", "guide/plan.pdf", "_static/x.css"]
    return judge(site({**pages}, files), lambda name: community, lambda path: "")


def codes(html: str, **options: object) -> list[str]:
    return [fault.code.code for fault in judged(html, **options).faults]  # type: ignore[arg-type]


SOUND = [
    '<a href="index.html">x</a>',
    '<a href="./index.html#there">x</a>',
    '<a href="../index.html">x</a>',
    '<a href="../guide/">x</a>',
    '<a href="../guide">x</a>',
    '<a href="..">x</a>',
    '<a href="">x</a><a href="#">x</a><a href="#top">x</a><a href="#TOP">x</a>',
    '<p id="here"></p><a href="#here">x</a><a href="page.html#here">x</a>',
    '<a name="old"></a><a href="#old">x</a>',
    '<a href="index.html#:~:text=some%20words">x</a><a href="index.html#there:~:text=x">x</a>',
    '<a href="index.html?print=1#there">x</a>',
    '<a href="a%20b/%C3%BC.html#%C3%A4%20%C3%B6">x</a><a href="a b/ü.html#ä ö">x</a>',
    '<a href=" index\n.html ">x</a>',
    '<a href="plan.pdf#page=3">x</a>',
    '<img src="../_images/map.png" srcset="../_images/map.png 1x, ../_images/map.png 2.5x">',
    '<img srcset="../_images/map.png 400w,\n../_images/map.png 800w" src="data:image/png;base64,AAAA">',
    '<link rel="stylesheet" href="../_static/x.css"><link rel="preconnect" href="x">',
    '<base href="../guide/"><a href="index.html#there">x</a>',
    '<base href="https://elsewhere.example.org/"><a href="missing.html">x</a>',
    '<meta http-equiv="refresh" content="0; url=index.html">',
    '<meta http-equiv="refresh" content="30">',
    '<a href="mailto:kim@example.org">x</a><a href="mailto:kim@example.org,sam@example.org?subject=Hi%20there">x</a>',
    '<a href="mailto:?to=kim@example.org">x</a><a href="mailto:kim%40example.org">x</a>',
    '<a href="tel:112">x</a><a href="tel:110">x</a>',
    '<a href="tel:116016">x</a>',
    '<a href="tel:+1-202-555-0143">x</a><a href="sms:+1-202-555-0143?body=x">x</a>',
    '<a href="tel:+49-30-901820;ext=12">x</a>',
    '<a href="tel:+49 30 901820">x</a>',
    '<a href="xmpp:kim@example.org">x</a><a href="geo:52.5,13.4">x</a>',
    '<!-- <a href="missing.html">x</a> --><script>"<a href=\'missing.html\'>"</script>',
    '<a data-href="missing.html" title="missing.html">x</a>',
    '<meta http-equiv="refresh" content="0;index.html">',
    "<p style=\"background: url('../_images/map.png') no-repeat, url(../_images/map.png)\">x</p>",
    '<p style=\'background: image-set("../_images/map.png" 2x); content: "missing.png"\'>x</p>',
    '<style>/* url(missing.png) */ p { background: url( "../_images/map.png" ) } i { color: red }</style>',
    '<style>@import url(../_static/x.css); @import "../_static/x.css" print;</style>',
    '<p style="background: url(data:image/gif;base64,AAAA)">x</p>',
    '<svg><linearGradient id="g"></linearGradient><path fill="url(#g)"><use href="#g"></use></svg>',
    '<iframe srcdoc="<p id=a><a href=#a>x</a><img src=../_images/map.png>"></iframe>',
    '<table background="../_images/map.png">',
    '<a href="..\\guide\\index.html?\\">x</a>',
    '<meta property="og:title" content="missing.png">',
]
FAULTS = {
    '<a href="missing.html">x</a>': "CB811",
    '<a href="Index.html">x</a>': "CB811",
    '<a href="../../elsewhere/index.html">x</a>': "CB811",
    '<a href="../../guide/page.html">x</a>': "CB811",
    '<area href="missing.html">': "CB811",
    '<form action="missing.html">': "CB811",
    '<base href="sub/"><a href="index.html">x</a>': "CB811",
    '<meta http-equiv="Refresh" content="0;URL=\'missing.html\'">': "CB811",
    '<iframe src="missing.html"></iframe>': "CB813",
    '<a href="#nowhere">x</a>': "CB812",
    '<a href="index.html#There">x</a>': "CB812",
    '<a href="index.html#%74here2">x</a>': "CB812",
    '<img src="missing.png">': "CB813",
    '<img src="../_images/map.png" srcset="missing.png 2x">': "CB813",
    '<source srcset="../_images/map.png, missing.png 3x">': "CB813",
    '<video poster="missing.png"></video>': "CB813",
    '<object data="missing.svg"></object>': "CB813",
    '<link rel="icon" href="missing.ico">': "CB813",
    '<svg><use xlink:href="missing.svg#x"></use></svg>': "CB813",
    '<meta http-equiv="refresh" content="0;missing.html">': "CB811",
    '<meta property="og:image" content="missing.png">': "CB811",
    '<link rel="next" href="missing.html">': "CB811",
    '<img src="">': "CB813",
    '<img src="#x">': "CB812",
    '<p style="background: url(missing.png)">x</p>': "CB813",
    '<p style="background: \\75rl(missing.png)">x</p>': "CB813",
    "<p style='background: image-set(\"missing.png\" 2x)'>x</p>": "CB813",
    '<style>@media print { p { background: url("missing.png") } }</style>': "CB813",
    '<style>@import "missing.css";</style>': "CB813",
    '<svg><path fill="url(#nothing)"></svg>': "CB812",
    '<svg><image href="missing.svg"></image></svg>': "CB813",
    '<svg><use href="#nothing"></use></svg>': "CB812",
    '<svg><a href="missing.html"></a></svg>': "CB811",
    '<embed src="missing.pdf">': "CB813",
    '<track src="missing.vtt">': "CB813",
    '<input type="image" src="missing.png">': "CB813",
    '<button formaction="missing.html">x</button>': "CB811",
    '<iframe srcdoc="<a href=missing.html>x</a>"></iframe>': "CB811",
    '<table background="missing.png">': "CB813",
    '<a href="..\\missing.html">x</a>': "CB811",
    '<a href="a%20b/%C3%BC.html#%C3%A4">x</a>': "CB812",
    '<a href="%2e%2e/%2e%2e/index.html">x</a>': "CB811",
    '<a href="plan.pdf/">x</a>': "CB811",
    '<a href="../_images/">x</a>': "CB811",
    '<a href="tel:911">x</a>': "CB814",
    '<a href="tel:">x</a>': "CB814",
    '<a href="tel:030901820">x</a>': "CB814",
    '<a href="tel:+49">x</a>': "CB814",
    '<a href="tel:+1911">x</a>': "CB814",
    '<a href="tel:call-me">x</a>': "CB814",
    '<a href="tel:+1-999-555-0143">x</a>': "CB814",
    '<a href="mailto:">x</a>': "CB815",
    '<a href="mailto:kim">x</a>': "CB815",
    '<a href="mailto:kim@example,org">x</a>': "CB815",
    '<a href="mailto:kim@example.org?cc=nobody">x</a>': "CB815",
    '<a href="mailto:kim@ex\u0430mple.org">x</a>': "CB815",
    '<a href="htps://example.org">x</a>': "CB816",
    '<a href="file:///home/kim/plan.pdf">x</a>': "CB816",
    '<a href="javascript:void(0)">x</a>': "CB816",
    '<a href="https://">x</a>': "CB816",
    '<a href="https://[::1/">x</a>': "CB816",
}


@pytest.mark.parametrize("html", SOUND)
def test_what_leads_somewhere_is_no_fault(html: str) -> None:
    assert judged(html).faults == []


@pytest.mark.parametrize("html", FAULTS)
def test_what_leads_nowhere_is_told(html: str) -> None:
    assert codes(html) == [FAULTS[html]]


def test_a_number_is_judged_by_the_country_of_its_page() -> None:
    american = GERMAN.model_copy(update={"country": "US"})
    assert codes('<a href="tel:911">x</a>', community=american) == []
    assert codes('<a href="tel:110">x</a>', community=american) == ["CB814"]
    # Where people meet online, nobody knows in which country they are.
    assert codes('<a href="tel:911">x</a>', community=None) == []
    (fault,) = judged('<a href="tel:911">x</a>').faults
    assert "write 110 or 112" in fault.message


def test_a_path_from_the_root_belongs_to_the_communitys_site() -> None:
    found = judged(
        '<a href="/about/">x</a><a href="//other.example.org/">x</a><base href="/2026/sub/"><img src="a.png">'
    )
    assert [each.address for each in found.outside][:2] == [
        "https://demo.example.org/about/",
        "https://other.example.org/",
    ]
    assert codes('<a href="/about/">x</a>', community=None) == ["CB816"]


def test_relative_links_go_out_from_the_base() -> None:
    found = judged('<base href="https://elsewhere.example.org/a/"><a href="b.html">x</a><img src="/c.png">')
    addresses = [each.address for each in found.outside]
    assert addresses == ["https://elsewhere.example.org/a/b.html", "https://elsewhere.example.org/c.png"]


def test_a_base_may_be_a_path_from_the_root() -> None:
    found = judged('<base href="/2026/sub/"><img src="a.png"><a href="https://other.example.org/">x</a>')
    assert [each.address for each in found.outside] == [
        "https://demo.example.org/2026/sub/a.png",
        "https://other.example.org/",
    ]
    assert codes('<base href="/2026/"><img src="a.png">', community=None) == ["CB816"]


def test_style_sheets_that_pages_use_are_read(tmp_path: Path) -> None:
    files = {
        "guide/page.html": '<link rel="stylesheet" href="../_static/a.css?v=1"><p id="shade">',
        "_static/a.css": '@import "b.css";\n@import "gone.css";\n.x { fill: url(#shade) }',
        "_static/b.css": '@import "a.css"; p { background: url(map.png), url("../guide/gone.png"), url(data:,) }',
        "_static/unused.css": "p { background: url(gone.png) }",
        "_static/map.png": "",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    found = judge(read_site(tmp_path), lambda _: None, lambda _: "").faults
    assert sorted((fault.page, fault.code.code, fault.written) for fault in found) == [
        ("_static/a.css", "CB813", "gone.css"),
        ("_static/b.css", "CB813", "../guide/gone.png"),
    ]
    assert all("which this style sheet asks for" in fault.message for fault in found)


def test_every_fault_says_what_to_do() -> None:
    for html in FAULTS:
        (fault,) = judged(html).faults
        assert re.search(r"write|correct|link to|did you mean|take it out|name one|call it|type it", fault.message), (
            fault.message
        )


def test_the_name_that_is_probably_meant_is_proposed() -> None:
    def message(html: str) -> str:
        (fault,) = judged(html).faults
        return fault.message

    assert "did you mean “guide/index.html”?" in message('<a href="indx.html">x</a>')
    assert "did you mean “_images/map.png”?" in message('<img src="map.png">')
    assert "did you mean “there”?" in message('<a href="index.html#ther">x</a>')
    assert "did you mean “https:”?" in message('<a href="htps://example.org">x</a>')


def test_a_link_is_found_in_the_html_again() -> None:
    html = '<p>\n<b>x</b><img alt="" src="a.png?b&amp;c"><a href=\'d\'>'
    assert place_of(html, "a.png?b&c") == Position(2, 26)
    assert place_of(html, "d") == Position(2, 50)
    assert place_of(html, "gone") == Position(1, 1)


def test_of_two_attributes_browsers_take_the_first() -> None:
    assert codes('<a href="index.html" href="missing.html">x</a>') == []


@pytest.mark.parametrize(
    "address", ["https://x:port/", "http://[", "//", "http:///path", "https://exa mple.org:99999/"]
)
def test_what_is_no_address_is_told_and_stops_nothing(address: str) -> None:
    assert resolve(address, "index.html").kind is Kind.NOWHERE


@pytest.mark.parametrize(
    "piece",
    [
        '<a href="x',
        "<img srcset='a,",
        "<",
        "&#",
        "<!--",
        "<a href='#&",
        "<base href=//x>",
        "<meta content='a=b=",
        "<p style='url(",
        "<style>url(((",
        "<style>@import{",
    ],
)
def test_damaged_html_is_read_in_linear_time(piece: str) -> None:
    def work(size: int) -> None:
        judge(site({"a.html": piece * size}), lambda _: None, lambda _: "")

    assert_linear(work, 4000)


def test_a_path_of_the_communitys_own_site_is_unknown_where_its_address_is() -> None:
    homeless = GERMAN.model_copy(update={"site": None})
    page = {"a.html": read_page("a.html", '<a href="/about/">x</a>')}
    built = BuiltSite(Path("out"), frozenset(page), page)
    alone = judge(built, lambda _: homeless, lambda _: "", at_home=True)
    assert ([each.address for each in alone.rooted], alone.faults) == (["/about/"], [])
    # On the site of all communities, it would be a path of that.
    whole = judge(built, lambda _: homeless, lambda _: "")
    assert [fault.code.code for fault in whole.faults] == ["CB816"]


@pytest.mark.parametrize("prefix", ["/", "/2026/guide/"])
def test_the_page_for_lost_readers_goes_out_from_the_root(prefix: str) -> None:
    ways = "".join(f'<a href="{prefix}{path}">x</a>' for path in ("", "guide/index.html"))
    html = f'<link rel="stylesheet" href="{prefix}_static/x.css">{ways}'
    found = judged(html, page="404.html")
    assert (found.faults, found.outside) == ([], [])
    (fault,) = judged(f'{html}<a href="{prefix}gone.html">x</a>', page="404.html").faults
    assert fault.code.code == "CB811"
    # Everywhere else, such a path is one of the community's own site.
    assert len(judged(html).outside) == 3
