"""The table and the picture of what ``communities.py --results FILE`` has measured.

.venv/bin/python -m pip install -c constraints.txt -e '.[benchmark]'
.venv/bin/python benchmarks/communities_plot.py benchmarks/communities.json benchmarks/communities.svg
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

OURS = "Clausebook"


Row = dict[str, Any]


def by_generator(known: dict[str, Any]) -> dict[str, dict[int, list[Row]]]:
    """Sort what was measured by generator and number of communities; of several runs, all are kept."""
    found: dict[str, dict[int, list[Row]]] = {}
    for row in known["rows"]:
        found.setdefault(row["generator"], {}).setdefault(row["communities"], []).append(row)
    return found


def table(known: dict[str, Any]) -> Iterator[str]:
    """Write the table, in Markdown: CPU seconds, how many times Clausebook's in the same run, and MiB."""
    found = by_generator(known)
    counts = sorted({row["communities"] for row in known["rows"]})
    yield f"| generator | {' | '.join(f'C = {count:,}' for count in counts)} |"
    yield f"|---|{'---|' * len(counts)}"
    for name, rows in found.items():
        cells = ("; ".join(_cell(row, found[OURS].get(count, [])) for row in rows.get(count, [])) for count in counts)
        yield f"| {name} | {' | '.join(cells)} |"


def _cell(row: Row, ours: list[Row]) -> str:
    beside = next((each["cpu"] for each in ours if each.get("run") == row.get("run")), None)
    times = f" ({row['cpu'] / beside:.2f} ×)" if beside and row["generator"] != OURS else ""
    return f"{row['cpu']:.1f} s{times}, {row['mib']} MiB"


def draw(known: dict[str, Any], file: Path) -> None:
    """Draw CPU seconds by communities, both in powers of ten: a straight line is a constant exponent."""
    import matplotlib

    matplotlib.use("svg")
    # The same bytes from the same figures, with letters that are text.
    matplotlib.rcParams.update({"svg.hashsalt": "clausebook", "svg.fonttype": "none"})
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(7.2, 4.4))
    for (name, rows), mark in zip(by_generator(known).items(), "osD^vx", strict=False):
        counts = sorted(rows)
        axes.loglog(
            counts,
            [min(row["cpu"] for row in rows[c]) for c in counts],
            marker=mark,
            label=name,
            linewidth=3 if name == OURS else 1.5,
        )
    axes.set_xlabel("communities, of a front page and two guides of 1,000 words")
    axes.set_ylabel("CPU seconds of a full build")
    axes.grid(visible=True, which="both", alpha=0.25)
    axes.legend()
    axes.set_title(known["machine"], fontsize=9)
    figure.tight_layout()
    figure.savefig(file, metadata={"Date": None})


def main() -> None:
    """Print the table, and draw the picture."""
    known = json.loads(Path(sys.argv[1]).read_text())
    print(known["machine"], ", ".join(f"{name} {number}" for name, number in known["versions"].items()), sep="; ")
    print("\n".join(table(known)))
    draw(known, Path(sys.argv[2]))


if __name__ == "__main__":
    main()
