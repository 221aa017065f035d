"""The parser of a command's arguments, which answers a slip with what was probably meant."""

from __future__ import annotations

import re
import sys
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from functools import partial
from typing import NoReturn

from clausebook.cli.files import width_of_terminal
from clausebook.text.nearest import did_you_mean, either

# As argparse says it; from Python 3.14 on without quotes.
_CHOICE = re.compile(r"(?P<what>.*): invalid choice: (?P<given>.*) \(choose from (?P<known>.*)\)")


class Parser(ArgumentParser):
    """A parser that tells a mistake in one line, without all options before it."""

    def error(self, message: str) -> NoReturn:
        """Tell what is wrong with the arguments, and end the command."""
        choice = _CHOICE.fullmatch(message)
        if choice:
            given, known = choice["given"].strip("'"), [word.strip("' ") for word in choice["known"].split(",")]
            message = f"{choice['what']}: there is no “{given}”{did_you_mean(given, known)}; it is {either(known)}"
        sys.stderr.write(f"{self.prog}: error: {message}\nWhat you can write: {self.prog} --help\n")
        sys.exit(2)

    def unknown(self, words: list[str]) -> NoReturn:
        """Tell of words that are no arguments, with the option that may be meant, and end the command."""
        option = next((word for word in words if word.startswith("-")), None)
        if option is None:
            self.error(f"what is “{words[0]}” for?")
        # argparse has no other way to ask for them; its help may be coloured.
        known = sorted(name for name in self._option_string_actions if name.startswith("--"))
        self.error(f"there is no option {option}{did_you_mean(option.partition('=')[0], known)}")


def make_parser(name: str, help_line: str) -> Parser:
    """Make the parser of a command, which says in a line what the command does."""
    return Parser(
        prog=f"clausebook {name}",
        description=help_line[0].upper() + help_line[1:] + ".",
        formatter_class=partial(RawDescriptionHelpFormatter, width=width_of_terminal()),
        allow_abbrev=False,
    )
