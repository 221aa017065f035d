"""Whether the shared clauses are still those that a community's own wording was written against."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from clausebook.clauses.digest import digest_of, is_version
from clausebook.clauses.document import Clause
from clausebook.clauses.library import ClauseFile
from clausebook.diagnostics import Code, Diagnostic, Severity, diagnose
from clausebook.guide.wording import Voice


class Drift(StrEnum):
    """What own wording knows of the shared clause as it is now."""

    CURRENT = "current"
    CHANGED = "changed"
    UNRECORDED = "unrecorded"
    LOCKED = "locked"


@dataclass(frozen=True, slots=True)
class OwnWording:
    """A community's wording of a shared clause.

    ``replaces`` is the digest of the version that it was written against, "" if
    that is not recorded; ``digest`` that of the shared clause as it is now.
    """

    file: ClauseFile
    clause: Clause
    shared_file: ClauseFile
    shared: Clause
    replaces: str
    digest: str
    drift: Drift

    @property
    def identifier(self) -> str:
        """The clause's full name."""
        return self.shared_file.identifier(self.shared.name)

    @property
    def own_text(self) -> str:
        """What the community wrote."""
        return self.clause.text(self.file.source)

    @property
    def shared_text(self) -> str:
        """What the shared clause says now."""
        return self.shared.text(self.shared_file.source)


def own_wordings(voice: Voice) -> Iterator[OwnWording]:
    """Give every own wording of a shared clause, in the order of the community's files."""
    for file, clause in voice.own:
        found = voice.shared.find(file.identifier(clause.name))
        if found is None:
            continue
        shared_file, shared = found
        text, replaces = shared.text(shared_file.source), file.traits(clause.name).replaces
        if voice.locks(shared_file.identifier(shared.name)):
            drift = Drift.LOCKED
        elif not replaces:
            drift = Drift.UNRECORDED
        else:
            drift = Drift.CURRENT if is_version(text, replaces) else Drift.CHANGED
        yield OwnWording(file, clause, shared_file, shared, replaces, digest_of(text), drift)


def drift_findings(voice: Voice, slug: str, *, live: bool) -> Iterator[Diagnostic]:
    """Tell a community which shared clauses have changed under its own wording; an error if its guides are ``live``."""
    severity = Severity.ERROR if live else Severity.WARNING
    for own in own_wordings(voice):
        command = f"clausebook wording {slug} {own.identifier}"
        if own.drift is Drift.CHANGED:
            code = Code.OUTDATED_WORDING
            message = (
                f"the shared clause “{own.identifier}” has changed since this wording replaced it: compare them with "
                f"“{command}”, then keep yours with --confirm, or take the shared one with --take"
            )
        elif own.drift is Drift.UNRECORDED:
            code = Code.UNRECORDED_WORDING
            message = (
                f"nothing says which version of the shared clause “{own.identifier}” this replaces, so nobody can tell "
                f"you when that one changes: compare them with “{command}”, then keep yours with --confirm"
            )
        else:
            continue
        start = own.clause.start
        grade = severity if own.drift is Drift.CHANGED else Severity.WARNING
        yield diagnose(code, message, own.file.source, start.start, start.end, severity=grade)
