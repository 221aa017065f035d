"""Corrupt the markers of sound documents, and count what the checker finds and the fixer restores.

    python benchmarks/mutations.py [--cases N] [--seed N] [--show FAMILY] [FILE …]

Without files, the documents in ``tests/data/documents`` and the repaired source
texts in ``tests/data/seeds`` are corrupted.  Files that are not sound by
themselves are repaired first, or left out with a word.
"""

from __future__ import annotations

import argparse
import platform
import sys
from collections import Counter, defaultdict
from pathlib import Path
from random import Random

from corruptions import ON_A_DOCUMENT, ON_A_MARKER, Span, spans_of

import clausebook
from clausebook.clauses.markers import scan
from clausebook.rules.fixer import fix_source
from clausebook.rules.runner import check_source
from clausebook.text.source import SourceText

_ROOT = Path(__file__).resolve().parent.parent
_DATA = _ROOT / "tests" / "data"
# Findings about the wording of a text are not about its markers.
_MARKERS = ("CB1", "CB2")
COLUMNS = ("cases", "detected", "restored", "wrong", "harmed")


def main() -> int:
    """Run the benchmark and print a table; the exit code is 1 if something went undetected or was silently wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE")
    parser.add_argument("--cases", type=int, default=200, metavar="N", help="cases for each family (default: 200)")
    parser.add_argument("--seed", type=int, default=2013, metavar="N")
    parser.add_argument(
        "--show", default="", metavar="FAMILY", help="print the cases of a family that were not restored"
    )
    args = parser.parse_args()
    files = args.files or [*sorted((_DATA / "documents").glob("*.md")), *sorted((_DATA / "seeds").glob("*.txt"))]
    documents = [text for file in files if (text := _sound(file)) is not None]
    print(f"{len(documents)} documents, {sum(len(_spans(text)) for text in documents)} markers, ", end="")
    print(f"Clausebook {clausebook.__version__}, Python {platform.python_version()}, seed {args.seed}")
    bad = 0
    for title, families, size in (
        ("One damaged marker", ON_A_MARKER, 1),
        ("Two damaged markers", ON_A_MARKER, 2),
        ("Three damaged markers", ON_A_MARKER, 3),
        (
            "Markers that are missing or stand for another: most have two readings, and wait for a person",
            ON_A_DOCUMENT,
            1,
        ),
    ):
        random = Random(f"{args.seed} {size}")  # noqa: S311 - the cases have to be the same each time
        counts = run(documents, list(families), size, args.cases, random, args.show)
        bad += _report(counts, title)
    return min(bad, 1)


def _sound(file: Path) -> str | None:
    """Read a document and mend it; gives None, and says so, if it has no markers or stays unsound."""
    source = SourceText.read(file)
    mended = fix_source(source, check_source(source))
    left = [finding for finding in mended.remaining if finding.code.code.startswith(_MARKERS)]
    text = mended.source.to_bytes().decode()
    if left or not _spans(text):
        print(f"left out {file.name}: {'its markers are not sound' if left else 'it has no markers'}", file=sys.stderr)
        return None
    return text


def _spans(text: str) -> list[Span]:
    sound = {marker.start for marker in scan(text)}
    return [span for span in spans_of(text, set()) if span.start in sound]


def corrupt(random: Random, text: str, family: str, taken: set[str]) -> str | None:
    """Corrupt one marker of a text in the way of a family; gives None where it does not apply.

    ``taken`` holds the markers that are corrupted already and are left alone; the chosen one is added.
    """
    spans = [span for span in _spans(text) if text[span.start : span.end] not in taken]
    if not spans:
        return None
    if family in ON_A_DOCUMENT:
        return ON_A_DOCUMENT[family](random, text, spans) if not taken else None
    span = random.choice(spans)
    marker = text[span.start : span.end]
    corrupted = ON_A_MARKER[family](random, marker)
    line_end = "\r\n" if "\r\n" in text else "\r" if "\r" in text and "\n" not in text else "\n"
    corrupted = corrupted.replace("\n", line_end)
    taken.add(marker)
    return None if corrupted == marker else text[: span.start] + corrupted + text[span.end :]


def run(
    documents: list[str], families: list[str], size: int, cases: int, random: Random, show: str | None = ""
) -> dict[str, Counter[str]]:
    """Corrupt ``size`` markers of a document, ``cases`` times for each family, and count what became of them.

    What went undetected or was silently wrong is printed, and what was not restored in the family ``show``;
    nothing is printed if that is None.
    """
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for family in families:
        for _ in range(cases):
            original = random.choice(documents)
            text: str | None = original
            taken: set[str] = set()
            used = [family, *(random.choice(list(ON_A_MARKER)) for _ in range(size - 1))]
            for one in used:
                text = corrupt(random, text, one, taken) if text is not None else None
            if text is None or _is_sound(text) or _clauses(text) - _clauses(original):
                # Nothing was corrupted, or both markers of a clause in the same way.
                continue
            verdict = judge(original, text)
            counts[family].update({"cases"} | verdict)
            if show is None:
                continue
            if (show == family and "restored" not in verdict) or "wrong" in verdict or "detected" not in verdict:
                _show(original, text, used, verdict)
    return counts


def _clauses(text: str) -> set[str]:
    """Give the names that a sound start and a sound end have."""
    spans = _spans(text)
    return {span.name for span in spans if span.keyword == "clause"} & {
        span.name for span in spans if span.keyword == "endclause"
    }


def _is_sound(text: str) -> bool:
    """Tell whether a corruption made another sound document, which nobody could tell from the original."""
    spans = _spans(text)
    return (
        len(spans) == text.count("clause:") == len([*scan(text)])
        and [span.name for span in spans[::2]] == [span.name for span in spans[1::2]]
        and {span.keyword for span in spans[::2]} == {"clause"}
        and {span.keyword for span in spans[1::2]} == {"endclause"}
        and len({span.name for span in spans}) * 2 == len(spans)
    )


def judge(original: str, corrupted: str) -> set[str]:
    """Say what became of a corrupted text: detected, restored, wrong (changed and called clean), harmed (changed)."""
    verdict = set()
    source = SourceText.from_bytes(corrupted.encode(), "document.md")
    before = SourceText.from_bytes(original.encode(), "document.md")
    known = Counter(finding.code for finding in check_source(before))
    findings = check_source(source)
    if any(finding.code.code.startswith(_MARKERS) for finding in findings):
        verdict.add("detected")
    result = fix_source(source, findings)
    after = result.source.to_bytes().decode()
    clean = not Counter(finding.code for finding in result.remaining) - known
    if after == original:
        verdict.add("restored")
    elif clean:
        verdict.add("wrong")
    elif result.changed:
        verdict.add("harmed")
    return verdict


def _show(original: str, corrupted: str, families: list[str], verdict: set[str]) -> None:
    print(f"--- {' + '.join(families)}: {', '.join(sorted(verdict)) or 'undetected'}")
    source = SourceText.from_bytes(corrupted.encode(), "document.md")
    after = fix_source(source, check_source(source)).source.to_bytes().decode()
    lines = [text.splitlines() for text in (original, corrupted, after)]
    for number, triple in enumerate(zip(*lines, strict=False), 1):
        if len(set(triple)) > 1:
            print(f"    {number}: {triple[0]!r}\n     → {triple[1]!r}\n     ⇒ {triple[2]!r}")
            if len({len(text) for text in lines}) > 1:
                break
    for finding in check_source(source)[:4]:
        print(f"      {finding.code} {finding.start.row}:{finding.start.column} {finding.message[:110]}")


def _report(counts: dict[str, Counter[str]], title: str) -> int:
    total: Counter[str] = Counter()
    print(f"\n### {title}\n")
    print("| family | cases | detected | restored | silently wrong | changed otherwise |")
    print("|---|---:|---:|---:|---:|---:|")
    for family, count in counts.items():
        total.update(count)
        print(_row(family, count))
    print(_row(f"**all {len(counts)} families**", total))
    return total["cases"] - total["detected"] + total["wrong"]


def _row(family: str, count: Counter[str]) -> str:
    cases = count["cases"]
    shares = (f"{100 * count[column] / cases:.1f} %" if cases else "" for column in COLUMNS[1:3])
    return f"| {family} | {cases} | {' | '.join(shares)} | {count['wrong']} | {count['harmed']} |"


if __name__ == "__main__":
    sys.exit(main())
