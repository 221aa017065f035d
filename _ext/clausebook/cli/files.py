"""Which files a command is about."""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

ENDINGS = (".md", ".markdown")

# Folders that hold no text of this project.
SKIPPED = frozenset({"build", "_build", "node_modules", "venv", "site-packages", "__pycache__"})


def walk(folder: str) -> Iterator[str]:
    """Give the Markdown files below a folder, sorted, without hidden and generated folders.

    Raises OSError if a folder cannot be listed.
    """
    for parent, folders, files in os.walk(folder, onerror=_fail):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name not in SKIPPED)
        prefix = "" if parent == "." else parent.removeprefix("./") + "/"
        if prefix.endswith("//"):
            prefix = prefix[:-1]
        for name in sorted(files):
            if name.lower().endswith(ENDINGS):
                yield prefix + name


def read(file: str) -> bytes:
    """Read a file's bytes.  Raises OSError if it cannot be read."""
    with open(file, "rb", buffering=0) as stream:  # noqa: PTH123 - ten thousand files are read, and pathlib is slower
        return stream.read()


def project_root(path: str) -> tuple[str, str] | None:
    """Find the nearest folder, from a path upwards, whose pyproject.toml has a table for Clausebook.

    Gives that folder and the project's source folder, or None.
    """
    folder = os.path.abspath(path)  # noqa: PTH100 - importing pathlib takes longer than all of this
    while True:
        table = _settings(folder)
        if table is not None:
            source = table.get("source", "source")
            return folder, f"{folder}/{source if isinstance(source, str) else ''}"
        parent = os.path.dirname(folder)  # noqa: PTH120 - as above
        if parent == folder:
            return None
        folder = parent


def _settings(folder: str) -> dict[str, object] | None:
    try:
        data = read(f"{folder}/pyproject.toml")
    except OSError:
        return None
    if b"clausebook" not in data:
        return None
    import tomllib

    try:
        tool = tomllib.loads(data.decode("utf-8")).get("tool")
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        return None
    table = tool.get("clausebook") if isinstance(tool, dict) else None
    return table if isinstance(table, dict) else None


def _fail(error: OSError) -> None:
    raise error
