"""The next build reads the pages that something has changed for, and no others."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.site.building import COMMUNITY, Demo, read_pages

CLAUSES = {
    "one": """\
<!-- clause:a -->
The {{ words.staff }} say a.
<!-- endclause:a -->

<!-- clause:b -->
They say b.
<!-- endclause:b -->
""",
    "two": "<!-- clause:c -->\nAnd {{ clause:one:b }}\n<!-- endclause:c -->\n",
}
PAGES = {
    "index": "# {{ community.name }}\n\n```{emergency}\n```\n",
    "a": "# A\n\n```{clause} one:a\n```\n",
    "b": "# B\n\n```{clause} one:b\n```\n",
    "c": "# C\n\n```{procedure} two\n```\n",
    "plain": "# Plain\n\nNo clause.\n",
}


@pytest.fixture
def demo(tmp_path: Path) -> Demo:
    demo = Demo.make(tmp_path, CLAUSES, PAGES)
    first = demo.build()
    assert (first.code, first.errors) == (0, "")
    return demo


def pages(*names: str) -> list[str]:
    return [f"communities/demo/{name}" for name in names]


def test_without_a_change_nothing_is_read(demo: Demo) -> None:
    assert read_pages(demo.build()) == []


def test_a_file_that_was_only_touched_changes_nothing(demo: Demo) -> None:
    demo.write("source/clauses/one.md", CLAUSES["one"])
    demo.write("source/communities/demo/community.toml", COMMUNITY)
    assert read_pages(demo.build()) == []


@pytest.mark.parametrize(
    ("file", "old", "new", "read"),
    [
        ("clauses/one.md", "say a", "tell a", ("a",)),
        ("clauses/one.md", "say b", "tell b", ("b", "c")),
        ("clauses/two.md", "And", "But", ("c",)),
        ("communities/demo/b.md", "# B", "# New B", ("b",)),
    ],
)
def test_a_changed_text_reads_the_pages_that_show_it(
    demo: Demo, file: str, old: str, new: str, read: tuple[str, ...]
) -> None:
    path = demo.root / "source" / file
    path.write_text(path.read_text().replace(old, new))
    site = demo.build()
    assert read_pages(site) == pages(*read)
    assert new.removeprefix("# ") in site.article(pages(read[0])[0]).get_text()


def test_a_changed_word_reaches_the_page(demo: Demo) -> None:
    demo.write("source/communities/demo/community.toml", COMMUNITY.replace('"team"', '"crew"'))
    site = demo.build()
    assert "The crew say a." in site.article("communities/demo/a").get_text()


def test_own_wording_takes_the_place_of_the_shared_one_and_gives_it_back(demo: Demo) -> None:
    own = "source/communities/demo/clauses/one.md"
    demo.write(own, "<!-- clause:b -->\nWe say b our way.\n<!-- endclause:b -->\n")
    site = demo.build()
    assert read_pages(site) == pages("b", "c")
    assert "We say b our way." in site.article("communities/demo/b").get_text()
    assert "And We say b our way." in site.article("communities/demo/c").get_text()
    (demo.root / own).unlink()
    site = demo.build()
    assert read_pages(site) == pages("b", "c")
    assert "They say b." in site.article("communities/demo/b").get_text()


def test_a_clause_file_that_vanishes_is_told_where_it_is_asked_for(demo: Demo) -> None:
    (demo.root / "source/clauses/two.md").unlink()
    site = demo.build()
    assert site.code == 1
    assert "communities/demo/c.md:3: WARNING: there is no clause file “two.md”" in site.errors
    assert "Traceback" not in site.errors
    demo.write("source/clauses/two.md", CLAUSES["two"])
    assert demo.build().code == 0


def test_a_page_that_is_gone_leaves_no_html_behind(demo: Demo) -> None:
    assert (demo.root / "out/communities/demo/plain.html").exists()
    (demo.root / "source/communities/demo/plain.md").unlink()
    assert demo.build().code == 0
    assert not (demo.root / "out/communities/demo/plain.html").exists()
    assert (demo.root / "out/communities/demo/a.html").exists()


def test_a_page_that_goes_after_a_failed_build_leaves_no_html_either(demo: Demo) -> None:
    demo.write("source/communities/demo/a.md", "# A\n\n{nosuch}`x`\n")
    assert demo.build().code == 1
    demo.write("source/communities/demo/a.md", PAGES["a"])
    (demo.root / "source/communities/demo/plain.md").unlink()
    assert demo.build().code == 0
    assert not (demo.root / "out/communities/demo/plain.html").exists()


@pytest.mark.parametrize("change", ["a new page", "a page less", "another title", "a new community", "another name"])
def test_the_navigation_beside_every_page_is_that_of_a_clean_build(demo: Demo, change: str) -> None:
    community = "source/communities/demo"
    demo.write(f"{community}/index.md", PAGES["index"] + "\n```{toctree}\n:glob:\n\n*\n```\n")
    demo.write("source/index.md", "# Portal\n\n```{toctree}\n:glob:\n\ncommunities/*/index\n```\n")
    assert demo.build().code == 0
    if change == "a new page":
        demo.write(f"{community}/new.md", "# New\n")
    elif change == "a page less":
        (demo.root / community / "plain.md").unlink()
    elif change == "another title":
        demo.write(f"{community}/plain.md", "# Not so plain\n")
    elif change == "a new community":
        demo.write("source/communities/other/community.toml", COMMUNITY.replace("Demo", "Other"))
        demo.write("source/communities/other/index.md", "# Other\n")
    else:
        demo.write(f"{community}/community.toml", COMMUNITY.replace("Demo", "Renamed"))
    again, clean = demo.build(), demo.build(out="clean")
    assert (again.code, clean.code) == (0, 0)
    assert again.pages() == clean.pages()
    for page in clean.pages():
        assert (again.out / f"{page}.html").read_bytes() == (clean.out / f"{page}.html").read_bytes(), page


def test_two_processes_note_the_same_needs(demo: Demo) -> None:
    demo.build("-j", "2", out="two")
    path = demo.root / "source/clauses/one.md"
    path.write_text(path.read_text().replace("say b", "tell b"))
    assert read_pages(demo.build("-j", "2", out="two")) == pages("b", "c")


def test_an_incremental_build_gives_the_same_pages_as_a_clean_one(demo: Demo) -> None:
    path = demo.root / "source/clauses/one.md"
    path.write_text(path.read_text().replace("say b", "tell b"))
    again, clean = demo.build(), demo.build(out="clean")
    assert again.pages() == clean.pages()
    for page in clean.pages():
        assert (again.out / f"{page}.html").read_bytes() == (clean.out / f"{page}.html").read_bytes(), page
