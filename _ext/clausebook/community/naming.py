"""How the folder of a community is called: its name becomes a part of the address."""

from __future__ import annotations

import re
import unicodedata

# build/html holds the whole site, build/NAME that of one community, build/staff the staff editions.
RESERVED = ("html", "print", "staff")

_FOLDER_NAME = re.compile(r"[a-z0-9][a-z0-9-]*")
_TRANSCRIBED = {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "ø": "o", "ł": "l"}


def is_folder_name(name: str) -> bool:
    """Tell whether a community's folder can be called so."""
    return _FOLDER_NAME.fullmatch(name) is not None and name not in RESERVED


def as_folder_name(name: str) -> str:
    """Propose a name for a community's folder that can be a part of an address."""
    text = name.casefold().replace("&", " and ")
    for letter, letters in _TRANSCRIBED.items():
        text = text.replace(letter, letters)
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    proposal = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    return proposal if proposal and proposal not in RESERVED else "my-event"
