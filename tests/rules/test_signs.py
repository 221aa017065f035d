import pytest
from hypothesis import example, given, settings

from clausebook.clauses.soundness import is_plainly_sound
from clausebook.rules.runner import CLAUSE_RULES, TEXT_RULES, check_source
from clausebook.rules.signs import may_be_wrong
from clausebook.text.source import SourceText

from ..texts import SOUND, hard


def everything(text, monkeypatch):
    """Find what all rules say of a text, with no short cut."""
    monkeypatch.setattr("clausebook.rules.runner.is_plainly_sound", lambda text: False)
    return check_source(SourceText("t.md", text))


@pytest.mark.parametrize("text", SOUND)
def test_a_sound_text_has_no_signs(text):
    assert not may_be_wrong(text.removeprefix("\ufeff"))


@pytest.mark.parametrize(
    "text",
    [
        "<!-- toc -->\n\nText.\n",
        "Text.\n<!-- markdownlint-disable MD033 -->\n<!-- clause:a -->\nText.\n<!-- endclause:a -->\n<!-- x: yes -->",
        "Dites « mot », «\u202fmot\u202f» et ‹mot›.",
        "Er sagte »Wort« und ging.",
        "A -- B → C, a <br> b, see <https://example.org>.\n> Quoted.\n",
        "---\na: b\n---\n```\n    a <b>\n```\n<!-- clause:a -->\nText.\n<!-- endclause:a -->\n",
        "Say <!-- clause:a -->`this`<!-- endclause:a -->.\n",
    ],
)
def test_what_is_ordinary_needs_no_parser(text, monkeypatch):
    monkeypatch.setattr("clausebook.text.blocks.code_spans", lambda *_, **__: pytest.fail("the text was parsed"))
    assert is_plainly_sound(text)


@settings(deadline=None)
@given(hard())
@example("<!-- clause:0: 0 -->")
@example("Text <ab clause:x-")
@example("<abcdendclause:x=>")
@example("« !-- clause:a --»\n")
@example("«\u200b- clause:a -»")
@example("» -> clause:a\n")
@example("<!-- toc -->>\n")
@example("\\<!-- clauseresponse -->\n<!-- endclause:response -->")
def test_a_text_without_signs_has_no_findings(text):
    with pytest.MonkeyPatch.context() as patch:
        assert may_be_wrong(text) or not everything(text, patch)


def test_every_rule_is_run_without_the_short_cut(monkeypatch):
    assert CLAUSE_RULES
    assert TEXT_RULES
    assert everything("<!-- clause:a -->", monkeypatch)
