"""A build obeys what a project and its files ignore, but for what would leave a page wrong."""

from __future__ import annotations

from pathlib import Path

from tests.site.building import Demo, Site

CLAUSE = "<!-- clause:a -->\nText.\n\nTODO{}\n<!-- endclause:a -->\n"
COMMENT = " <!-- clausebook: ignore CB601 -->"
PAGE = "# Demo <!-- clausebook: ignore-file CB604 -->\n\n```{clause} one:a\n```\n"


def test_comments_are_obeyed_and_not_published(tmp_path: Path) -> None:
    demo = Demo.make(tmp_path, {"one": CLAUSE.format("")}, {"index": PAGE})
    assert "[clausebook.CB601]" in demo.build(out="told").errors
    demo.write("source/clauses/one.md", CLAUSE.format(COMMENT))
    site = demo.build()
    assert (site.code, site.errors) == (0, "")
    for file in site.out.rglob("*.*"):
        if file.suffix in (".html", ".js"):
            assert "clausebook: ignore" not in file.read_text(encoding="utf-8"), file


def test_settings_are_obeyed(tmp_path: Path) -> None:
    demo = Demo.make(tmp_path, {"one": CLAUSE.format("")}, {"index": PAGE})
    demo.write("pyproject.toml", '[tool.clausebook]\nignore = ["CB601"]\n')
    assert demo.build().code == 0
    demo.write("pyproject.toml", '[tool.clausebook.per-file-ignores]\n"clauses/*" = ["CB601"]\n')
    assert demo.build(out="other").code == 1


def test_what_a_page_would_lack_is_told_all_the_same(tmp_path: Path) -> None:
    page = "# Demo\n\n<!-- clausebook: ignore CB304 -->\n```{clause} one:b\n```\n"
    damaged = "<!-- clause:a -->\nText.\n<-- e!ndclause:a --> <!-- clausebook: ignore CB102 -->\n"
    demo = Demo.make(tmp_path, {"one": damaged}, {"index": page})
    demo.write("pyproject.toml", '[tool.clausebook]\nignore = ["ALL"]\n')
    site = demo.build()
    assert site.code == 1
    assert "[clausebook.CB304]" in site.errors
    assert "[clausebook.CB102]" in site.errors


def test_every_code_has_a_place_in_the_reference(whole: Site) -> None:
    from clausebook.diagnostics import Code
    from clausebook.rules.explanations import explain, shown

    article = whole.article("handbook/rules")
    for code in Code:
        section = article.find("section", id=code.code.lower())
        assert section is not None, code
        text = " ".join(section.get_text().split())
        assert f"{code.code} {code.slug}" in text
        assert " ".join(shown(explain(code).bad).split()) in text
        assert " ".join(explain(code).good.split()) in text
