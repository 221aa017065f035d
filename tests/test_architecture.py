"""Which part may know which: the order that the handbook gives."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "_ext/clausebook"

# From left to right: each may import from those before it, and from itself.
ORDER = [
    "text",
    "diagnostics",
    "clauses",
    "rules",
    "settings",
    "community",
    "guide",
    "project",
    "edition",
    "leaks",
    "shards",
    "links",
    "history",
    "integrity",
    "scaffold",
    "report",
    "printing",
    "cli",
    "site",
]
# What the command and the site share ends before them: they do not know each other.
APART = {"cli": {"site"}, "site": {"cli", "report", "printing"}}
CORE = [part for part in ORDER if part != "site"]


def modules() -> list[Path]:
    return sorted(file for file in PACKAGE.rglob("*.py") if file.parent != PACKAGE or file.stem in ORDER)


def part_of(file: Path) -> str:
    return file.relative_to(PACKAGE).with_suffix("").parts[0]


def imported(file: Path) -> Iterator[str]:
    """Give the full names of all modules that a file imports, inside functions too."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


@pytest.mark.parametrize("file", modules(), ids=lambda file: str(file.relative_to(PACKAGE)))
def test_imports_follow_the_order(file: Path) -> None:
    part = part_of(file)
    allowed = set(ORDER[: ORDER.index(part) + 1]) - APART.get(part, set())
    for name in imported(file):
        parts = name.split(".")
        if parts[0] == "clausebook" and len(parts) > 1 and parts[1] in ORDER:
            # The type of a value may be named where the value itself is only passed through.
            if name == "clausebook.project" and part == "guide":
                assert "if TYPE_CHECKING:\n    from clausebook.project" in file.read_text(encoding="utf-8")
                continue
            assert parts[1] in allowed, f"{file.name} imports {name}"


@pytest.mark.parametrize("file", modules(), ids=lambda file: str(file.relative_to(PACKAGE)))
def test_only_the_site_knows_sphinx_and_only_one_module_mysts_private_names(file: Path) -> None:
    names = list(imported(file))
    if part_of(file) != "site":
        foreign = {name.split(".")[0] for name in names} & {"sphinx", "docutils", "myst_parser"}
        # What reads pages in reStructuredText, and is loaded when there is one.
        assert foreign == ({"docutils"} if file.name == "restructured.py" else set())
    text = file.read_text(encoding="utf-8")
    for private in ("_renderer", "nested_render_text", "md_env", "get_source_and_line", "sphinx.myst_parser"):
        assert private not in text or file.name == "render.py", private


def loaded_by(code: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys; print(*sys.modules, file=sys.stderr)"],
        capture_output=True,
        text=True,
        check=True,
    )
    return {name.split(".")[0] for name in done.stderr.split()}


def test_the_core_loads_without_sphinx() -> None:
    names = [
        "clausebook." + ".".join(file.relative_to(PACKAGE).with_suffix("").parts)
        for file in modules()
        if part_of(file) != "site" and file.stem not in ("__init__", "restructured")
    ]
    loaded = loaded_by("; ".join(f"import {name}" for name in names))
    assert "clausebook" in loaded
    assert not loaded & {"sphinx", "docutils", "myst_parser"}


def test_checking_a_loose_file_loads_neither_pydantic_nor_sphinx(tmp_path: Path) -> None:
    file = tmp_path / "guide.md"
    file.write_text("<!-- clause:a -->\ntext\n<-- e!ndclause:a -->\n")
    code = f"import os; os.chdir({str(tmp_path)!r}); from clausebook.cli.main import main; main(['check', 'guide.md'])"
    assert not loaded_by(code) & {"sphinx", "docutils", "myst_parser", "pydantic", "jinja2", "phonenumbers", "babel"}


def test_the_picture_shows_all_parts_in_their_order() -> None:
    command = [sys.executable, ROOT / "tools/diagram.py"]
    drawn = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert (ROOT / "source/handbook/architecture.svg").read_text(encoding="utf-8") == drawn
    assert re.findall(r'font-weight="700">([a-z]+)<', drawn) == ORDER
