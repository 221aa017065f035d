from __future__ import annotations

import pytest
from docutils.parsers.rst import Directive, directives
from hypothesis import given
from hypothesis import strategies as st
from myst_parser.parsers.directives import parse_directive_text

from clausebook.guide.directives import Request, page_requests, split_names
from clausebook.text.source import SourceText
from tests.guide.made import doctree


def requests(text: str) -> list[Request]:
    return list(page_requests(SourceText("page.md", text)))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# A page\n\nabout the procedure and its clauses",
        "{procedure}`p` and {clause}`p:a`",
        "`{procedure} p`",
        "````\n```{procedure} p\n```\n````",
        "````md\n```{procedure} p\n```\n````",
        "~~~~text\n~~~{procedure} p\n~~~\n~~~~",
        "````{code-block} md\n```{procedure} p\n```\n````",
        "````{literalinclude} x\n```{procedure} p\n```\n````",
        "    ```{procedure} p\n    ```",
        "<!--\n```{procedure} p\n```\n-->",
        "<div>\n```{procedure} p\n```\n</div>",
        "---\nx: |\n  ```{procedure} p\n  ```\n---\n",
        "```procedure p\n```",
        "``` { procedure} p\n```",
        "```{procedure}p\n```",
        "```{procedures} p\n```",
        "```{std:procedure} p\n```",
        "% ```{procedure} p\n% ```",
    ],
)
def test_nothing_is_asked_for(text: str) -> None:
    assert requests(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "```{procedure} p\n```",
        "```{coc:procedure} p\n```",
        "```{Procedure} p\n```",
        "```{procedure}\tp  \n```",
        "~~~{procedure} p\n~~~",
        ":::{procedure} p\n:::",
        "`````{procedure} p\n`````",
        "   ``` {procedure} p\n   ```",
        "```{procedure} p",
        "- ```{procedure} p\n  ```",
        "1. > ```{procedure} p\n   > ```",
        "Term\n: ```{procedure} p\n  ```",
        "[^1]: ```{procedure} p\n    ```",
        ":field: x\n\n  ```{procedure} p\n  ```",
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_a_procedure_is_asked_for(text: str, newline: str) -> None:
    (request,) = requests(f"{text}\n".replace("\n", newline))
    assert (request.stem, request.clauses, request.omit) == ("p", (), ())


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("```{procedure} p\n```", 1),
        ("---\ntitle: x\n---\n\n```{procedure} p\n```", 5),
        ("a\n\n- b\n\n  ```{procedure} p\n  ```", 5),
        ("````{note}\n```{procedure} p\n```\n````", 2),
        ("````{note} Title\n:class: tip\n\ntext\n\n```{procedure} p\n```\n````", 6),
        ("````{note}\n---\nclass: tip\n---\n```{procedure} p\n```\n````", 5),
        ("::::{card} x\n:::{tip}\n```{procedure} p\n```\n:::\n::::", 3),
        ("::::\n\n:::{procedure} p\n:::\n::::", 3),
        ("::: box\n```{procedure} p\n```\n:::", 2),
        ("> ````{note}\n> - x\n>   ```{procedure} p\n>   ```\n> ````", 3),
        ("`````{a}\n````{b}\n\n```{procedure} p\n```\n````\n`````", 4),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_rows(text: str, row: int, newline: str) -> None:
    assert [(request.stem, request.row) for request in requests(text.replace("\n", newline))] == [("p", row)]


def test_rows_of_several() -> None:
    one = "```{clause} p:a\n```\n"
    text = f"{one}\n````{{note}}\n{one}\n{one}````\n\n```{{procedure}} p\n```\n"
    assert [(request.row, request.stem or request.clauses) for request in requests(text)] == [
        (1, ("p:a",)),
        (5, ("p:a",)),
        (8, ("p:a",)),
        (12, "p"),
    ]


@pytest.mark.parametrize(
    ("text", "clauses", "steps"),
    [
        ("```{clause} p:a\n```", ("p:a",), False),
        ("```{clause} p:a, p:b p:c\n```", ("p:a", "p:b", "p:c"), False),
        ("```{clause}\np:a\np:b\n```", ("p:a", "p:b"), False),
        ("```{clause} p:a\n\np:b,\np:c\n```", ("p:a", "p:b", "p:c"), False),
        ("```{clause} p:a\n:steps:\n```", ("p:a",), True),
        ("```{clause}\n:steps:\n\np:a\np:b\n```", ("p:a", "p:b"), True),
        ("```{clause}\n:steps:\np:a\n```", ("p:a",), True),
        ("```{clause}\n---\nsteps:\n---\np:a\n```", ("p:a",), True),
        ("```{clause}\n---\nsteps:\nheading-offset: 1\n---\np:a\n```", ("p:a",), True),
        (":::{clause} p:a\n:steps:\n:::", ("p:a",), True),
        ("```{clause}\np:a\n:steps:\n```", ("p:a", ":steps:"), False),
        ("```{clause}\n```", (), False),
    ],
)
def test_clauses(text: str, clauses: tuple[str, ...], steps: bool) -> None:
    (request,) = requests(text)
    assert (request.stem, request.clauses, request.steps) == (None, clauses, steps)


@pytest.mark.parametrize(
    ("text", "omit"),
    [
        (":omit: a", ("a",)),
        (":omit: a, b c", ("a", "b", "c")),
        (":omit: 'a, b'", ("a", "b")),
        (':heading-offset: 1\n:omit: "a"', ("a",)),
        (":omit: a,\n:  b", ("a", "b")),
        (":omit:\n:heading-offset: 1", ()),
        ("---\nomit: a, b\n---", ("a", "b")),
        ("---\nheading-offset: 1\nomit: |\n  a\n  b\n---", ("a", "b")),
        ("---\nomit: >-\n  a,\n  b\n---", ("a", "b")),
        ("---\nomit: a,\n  b\n---", ("a", "b")),
        ("---\n# why\nomit: a # this\n---", ("a",)),
        ("---\nomit: a\n", ("a",)),
        ("\n:omit: a", ()),
        (":omit a", ()),
        (":::x", ()),
    ],
)
def test_omissions(text: str, omit: tuple[str, ...]) -> None:
    (request,) = requests(f"```{{procedure}} p\n{text}\n```")
    assert (request.stem, request.omit) == ("p", omit)


@pytest.mark.parametrize(("argument", "stem"), [("", ""), ("a b", "a b"), (" a", "a")])
def test_arguments_of_a_procedure(argument: str, stem: str) -> None:
    assert [request.stem for request in requests(f"```{{procedure}} {argument}\n```")] == [stem]


class _Procedure(Directive):
    required_arguments = 1
    has_content = True
    option_spec = {"omit": directives.unchanged, "heading-offset": directives.unchanged}  # noqa: RUF012


COLON_LINES = [":omit: a, b", ":omit:", ":omit: 'a b'", ':omit: "a"', ":heading-offset: 1", ":  c", ":unknown: x"]
YAML_LINES = ["omit: a", "omit: |", "omit: >", "omit: 'x y'", "  b, c", "heading-offset: 2", ""]
BODY_LINES = ["", "text", ":omit: z", "- item", ":::", "---"]


def some(lines: list[str]) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(lines), max_size=5)


OPTION_LINES = st.one_of(
    st.tuples(some(COLON_LINES), some(BODY_LINES)),
    st.tuples(some(YAML_LINES).map(lambda lines: ["---", *lines, "---"]), some(BODY_LINES)),
    st.tuples(some(YAML_LINES).map(lambda lines: ["---", *lines]), st.just([])),
).map(lambda parts: [*parts[0], *parts[1]])


@given(OPTION_LINES)
def test_options_are_read_as_mysts_own_parser_reads_them(lines: list[str]) -> None:
    content = "".join(f"{line}\n" for line in lines)
    (request,) = requests(f"````{{procedure}} p\n{content}````")
    meant = parse_directive_text(_Procedure, "p", content)
    assert request.omit == split_names(meant.options.get("omit", ""))


@given(
    st.lists(
        st.sampled_from(
            ["```{note}", "````{note}", "```", "````", ":::{note}", ":::", "::::", "~~~", "text", "", "- ", "> ", "  "]
        ),
        max_size=6,
    ),
    st.sampled_from(["```{note} LOOK", ":::{note} LOOK", "~~~{note} LOOK"]),
)
def test_what_is_a_directive_here_is_one_in_myst(before: list[str], opening: str) -> None:
    text = "\n".join([*before, opening, "HERE", opening[:3]])
    found = requests(text.replace("{note} LOOK", "{clause} p:LOOK"))
    paragraphs = doctree(text).findall(lambda node: node.tagname == "paragraph")
    assert bool(found) == any(paragraph.astext().startswith("LOOK") for paragraph in paragraphs)
