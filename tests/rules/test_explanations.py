"""Every code is explained, and what the explanations show as bad and good is just that."""

from __future__ import annotations

import re

import pytest

from clausebook.diagnostics import Code
from clausebook.rules.explanations import explain
from clausebook.rules.ignores import Ignores
from clausebook.rules.runner import CLAUSE_RULES, TEXT_RULES, check_source
from clausebook.text.source import SourceText

RULES = [*CLAUSE_RULES, *TEXT_RULES]
COMMENTS = [Code.UNKNOWN_IGNORE, Code.UNUSED_IGNORE]
GRADES = ("none", "safe", "unsafe", "shown")


def names(codes: list[Code]) -> list[str]:
    return [code.slug for code in codes]


@pytest.mark.parametrize("code", Code, ids=names(list(Code)))
def test_every_code_is_explained(code: Code) -> None:
    explanation = explain(code)
    for text in (explanation.why, explanation.remedy, explanation.fix):
        assert text.endswith(".")
    assert explanation.fix.split()[0].strip(".,") in GRADES
    assert explanation.bad != explanation.good
    assert explanation.language in ("markdown", "toml", "text")
    assert code.code in explanation.as_text()
    # A control character would ring a terminal's bell, or keep a book from being read.
    for text in (explanation.as_text(), explanation.as_markdown()):
        assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f]", text)
    assert code.summary in explanation.as_markdown()


@pytest.mark.parametrize("code", RULES, ids=names(RULES))
def test_examples_of_rules(code: Code) -> None:
    explanation = explain(code)
    bad = check_source(SourceText("example.md", explanation.bad + "\n"))
    assert {finding.code for finding in bad} == {code}
    assert check_source(SourceText("example.md", explanation.good + "\n")) == []
    grade = bad[0].fix.applicability.value.replace("display", "shown") if bad[0].fix else "none"
    assert explanation.fix.split()[0].strip(".,") == grade


@pytest.mark.parametrize("code", COMMENTS, ids=names(COMMENTS))
def test_examples_of_comments(code: Code) -> None:
    def found(text: str) -> set[Code]:
        source = SourceText("example.md", text + "\n")
        ignores = Ignores(source)
        ignores.told(check_source(source))
        return {finding.code for finding in ignores.complaints(frozenset(Code))}

    assert found(explain(code).bad) == {code}
    assert found(explain(code).good) == set()
