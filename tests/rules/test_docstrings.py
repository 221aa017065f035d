"""Each rule's docstring shows a bad and a good example; both are checked."""

import inspect
import re
from textwrap import dedent

import pytest

from clausebook.diagnostics import Code
from clausebook.rules.runner import CLAUSE_RULES, TEXT_RULES, check_source
from clausebook.text.source import SourceText

RULES = [*CLAUSE_RULES.items(), *TEXT_RULES.items()]


def codes(text):
    return {finding.code for finding in check_source(SourceText("example.md", text))}


@pytest.mark.parametrize(("code", "rule"), RULES, ids=[code.slug for code, _ in RULES])
def test_examples(code, rule):
    text = inspect.getdoc(rule)
    bad, good = (dedent(part) for part in re.search(r"\nBad:\n\n(.*)\nGood:\n\n(.*)", text, re.S).groups())
    assert code in codes(bad)
    assert code not in codes(good)


def test_every_rule_has_a_code_of_its_own():
    assert len({code for code, _ in RULES}) == len(RULES)
    assert all(isinstance(code, Code) for code, _ in RULES)
