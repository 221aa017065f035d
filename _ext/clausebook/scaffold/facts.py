"""What is known of a new community before its file is written; everything else becomes ``"TODO"``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from pydantic_core import PydanticCustomError

from clausebook.community import addresses, checks
from clausebook.community.kinds import MEETING, Kind
from clausebook.community.naming import as_folder_name


class UnusableAnswerError(ValueError):
    """An answer or an option cannot be taken; the message says what to write instead."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who takes reports; None is not known, or not there."""

    name: str
    role: str | None = None
    email: str | None = None
    phone: str | None = None
    independent: bool | None = None


@dataclass(frozen=True, slots=True)
class KnownFacts:
    """What is known; None is not known."""

    name: str
    kind: Kind = Kind.CONFERENCE
    country: str | None = None
    languages: tuple[str, ...] = ("en",)
    site: str | None = None
    email: str | None = None
    summary: str | None = None
    people: tuple[Person, ...] = field(default=())

    @property
    def folder(self) -> str:
        """The name that is proposed for the community's folder."""
        return as_folder_name(self.name)

    @property
    def has_place(self) -> bool:
        """Whether people meet in a country, which then has its emergency numbers."""
        return self.kind in MEETING or self.country is not None


# What the check of each fact is, by the name of its key.
CHECKS: dict[str, Callable[[object], object]] = {
    "name": checks.check_name,
    "kind": checks.choice(Kind, "kind of community"),
    "country": checks.check_country,
    "language": checks.check_language,
    "site": addresses.check_site,
    "email": addresses.check_email,
    "phone": addresses.check_phone,
    "role": checks.check_text,
    "summary": checks.check_text,
}


def checked(key: str, text: str, country: str | None = None) -> str:
    """Give a fact as the file may hold it, or raise UnusableAnswerError; ``country`` is for phone numbers."""
    text = text.strip()
    try:
        return str(CHECKS[key](text))
    except PydanticCustomError as error:
        message = f"{key} {error.message()}"
        if key == "phone" and country:
            message = addresses.with_numbers_of(country, message, text)
        raise UnusableAnswerError(message) from None


def person(text: str, country: str | None = None) -> Person:
    """Read ``NAME, E-MAIL, PHONE, ROLE, independent``, in any order after the name; only the name is needed.

    Raises UnusableAnswerError if a part cannot be taken.
    """
    name, *parts = (part.strip() for part in text.split(","))
    if not name or "@" in name or name.startswith("+"):
        raise UnusableAnswerError(f'contact "{text}" begins with no name: write it like "Kim Example, kim@example.org"')
    found: dict[str, str] = {}
    independent = None
    for part in filter(None, parts):
        if part.lower() == "independent":
            independent = True
            continue
        key = "email" if "@" in part else "phone" if part.startswith("+") or part[:1].isdigit() else "role"
        if key in found:
            raise UnusableAnswerError(f'contact "{text}" has two parts for {key}: put each in once')
        found[key] = checked(key, part, country)
    return Person(checked("name", name), found.get("role"), found.get("email"), found.get("phone"), independent)
