"""``clausebook completion``: a script by which a shell completes commands, options and names of files."""

from __future__ import annotations

import sys

from clausebook import __version__

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

SHELLS = ("bash", "zsh", "tcsh")


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments of ``clausebook completion``."""
    parser.add_argument("shell", metavar="SHELL", choices=SHELLS, help="bash, zsh or tcsh")
    parser.epilog = (
        "examples:\n"
        '  eval "$(clausebook completion bash)"     for this session; in ~/.bashrc, for all\n'
        '  clausebook completion zsh > "${fpath[1]}/_clausebook"\n'
    )


def execute(args: Namespace) -> int:
    """Write the script; gives the exit code."""
    # What makes it takes no time of a command that is not this one.
    import shtab

    sys.stdout.write(shtab.complete(whole_parser(), args.shell).rstrip() + "\n")
    return 0


def whole_parser() -> ArgumentParser:
    """Make a parser that knows all commands with their options; each command by itself has its own."""
    from argparse import ArgumentParser

    import shtab

    from clausebook.cli.main import COMMANDS, load

    parser = ArgumentParser("clausebook", description="Code-of-conduct guides from shared, checked clauses.")
    parser.add_argument("-V", "--version", action="version", version=__version__, help="show the version")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    for name, (_module, help_line) in COMMANDS.items():
        command = commands.add_parser(name, help=help_line)
        load(name).add_arguments(command)
        for action in command._actions:  # argparse has no other way to ask for them
            kind = {"PATH": shtab.FILE, "FILE": shtab.FILE, "DIR": shtab.DIRECTORY}.get(str(action.metavar))
            if kind:
                action.complete = kind  # type: ignore[attr-defined]
    return parser
