"""The options of ``clausebook check``, and how its help explains them; a check without options imports none of it."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError

_MOST_JOBS = 256
_FORMATS = ("text", "json", "github", "sarif")

_EPILOG = """\
codes:
  CODE is a code (CB601), the beginning of some (CB6), a rule's name (mojibake), or ALL; several with commas.
  The longer one wins: --select CB6 --ignore CB601 looks for all of CB6 but CB601. Settings for a project stand in
  pyproject.toml under [tool.clausebook]: select, ignore, per-file-ignores. A comment in a file,
  <!-- clausebook: ignore CB601 -->, ignores a finding in its line. clausebook rule CB601 explains a code.

exit codes:
  0  nothing is wrong, or everything was mended
  1  something was found, or would be changed by --diff
  2  a file could not be read or written, or the arguments or settings are wrong

examples:
  clausebook check source guide.md
  clausebook check --fix
  clausebook check --diff --unsafe-fixes guide.md
  clausebook check --built build/html
  clausebook check --select CB1,CB2 --statistics
  clausebook check --output-format sarif --output-file clausebook.sarif
  clausebook check - --stdin-filename guide.md < guide.md
"""


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments of ``clausebook check``."""
    parser.add_argument(
        "paths",
        nargs="*",
        metavar="PATH",
        help="files, or folders to look for *.md and *.markdown in; - is the standard input (default: this folder)",
    )
    what = parser.add_argument_group("what to look for")
    what.add_argument("--select", action="append", metavar="CODE", help="look for these only")
    what.add_argument("--ignore", action="append", metavar="CODE", help="do not tell these, nor mend them")
    what.add_argument(
        "--built", metavar="DIR", help="look through a built public site for what only the staff may know"
    )
    what.add_argument(
        "--today",
        metavar="DAY",
        help="the day on which facts have to be right, such as 2026-03-31 (default: today, in UTC)",
    )
    mend = parser.add_argument_group("mending")
    mend.add_argument("--fix", action="store_true", help="mend what can be mended safely")
    mend.add_argument("--unsafe-fixes", action="store_true", help="also mend what may have been meant otherwise")
    mend.add_argument("--diff", action="store_true", help="show what --fix would change, and change nothing")
    report = parser.add_argument_group("report")
    report.add_argument(
        "--output-format", choices=_FORMATS, default="text", help="how findings are written (default: text)"
    )
    report.add_argument("--notes", action="store_true", help="also list what samples and archived guides lack")
    report.add_argument("--output-file", metavar="FILE", help="write the report to a file")
    report.add_argument("--statistics", action="store_true", help="count the findings of each code instead")
    report.add_argument("-q", "--quiet", action="store_true", help="write the findings, and no summary")
    report.add_argument(
        "--color", choices=("auto", "always", "never"), default="auto", help="colours (default: on a terminal)"
    )
    report.add_argument("--exit-zero", action="store_true", help="end with 0 even if something was found")
    parser.add_argument(
        "-j", "--jobs", type=_jobs, metavar="N", help="check in so many processes (default: as many as it is worth)"
    )
    parser.add_argument("--no-cache", action="store_true", help="look at files too that were found sound before")
    parser.add_argument("--stdin-filename", metavar="NAME", help="how the standard input is called in findings")
    parser.epilog = _EPILOG


def _jobs(word: str) -> int:
    if not (word.isascii() and word.isdecimal() and len(word) < 5 and 1 <= int(word) <= _MOST_JOBS):
        raise ArgumentTypeError(f"{word} is not a number of processes, from 1 to {_MOST_JOBS}")
    return int(word)
