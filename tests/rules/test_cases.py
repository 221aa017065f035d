"""Each file in cases/ states what must be found in its texts, and what fixing makes of them."""

import re
from pathlib import Path

import pytest

from clausebook.rules.fixer import fix_source
from clausebook.rules.runner import check_source
from clausebook.rules.signs import may_be_wrong
from clausebook.text.source import SourceText


def load():
    cases = []
    for file in sorted((Path(__file__).parent / "cases").glob("*.txt")):
        for block in re.split(r"(?m)^=== ", file.read_text("utf-8"))[1:]:
            title, _, rest = block.partition("\n")
            text, *parts = re.split(r"(?m)^--- (?=found$|fixed$|unsafe$)", rest)
            expected = dict(part.split("\n", 1) for part in parts)
            cases.append(pytest.param(text, expected, id=f"{file.stem}: {title}"))
    return cases


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
@pytest.mark.parametrize(("text", "expected"), load())
def test_case(text, expected, line_end):
    source = SourceText("case.md", text.replace("\n", line_end))
    findings = check_source(source)
    told = sorted(f"{f.start.row}:{f.start.column} {f.code}" for f in findings)
    assert told == sorted(expected.get("found", "").splitlines())
    assert may_be_wrong(source.text) or not findings

    safe = fix_source(source, findings)
    assert safe.source.text == expected.get("fixed", text).replace("\n", line_end)
    unsafe = fix_source(source, findings, unsafe=True)
    assert unsafe.source.text == expected.get("unsafe", expected.get("fixed", text)).replace("\n", line_end)


@pytest.mark.parametrize(("text", "expected"), load())
def test_case_as_last_line(text, expected):
    source = SourceText("case.md", text.rstrip("\n"))
    assert len(check_source(source)) == len(expected.get("found", "").splitlines())
