"""``clausebook merge``: join the parts of a site that were built by themselves."""

from __future__ import annotations

import sys
from pathlib import Path

from clausebook.cli.projects import complain
from clausebook.shards.merging import merge
from clausebook.shards.plan import ShardError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments of ``clausebook merge``."""
    parser.add_argument("out", metavar="OUT", help="the folder of the whole site; what no part has is taken out of it")
    parser.add_argument("parts", nargs="+", metavar="SHARD", help="the folder of each built part, in any order")
    parser.epilog = (
        "The site is the same, to the byte, as one build of all communities would make it.\n\n"
        "exit codes:\n"
        "  0  the site is there\n"
        "  2  a part is missing, or belongs to another site; nothing was written\n\n"
        "example:\n"
        "  clausebook merge build/html shard-*\n"
    )


def execute(args: Namespace) -> int:
    """Join the parts; gives the exit code."""
    try:
        done = merge([Path(part) for part in args.parts], Path(args.out))
    except ShardError as error:
        return complain(error)
    except OSError as error:
        return complain(f"{error.filename}: {error.strerror}")
    sys.stdout.write(
        f"{args.out}: {done.files} files of {len(args.parts)} shards, {done.written} written, {done.removed} removed\n"
    )
    return 0
