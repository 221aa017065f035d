"""What ``clausebook check`` costs: beside reading the files, beside other tools, at its start, and in memory.

    .venv/bin/python benchmarks/checking.py [--files 10000] [--rounds 7] [--peers FOLDER | --no-peers]

All files are sound, of about 5 KB and many shapes (corpus.py).  Every command is
a process of its own, and they run in turn.  Ratios of CPU seconds within one run
count.  Goals: at most 2.5 times a loop that only reads and decodes the files, in
one process; a start within 3 times ``python -c pass``; memory that does not grow
with the number of files.

The other tools are installed with pip and npm into FOLDER (by default one that is
thrown away); what cannot be installed is left out.  They are slow, so they get a
part of the files, and their table says how many.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from corpus import clause_file, write_corpus
from measuring import PEAK, Cost, in_turn, machine, run

BIN = Path(sys.executable).parent
CHECK = [str(BIN / "clausebook"), "check"]
LOOP = """
import os, sys
for parent, folders, files in os.walk("."):
    for name in files:
        with open(os.path.join(parent, name), "rb") as file:
            file.read().decode("utf-8")
"""
FINDING = b"\n<!-- clause:last -->\nText.\n<-- e!ndclause:last -->\n"
SAMPLE = 400

Commands = dict[str, Callable[[], tuple[float, float]]]


def main() -> None:
    """Measure, and print the tables."""
    parser = argparse.ArgumentParser(description="What clausebook check costs.")
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--peers", type=Path, help="folder to install the other tools into, kept for the next run")
    parser.add_argument("--no-peers", action="store_true", help="leave the other tools out")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        size = write_corpus(work / "all", args.files)
        print(f"{machine()}; {args.files} files, {size / 1e6:.1f} MB, medians of {args.rounds} rounds\n")
        many_files(work / "all", args.rounds)
        start(work, args.rounds * 5)
        memory(work, args.files)
        if not args.no_peers:
            peers(work, args.peers or work / "peers", args.rounds)


def many_files(folder: Path, rounds: int) -> None:
    """Compare the check of a folder with a loop that only reads it."""
    commands: Commands = {
        "read and decode": partial(run, [sys.executable, "-c", LOOP], folder, [0]),
        "`check` for the first time, one process": partial(run, [*CHECK, "--no-cache", *jobs(1)], folder, [0]),
        "`check` again, one process": partial(run, [*CHECK, *jobs(1)], folder, [0]),
    }
    commands["`check` for the first time, as many processes as it is worth"] = partial(
        run, [*CHECK, "--no-cache"], folder, [0]
    )
    commands["`check` again, as many processes as it is worth"] = partial(run, CHECK, folder, [0])
    for count in sorted({2, os.cpu_count() or 2}):
        commands[f"`check` for the first time, {count} processes"] = partial(
            run, [*CHECK, "--no-cache", *jobs(count)], folder, [0]
        )
    costs = in_turn(commands, rounds, "many files")
    table("all files", costs, next(iter(costs)))


def start(work: Path, rounds: int) -> None:
    """Compare the check of one file with the start of Python."""
    folder = work / "one"
    folder.mkdir()
    (folder / "sound.md").write_bytes(b"# Title\n\n<!-- clause:a -->\nText.\n<!-- endclause:a -->\n")
    (folder / "5kb.md").write_bytes(clause_file(1))
    (folder / "finding.md").write_bytes(clause_file(1) + FINDING)
    commands: Commands = {
        "`python -c pass`": partial(run, [sys.executable, "-c", "pass"], folder, [0]),
        "`--version`": partial(run, [CHECK[0], "--version"], folder, [0]),
        "`--help`": partial(run, [CHECK[0], "--help"], folder, [0]),
        "`check --help`": partial(run, [*CHECK, "--help"], folder, [0]),
        "`check` of a sound file": partial(run, [*CHECK, "sound.md"], folder, [0]),
        "`check` of a sound file of 5 KB": partial(run, [*CHECK, "5kb.md"], folder, [0]),
        "`check` of a file with a finding": partial(run, [*CHECK, "finding.md"], folder, [1]),
        "`check --fix` of a sound file": partial(run, [*CHECK, "--fix", "sound.md"], folder, [0]),
    }
    costs = in_turn(commands, rounds, "start")
    table("start", costs, next(iter(costs)), unit=1000)


def memory(work: Path, count: int) -> None:
    """Show the most memory that a check held, for ever more files."""
    print("| memory of `check`, one process | sound files | files with a finding each |\n|---|---|---|")
    for files in (count // 100, count // 10, count):
        cells = []
        for name in ("sound", "damaged"):
            folder = work / f"{name}-{files}"
            write_corpus(folder, files)
            if name == "damaged":
                for file in folder.glob("*/*.md"):
                    file.write_bytes(file.read_bytes() + FINDING)
            cells.append(f"{peak(folder):.1f} MiB")
            shutil.rmtree(folder)
        print(f"| {files} files | {' | '.join(cells)} |")
    print()


def peak(folder: Path) -> float:
    """Give the most memory, in MiB, that the check of a folder held at any moment."""
    note = folder.parent / "peak"
    subprocess.run(
        [sys.executable, "-c", PEAK, "check", "--no-cache", *jobs(1)],
        cwd=folder,
        env=os.environ | {"PEAK": str(note)},
        stdout=subprocess.DEVNULL,
        check=False,
    )
    return int(note.read_text()) / 1024


def peers(work: Path, tools: Path, rounds: int) -> None:
    """Compare with other tools that check Markdown files, on a part of the files."""
    folder = work / "sample"
    write_corpus(folder, SAMPLE)
    names = [str(file.relative_to(folder)) for file in sorted(folder.glob("*/*.md"))]
    commands: Commands = {
        "read and decode": partial(run, [sys.executable, "-c", LOOP], folder, [0]),
        "`clausebook check`": partial(run, [*CHECK, "--no-cache", *jobs(1)], folder, [0]),
    }
    for title, command in installed(tools.absolute()).items():
        # They tell about other things than clauses, and 1 means that they found some.
        arguments = names if "markdownlint" not in title else ["**/*.md"]
        commands[title] = partial(run, [*command, *arguments], folder, [0, 1])
    costs = in_turn(commands, min(rounds, 3), "other tools")
    table(f"{SAMPLE} files", costs, "`clausebook check`")


def installed(tools: Path) -> dict[str, list[str]]:
    """Install the other tools where they are not yet; gives the commands of those that are there."""
    venv, node = tools / "venv", tools / "node"
    if not (venv / "bin").is_dir():
        attempt([sys.executable, "-m", "venv", str(venv)])
        attempt([str(venv / "bin/python"), "-m", "pip", "install", "--quiet", "cogapp", "mdformat"])
    if not (node / "node_modules").is_dir() and shutil.which("npm"):
        node.mkdir(parents=True, exist_ok=True)
        attempt(["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(node), "markdownlint-cli2"])
    commands = {
        "`cog --check`": [str(venv / "bin/cog"), "--check"],
        "`mdformat --check`": [str(venv / "bin/mdformat"), "--check"],
        "`markdownlint-cli2`": [str(node / "node_modules/.bin/markdownlint-cli2")],
    }
    for title, command in list(commands.items()):
        if not Path(command[0]).exists():
            print(f"{title} could not be installed and is left out.\n")
            del commands[title]
    return commands


def attempt(command: list[str]) -> None:
    """Run a command that may fail, such as an installation without a network."""
    subprocess.run(command, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def jobs(count: int) -> list[str]:
    """Give the option for a number of processes."""
    return ["--jobs", str(count)]


def table(title: str, costs: dict[str, Cost], first: str, unit: int = 1) -> None:
    """Print what commands cost, and their ratios to one of them."""
    cpu_unit = "CPU ms" if unit == 1000 else "CPU s"
    base_cpu, base_wall = costs[first].typical
    print(f"| {title} | {cpu_unit} | lowest to highest | wall | CPU ratio | wall ratio |\n|---|---|---|---|---|---|")
    for name, cost in costs.items():
        cpu, wall = cost.typical
        span = f"{min(cost.cpu) * unit:.3g} to {max(cost.cpu) * unit:.3g}"
        ratio = statistics.median(a / b for a, b in zip(cost.cpu, costs[first].cpu, strict=True))
        walls = statistics.median(a / b for a, b in zip(cost.wall, costs[first].wall, strict=True))
        print(f"| {name} | {cpu * unit:.3g} | {span} | {wall * unit:.3g} | {ratio:.2f} | {walls:.2f} |")
    print(f"\nBase: {first}, {base_cpu * unit:.3g} CPU and {base_wall * unit:.3g} wall.\n")


if __name__ == "__main__":
    main()
