"""The options of ``clausebook links``, and how its help explains them."""

from __future__ import annotations

import math
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Callable

from clausebook.cli.arguments import add_root
from clausebook.links.asking import Manners

_FORMATS = ("text", "json", "github", "sarif")
_MOST_SECONDS = 86_400
_MOST = 64
_MOST_DAYS = 365

_EPILOG = """\
What is looked at are the pages that make html has built.  Links to other sites are asked for by Sphinx's linkcheck
builder; what was fine within some days is not asked for again.  A site that gives no answer is told as such (CB806),
and never taken for fine.  Dead pages may be replaced by the copies that source/archived-links.toml lists.

exit codes:
  0  every link leads where it should, or was mended
  1  something was found, or is not known
  2  there are no pages, or the arguments, settings or the list of copies are wrong

examples:
  make linkcheck COMMUNITY=pycon
  clausebook links --offline
  clausebook links pycon --limit 120
  clausebook links --diff --unsafe-fixes
  clausebook links --output-format sarif --output-file links.sarif
  clausebook links --ignore CB805,CB806
"""


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments of ``clausebook links``."""
    default = Manners()
    parser.add_argument(
        "community",
        nargs="?",
        metavar="COMMUNITY",
        help="a community that was built alone, by its folder's name (default: the whole site)",
    )
    add_root(parser)
    what = parser.add_argument_group("what to look at")
    what.add_argument("--built", metavar="DIR", help="the built pages (default: build/html, or build/COMMUNITY)")
    what.add_argument("--offline", action="store_true", help="look at links within the site only, and ask nobody")
    what.add_argument("--select", action="append", metavar="CODE", help="tell these only")
    what.add_argument("--ignore", action="append", metavar="CODE", help="do not tell these, nor mend them")
    asking = parser.add_argument_group("asking other sites")
    seconds = _number(float, "seconds", _MOST_SECONDS)
    asking.add_argument(
        "--limit", type=seconds, default=default.limit, metavar="SECONDS", help="for the whole run (default: 300)"
    )
    asking.add_argument(
        "--timeout", type=seconds, default=default.timeout, metavar="SECONDS", help="for one answer (default: 20)"
    )
    asking.add_argument(
        "--patience",
        type=seconds,
        default=default.patience,
        metavar="SECONDS",
        help="leave a host alone that gives no answer for so long (default: 75)",
    )
    asking.add_argument(
        "--per-host",
        type=_number(int, "requests", _MOST),
        default=default.per_host,
        metavar="N",
        help="requests to one host at a time (default: 2)",
    )
    asking.add_argument(
        "--tries",
        type=_number(int, "tries", _MOST),
        default=default.tries,
        metavar="N",
        help="ask so often where nothing is certain (default: 3)",
    )
    asking.add_argument(
        "--pause", type=seconds, default=default.pause, metavar="SECONDS", help="wait before asking again (default: 5)"
    )
    asking.add_argument(
        "--fresh",
        type=_number(float, "days", _MOST_DAYS, least=0),
        default=7,
        metavar="DAYS",
        help="do not ask again for what was fine so long ago (default: 7; 0 asks for everything)",
    )
    asking.add_argument(
        "--cache", metavar="FILE", help="where that is remembered (default: build/.links.json in the project)"
    )
    asking.add_argument("--no-cache", action="store_true", help="ask for everything, and remember nothing")
    mend = parser.add_argument_group("mending")
    mend.add_argument("--fix", action="store_true", help="write new addresses where the page is surely the same")
    mend.add_argument("--unsafe-fixes", action="store_true", help="also where it may be another page")
    mend.add_argument("--diff", action="store_true", help="show what --fix would change, and change nothing")
    report = parser.add_argument_group("report")
    report.add_argument("--output-format", choices=_FORMATS, default="text", help="how findings are written")
    report.add_argument("--output-file", metavar="FILE", help="write the report to a file")
    report.add_argument("-q", "--quiet", action="store_true", help="write the findings, and nothing else")
    report.add_argument(
        "--color", choices=("auto", "always", "never"), default="auto", help="colours (default: on a terminal)"
    )
    report.add_argument("--exit-zero", action="store_true", help="end with 0 even if something was found")
    # The report is that of clausebook check, which has these too.
    parser.set_defaults(notes=False, statistics=False)
    parser.epilog = _EPILOG


def _number(
    kind: type[int] | type[float], what: str, most: int, *, least: float | None = None
) -> Callable[[str], float]:
    """Make a type of numbers above 0, or from ``least`` on, for argparse."""

    def read(word: str) -> float:
        try:
            number = kind(word)
        except ValueError:
            number = math.nan
        if not (number > 0 if least is None else number >= least) or number > most:
            raise ArgumentTypeError(f"{word} is no number of {what}, of at most {most}")
        return number

    return read
