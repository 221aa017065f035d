"""The command itself: it finds out which command is meant and imports that one alone."""

from __future__ import annotations

import gc
import sys

from clausebook import __version__

TYPE_CHECKING = False  # Not from typing, whose import would take a tenth of the time to start.
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Sequence
    from typing import NoReturn, Protocol

    class Command(Protocol):
        """What a command's module offers."""

        def add_arguments(self, parser: ArgumentParser) -> None:
            """Declare the arguments."""

        def execute(self, args: Namespace) -> int:
            """Do the work and give the exit code."""


# After so many new objects, so many times that, and so many times that again: see the module gc.
_COLLECT_RARELY = (100_000, 50, 1_000)

# Each command: the module that it is in, and what it does in one line.
COMMANDS = {
    "check": ("clausebook.cli.check", "look for damaged markers and other mistakes, and mend them"),
    "rule": ("clausebook.cli.rule", "explain what a code means, why it matters, and what to do"),
    "list": ("clausebook.cli.list", "list clauses, what they need, and which guides use them"),
    "audit": ("clausebook.cli.audit", "tell which elements of a complete guide a guide has, and what it lacks"),
    "links": ("clausebook.cli.links", "look whether the links of the built pages lead where they should"),
    "matrix": ("clausebook.cli.matrix", "show which community uses which clause in which wording"),
    "affected": (
        "clausebook.cli.affected",
        "list the guides that a change touches, as a note for a pull request too",
    ),
    "shards": ("clausebook.cli.shards", "split a site into parts that are built by themselves, for jobs in parallel"),
    "merge": ("clausebook.cli.merge", "join the parts of a site that were built by themselves"),
    "wording": ("clausebook.cli.wording", "compare a community's own wording with the shared one, keep it or drop it"),
    "new": ("clausebook.cli.new", "begin the guide of a new community"),
    "init": ("clausebook.cli.init", "begin a repository for the guide of one event"),
    "print": ("clausebook.cli.print", "make PDFs: the guides, a pocket card for the staff, a poster"),
    "schema": ("clausebook.cli.schema", "write the JSON Schema of community.toml, for editors"),
    "completion": ("clausebook.cli.completion", "write a script by which your shell completes commands and options"),
}

_USAGE = "usage: clausebook COMMAND [OPTIONS]"
_EXAMPLES = """\
examples:
  clausebook check                      check the Markdown files of this folder
  clausebook check guide.md             check one file
  clausebook check --diff               show what would be mended
  clausebook check --fix                mend what can be mended safely
  clausebook rule CB101                 explain a code
  clausebook list staff-procedure       list the clauses of one file
  clausebook audit pycon                tell what a complete guide has and this one lacks
  clausebook check --help               all that check can do
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command with some arguments, by default the process's own.

    Gives the exit code: 0 when nothing is wrong, 1 when something was found, 2 when the command could not do its work.
    """
    arguments = list(sys.argv[1:] if argv is None else argv)
    try:
        return _run(arguments)
    except SystemExit as stop:  # argparse ends the process when it has told about a wrong argument.
        return stop.code if isinstance(stop.code, int) else 0
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        _forget_output()
        return 1
    except OSError as error:  # A full disk, or a file that goes away meanwhile.
        return _of_the_system(error)
    except ImportError as error:
        return _missing_package(error)
    except Exception:
        return _own_mistake()


def run() -> NoReturn:
    """Run the command as a process of its own."""
    # What a command finds lives until its end.  Looking through all of it for cycles again and again would take more
    # than a third of the time that a long text with many findings takes, and more of a longer one.
    gc.set_threshold(*_COLLECT_RARELY)
    code = main()
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        _forget_output()
    except OSError as error:
        code = _of_the_system(error)
    sys.exit(code)


def _run(arguments: list[str]) -> int:
    if not arguments:
        sys.stderr.write(_help())
        return 2
    first = arguments[0]
    if first in ("-V", "--version"):
        sys.stdout.write(f"clausebook {__version__}\n")
        return 0
    if first in ("-h", "--help", "help"):
        if len(arguments) > 1 and first == "help":
            return _run([arguments[1], "--help"])
        sys.stdout.write(_help())
        return 0
    if first not in COMMANDS:
        sys.stderr.write(f"{_USAGE}\nclausebook: error: {_unknown(first)}\n")
        return 2
    return _execute(first, arguments[1:])


def load(name: str) -> Command:
    """Import the module of a command."""
    # importlib.import_module does the same, and is itself to be imported.
    command: Command = __import__(COMMANDS[name][0], fromlist=["execute"])
    return command


def _execute(name: str, arguments: list[str]) -> int:
    command, help_line = load(name), COMMANDS[name][1]
    if name == "check" and not any(argument.startswith("-") for argument in arguments):
        # Without an option there is nothing to parse, and argparse takes as long as a check of hundred files.
        from clausebook.cli.check import without_options

        return command.execute(without_options(arguments))
    from clausebook.cli.parser import make_parser

    parser = make_parser(name, help_line)
    command.add_arguments(parser)
    args, unknown = parser.parse_known_args(arguments)
    if unknown:
        parser.unknown(unknown)
    return command.execute(args)


def _help() -> str:
    width = max(map(len, COMMANDS))
    commands = "".join(f"  {name:{width}}  {help_line}\n" for name, (_, help_line) in COMMANDS.items())
    return (
        f"{_USAGE}\n\nCode-of-conduct guides from shared, checked clauses.\n\ncommands:\n{commands}\n"
        "options:\n  -h, --help     show this help\n  -V, --version  show the version\n\n" + _EXAMPLES
    )


def _unknown(word: str) -> str:
    from clausebook.text.nearest import nearest

    if word.startswith("-"):
        near = nearest(word, ("--help", "--version"))
        return f"there is no option {word}; " + (f"did you mean “{near}”?" if near else "a command comes first")
    near = nearest(word, COMMANDS)
    hint = f"did you mean “{near}”?" if near else "clausebook --help lists the commands"
    return f"there is no command “{word}”; {hint}"


def _of_the_system(error: OSError) -> int:
    """Tell what the computer did not let the command do."""
    _forget_output()
    where = f"{error.filename}: " if error.filename else ""
    sys.stderr.write(f"clausebook: {where}{error.strerror or error}; the work is not finished\n")
    return 2


def _missing_package(error: ImportError) -> int:
    """Tell what is not installed, and how to get it."""
    from clausebook.text.packages import advice

    message = advice(error)
    if message is None:
        return _own_mistake()
    sys.stderr.write(f"clausebook: {message}\n")
    return 2


def _own_mistake() -> int:
    """Tell about an error that no user can have made."""
    from traceback import format_exc

    sys.stderr.write(f"{format_exc()}clausebook: this is a mistake in Clausebook itself; no file is half-written\n")
    return 2


def _forget_output() -> None:
    """Send what is still to be written nowhere: the reader of the output has gone."""
    import os

    with open(os.devnull, "w") as nowhere:  # noqa: PTH123 - pathlib is not imported for this
        os.dup2(nowhere.fileno(), sys.stdout.fileno())
