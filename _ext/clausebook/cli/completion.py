"""``clausebook completion``: a script by which a shell completes commands, options, codes and names."""

from __future__ import annotations

import sys

from clausebook import __version__

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Action, ArgumentParser, Namespace

SHELLS = ("bash", "zsh", "fish", "tcsh", "powershell")
# Where communities are; the names are looked up when somebody completes one.
_FOLDER = "source/communities"


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments of ``clausebook completion``."""
    parser.add_argument("shell", metavar="SHELL", choices=SHELLS, help="bash, zsh, fish, tcsh or powershell")
    parser.epilog = (
        "examples:\n"
        '  eval "$(clausebook completion bash)"     for this session; in ~/.bashrc, for all\n'
        '  clausebook completion zsh > "${fpath[1]}/_clausebook"\n'
        "  clausebook completion fish > ~/.config/fish/completions/clausebook.fish\n"
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

    from clausebook.cli.main import COMMANDS, load

    parser = ArgumentParser("clausebook", description="Code-of-conduct guides from shared, checked clauses.")
    parser.add_argument("-V", "--version", action="version", version=__version__, help="show the version")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    for name, (_module, help_line) in COMMANDS.items():
        command = commands.add_parser(name, help=help_line)
        load(name).add_arguments(command)
        for action in command._actions:  # argparse has no other way to ask for them
            _propose(action)
    return parser


def _propose(action: Action) -> None:
    """Say what may be written for an argument; this parser only proposes, and refuses nothing."""
    import shtab

    from clausebook.community.kinds import Kind
    from clausebook.diagnostics import Code

    places = {"PATH": shtab.FILE, "FILE": shtab.FILE, "DIR": shtab.DIRECTORY, "OUT": shtab.DIRECTORY}
    places["SHARD"] = shtab.DIRECTORY
    if action.metavar in places:
        action.complete = places[action.metavar]  # type: ignore[attr-defined]
    elif action.metavar == "COMMUNITY" or action.dest == "community":
        known = shtab.cmd(f"ls {_FOLDER} 2>/dev/null")
        # Neither shell takes a shell's redirection.
        known |= {"tcsh": "", "powershell": shtab.cmd(f"ls -Name {_FOLDER}")["powershell"]}
        action.complete = known  # type: ignore[attr-defined]
    elif action.dest in ("select", "ignore", "codes"):
        action.choices = [code.code for code in Code]
    elif action.dest == "kind":
        action.choices = [kind.value for kind in Kind]
