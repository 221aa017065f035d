"""Applying fixes, and verifying them before anything is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from clausebook.diagnostics import Applicability, Code, Diagnostic, Edit
from clausebook.rules.runner import check_source
from clausebook.text.edits import apply_edits
from clausebook.text.source import SourceText

# How often a file is checked again to find the fix that does harm, before the rest is given up.
_MOST_TRIALS = 64


@dataclass(frozen=True)
class FixResult:
    """What became of a file: its new text, the findings that were fixed, those not, and what is wrong with it now.

    ``rejected`` holds findings whose fix would have done harm or would have met another one.
    """

    source: SourceText
    applied: tuple[Diagnostic, ...]
    rejected: tuple[Diagnostic, ...]
    remaining: tuple[Diagnostic, ...]

    @property
    def changed(self) -> bool:
        """Whether the text is another one now."""
        return bool(self.applied)


def is_applicable(finding: Diagnostic, *, unsafe: bool = False) -> bool:
    """Tell whether a finding has a fix that may be applied."""
    if finding.fix is None:
        return False
    return finding.fix.applicability is Applicability.SAFE or (
        unsafe and finding.fix.applicability is Applicability.UNSAFE
    )


def fix_source(source: SourceText, findings: Sequence[Diagnostic], *, unsafe: bool = False) -> FixResult:
    """Apply the fixes of a file's findings in one pass.

    A fix stays only if it changes nothing outside its edits, brings no new
    finding, and leaves nothing that a second pass would change.
    """
    result = _fix_once(source, findings, unsafe)
    if result.changed and _fix_once(result.source, result.remaining, unsafe).changed:
        # Some fixes wait for others: what a second pass would write, nobody has seen in the first.
        wanted = tuple(finding for finding in findings if is_applicable(finding, unsafe=unsafe))
        return FixResult(source, (), wanted, tuple(findings))
    return result


def _fix_once(source: SourceText, findings: Sequence[Diagnostic], unsafe: bool) -> FixResult:
    wanted = [finding for finding in findings if is_applicable(finding, unsafe=unsafe)]
    chosen, rejected = _without_overlaps(wanted)
    if not chosen:
        return FixResult(source, (), tuple(rejected), tuple(findings))
    trial = _Trial(source, findings, unsafe)
    accepted = trial.most_of(chosen)
    if not accepted:
        return FixResult(source, (), tuple(wanted), tuple(findings))
    kept = set(map(id, accepted))
    rejected += [finding for finding in chosen if id(finding) not in kept]
    fixed = _edited(source, accepted)
    return FixResult(fixed, tuple(accepted), tuple(rejected), tuple(check_source(fixed)))


class _Trial:
    """Looks for the largest part of some fixes that does no harm."""

    def __init__(self, source: SourceText, findings: Sequence[Diagnostic], unsafe: bool) -> None:
        self.source = source
        self.before = Counter(finding.code for finding in findings)
        self.applicable = sum(is_applicable(finding, unsafe=unsafe) for finding in findings)
        self.unsafe = unsafe
        self.left = _MOST_TRIALS

    def most_of(self, fixes: list[Diagnostic], accepted: Sequence[Diagnostic] = ()) -> list[Diagnostic]:
        """Add fixes to those that are accepted already, halving them until the harmful ones are alone."""
        together = [*accepted, *fixes]
        if not fixes or self.left == 0:
            return list(accepted)
        self.left -= 1
        if self._is_harmless(together):
            return together
        if len(fixes) == 1:
            return list(accepted)
        half = len(fixes) // 2
        return self.most_of(fixes[half:], self.most_of(fixes[:half], accepted))

    def _is_harmless(self, fixes: list[Diagnostic]) -> bool:
        fixed = _edited(self.source, fixes)
        if not _is_same_outside(self.source.text, fixed.text, _edits(fixes)):
            return False
        after = check_source(fixed)
        gone = Counter(finding.code for finding in fixes)
        now: Counter[Code] = Counter(finding.code for finding in after)
        if any(now[code] > self.before[code] - gone[code] for code in now):
            return False
        # A second pass may want only what this one left alone.
        wanted = sum(is_applicable(finding, unsafe=self.unsafe) for finding in after)
        return wanted <= self.applicable - len(fixes)


def _without_overlaps(findings: Iterable[Diagnostic]) -> tuple[list[Diagnostic], list[Diagnostic]]:
    """Keep the findings whose edits meet no edit of an earlier one, unless it is the very same edit.

    Where two want to replace the same characters, the unsafe fix goes first:
    it knows more about the place, and what it writes settles the other too.
    """
    kept: list[Diagnostic] = []
    rejected: list[Diagnostic] = []
    known: set[Edit] = set()
    spans: set[tuple[int, int]] = set()
    reached = -1
    for finding in sorted(findings, key=_order):
        fresh = [edit for edit in _edits([finding]) if edit not in known]
        if fresh and all((edit.start, edit.end) in spans for edit in fresh):
            continue
        if any(edit.start < reached for edit in fresh):
            rejected.append(finding)
            continue
        kept.append(finding)
        known.update(fresh)
        spans.update((edit.start, edit.end) for edit in fresh if edit.start < edit.end)
        reached = max([reached, *(edit.end for edit in fresh)])
    return kept, rejected


def _order(finding: Diagnostic) -> tuple[list[tuple[int, int]], bool]:
    safe = finding.fix is not None and finding.fix.applicability is Applicability.SAFE
    return [(edit.start, edit.end) for edit in _edits([finding])], safe


def _edits(findings: Iterable[Diagnostic]) -> list[Edit]:
    return sorted({edit for finding in findings if finding.fix for edit in finding.fix.edits})


def _edited(source: SourceText, findings: Iterable[Diagnostic]) -> SourceText:
    return SourceText(source.path, apply_edits(source.text, _edits(findings)), source.bom)


def _is_same_outside(before: str, after: str, edits: Sequence[Edit]) -> bool:
    """Tell whether two texts are the same but for some edits, given from first to last."""
    position = shift = 0
    for edit in edits:
        if before[position : edit.start] != after[position + shift : edit.start + shift]:
            return False
        position = edit.end
        shift += len(edit.text) - (edit.end - edit.start)
    return before[position:] == after[position + shift :]
