"""``clausebook schema``: the JSON Schema of community.toml, for editors that complete and check it."""

from __future__ import annotations

import sys

from clausebook.community.schema import schema_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace


def add_arguments(parser: ArgumentParser) -> None:
    """Declare that there are no arguments, and show how the output is used."""
    parser.epilog = "example:\n  clausebook schema > community.schema.json\n"


def execute(args: Namespace) -> int:
    """Write the schema; gives the exit code."""
    sys.stdout.write(schema_text())
    return 0
