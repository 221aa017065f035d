"""The table and the picture of what ``communities.py --results FILE`` has measured.

.venv/bin/python -m pip install -c constraints.txt -e '.[benchmark]'
.venv/bin/python benchmarks/communities_plot.py benchmarks/communities.json benchmarks/communities.svg
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

OURS = "Clausebook"


def by_generator(known: dict[str, Any]) -> dict[str, dict[int, dict[str, Any]]]:
    """Sort what was measured by generator and number of communities."""
    found: dict[str, dict[int, dict[str, Any]]] = {}
    for row in known["rows"]:
        found.setdefault(row["generator"], {})[row["communities"]] = row
    return found


def table(known: dict[str, Any]) -> Iterator[str]:
    """Write the table, in Markdown: CPU seconds, how many times Clausebook's, and MiB."""
    found = by_generator(known)
    counts = sorted({row["communities"] for row in known["rows"]})
    yield f"| generator | {' | '.join(f'C = {count:,}' for count in counts)} |"
    yield f"|---|{'---|' * len(counts)}"
    for name, rows in found.items():
        cells = []
        for count in counts:
            row, ours = rows.get(count), found[OURS].get(count)
            if row is None:
                cells.append("")
                continue
            times = f" ({row['cpu'] / ours['cpu']:.2f} ×)" if ours and name != OURS else ""
            cells.append(f"{row['cpu']:.1f} s{times}, {row['mib']} MiB")
        yield f"| {name} | {' | '.join(cells)} |"


def draw(known: dict[str, Any], file: Path) -> None:
    """Draw CPU seconds by communities, both in powers of ten: a straight line is a constant exponent."""
    # The same bytes from the same figures.
    os.environ.setdefault("SOURCE_DATE_EPOCH", "0")
    import matplotlib

    matplotlib.use("svg")
    matplotlib.rcParams["svg.hashsalt"] = "clausebook"
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(7.2, 4.4))
    for (name, rows), mark in zip(by_generator(known).items(), "osD^vx", strict=False):
        counts = sorted(rows)
        axes.loglog(
            counts, [rows[c]["cpu"] for c in counts], marker=mark, label=name, linewidth=3 if name == OURS else 1.5
        )
    axes.set_xlabel("communities, of a front page and two guides of 1,000 words")
    axes.set_ylabel("CPU seconds of a full build")
    axes.grid(visible=True, which="both", alpha=0.25)
    axes.legend()
    axes.set_title(known["machine"], fontsize=9)
    figure.tight_layout()
    figure.savefig(file)


def main() -> None:
    """Print the table, and draw the picture."""
    known = json.loads(Path(sys.argv[1]).read_text())
    print(known["machine"], ", ".join(f"{name} {number}" for name, number in known["versions"].items()), sep="; ")
    print("\n".join(table(known)))
    draw(known, Path(sys.argv[2]))


if __name__ == "__main__":
    main()
