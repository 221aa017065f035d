"""After any edit, the next build makes the site that a clean build makes, and touches no page that stays the same.

``CLAUSEBOOK_EDITS=200 pytest tests/site/test_exact.py`` makes more edits than the tests of every day.
"""

from __future__ import annotations

import os
import random
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.site.building import COMMUNITY, CONF, Demo

EDITS = int(os.environ.get("CLAUSEBOOK_EDITS", "6"))
SEED = int(os.environ.get("CLAUSEBOOK_SEED", "11"))
CLAUSES = {
    "one": """\
---
clauses:
  locked:
    locked: true
---

# Report

1. <!-- clause:first -->
   Tell the {{ words.staff }} 0.
   <!-- endclause:first -->
2. <!-- clause:second -->
   “They” listen 0.
   <!-- endclause:second -->

<!-- clause:locked -->
Nobody else knows 0.
<!-- endclause:locked -->
""",
    "two": """\
<!-- clause:link -->
See [the site]({{ links.conduct }}) 0.
<!-- endclause:link -->

<!-- clause:again -->
Once more: {{ clause:one:second }} And 0.
<!-- endclause:again -->

<!-- clause:unused -->
Nobody shows this 0.
<!-- endclause:unused -->
""",
}
FACTS = (
    COMMUNITY.replace('status = "example"', 'status = "live"\nreviewed = 2025-03-31')
    + '\n[links]\nconduct = "https://demo.example.org/conduct"\n'
)
INDEX = (
    "# {{ community.name }}\n\n```{emergency}\n```\n\n```{contacts}\n```\n\n```{toctree}\n:hidden:\n:glob:\n\n*\n```\n"
)
PAGES = {
    "index": INDEX,
    "report": "```{procedure} one\n```\n\n{coc:clause}`two:link`\n\n```{sources}\n```\n",
    "more": "# More 0\n\n```{clause}\ntwo:link\ntwo:again\n```\n",
    "plain": "# Plain 0\n\nNothing but text 0, and {{ words.staff }}.\n",
}
TOCTREE = "```{toctree}\n:hidden:\n:glob:\n\ncommunities/*/index\ncatalogue\nmatrix\n```\n"
PORTAL = f"# Portal\n\n```{{communities}}\n```\n\n{TOCTREE}"


class Editor:
    """Makes edits by chance, each of another kind, of files that stay sound."""

    def __init__(self, demo: Demo, chance: random.Random) -> None:
        self.demo, self.chance, self.number = demo, chance, 1
        self.communities = demo.root / "source/communities"

    def edit(self, kind: Callable[[Editor], str]) -> str:
        self.number += 1
        return f"{self.number}. {kind.__name__}: {kind(self)}"

    def folder(self) -> Path:
        return self.chance.choice(sorted(self.communities.iterdir()))

    def change(self, file: Path, old: str, new: str) -> str:
        """Change one of the places of a pattern."""
        text = file.read_text()
        places = list(re.finditer(old, text))
        if not places:
            return "nothing to change"
        place = self.chance.choice(places)
        file.write_text(text[: place.start()] + new + text[place.end() :])
        return f"{file.name}: {place[0]!r} becomes {new!r}"

    def clause(self) -> str:
        return self.change(
            self.demo.root / f"source/clauses/{self.chance.choice(['one', 'two'])}.md", r"\d+(?=\.\n)", str(self.number)
        )

    def new_line_in_a_clause(self) -> str:
        return self.change(
            self.demo.root / "source/clauses/two.md", r"(?<=\.)\n(?=<!-- end)", f"\n\nOne line more, {self.number}.\n"
        )

    def word(self) -> str:
        return self.change(self.folder() / "community.toml", r'(?<=staff = ")[^"]*', f"team {self.number}")

    def link(self) -> str:
        return self.change(
            self.folder() / "community.toml", r'(?<=conduct = ")[^"]*', f"https://demo.example.org/{self.number}"
        )

    def contact(self) -> str:
        return self.change(self.folder() / "community.toml", r'(?<=email = ")[^"]*', f"kim{self.number}@example.org")

    def summary(self) -> str:
        return self.change(
            self.folder() / "community.toml",
            r"(?<=\n)(?=site)|summary = .*\n(?=site)",
            f'summary = "No. {self.number}"\n',
        )

    def name(self) -> str:
        return self.change(self.folder() / "community.toml", r'(?<=^name = ")[^"]*', f"Demo {self.number}")

    def status(self) -> str:
        return self.change(
            self.folder() / "community.toml", r'(?<=status = ")[^"]*', self.chance.choice(["draft", "live", "archived"])
        )

    def staff_contact(self) -> str:
        person = f'name = "Secretkeeper {self.number}"\nphone = "+1 202 555 01{self.number % 90 + 10}"'
        contact = f'\n[[contacts]]\n{person}\naudience = "staff"\n'
        return self.change(self.folder() / "community.toml", r"(?=\n\[\[emergency)", contact)

    def page(self) -> str:
        return self.change(self.folder() / "plain.md", r"\d+(?=, and)", str(self.number))

    def title(self) -> str:
        return self.change(self.folder() / "plain.md", r"# Plain \d+", f"# Plain {self.number}")

    def new_page(self) -> str:
        (self.folder() / f"page{self.number}.md").write_text(f"# Page {self.number}\n\n```{{clause}} one:first\n```\n")
        return ""

    def staff_page(self) -> str:
        (self.folder() / f"duty{self.number}.md").write_text(
            f"---\naudience: staff\n---\n\n# Duty\n\nRota of Quibblewick number {self.number}.\n"
        )
        return ""

    def page_gone(self) -> str:
        pages = sorted(self.folder().glob("page*.md"))
        for page in pages[:1]:
            page.unlink()
        return str(pages[:1])

    def new_community(self) -> str:
        write_community(self.demo, f"new{self.number}")
        return ""

    def community_gone(self) -> str:
        folder = self.folder()
        if len(list(self.communities.iterdir())) > 2:
            shutil.rmtree(folder)
        return folder.name

    def own_wording(self) -> str:
        file = self.folder() / "clauses/one.md"
        if file.exists():
            file.unlink()
        else:
            file.parent.mkdir(exist_ok=True)
            file.write_text(f"<!-- clause:second -->\nWe listen {self.number}.\n<!-- endclause:second -->\n")
        return str(file)

    def touched(self) -> str:
        for file in self.folder().glob("*.md"):
            file.write_text(file.read_text())
        return ""


KINDS = [
    kind
    for name, kind in vars(Editor).items()
    if callable(kind) and not name.startswith("_") and name not in ("edit", "folder", "change")
]


def write_community(demo: Demo, slug: str) -> None:
    demo.write(f"source/communities/{slug}/community.toml", FACTS.replace("Demo", f"Demo {slug}"))
    for name, text in PAGES.items():
        demo.write(f"source/communities/{slug}/{name}.md", text)


def pages(folder: Path) -> dict[str, tuple[int, bytes]]:
    files = [file for file in folder.rglob("*") if file.is_file()]
    return {str(file.relative_to(folder)): (file.stat().st_mtime_ns, file.read_bytes()) for file in files}


def test_the_next_build_is_a_clean_one_and_touches_what_differs(tmp_path: Path) -> None:
    demo = Demo(tmp_path)
    demo.write("conf.py", CONF)
    demo.write("source/index.md", PORTAL)
    demo.write("source/catalogue.md", "# Catalogue\n\n```{clause-catalogue}\n```\n")
    demo.write("source/matrix.md", "# Matrix\n\n```{clause-matrix}\n```\n")
    for name, text in CLAUSES.items():
        demo.write(f"source/clauses/{name}.md", text)
    for slug in ("a", "b"):
        write_community(demo, slug)
    first = demo.build()
    assert (first.code, first.errors) == (0, "")
    chance = random.Random(SEED)  # noqa: S311 -- the same every time
    editor = Editor(demo, chance)
    story: list[str] = []
    before = pages(tmp_path / "out")
    kinds: list[Callable[[Editor], str]] = []
    for number in range(EDITS):
        kinds = kinds or chance.sample(KINDS, len(KINDS))
        story.append(editor.edit(kinds.pop()))
        site = demo.build()
        assert (site.code, site.errors) == (0, ""), story
        clean = f"clean{number}"
        assert demo.build(out=clean).code == 0
        after, right = pages(tmp_path / "out"), pages(tmp_path / clean)
        assert sorted(after) == sorted(right), story
        assert [name for name in after if after[name][1] != right[name][1]] == [], story
        touched = [name for name in after if name in before and before[name] != after[name]]
        # The inventory and what the theme brings are no pages.
        needless = [n for n in touched if before[n][1] == after[n][1] and n.endswith((".html", "search-index.js"))]
        assert needless == [], story
        before = after
        shutil.rmtree(tmp_path / clean)
        shutil.rmtree(f"{tmp_path / clean}.doctrees")


@pytest.mark.parametrize(
    ("old", "new", "read"),
    [
        ('"team"', '"crew"', ["plain", "report"]),
        ("demo.example.org/conduct", "demo.example.org/other", ["more"]),
        ("kim@", "lee@", ["index"]),
        ('"112"', '"110"', ["index"]),
        ("# nothing", "# at all", []),
    ],
)
def test_a_changed_fact_reads_the_pages_whose_text_shows_it(
    tmp_path: Path, old: str, new: str, read: list[str]
) -> None:
    demo = Demo.make(tmp_path, CLAUSES, PAGES, FACTS + "# nothing\n")
    demo.write("source/index.md", PORTAL.replace("catalogue\nmatrix\n", ""))
    write_community(demo, "other")
    assert demo.build().code == 0
    demo.write("source/communities/demo/community.toml", (FACTS + "# nothing\n").replace(old, new))
    site = demo.build()
    assert site.code == 0
    found = re.findall(r"^reading sources\.\.\. \[[ \d]+%\] (\S+)", site.output, flags=re.MULTILINE)
    assert sorted(found) == [f"communities/demo/{name}" for name in read]
