"""Blocks that are made once: the site is the same as one whose pages are made each by itself."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.site.building import COMMUNITY, CONF, Demo

# An extension of somebody else's that looks into pages gets them whole.
WHOLE = CONF + "\n\ndef setup(app):\n    app.connect('doctree-resolved', lambda *given: None)\n"
# As with a Sphinx that makes its settings otherwise.
OTHER_SPHINX = CONF + "\nimport clausebook.site.prepared\n\nclausebook.site.prepared.make_settings = None\n"
CLAUSES = {
    "steps": """\
---
title: Steps
sources:
  - title: "An event's 'own' -- guide..."
    url: https://example.org/guide
    licence: CC0-1.0
---

# Steps

1. <!-- clause:first -->
   “Keep” *calm*, 'listen', and "write" -- then wait...
   See <https://example.org/a?b=1&c=2>.
   <!-- endclause:first -->
2. <!-- clause:second -->
   - one
   - two `code "x"`

     three
   - four
   <!-- endclause:second -->
3. <!-- clause:third -->
   Ask {coc:contacts}`or`.

   Then [write](mailto:team@example.org "a title"), or
   call [112](tel:112).\\
   A hard break, and <b>HTML</b>.
   <!-- endclause:third -->

<!-- clause:plain -->
The {{ words.staff }} of {{ community.name }} say:

* loose

* list

1) other
2) numbers
<!-- endclause:plain -->

<!-- clause:heading -->
## A heading of {{ words.staff }}

Below "it".
<!-- endclause:heading -->
""",
    "notes": """\
<!-- clause:noted -->
"Noted". [Label][label], a note[^n].

[label]: https://example.org/label
[^n]: The note.
<!-- endclause:noted -->
""",
    "more": """\
<!-- clause:table -->
| a | b |
|---|---|
| "c" | d |

> A “quote”.

Term
: Definition.

```text
code
```

:::{note}
Inside "a note".
:::
<!-- endclause:table -->

- <!-- clause:item -->
  An item.
  <!-- endclause:item -->
- No clause.

<!-- clause:link -->
[The site]({{ links.conduct }}), [a path]({{ links.path }}), {coc:clause}`steps:first`.
<!-- endclause:link -->

Words <!-- clause:words -->within "a" line<!-- endclause:words --> and after it.

<!-- clause:quoted -->
Said {{ words.staff }}: "{{ words.staff }}'s".
<!-- endclause:quoted -->
""",
    "links": """\
<!-- clause:one -->
See [the label][].

[the label]: {{ links.conduct }}
<!-- endclause:one -->
""",
}
FACTS = COMMUNITY + '\n[links]\nconduct = "https://{0}.example.org/conduct"\npath = "/path"\n'
PAGES = {
    "index": "# {{ community.name }}\n\n```{emergency}\n```\n\n```{toctree}\n:hidden:\n:glob:\n\n*\n```\n",
    "report": "```{procedure} steps\n```\n\n```{sources}\n```\n",
    "more": "# More\n\n```{procedure} more\n```\n\n```{procedure} links\n```\n\n```{procedure} notes\n```\n",
    "words": "# Words\n\n```{procedure} more\n```\n\n{sub-ref}`wordcount-words` words.\n",
    "again": "# Again\n\n```{clause}\n:steps:\nsteps:plain\nsteps:first\nmore:quoted\nlinks:one\n```\n",
}
NAMES = {"a": ("Demo A", "team"), "b": ("Demo B", "team"), "c": ('Demo "C"', 'Jo\'s "crew"')}


def write(root: Path, conf: str) -> Demo:
    demo = Demo(root)
    demo.write("conf.py", conf)
    demo.write(
        "source/index.md", "# Portal\n\n```{communities}\n```\n\n```{toctree}\n:glob:\n\ncommunities/*/index\n*\n```\n"
    )
    demo.write("source/catalogue.md", "# Catalogue\n\n```{clause-catalogue}\n```\n")
    for name, text in CLAUSES.items():
        demo.write(f"source/clauses/{name}.md", text)
    for slug, (name, staff) in NAMES.items():
        facts = FACTS.replace("{0}", slug).replace('"team"', f"'''{staff}'''").replace('"Demo"', f"'''{name}'''")
        demo.write(f"source/communities/{slug}/community.toml", facts.replace("kim@", f"kim.{slug}@"))
        for page, text in PAGES.items():
            demo.write(f"source/communities/{slug}/{page}.md", text)
    demo.write("source/communities/b/clauses/steps.md", '<!-- clause:plain -->\nOurs, "b".\n<!-- endclause:plain -->\n')
    return demo


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    demo = write(tmp_path_factory.mktemp("prepared") / "site", CONF)
    site = demo.build()
    assert (site.code, site.errors) == (0, "")
    return demo


def files(out: Path) -> dict[str, bytes]:
    return {str(file.relative_to(out)): file.read_bytes() for file in out.rglob("*") if file.is_file()}


def prepared(doctrees: Path, page: str) -> list[str]:
    """Give the HTML of the blocks in a page's tree that are made already."""
    script = (
        "import pickle, sys\n"
        "tree = pickle.load(open(sys.argv[1], 'rb'))\n"
        "from clausebook.site.prepared import prepared_block\n"
        "for node in tree.findall(prepared_block): print(repr(node['html']))\n"
    )
    command = [sys.executable, "-c", script, str(doctrees / f"{page}.doctree")]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()


@pytest.mark.parametrize("conf", [WHOLE, OTHER_SPHINX], ids=["another extension", "another Sphinx"])
def test_the_site_is_the_same_as_if_each_page_were_made_by_itself(demo: Demo, tmp_path: Path, conf: str) -> None:
    whole = write(tmp_path / "site", conf)
    site = whole.build()
    assert (site.code, site.errors) == (0, "")
    assert prepared(tmp_path / "site/out.doctrees", "communities/a/report") == []
    one, other = files(demo.root / "out"), files(whole.root / "out")
    assert one.keys() == other.keys()
    assert [name for name in one if one[name] != other[name]] == []
    page = (demo.root / "out/communities/c/report.html").read_text()
    assert page.count('<span class="step-number">') == 3
    assert "Jo’s “crew”" in page


def test_blocks_are_prepared_and_hold_nothing_of_one_community(demo: Demo) -> None:
    first, other = (prepared(demo.root / "out.doctrees", f"communities/{slug}/report") for slug in "ac")
    assert any("“Keep” <em>calm</em>" in block for block in first)
    assert any("two <code" in block for block in first)
    # What a role looks up is different in each community, under the same words.
    assert "kim" not in "".join([*first, *other])
    for slug in "ac":
        assert f"kim.{slug}" in (demo.root / f"out.doctrees/communities/{slug}/report.doctree").read_bytes().decode(
            "latin-1"
        )


def test_another_format_gets_the_text_itself(demo: Demo) -> None:
    """With the same doctrees, in which the blocks are HTML."""
    command = [sys.executable, "-m", "sphinx", "-n", "-W", "-b", "text", "-c", demo.root]
    done = subprocess.run(
        [*command, "-d", demo.root / "out.doctrees", demo.root / "source", demo.root / "text"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    text = (demo.root / "text/communities/a/report.txt").read_text()
    assert "“Keep” *calm*" in text
    assert "Demo A: report" in (demo.root / "text/catalogue.txt").read_text()
