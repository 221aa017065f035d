"""A repository for one event of its own: settings, Makefile, workflow, shared clauses, the community's folder."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from clausebook import __version__
from clausebook.community.schema import schema_text
from clausebook.scaffold.community import community_files
from clausebook.scaffold.facts import KnownFacts
from clausebook.scaffold.requirement import Requirement, pins
from clausebook.scaffold.shipped import files_of
from clausebook.text.edits import write_atomically

CLAUSES = "source/clauses"
# In the form that sha256sum writes and checks.
DIGESTS = "clauses.sha256"
# A file that begins with a dot would be hidden where people work on the skeleton.
_RENAMED = {"gitignore": ".gitignore", "taplo.toml": ".taplo.toml"}
SCHEMA = "community.schema.json"


def repository_files(facts: KnownFacts, folder: str, requirement: Requirement) -> dict[str, bytes | str]:
    """Give the files of a new repository: their paths in it and their contents.

    ``folder`` is the name of the community's folder.  Raises NotShippedError
    and OSError if what is shipped cannot be read.
    """
    replaced = {"@NAME@": facts.name, "@FOLDER@": folder, "@VERSION@": __version__}
    files: dict[str, bytes | str] = {}
    for name, text in files_of("project"):
        for mark, value in replaced.items():
            text = text.replace(mark, value)
        files[_RENAMED.get(name, name)] = text
    files["requirements.txt"] = f"{requirement.line}\n"
    files |= requirement.files
    files["constraints.txt"] = pins()
    shared = shared_files()
    files |= shared
    files[DIGESTS] = digests(shared)
    files |= {f"source/communities/{folder}/{name}": text for name, text in community_files(facts).items()}
    return files


def shared_files() -> dict[str, bytes | str]:
    """Give what a newer version renews, by its paths in a repository: shared clauses, and the schema for editors."""
    return {SCHEMA: schema_text(), **{f"{CLAUSES}/{name}": text for name, text in files_of("clauses")}}


def digests(files: Mapping[str, bytes | str]) -> str:
    """Write the SHA-256 digests of files."""
    return "".join(f"{_digest(content)}  {name}\n" for name, content in sorted(files.items()))


def _digest(content: bytes | str) -> str:
    data = content.encode("utf-8") if isinstance(content, str) else content
    return hashlib.sha256(data).hexdigest()


@dataclass(frozen=True, slots=True)
class Update:
    """What became of the shared files of a repository, by their paths in it."""

    taken: tuple[str, ...] = ()
    changed_here: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()


def update_clauses(root: Path) -> Update:
    """Put this version's shared clauses and schema into a repository, but for the files that were changed there.

    A file that this version no longer has is left too.  Raises FileNotFoundError if the repository has no list of
    digests, and OSError if a file cannot be read or written.
    """
    lines = (root / DIGESTS).read_text(encoding="utf-8").splitlines()
    known = {name: digest for digest, two_blanks, name in (line.partition("  ") for line in lines) if two_blanks}
    fresh = shared_files()
    taken, kept = [], []
    for name, content in fresh.items():
        file = root / name
        here = file.read_bytes() if file.is_file() else None
        if here is not None and _digest(here) == _digest(content):
            known[name] = _digest(content)
        elif here is None or _digest(here) == known.get(name):
            file.parent.mkdir(parents=True, exist_ok=True)
            data = content.encode("utf-8") if isinstance(content, str) else content
            write_atomically(file, data, root=root)
            known[name] = _digest(content)
            taken.append(name)
        else:
            kept.append(name)
    text = "".join(f"{digest}  {name}\n" for name, digest in sorted(known.items()))
    write_atomically(root / DIGESTS, text.encode("utf-8"), root=root)
    return Update(tuple(taken), tuple(kept), tuple(sorted(known.keys() - fresh.keys())))
