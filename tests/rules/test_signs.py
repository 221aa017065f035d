from hypothesis import given, settings

from clausebook.rules.runner import check_source
from clausebook.rules.signs import may_be_wrong
from clausebook.text.source import SourceText

from .test_fixer import TEXTS


@settings(deadline=None)
@given(TEXTS)
def test_a_text_without_signs_has_no_findings(text):
    assert may_be_wrong(text) or not check_source(SourceText("t.md", text))
