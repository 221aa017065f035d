"""The site's own words, in the language of the build.

The catalogue is Sphinx's usual one: ``locale/LANGUAGE/LC_MESSAGES/clausebook.mo``.
"""

from __future__ import annotations

from sphinx.locale import get_translation

_translate = get_translation("clausebook")


def translated(message: str) -> str:
    """Give a message in the language of the build, as an ordinary string."""
    return str(_translate(message))
