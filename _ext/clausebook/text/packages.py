"""What to do where a package that Clausebook needs is missing, as in an environment set up for another version."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from pathlib import Path


def advice(error: ImportError) -> str | None:
    """Say which package is missing and what to type; None if it is a module of Clausebook itself, or of Python."""
    package = (error.name or "").partition(".")[0]
    if package in ("", "clausebook") or package in sys.stdlib_module_names:
        return None
    state = "is not installed" if find_spec(package) is None else "is of a version that does not fit, or damaged"
    return f"the package “{package}” {state}, and Clausebook needs it: run {_command()}, which puts it right"


def _command() -> str:
    """Give what sets up all packages: a project's own target, or pip, which adds what is missing."""
    here = Path.cwd()
    for folder in (here, *here.parents):
        try:
            if "clausebook" in (folder / "Makefile").read_text(encoding="utf-8", errors="replace"):
                return "make check" if folder == here else f"make -C {folder} check"
        except OSError:
            continue
    return f"{sys.executable} -m pip install --upgrade clausebook"
