"""Build real sites with the real command, and read what comes out."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from bs4 import BeautifulSoup, Tag

ROOT = Path(__file__).parent.parent.parent

CONF = """
extensions = ["clausebook"]
primary_domain = "coc"
clausebook_privacy = True
nitpicky = True
html_theme = "furo"
html_copy_source = False
"""

COMMUNITY = """\
name = "Demo"
kind = "conference"
country = "DE"
languages = ["en"]
status = "example"
site = "https://demo.example.org"

[[contacts]]
name = "Kim Example"
email = "kim@example.org"

[[emergency]]
number = "112"

[words]
staff = "team"
"""


@dataclass(frozen=True)
class Site:
    """A built site: its output folder, what the build wrote to standard error, and its exit code."""

    out: Path
    errors: str
    code: int
    output: str = ""

    def html(self, page: str) -> BeautifulSoup:
        return BeautifulSoup((self.out / f"{page}.html").read_text(encoding="utf-8"), "html.parser")

    def article(self, page: str) -> Tag:
        article = self.html(page).select_one("article")
        assert article is not None
        # What only paper shows is no part of a sentence.
        for mark in article.select(".headerlink, .print-target"):
            mark.decompose()
        return article

    def pages(self) -> list[str]:
        """List the pages; a community's offline copy is none."""
        names = (str(file.relative_to(self.out).with_suffix("")) for file in self.out.rglob("*.html"))
        return sorted(name for name in names if not name.endswith("-offline"))


def build(source: Path, out: Path, conf: Path, *options: str) -> Site:
    """Run sphinx-build as ``make html`` does."""
    strict = ["-n", "-W", "--keep-going"]
    folders = ["-c", conf, "-d", f"{out}.doctrees", *options, source, out]
    command = [sys.executable, "-m", "sphinx", *strict, *folders]
    # Where CI is set, Sphinx colours what it writes.
    environment = {**os.environ, "NO_COLOR": "1"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    return Site(out, done.stderr, done.returncode, done.stdout)


def read_pages(site: Site) -> list[str]:
    """List the pages that a build read anew."""
    return sorted(re.findall(r"^reading sources\.\.\. \[[ \d]+%\] (\S+)", site.output, flags=re.MULTILINE))


@dataclass(frozen=True)
class Demo:
    """A small project in a folder: two clause files' worth of text, one community, one page."""

    root: Path

    @classmethod
    def make(cls, root: Path, clauses: dict[str, str], pages: dict[str, str], community: str = COMMUNITY) -> Demo:
        demo = cls(root)
        demo.write("conf.py", CONF)
        demo.write(
            "source/index.md", "# Portal\n\n```{communities}\n```\n\n```{toctree}\n:glob:\n\ncommunities/*/*\n```\n"
        )
        demo.write("source/communities/demo/community.toml", community)
        for name, text in clauses.items():
            demo.write(f"source/clauses/{name}.md", text)
        for name, text in pages.items():
            demo.write(f"source/communities/demo/{name}.md", text)
        return demo

    def write(self, name: str, text: str | bytes) -> None:
        file = self.root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode() if isinstance(text, str) else text)

    def build(self, *options: str, out: str = "out") -> Site:
        return build(self.root / "source", self.root / out, self.root, *options)
