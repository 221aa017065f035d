"""What ``clausebook new`` and ``clausebook init`` have in common."""

from __future__ import annotations

import sys
from pathlib import Path

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable

    from clausebook.scaffold.facts import KnownFacts


def guarded(work: Callable[[], int]) -> int:
    """Do what may fail by an answer, a folder or a disk, and tell that in a line; gives the exit code."""
    from clausebook.scaffold.facts import UnusableAnswerError
    from clausebook.scaffold.shipped import NotShippedError
    from clausebook.scaffold.writing import FolderExistsError
    from clausebook.settings import SettingsError

    try:
        return work()
    except (UnusableAnswerError, FolderExistsError, NotShippedError, SettingsError) as error:
        return complain(str(error))
    except OSError as error:
        return complain(f"cannot write {error.filename}: {error.strerror}")
    except (KeyboardInterrupt, EOFError):
        sys.stderr.write("\nStopped. Nothing was written.\n")
        return 130


def folder_name(args: Namespace, name: str) -> str:
    """Give the name of the community's folder.  Raises UnusableAnswerError if the one asked for cannot be one."""
    from clausebook.community.naming import as_folder_name, is_folder_name
    from clausebook.scaffold.facts import UnusableAnswerError

    if args.folder is None:
        return as_folder_name(name)
    if not is_folder_name(args.folder):
        proposal = as_folder_name(args.folder)
        raise UnusableAnswerError(f"--folder {args.folder} cannot be part of an address: write --folder {proposal}")
    return str(args.folder)


def tell_numbers(facts: KnownFacts) -> None:
    """Say which emergency numbers stand in the guide, and that somebody who lives there has to look at them."""
    from clausebook.community.emergency import country_name, proposed_numbers

    shown = proposed_numbers(facts.country)[0] if facts.country else ()
    if shown and facts.country:
        where = country_name(facts.country)
        sys.stdout.write(
            f"Emergency numbers of {where}: {', '.join(shown)}. Keep those that people there should call.\n\n"
        )


def tell_what_is_missing(root: Path, folder: Path) -> None:
    """List what a new community lacks, the most important first."""
    from clausebook.integrity import check_project
    from clausebook.report import todo

    sys.stdout.write(todo.render(check_project(root, {folder.resolve()})))


def complain(message: str) -> int:
    """Tell why nothing was done; gives the exit code."""
    sys.stderr.write(f"clausebook: {message}\n")
    return 2
