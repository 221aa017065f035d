"""Characters that nobody sees: what scripts and emoji need stays, the rest is told."""

import pytest

from clausebook.rules.fixer import fix_source
from clausebook.rules.runner import check_source
from clausebook.rules.signs import may_be_wrong
from clausebook.text.source import SourceText


def source(text):
    return SourceText("t.md", text)


def found(text):
    findings = check_source(source(text))
    assert may_be_wrong(text) or not findings
    return [(finding.code.code, finding.start.column) for finding in findings]


@pytest.mark.parametrize(
    "text",
    [
        "👩\u200d💻 👨\u200d👩\u200d👧 ❤\ufe0f 🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
        "می\u200cخواهم، क्\u200dष, ശ്രീ\u200d",
        "ภาษา\u200bไทย 日本\u200b語",
        "שלום \u2067עברית\u2069 and \u202bעברית\u202c, \u200eA\u200f",
        "The \u2068name\u2069 and \u2066\u2067x\u2069\u2069 of it\nover\u2068 two\nlines\u2069.",
        "Donau\u00addampf\u00adschiff, 3\u206050 km, a \u200b b, see\u200b.",
        "`co\u200bde \u202e \x07`\n\n    \x07 \u202e\n\n```text\n\x1b[0m \ufeff\n```\n",
        "tab\there, form\x0cfeed, naïve café – “x” 中文 عربي",
        "a\r\nb\rc\n",
    ],
)
def test_nothing(text):
    assert found(text) == []
    assert fix_source(source(text), [], unsafe=True).source.text == text


@pytest.mark.parametrize(
    ("text", "expected", "fixed"),
    [
        ("a \u202eb", [("CB607", 3)], "a b"),
        ("a \u202eb\u202c", [("CB607", 3)], None),
        ("a \u2066b\n\nc\u2069", [("CB607", 3), ("CB607", 2)], "a b\n\nc"),
        ("a \u202c", [("CB607", 3)], "a "),
        ("\u2066\u202ax\u2069", [("CB607", 2)], "\u2066x\u2069"),
        ("con\u200bduct", [("CB608", 4)], "conduct"),
        ("сло\u200dво", [("CB608", 4)], "слово"),
        ("<co\u200bc@example.org>", [("CB608", 4)], "<coc@example.org>"),
        ("https://exa\u00admple.org/a", [("CB608", 12)], "https://example.org/a"),
        ("[a](\u200bhttps://example.org)", [("CB608", 5)], "[a](https://example.org)"),
        ("[a](ru\u200eles.md)", [("CB608", 7)], "[a](rules.md)"),
        ("text\U000e0041\U000e0042", [("CB608", 5)], "text"),
        ("Call\x00 \x07us\x1b", [("CB609", 5), ("CB609", 7), ("CB609", 10)], "Call us"),
        ("it\x92s", [("CB609", 3)], "its"),
        ("del\x7f", [("CB609", 4)], "del"),
    ],
)
def test_what_is_told_and_what_becomes_of_it(text, expected, fixed):
    assert found(text) == expected
    findings = check_source(source(text))
    assert not fix_source(source(text), findings).changed
    if fixed is not None:
        assert fix_source(source(text), findings, unsafe=True).source.text == fixed


def test_a_byte_order_mark_within_the_text_goes():
    text = "One.\n\ufeffTwo.\n"
    assert found(text) == [("CB608", 1)]
    assert fix_source(source(text), check_source(source(text))).source.text == "One.\nTwo.\n"


def test_the_byte_order_mark_of_the_file_stays():
    text = SourceText.from_bytes(b"\xef\xbb\xbfOne.\n", "t.md")
    assert check_source(text) == []
