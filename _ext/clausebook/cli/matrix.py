"""``clausebook matrix``: which community shows which clause: the shared text, its own, or none."""

from __future__ import annotations

import sys

from clausebook.cli.arguments import add_format, add_root
from clausebook.cli.projects import UsageError, community, complain, load
from clausebook.report.matrix import as_json, as_text
from clausebook.text.nearest import did_you_mean

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments of ``clausebook matrix``."""
    parser.add_argument(
        "--community",
        action="append",
        metavar="NAME",
        help="only this community, by its folder's name; may be repeated",
    )
    parser.add_argument(
        "--clause",
        action="append",
        metavar="NAME",
        help="only this clause, such as staff-procedure:response, or this file; may be repeated",
    )
    add_format(parser, "text", "json", what="the matrix is")
    add_root(parser)
    parser.epilog = (
        "examples:\n"
        "  clausebook matrix\n"
        "  clausebook matrix --community pycon --clause staff-procedure\n"
        "  clausebook matrix --format json\n"
    )


def execute(args: Namespace) -> int:
    """Write the table; gives the exit code."""
    try:
        project = load(args.root)
        for name in args.community or ():
            community(project, name)
        whole = project.coverage
        known = [row.identifier for row in whole.rows]
        for name in args.clause or ():
            if name not in known and name not in project.shared.files:
                raise UsageError(f"there is no clause “{name}”{did_you_mean(name, [*known, *project.shared.files])}")
    except UsageError as error:
        return complain(error)
    part = whole.only(args.community, args.clause)
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="backslashreplace")
    sys.stdout.write(as_json(part) if args.output_format == "json" else as_text(part))
    return 0
