"""What a full build of many communities costs: Clausebook, in one go and in shards, beside other generators.

    .venv/bin/python benchmarks/communities.py --counts 10 100 300 1000 --peers sphinx basic mkdocs hugo --results FILE
    .venv/bin/python benchmarks/communities.py --counts 1000 --shards 8

``--results`` keeps what was measured as JSON, of which ``communities_plot.py`` makes a table and a picture.
Each build is a process of its own with cold output.  CPU seconds count, and ratios within one run: the machine may have
other work to do.  ``mkdocs`` is installed into a virtual environment of its own; ``hugo`` has to be on the path.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path
from typing import Any

from communities_corpus import write_project
from measuring import machine

from clausebook.clauses.library import Library, load_library
from clausebook.project import Project

GUIDES = ("report", "staff")
_PLACEHOLDER = re.compile(r"\{\{[^{}\n]*\}\}")
_LINK = re.compile(r"\]\(\{\{[^{}\n]*\}\}\)")
_MARKER = re.compile(r"<!-- (?:end)?clause:[\w-]+ -->")


@dataclass(frozen=True)
class Taken:
    """CPU seconds of a process and those that it started, and the most memory of one of them, in MiB."""

    cpu: float
    memory: float


def run(command: list[str], cwd: Path, environment: dict[str, str] | None = None) -> Taken:
    """Run a command; raises RuntimeError if it fails."""
    log = cwd / "log.txt"
    with log.open("w") as output:
        process = subprocess.Popen(
            command, cwd=cwd, stdout=output, stderr=output, env={**os.environ, **(environment or {})}
        )
        _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{command} ended with {process.returncode}: {log.read_text()[-500:]}")
    return Taken(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def sphinx(out: str, *options: str) -> list[str]:
    """Give the command of a build with Sphinx."""
    return [sys.executable, "-m", "sphinx", "-q", "-E", "-b", "html", "-d", f"{out}.doctrees", *options, "source", out]


def build_clausebook(folder: Path, shards: int) -> tuple[Taken, list[Taken]]:
    """Build in one go, or in shards that are joined; gives the sum, and the parts."""
    clausebook = [str(Path(sys.executable).with_name("clausebook"))]
    strict = ["-n", "-W", "-c", "."]
    if shards < 2:
        whole = run(sphinx("out", *strict), folder)
        return whole, [whole]
    names = [f"parts/{number}" for number in range(1, shards + 1)]
    parts = [
        run(sphinx(name, *strict, "-D", f"clausebook_shard={number}/{shards}"), folder)
        for number, name in enumerate(names, 1)
    ]
    parts.append(run([*clausebook, "merge", "merged", *names], folder))
    return Taken(sum(part.cpu for part in parts), max(part.memory for part in parts)), parts


def guides(folder: Path) -> dict[str, list[tuple[str, str]]]:
    """Give the clauses of each guide of a project, as file and name, in order."""
    project = Project.load(folder)
    found: dict[str, list[tuple[str, str]]] = {}
    for shown in project.shown:
        uses = found.setdefault(f"{shown.community}/{shown.page}", [])
        uses += [(use.file.stem, use.clause.name) for use in shown.uses if use.file.stem != "common"]
    return found


def words(library: Library, stem: str, name: str) -> str:
    """Give a clause's text as ordinary Markdown."""
    file = library.files[stem]
    text = _LINK.sub("](https://example.org/)", file.clauses[name].text(file.source))
    return _PLACEHOLDER.sub("team", _MARKER.sub("", text)).strip() + "\n"


def write_sphinx(project: Path, folder: Path, theme: str) -> list[str]:
    """Write the same guides for plain Sphinx and MyST, with ``include``."""
    library = load_library(project / "source/clauses")
    source = folder / "source"
    (source / "clauses").mkdir(parents=True)
    for stem, file in library.files.items():
        blocks = (f"<!-- {name} -->\n{words(library, stem, name)}<!-- end {name} -->\n" for name in file.clauses)
        (source / f"clauses/{stem}.txt").write_text("\n".join(blocks))
    (source / "conf.py").write_text(
        f'extensions = ["myst_parser"]\nhtml_theme = "{theme}"\nhtml_copy_source = False\nhtml_use_index = False\n'
    )
    slugs = sorted({name.partition("/")[0] for name in guides(project)})
    listed = "\n".join(f"communities/{each}/index" for each in slugs)
    (source / "index.md").write_text(f"# Guides\n\n```{{toctree}}\n{listed}\n```\n")
    for name, clauses in guides(project).items():
        file = source / f"communities/{name}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        (file.parent / "index.md").write_text(f"# {file.parent.name}\n\n```{{toctree}}\n{chr(10).join(GUIDES)}\n```\n")
        included = (
            f"```{{include}} ../../clauses/{stem}.txt\n"
            f':start-after: "<!-- {clause} -->"\n:end-before: "<!-- end {clause} -->"\n```\n'
            for stem, clause in clauses
        )
        file.write_text(f"# {file.stem}\n\n" + "\n".join(included))
    return sphinx("out")


def write_mkdocs(project: Path, folder: Path) -> list[str]:
    """Write the same guides for MkDocs Material, with snippets."""
    library = load_library(project / "source/clauses")
    (folder / "clauses").mkdir()
    for stem, file in library.files.items():
        blocks = (
            f"<!-- --8<-- [start:{name}] -->\n{words(library, stem, name)}<!-- --8<-- [end:{name}] -->\n"
            for name in file.clauses
        )
        (folder / f"clauses/{stem}.md").write_text("\n".join(blocks))
    (folder / "mkdocs.yml").write_text(
        "site_name: Guides\ntheme:\n  name: material\n  font: false\nmarkdown_extensions:\n"
        "  - pymdownx.snippets:\n      base_path: [clauses]\n"
    )
    for name, clauses in guides(project).items():
        file = folder / f"docs/communities/{name}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        (file.parent / "index.md").write_text(f"# {file.parent.name}\n\n- [Report](report.md)\n- [Staff](staff.md)\n")
        text = "\n".join(f'--8<-- "{stem}.md:{clause}"\n' for stem, clause in clauses)
        file.write_text(f"# {file.stem}\n\n{text}")
    (folder / "docs/index.md").write_text("# Guides\n")
    return [str(_mkdocs()), "build", "-q"]


def _mkdocs() -> Path:
    place = Path(os.environ.get("CLAUSEBOOK_MKDOCS", Path(tempfile.gettempdir()) / "clausebook-mkdocs"))
    if not (place / "bin/mkdocs").exists():
        subprocess.run([sys.executable, "-m", "venv", place], check=True)
        subprocess.run([place / "bin/pip", "install", "-q", "mkdocs-material"], check=True)
    return place / "bin/mkdocs"


def write_hugo(project: Path, folder: Path) -> list[str]:
    """Write the same guides for Hugo, with a shortcode that reads a clause's file."""
    library = load_library(project / "source/clauses")
    for stem, file in library.files.items():
        for name in file.clauses:
            target = folder / f"clauses/{stem}/{name}.md"
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(words(library, stem, name))
    for name, text in {
        "hugo.toml": 'baseURL = "https://example.org/"\ndisableKinds = ["taxonomy", "term", "RSS"]\n',
        "config.toml": 'baseURL = "https://example.org/"\ndisableKinds = ["taxonomy", "term", "RSS"]\n',
        "layouts/shortcodes/clause.html": '{{ .Page.RenderString (dict "display" "block") (readFile (.Get 0)) }}',
        "layouts/_default/single.html": "<!doctype html><title>{{ .Title }}</title><main>{{ .Content }}</main>",
        "layouts/_default/list.html": "<!doctype html>{{ range .Pages }}<p>{{ .Title }}</p>{{ end }}",
    }.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    for name, clauses in guides(project).items():
        file = folder / f"content/communities/{name}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        (file.parent / "_index.md").write_text(f'---\ntitle: "{file.parent.name}"\n---\n')
        text = "\n\n".join(f'{{{{< clause "clauses/{stem}/{clause}.md" >}}}}' for stem, clause in clauses)
        file.write_text(f'---\ntitle: "{file.stem}"\n---\n\n{text}\n')
    return ["hugo", "--quiet"]


def versions(peers: Iterable[str]) -> dict[str, str]:
    """Name the versions of what is measured."""
    found = {name: version(name) for name in ("clausebook", "Sphinx", "myst-parser", "docutils", "furo")}
    if "mkdocs" in peers:
        listed = subprocess.run([_mkdocs().with_name("pip"), "freeze"], capture_output=True, text=True, check=True)
        pairs = (line.partition("==") for line in listed.stdout.splitlines())
        found |= {name: number for name, _, number in pairs if name in ("mkdocs", "mkdocs-material")}
    if "hugo" in peers:
        said = subprocess.run(["hugo", "version"], capture_output=True, text=True, check=True).stdout
        found["Hugo"] = said.split()[1].partition("+")[0].lstrip("v")
    return found


# What takes longer for each page the more pages there are is not measured with more communities than this.
MOST = {"sphinx": 300}
PEERS: dict[str, tuple[str, Callable[[Path, Path], list[str]]]] = {
    "sphinx": ("Sphinx + MyST include, furo", lambda project, folder: write_sphinx(project, folder, "furo")),
    "basic": ("the same, basic", lambda project, folder: write_sphinx(project, folder, "basic")),
    "mkdocs": ("MkDocs Material + snippets", write_mkdocs),
    "hugo": ("Hugo, readFile", write_hugo),
}


def main() -> None:
    """Build what is asked for, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--counts", type=int, nargs="+", default=[10, 100], help="numbers of communities")
    parser.add_argument("--peers", nargs="*", choices=PEERS, default=[], help="other generators")
    parser.add_argument("--shards", type=int, nargs="*", default=[], help="also in so many shards")
    parser.add_argument("--results", type=Path, help="file for what was measured, as JSON")
    parser.add_argument("--folder", type=Path, help="where to build (default: a temporary folder)")
    args = parser.parse_args()
    print(machine())
    seconds: dict[str, dict[int, float]] = {}
    rows: list[dict[str, Any]] = []

    def tell(title: str, count: int, taken: Taken, note: str = "") -> None:
        seconds.setdefault(title, {})[count] = taken.cpu
        rows.append({"generator": title, "communities": count, "cpu": round(taken.cpu, 2), "mib": round(taken.memory)})
        if args.results:
            known = {"machine": machine(), "versions": versions(args.peers), "rows": rows}
            args.results.write_text(json.dumps(known, indent=1) + "\n")
        print(f"{count:5} {title:32} {taken.cpu:8.2f} s {taken.memory:7.0f} MiB  {note}", flush=True)

    with tempfile.TemporaryDirectory(dir=args.folder) as name:
        for count in args.counts:
            project = Path(name, f"clausebook-{count}")
            project.mkdir()
            write_project(project, count)
            whole, _ = build_clausebook(project, 1)
            tell("Clausebook", count, whole)
            for shards in args.shards:
                total, parts = build_clausebook(project, shards)
                longest = max(part.cpu for part in parts[:-1]) + parts[-1].cpu
                same = compare(project / "out", project / "merged")
                note = f"longest and joining {longest:.2f} s, {whole.cpu / longest:.2f} times as fast, {same}"
                tell(f"Clausebook, {shards} shards", count, total, note)
                shutil.rmtree(project / "parts")
                shutil.rmtree(project / "merged")
            for peer in (name for name in args.peers if count <= MOST.get(name, count)):
                title, write = PEERS[peer]
                folder = Path(name, f"{peer}-{count}")
                folder.mkdir()
                taken = run(write(project, folder), folder)
                tell(title, count, taken, f"{taken.cpu / whole.cpu:.2f} times Clausebook's")
                shutil.rmtree(folder)
            shutil.rmtree(project)
    for title, found in seconds.items():
        counts = sorted(found)
        for one, other in pairwise(counts):
            exponent = math.log(found[other] / found[one]) / math.log(other / one)
            print(f"{title}: exponent {one} to {other}: {exponent:.2f}")


def compare(one: Path, other: Path) -> str:
    """Say whether two folders hold the same files."""
    first, second = ({f.relative_to(p): f for f in p.rglob("*") if f.is_file()} for p in (one, other))
    if first.keys() != second.keys():
        return f"OTHER FILES: {sorted(map(str, first.keys() ^ second.keys()))[:5]}"
    different = [str(name) for name, file in first.items() if file.read_bytes() != second[name].read_bytes()]
    return f"DIFFERENT: {different[:5]}" if different else f"the same {len(first)} files"


if __name__ == "__main__":
    main()
