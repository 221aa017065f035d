"""``clausebook check --built``: look through a built site for what only the staff may know."""

from __future__ import annotations

import sys
from pathlib import Path

from clausebook.clauses.audiences import Edition
from clausebook.cli import files
from clausebook.edition import view
from clausebook.leaks.built import MARK, search_folder
from clausebook.leaks.secrets import collect
from clausebook.project import Project
from clausebook.settings import SettingsError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


def execute(folder: str, paths: Sequence[str], output_format: str) -> int:
    """Search a folder for the secrets of the project of a path, or of the working folder; gives the exit code."""
    if len(paths) > 1:
        return _refuse("name one project with --built, or none for the one in this folder")
    place = paths[0] if paths else "."
    root = files.Projects().root_of(place)
    if root is None:
        where = "this folder" if place == "." else place
        return _refuse(f"{where} lies in no project: there is no pyproject.toml with [tool.clausebook] here or above")
    built = Path(folder)
    if not built.is_dir():
        return _refuse(f"there is no folder {folder}; build the site first, with make html")
    if not any(built.iterdir()):
        return _refuse(f"the folder {folder} is empty; build the site first, with make html")
    if (built / MARK).exists():
        return _refuse(f"{folder} holds the staff edition, which shows everything: it is no folder to publish")
    try:
        project = Project.load(Path(root), Path.cwd())
        secrets = collect(project, view(project, Edition.PUBLIC))
        findings = sorted(search_folder(built, secrets, Path.cwd()), key=lambda finding: finding.sort_key)
    except SettingsError as error:
        return _refuse(str(error))
    except OSError as error:
        return _refuse(f"cannot look into {error.filename}: {error.strerror}")
    for secret in secrets.too_short:
        _tell(f"too short to look for: {secret.what}, “{secret.shown}” ({secret.path}:{secret.row})")
    from clausebook.report import json, text

    if output_format == "json":
        sys.stdout.write(json.render(findings, {}))
    elif findings:
        # A line of a built file may be the whole file.
        sys.stdout.write(text.render(findings, {}) + text.summary(findings, fixed=0, unsafe=False))
    else:
        count = len([secret for secret in secrets.values if secret.sought]) + len(secrets.files or ())
        what = f"None of the {count} things that only the staff may know is here" if count else "Nothing to look for"
        sys.stdout.write(f"{what}.\n")
    return 1 if findings else 0


def _refuse(message: str) -> int:
    _tell(message)
    return 2


def _tell(message: str) -> None:
    sys.stderr.write(f"clausebook: {message}\n")
