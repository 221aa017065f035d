"""What a community may not do to a clause, and what its front matter says to no effect.

Shared clauses that protect people are locked: a community adds to such a clause
what it wants, and neither words it anew nor leaves it out.  That every event
may raise the common floor and none may lower it is the rule of Django's code of
conduct for events too.
"""

from __future__ import annotations

from collections.abc import Iterator

from clausebook.clauses.library import ClauseFile, Library
from clausebook.clauses.traits import ClauseTraits
from clausebook.diagnostics import Code, Diagnostic, diagnose
from clausebook.guide.directives import Request, place_of_omission
from clausebook.guide.wording import Voice
from clausebook.text.nearest import did_you_mean
from clausebook.text.source import SourceText

_ADD = "add what you need in a clause of another name, with “after: {name}” in the front matter of your file"


def replaced_locks(voice: Voice) -> Iterator[Diagnostic]:
    """Find own wording of locked clauses; the guides show the shared text in its place."""
    for file, clause in voice.own:
        identifier = file.identifier(clause.name)
        if voice.locks(identifier):
            message = (
                f"the shared clause “{identifier}” is locked: events may add to it and never reduce it, so this "
                f"wording is not shown; take it away, or {_ADD.format(name=clause.name)}"
            )
            yield diagnose(Code.LOCKED_CLAUSE, message, file.source, clause.start.start, clause.start.end)


def omitted_locks(voice: Voice, source: SourceText, request: Request) -> Iterator[Diagnostic]:
    """Find locked clauses that a page leaves out; the guide shows them all the same."""
    for name in request.omit:
        if voice.locks(f"{request.stem}:{name}"):
            yield diagnose(
                Code.LOCKED_CLAUSE, omission_message(name), source, *place_of_omission(source, request.row, name)
            )


def omission_message(name: str) -> str:
    """Say that a locked clause is left out, and what to do."""
    return (
        f"the clause “{name}” is locked: events may add to it and never reduce it, so it is shown all the same; "
        "take it out of “omit”"
    )


def misplaced_additions(voice: Voice) -> Iterator[Diagnostic]:
    """Find clauses that are added to something that is not there, or that cannot be added to."""
    for file, name, traits in _traits(voice.own):
        shared = voice.shared.files.get(file.stem)
        if not traits.after:
            continue
        if shared is None:
            message = (
                f"“after” adds to a clause of the shared file “{file.stem}.md”, and there is none"
                f"{did_you_mean(file.stem, voice.shared.files)}; in a file all your own, put it in its place"
            )
        elif name in shared.names:
            message = (
                f"“{name}” is a clause of the shared file, so this text would replace it; "
                "give what you add a name of its own"
            )
        elif traits.after not in shared.names:
            message = f"“{file.stem}” has no shared clause “{traits.after}” to add to"
            message += did_you_mean(traits.after, shared.clauses) or "; write the name of one that it has"
        else:
            continue
        yield _at(Code.MISPLACED_ADDITION, message, file, traits, "after", traits.after)


def idle_traits(shared: Library) -> Iterator[Diagnostic]:
    """Find what only a community's own clause file can say, in shared ones."""
    for file, _, traits in _traits(shared):
        for trait, value in (("after", traits.after), ("replaces", traits.replaces)):
            if value:
                message = f"“{trait}” means something in a community's own clause file only; take it away here"
                yield _at(Code.MISPLACED_TRAIT, message, file, traits, trait, value)


def idle_own_traits(voice: Voice) -> Iterator[Diagnostic]:
    """Find what has no effect in a community's own clause file."""
    for file, name, traits in _traits(voice.own):
        if traits.locked:
            message = "only a shared clause can be locked; nobody replaces a community's own"
            yield _at(Code.MISPLACED_TRAIT, f"{message}: take “locked” away", file, traits, "locked", "true")
        if traits.replaces and voice.shared.find(file.identifier(name)) is None:
            message = f"there is no shared clause “{file.identifier(name)}” that this could replace; take it away"
            yield _at(Code.MISPLACED_TRAIT, message, file, traits, "replaces", traits.replaces)


def _traits(library: Library) -> Iterator[tuple[ClauseFile, str, ClauseTraits]]:
    for file in library.files.values():
        for name, traits in file.front_matter.clauses.items():
            # A clause that the file does not have is told by the library.
            if name in file.clauses:
                yield file, name, traits


def _at(code: Code, message: str, file: ClauseFile, traits: ClauseTraits, trait: str, value: str) -> Diagnostic:
    start = traits.positions.get(trait, 0)
    return diagnose(code, message, file.source, start, min(start + len(value), len(file.source.text)))
