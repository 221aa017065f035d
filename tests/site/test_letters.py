"""The directive {report-helper}: what the page holds, what it says of mistakes, when it is read again."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from clausebook.integrity import check_project
from tests.site.building import COMMUNITY, Demo, Site, read_pages

LETTER = "<!-- clause:ours -->\n## Ours\n\nDear `<NAME>`,\n\n`<LIST OF ACTIONS>`\n<!-- endclause:ours -->\n"
WISHES = "<!-- clause:wishes -->\n- one {{ words.staff }}\n- two\n<!-- endclause:wishes -->\n"
CLAUSES = {"f": LETTER + "\n" + WISHES}
INDEX = "# Demo\n\n```{toctree}\nletter\n```\n"
PAGE = "# Letter\n\n```{report-helper} f:ours\n:actions: f:wishes\n```\n"


def made(folder: Path, page: str = PAGE, name: str = "letter", **more: str) -> Demo:
    return Demo.make(folder, CLAUSES, {"index": INDEX, name: page}, **more)


def template(site: Site) -> str:
    found = site.html("communities/demo/letter").select_one("template.report-template")
    return str(found) if found else ""


def test_the_page_holds_the_sample_and_the_fields(tmp_path: Path) -> None:
    site = made(tmp_path).build()
    assert (site.code, site.errors) == (0, "")
    sample = site.article("communities/demo/letter").select_one(".report-sample")
    assert sample is not None
    assert [heading.get_text() for heading in sample.select("h2")] == ["Ours"]
    assert [item.get_text() for item in sample.select("li")] == ["one team", "two"]
    assert sample.select_one("#clause-ours") is not None
    assert "one team" in template(site)
    # The words of the fields are nobody's search result, and the page has no search of its own.
    index = (site.out / "communities/demo/search-index.js").read_text(encoding="utf-8")
    assert "one team" in index
    assert "Leave out" not in index
    page = site.html("communities/demo/letter")
    assert page.select("form") == []
    assert [script["src"] for script in page.select("script[src*=letter]")] != []
    assert site.html("communities/demo/index").select("form") != []
    assert site.html("communities/demo/index").select("[src*=letter], link[rel=stylesheet][href*=letter]") == []


def test_on_a_page_in_restructuredtext(tmp_path: Path) -> None:
    demo = made(tmp_path)
    (tmp_path / "source/communities/demo/letter.md").unlink()
    demo.write(
        "source/communities/demo/letter.rst",
        "Letter\n======\n\n.. report-helper:: f:ours\n   :actions: f:wishes\n",
    )
    site = demo.build()
    assert (site.code, site.errors) == (0, "")
    sample = site.article("communities/demo/letter").select_one(".report-sample")
    assert sample is not None
    assert sample.get_text("|", strip=True) == "Ours|Dear|<NAME>|,|<LIST|OF|ACTIONS>|one team|two"
    assert "one team" in template(site)


MISTAKES = [
    (PAGE.replace("f:ours", "f:our"), 3, "CB304", "there is no clause “f:our”; did you mean “f:ours”?"),
    (PAGE.replace("f:wishes", "f:wish"), 4, "CB304", "there is no clause “f:wish”; did you mean “f:wishes”?"),
    (PAGE.replace("f:ours", "f:wishes"), 3, "CB501", "the letter “f:wishes” has no place for the actions"),
    (PAGE.replace("f:wishes", "f:wishes\n:fields: sendr=NAME"), 5, "CB501", "did you mean “sender”?"),
    (
        PAGE.replace(":actions:", ":action:"),
        4,
        "CB501",
        "{report-helper} has no option “action”; did you mean “actions”?",
    ),
]


@pytest.mark.parametrize(("page", "row", "code", "message"), MISTAKES)
def test_mistakes_are_told_with_their_line(tmp_path: Path, page: str, row: int, code: str, message: str) -> None:
    made(tmp_path, page)
    found = check_project(tmp_path, base=tmp_path)
    told = [d for d in found if d.code.code not in ("CB358", "CB405")]
    assert [d.path.endswith("letter.md") for d in told if d.code.code == code and message in d.message] == [True]
    assert row in [d.start.row for d in told if message in d.message]


def test_a_build_stops_at_them(tmp_path: Path) -> None:
    pages = {f"letter-{number}": page for number, (page, *_rest) in enumerate(MISTAKES[:4])}
    site = Demo.make(tmp_path, CLAUSES, pages | {"index": "# Demo\n"}).build()
    assert site.code == 1
    told = re.findall(r"communities/demo/(letter-\d)\.md:3: WARNING: (.*) \[clausebook\.(CB\d+)\]", site.errors)
    for number, (_page, _row, code, message) in enumerate(MISTAKES[:4]):
        assert any(page == f"letter-{number}" and code == c and message in text for page, text, c in told), message
    assert "Traceback" not in site.errors


def test_outside_of_communities_it_has_nobody_to_write_to(tmp_path: Path) -> None:
    demo = made(tmp_path)
    demo.write("source/letter.md", "---\norphan: true\n---\n\n" + PAGE)
    site = demo.build()
    assert site.code == 1
    assert "report-helper” writes to a community's contacts" in site.errors


def test_people_who_changed_are_shown_at_once(tmp_path: Path) -> None:
    demo = made(tmp_path)
    assert "Kim Example" in template(demo.build())
    demo.write("source/communities/demo/community.toml", COMMUNITY.replace("Kim Example", "Pat Example"))
    again = demo.build()
    assert "communities/demo/letter" in read_pages(again)
    assert "Pat Example" in template(again)
    demo.write("source/clauses/f.md", CLAUSES["f"].replace("- two", "- three"))
    assert "three" in template(demo.build())


def test_other_facts_read_nothing_again(tmp_path: Path) -> None:
    demo = made(tmp_path)
    demo.write("source/communities/demo/value.md", "# Value\n\n{coc:value}`words.staff` of {coc:value}`links.a`\n")
    facts = COMMUNITY + '\n[links]\na = "https://a.example.org/"\nb = "https://b.example.org/"\n'
    demo.write("source/communities/demo/community.toml", facts)
    demo.build()
    read = {}
    for old, new in [("b.example", "c.example"), ("a.example", "d.example"), ('"team"', '"crew"'), ("kim@", "pat@")]:
        demo.write("source/communities/demo/community.toml", facts := facts.replace(old, new))
        read[new] = [name.rpartition("/")[2] for name in read_pages(demo.build())]
    assert read == {"c.example": [], "d.example": ["value"], '"crew"': ["letter", "value"], "pat@": ["letter"]}


def test_names_are_text(tmp_path: Path) -> None:
    evil = '<img src=x onerror=alert(1)>"'
    facts = COMMUNITY.replace('"Kim Example"', f"'{evil}'").replace('name = "Demo"', "name = '<b>De\"mo</b>'")
    page = PAGE.replace("# Letter", "# Letter {{ community.name }}")
    site = made(tmp_path, page, community=facts).build()
    assert (site.code, site.errors) == (0, "")
    found = site.html("communities/demo/letter").select_one("template")
    assert found is not None
    assert found.select("img") == []
    radio = found.select_one("[data-contact]")
    assert radio is not None
    assert radio["data-contact"] == evil


def test_other_formats_have_the_sample_alone(tmp_path: Path) -> None:
    demo = made(tmp_path)
    site = demo.build("-b", "text", out="text")
    assert site.code == 0
    text = (site.out / "communities/demo/letter.txt").read_text(encoding="utf-8")
    assert "one team" in text
    assert "Leave out" not in text


def test_a_letter_in_another_language_than_the_page_says_so(tmp_path: Path) -> None:
    site = made(tmp_path, community=COMMUNITY.replace('["en"]', '["de"]')).build()
    assert (site.code, site.errors) == (0, "")
    found = site.html("communities/demo/letter").select_one("template")
    assert found is not None
    assert [tag["lang"] for tag in found.select("[lang]")] == ["en", *["de"] * 3]
    assert found.select_one("textarea#report-text[lang=de]") is not None
