"""Check ordinary Markdown, which holds no clauses, and count what Clausebook tells of it.

    python benchmarks/false_alarms.py FOLDER …
    python benchmarks/false_alarms.py --pypi mkdocs --pypi django --npm react

Folders are searched for Markdown.  Packages are downloaded by their names into a folder that is removed afterwards:
from PyPI as source distributions, with pip, and from npm with ``npm pack``.  A finding of CB1 or CB2 is a false alarm;
of CB6, a person has to judge each, so they are listed.  ``--guides`` also tries the rules that are meant for files
with clauses, to see how much they would tell of ordinary prose.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from clausebook.diagnostics import Diagnostic
from clausebook.rules.runner import GUIDE_TEXT_RULES, check_source
from clausebook.text.source import SourceText, UndecodableError

ENDINGS = frozenset({".md", ".markdown", ".rst"})


def download(pypi: list[str], npm: list[str], folder: Path) -> None:
    """Fetch packages and unpack the texts that they hold."""
    for name in pypi:
        command = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--no-binary", ":all:", name]
        _fetch(name, command, folder)
    for name in npm:
        _fetch(name, ["npm", "pack", "-s", name], folder)
    for file in [*folder.glob("*.tar.gz"), *folder.glob("*.tgz"), *folder.glob("*.zip")]:
        _unpack(file, folder / f"{file.name}.unpacked")


def _fetch(name: str, command: list[str], folder: Path) -> None:
    result = subprocess.run(command, cwd=folder, capture_output=True, check=False)
    if result.returncode:
        print(f"{name} cannot be downloaded", file=sys.stderr)


def _unpack(file: Path, folder: Path) -> None:
    """Write the texts of an archive below a folder, by numbers, so that no name leads elsewhere."""
    folder.mkdir()
    if file.suffix == ".zip":
        with zipfile.ZipFile(file) as packed:
            names = [name for name in packed.namelist() if Path(name).suffix.lower() in ENDINGS]
            texts = {name: packed.read(name) for name in names}
    else:
        with tarfile.open(file) as archive:
            members = [m for m in archive.getmembers() if m.isfile() and Path(m.name).suffix.lower() in ENDINGS]
            texts = {m.name: stream.read() for m in members if (stream := archive.extractfile(m))}
    for number, (name, data) in enumerate(texts.items()):
        (folder / f"{number}-{Path(name).name}").write_bytes(data)


def sources(folders: list[Path]) -> Iterator[SourceText]:
    """Read all texts below some folders; those that are not UTF-8 are passed over."""
    for folder in folders:
        for file in sorted(folder.rglob("*")):
            if (file.suffix.lower() in ENDINGS or file.name == "METADATA") and file.is_file():
                try:
                    yield SourceText.read(file)
                except UndecodableError:
                    continue


def findings(source: SourceText, *, guides: bool) -> list[Diagnostic]:
    """Give what is told of a text; with ``guides``, also what would be if it held clauses."""
    found = {(f.code, f.start): f for f in check_source(source)}
    for rule in GUIDE_TEXT_RULES.values() if guides else ():
        found.update({(f.code, f.start): f for f in rule(source)})
    return list(found.values())


def report(folders: list[Path], *, guides: bool) -> int:
    """Print what was found; gives the number of false alarms about markers."""
    files = words = 0
    count: Counter[str] = Counter()
    for source in sources(folders):
        files += 1
        words += len(source.text.split())
        for finding in findings(source, guides=guides):
            count[finding.code.code] += 1
            row = finding.start.row
            print(f"{finding.code} {source.path}:{row} {source.line(row).strip()[:100]}")
    print(f"\n{files} files, {words:,} words")
    for code, number in sorted(count.items()):
        print(f"{code} {number}")
    wrong = sum(number for code, number in count.items() if code < "CB3" and code != "CB215")
    print(f"{wrong} false alarms about markers")
    return wrong


def main() -> int:
    """Read the arguments and run; ends with 1 if there is a false alarm about markers."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--pypi", action="append", default=[], metavar="NAME")
    parser.add_argument("--npm", action="append", default=[], metavar="NAME")
    parser.add_argument("--guides", action="store_true", help="also try the rules for files with clauses")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        download(args.pypi, args.npm, Path(name))
        return 1 if report([*args.folders, Path(name)], guides=args.guides) else 0


if __name__ == "__main__":
    sys.exit(main())
