"""The names that clauses had: links to them never change by accident.

Pages link to ``#clause-NAME``, other sites too.  A clause that gets another name keeps the old one as an alias in the
front matter of its file.  A register, ``permalinks.toml`` beside the clause files, lists every name that was ever
published, so that a clone without history can tell when one is gone.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from clausebook.clauses.library import ClauseFile, Library
from clausebook.clauses.reading import NAME
from clausebook.diagnostics import Code, Diagnostic, Edit, Fix, Severity, diagnose, not_utf8
from clausebook.text.nearest import did_you_mean
from clausebook.text.source import Position, SourceText, UndecodableError

REGISTER = "permalinks.toml"

# In bytes.  Ten thousand names are less than half of it.
LARGEST = 1_000_000

_MOST_GUESSES = 20

_LIST = re.compile(r"^clauses[ \t]*=[ \t]*\[", re.MULTILINE)
_FULL_NAME = re.compile(r"[^:\s\"\\]+:" + NAME.pattern)
_HEAD = """\
# The name of every clause that was ever published: links end in them. `clausebook check --fix` adds new ones.
# A clause with a new name keeps the old one in "aliases". One that is gone for good moves to [retired], with a reason.
"""


@dataclass(frozen=True)
class Register:
    """The register as it is written: published names, and those given up with the reason; empty without a file."""

    source: SourceText | None = None
    names: tuple[str, ...] = ()
    retired: Mapping[str, str] = field(default_factory=dict)
    diagnostics: tuple[Diagnostic, ...] = ()


def read_register(
    folder: Path, shown: Callable[[Path], str], tree: Path, texts: Mapping[Path, bytes] | None = None
) -> Register:
    """Read the register of a folder of clauses; what is wrong with it is in ``diagnostics``.

    A link is followed if it leads to a file inside ``tree``; ``texts`` holds bytes to be read in the place of files.
    """
    file = folder / REGISTER
    path = shown(file)
    try:
        place = file.resolve()
        data = (texts or {}).get(place)
        if data is None:
            if not file.is_symlink() and not file.exists():
                return Register()
            if not place.is_relative_to(tree.resolve()):
                return _unread(path, "this link leads out of the project and is not followed; put the file itself here")
            if not place.is_file() or place.stat().st_size > LARGEST:
                return _unread(path, f"this is no file of at most {LARGEST:,} bytes, and is not read")
            data = place.read_bytes()
        source = SourceText.from_bytes(data, path)
    except UndecodableError as error:
        return Register(diagnostics=(not_utf8(error),))
    except (OSError, RuntimeError) as error:  # Before Python 3.13, a loop of links is a RuntimeError.
        return _unread(path, f"the register cannot be read: {getattr(error, 'strerror', None) or error}")
    return parse_register(source)


def parse_register(source: SourceText) -> Register:
    """Read the text of a register."""
    try:
        data = tomllib.loads(source.text)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        return Register(source, diagnostics=(_wrong(f"the register is not TOML: {error}", source, ""),))
    found = [
        _wrong(f"“{key}” means nothing here; the register has “clauses” and [retired]", source, key)
        for key in data
        if key not in ("clauses", "retired")
    ]
    names, retired = data.get("clauses", []), data.get("retired", {})
    if not isinstance(names, list):
        found.append(_wrong('“clauses” must be a list: clauses = ["file:name"]', source, "clauses"))
        names = []
    if not isinstance(retired, dict):
        found.append(
            _wrong('“retired” must be a table: [retired], and below it "file:name" = "why"', source, "retired")
        )
        retired = {}
    for name in [*names, *retired]:
        if not isinstance(name, str) or not _FULL_NAME.fullmatch(name):
            found.append(
                _wrong(f"“{name}” is no clause's full name, such as “staff-procedure:response”", source, str(name))
            )
    for name in [name for name in retired if name in names]:
        found.append(_wrong(f"“{name}” is both published and retired; keep one of the two", source, name))
    good = tuple(name for name in names if isinstance(name, str) and _FULL_NAME.fullmatch(name))
    return Register(source, good, {str(name): str(why) for name, why in retired.items()}, tuple(found))


def register_findings(register: Register, library: Library) -> Iterator[Diagnostic]:
    """Find names that are gone, names that came back, and new ones."""
    yield from register.diagnostics
    source = register.source
    if source is None or any(d.code is Code.INVALID_REGISTER for d in register.diagnostics):
        return
    present = {file.identifier(name) for file in library.files.values() for name in file.names if name}
    new = sorted(present - {*register.names} - {*register.retired})
    gone = [name for name in dict.fromkeys(register.names) if name not in present and name not in library.aliases]
    for name in gone:
        short = name.partition(":")[2]
        # Looking for near names takes time with the product of both numbers, and nobody renames so many.
        guess = did_you_mean(name, new) if len(gone) <= _MOST_GUESSES else ""
        message = (
            f"the clause “{name}” is gone, and links to #clause-{short} break{guess}: if it has another name now, "
            f"write “aliases: [{short}]” for it into the front matter of its file; if it is gone for good, move this "
            f'line to [retired], as "{name}" = "why"'
        )
        yield _at(Code.NAME_GONE, message, source, name)
    for name in register.retired:
        if name in present or name in library.aliases:
            message = (
                f"“{name}” is retired, and there is a clause of that name: take this line to “clauses”, or rename it"
            )
            yield _at(Code.INVALID_REGISTER, message, source, name)
    if new:
        yield _unregistered(source, new)


def _unregistered(source: SourceText, names: list[str]) -> Diagnostic:
    which = ", ".join(f"“{name}”" for name in names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
    message = f"not in the register of permalinks yet: {which}; clausebook check --fix adds what is new"
    fix = Fix("Add them to the register", (_added(source.text, names),))
    return diagnose(Code.NAME_UNREGISTERED, message, source, 0, 0, severity=Severity.WARNING, fix=fix)


def _added(text: str, names: list[str]) -> Edit:
    """Give the edit that adds names: in the order of the alphabet, so that two branches that add some seldom meet."""
    start = _LIST.search(text)
    if start is None:
        return Edit(0, 0, f"{'' if text.strip() else _HEAD}clauses = [\n{_lines(names)}]\n")
    end = text.find("]", start.end())
    inside = text[start.end() : end]
    if "#" in inside or end < 0:
        # A comment belongs to its line, and nobody can tell to which name.
        return Edit(start.end(), start.end(), f"\n{_lines(names).rstrip()}")
    known = re.findall(r"[\"']([^\"'\n]*)[\"']", inside)
    return Edit(start.end(), end, f"\n{_lines(sorted({*known, *names}))}")


def _lines(names: Iterable[str]) -> str:
    return "".join(f'  "{name}",\n' for name in names)


def _at(code: Code, message: str, source: SourceText, name: str) -> Diagnostic:
    start = source.text.find(f'"{name}"')
    return diagnose(code, message, source, max(start, 0), start + len(name) + 2 if start >= 0 else 0)


def _wrong(message: str, source: SourceText, word: str) -> Diagnostic:
    start = max(source.text.find(word), 0) if word else 0
    return diagnose(Code.INVALID_REGISTER, message, source, start, start + len(word) if start else 0)


def _unread(path: str, message: str) -> Register:
    place = Position(1, 1)
    return Register(diagnostics=(Diagnostic(Code.INVALID_REGISTER, message, path, place, place),))


def alias_findings(library: Library) -> Iterator[Diagnostic]:
    """Find former names that lead nowhere for sure: taken by a clause, claimed by two, or the clause's own."""
    taken: dict[str, str] = {}
    present = {file.identifier(name): file for file in library.files.values() for name in file.names}
    for file in library.files.values():
        for name, traits in file.front_matter.clauses.items():
            identifier = file.identifier(name)
            for index, alias in enumerate(traits.aliases):
                former = full_name(file, alias)
                message = ""
                if former == identifier:
                    message = f"“{alias}” is the clause's own name, and no former one; take it away"
                elif former in present:
                    other = present[former].traits(former.partition(":")[2])
                    back = any(full_name(present[former], each) == identifier for each in other.aliases)
                    message = (
                        f"“{name}” and “{former}” each say that they were called like the other: keep what is so"
                        if back
                        else f"there is a clause “{former}”, so “{name}” cannot have had its name; take it away, or "
                        "rename that clause"
                    )
                elif former in taken:
                    message = f"“{taken[former]}” says that it had this name too; a link leads to one place: keep one"
                taken.setdefault(former, identifier)
                if message:
                    start = traits.positions.get(f"aliases.{index}", 0)
                    yield diagnose(Code.ALIAS_TAKEN, message, file.source, start, start + len(alias))


def under_present_names(own: Library, shared: Library) -> Library:
    """Give a community's library with the present names of shared clauses where it words them under former ones."""
    files = dict(own.files)
    for stem, file in own.files.items():
        present = {name: shared.aliases.get(file.identifier(name), "").partition(":") for name in file.clauses}
        renamed = {old: new for old, (now, _, new) in present.items() if now == stem}
        if renamed:
            files[stem] = replace(file, renamed=renamed)
    return replace(own, files=files)


def full_name(file: ClauseFile, alias: str) -> str:
    """Give a former name with its file: the clause's own, unless the alias names another."""
    return alias if ":" in alias else file.identifier(alias)
