"""The time to check a text grows as the text does, whatever stands in it."""

import pytest

from clausebook.rules.runner import check_source
from clausebook.text.source import SourceText
from tests.growth import assert_linear

SHAPES = {
    "unclosed markers": lambda n: "<!-- clause:x\n" * n,
    "clauses without end": lambda n: "".join(f"<!-- clause:x{i} -->\nText.\n" for i in range(n)),
    "nested clauses": lambda n: "".join(
        [*(f"<!-- clause:x{i} -->\n" for i in range(n)), *(f"<!-- endclause:x{i} -->\n" for i in range(n))]
    ),
    "one long line": lambda n: "`a` " + "<!-- clause:x -->a<!-- endclause:x -->" * n,
    "dashes": lambda n: "-" * n * 50,
    "arrows": lambda n: "->" * n * 10,
    "lost openings": lambda n: "clause:x -->\n" * n,
    "labels": lambda n: "(a)=\n<!-- " * n,
    "mail links": lambda n: "[x](a@b.cd) " * n,
    "spaces": lambda n: " " * n * 50 + "x`",
    "backticks": lambda n: "` `` ``` <!--x-->" * n,
    "opening braces": lambda n: "{" * n * 50,
    "braces and blanks": lambda n: "{ " * n * 25,
    "quotation marks": lambda n: "« mot » — " * n * 3,
    "comments of other tools": lambda n: "<!-- prettier-ignore -->\n" * n,
    "inline clauses and code": lambda n: "".join(
        f"A `b` <!-- clause:x{i} -->c<!-- endclause:x{i} -->.\n\n" for i in range(n)
    ),
    "fences": lambda n: "```\na\n```\n<!-- clause:x -->\n" * n,
    "entities": lambda n: "&lt;" * n * 3,
}


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_ten_times_the_text_takes_about_ten_times_as_long(shape):
    assert_linear(lambda size: check_source(SourceText("t.md", shape(size))), 400)
