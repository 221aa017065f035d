"""``clausebook new``: the folder of a new community, which builds at once."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from clausebook.cli import files
from clausebook.cli.beginnings import complain, folder_name, guarded, tell_numbers, tell_what_is_missing
from clausebook.cli.questions import add_fact_arguments, known_facts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments of ``clausebook new``."""
    parser.add_argument("name", nargs="?", metavar="NAME", help='the name of the event, such as "PyCon Example 2026"')
    parser.add_argument("--folder", metavar="NAME", help="how its folder is called (default: made from the name)")
    add_fact_arguments(parser)
    parser.epilog = (
        "examples:\n"
        "  clausebook new\n"
        '  clausebook new "Example Days" --kind meetup --country DE --contact "Kim Example, kim@example.org"\n'
    )


def execute(args: Namespace) -> int:
    """Write the folder, say what is missing and what to do next; gives the exit code."""
    return guarded(lambda: _new(args))


def _new(args: Namespace) -> int:
    from clausebook.scaffold.community import community_files
    from clausebook.scaffold.writing import refuse_existing, write_folder
    from clausebook.settings import community_parent

    found = files.Projects().root_of(".")
    if found is None:
        return complain(
            "this folder lies in no project: go to the one with your guides, or begin one with clausebook init DIR"
        )
    root = Path(found)
    parent = community_parent(root)
    if args.name is not None:
        refuse_existing(parent / folder_name(args, args.name))
    facts = known_facts(args, args.name, 'clausebook new "PyCon Example 2026"')
    folder = parent / folder_name(args, facts.name)
    write_folder(folder, community_files(facts))
    shown = os.path.relpath(folder)
    sys.stdout.write(f"\nWrote {shown}. It builds as it is, and shows what is still missing.\n\n")
    tell_numbers(facts)
    tell_what_is_missing(root, folder)
    from_root = "" if Path.cwd() == root else f" (in {os.path.relpath(root)})"
    sys.stdout.write(
        "What to do next:\n"
        f"  1. Fill in what is missing in {shown}/community.toml.\n"
        "  2. make check   lists what is left\n"
        f"  3. make html COMMUNITY={folder.name}   builds the guide{from_root}; read every page as a stranger would\n"
        '  4. When nothing is left, write status = "live".\n'
    )
    return 0
