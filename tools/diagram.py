"""Draw how the parts fit: python tools/diagram.py > source/handbook/architecture.svg.

Rows are layers; a part may import from the rows above its own, and within a row from those left of it.
"""

from __future__ import annotations

import sys
from html import escape

LAYERS = [
    ("Text", ["text", "diagnostics"]),
    ("Clauses and rules", ["clauses", "rules", "settings"]),
    ("Communities, guides", ["community", "guide", "project", "edition"]),
    ("The whole project", ["leaks", "shards", "links", "history", "integrity"]),
    ("What comes out", ["scaffold", "report", "printing"]),
    ("What people use", ["cli", "site"]),
]
SAID = {
    "text": "files, words, edits",
    "diagnostics": "findings and fixes",
    "clauses": "markers, library",
    "rules": "checks, fixer",
    "settings": "pyproject.toml",
    "community": "facts, numbers",
    "guide": "assembly, wording",
    "project": "all folders",
    "edition": "public, staff",
    "leaks": "what must not show",
    "shards": "parts of a build",
    "links": "where links lead",
    "history": "what changed",
    "integrity": "all findings",
    "scaffold": "new guides",
    "report": "text, JSON, SARIF",
    "printing": "PDFs",
    "cli": "the command clausebook",
    "site": "Sphinx and MyST",
}
WIDTH, ROW, LEFT, GAP = 960, 78, 230, 10
FONT = 'font-family="system-ui, sans-serif"'


def draw() -> str:
    """Give the picture as SVG, which needs no font and no style of a page."""
    height = len(LAYERS) * ROW + 16
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img">',
        "<title>The parts of Clausebook in layers, each of which imports only from those above it</title>",
        f'<rect width="{WIDTH}" height="{height}" rx="8" fill="#fff"/>',
    ]
    for row, (title, names) in enumerate(LAYERS):
        top = 12 + row * ROW
        fill = "#eef3fa" if row % 2 else "#f6f8fb"
        parts.append(f'<rect x="8" y="{top}" width="{WIDTH - 16}" height="{ROW - 8}" rx="6" fill="{fill}"/>')
        parts.append(f'<text x="22" y="{top + 40}" {FONT} font-size="15" font-weight="700">{escape(title)}</text>')
        width = (WIDTH - LEFT - 16 - GAP * (len(names) - 1)) / len(names)
        for column, name in enumerate(names):
            left = LEFT + column * (width + GAP)
            parts.append(
                f'<rect x="{left:.0f}" y="{top + 8}" width="{width:.0f}" height="{ROW - 24}" rx="5" fill="#fff" '
                'stroke="#2a5f9e" stroke-width="1.5"/>'
            )
            middle = f'x="{left + width / 2:.0f}" text-anchor="middle" {FONT}'
            parts.append(f'<text {middle} y="{top + 30}" font-size="15" font-weight="700">{name}</text>')
            parts.append(f'<text {middle} y="{top + 50}" font-size="12" fill="#333">{escape(SAID[name])}</text>')
    return "\n".join([*parts, "</svg>"]) + "\n"


if __name__ == "__main__":
    sys.stdout.write(draw())
