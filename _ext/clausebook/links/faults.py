"""What is wrong with one link on one built page."""

from __future__ import annotations

from dataclasses import dataclass

from clausebook.diagnostics import Code, Severity


@dataclass(frozen=True, slots=True)
class Remedy:
    """The address that may stand in a link's place; ``safe`` if nobody has to look at it first."""

    message: str
    address: str
    safe: bool


@dataclass(frozen=True, slots=True)
class Fault:
    """A link that does not do what its readers need.

    ``page`` is the built page, ``written`` the address as it stands there; ``address`` is all of it
    where that is another.  ``message`` says what is wrong, and what to do.
    """

    code: Code
    message: str
    page: str
    written: str
    address: str = ""
    severity: Severity = Severity.ERROR
    remedy: Remedy | None = None
