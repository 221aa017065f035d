"""Applying fixes, and verifying them before anything is written."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass

from clausebook.diagnostics import Applicability, Code, Diagnostic, Edit
from clausebook.rules.runner import check_source
from clausebook.text.edits import apply_edits
from clausebook.text.source import SourceText

# Which of a text's findings are told to people: the others are not to be mended either.
Told = Callable[[SourceText, Sequence[Diagnostic]], Sequence[Diagnostic]]

# How often a file is checked again to find the fix that does harm, before the rest is given up; and of how many
# characters that may be in all, so that a huge file is not checked sixty times.
_MOST_TRIALS = 64
_FEWEST_TRIALS = 4
_MOST_CHARACTERS = 500_000
# How near to a fix, in characters, stands what it brings about.
_NEAR = 200


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


def _all(source: SourceText, findings: Sequence[Diagnostic]) -> Sequence[Diagnostic]:
    return findings


def fix_source(
    source: SourceText, findings: Sequence[Diagnostic], *, unsafe: bool = False, told: Told = _all
) -> FixResult:
    """Apply the fixes of a file's findings in one pass, but for those that are not ``told``.

    ``findings`` are all that the rules find, told or not.  A fix stays only if it
    changes nothing outside its edits, brings no new finding, and leaves nothing
    that a second pass would change.
    """
    result = _fix_once(source, findings, unsafe, told)
    if result.changed and _fix_once(result.source, result.remaining, unsafe, told).changed:
        # Some fixes wait for others: what a second pass would write, nobody has seen in the first.
        wanted = tuple(finding for finding in told(source, findings) if is_applicable(finding, unsafe=unsafe))
        return FixResult(source, (), wanted, tuple(findings))
    return result


def _fix_once(source: SourceText, findings: Sequence[Diagnostic], unsafe: bool, told: Told) -> FixResult:
    wanted = [finding for finding in told(source, findings) if is_applicable(finding, unsafe=unsafe)]
    chosen, rejected = without_overlaps(wanted)
    if not chosen:
        return FixResult(source, (), tuple(rejected), tuple(findings))
    most = max(_FEWEST_TRIALS, min(_MOST_TRIALS, _MOST_CHARACTERS // (len(source.text) + 1)))
    trial = _Trial(source, findings, unsafe, told)
    accepted = largest_harmless(chosen, trial.is_harmless, most, trial.suspects)
    if not accepted:
        return FixResult(source, (), tuple(wanted), tuple(findings))
    kept = set(map(id, accepted))
    rejected += [finding for finding in chosen if id(finding) not in kept]
    fixed = edited(source, accepted)
    return FixResult(fixed, tuple(accepted), tuple(rejected), tuple(check_source(fixed)))


def largest_harmless(
    fixes: Sequence[Diagnostic],
    is_harmless: Callable[[list[Diagnostic]], bool],
    most: int = _MOST_TRIALS,
    suspects: Callable[[], Container[int]] = tuple,
) -> list[Diagnostic]:
    """Look for the largest part of some fixes that does no harm, until the harmful ones are alone.

    ``is_harmless`` is asked at most ``most`` times.  ``suspects`` gives the identities (``id``) of those fixes near
    which the last harm was seen: the others are tried without them.  Where it gives none or all, each half is tried.
    """
    left = most

    def search(part: list[Diagnostic], accepted: list[Diagnostic]) -> list[Diagnostic]:
        nonlocal left
        if not part or left == 0:
            return accepted
        left -= 1
        if is_harmless(accepted + part):
            return accepted + part
        if len(part) == 1:
            return accepted
        blamed = suspects()
        first = [fix for fix in part if id(fix) not in blamed]
        second = [fix for fix in part if id(fix) in blamed]
        if not first or not second:
            half = len(part) // 2
            first, second = part[:half], part[half:]
        return search(second, search(first, accepted))

    return search(list(fixes), [])


class _Trial:
    """Tells whether some fixes do harm to a text, and which of them are near it."""

    def __init__(self, source: SourceText, findings: Sequence[Diagnostic], unsafe: bool, told: Told) -> None:
        self.source = source
        self.findings = findings
        self.before = Counter(finding.code for finding in findings)
        self.told = told
        self.unsafe = unsafe
        self.applicable = self._count_applicable(source, findings)
        self._last: tuple[SourceText, list[Diagnostic], Sequence[Diagnostic]] = source, [], ()

    def is_harmless(self, fixes: list[Diagnostic]) -> bool:
        fixed = edited(self.source, fixes)
        self._last = fixed, fixes, ()
        if not _is_same_outside(self.source.text, fixed.text, _edits(fixes)):
            return False
        after = check_source(fixed)
        self._last = fixed, fixes, after
        gone = Counter(finding.code for finding in fixes)
        now: Counter[Code] = Counter(finding.code for finding in after)
        if any(now[code] > self.before[code] - gone[code] for code in now):
            return False
        # A second pass may want only what this one left alone.
        return self._count_applicable(fixed, after) <= self.applicable - len(fixes)

    def suspects(self) -> set[int]:
        """Give the identities of those fixes that are nearest to what the last trial brought about."""
        fixed, fixes, after = self._last
        edits = sorted((edit, id(finding)) for finding in fixes if finding.fix for edit in finding.fix.edits)
        plain = [edit for edit, _ in edits]
        places = list(_moved(plain))
        kept = {id(finding) for finding in fixes}
        # What was there before, at its new place.
        known = {
            (finding.code, _at(self.source.offset(finding.start), plain, places))
            for finding in self.findings
            if id(finding) not in kept
        }
        blamed: set[int] = set()
        for finding in after:
            offset = fixed.offset(finding.start)
            if (finding.code, offset) in known:
                continue
            number = bisect_right(places, offset)
            near = [n for n in (number - 1, number) if 0 <= n < len(edits) and abs(places[n] - offset) <= _NEAR]
            blamed.update(edits[n][1] for n in near)
        return blamed

    def _count_applicable(self, source: SourceText, findings: Sequence[Diagnostic]) -> int:
        return sum(is_applicable(finding, unsafe=self.unsafe) for finding in self.told(source, findings))


def _moved(edits: Iterable[Edit]) -> Iterator[int]:
    """Give where edits, given from first to last, begin in the text that they make."""
    shift = 0
    last = None
    for edit in edits:
        if edit == last:
            yield edit.start + shift - len(edit.text) + (edit.end - edit.start)
            continue
        yield edit.start + shift
        shift += len(edit.text) - (edit.end - edit.start)
        last = edit


def _at(offset: int, edits: Sequence[Edit], places: Sequence[int]) -> int:
    """Give where an offset of the old text is in the text that edits have made, which begin at some places of it."""
    number = bisect_right(edits, offset, key=lambda edit: edit.start) - 1
    if number < 0:
        return offset
    edit = edits[number]
    return max(places[number], offset - edit.end + places[number] + len(edit.text))


def without_overlaps(findings: Iterable[Diagnostic]) -> tuple[list[Diagnostic], list[Diagnostic]]:
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


def edited(source: SourceText, findings: Iterable[Diagnostic]) -> SourceText:
    """Give a text with the fixes of some findings applied."""
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
