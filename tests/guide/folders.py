"""Projects written into a folder."""

from __future__ import annotations

from pathlib import Path

FACTS = """\
name = "{name}"
kind = "meetup"
country = "US"
languages = ["en"]
status = "example"
"""

SHARED = """\
<!-- clause:a -->
Ask {{ words.staff }}.
<!-- endclause:a -->

<!-- clause:b -->
Second.
<!-- endclause:b -->
"""

WORDS = '\n[words]\nstaff = "us"\n'


def facts(name: str = "Demo", more: str = WORDS) -> str:
    return FACTS.format(name=name) + more


def write(root: Path, files: dict[str, str | bytes]) -> Path:
    """Write files; gives the folder."""
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return root


def project(root: Path, files: dict[str, str | bytes]) -> Path:
    """Write a project with one shared file and one community; ``files`` lie in the source folder and may replace."""
    all_files: dict[str, str | bytes] = {
        "clauses/p.md": SHARED,
        "communities/demo/community.toml": facts(),
        "communities/demo/index.md": "```{procedure} p\n```\n",
    } | files
    return write(root, {f"source/{name}": content for name, content in all_files.items()})
