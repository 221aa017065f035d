"""The time to check a text grows as the text does, whatever stands in it."""

import tracemalloc
from itertools import count

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
    "less-than signs": lambda n: "<" * n * 20,
    "entities in a run": lambda n: "&lt;" * n * 5,
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
    "notes and links": lambda n: "<!-- clause:x -->\n" + "[^a] [b][c] [d]: e " * n + "\n<!-- endclause:x -->",
    "notes": lambda n: "<!-- clause:x -->\n" + "".join(f"[^{i}] " for i in range(n)) + "\n<!-- endclause:x -->",
    "list items": lambda n: "".join(f"{i}. x\n<!-- clause:x{i} -->\n   y\n<!-- endclause:x{i} -->\n" for i in range(n)),
    "clauses in one line": lambda n: "".join(f"*a* <!-- clause:x{i} -->*a*<!-- endclause:x{i} --> " for i in range(n)),
    "emphasis": lambda n: "".join(f"**a <!-- clause:x{i} -->b** c<!-- endclause:x{i} --> " for i in range(n)),
    "elements": lambda n: "<b>" * n + "<!-- clause:x -->y<!-- endclause:x -->" + "</b>" * n,
    "tables": lambda n: (
        "| a | b |\n|---|---|\n"
        + "".join(f"<!-- clause:x{i} -->\n| a | b |\n<!-- endclause:x{i} -->\n" for i in range(n))
    ),
    "deep lists": lambda n: "".join(
        f"{'  ' * (i % 50)}- a\n<!-- clause:x{i} -->b<!-- endclause:x{i} -->\n" for i in range(n)
    ),
    "fences of colons": lambda n: "".join(
        f":::{{note}}\n<!-- clause:x{i} -->\ny\n:::\n<!-- endclause:x{i} -->\n" for i in range(n)
    ),
    "unclosed fences": lambda n: "<!-- clause:x -->\ny\n<!-- endclause:x -->\n" + ":::{note}\n" * n,
    "quotations": lambda n: "> a\n<!-- clause:x -->\n" * n,
    "headings": lambda n: "<!-- clause:x -->\ny\n<!-- endclause:x -->\n" + "# a\n### b\n" * n,
    "conflicts": lambda n: "<<<<<<< a\n=======\n" * n,
    "ends of conflicts": lambda n: "=======\n" * n + ">>>>>>> a\n" * n,
    "directions": lambda n: "\u202a\u2066" * n + "\u2069" * n,
    "invisible": lambda n: "a\u200b" * n,
    "invisible in a run": lambda n: "a" + "\u200b" * n * 5,
    "names": lambda n: "<!-- clause:x -->\n" + "[YOUR NAME] <NAME> " * n + "\n<!-- endclause:x -->",
    "samples": lambda n: "<!-- clause:x -->\n" + "# Sample\n[YOUR NAME]\n" * n + "<!-- endclause:x -->",
    "brackets": lambda n: "<!-- clause:x -->y<!-- endclause:x -->" + "[" * n * 20 + "](" * n * 10,
    "open tags": lambda n: "<!-- clause:x -->*y*<!-- endclause:x -->*" + "<a " * n * 10,
    "entities": lambda n: "&lt;" * n * 3,
}


def test_a_clause_inside_many_costs_no_more_than_beside_them():
    # Each clause holds all that stand inside it, so that looking through its text would cost the square.
    assert_linear(lambda size: check_source(SourceText("t.md", SHAPES["nested clauses"](size))), 2000)


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_ten_times_the_text_takes_about_ten_times_as_long(shape):
    # Each text is another one: what was parsed once is remembered, and would cost nothing the second time.
    number = count()
    assert_linear(lambda size: check_source(SourceText("t.md", f"{shape(size)}\n\n{next(number)}\n")), 400)


@pytest.mark.parametrize("sign", ["<", "->", "<!--", "&lt;"])
def test_signs_without_number_need_little_room(sign):
    text = sign * (400_000 // len(sign))
    check_source(SourceText("t.md", text[:1000]))
    tracemalloc.start()
    check_source(SourceText("t.md", text))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 10 * len(text)
