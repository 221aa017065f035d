"""A link on a built page is found at the line of the file that it comes from, however it got onto the page."""

from __future__ import annotations

import pytest

from clausebook.links.origins import Origins
from clausebook.links.written import written_in
from clausebook.project import Project
from clausebook.text.source import SourceText
from tests.growth import assert_linear
from tests.site.building import COMMUNITY, Demo

CLAUSES = {
    "report": """\
---
title: Report
sources:
  - title: Somebody's text
    url: https://source.example.org/text
    licence: CC-BY-4.0
---

# Report

<!-- clause:read -->
Read [the rules]({{ links.rules }}), [part two]({{ links.rules }}/two) and [all][all].
<!-- endclause:read -->

<!-- clause:shared -->
See [the shared page](https://shared.example.org/).
<!-- endclause:shared -->

<!-- clause:taken -->
There is {{ clause:report:inner }}
<!-- endclause:taken -->

[all]: https://all.example.org/a%20b
""",
    "others": """\
<!-- clause:idle -->
Nobody shows [this](https://shared.example.org/).
<!-- endclause:idle -->
""",
    "inner": "<!-- clause:x -->\n[x](https://x.example.org)\n<!-- endclause:x -->\n",
}
OWN = """\
<!-- clause:shared -->
See [our own page](https://own.example.org/).
<!-- endclause:shared -->
"""
PAGE = """\
# Page

```{procedure} report
```

[slash](https://slash.example.org/a) [no](https://slash.example.org/a/)
[more](more.md#here) ![map](pictures/map.png) <https://auto.example.org/?a=1&b=2>

<a class=x href=https://bare.example.org/>x</a> <img srcset="https://img.example.org/1.png 1x,
https://img.example.org/2.png 2x"> <a href='https://quoted.example.org/?a&amp;b'>x</a>

```
[code](https://code.example.org/)
```
"""
FACTS = (
    COMMUNITY.replace("[[emergency]]", 'phone = "+49 30 901820 ext. 12"\n\n[[emergency]]')
    + '\n[links]\nrules = "https://rules.example.org"\nown = "/about/"\nescaped = "https://esc.example.org/\\u0061"\n'
)


@pytest.fixture(scope="module")
def origins(tmp_path_factory: pytest.TempPathFactory) -> Origins:
    root = tmp_path_factory.mktemp("origins")
    clauses = CLAUSES | {"report": CLAUSES["report"].replace("report:inner", "inner:x")}
    demo = Demo.make(root, clauses, {"index": PAGE, "clauses/report": OWN}, FACTS)
    demo.write("pyproject.toml", "[tool.clausebook]\n")
    demo.write("source/about.md", "# About\n\n```{clause} report:shared\n```\n\n[x](https://about.example.org/)\n")
    demo.write("source/communities/plain/community.toml", FACTS.replace('"Demo"', '"Plain"'))
    demo.write("source/communities/plain/index.md", "# Plain\n\n```{procedure} report\n```\n")
    return Origins(Project.load(root, root), root / "source")


def places(origins: Origins, page: str, address: str, written: str | None = None) -> list[tuple[str, int]]:
    found = origins.find(page, address if written is None else written, address)
    return [(each.place.source.path.removeprefix("source/"), each.place.row) for each in found]


HERE = "communities/demo/index"
REPORT, MINE = "clauses/report.md", "communities/demo/clauses/report.md"
INDEX, TOML = "communities/demo/index.md", "communities/demo/community.toml"


@pytest.mark.parametrize(
    ("page", "address", "expected"),
    [
        (HERE, "https://rules.example.org/two", [(REPORT, 12)]),
        (HERE, "https://all.example.org/a%20b", [(REPORT, 23)]),
        (HERE, "https://own.example.org/", [(MINE, 2)]),
        # The community says it in its own words; another shows the shared ones.
        (HERE, "https://shared.example.org/", []),
        ("communities/plain/index", "https://shared.example.org/", [(REPORT, 16)]),
        ("communities/plain/index", "https://own.example.org/", []),
        (HERE, "https://x.example.org", [("clauses/inner.md", 2)]),
        (HERE, "https://source.example.org/text", [(REPORT, 5)]),
        (HERE, "https://creativecommons.org/licenses/by/4.0/", [(REPORT, 6)]),
        (HERE, "https://slash.example.org/a", [(INDEX, 6)]),
        (HERE, "https://auto.example.org/?a=1&b=2", [(INDEX, 7)]),
        (HERE, "https://bare.example.org/", [(INDEX, 9)]),
        (HERE, "https://img.example.org/2.png", [(INDEX, 10)]),
        (HERE, "https://quoted.example.org/?a&b", [(INDEX, 10)]),
        (HERE, "https://code.example.org/", []),
        (HERE, "more.html#here", [(INDEX, 7)]),
        (HERE, "../../_images/map.png", [(INDEX, 7)]),
        (HERE, "../../_images/communities-demo-map.png", [(INDEX, 7)]),
        (HERE, "mailto:kim@example.org", [(TOML, 10)]),
        (HERE, "tel:+49-30-901820;ext=12", [(TOML, 12)]),
        (HERE, "tel:112", [(TOML, 15)]),
        (HERE, "https://demo.example.org/about/", [(TOML, 22)]),
        ("about", "https://shared.example.org/", [(REPORT, 16)]),
        ("about", "https://about.example.org/", [("about.md", 6)]),
        ("about", "https://own.example.org/", []),
        ("nowhere", "https://own.example.org/", []),
        # A page that is made of all guides of a community.
        ("communities/demo/demo-offline", "https://own.example.org/", [(MINE, 2)]),
    ],
)
def test_where_a_link_comes_from(origins: Origins, page: str, address: str, expected: list[tuple[str, int]]) -> None:
    assert places(origins, page, address) == expected


def test_a_value_that_is_the_whole_link_stands_in_the_facts(origins: Origins) -> None:
    (found,) = origins.find(HERE, "https://rules.example.org", "https://rules.example.org")
    assert (found.place.source.path, found.place.text) == (f"source/{TOML}", "https://rules.example.org")
    assert found.via == (f"source/{REPORT}:12",)
    assert found.place.exact


@pytest.mark.parametrize(
    ("address", "exact"),
    [
        ("https://slash.example.org/a", True),
        ("https://quoted.example.org/?a&b", True),
        ("https://rules.example.org/two", False),
        ("https://esc.example.org/a", False),
        ("more.html#here", False),
        ("https://creativecommons.org/licenses/by/4.0/", False),
    ],
)
def test_only_an_address_that_is_written_out_can_be_replaced(origins: Origins, address: str, exact: bool) -> None:
    (found,) = origins.find(HERE, address, address)
    assert found.place.exact is exact


def test_pages_have_the_names_of_their_guides(origins: Origins) -> None:
    assert [origins.guide(page) for page in (HERE, "about")] == ["demo/index", "about"]


@pytest.mark.parametrize(
    "piece", ["[a](", "<a href='", ":target: ", "{{ ", "[x]: ", "<img srcset='a, b ", "---\nurl: https://x"]
)
def test_addresses_are_found_in_linear_time(piece: str) -> None:
    assert_linear(lambda size: list(written_in(SourceText("a.md", piece * size))), 3000)
