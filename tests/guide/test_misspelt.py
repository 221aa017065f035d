from __future__ import annotations

import pytest
from docutils.parsers.rst import directives
from docutils.parsers.rst.languages import en
from hypothesis import given
from hypothesis import strategies as st
from sphinx.domains.std import StandardDomain

from clausebook.guide.misspelt import OPTIONS, misspelt_directives, near
from clausebook.text.source import SourceText


def told(text: str) -> list[tuple[int, str]]:
    found = list(misspelt_directives(SourceText("page.md", text)))
    assert {diagnostic.code.code for diagnostic in found} <= {"CB501"}
    return [(diagnostic.start.row, diagnostic.message) for diagnostic in found]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# Clauses, contacts, and ``` in text",
        "```{procedure} p\n:omit: a\n:heading-offset: 1\n```",
        "```{procedure} p\n---\nomit: a\n---\n```",
        ":::{contacts}\n:brief:\n:::",
        "```{clause}\n:steps:\n\np:a\np:b\n```",
        "```{Emergency}\n```\n\n```{coc:sources}\n```\n\n~~~{communities}\n~~~",
        "```python\ncontacts = 1\n```\n\n```\ncode\n```\n\n```text emergency\nx\n```",
        "````\n```emergency\n```\n````",
        "````md\n```{proceduer} p\n```\n````",
        "```{contents}\n```\n\n```{class} x\n```\n\n```{note}\nText.\n```\n\n```{grid-item-card}\n```",
        "```{contacts}",
        "```{procedure} p\n:omit: a\n",
        "- ```text\n  x\n\nMore.",
        "```{note}\n```text\nx\n```",
        "> ```text\n> x\n> ```",
        "```text\nx\n```\n\n\n",
        ":::{note}\nx\n:::\n",
    ],
)
def test_what_is_right_or_not_clausebooks(text: str) -> None:
    assert told(text) == []
    assert told(text.replace("\n", "\r\n")) == []


@pytest.mark.parametrize("name", [*en.directives, *directives._directives, *StandardDomain.directives])
def test_directives_of_others_are_left_alone(name: str) -> None:
    assert near(name) is None


@pytest.mark.parametrize(
    ("text", "row", "words"),
    [
        ("\n```{proceduer} p\n```", 2, "“```{proceduer}” is no directive: write ```{procedure} p"),
        ("```{contact}\n```", 1, "write ```{contacts}"),
        (":::{emergancy}\n:::", 1, "write :::{emergency}"),
        ("```{clauses} p:a\n```", 1, "write ```{clause} p:a"),
        ("```{community}\n```", 1, "write ```{communities}"),
        ("```{clause_catalogue}\n```", 1, "write ```{clause-catalogue}"),
        ("```{clause-matrx}\n```", 1, "write ```{clause-matrix}"),
        ("```{clause-matrix}\n:community: pycon\n```", 2, "did you mean “communities”?"),
        ("````{note}\n\n```{source}\n```\n````", 3, "write ```{sources}"),
        ("```emergency\n```", 1, "“```emergency” shows code: write ```{emergency}"),
        ("```procedure p\n```", 1, "write ```{procedure} p"),
        ("```{contacts\n```", 1, "“```{contacts” is no directive: write ```{contacts}"),
        ("```contacts}\n```", 1, "write ```{contacts}"),
        ("```(contacts)\n```", 1, "write ```{contacts}"),
        ("```{procedure p\n```", 1, "write ```{procedure} p"),
        ("```{ contacts }\n```", 1, "write ```{contacts}"),
        ("```{procedure}p\n```", 1, "without a blank behind the brace: write ```{procedure} p"),
        ("```{clause:lab:b}\n```", 1, "“```{clause:lab:b}” is no directive: write ```{clause} lab:b"),
        ("```{procedure} p\n:omitt: a\n```", 2, "{procedure} has no option “omitt”; did you mean “omit”?"),
        ("```{procedure} p\n---\nheading-offset: 1\nomitt: a\n---\n```", 4, "no option “omitt”"),
        ("> ```{contacts}\n> :short:\n> ```", 2, "{contacts} has no option “short”; it has :brief:"),
        ("```{emergency}\n:brief:\n```", 2, "take this line out, it has no options"),
        ("a\n\n```{contacts}\n\n# Rest\n\nText.\n", 3, "never ends, so that it takes in all that follows: write ```"),
        ("```text\nx\n\n\n", 1, "never ends"),
        (":::{note}\nText.\n", 1, "write ::: on a line of its own"),
    ],
)
def test_what_was_meant_otherwise(text: str, row: int, words: str) -> None:
    for newline in ("\n", "\r\n"):
        ((found, message),) = told(text.replace("\n", newline))
        assert found == row
        assert words in message


def test_the_options_are_those_of_the_site() -> None:
    from clausebook.site import completeness, facts, letters, matrix, overview
    from clausebook.site import directives as clauses

    classes = {
        "clause": clauses.ClauseDirective,
        "procedure": clauses.ProcedureDirective,
        "report-helper": letters.ReportHelperDirective,
        "contacts": facts.ContactsDirective,
        "emergency": facts.EmergencyDirective,
        "sources": facts.SourcesDirective,
        "communities": overview.CommunitiesDirective,
        "clause-catalogue": overview.ClauseCatalogueDirective,
        "clause-matrix": matrix.ClauseMatrixDirective,
        "completeness": completeness.CompletenessDirective,
    }
    assert {name: sorted(cls.option_spec or ()) for name, cls in classes.items()} == {
        name: sorted(options) for name, options in OPTIONS.items()
    }


PIECES = ["```", "{", "}", "contacts", "emergency", "\n", ":", ":::", "---", "> ", "- ", " ", "omit", "~~~", "x"]


@given(st.lists(st.sampled_from(PIECES)).map("".join))
def test_any_page_can_be_looked_at(text: str) -> None:
    for row, _ in told(text):
        assert 1 <= row <= text.count("\n") + 1
