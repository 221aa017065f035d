"""Two builds of the same files are the same to the byte, wherever and in whatever order sets are gone through."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.site.test_prepared import CONF, NAMES, files, write


def build(root: Path, seed: str, monkeypatch: pytest.MonkeyPatch, *options: str) -> dict[str, bytes]:
    monkeypatch.setenv("PYTHONHASHSEED", seed)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    site = write(root, CONF).build(*options)
    assert (site.code, site.errors) == (0, "")
    return files(root / "out")


def test_two_builds_are_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = build(tmp_path / "one", "1", monkeypatch)
    other = build(tmp_path / "a much longer name of another folder", "2", monkeypatch, "-j", "2")
    assert {f"communities/{slug}/{slug}-offline.html" for slug in NAMES} < one.keys() == other.keys()
    assert [name for name in one if one[name] != other[name]] == []


def test_the_comparison_of_pythons_tells_a_difference(tmp_path: Path) -> None:
    """With a stand-in for make, whose second build differs."""
    root = Path(__file__).parent.parent.parent
    for name, word in (("make", "${PYTHON}"), ("same", "word")):
        (tmp_path / name).mkdir()
        stand_in = '#!/bin/sh\nfor each in "$@"; do export "$each" 2>/dev/null; done\nmkdir -p "$BUILD/html"\n'
        (tmp_path / name / "make").write_text(f'{stand_in}echo "{word}" > "$BUILD/html/index.html"\n')
        (tmp_path / name / "make").chmod(0o755)
        done = subprocess.run(
            [root / "tools/reproducible.sh", sys.executable, f"{sys.executable}."],
            env={**os.environ, "PATH": f"{tmp_path / name}:{os.environ['PATH']}", "BUILD": str(tmp_path / "build")},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == (name == "make"), done.stderr
        assert ("index.html differ" in done.stdout) == (name == "make")
