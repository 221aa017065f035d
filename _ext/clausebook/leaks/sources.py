"""What only the staff may know, typed into a public text, or hidden in a picture that public pages show."""

from __future__ import annotations

from collections.abc import Iterator

from clausebook.diagnostics import Code, Diagnostic, diagnose
from clausebook.guide.wording import staff_only
from clausebook.leaks.files import UnsearchableError, parts
from clausebook.leaks.search import Matcher, Secret
from clausebook.leaks.secrets import collect
from clausebook.leaks.targets import pictures, targets
from clausebook.leaks.texts import public_sources
from clausebook.project import Project
from clausebook.text.source import Position


def leaks_in_sources(project: Project, public: Project) -> Iterator[Diagnostic]:
    """Find the facts of a project for the staff in what its ``public`` edition is made from."""
    matcher = Matcher([secret for secret in collect(project, public).values if secret.strong])
    shown = set()
    for source in public_sources(public):
        for target in targets(source, public):
            if target.file in public.withheld.files or target.text.lstrip("#").casefold() in public.withheld.labels:
                message = staff_only(f"what this leads to, “{target.text}”,")
                yield diagnose(Code.STAFF_PAGE, message, source, target.offset, target.offset + len(target.text))
        for hit in matcher.find(source.text):
            end = min(hit.offset + len(hit.secret.shown), len(source.text))
            yield diagnose(Code.STAFF_WORDS, _message(hit.secret), source, hit.offset, end)
        shown |= pictures(source, public)
    for picture in sorted(shown - public.withheld.files) if matcher else ():
        place = Position(1, 1)
        name = project.display(picture)
        try:
            found = [
                (part.member, hit.secret)
                for part in parts(picture.read_bytes())
                for hit in matcher.find(part.text, noisy=part.noisy)
            ]
        except (OSError, UnsearchableError) as error:
            message = f"nobody can tell whether this file, which a public page shows, holds what it must not: {error}"
            yield Diagnostic(Code.STAFF_WORDS, message, name, place, place)
            continue
        for member, secret in dict.fromkeys(found):
            where = f" (in {member.removeprefix('!')})" if member else ""
            message = f"{_message(secret)}; a public page shows this file{where}"
            yield Diagnostic(Code.STAFF_WORDS, message, name, place, place)


def _message(secret: Secret) -> str:
    return (
        f"“{secret.shown}” is for the staff alone ({secret.what}, {secret.path}:{secret.row}), and this text is "
        "public: take it out here, or give it to everybody in community.toml"
    )
