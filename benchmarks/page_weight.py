"""What one guide page weighs with all that a browser loads for it, beside the same text under other themes.

    .venv/bin/python benchmarks/page_weight.py [--communities 3 60] [--peers FOLDER | --no-peers]

Each site is built and served by this script, and its page of PyCon's staff procedure opened in Chromium by somebody
who has never been there: what the browser asks for counts, compressed with gzip -9.  Goals: at most 40 kB and 10
requests, none of them to another host, and an HTML that is the same however many communities the site has.

The plain pages are those of three_communities.py: the same words, headings, lists and links.  The other themes are
installed with pip into FOLDER (by default one that is thrown away); what cannot be installed is left out.
"""

from __future__ import annotations

import argparse
import gzip
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

from measuring import machine
from playwright.sync_api import Browser, Response, sync_playwright
from three_communities import FENCE, ROOT, write_plain

from clausebook.printing.chromium import find_chromium
from clausebook.project import Project

PAGE = "communities/pycon/staff-procedure"
CONF = """
extensions = ["myst_parser"]
html_theme = "{theme}"
project = "Guides"
html_copy_source = False
myst_enable_extensions = ["colon_fence", "deflist", "fieldlist"]
myst_heading_anchors = 3
myst_url_schemes = ["http", "https", "mailto", "tel"]
"""
THEMES = {"furo": "furo", "pydata-sphinx-theme": "pydata_sphinx_theme"}
MKDOCS = "site_name: Guides\ntheme:\n  name: material\nmarkdown_extensions:\n  - admonition\n"
BLOCKING = """
performance.getEntriesByType("resource").filter((e) => e.renderBlockingStatus === "blocking").map((e) => e.name)
"""
PORTAL = "# Guides\n\n```{communities}\n```\n\n```{toctree}\n:hidden:\n:glob:\n\ncommunities/*/index\n```\n"


@dataclass(frozen=True)
class Weight:
    """What a browser asked for to show a page: each file's size under gzip, in bytes, by address."""

    html: int
    files: dict[str, int]
    foreign: tuple[str, ...]
    blocking: tuple[str, ...]

    @property
    def size(self) -> int:
        """All of it, in bytes, without what other hosts would send."""
        return sum(self.files.values())

    @property
    def requests(self) -> int:
        """How often the browser asked for something, other hosts included."""
        return len(self.files) + len(self.foreign)


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *args: Any) -> None:
        """Say nothing."""


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Serve a folder on this machine alone; gives the address that it begins with."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def weigh(browser: Browser, url: str) -> Weight:
    """Open a page as somebody does who has never been there; gives what was loaded for it.

    Other hosts are not reached: what is asked of them is counted, and answered with nothing.
    """
    host = urlsplit(url).hostname
    answers: list[Response] = []
    foreign: list[str] = []
    context = browser.new_context(viewport={"width": 360, "height": 640})
    try:
        context.route(lambda u: urlsplit(u).hostname not in (host, None), lambda route: route.fulfill(body=""))
        context.on("request", lambda r: foreign.append(r.url) if urlsplit(r.url).hostname not in (host, None) else None)
        context.on("response", lambda response: answers.append(response))
        page = context.new_page()
        page.goto(url, wait_until="networkidle")
        blocking = page.evaluate(BLOCKING)
        own = [answer for answer in answers if urlsplit(answer.url).hostname == host]
        files = {answer.url: len(gzip.compress(answer.body(), 9)) for answer in own}
        return Weight(files[url], files, tuple(foreign), tuple(blocking))
    finally:
        context.close()


def grow(folder: Path, count: int) -> None:
    """Write a project with PyCon's guides and so many communities in all, each with the same two guides."""
    shutil.copytree(ROOT / "source/clauses", folder / "source/clauses")
    shutil.copy(ROOT / "conf.py", folder)
    (folder / "source/index.md").write_text(PORTAL)
    pycon = ROOT / "source/communities/pycon"
    shutil.copytree(pycon, folder / "source/communities/pycon")
    facts = (pycon / "community.toml").read_text(encoding="utf-8")
    for number in range(1, count):
        target = folder / f"source/communities/event-{number}"
        shutil.copytree(pycon, target)
        named = re.sub(r'(?m)^name = "PyCon"', f'name = "Event {number}"', facts, count=1)
        (target / "community.toml").write_text(named, encoding="utf-8")


def build(source: Path, conf: Path, out: Path, python: Path = Path(sys.executable)) -> None:
    """Build a Sphinx site; raises CalledProcessError if that fails."""
    command = [str(python), "-m", "sphinx", "-q", "-b", "html", "-c", str(conf), "-d", f"{out}.doctrees"]
    subprocess.run([*command, str(source), str(out)], check=True, stdout=subprocess.DEVNULL)


def write_mkdocs(plain: Path, folder: Path) -> None:
    """Write the plain pages for MkDocs."""

    def replace(match: re.Match[str]) -> str:
        if match["name"] != "admonition":
            return ""
        title, *lines = match[0].splitlines()[:-1]
        text = [line for line in lines if line and not line.startswith(":")]
        return "\n".join([f'!!! warning "{title.partition("} ")[2]}"', "", *(f"    {line}" for line in text)])

    for file in plain.rglob("*.md"):
        target = folder / "docs" / file.relative_to(plain)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(FENCE.sub(replace, file.read_text(encoding="utf-8")), encoding="utf-8")
    (folder / "mkdocs.yml").write_text(MKDOCS)


def peers(work: Path, tools: Path) -> Iterator[tuple[str, Path, str]]:
    """Build the plain pages under other themes; gives titles, folders and the page's file in them."""
    plain = work / "plain"
    plain.mkdir()
    write_plain(Project.load(ROOT), plain)
    python = tools / "venv/bin/python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(tools / "venv")], check=True)
    for title, theme in THEMES.items():
        if install(python, "sphinx", "myst-parser", title):
            conf = work / f"conf-{theme}"
            conf.mkdir()
            (conf / "conf.py").write_text(CONF.format(theme=theme))
            build(plain, conf, work / f"out-{theme}", python)
            yield f"plain {title} {version(python, title)}", work / f"out-{theme}", f"{PAGE}.html"
    if install(python, "mkdocs-material"):
        write_mkdocs(plain, work / "mkdocs")
        command = [str(python), "-m", "mkdocs", "build", "-q", "-f", str(work / "mkdocs/mkdocs.yml")]
        subprocess.run([*command, "-d", str(work / "out-mkdocs")], check=True)
        yield f"mkdocs-material {version(python, 'mkdocs-material')}", work / "out-mkdocs", f"{PAGE}/index.html"


def install(python: Path, *packages: str) -> bool:
    """Install packages; tells whether they could be had."""
    command = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *packages]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        print(f"left out: {' '.join(packages)} cannot be installed", file=sys.stderr)
    return done.returncode == 0


def version(python: Path, package: str) -> str:
    """Give an installed package's version."""
    code = f"from importlib.metadata import version; print(version({package!r}))"
    return subprocess.run([str(python), "-c", code], check=True, capture_output=True, text=True).stdout.strip()


def row(title: str, weight: Weight) -> str:
    """Write a line of the table."""
    blocking = ", ".join(sorted(urlsplit(url).path.rpartition("/")[2] for url in weight.blocking)) or "nothing"
    sizes = f"{weight.html / 1000:.1f} | {weight.size / 1000:.1f} | {weight.requests} | {len(weight.foreign)}"
    return f"| {title} | {sizes} | {blocking} |"


def main() -> None:
    """Build, weigh, and print the table."""
    parser = argparse.ArgumentParser(description="What a guide page weighs.")
    parser.add_argument("--communities", type=int, nargs="+", default=[3, 60])
    parser.add_argument("--peers", type=Path, help="folder to install the other themes into, kept for the next run")
    parser.add_argument("--no-peers", action="store_true", help="leave the other themes out")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        work = Path(name)
        browser = playwright.chromium.launch(executable_path=find_chromium(), chromium_sandbox=os.geteuid() != 0)
        sites = []
        for count in args.communities:
            grow(work / str(count), count)
            build(work / f"{count}/source", work / str(count), work / f"out-{count}")
            sites.append((f"Clausebook, {count} communities", work / f"out-{count}", f"{PAGE}.html"))
        pages = {(folder / page).read_bytes() for _title, folder, page in sites}
        if not args.no_peers:
            sites += peers(work, args.peers or work / "tools")
        print(f"{machine()}; PyCon's staff procedure, kB under gzip -9, first load in Chromium\n")
        print("| | HTML | with all it loads | requests | of them to other hosts | what showing it waits for |")
        print("|---|---|---|---|---|---|")
        for title, folder, page in sites:
            with serving(folder) as address:
                print(row(title, weigh(browser, f"{address}/{page}")))
        browser.close()
    same = "the same" if len(pages) == 1 else "NOT the same"
    print(f"\nThe HTML is {same} to the byte with {' and '.join(map(str, args.communities))} communities.")


if __name__ == "__main__":
    main()
