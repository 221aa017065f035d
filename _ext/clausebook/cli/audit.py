"""``clausebook audit``: which elements of a complete guide a community's guide has, and what it lacks."""

from __future__ import annotations

import sys

from clausebook.cli.arguments import add_format, add_root

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from clausebook.guide.completeness import Profile
    from clausebook.project import CommunityFolder, Project


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments of ``clausebook audit``."""
    parser.add_argument(
        "communities",
        nargs="*",
        metavar="COMMUNITY",
        help="a community's folder name or name (default: an overview of all)",
    )
    add_root(parser)
    add_format(parser, "text", "json", "markdown", what="the profile is")
    parser.add_argument(
        "--fail-under",
        type=int,
        default=0,
        metavar="N",
        help="give 1 if fewer than N of the elements are there, declined, or not applicable",
    )
    parser.epilog = (
        "exit codes:\n"
        "  0  every guide has what its community requires, and --fail-under elements\n"
        "  1  a guide has not\n"
        "  2  there is no such community, or its community.toml has mistakes\n\n"
        "examples:\n"
        "  clausebook audit\n"
        "  clausebook audit pycon\n"
        "  clausebook audit pycon --fail-under 20\n"
        "  clausebook audit --format markdown > completeness.md\n"
    )


def execute(args: Namespace) -> int:
    """Write the profiles; gives the exit code."""
    from clausebook.guide.completeness import profile_of
    from clausebook.report import audit

    chosen = _communities(args)
    if chosen is None:
        return 2
    broken = [community for community in chosen if community.loaded.community is None]
    for community in broken:
        _complain(f"the facts of {community.slug} cannot be read; clausebook check says what is wrong with them")
    profiles = [profile_of(community) for community in chosen if community not in broken]
    if args.output_format == "json":
        sys.stdout.write(audit.render_json(profiles))
    elif args.output_format == "markdown":
        sys.stdout.write(audit.markdown(profiles))
    elif args.communities:
        width = _width()
        sys.stdout.write("\n\n".join(audit.text(profile, width) for profile in profiles))
    elif profiles:
        sys.stdout.write(audit.summary(profiles))
    elif not broken:
        sys.stdout.write("There is no community yet; clausebook new begins one.\n")
    failed = [profile for profile in profiles if _fails(profile, args.fail_under)]
    return 2 if broken else 1 if failed else 0


def _fails(profile: Profile, least: int) -> bool:
    """Tell whether a guide lacks something that is asked for, and say what."""
    failed = False
    if profile.unmet:
        names = ", ".join(entry.element.slug for entry in profile.unmet)
        _complain(f"{profile.name} requires and lacks: {names}")
        failed = True
    if profile.settled < least:
        _complain(f"{profile.name} has settled {profile.settled} of the elements, and {least} are asked for")
        failed = True
    return failed


def _communities(args: Namespace) -> list[CommunityFolder] | None:
    """Find the communities that are asked for; None, and words on standard error, if there is no such one."""
    project = _project(args.root)
    if project is None:
        return None
    found = []
    for wanted in args.communities:
        community = _named(project, wanted)
        if community is None:
            from clausebook.text.nearest import did_you_mean

            known = [*project.communities, *(c.name for c in project.communities.values())]
            _complain(f"there is no community “{wanted}”{did_you_mean(wanted, known) or _list(project)}")
            return None
        found.append(community)
    return found or list(project.communities.values())


def _project(root: str) -> Project | None:
    from pathlib import Path

    from clausebook.cli import files
    from clausebook.project import Project
    from clausebook.settings import SettingsError

    found = files.Projects().root_of(root)
    if found is None:
        _complain(
            f"{root} lies in no project: "
            "there is no pyproject.toml with [tool.clausebook] here or above; name one with --root"
        )
        return None
    try:
        return Project.load(Path(found), Path.cwd())
    except SettingsError as error:
        _complain(str(error))
        return None


def _named(project: Project, wanted: str) -> CommunityFolder | None:
    slug = wanted.rstrip("/").rpartition("/")[2]
    by_name = (c for c in project.communities.values() if c.name.casefold() == wanted.casefold())
    return project.communities.get(slug) or next(by_name, None)


def _list(project: Project) -> str:
    return f"; there are: {', '.join(project.communities)}" if project.communities else "; there are none"


def _width() -> int:
    from shutil import get_terminal_size

    return max(40, min(100, get_terminal_size((100, 24)).columns))


def _complain(message: str) -> None:
    sys.stderr.write(f"clausebook: {message}\n")
