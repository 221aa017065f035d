"""Looking through a built site for what only the staff may know."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

from clausebook.diagnostics import Code, Diagnostic
from clausebook.leaks.files import UnsearchableError, parts
from clausebook.leaks.search import Matcher, Secret
from clausebook.leaks.secrets import Secrets
from clausebook.text.source import Position, SourceText

# Stands in the folder of a staff edition, so that no public one is built over it.
MARK = ".clausebook-staff-edition"

# Here are words in small letters, out of order.
_INDEX = "searchindex.js"
# The theme's programs have words of their own.
_PROGRAMS = (".js", ".css", ".map", ".woff", ".woff2", ".ttf")


def search_folder(folder: Path, secrets: Secrets, base: Path | None = None) -> Iterator[Diagnostic]:
    """Find every secret in the files of a folder, and in their names; paths are told relative to ``base``.

    Links are followed to files: a web server does so too.  What cannot be read is a finding.
    """
    matcher = Matcher(secrets.values)
    longer = Matcher([secret for secret in secrets.values if not _is_word(secret)])
    for file in sorted(_files(folder)):
        shown = os.path.relpath(file, base) if base else str(file)
        name = file.relative_to(folder).as_posix()
        for secret in dict.fromkeys(hit.secret for hit in matcher.find(name)):
            yield _leak(shown, Position(1, 1), secret, "the file's name")
        try:
            data = file.read_bytes()
            copied = (secrets.files or {}).get(hashlib.sha256(data).hexdigest())
            if copied:
                yield _leak(shown, Position(1, 1), copied)
            # The words of a theme's programs are nobody's secret.
            used = longer if name.startswith("_static/") and file.suffix in _PROGRAMS else matcher
            for part in parts(data):
                source = SourceText(shown, part.text)
                hits = used.find(part.text, noisy=part.noisy, folded=file.name == _INDEX)
                # One leak a line: a number is there once in the link, and once to be read.
                places = {(hit.secret, (place := source.position(hit.offset)).row): place for hit in reversed(hits)}
                for (secret, _row), place in places.items():
                    yield _leak(shown, place, secret, part.member.removeprefix("!"))
        except (OSError, UnsearchableError) as error:
            reason = error.strerror if isinstance(error, OSError) else str(error)
            message = f"this file cannot be searched: {reason}"
            yield Diagnostic(Code.LEAK, message, shown, Position(1, 1), Position(1, 1))


def _files(folder: Path) -> Iterator[Path]:
    for parent, folders, files in os.walk(folder, onerror=_fail):
        folders.sort()
        yield from (Path(parent, name) for name in files)


def _fail(error: OSError) -> None:
    raise error


def _is_word(secret: Secret) -> bool:
    return any(len(run) == 1 for run in secret.words)


def _leak(path: str, place: Position, secret: Secret, where: str = "") -> Diagnostic:
    inside = f", in {where}," if where else ""
    message = (
        f"this public site holds{inside} {secret.what}: “{secret.shown}” ({secret.path}:{secret.row}); "
        "do not publish it, find out how it came here, and build again"
    )
    return Diagnostic(Code.LEAK, message, path, place, place)
