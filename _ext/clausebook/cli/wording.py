"""``clausebook wording``: a community's own wording beside the shared one, to keep it or to give it up."""

from __future__ import annotations

import sys
from pathlib import Path

from clausebook.clauses.recording import CannotChangeError, record_version, take_out
from clausebook.cli.arguments import add_format, add_root
from clausebook.cli.projects import UsageError, community, complain, load
from clausebook.guide.drift import Drift, OwnWording, own_wordings
from clausebook.history.versions import base_of
from clausebook.report.wording import Comparison, as_json, as_text
from clausebook.text.edits import write_atomically
from clausebook.text.nearest import did_you_mean
from clausebook.text.source import SourceText

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Sequence

    from clausebook.project import CommunityFolder, Project


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments of ``clausebook wording``."""
    parser.add_argument("community", metavar="COMMUNITY", help="the name of the community's folder")
    parser.add_argument(
        "clauses", nargs="*", metavar="CLAUSE", help="only these, such as staff-procedure:response, or a file's name"
    )
    doing = parser.add_mutually_exclusive_group()
    doing.add_argument("--confirm", action="store_true", help="keep your wording, and record that you have compared it")
    doing.add_argument("--take", action="store_true", help="take your wording out of your file: the shared one shows")
    add_format(parser, "text", "json", what="it is")
    add_root(parser)
    parser.epilog = (
        "In differences, [-this-] went and {+that+} came.\n\n"
        "exit codes:\n"
        "  0  every wording that is listed is up to date, or was confirmed or taken\n"
        "  1  a shared clause has changed, or nothing records which one was replaced\n"
        "  2  the command could not do its work\n\n"
        "examples:\n"
        "  clausebook wording yourevent\n"
        "  clausebook wording yourevent staff-procedure:considerations\n"
        "  clausebook wording yourevent staff-procedure:considerations --confirm\n"
    )


def execute(args: Namespace) -> int:
    """Show own wording, record that it was compared, or take it out; gives the exit code."""
    try:
        project = load(args.root)
        folder = community(project, args.community)
        wordings = _wanted(folder, args.clauses)
        if args.confirm or args.take:
            if not args.clauses:
                raise UsageError(f"name the clauses to {'confirm' if args.confirm else 'take'}, one by one")
            _change(project, folder, wordings, confirm=args.confirm)
            return 0
    except (UsageError, CannotChangeError) as error:
        return complain(error)
    except OSError as error:
        return complain(f"cannot write: {error.strerror or error}")
    comparisons = [Comparison(own, base_of(own, project.root)) for own in wordings]
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="backslashreplace")
    if args.output_format == "json":
        sys.stdout.write(as_json(comparisons, folder.slug))
    else:
        for one in comparisons:
            in_full = bool(args.clauses) or one.own.drift is Drift.CHANGED
            sys.stdout.write(as_text(one, folder.slug, in_full=in_full) + "\n")
        sys.stdout.write(_summary(folder, wordings))
    return 1 if any(own.drift is not Drift.CURRENT for own in wordings) else 0


def _wanted(folder: CommunityFolder, names: Sequence[str]) -> list[OwnWording]:
    every = list(own_wordings(folder.voice))
    known = [own.identifier for own in every]
    stems = {own.file.stem for own in every}
    for name in names:
        if name not in known and name not in stems:
            hint = did_you_mean(name, known) or (f"; it words: {', '.join(known)}" if known else "")
            raise UsageError(f"{folder.name} has no wording of its own for a shared clause “{name}”{hint}")
    return [own for own in every if not names or own.identifier in names or own.file.stem in names]


def _summary(folder: CommunityFolder, wordings: Sequence[OwnWording]) -> str:
    count = len(wordings)
    if not count:
        return f"{folder.name} words no shared clause anew.\n"
    waiting = sum(own.drift is not Drift.CURRENT for own in wordings)
    return (
        f"{count} shared clause{'' if count == 1 else 's'} in the words of {folder.name}"
        f"{f', {waiting} to look at' if waiting else ''}.\n"
    )


def _change(project: Project, folder: CommunityFolder, wordings: Sequence[OwnWording], *, confirm: bool) -> None:
    """Change the community's files, each once and whole: if one clause cannot be changed, nothing is written."""
    results: dict[Path, tuple[SourceText, SourceText]] = {}
    told: list[str] = []
    for own in wordings:
        before, text = results.get(own.file.file, (own.file.source, own.file.source))
        name = own.clause.name
        if not confirm:
            results[own.file.file] = before, take_out(text, name)
            told.append(
                f"{own.identifier}: the shared clause shows again; {text.path} had said:\n{own.own_text.strip()}\n"
            )
        elif own.drift is Drift.LOCKED:
            raise UsageError(f"“{own.identifier}” is locked, so your wording cannot be kept; use --take, or “after:”")
        else:
            results[own.file.file] = before, record_version(text, name, own.digest)
            told.append(f"{own.identifier}: your wording stays; {text.path} records {own.digest}\n")
    for file, (before, after) in results.items():
        if after != before:
            write_atomically(file, after.to_bytes(), root=project.root, expected=before.to_bytes())
    sys.stdout.write("".join(told))
    for before, after in results.values():
        if not confirm and not after.text.strip():
            sys.stdout.write(f"Nothing is left in {before.path}; you can delete it.\n")
