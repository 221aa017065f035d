"""What a build says when something is wrong: a clear message, the right place, no traceback."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import clausebook
from tests.site.building import COMMUNITY, ROOT, Demo, Site

CLAUSE = "<!-- clause:a -->\nSome text.\n<!-- endclause:a -->\n"
PAGE = "# Demo\n\n```{procedure} one\n```\n"


def failed(site: Site) -> str:
    """Assert that a build failed in an orderly way; give what it said."""
    assert site.code == 1
    assert "Traceback" not in site.errors
    assert "sphinx-err" not in site.errors
    return site.errors


def test_a_sound_project_says_nothing(tmp_path: Path) -> None:
    site = Demo.make(tmp_path, {"one": CLAUSE}, {"index": PAGE}).build()
    assert (site.code, site.errors) == (0, "")


@pytest.mark.parametrize(
    ("page", "told"),
    [
        ("```{clause} one:b\n```\n", "index.md:3: WARNING: there is no clause “one:b”; did you mean “one:a”?"),
        ("```{clause}\n```\n", "index.md:3: WARNING: name a clause, such as “staff-procedure:response”"),
        ("```{procedure} on\n```\n", "index.md:3: WARNING: there is no clause file “on.md”; did you mean “one”?"),
        (
            "```{procedure} one\n:omit: aa\n```\n",
            "index.md:3: WARNING: “one” has no clause “aa” to leave out; did you mean “a”?",
        ),
        ("```{procedure} one.md\n```\n", "index.md:3: WARNING: write the file's name without .md"),
        ("By {words.staff}.\n", "index.md:3: WARNING: "),
        ("By {{ words.staff }.\n", "index.md:3: WARNING: "),
        ("```emergency\n```\n", "index.md:3: WARNING: "),
        ("```{emergancy}\n```\n", "index.md:3: WARNING: "),
        ("```{emergency}\n\nText that nobody sees.\n", "index.md:3: WARNING: "),
        (
            "See {clause}`one:c`.\n",
            "index.md:3: WARNING: no page shows a clause “one:c”; a page has to show a clause before",
        ),
        (
            "By {{ words.stuff }}.\n",
            "index.md:3: WARNING: no value is called “words.stuff”; did you mean “words.staff”",
        ),
        ("{{ words.staff | upper }}\n", "index.md:3: WARNING: a placeholder holds a name"),
        ("To {{ community.email }}.\n", "index.md:3: WARNING: the community does not give “community.email”"),
        ("[x]({{ words.staff }})\n", "index.md:3: WARNING: “words.staff” stands where a link leads, and is not a link"),
        ("{{ clause:one:a }}\n", "index.md:3: WARNING: on a page, show a clause with the {clause} directive"),
    ],
)
def test_a_page_that_asks_for_what_is_not_there(tmp_path: Path, page: str, told: str) -> None:
    demo = Demo.make(tmp_path, {"one": CLAUSE}, {"index": f"# Demo\n\n{page}"})
    assert told in failed(demo.build())


@pytest.mark.parametrize(
    ("clause", "told"),
    [
        ("<!-- clause:a -->\ntext\n<-- e!ndclause:a -->\n", "one.md:3: WARNING: "),
        ("<!-- clause:a -->\ntext\n", "one.md:1: WARNING: "),
        (CLAUSE + CLAUSE, "one.md:4: WARNING: "),
        ("<!-- clause:a -->\n{{ clause:one:a }}\n<!-- endclause:a -->\n", "one.md:2: WARNING: this clause contains"),
        ("---\ntitel: x\n---\n" + CLAUSE, "one.md:2: WARNING: “titel” means nothing here"),
        (b"<!-- clause:a -->\nsome \xff text\n<!-- endclause:a -->\n", "one.md:2: WARNING: byte 0xff is not UTF-8"),
    ],
)
def test_a_clause_file_that_is_damaged(tmp_path: Path, clause: str | bytes, told: str) -> None:
    demo = Demo.make(tmp_path, {"one": CLAUSE}, {"index": PAGE})
    demo.write("source/clauses/one.md", clause)
    assert told in failed(demo.build())


def test_own_wording_that_nothing_shows(tmp_path: Path) -> None:
    demo = Demo.make(tmp_path, {"one": CLAUSE}, {"index": PAGE})
    demo.write("source/communities/demo/clauses/on.md", CLAUSE)
    demo.write("source/communities/demo/clauses/one.md", "We say it without markers.\n")
    errors = failed(demo.build())
    assert "clauses/on.md:1: WARNING: no page of Demo shows this file" in errors
    assert "clauses/one.md:1: WARNING: this file has no clause" in errors


def test_an_empty_clause_file_is_an_empty_procedure(tmp_path: Path) -> None:
    site = Demo.make(tmp_path, {"one": ""}, {"index": PAGE}).build()
    assert (site.code, site.errors) == (0, "")


def test_all_mistakes_of_a_community_file_are_told_with_their_lines(tmp_path: Path) -> None:
    mistakes = """\
name = ""
kind = "conferense"
country = "USA"
languages = []
status = "example"
site = "demo.example.org"
colour = "red"

[[emergency]]
number = "911"

[links]
staff = "javascript:alert(1)"
"""
    demo = Demo.make(tmp_path, {"one": CLAUSE}, {"index": PAGE}, mistakes)
    errors = failed(demo.build())
    for row in (1, 2, 3, 4, 6, 7, 13):
        assert f"communities/demo/community.toml:{row}: WARNING: " in errors, row
    assert "conference" in errors
    assert 'write "US"' in errors


def test_a_folder_without_its_file_and_one_that_is_not_toml(tmp_path: Path) -> None:
    demo = Demo.make(tmp_path, {"one": CLAUSE}, {"index": PAGE})
    demo.write("source/communities/other/index.md", "# Other\n")
    demo.write("source/communities/demo/community.toml", COMMUNITY + "x = \n")
    errors = failed(demo.build())
    assert "communities/other/community.toml:1: WARNING: there is no community.toml here" in errors
    assert "communities/demo/community.toml:17: WARNING: not valid TOML" in errors


def test_a_fact_marked_as_missing_shows_and_does_not_stop_the_build(tmp_path: Path) -> None:
    facts = COMMUNITY.replace('"Kim Example"', '"TODO"').replace('"team"', '"TODO"')
    page = "# Demo\n\n```{contacts}\n```\n\nThe {{ words.staff }} of [us]({{ links.us }}).\n"
    site = Demo.make(tmp_path, {}, {"index": page}, facts + '[links]\nus = "TODO"\n').build()
    assert (site.code, site.errors) == (0, "")
    article = site.article("communities/demo/index")
    assert len(article.select(".not-filled-in")) == 3
    assert "The TODO: not filled in (words.staff) of us TODO: not filled in (link)." in article.get_text()


def test_a_build_that_failed_fails_again_until_it_is_mended(tmp_path: Path) -> None:
    demo = Demo.make(tmp_path, {"one": CLAUSE}, {"index": PAGE, "bad": "# Bad\n\nSee [x](#nowhere).\n"})
    first, second = demo.build(), demo.build()
    assert failed(first) == failed(second)
    demo.write("source/communities/demo/bad.md", "# Good\n")
    assert (demo.build().code, demo.build().code) == (0, 0)


def test_a_value_stays_text(tmp_path: Path) -> None:
    evil = "<script>alert(1)</script> [x](javascript:alert(2)) `code` {ref}`x` *y* {{ words.staff }} & | $z$"
    page = (
        "# Demo {{ words.evil }}\n\n1. {{ words.evil }}\n\n<div>{{ words.evil }}</div>\n\n| {{ words.evil }} |\n|---|\n"
    )
    site = Demo.make(tmp_path, {}, {"index": page}, COMMUNITY + f"evil = '{evil}'\n").build()
    assert (site.code, site.errors) == (0, "")
    article = site.article("communities/demo/index")
    assert article.select("script, em, code, .math") == []
    shown = evil.replace("(1)", "(1)")
    places = [article.select_one(where) for where in ("h1", "ol li p, ol li", "div:not([class])", "th")]
    assert [place.get_text().removeprefix("Demo ").strip() for place in places if place] == [shown] * 4


def test_a_page_cannot_take_in_files_or_raw_html_by_a_directive(tmp_path: Path) -> None:
    demo = Demo.make(tmp_path, {}, {"index": "# Demo\n\n```{include} ../../../secret.txt\n```\n"})
    demo.write("secret.txt", "a secret")
    demo.write("docutils.conf", (ROOT / "docutils.conf").read_text())
    site = demo.build()
    assert site.code == 1
    assert "a secret" not in site.article("communities/demo/index").get_text()


@pytest.mark.parametrize("page", ["index", "other"])
def test_a_page_that_is_not_utf8(tmp_path: Path, page: str) -> None:
    demo = Demo.make(tmp_path, {}, {"index": "# Demo\n", "other": "# Other\n"})
    demo.write(f"source/communities/demo/{page}.md", b"# Gr\xfc\xdfe\n")
    for _ in range(2):
        errors = failed(demo.build())
        assert errors.count("is not UTF-8") == 1
        assert f"communities/demo/{page}.md:1: WARNING: byte 0xfc is not UTF-8; save the file as UTF-8" in errors
    demo.write(f"source/communities/demo/{page}.md", "# Grüße\n")
    assert demo.build().code == 0


def test_a_link_out_of_the_project_is_no_page(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").write_text("# Mine\n\nA private letter.\n")
    demo = Demo.make(tmp_path / "project", {"one": CLAUSE}, {"index": PAGE, "other": "---\norphan: true\n---\n# X\n"})
    folder = tmp_path / "project/source/communities/demo"
    (folder / "same.md").symlink_to("other.md")
    assert demo.build().code == 0
    (folder / "letter.md").symlink_to(tmp_path / "elsewhere")
    for _ in range(2):
        site = demo.build()
        assert "letter.md:1: WARNING: this link leads out of the project and is not followed" in failed(site)
        assert not [file for file in site.out.rglob("*") if file.is_file() and b"private letter" in file.read_bytes()]
        assert "communities/demo/same" in site.pages()


@pytest.mark.parametrize("text", [None, b"\xff"], ids=["missing", "not UTF-8"])
def test_a_site_without_its_first_page(tmp_path: Path, text: bytes | None) -> None:
    demo = Demo.make(tmp_path, {}, {"index": "# Demo\n"})
    if text is None:
        (demo.root / "source/index.md").unlink()
    else:
        demo.write("source/index.md", text)
    assert "there is no page index.md in" in failed(demo.build())


def test_settings_that_cannot_be_used(tmp_path: Path) -> None:
    demo = Demo.make(tmp_path, {}, {"index": "# Demo\n"})
    demo.write("pyproject.toml", "[tool.clausebook]\ncommunities = 3\n")
    site = demo.build()
    assert site.code == 1
    assert "communities must be a list" in site.errors
    assert "Traceback" not in site.errors


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("nobody", "There is no source/communities/nobody/community.toml. Choose one of: madpug pycon"),
        ("../x", "COMMUNITY=../x is no name"),
        ("my event", "COMMUNITY=my event is no name"),
        ("a&b", "COMMUNITY=a&b is no name"),
        ("html", "COMMUNITY=html is no name"),
        ("$$(echo hurt >&2)", "COMMUNITY=$(echo hurt >&2) is no name"),
    ],
)
def test_make_refuses_a_community_that_is_none(name: str, told: str, tmp_path: Path) -> None:
    environment = {key: value for key, value in os.environ.items() if not key.startswith("MAKE")}
    done = subprocess.run(
        ["make", "html", f"COMMUNITY={name}", f"BUILD={tmp_path}"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert told in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_what_a_page_shows_by_itself_is_told_as_the_check_tells_it(tmp_path: Path) -> None:
    texts = {
        "CB601": "Write to TODO.",
        "CB602": "“Responding to Reports‚Äù",
        "CB603": "[us](conduct@example.org)",
        "CB606": "<<<<<<< HEAD\nThis.\n=======\nThat.\n>>>>>>> theirs",
        "CB609": "Call us\u0007.",
    }
    pages = {code.lower(): f"# {code}\n\n{text}\n" for code, text in texts.items()}
    demo = Demo.make(tmp_path, {"one": CLAUSE}, {"index": "# Demo\n\n```{clause} one:a\n```\n", **pages})
    checked = subprocess.run(
        [sys.executable, "-m", "clausebook", "check", "--output-format", "json", "--select", "CB6"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(Path(clausebook.__file__).parents[1])},
        capture_output=True,
        check=False,
    )
    found = {(Path(finding["filename"]).stem, finding["code"]) for finding in json.loads(checked.stdout)}
    told = set(re.findall(r"demo/(cb\d+)\.md:\d+: WARNING: .*\[clausebook\.(CB6\d\d)\]", demo.build().errors))
    assert told == found == {(code.lower(), code) for code in texts}
