"""Which files a command is about, and which projects they lie in."""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

ENDINGS = (".md", ".markdown")

# Folders that hold no text of this project.
SKIPPED = frozenset({"build", "_build", "node_modules", "venv", "site-packages", "__pycache__"})

# Nobody may ever write into a pipe that has a file's name, so it is not waited for.
_READ = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)
_AT_ONCE = 1 << 16

Table = dict[str, object]


def walk(folder: str) -> Iterator[str]:
    """Give the Markdown files below a folder, sorted, without hidden and generated folders.

    Raises OSError if a folder cannot be listed.
    """
    for parent, folders, files in os.walk(folder, onerror=_fail):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name not in SKIPPED)
        prefix = "" if parent == "." else parent.removeprefix("./") + "/"
        if prefix.endswith("//"):
            prefix = prefix[:-1]
        files.sort()
        for name in files:
            if name.endswith(".md") or name.lower().endswith(ENDINGS):
                yield prefix + name


def read(file: str) -> bytes:
    """Read a file's bytes.  Raises OSError if it cannot be read."""
    # Ten thousand files are read, and a file object takes longer to make than most of them to read.
    descriptor = os.open(file, _READ)
    try:
        try:
            data = os.read(descriptor, _AT_ONCE)
        except BlockingIOError:
            # Another program is about to write, as in: clausebook check <(other command).
            os.set_blocking(descriptor, True)
            data = os.read(descriptor, _AT_ONCE)
        more = os.read(descriptor, 1)
        if not more:
            return data
        parts = [data, more]
        while more := os.read(descriptor, _AT_ONCE):
            parts.append(more)
        return b"".join(parts)
    finally:
        os.close(descriptor)


def width_of_terminal() -> int:
    """Give the columns for prose: those of the terminal, and not more than can be read well."""
    try:
        return min(100, os.get_terminal_size().columns) - 2
    except OSError:
        return 98


class Projects:
    """The projects that files lie in; each pyproject.toml is read once."""

    def __init__(self) -> None:
        self._roots: dict[str, str | None] = {}
        self._tables: dict[str, Table] = {}

    def root_of(self, path: str) -> str | None:
        """Give the nearest folder, from a path upwards, whose pyproject.toml has a table for Clausebook; or None."""
        return self._root(os.path.abspath(path))  # noqa: PTH100 - importing pathlib takes longer than all of this

    def table(self, root: str) -> Table:
        """Give the table of a project's root; it is empty if the file is not TOML."""
        return self._tables[root]

    def source(self, root: str) -> str:
        """Give the folder of a project's clauses and pages."""
        source = self._tables[root].get("source", "source")
        return f"{root}/{source if isinstance(source, str) else ''}"

    def _root(self, folder: str) -> str | None:
        if folder not in self._roots:
            table = _settings(folder)
            if table is not None:
                self._roots[folder] = folder
                self._tables[folder] = table
            else:
                parent = os.path.dirname(folder)  # noqa: PTH120 - as above
                self._roots[folder] = None if parent == folder else self._root(parent)
        return self._roots[folder]


def touches(place: str, folder: str) -> bool:
    """Tell whether one of two resolved paths lies in the other."""
    return f"{place}{os.sep}".startswith(f"{folder}{os.sep}") or f"{folder}{os.sep}".startswith(f"{place}{os.sep}")


def _settings(folder: str) -> Table | None:
    try:
        data = read(f"{folder}/pyproject.toml")
    except OSError:
        return None
    if b"clausebook" not in data:
        return None
    import tomllib

    try:
        tool = tomllib.loads(data.decode("utf-8")).get("tool")
    except (ValueError, RecursionError):
        # Whoever reads the settings will say what is wrong with them.
        return {"": None} if b"[tool.clausebook" in data else None
    table = tool.get("clausebook") if isinstance(tool, dict) else None
    if table is None:
        return None
    return table if isinstance(table, dict) else {"": None}


def _fail(error: OSError) -> None:
    raise error
