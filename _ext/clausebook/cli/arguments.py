"""Options that several commands have."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser


def add_root(parser: ArgumentParser) -> None:
    """Declare the option that names the project."""
    parser.add_argument("--root", default=".", metavar="DIR", help="a folder of the project (default: this folder)")


def add_format(parser: ArgumentParser, *forms: str, what: str = "it is") -> None:
    """Declare the option that chooses the form of what is written; the first of ``forms`` is the default."""
    parser.add_argument(
        "--output-format",
        "--format",
        dest="output_format",
        choices=forms,
        default=forms[0],
        help=f"how {what} written (default: {forms[0]})",
    )
