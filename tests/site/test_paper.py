"""What a page says on paper of where its links lead."""

from __future__ import annotations

from pathlib import Path

import pytest

from clausebook.site.paper import says, spoken
from tests.site.building import Demo, Site


@pytest.mark.parametrize(
    ("uri", "text"),
    [
        ("tel:911", "911"),
        ("tel:+49-30-901820;ext=12", "+49-30-901820 ext. 12"),
        ("tel:+1-202;phone-context=x", "+1-202"),
        ("mailto:kim@example.org?subject=Help", "kim@example.org"),
        ("mailto:a%2Bb@example.org", "a+b@example.org"),
        ("https://example.org/a?b=c#d", "https://example.org/a?b=c#d"),
        ("/rules", "https://demo.example.org/rules"),
        ("b.html#part", ""),
        ("#part", ""),
        ("", ""),
        ("//example.org/", ""),
    ],
)
def test_targets_as_people_write_them(uri: str, text: str) -> None:
    assert spoken(uri, "https://demo.example.org/x") == text


def test_a_path_of_an_unknown_site_means_nothing_on_paper() -> None:
    assert spoken("/rules") == ""


@pytest.mark.parametrize(
    ("text", "target", "said"),
    [
        ("Call 911", "911", True),
        ("+1 (202) 555-0143", "+1-202-555-0143", True),
        ("+49 30 901820, extension 12", "+49-30-901820 ext. 12", True),
        ("Call us", "911", False),
        ("(202) 555-0143", "+1-202-555-0143", False),
        ("Kim@Example.org", "kim@example.org", True),
        ("Kim", "kim@example.org", False),
        ("example.org/rules", "https://example.org/rules/", True),
        ("the rules", "https://example.org/rules/", False),
        ("", "911", False),
    ],
)
def test_what_a_link_says_itself_is_not_said_twice(text: str, target: str, said: bool) -> None:
    assert says(text, target) is said


def test_targets_are_written_behind_their_links_and_in_no_index(tmp_path: Path) -> None:
    page = "# A\n\n[Call us](tel:+12025550143), [911](tel:911), [B](b.md), [rules](https://rulebook.example.org/<x>)\n"
    demo = Demo.make(tmp_path, {}, {"index": page, "b": "# B\n"})
    site = demo.build()
    assert (site.code, site.errors) == (0, "")
    found = [
        span.get_text() for span in site.html("communities/demo/index").select("article .print-target:not(.help-now *)")
    ]
    assert found == [" (+12025550143)", " (https://rulebook.example.org/%3Cx%3E)"]
    index = (site.out / "communities/demo/search-index.js").read_text()
    assert "Call us" in index
    assert "rulebook" not in index


def test_every_page_has_rules_for_paper(whole: Site) -> None:
    assert ".print-target { display: none; }" in (whole.out / "_static/clausebook.css").read_text()
    assert (whole.out / "_static/paper.css").read_text().count("@media print") == 1
    for page in whole.pages():
        sheets = whole.html(page).select('link[rel="stylesheet"][media="print"]')
        assert [str(sheet["href"]).partition("?")[0].rpartition("/")[2] for sheet in sheets] == ["paper.css"], page
