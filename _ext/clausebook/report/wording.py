"""A community's own wording beside the shared one: for people and for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from clausebook.clauses.digest import normalised
from clausebook.guide.drift import Drift, OwnWording
from clausebook.history.versions import Base
from clausebook.report.terminal import visible
from clausebook.text.words import Part, marked, word_diff

STATES = {
    Drift.CURRENT: "up to date: the shared clause is as it was when you replaced it",
    Drift.CHANGED: "the shared clause has changed since you replaced it",
    Drift.UNRECORDED: "nothing records which version of the shared clause you replaced",
    Drift.LOCKED: "the shared clause is locked, so yours is not shown: take the shared one, or add after it",
}


@dataclass(frozen=True)
class Comparison:
    """One own wording with the text that it was written against."""

    own: OwnWording
    base: Base

    @property
    def shared_changes(self) -> tuple[Part, ...] | None:
        """What has changed in the shared clause since; None if the old text is not to be had."""
        return None if self.base.text is None else compared(self.base.text, self.own.shared_text)

    @property
    def own_changes(self) -> tuple[Part, ...]:
        """What the community has changed, in the version that it replaced, or else in the one of now."""
        return compared(self.own.shared_text if self.base.text is None else self.base.text, self.own.own_text)


def compared(before: str, after: str) -> tuple[Part, ...]:
    """Compare two clauses word by word, without what belongs to their places in files."""
    return word_diff(normalised(before), normalised(after))


def as_text(comparison: Comparison, community: str, *, in_full: bool) -> str:
    """Write a comparison for people; with the texts if ``in_full``."""
    own, base = comparison.own, comparison.base
    row, shared_row = (
        file.source.position(clause.start.start).row
        for file, clause in ((own.file, own.clause), (own.shared_file, own.shared))
    )
    lines = [
        own.identifier,
        f"  yours   {own.file.source.path}:{row}",
        f"  shared  {own.shared_file.source.path}:{shared_row}",
        f"  state   {STATES[own.drift]}",
    ]
    if in_full:
        changes = comparison.shared_changes
        if own.drift is Drift.CHANGED and changes is not None:
            lines += ["", "  What changed in the shared clause since:", *_quoted(changes)]
        elif base.text is None:
            lines += ["", f"  (What the shared clause said then is not known: {visible(base.why)}.)"]
        old = own.drift is Drift.CHANGED and base.text is not None
        against = "the version that you replaced" if old else "the shared clause"
        lines += ["", f"  Yours beside {against}:", *_quoted(comparison.own_changes)]
        if own.drift in (Drift.CHANGED, Drift.UNRECORDED):
            call = f"clausebook wording {community} {own.identifier}"
            lines += ["", f"  To keep yours:            {call} --confirm", f"  To take the shared one:   {call} --take"]
        elif own.drift is Drift.LOCKED:
            lines += ["", f"  To take the shared one:   clausebook wording {community} {own.identifier} --take"]
    return "\n".join(lines) + "\n"


def _quoted(parts: Sequence[Part]) -> Iterator[str]:
    if not parts or all(part.kind == "same" for part in parts):
        yield "  | (nothing: both say the same)"
        return
    for line in marked(parts).splitlines():
        yield f"  | {visible(line)}".rstrip()


def as_json(comparisons: Sequence[Comparison], community: str) -> str:
    """Write comparisons for programs."""
    return json.dumps([_entry(one, community) for one in comparisons], indent=2, ensure_ascii=False) + "\n"


def _entry(comparison: Comparison, community: str) -> dict[str, object]:
    own, changes = comparison.own, comparison.shared_changes
    return {
        "name": own.identifier,
        "community": community,
        "state": own.drift.value,
        "replaces": own.replaces or None,
        "digest": own.digest,
        "own": _place(own.file.source.path, own.file.source.position(own.clause.start.start).row, own.own_text),
        "shared": _place(
            own.shared_file.source.path, own.shared_file.source.position(own.shared.start.start).row, own.shared_text
        ),
        "base": {"text": comparison.base.text, "missing": comparison.base.why or None},
        "shared_changes": None if changes is None else parts_as_json(changes),
        "own_changes": parts_as_json(comparison.own_changes),
    }


def _place(path: str, row: int, text: str) -> dict[str, object]:
    return {"filename": path, "row": row, "text": text}


def parts_as_json(parts: Sequence[Part]) -> list[dict[str, str]]:
    """Write a difference for programs."""
    return [{"kind": part.kind.value, "text": part.text} for part in parts]
