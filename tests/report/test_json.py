import json
from pathlib import Path

from clausebook.report.json import render
from clausebook.rules.runner import check_source
from clausebook.text.source import SourceText


def test_nothing():
    assert json.loads(render([], {})) == []


def test_the_shape_is_that_of_ruff():
    source = SourceText("a.md", "Text.\n<!--clause:a-->Text.<!-- endclause:a -->")
    (finding,) = json.loads(render(check_source(source), {"a.md": source}))
    message = finding.pop("message")
    assert "<!-- clause:a -->" in message
    assert finding == {
        "cell": None,
        "code": "CB101",
        "end_location": {"column": 16, "row": 2},
        "filename": str(Path("a.md").absolute()),
        "fix": {
            "applicability": "safe",
            "edits": [
                {
                    "content": "<!-- clause:a -->",
                    "end_location": {"column": 16, "row": 2},
                    "location": {"column": 1, "row": 2},
                }
            ],
            "message": "Write it as <!-- clause:a -->",
        },
        "location": {"column": 1, "row": 2},
        "noqa_row": None,
        "severity": "error",
        "url": None,
    }


def test_the_standard_input_keeps_its_name():
    source = SourceText("<stdin>", "TODO")
    (finding,) = json.loads(render(check_source(source), {"<stdin>": source}))
    assert finding["filename"] == "<stdin>"
    assert finding["fix"] is None
