"""What sorts of communities there are, and in what state a guide can be."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """What sort of community it is."""

    CONFERENCE = "conference"
    MEETUP = "meetup"
    CHAPTER = "chapter"
    ONLINE = "online"


# Where people meet in a place, a country decides which emergency numbers are right.
MEETING = frozenset(Kind) - {Kind.ONLINE}


class Status(StrEnum):
    """Whether a guide is in use (``live``) or not yet (``draft``), a sample (``example``), or kept (``archived``)."""

    LIVE = "live"
    DRAFT = "draft"
    EXAMPLE = "example"
    ARCHIVED = "archived"
