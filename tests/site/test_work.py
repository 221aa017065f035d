"""What a build does for each community, counted and not timed: the same on every machine, and for every community."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.site.building import COMMUNITY, CONF, Demo

# Builds a site in this process, and writes how often it did what.
COUNTING = """
import collections, functools, json, sys

source, result, *arguments = sys.argv[1:]
counts = collections.Counter()


def watch(event, details):
    if event == "open" and str(details[0]).startswith(source):
        counts["files opened"] += 1


def count(owner, name, title):
    real = getattr(owner, name)

    @functools.wraps(real)
    def counted(*given, **options):
        counts[title] += 1
        return real(*given, **options)

    setattr(owner, name, counted)


# Before others take the functions from there.
import clausebook.clauses.document
count(clausebook.clauses.document, "parse_document", "texts parsed")
import clausebook.guide.assembly
count(clausebook.guide.assembly, "assemble", "assemblies")
count(clausebook.guide.assembly, "_make", "texts put together")
import clausebook.community.loading
count(clausebook.community.loading, "check_community", "facts checked")
from clausebook.site.privacy import PageTemplates
count(PageTemplates, "render", "templates rendered")
from clausebook.site.prepared import Workshop
count(Workshop, "make", "blocks made")
import docutils.frontend
count(docutils.frontend.OptionParser, "__init__", "tables of options")
from sphinx.builders import Builder
count(Builder, "read_doc", "pages read")
sys.addaudithook(watch)
from sphinx.cmd.build import main
code = main(arguments)
open(result, "w").write(json.dumps(counts))
sys.exit(code)
"""
GUIDE = "# Guide\n\n```{procedure} one\n```\n"
INDEX = "# {{ community.name }}\n\n```{emergency}\n```\n\n```{toctree}\n:hidden:\n\nguide\n```\n"
PORTAL = """\
# Portal

```{communities}
```

```{toctree}
:hidden:
:glob:

communities/*/index
catalogue
matrix
```
"""
# For one community with two pages: what is above these does work twice.
MOST = {
    # Its file, and each of its pages by the project, twice by the look for findings, and by Sphinx.
    "files opened": 9,
    # Each page by the project, and where its placeholders are filled.
    "texts parsed": 4,
    # For its page; the lists of who uses what need no values.
    "assemblies": 1,
    "facts checked": 1,
    # Its pages and its search.
    "templates rendered": 3,
    "pages read": 2,
}

# Once, however many communities show it with the same values.
ONCE = {"texts put together", "blocks made"}


def work(root: Path, number: int) -> dict[str, int]:
    """Build a site of some communities; gives how often what was done."""
    demo = Demo(root)
    for name, text in {
        "conf.py": CONF,
        "source/index.md": PORTAL,
        "source/catalogue.md": "# Catalogue\n\n```{clause-catalogue}\n```\n",
        "source/matrix.md": "# Matrix\n\n```{clause-matrix}\n```\n",
        "source/clauses/one.md": "<!-- clause:a -->\nThe {{ words.staff }} say a.\n<!-- endclause:a -->\n",
    }.items():
        demo.write(name, text)
    for index in range(number):
        folder = f"source/communities/c{index:02}"
        demo.write(f"{folder}/community.toml", COMMUNITY.replace("Demo", f"Demo {index}"))
        demo.write(f"{folder}/index.md", INDEX)
        demo.write(f"{folder}/guide.md", GUIDE)
    script, result = root / "counting.py", root / "counts.json"
    script.write_text(COUNTING)
    options = ["-n", "-W", "-q", "-b", "html", "-c", root, "-d", root / "doctrees", root / "source", root / "out"]
    done = subprocess.run(
        [sys.executable, script, root / "source", result, *options], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    counts: dict[str, int] = json.loads(result.read_text())
    return counts


def test_each_community_takes_the_same_work(tmp_path_factory: pytest.TempPathFactory) -> None:
    # More than the portal's navigation names, so that nothing else changes with the number.
    few, more, most = (work(tmp_path_factory.mktemp("work"), number) for number in (14, 16, 20))
    assert few.keys() == MOST.keys() | ONCE | {"tables of options"}
    for title in ONCE:
        assert 0 < few[title] == more[title] == most[title], title
    # What MyST makes for each page besides.
    assert most["tables of options"] - few["tables of options"] <= 6 * MOST["pages read"]
    for title in MOST:
        assert most[title] - more[title] == 2 * (more[title] - few[title]), title
        assert 0 < (more[title] - few[title]) / 2 <= MOST[title], title
