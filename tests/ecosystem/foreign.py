"""Somebody else's Sphinx project, which has a guide among its other pages, and Clausebook from a wheel."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

NOTES = """\
---
sources:
  - {title: "Example Code", licence: CC0-1.0}
---

<!-- clause:where -->
The desk[^1] is in [the hall][hall]; ask the {{ words.staff }} -- "anybody".

[^1]: With a *blue* flag.

[hall]: https://example.org/hall
<!-- endclause:where -->

## At night

<!-- clause:night -->
### Late

Ring, as [at night](#at-night).

| from | to |
|------|----|
| 22   | 6  |

```{note}
Somebody is there.
```
<!-- endclause:night -->

<!-- clause:first -->
1. Listen.
<!-- endclause:first -->
"""
FACTS = """\
name = "Demo"
kind = "conference"
country = "DE"
languages = ["en"]
status = "example"

[[contacts]]
name = "Kim Example"
email = "kim@example.org"

[[emergency]]
number = "112"

[words]
staff = "team"

[links]
rules = "https://example.org/rules"
"""
MARKDOWN = """\
# Report

The team, <https://example.org/rules>.

```{procedure} notes
```

After it.

```{clause} notes:first
:steps:
```

```{emergency}
```

```{contacts}
```

```{sources}
```

See {clause}`notes:where`.
"""
RESTRUCTURED = """\
Report
======

The :coc:value:`words.staff`, :coc:value:`links.rules`.

.. coc:procedure:: notes

After it.

.. coc:clause:: notes:first
   :steps:

.. coc:emergency::

.. coc:contacts::

.. coc:sources::

See :coc:clause:`notes:where`.
"""
CONF = """\
project = "Somebody's project"
copyright = "nobody"
version = release = "1"
extensions = ["clausebook"]
primary_domain = "coc"
nitpicky = True
html_theme = "{theme}"
epub_show_urls = "no"
linkcheck_ignore = [".*"]
"""


@dataclass(frozen=True)
class Foreign:
    """A project in a folder, built with what ``path`` holds."""

    root: Path
    path: Path

    @classmethod
    def make(cls, root: Path, path: Path, theme: str = "furo") -> Foreign:
        files = {
            "pyproject.toml": '[tool.clausebook]\nsource = "docs"\ncommunities = ["conduct"]\n',
            "docs/conf.py": CONF.format(theme=theme),
            "docs/index.rst": "Our project\n===========\n\n.. toctree::\n\n   usage\n   conduct/index\n",
            "docs/usage.md": "# Usage\n\nSee [the guide](conduct/markdown.md).\n",
            "docs/clauses/notes.md": NOTES,
            "docs/conduct/community.toml": FACTS,
            "docs/conduct/index.rst": "Conduct\n=======\n\n.. toctree::\n\n   markdown\n   restructured\n",
            "docs/conduct/markdown.md": MARKDOWN,
            "docs/conduct/restructured.rst": RESTRUCTURED,
        }
        for name, text in files.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(text, encoding="utf-8")
        return cls(root, path)

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "NO_COLOR": "1", "PYTHONPATH": str(self.path)}
        python = [sys.executable, "-m", *command]
        return subprocess.run(python, cwd=self.root, env=environment, capture_output=True, text=True, check=False)

    def build(self, builder: str, *options: str) -> Path:
        """Build it with warnings as errors; gives the folder with what came out."""
        out = self.root / f"out-{builder}"
        done = self.run(
            "sphinx", "-n", "-W", "--keep-going", "-d", f"{out}.doctrees", "-b", builder, *options, "docs", str(out)
        )
        assert (done.returncode, done.stderr) == (0, ""), done.stderr
        return out
