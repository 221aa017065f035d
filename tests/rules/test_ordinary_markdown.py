"""Markdown that others wrote holds no clauses, so it must not be told that its markers are damaged."""

import importlib.metadata
from pathlib import Path

from clausebook.rules.runner import check_source
from clausebook.text.source import SourceText, UndecodableError


def ordinary_files():
    folder = Path(importlib.metadata.distribution("markdown-it-py").locate_file("."))
    yield from folder.glob("*.dist-info/METADATA")
    yield from folder.rglob("*.md")


def test_no_false_alarm():
    found = []
    count = 0
    for file in ordinary_files():
        try:
            source = SourceText.read(file)
        except UndecodableError:
            continue
        count += 1
        found += [(f.path, f.start.row, f.code.code) for f in check_source(source) if f.code.code < "CB6"]
    assert count > 20
    assert found == []
