"""What texts lead to, show and offer, and the files that only the staff see."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from clausebook.clauses.library import SUFFIXES
from clausebook.leaks.search import Secret
from clausebook.leaks.texts import public_sources, read_source
from clausebook.project import Project
from clausebook.text.blocks import code_spans, inside
from clausebook.text.source import SourceText

_TARGET = re.compile(
    r"\]\([ \t]*<?([^()\s<>]+)|\{(?:image|figure|include|literalinclude)\}[ \t]+(\S+)|"
    r"\{(?:download|doc|ref|any|numref)\}`(?:[^`<]*<)?([^`<>]+)"
)


def hidden_files(project: Project, public: Project) -> dict[str, Secret]:
    """Give the digests of the files that only pages and clauses for the staff show."""
    shown = {place for source in public_sources(public) for place in pictures(source, public)}
    found: dict[str, Secret] = {}
    hidden = [source for path in sorted(public.withheld.files) if (source := read_source(path, project)) is not None]
    for source in hidden:
        for place in sorted(pictures(source, project) - shown - public.withheld.files):
            digest = digest_of(place)
            if digest:
                secret = Secret("a file that only the staff see", project.display(place), source.path, 1)
                found.setdefault(digest, secret)
    public_digests = {digest_of(place) for place in shown}
    return {digest: secret for digest, secret in found.items() if digest not in public_digests}


@dataclass(frozen=True, slots=True)
class Target:
    """Something that a text leads to or shows, as it is written, at an offset; ``file`` if it is one of the project."""

    text: str
    offset: int
    file: Path | None


def targets(source: SourceText, project: Project) -> Iterator[Target]:
    """Find what a text leads to, shows or offers, but for other sites."""
    folder = project.file(source.path).parent
    code = code_spans(source.text, directives=False)
    for match in _TARGET.finditer(source.text):
        target = next(filter(None, match.groups()), "").strip()
        path = target.removeprefix("project:").removeprefix("path:").partition("#")[0]
        if "://" in target or "\0" in target or not target or inside(code, match.start()):
            continue
        places = [project.source / path.lstrip("/") if path.startswith("/") else folder / path]
        places += [places[0].with_name(f"{places[0].name}.md")] if places[0].name else []
        yield Target(target, match.start(), next(filter(None, map(_resolved, places)), None))


def _resolved(place: Path) -> Path | None:
    try:
        place = place.resolve()
        return place if place.is_file() else None
    except (OSError, RuntimeError):
        return None


def pictures(source: SourceText, project: Project) -> set[Path]:
    """Find the files of the project that a text shows or offers, besides pages."""
    files = {target.file for target in targets(source, project)} - {None}
    return {f for f in files if f and f.is_relative_to(project.root) and f.suffix not in SUFFIXES}


def digest_of(file: Path) -> str:
    """Give the digest of a file's bytes; nothing if it cannot be read."""
    try:
        with file.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return ""
