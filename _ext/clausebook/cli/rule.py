"""``clausebook rule``: what a code means, why it matters, and what to do."""

from __future__ import annotations

import json
import sys
from textwrap import fill

from clausebook.cli.arguments import add_format
from clausebook.cli.files import width_of_terminal
from clausebook.diagnostics import Code
from clausebook.report.terminal import Style, is_coloured, painted
from clausebook.rules.explanations import Explanation, explain
from clausebook.rules.selection import UnknownCodeError, codes_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments of ``clausebook rule``."""
    parser.add_argument(
        "codes",
        nargs="*",
        metavar="CODE",
        help="codes (CB601), beginnings of codes (CB6) or names (mojibake), as clausebook check tells them",
    )
    parser.add_argument("--all", action="store_true", help="all codes")
    add_format(parser, "text", "json", "markdown", what="they are")
    parser.epilog = (
        "examples:\n"
        "  clausebook rule CB101\n"
        "  clausebook rule leftover-placeholder mojibake\n"
        "  clausebook rule CB4\n"
        "  clausebook rule --all --output-format markdown > rules.md\n"
    )


def execute(args: Namespace) -> int:
    """Write the explanations; gives the exit code."""
    if bool(args.codes) == args.all:
        sys.stderr.write("clausebook: name a code, such as CB601, or use --all\n")
        return 2
    try:
        wanted = frozenset(Code) if args.all else frozenset().union(*map(codes_of, args.codes))
    except UnknownCodeError as error:
        sys.stderr.write(f"clausebook: {error}\n")
        return 2
    explanations = [explain(code) for code in sorted(wanted, key=lambda code: code.code)]
    if args.output_format == "json":
        text = json.dumps([e.as_json() for e in explanations], indent=2, ensure_ascii=False) + "\n"
    elif args.output_format == "markdown":
        text = "\n".join(f"## {e.code.code} {e.code.slug}\n\n{e.as_markdown()}" for e in explanations)
    else:
        text = "\n\n".join(_as_text(e, is_coloured("auto", sys.stdout)) for e in explanations)
    if hasattr(sys.stdout, "reconfigure"):  # An explanation is shown on any terminal, if need be with escapes.
        sys.stdout.reconfigure(errors="backslashreplace")
    sys.stdout.write(text)
    return 0


def _as_text(explanation: Explanation, coloured: bool) -> str:
    """Break the lines of prose where the terminal ends, and leave those of examples alone."""
    width = width_of_terminal()
    title, *blocks = explanation.as_text().split("\n\n")
    lines = [painted(title, Style.BOLD, coloured=coloured)]
    lines += [block if block.startswith("    ") or "\n" in block else fill(block, width) for block in blocks]
    return "\n\n".join(lines)
