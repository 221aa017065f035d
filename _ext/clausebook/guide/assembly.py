"""Put clauses together as Markdown in which every line knows the file and line that it came from.

The result is one Markdown text, so that lists, headings and link definitions
that run across clauses work.  The boundaries of clauses stand in it as marks:
a comment on a line of its own, or the role ``coc:mark`` within a line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from clausebook.clauses.library import ClauseFile
from clausebook.community.values import Values
from clausebook.guide.assembled import Assembly, Mark
from clausebook.guide.assembler import Assembler
from clausebook.guide.carrying import Labels
from clausebook.guide.directives import Request
from clausebook.guide.filling import MISSING_LINK, ROOT_RELATIVE_LINK, Filler, Gap
from clausebook.guide.frames import Frame
from clausebook.guide.lines import Line
from clausebook.guide.wording import Voice

__all__ = [
    "MISSING_LINK",
    "ROOT_RELATIVE_LINK",
    "Assembly",
    "Gap",
    "Line",
    "Mark",
    "assemble",
    "assemble_clauses",
    "assemble_procedure",
    "assemble_values",
    "outline",
]

_STEP = "1. "


def assemble(voice: Voice, request: Request) -> Assembly | None:
    """Assemble what a page asks for; None if it asks for a procedure that does not exist."""
    frame = _frame(voice, request)
    filled = frame.filled(voice.values) if frame and voice.values else None
    return filled or _make(voice, request, Filler)


def outline(voice: Voice, request: Request) -> Assembly | None:
    """Assemble what a page asks for, perhaps without values: which clauses are taken and which are missing."""
    frame = _frame(voice, request)
    return frame.assembly if frame else _make(voice, request, Filler)


def _frame(voice: Voice, request: Request) -> Frame | None:
    # Own clauses, or none outside of communities, make a text of its own.
    if voice.frames is None or voice.values is None or voice.own.files:
        return None
    return voice.frames.find(request, lambda holes: _make(voice, request, holes))


def _make(voice: Voice, request: Request, filler: Callable[[Values | None], Filler]) -> Assembly | None:
    if request.stem is not None:
        return assemble_procedure(voice, request.stem, request.omit, filler)
    return assemble_clauses(voice, request.clauses, steps=request.steps, filler=filler)


def assemble_procedure(
    voice: Voice, stem: str, omit: Iterable[str] = (), filler: Callable[[Values | None], Filler] = Filler
) -> Assembly | None:
    """Assemble a whole clause file in a community's wording, without the clauses named in ``omit``.

    Locked clauses are never left out.  Returns None if there is no such file.
    """
    file = voice.procedure(stem)
    if file is None:
        return None
    names = (voice.present(f"{stem}:{name}") for name in omit if not voice.locks(f"{stem}:{name}"))
    leave_out = frozenset(name.partition(":")[2] for name in names)
    return _assembled(voice, lambda assembler: assembler.procedure(file, leave_out), filler)


def assemble_clauses(
    voice: Voice,
    identifiers: Sequence[str],
    *,
    steps: bool = False,
    filler: Callable[[Values | None], Filler] = Filler,
) -> Assembly:
    """Assemble clauses in the given order, as a numbered list if ``steps``; unknown ones are left out."""

    def put(assembler: Assembler) -> None:
        for identifier in identifiers:
            wording = voice.wording(identifier)
            if wording is None:
                assembler.missing.append(identifier)
                continue
            for shown in (wording, *voice.additions(identifier)):
                assembler.block(shown, _STEP if steps else "", ())
                assembler.blank()

    return _assembled(voice, put, filler)


def assemble_values(voice: Voice, file: ClauseFile) -> Assembly:
    """Put values in the place of a page's placeholders; every line stays on its row."""
    assembler = Assembler(voice, is_page=True)
    assembler.span(file, 0, len(file.source.text), ())
    return assembler.result()


def _assembled(voice: Voice, put: Callable[[Assembler], None], filler: Callable[[Values | None], Filler]) -> Assembly:
    """Assemble a text; a second time, with labels that tell its files apart, if it holds parts of several."""
    assembler = Assembler(voice, filler=filler(voice.values))
    put(assembler)
    if assembler.taken.needs_names():
        assembler = Assembler(voice, labels=Labels(assembler.taken), filler=filler(voice.values))
        put(assembler)
    assembler.carry()
    return assembler.result()
