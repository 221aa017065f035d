"""Writing new addresses in the place of old ones, and looking at the result before anything is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from clausebook.community.loading import check_community
from clausebook.diagnostics import Code, Diagnostic
from clausebook.rules.fixer import edited, is_applicable, largest_harmless, without_overlaps
from clausebook.rules.ignores import TOML_ENDING
from clausebook.rules.runner import check_source
from clausebook.text.source import SourceText


@dataclass
class Mended:
    """What became of some findings: the texts before and after by path, the findings that are mended, and the others.

    ``rejected`` counts those whose fix would have done harm.
    """

    texts: dict[str, tuple[SourceText, SourceText]] = field(default_factory=dict)
    applied: list[Diagnostic] = field(default_factory=list)
    remaining: list[Diagnostic] = field(default_factory=list)
    rejected: int = 0


def mend(findings: Iterable[Diagnostic], sources: Mapping[str, SourceText], *, unsafe: bool) -> Mended:
    """Apply the fixes of findings whose file's text is among ``sources``, but for those that would do harm."""
    mended = Mended()
    by_path: dict[str, list[Diagnostic]] = {}
    for finding in findings:
        if is_applicable(finding, unsafe=unsafe) and finding.path in sources:
            by_path.setdefault(finding.path, []).append(finding)
        else:
            mended.remaining.append(finding)
    for path, group in by_path.items():
        source = sources[path]
        before = _count(source)
        chosen, overlapping = without_overlaps(group)

        def is_harmless(fixes: list[Diagnostic], source: SourceText = source, before: Counter[Code] = before) -> bool:
            return not _count(edited(source, fixes)) - before

        applied = largest_harmless(chosen, is_harmless)
        if applied:
            mended.texts[path] = source, edited(source, applied)
            mended.applied += applied
        kept = [*overlapping, *(finding for finding in chosen if finding not in applied)]
        mended.rejected += len(kept)
        mended.remaining += kept
    mended.remaining.sort(key=lambda finding: finding.sort_key)
    return mended


def _count(source: SourceText) -> Counter[Code]:
    """Count what is wrong with a file by itself."""
    if source.path.lower().endswith(TOML_ENDING):
        return Counter(finding.code for finding in check_community(source).diagnostics)
    return Counter(finding.code for finding in check_source(source))
