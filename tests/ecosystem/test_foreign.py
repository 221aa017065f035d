"""The extension in somebody else's project: themes, builders, both markups, links from other sites."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
from bs4 import BeautifulSoup, Tag
from playwright.sync_api import Browser

from tests.browser.conftest import browser  # noqa: F401 - a fixture
from tests.ecosystem.foreign import Foreign


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory, installed: Path) -> Foreign:
    return Foreign.make(tmp_path_factory.mktemp("foreign"), installed)


def text_of(tag: Tag | None) -> str:
    assert tag is not None
    for hidden in tag.select(".headerlink, .print-target, .help-now, .exit-note, .related-pages"):
        hidden.decompose()
    return " ".join(tag.get_text(" ").split())


def soup(file: Path) -> BeautifulSoup:
    return BeautifulSoup(file.read_text(encoding="utf-8"), "html.parser")


def test_it_is_the_wheel_that_is_used(project: Foreign, installed: Path) -> None:
    command = ("clausebook.__main__", "--version")
    assert project.run(*command).returncode == 0
    done = project.run("timeit", "-n1", "-r1", "-s", "import clausebook", "print(clausebook.__file__)")
    assert str(installed) in done.stdout


def test_the_check_reads_both_markups(project: Foreign) -> None:
    done = project.run("clausebook", "check")
    assert (done.returncode, done.stdout.splitlines()[0][:15]) == (0, "All checks pass"), done.stdout
    listed = project.run("clausebook", "list", "notes:first").stdout
    assert "used by  conduct/markdown, conduct/restructured" in listed


@pytest.mark.parametrize("theme", ["furo", "pydata_sphinx_theme", "sphinx_book_theme", "alabaster"])
def test_themes(tmp_path: Path, installed: Path, theme: str, browser: Browser) -> None:  # noqa: F811 - as above
    foreign = Foreign.make(tmp_path, installed, theme)
    out = foreign.build("html", "-j", "auto")
    page = soup(out / "conduct/restructured.html")
    assert page.select_one("#clause-where") is not None
    assert page.select_one("a.exit-page") is not None
    assert page.select_one("a.help-call[href='tel:112']") is not None
    assert page.select_one("meta[http-equiv='Content-Security-Policy']") is not None
    # The project's own pages are as the theme makes them.
    assert soup(out / "usage.html").select_one("meta[http-equiv='Content-Security-Policy']") is None
    style = soup(out / "usage.html").select_one("link[href*='other-themes.css']")
    assert (style is None) == (theme == "furo")
    for width in (360, 1280):
        seen = browser.new_page(viewport={"width": width, "height": 800})
        seen.goto((out / "conduct/restructured.html").as_uri())
        assert seen.evaluate("document.documentElement.scrollWidth") <= width
        # A button for a thumb, in its own colour, wherever the theme has put the text.
        number = seen.locator(".emergency a.emergency-number").first
        assert number.bounding_box()["height"] >= 44  # type: ignore[index]
        assert number.evaluate("e => getComputedStyle(e).backgroundColor") == "rgb(179, 0, 27)"
        assert number.evaluate("e => getComputedStyle(e).borderBottomWidth") == "0px"
        # The policy refuses the style that Font Awesome's script writes into a page.
        heights = seen.locator("svg.svg-inline--fa").evaluate_all(
            "all => all.map(e => e.getBoundingClientRect().height)"
        )
        assert all(height < 40 for height in heights)
        seen.close()


def test_a_page_is_the_same_in_both_markups(project: Foreign) -> None:
    out = project.build("html")
    markdown, restructured = (
        soup(out / f"conduct/{name}.html").select_one("article") for name in ("markdown", "restructured")
    )
    assert markdown is not None
    assert restructured is not None
    for article in (markdown, restructured):
        # Markdown's notes go to the end of the page, and those of reStructuredText stay where they are.
        for note in article.select("aside.footnote-list, hr.footnotes"):
            assert "blue" in note.get_text() or note.name == "hr"
            note.decompose()
    assert text_of(markdown) == text_of(restructured)
    for select in ("[id^=clause-]", "h1, h2, h3", "section[id]", "table td", "ol > li", "a[href]"):
        assert [str(tag.get("id") or tag.get("href") or tag.get_text()) for tag in markdown.select(select)] == [
            str(tag.get("id") or tag.get("href") or tag.get_text()) for tag in restructured.select(select)
        ], select


def test_what_follows_a_heading_of_a_clause_stands_below_it(project: Foreign) -> None:
    article = soup(project.build("html") / "conduct/restructured.html").select_one("section#late")
    assert article is not None
    assert "After it." in article.get_text()


def test_wrong_directives_are_told_with_their_line(tmp_path: Path, installed: Path) -> None:
    foreign = Foreign.make(tmp_path, installed)
    page = tmp_path / "docs/conduct/restructured.rst"
    wrong = (
        "\n.. only:: html\n\n   .. coc:clause:: notes:nowhere\n\n.. code-block:: rst\n\n   .. coc:clause:: notes:x\n"
    )
    page.write_text(page.read_text() + wrong + "\nThe :coc:value:`words.stuff`.\n")
    (tmp_path / "docs/also.rst").write_text(":orphan:\n\nAlso\n====\nSee :coc:clause:`notes:first`.\n")
    line = 1 + page.read_text().splitlines().index("   .. coc:clause:: notes:nowhere")
    checked = foreign.run("clausebook", "check", "--quiet").stdout
    assert re.findall(r"restructured\.rst:(\d+):\d+: (CB\d+)", checked) == [(str(line), "CB304")]
    done = foreign.run("sphinx", "-q", "-b", "html", "docs", "out")
    assert f"restructured.rst:{line}: WARNING: there is no clause “notes:nowhere”" in done.stderr
    assert "no value is called “words.stuff”; did you mean “words.staff”?" in done.stderr
    assert "also.rst:5: WARNING: no page shows a clause “notes:first”; say in whose guide: conduct:notes:first" in (
        done.stderr
    )
    assert "notes:x" not in done.stderr


def test_a_page_for_the_staff(tmp_path: Path, installed: Path) -> None:
    foreign = Foreign.make(tmp_path, installed)
    page = tmp_path / "docs/conduct/duty.rst"
    page.write_text("..\n   For the desk.\n\n:audience: staff\n\nDuty\n====\n\nThe word of the night is heron.\n")
    index = tmp_path / "docs/conduct/index.rst"
    index.write_text(index.read_text() + "   duty\n")
    out = foreign.build("html")
    assert not [file for file in out.rglob("*") if file.is_file() and b"heron" in file.read_bytes()]
    staff = foreign.build("dirhtml", "-D", "clausebook_edition=staff")
    assert "heron" in (staff / "conduct/duty/index.html").read_text()
    page.write_text(page.read_text().replace(":audience: staff", ":audiense: staff"))
    assert "CB003 “audiense” means nothing here" in foreign.run("clausebook", "check").stdout


@pytest.mark.parametrize("builder", ["dirhtml", "singlehtml", "epub", "text", "gettext", "linkcheck", "latex"])
def test_builders(project: Foreign, builder: str) -> None:
    out = project.build(builder, "-j", "auto")
    words = "The desk"
    if builder == "dirhtml":
        assert words in (out / "conduct/restructured/index.html").read_text()
    elif builder == "singlehtml":
        assert (out / "index.html").read_text().count(words) == 2
    elif builder == "epub":
        (file,) = out.glob("*.epub")
        with ZipFile(file) as book:
            pages = {name: book.read(name) for name in book.namelist() if name.endswith((".xhtml", ".ncx", ".opf"))}
            assert not [name for name in book.namelist() if "clausebook" in name or name.endswith("exit.js")]
        # Readers of books take XML only, and show nothing of a page that is none.
        page = {name: ElementTree.fromstring(data) for name, data in pages.items()}["conduct/restructured.xhtml"]  # noqa: S314 - our own
        told = " ".join("".join(page.itertext()).split())
        assert words in told
        # A book on paper-like screens sends no mail: the address is there to be copied, at the top and below.
        assert told.count("kim@example.org") == 2
        assert "112" in told
        assert "Exit this page" not in told
        assert "leaving.xhtml" not in pages
    elif builder == "text":
        assert words in (out / "conduct/restructured.txt").read_text()
    elif builder == "gettext":
        assert words in (out / "conduct.pot").read_text()
    elif builder == "latex":
        (file,) = out.glob("*.tex")
        assert file.read_text().count(words) == 2
    else:
        assert (out / "output.json").is_file()


def test_another_site_links_to_clauses_and_guides(project: Foreign, tmp_path: Path) -> None:
    guide = project.build("html")
    docs = tmp_path / "docs"
    docs.mkdir()
    (docs / "conf.py").write_text(
        'extensions = ["myst_parser", "sphinx.ext.intersphinx"]\nnitpicky = True\n'
        f"intersphinx_mapping = {{'guide': ('https://guide.example.org/', {str(guide / 'objects.inv')!r})}}\n"
    )
    (docs / "index.md").write_text(
        "# Other\n\n[the desk](inv:guide:coc:clause#conduct:notes:where) and <inv:guide:std:doc#conduct/markdown>,\n"
        "{external+guide:doc}`the report <conduct/restructured>`\n"
    )
    page = soup(Foreign(tmp_path, project.path).build("html") / "index.html")
    assert [a["href"] for a in page.select("a.reference.external")] == [
        "https://guide.example.org/conduct/markdown.html#clause-where",
        "https://guide.example.org/conduct/markdown.html",
        "https://guide.example.org/conduct/restructured.html",
    ]
