"""``clausebook list``: the clauses of a project, where they are, what they need, and who uses them."""

from __future__ import annotations

import json
import sys

from clausebook.cli.arguments import add_format, add_root
from clausebook.cli.projects import UsageError, complain, load
from clausebook.text.nearest import did_you_mean

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterable, Iterator

    from clausebook.guide.usage import ClauseUsage
    from clausebook.project import Project


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments of ``clausebook list``."""
    parser.add_argument(
        "names", nargs="*", metavar="NAME", help="only clauses of this name, such as staff-procedure:response, or file"
    )
    add_root(parser)
    parser.add_argument("--unused", action="store_true", help="only clauses that no guide uses")
    add_format(parser, "text", "json", what="the list is")
    parser.epilog = (
        "examples:\n"
        "  clausebook list\n"
        "  clausebook list staff-procedure\n"
        "  clausebook list attendee-procedure:report --output-format json\n"
    )


def execute(args: Namespace) -> int:
    """Write the list; gives the exit code."""
    try:
        project = load(args.root)
    except UsageError as error:
        return complain(error)
    rows = [row for row in project.usage if _wanted(row, args)]
    if args.names and not rows and not args.unused:
        # A word alone may be a file, or a clause of any file.
        files = () if ":" in args.names[0] else project.shared.files
        hint = did_you_mean(args.names[0], files) or project.shared.suggest(args.names[0])
        sys.stderr.write(f"clausebook: there is no clause “{args.names[0]}”{hint}\n")
        return 2
    if args.output_format == "json":
        sys.stdout.write(json.dumps([_as_json(row) for row in rows], indent=2, ensure_ascii=False) + "\n")
    else:
        sys.stdout.writelines(_as_text(rows, project))
    return 0


def _wanted(row: ClauseUsage, args: Namespace) -> bool:
    named = not args.names or row.identifier in args.names or row.identifier.partition(":")[0] in args.names
    return named and not (args.unused and row.uses)


def _as_json(row: ClauseUsage) -> dict[str, object]:
    return {
        "name": row.identifier,
        "community": row.community or None,
        "filename": row.path,
        "row": row.row,
        "needs": list(row.needs),
        "used_by": [{"community": use.community, "page": use.page} for use in row.uses],
    }


def _as_text(rows: Iterable[ClauseUsage], project: Project) -> Iterator[str]:
    count = 0
    for row in rows:
        count += 1
        owner = f"  (own wording of {project.communities[row.community].name})" if row.community else ""
        yield f"{row.identifier}{owner}\n  defined  {row.path}:{row.row}\n"
        if row.needs:
            yield f"  needs    {', '.join(row.needs)}\n"
        uses = ", ".join(f"{use.community}/{use.page}" for use in row.uses)
        yield f"  used by  {uses or 'no guide'}\n"
    yield f"{count} clause{'' if count == 1 else 's'}\n"
