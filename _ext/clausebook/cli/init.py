"""``clausebook init``: a repository of its own for one event, and later the shared clauses of a newer version."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from clausebook.cli.beginnings import complain, folder_name, guarded, tell_numbers, tell_what_is_missing
from clausebook.cli.questions import add_fact_arguments, known_facts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments of ``clausebook init``."""
    parser.add_argument("directory", metavar="DIR", help="the folder of the new repository")
    parser.add_argument("--name", metavar="NAME", help='what the event is called, such as "PyCon Example 2026"')
    parser.add_argument("--folder", metavar="NAME", help="how its folder is called (default: made from the name)")
    parser.add_argument(
        "--clausebook",
        metavar="SPEC",
        help="where the repository finds Clausebook: a wheel, which is copied into it, an address, or a version "
        "(default: as this one was installed)",
    )
    parser.add_argument(
        "--update",
        action="store_true",
        help="take this version's shared clauses into DIR, and do no more",
    )
    add_fact_arguments(parser)
    parser.epilog = (
        "examples:\n"
        "  clausebook init my-guide\n"
        '  clausebook init my-guide --name "Example Days" --country DE --yes\n'
        "  clausebook init --update .\n"
    )


def execute(args: Namespace) -> int:
    """Write the repository or renew its clauses, and say what to do next; gives the exit code."""
    return guarded(lambda: _update(Path(args.directory)) if args.update else _init(args))


def _init(args: Namespace) -> int:
    from clausebook.scaffold.repository import repository_files
    from clausebook.scaffold.requirement import requirement_of
    from clausebook.scaffold.writing import refuse_existing, write_folder

    root = Path(args.directory)
    refuse_existing(root)
    requirement = requirement_of(args.clausebook)
    facts = known_facts(args, args.name, f'clausebook init {args.directory} --name "PyCon Example 2026"')
    name = folder_name(args, facts.name)
    write_folder(root, repository_files(facts, name, requirement))
    sys.stdout.write(f"\nWrote {root}, with a guide that builds as it is, and shows what is still missing.\n\n")
    community = root / "source/communities" / name
    tell_numbers(facts)
    tell_what_is_missing(root, community)
    sys.stdout.write(
        "What to do next:\n"
        f"  1. cd {root}\n"
        f"  2. make html   builds the guide; open build/{name}/index.html\n"
        f"  3. Fill in what is missing in source/communities/{name}/community.toml.\n"
        "  4. make check   lists what is left\n"
        '  5. When nothing is left, write status = "live", and put the folder under version control.\n'
    )
    if requirement.caution:
        sys.stdout.write(f"\nNote: {requirement.caution}.\n")
    return 0


def _update(root: Path) -> int:
    """Take the shared clauses of this version; gives 1 where files that were changed had to be left."""
    from clausebook import __version__
    from clausebook.scaffold.repository import DIGESTS, update_clauses

    if not (root / DIGESTS).is_file():
        return complain(f"{os.path.relpath(root)} has no {DIGESTS}: it was not made by clausebook init")
    update = update_clauses(root)
    for name in update.taken:
        sys.stdout.write(f"{name}: taken from Clausebook {__version__}\n")
    for name in update.changed_here:
        sys.stdout.write(f"{name}: changed here, and left as it is; compare it with that of {__version__}\n")
    for name in update.gone:
        sys.stdout.write(f"{name}: no longer part of Clausebook, and left as it is\n")
    if not any((update.taken, update.changed_here, update.gone)):
        sys.stdout.write(f"The shared clauses are those of Clausebook {__version__}.\n")
    return 1 if update.changed_here else 0
