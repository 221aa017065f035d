"""How the time and memory of a check grow with the input, for inputs made to be as hard as we can think of.

    .venv/bin/python benchmarks/hostile.py [--only WORD] [--step plain|fix|diff] [--most MB] [--svg FILE]

Each family is a text of one kind in doubling sizes.  It goes through the check,
the fixer and the patch, in a process of its own for each size, so that the
peak of memory is its own.  The exponent is that of size in the time, fitted
over the steps: 1 is linear.  Goal: at most 1.1 for all of them.
"""

from __future__ import annotations

import argparse
import json
import math
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from measuring import machine

STEPS = ("check", "fix", "diff", "report")
SMALLEST = 1 << 17


def _repeat(piece: str) -> Callable[[int], str]:
    return lambda size: piece * (size // len(piece.encode()) + 1)


def _numbered(*pieces: str) -> Callable[[int], str]:
    """Repeat pieces with a number in them, each piece as a run of its own: all starts, then all ends."""

    def make(size: int) -> str:
        count = size // sum(len(piece.encode()) + 3 for piece in pieces) + 1
        return "".join(piece.replace("#", str(number)) for piece in pieces for number in range(count))

    return make


def _each(piece: str) -> Callable[[int], str]:
    """Repeat a piece with the same number in all of it."""

    def make(size: int) -> str:
        return "".join(piece.replace("#", str(number)) for number in range(size // (len(piece.encode()) + 3) + 1))

    return make


def _around(before: str, piece: str, after: str) -> Callable[[int], str]:
    return lambda size: before + _repeat(piece)(size) + after


FAMILIES: dict[str, Callable[[int], str]] = {
    "sound clauses": _each("<!-- clause:x# -->\nText of a clause.\n<!-- endclause:x# -->\n"),
    "unclosed start markers": _repeat("<!-- clause:x\n"),
    "starts without ends": _each("<!-- clause:x# -->\nText.\n"),
    "ends without starts": _each("<!-- endclause:x# -->\nText.\n"),
    "one name again and again": _repeat("<!-- clause:x -->\nText.\n<!-- endclause:x -->\n"),
    "one start again and again": _repeat("<!-- clause:x -->\n"),
    "nested clauses": _numbered("<!-- clause:x# -->\na\n", "<!-- endclause:x# -->\n"),
    "clauses closed in the same order": _numbered("<!-- clause:x# -->\n", "b\n<!-- endclause:x# -->\n"),
    "swapped markers": _each("<!-- endclause:x# -->\nText.\n<!-- clause:x# -->\n"),
    "crossing pairs": _each(
        "<!-- clause:a# -->\n<!-- clause:b# -->\nText.\n<!-- endclause:a# -->\n<!-- endclause:b# -->\n"
    ),
    "mistyped ends": _each("<!-- clause:response# -->\nText.\n<!-- endclause:respnse# -->\n"),
    "damaged pairs": _each("<!--clause:x#-->\nText.\n<-- e!ndclause:x# -->\n"),
    "damaged in every way": _each("&lt;!— Claus:x# —&gt;\nText.\n<! -- end clause x# -- >\n"),
    "nameless markers": _repeat("<!-- clause -->\na\n<!-- endclause -->\n"),
    "near-markers": _repeat("<!- clause: "),
    "near-markers in lines": _repeat("<!- clause:\n"),
    "lost beginnings": _repeat("clause:x -->\n"),
    "keywords in one line": _repeat("<!--clause "),
    "less-than signs": _repeat("<"),
    "comment openings": _repeat("<!--"),
    "comment closings": _repeat("-->"),
    "arrows": _repeat("->"),
    "entities": _repeat("&lt;"),
    "escaped entities": _repeat("&amp;lt;!-- "),
    "opening braces": _repeat("{"),
    "braces in turn": _repeat("{}"),
    "broken placeholders": _repeat("{{ words.x } "),
    "placeholders": _repeat("{{ words.x }} "),
    "backslashes": _repeat("\\"),
    "dashes": _repeat("-"),
    "backticks": _repeat("`"),
    "backtick runs of all lengths": lambda size: "".join(
        "`" * length + " " for length in range(1, int(math.sqrt(2 * size)))
    ),
    "backticks and markers": _repeat("` `` ```<!-- clause:x -->"),
    "fences": _repeat("```\n<!-- clause:x -->\n"),
    "nested fences": _repeat("````{note}\n```{tip}\n<!-- clause:x -->\n"),
    "invisible characters": _repeat("\u200b"),
    "invisible markers": _repeat("<\u200b!-- cl\u200bause:x -->\n"),
    "look-alike letters": _each("＜!-- сlаuse:x# --＞\nText.\n＜!-- еndclаuse:x# --＞\n"),
    "quotation marks": _repeat("« mot » "),
    "odd quotation marks": _repeat("«!-- mot --» "),
    "other tools' comments": _repeat("<!-- prettier-ignore -->\n"),
    "different comments": _each("<!-- clausal remark # -->\n"),
    "one long line of clauses": _each("<!-- clause:x# -->a<!-- endclause:x# -->"),
    "one long line of damage": _around("`a` ", "<!--clause:x-->a<!--endclause:x-->", ""),
    "one long line of prose": _repeat("Somebody reports something. "),
    "mojibake": _repeat("‚Äù "),
    "one run of mojibake": _repeat("‚Äù"),
    "leftovers": _repeat("TODO\n"),
    "open notes": _repeat("[NOTE: "),
    "mail links": _repeat("[x](a@b.cd) "),
    "labels": _repeat("(a)=\n"),
    "labels and comments": _repeat("(a)=\n<!-- "),
    "deep lists": lambda size: "".join("  " * depth + "- a\n" for depth in range(int(math.sqrt(size)))),
    "deep quotes": lambda size: "".join("> " * depth + "a\n" for depth in range(int(math.sqrt(size)))),
    "lists with code and markers": _repeat("- `a`\n  <!-- clause:x -->\n"),
    "one line of quotes": _around("", "> ", "`a` <!-- clause:x -->"),
    "one line of bullets": _around("", "- ", "`a` <!-- clause:x -->"),
    "brackets": _around("", "[", "`a` <!-- clause:x -->"),
    "brackets and parentheses": _repeat("[a]("),
    "pipes": _around("a|b\n-|-\n", "`|", "<!-- clause:x -->"),
    "open HTML": _repeat("<div>\n`<!-- clause:x -->`\n"),
    "conflict marks": _repeat("<<<<<<< HEAD\n<!-- clause:x -->\n=======\n<!--clause:x-->\n>>>>>>> theirs\n"),
    "long front matter": _around("---\n", "title: <!-- clause:x -->\n", "---\n<!--clause:x-->\n"),
    "open front matter": _around("---\n", "a: b\n", ""),
    "blank lines": _around("<!-- clause:x -->", "\n", ""),
    "blanks": _around("<!-- clause:x -->", " ", "`x"),
    "carriage returns": _around("<!-- clause:x -->", "\r", "`"),
    "inline ignores": _repeat("<!-- clausebook: ignore CB101 -->\n<!--clause:x-->\n"),
    "links and definitions": _each("[a#]: https://example.org\n[b][a#]\n"),
    "footnotes": _each("Text[^n#].\n\n[^n#]: Note.\n\n"),
    "headings": _repeat("# a\n###### b\n"),
    "table rows": _around("| a | b |\n|---|---|\n", "| <!-- clause:x -->a | `b` |\n", ""),
}

WORKER = """
import gc, json, resource, sys
# As the command does.
from clausebook.cli.main import _COLLECT_RARELY
gc.set_threshold(*_COLLECT_RARELY)
resource.setrlimit(resource.RLIMIT_CPU, (int(sys.argv[5]), int(sys.argv[5])))
sys.path.insert(0, sys.argv[1])
from hostile import FAMILIES, work
text = FAMILIES[sys.argv[2]](int(sys.argv[4]))
print(json.dumps(work(sys.argv[3], text)))
"""


def work(step: str, text: str) -> tuple[int, float, float, float]:
    """Do one step; gives the bytes of the text, the CPU seconds, and the MiB held at most, before and after."""
    import sys as _sys

    from clausebook.report import diff
    from clausebook.report import json as as_json
    from clausebook.report import text as as_text
    from clausebook.rules.fixer import fix_source
    from clausebook.rules.runner import check_source
    from clausebook.rules.signs import may_be_wrong
    from clausebook.text.blocks import code_spans
    from clausebook.text.source import SourceText

    code_spans("`a`")  # imports the parser
    data = text.encode()
    _sys.setrecursionlimit(1000)
    before = _peak()
    begin = time.process_time()
    may_be_wrong(text)
    source = SourceText.from_bytes(data, "t.md")
    findings = check_source(source)
    if step == "check":
        return len(data), time.process_time() - begin, before, _peak()
    if step == "report":
        as_text.render(findings, {"t.md": source})
        as_json.render(findings, {"t.md": source})
        return len(data), time.process_time() - begin, before, _peak()
    results = [fix_source(source, findings, unsafe=unsafe) for unsafe in (False, True)]
    if step == "diff":
        for result in results:
            diff.render(source, result.source)
    return len(data), time.process_time() - begin, before, _peak()


def _peak() -> float:
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) / 1024
    return 0.0


def measure(family: str, step: str, most: int, patience: float) -> list[tuple[int, float, float, float]]:
    """Measure one family in doubling sizes, until the largest, or until patience ends."""
    points = []
    size = SMALLEST
    while size <= most:
        limit = str(int(patience * 8))
        command = [sys.executable, "-c", WORKER, str(Path(__file__).parent), family, step, str(size), limit]
        result = subprocess.run(command, capture_output=True, text=True, check=False)
        if result.returncode < 0:
            print(f"  {family}, {step}: no end within {limit} CPU seconds at {size} bytes", file=sys.stderr)
            points.append((size, patience * 8, 0.0, 0.0))
            break
        if result.returncode:
            print(f"  {family}, {step}: {result.stderr.strip().splitlines()[-1]}", file=sys.stderr)
            points.append((size, math.nan, 0.0, 0.0))
            break
        points.append(tuple(json.loads(result.stdout)))
        if points[-1][1] > patience or (len(points) > 4 and points[-1][1] > patience / 8):
            break
        size *= 2
    return points


def exponent(points: list[tuple[int, float, float, float]]) -> float:
    """Fit the exponent of the size in the time, over the sizes whose time the clock can tell."""
    if any(math.isnan(seconds) for _, seconds, *_ in points):
        return math.nan
    told = [(math.log(size), math.log(seconds)) for size, seconds, *_ in points if seconds > 0.02]
    if len(told) < 2:
        return 0.0
    told = told[-5:]
    x, y = (sum(column) / len(told) for column in zip(*told, strict=True))
    return sum((a - x) * (b - y) for a, b in told) / sum((a - x) ** 2 for a, b in told)


def main() -> None:
    """Measure all families, and print the table."""
    parser = argparse.ArgumentParser(description="How the time of a check grows with hostile input.")
    parser.add_argument("--only", default="", help="only families with this word in their name")
    parser.add_argument("--step", choices=STEPS, action="append", help="only this step (may be repeated)")
    parser.add_argument("--most", type=float, default=32, help="the largest text, in MB (default: 32)")
    parser.add_argument(
        "--patience", type=float, default=20, help="go no further when a size took more CPU seconds (default: 20)"
    )
    parser.add_argument("--svg", type=Path, help="also draw the curves into this file; needs matplotlib")
    args = parser.parse_args()
    print(f"{machine()}; texts up to {args.most:g} MB, CPU seconds of one process each\n")
    print("| family | step | exponent | largest, MB | seconds | MB/s | peak, bytes per byte | curve |")
    print("|---|---|---|---|---|---|---|---|")
    curves = {}
    worst = 0.0
    for family in FAMILIES:
        if args.only not in family:
            continue
        for step in args.step or STEPS:
            points = measure(family, step, int(args.most * 1e6), args.patience)
            curves[f"{family}, {step}"] = points
            slope = exponent(points)
            worst = max(worst, slope) if not math.isnan(slope) else math.nan
            size, seconds, before, after = points[-1]
            held = (after - before) * 2**20 / size
            rate = size / 1e6 / max(seconds, 1e-9)
            print(
                f"| {family} | {step} | {slope:.2f} | {size / 1e6:.1f} | {seconds:.2f} | {rate:.1f} | {held:.0f}"
                f" | {sparkline(points)} |",
                flush=True,
            )
    print(f"\nHighest exponent: {worst:.2f} (goal: at most 1.1)")
    if args.svg:
        draw(curves, args.svg)


def sparkline(points: list[tuple[int, float, float, float]]) -> str:
    """Draw the seconds per byte of each size: level when the growth is linear."""
    rates = [seconds / size for size, seconds, *_ in points if seconds > 0.005]
    if not rates or any(map(math.isnan, rates)):
        return ""
    return "".join("▁▂▃▄▅▆▇█"[min(7, round(4 * rate / rates[0]) - 1 if rate > 0 else 0)] for rate in rates)


def draw(curves: dict[str, list[tuple[int, float, float, float]]], file: Path) -> None:
    """Draw all curves in one picture with logarithmic axes."""
    import matplotlib.pyplot as plt

    for points in curves.values():
        plt.loglog([size for size, *_ in points], [seconds for _, seconds, *_ in points], linewidth=0.5)
    plt.xlabel("bytes")
    plt.ylabel("CPU seconds")
    plt.savefig(file)


if __name__ == "__main__":
    main()
