"""``clausebook rule`` explains codes."""

from __future__ import annotations

import json

import pytest

from clausebook.cli.main import main
from clausebook.diagnostics import Code


@pytest.mark.parametrize("name", ["CB102", "cb102", "malformed-end-marker", "Malformed-End-Marker"])
def test_a_code_by_any_name(capsys: pytest.CaptureFixture[str], name: str) -> None:
    assert main(["rule", name]) == 0
    out = capsys.readouterr().out
    assert out.startswith("CB102 malformed-end-marker\n")
    for part in ("What to do:", "Fix: safe", "Bad:", "    <-- e!ndclause:response -->", "Good:"):
        assert part in out


def test_several_and_all(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rule", "mojibake", "CB1", "--output-format", "json"]) == 0
    assert [rule["code"] for rule in json.loads(capsys.readouterr().out)] == ["CB101", "CB102", "CB602"]
    assert main(["rule", "--all", "--output-format", "markdown"]) == 0
    out = capsys.readouterr().out
    assert all(f"## {code.code} {code.slug}\n" in out for code in Code)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "name a code"),
        (["CB101", "--all"], "name a code"),
        (["CB2155"], "did you mean “CB215”?"),
        (["mojibak"], "did you mean “mojibake”?"),
    ],
)
def test_wrong_use(capsys: pytest.CaptureFixture[str], arguments: list[str], message: str) -> None:
    assert main(["rule", *arguments]) == 2
    out, err = capsys.readouterr()
    assert message in err
    assert out == ""
