"""The site's own words, in the language of the build.

The catalogue is Sphinx's usual one: ``locale/LANGUAGE/LC_MESSAGES/clausebook.mo``.
"""

from __future__ import annotations

from sphinx.locale import get_translation

from clausebook.community.kinds import Status

_translate = get_translation("clausebook")


def translated(message: str) -> str:
    """Give a message in the language of the build, as an ordinary string."""
    return str(_translate(message))


def banner_words(status: Status) -> tuple[str, str]:
    """Say what a guide that is not live is, and that nobody must use it."""
    if status is Status.EXAMPLE:
        second = translated("Do not use it to report an incident: nobody may be there to answer.")
        return translated("This is a sample."), second
    if status is Status.DRAFT:
        second = translated("It is not in use yet: names, numbers and steps may be missing or wrong.")
        return translated("This guide is a draft."), second
    second = translated("Do not use it to report an incident: its facts may be out of date.")
    return translated("This guide is archived."), second
