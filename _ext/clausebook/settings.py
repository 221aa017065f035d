"""What ``[tool.clausebook]`` in a project's ``pyproject.toml`` sets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePath

from clausebook.rules.selection import Layer, Policy, UnknownCodeError, codes_of, per_file_ignores, selected
from clausebook.text.nearest import did_you_mean

FILE = "pyproject.toml"

# Where a site has the reference of the rules.
DOCS_URL = "handbook/rules.html"

_KEYS = ("source", "communities", "select", "ignore", "per-file-ignores", "docs-url")


class SettingsError(Exception):
    """A project's settings cannot be used; the message says what to do."""


@dataclass(frozen=True)
class Settings:
    """A project's settings.

    ``source`` is the folder of clauses and pages, ``communities`` says where communities lie in it.  ``select`` and
    ``ignore`` hold codes or beginnings of codes, ``per_file_ignores`` such by pattern.  ``docs_url`` is the page on
    which the rules are explained: an address, or a path within the built site.
    """

    source: str = "source"
    communities: tuple[str, ...] = ("communities/*",)
    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] = ()
    per_file_ignores: tuple[tuple[str, tuple[str, ...]], ...] = ()
    docs_url: str = DOCS_URL

    def policy(self, root: str = ".", *layers: Layer) -> Policy:
        """Say which findings are told in the project at ``root``; ``layers`` are asked for by somebody else.

        Raises UnknownCodeError if a layer holds a code that there is not.
        """
        codes = selected((Layer(self.select, self.ignore), *layers))
        return Policy(codes, root, per_file_ignores(self.per_file_ignores))


def project_root(folder: Path) -> Path | None:
    """Give the nearest folder, from one upwards, whose pyproject.toml has a table for Clausebook; None if none has."""
    import tomllib

    for candidate in (folder, *folder.parents):
        try:
            tools = tomllib.loads((candidate / "pyproject.toml").read_text(encoding="utf-8")).get("tool", {})
        except (OSError, ValueError):
            continue
        if isinstance(tools, dict) and "clausebook" in tools:
            return candidate
    return None


def read_settings(root: Path) -> Settings:
    """Read a project's settings; the defaults where there are none.

    Raises SettingsError if they cannot be used.
    """
    # Loose files have no settings, and its import takes as long as a check of hundred of them.
    import tomllib

    file = root / FILE
    try:
        tool = tomllib.loads(file.read_text(encoding="utf-8")).get("tool", {})
    except FileNotFoundError:
        return Settings()
    except (OSError, ValueError, RecursionError) as error:
        raise SettingsError(f"{file}: cannot be read: {error}") from None
    table = tool.get("clausebook", {}) if isinstance(tool, dict) else None
    if not isinstance(table, dict):
        raise SettingsError(f"{file}: clausebook must be a table: write the header [tool.clausebook]")
    settings = parse_settings(table, file)
    if "source" in table and not (root / settings.source).is_dir():
        raise _wrong(file, f"source: there is no folder “{settings.source}”")
    return settings


def parse_settings(table: Mapping[str, object], file: Path) -> Settings:
    """Make settings of what stands in ``[tool.clausebook]`` of a file.

    Raises SettingsError if something of it cannot be used.
    """
    for key in table:
        if key not in _KEYS:
            raise _wrong(file, f"{key} means nothing{did_you_mean(key, _KEYS)}")
    source = table.get("source", Settings.source)
    if not isinstance(source, str) or not _is_below(source):
        raise _wrong(file, "source must be a folder in the project, such as “source”")
    communities = table.get("communities", list(Settings.communities))
    if not isinstance(communities, list) or not all(isinstance(c, str) and _is_below(c) for c in communities):
        raise _wrong(file, "communities must be a list of folders below the source folder, such as [“communities/*”]")
    docs_url = table.get("docs-url", DOCS_URL)
    if not isinstance(docs_url, str) or not docs_url or not docs_url.isprintable() or set(docs_url) & set(' "<>#'):
        message = "docs-url must be the address of the page that explains the rules, without “#”"
        raise _wrong(file, f"{message}, such as “https://example.org/handbook/rules.html”")
    return Settings(
        source,
        tuple(communities),
        _codes(table["select"], "select", file) if "select" in table else None,
        _codes(table.get("ignore", []), "ignore", file),
        _per_file(table.get("per-file-ignores", {}), file),
        docs_url,
    )


def _codes(value: object, key: str, file: Path) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
        raise _wrong(file, f'{key} must be a list of codes, such as ["CB601", "CB3"]')
    for word in value:
        try:
            codes_of(word)
        except UnknownCodeError as error:
            raise _wrong(file, f"{key}: {error}") from None
    return tuple(value)


def _per_file(value: object, file: Path) -> tuple[tuple[str, tuple[str, ...]], ...]:
    if not isinstance(value, dict):
        example = 'write [tool.clausebook.per-file-ignores] and below it "letters/*" = ["CB601"]'
        raise _wrong(file, f"per-file-ignores must be a table of patterns, each with a list of codes: {example}")
    return tuple((pattern, _codes(words, f"per-file-ignores, “{pattern}”", file)) for pattern, words in value.items())


def _wrong(file: Path, message: str) -> SettingsError:
    return SettingsError(f"{file}: [tool.clausebook] {message}")


def _is_below(name: str) -> bool:
    """Tell whether a folder's name or pattern stays below the folder that it is taken from."""
    path = PurePath(name)
    return (
        bool(path.parts)
        and not path.is_absolute()
        and "\0" not in name
        and all(part == "**" or (part != ".." and "**" not in part) for part in path.parts)
    )


def community_parent(root: Path) -> Path:
    """Give the folder in which a project keeps its communities.

    Raises SettingsError if the settings cannot be used, or name no such folder.
    """
    settings = read_settings(root)
    for pattern in settings.communities:
        parent, slash, last = pattern.rpartition("/")
        if slash and last == "*" and "*" not in parent:
            return root / settings.source / parent
    raise SettingsError(
        f"{root / FILE}: [tool.clausebook] communities has no pattern such as “communities/*”, "
        "whose folder would take a new one: write one, or make the folder yourself"
    )
