"""What Clausebook costs beside plain Sphinx, MyST and furo on the same finished pages.

    .venv/bin/python benchmarks/three_communities.py

Both build the guides of the three communities of this repository and a front
page, in processes of their own, in turn.  The plain pages are the assembled
ones: the same words, headings, lists and links as ordinary Markdown.  The
result is the ratio of CPU times of one run; goal: at most 1.5.
"""

from __future__ import annotations

import platform
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from datetime import date
from importlib.metadata import version
from pathlib import Path

from clausebook.community.model import Community
from clausebook.guide.assembly import Assembly, assemble, assemble_values
from clausebook.project import CommunityFolder, Page, Project

ROOT = Path(__file__).parent.parent
ROUNDS = 7
FENCE = re.compile(r"^```\{(?P<name>[\w-]+)\}[^\n]*\n(?:.*?\n)??```$", re.MULTILINE | re.DOTALL)
PLAIN_CONF = """
extensions = ["myst_parser", "sphinx_design"]
html_theme = "furo"
nitpicky = True
html_copy_source = False
html_use_index = False
myst_enable_extensions = ["colon_fence", "deflist", "fieldlist"]
myst_heading_anchors = 3
myst_url_schemes = ["http", "https", "mailto", "tel"]
"""
FRONT = "# Guides\n\n{body}\n\n```{{toctree}}\n:hidden:\n:glob:\n\ncommunities/*/index\n```\n"


def plain(assembly: Assembly) -> str:
    """Take the marks out of an assembled text, and write gaps and contacts as plain words."""
    text = re.sub(r"<!-- clausebook-mark:/?\d+ -->|\{coc:mark\}`/?\d+`", "", assembly.text)
    text = re.sub(r"\{coc:not-filled-in\}`[^`]*`", "**TODO: not filled in**", text)
    return text.replace("https://root-relative.invalid", "https://example.org").replace("\n\n\n", "\n\n")


def facts_as_markdown(name: str, facts: Community) -> str:
    """Write what a directive shows as plain Markdown."""
    people = [f"{c.name or '**TODO: not filled in**'} ({c.role}) <{c.email}>" for c in facts.contacts]
    if name == "contacts":
        return "\n".join(f"- {person}" for person in people)
    if name == "emergency":
        numbers = [f"[Call {e.number}]({e.tel}) {e.label}" for e in facts.emergency]
        return "In danger?\n\n" + ("\n\n".join(numbers) or "Call the emergency number of the place where you are.")
    return ""


def finished(community: CommunityFolder, page: Page) -> str:
    """Write a page as plain Markdown: the same words without a directive of Clausebook's."""
    facts = community.loaded.community
    assert facts  # noqa: S101 -- the repository's own files are sound
    assemblies = iter([assemble(community.voice, request) for request in page.requests])
    sources = {
        source
        for request in page.requests
        for wording in (assemble(community.voice, request) or Assembly()).uses
        for source in wording.file.sources_of(wording.clause.name)
    }

    def replace(match: re.Match[str]) -> str:
        name = match["name"]
        if name in ("clause", "procedure"):
            assembly = next(assemblies)
            offset = int(found[1]) if (found := re.search(r":heading-offset: (\d)", match[0])) else 0
            text = plain(assembly) if assembly else ""
            return re.sub(r"^#", "#" * (offset + 1), text, flags=re.MULTILINE)
        if name == "sources":
            return "\n".join(
                f"- [{s.title}]({s.url or 'https://example.org'}); {s.licence}" for s in sorted(sources, key=repr)
            )
        return match[0] if name == "toctree" else facts_as_markdown(name, facts)

    text = FENCE.sub(replace, assemble_values(community.voice, page.entry).text)
    text = FENCE.sub(lambda m: facts_as_markdown("contacts", facts) if m["name"] == "contacts" else m[0], text)
    text = re.sub(r"\{contacts\}`\w+`", " or ".join(str(c.name) for c in facts.contacts), text)
    banner = "\n\n```{admonition} This is a sample.\n:class: warning\nDo not use it to report an incident.\n```\n"
    return re.sub(r"(^# .*$)", lambda m: m[1] + banner, text, count=1, flags=re.MULTILINE)


def write_plain(project: Project, folder: Path) -> None:
    """Write the plain project."""
    (folder / "conf.py").write_text(PLAIN_CONF)
    cards = ""
    for community in project.communities.values():
        if not community.listed:
            continue
        cards += f"- [{community.name}](communities/{community.slug}/index.md)\n"
        for page in community.pages:
            target = folder / "communities" / community.slug / f"{page.name}.md"
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(finished(community, page), encoding="utf-8")
    (folder / "index.md").write_text(FRONT.format(body=cards))


def write_clausebook(folder: Path) -> None:
    """Write the same project for Clausebook."""
    shutil.copytree(ROOT / "source/clauses", folder / "source/clauses")
    shutil.copytree(ROOT / "source/communities", folder / "source/communities")
    shutil.copytree(ROOT / "_templates", folder / "_templates")
    shutil.copy(ROOT / "conf.py", folder)
    (folder / "source/index.md").write_text(FRONT.format(body="```{communities}\n```"))


def cpu_of(command: list[str]) -> float:
    """Run a command; gives the CPU seconds that it took."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    """Build both in turn, and print the table."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for part in ("plain", "clausebook"):
            (folder / part).mkdir()
        write_plain(Project.load(ROOT), folder / "plain")
        write_clausebook(folder / "clausebook")
        build = [sys.executable, "-m", "sphinx", "-q", "-E", "-a", "-n", "-W", "-b", "html"]
        commands = {
            "plain Sphinx + MyST + furo": [*build, "-d", f"{name}/p", f"{name}/plain", f"{name}/plain-out"],
            "Clausebook": [
                *build,
                "-c",
                f"{name}/clausebook",
                "-d",
                f"{name}/c",
                f"{name}/clausebook/source",
                f"{name}/out",
            ],
        }
        seconds: dict[str, list[float]] = {title: [] for title in commands}
        for round_ in range(ROUNDS + 1):
            for title, command in commands.items():
                taken = cpu_of(command)
                if round_:  # the first round fills the caches
                    seconds[title].append(taken)
    first, second = (statistics.median(seconds[title]) for title in commands)
    names = ("sphinx", "myst-parser", "furo")
    print(f"{date.today()}, Python {platform.python_version()}, " + ", ".join(f"{n} {version(n)}" for n in names))
    print(f"{platform.machine()}, median CPU seconds of {ROUNDS} rounds, front page and {3 + 5} community pages\n")
    for title, taken in seconds.items():
        print(f"{title:30} {statistics.median(taken):6.2f}   ({min(taken):.2f} to {max(taken):.2f})")
    print(f"\nratio {second / first:.2f} (goal: at most 1.5)")


if __name__ == "__main__":
    main()
