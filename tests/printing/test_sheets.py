"""The card and the poster as HTML."""

from __future__ import annotations

import re

import segno
from bs4 import BeautifulSoup

from clausebook.community.loading import check_community
from clausebook.community.model import Community
from clausebook.printing.sheets import card, code, poster, reporting_page
from clausebook.text.source import SourceText

LEAST = 'name = "A"\nkind = "online"\nlanguages = ["en"]\nstatus = "example"\n'


def facts(text: str) -> Community:
    loaded = check_community(SourceText("community.toml", text))
    assert loaded.community is not None, loaded.diagnostics
    return loaded.community


def drawn(svg: str) -> list[list[int]]:
    """Give the modules of a code as its path draws them, without the quiet zone."""
    soup = BeautifulSoup(svg, "html.parser")
    (path,) = (path for path in soup.select("path") if path.get("stroke"))
    side = int(str(soup.select_one("svg")["viewbox"]).split()[2])
    grid = [[0] * side for _ in range(side)]
    x, y = 0.0, 0.0
    for command, arguments in re.findall(r"([Mmh])([^Mmh]*)", str(path["d"])):
        numbers = [float(number) for number in re.findall(r"-?[\d.]+", arguments)]
        if command == "h":
            for column in range(int(x), int(x + numbers[0])):
                grid[int(y)][column] = 1
            x += numbers[0]
        else:
            x, y = (numbers[0], numbers[1]) if command == "M" else (x + numbers[0], y + numbers[1])
    return [row[4:-4] for row in grid[4:-4]]


def modules(text: str) -> list[list[int]]:
    return [list(row) for row in segno.make_qr(text, error="m", boost_error=False).matrix]


def test_the_code_holds_the_address_and_nothing_else() -> None:
    url = "https://demo.example.org/report?from=poster&a=%20b"
    assert drawn(code(url)) == modules(url)
    assert drawn(code(url)) != modules(url + "/")


def test_the_reporting_page_is_the_link_else_the_site_else_none() -> None:
    site = 'site = "https://a.example.org/x/"\n'
    assert reporting_page(facts(LEAST)) is None
    assert reporting_page(facts(LEAST + '[links]\nreporting = "/report/"\n')) is None
    assert reporting_page(facts(LEAST + site)) == "https://a.example.org/x/"
    assert reporting_page(facts(LEAST + site + '[links]\nreporting = "/report/"\n')) == "https://a.example.org/report/"
    assert reporting_page(facts(LEAST + '[links]\nreporting = "https://b.example.org/"\n')) == "https://b.example.org/"


def test_a_poster_without_an_address_has_no_code() -> None:
    html = poster(facts(LEAST), width=210, height=297, scale=1)
    assert "<svg" not in html
    assert "Scan" not in html


def test_every_value_is_escaped() -> None:
    nasty = "<script>alert(1)</script> & \\\"'"
    community = facts(
        f'name = "{nasty}"\nkind = "conference"\ncountry = "US"\nlanguages = ["en"]\nstatus = "live"\n'
        f'reviewed = 2026-01-02\n[[contacts]]\nname = "{nasty}"\nrole = "{nasty}"\nplace = "{nasty}"\n'
        f'hours = "{nasty}"\nphone = "+1 202 555 0143"\n[[emergency]]\nnumber = "911"\nlabel = "{nasty}"\n'
    )
    for html in (
        card(community, "", "", points=9, apart=True),
        poster(community, width=210, height=297, scale=1),
    ):
        soup = BeautifulSoup(html, "html.parser")
        assert soup.select("script") == []
        assert soup.get_text().count("<script>alert(1)</script> & \"'") >= 4
        assert "Last checked on January 2, 2026." in soup.get_text()
        assert not re.search(r"(?:src|href)=|url\(|@import", html)


def test_a_gap_and_a_sample_are_said_on_paper() -> None:
    community = facts(LEAST + '[[contacts]]\nname = "TODO"\nemail = "a@example.org"\n')
    for html in (card(community, "", "", points=9, apart=True), poster(community, width=210, height=297, scale=1)):
        assert "This is a sample." in html
        assert "TODO: not filled in (name)" in html


def test_the_sheets_are_in_the_language_and_direction_of_the_community() -> None:
    html = poster(facts(LEAST.replace('"en"', '"ar"')), width=210, height=297, scale=1)
    assert '<html lang="ar" dir="rtl">' in html
