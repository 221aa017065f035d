"""Write the handbook's page on the command line: python tools/command_line.py > source/handbook/command-line.md."""

from __future__ import annotations

import re
import sys
from argparse import SUPPRESS, Action, _SubParsersAction
from collections.abc import Iterator

from clausebook.cli.completion import whole_parser

# Typography would make one long dash of two.
_CODE = re.compile(r"(--[a-z][a-z-]*|\*\.\w+)")

_HEAD = """\
# The command line

Written from the program's own parsers by `tools/command_line.py`. `clausebook COMMAND --help` shows the same.

`clausebook --version` tells the version, `python -m clausebook` is the same command. Exit codes are 0 where nothing is
wrong, 1 where something was found, and 2 where the command could not do its work, unless a command says otherwise.
"""


def _names(action: Action) -> str:
    value = (
        ""
        if action.nargs == 0
        else str(action.metavar or "|".join(map(str, action.choices or ())) or action.dest.upper())
    )
    if not action.option_strings:
        return f"{value}…" if action.nargs in ("*", "+") else value
    return ", ".join(f"{name} {value}".strip() for name in action.option_strings)


def page() -> str:
    """Write the page."""
    return "\n".join([_HEAD, *_commands()]).rstrip() + "\n"


def _commands() -> Iterator[str]:
    (commands,) = (action for action in whole_parser()._actions if isinstance(action, _SubParsersAction))
    said = {choice.dest: choice.help for choice in commands._choices_actions}
    for name, parser in commands.choices.items():
        yield f"## clausebook {name}\n"
        what = str(said[name])
        yield f"{what[0].upper()}{what[1:]}.\n"
        for action in parser._actions:
            if action.help not in (None, SUPPRESS) and "--help" not in action.option_strings:
                text = str(action.help) % {"default": action.default, "prog": f"clausebook {name}"}
                text = _CODE.sub(r"`\1`", text[0].upper() + text[1:])
                yield f"`{_names(action)}`\n: {text}.\n"
        if parser.epilog:
            yield f"```text\n{parser.epilog.rstrip()}\n```\n"


if __name__ == "__main__":
    sys.stdout.write(page())
