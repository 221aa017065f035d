"""What ``new`` and ``init`` ask for, as options and, on a terminal, as questions."""

from __future__ import annotations

import sys

from clausebook.community.kinds import Kind
from clausebook.scaffold.facts import KnownFacts, Person, UnusableAnswerError, checked, person

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace


def add_fact_arguments(parser: ArgumentParser) -> None:
    """Declare an option for each fact, and how to be asked nothing."""
    facts = parser.add_argument_group("facts", "asked for on a terminal if not given, and otherwise marked as missing")
    facts.add_argument("--kind", metavar="KIND", help="conference, meetup, chapter or online (default: conference)")
    facts.add_argument("--country", metavar="CODE", help="the two-letter code of the country, such as DE")
    facts.add_argument("--language", metavar="TAG", help="the language of the guide, such as en or pt-BR (default: en)")
    facts.add_argument("--site", metavar="URL", help="the address of the event's web site")
    facts.add_argument("--email", metavar="ADDRESS", help="the address that takes reports")
    facts.add_argument("--summary", metavar="TEXT", help="one line about the guide")
    facts.add_argument(
        "--contact",
        metavar="TEXT",
        action="append",
        default=[],
        help="somebody who takes reports: NAME, E-MAIL, PHONE, ROLE, independent; more than once",
    )
    parser.add_argument("--yes", action="store_true", help="ask nothing, even on a terminal")


def asks(args: Namespace) -> bool:
    """Tell whether there is somebody to ask."""
    return not args.yes and sys.stdin.isatty() and sys.stdout.isatty()


def known_facts(args: Namespace, name: str | None, example: str) -> KnownFacts:
    """Take the facts from the options, and ask for the others where there is somebody to ask.

    ``example`` is a command that gives the name.  Raises UnusableAnswerError if an option cannot be taken, or no name
    is given.
    """
    # Options are looked at before anything is asked, so that nobody answers ten questions for nothing.
    country = None if args.country is None else checked("country", args.country)
    given = {key: None if (value := getattr(args, key)) is None else checked(key, value) for key in _OPTIONS}
    people = [person(text, country) for text in args.contact]
    name = None if name is None else checked("name", name)
    if asks(args):
        sys.stdout.write("Press Enter for what you do not know yet. Ctrl-C stops, and nothing is written.\n\n")
        name = name or _ask("name", "What is the event or community called?", needed=True)
        given["kind"] = given["kind"] or _ask("kind", "A conference, a meetup, a chapter, or online? [conference]")
        if country is None and given["kind"] != Kind.ONLINE:
            country = _ask("country", "In which country do people meet? A two-letter code, such as DE:")
        given["site"] = given["site"] or _ask("site", "What is the address of its web site?")
        given["email"] = given["email"] or _ask("email", "Which e-mail address takes reports?")
        people = people or _ask_people(country)
    if not name:
        raise UnusableAnswerError(f"what is it called? Give a name, such as: {example}")
    language = given["language"]
    return KnownFacts(
        name,
        Kind(given["kind"] or Kind.CONFERENCE),
        country,
        # The shared clauses are in English, and a page says which language it is in.
        languages=("en",) if language in (None, "en") else ("en", language),
        site=given["site"],
        email=given["email"],
        summary=given["summary"],
        people=tuple(people),
    )


_OPTIONS = ("kind", "language", "site", "email", "summary")


def _ask(key: str, question: str, country: str | None = None, *, needed: bool = False) -> str | None:
    """Ask until the answer can be taken; None is no answer."""
    while True:
        answer = input(f"{question} ").strip()
        if not answer and not needed:
            return None
        try:
            return checked(key, answer, country)
        except UnusableAnswerError as error:
            sys.stdout.write(f"  {error}\n")


def _ask_people(country: str | None) -> list[Person]:
    """Ask for at least two people, one after the other."""
    people: list[Person] = []
    sys.stdout.write("\nWho takes reports? At least two people, one of them independent of the organizers.\n")
    while True:
        which = f"Person {len(people) + 1}"
        name = _ask("name", f"{which}: name?")
        if name is None:
            return people
        people.append(
            Person(
                name,
                _ask("role", "  what does that person do, such as Code of Conduct team?"),
                _ask("email", "  e-mail address?"),
                _ask("phone", "  phone number, with the country code?", country),
                _yes("  independent of the organizers? [y/N]") or None,
            )
        )


def _yes(question: str) -> bool:
    return input(f"{question} ").strip().lower() in ("y", "yes")
