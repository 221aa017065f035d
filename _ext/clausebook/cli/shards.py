"""``clausebook shards``: into which parts a site is split that are built by themselves."""

from __future__ import annotations

import json
import sys

from clausebook.cli.arguments import add_format, add_root
from clausebook.cli.projects import UsageError, complain, load, project_folder
from clausebook.history.git import GitError, Repository
from clausebook.history.snapshot import project_at
from clausebook.history.touched import touched
from clausebook.settings import SettingsError
from clausebook.shards.plan import Shard, ShardError, make_plan

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Sequence
    from pathlib import Path


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments of ``clausebook shards``."""
    parser.add_argument("number", type=int, metavar="N", help="how many parts")
    parser.add_argument("--since", metavar="REV", help="tell also which parts a change since this commit touches")
    add_format(parser, "text", "json", what="the list is")
    add_root(parser)
    parser.epilog = (
        "Each part is built by the ordinary command, on one machine or many, and clausebook merge joins them.\n"
        "The first part also has what is outside of communities.  Pages that link to each other stay together.\n\n"
        "exit codes:\n"
        "  0  the list was written\n"
        "  2  the command could not do its work\n\n"
        "examples:\n"
        "  clausebook shards 8 --format json\n"
        "  clausebook shards 8 --since origin/main\n"
        "  sphinx-build -n -W -c . -d doctrees/3 -D clausebook_shard=3/8 source shard-3\n"
        "  clausebook merge build/html shard-*\n"
    )


def execute(args: Namespace) -> int:
    """Write the plan; gives the exit code."""
    try:
        root = project_folder(args.root)
        plan = make_plan(root, args.number)
        again = _to_build(root, args.since, plan) if args.since is not None else None
    except (UsageError, ShardError, SettingsError, GitError) as error:
        return complain(error)
    if args.output_format == "json":
        table = {"version": 1, "shards": [_as_json(shard, again) for shard in plan]}
        # One line, as services for jobs take it.
        sys.stdout.write(json.dumps(table, ensure_ascii=False, separators=(",", ":")) + "\n")
    else:
        sys.stdout.write(_as_text(plan, again))
    return 0


def _to_build(root: Path, since: str, plan: Sequence[Shard]) -> frozenset[int]:
    """Say which parts have to be built again since a commit, by their numbers."""
    repository = Repository.of(root)
    commit = repository.parting(repository.commit(since), repository.commit("HEAD"))
    now = load(str(root), root)
    with project_at(repository, commit) as old:
        found = touched(repository, commit, old, now)
        before = make_plan(old.root, len(plan))
    return frozenset(
        shard.name.number
        for shard, was in zip(plan, before, strict=True)
        if found.all
        or found.communities & set(shard.communities)
        or shard.communities != was.communities
        or (shard.name.has_portal and found.portal)
    )


def _as_json(shard: Shard, again: frozenset[int] | None) -> dict[str, object]:
    table: dict[str, object] = {
        "shard": str(shard.name),
        "number": shard.name.number,
        "portal": shard.name.has_portal,
        "pages": shard.pages,
        "communities": list(shard.communities),
    }
    if again is not None:
        table["affected"] = shard.name.number in again
    return table


def _as_text(plan: Sequence[Shard], again: frozenset[int] | None) -> str:
    lines = []
    for shard in plan:
        notes = [f"{len(shard.communities)} communities, {shard.pages} pages"]
        notes += ["the portal"] if shard.name.has_portal else []
        notes += [] if again is None else ["affected" if shard.name.number in again else "not affected"]
        lines.append(f"{shard.name}  {', '.join(notes)}\n")
    return "".join(lines)
