"""``clausebook affected``: which clauses a change touches, and in which guides they appear."""

from __future__ import annotations

import sys

from clausebook.cli.arguments import add_format, add_root
from clausebook.cli.projects import UsageError, complain, load, project_folder
from clausebook.history.affected import affected
from clausebook.history.git import GitError, Repository
from clausebook.history.snapshot import project_at
from clausebook.report.affected import Span, as_json, as_text
from clausebook.report.note import as_markdown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from clausebook.history.changes import Affected

_FORMS = {"text": as_text, "markdown": as_markdown, "json": as_json}


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments of ``clausebook affected``."""
    parser.add_argument(
        "--since", required=True, metavar="REV", help="the commit, branch or tag to compare with, such as origin/main"
    )
    parser.add_argument("--until", metavar="REV", help="compare this revision (default: the files as they are now)")
    add_format(parser, *_FORMS, what="it is")
    parser.add_argument("--exit-code", action="store_true", help="exit with 1 if anything is different")
    add_root(parser)
    parser.epilog = (
        "What counts is what has changed since the histories parted, as in a pull request: what came into\n"
        "REV later is no part of it.  In differences, [-this-] went and {+that+} came.\n\n"
        "exit codes:\n"
        "  0  the list was written, whatever is in it\n"
        "  1  with --exit-code: something is different\n"
        "  2  the command could not do its work\n\n"
        "examples:\n"
        "  clausebook affected --since HEAD\n"
        "  clausebook affected --since origin/main --format markdown > note.md\n"
        "  clausebook affected --since v1.0 --until v1.1 --format json\n"
    )


def execute(args: Namespace) -> int:
    """Write what is different; gives the exit code."""
    try:
        found, span = _compare(args)
    except (UsageError, GitError) as error:
        return complain(error)
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="backslashreplace")
    sys.stdout.write(_FORMS[args.output_format](found, span))
    return 1 if args.exit_code and (found.clauses or found.values or found.files or found.pages) else 0


def _compare(args: Namespace) -> tuple[Affected, Span]:
    root = project_folder(args.root)
    # Paths are told from the project's folder, in the old files as in the new ones.
    now = load(str(root), root)
    repository = Repository.of(root)
    until = repository.commit(args.until) if args.until is not None else ""
    since = repository.parting(repository.commit(args.since), until or repository.commit("HEAD"))
    with project_at(repository, since) as old:
        if not until:
            return affected(old, now), Span(since, until)
        with project_at(repository, until) as new:
            return affected(old, new), Span(since, until)
