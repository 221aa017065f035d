"""``clausebook print``: PDFs of a community's guides, of the staff's pocket card, and of a poster."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from clausebook.cli.arguments import add_root

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Callable, Iterable

    from clausebook.printing.chromium import Press
    from clausebook.printing.sets import PrintSet


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments of ``clausebook print``."""
    parser.add_argument("community", metavar="COMMUNITY", help="the name of the community's folder")
    parser.add_argument("--only", choices=("guides", "card", "poster"), help="print nothing else (default: all)")
    parser.add_argument("--out", metavar="DIR", help="where the PDFs go (default: build/print/COMMUNITY)")
    parser.add_argument(
        "--edition", choices=("public", "staff"), default="public", help="whose guides (default: public)"
    )
    parser.add_argument(
        "--site", metavar="DIR", help="the folder of the community's built site (default: build it now, and forget it)"
    )
    add_root(parser)
    parser.epilog = (
        "exit codes:\n"
        "  0  everything is printed\n"
        "  1  something does not fit on its paper, and is not printed; the rest is\n"
        "  2  nothing can be printed: no such community, no Chromium, or the guide cannot be built\n\n"
        "examples:\n"
        "  clausebook print pycon\n"
        "  clausebook print pycon --only card --out ~/cards\n"
        "  clausebook print pycon --edition staff\n"
    )


def execute(args: Namespace) -> int:
    """Print; gives the exit code."""
    from clausebook.cli.projects import UsageError, complain
    from clausebook.printing.problems import CannotPrint

    try:
        return _print(args)
    except (UsageError, CannotPrint) as error:
        return complain(error)
    except OSError as error:
        return complain(f"cannot write {error.filename or args.out}: {error.strerror}")


def _print(args: Namespace) -> int:
    from clausebook.clauses.audiences import Edition
    from clausebook.cli.projects import UsageError, community, load
    from clausebook.edition import view
    from clausebook.printing.chromium import Press, find_chromium
    from clausebook.printing.sets import PrintSet

    project = load(args.root)
    staff = args.edition == Edition.STAFF
    folder = community(view(project, Edition(args.edition)), args.community)
    facts, public = folder.loaded.community, community(view(project, Edition.PUBLIC), args.community).loaded.community
    if facts is None or public is None:
        raise UsageError(f"the community.toml of “{args.community}” has mistakes: see clausebook check")
    out = Path(args.out) if args.out else Path("build/print", *(["staff"] if staff else []), folder.slug)
    program = find_chromium()
    with ExitStack() as stack:
        site = Path(args.site) if args.site else stack.enter_context(_built(project.root, folder.folder, args.edition))
        if not site.is_dir():
            raise UsageError(
                f"there is no folder {site}: build the guide first, with make html COMMUNITY={folder.slug}"
            )
        printed = PrintSet(folder, facts, public, site, out, staff)
        return _all(printed, stack.enter_context(Press(program)), args.only)


def _all(printed: PrintSet, press: Press, only: str | None) -> int:
    from clausebook.printing.problems import DoesNotFit, NothingToPrint
    from clausebook.printing.sheets import reporting_page

    code = 0
    steps: dict[str, Callable[[], Iterable[Path]]] = {
        "guides": lambda: printed.guides(press),
        "card": lambda: [printed.card(press)],
        "poster": lambda: printed.posters(press),
    }
    for name, step in steps.items():
        if only not in (None, name):
            continue
        try:
            for file in step():
                sys.stdout.write(f"{file}\n")
        except (DoesNotFit, NothingToPrint) as error:
            _tell(f"{name}: {error}")
            # Not every guide is for staff; who asks for a card alone needs one.
            code = code if isinstance(error, NothingToPrint) and only is None else 1
            continue
        if name == "poster" and reporting_page(printed.public) is None:
            _tell(
                "poster: it has no QR code, since there is no address to report to: write links.reporting or site, "
                "with https://, into community.toml"
            )
    return code


class _built(tempfile.TemporaryDirectory[str]):  # noqa: N801 -- it is used as a function
    """The community's site, built into a folder that is gone afterwards."""

    def __init__(self, root: Path, source: Path, edition: str) -> None:
        super().__init__(prefix="clausebook-")
        self._arguments = (root, source, edition)

    def __enter__(self) -> Path:  # type: ignore[override]
        """Build it.  Raises CannotPrint if that fails."""
        from clausebook.printing.problems import CannotPrint

        root, source, edition = self._arguments
        if not (root / "conf.py").is_file():
            self.cleanup()
            raise CannotPrint(f"there is no conf.py in {root} to build with: build the guide, and name it with --site")
        out = Path(self.name, "site")
        options = ["-n", "-W", "--keep-going", "-q", "-b", "html", "-D", f"clausebook_edition={edition}"]
        folders: list[str | Path] = ["-c", root, "-d", Path(self.name, "doctrees"), source, out]
        command: list[str | Path] = [sys.executable, "-m", "sphinx", *options, *folders]
        done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 -- the project's own
        if done.returncode:
            self.cleanup()
            raise CannotPrint(f"the guide cannot be built:\n{done.stderr.strip()}")
        return out


def _tell(message: str) -> None:
    sys.stderr.write(f"clausebook: {message}\n")
