"""In which language a page is, and which words on it are in another: those of the site itself (WCAG 3.1.1 and 3.1.2).

A page is in the first of its community's languages, or in the one that its front matter names.  The site's own words
are in the language of the build.
"""

from __future__ import annotations

import re
from html import escape
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

from clausebook.community.checks import check_language
from clausebook.site.directives import LOGGER
from clausebook.site.facts import locale_of
from clausebook.site.navigation import home_of

KEY = "language"

# What holds words of the site's own on a page, and what within it is the community's again.
_OURS = re.compile(
    r"<(?:div|section|p|span)"
    r'(?= class="(?:[\w -]{0,100} )?(?:help-bar|help-now|exit-note|save-offline|emergency|sample-banner|staff-notice'
    r'|contacts-reviewed|sources|not-filled-in)[ "])'
)
_THEIRS = re.compile(r'<span(?= class="emergency-label")')
_HTML = re.compile(r"<html(?=[\s>])")


def direction_of(language: str) -> str:
    """Give the direction in which a language is written, as HTML names it."""
    return "rtl" if locale_of(language).character_order == "right-to-left" else "ltr"


def set_direction(html: str, language: str | None) -> str:
    """Say in a page's first tag in which direction it is written."""
    return _HTML.sub(f'<html dir="{direction_of(language or "en")}"', html, count=1)


def check_page_language(app: Sphinx, document: nodes.document) -> None:
    """Tell of a language in a page's front matter that is none."""
    given = app.env.metadata[app.env.docname].get(KEY)
    if given and _tag(given) is None:
        message = "language: “%s” is not a language tag: write one such as “en” or “pt-BR”"
        LOGGER.warning(message, given, location=app.env.docname, type="clausebook", subtype=KEY)


def _tag(given: object) -> str | None:
    try:
        return check_language(given)
    except ValueError:
        return None


def set_language(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Tell a page's template its language, and how words in another language are marked."""
    built = str(app.config.language).replace("_", "-")
    community = home_of(app.env, pagename)[0]
    facts = community.loaded.community if community else None
    pages = facts.language if facts else built
    own = _tag(app.env.metadata.get(pagename, {}).get(KEY))
    # A page that the build makes is in the build's language, but for the titles of pages that it leads to.
    page = context["language"] = own or (pages if pagename in app.env.found_docs else built)
    context["clausebook_words"] = of_words(built, page)
    context["clausebook_titles"] = of_words(pages, page)


def of_words(words: str, page: str | None) -> str:
    """Write the attributes that an element with words in one language needs on a page in another.

    Nothing if both are the same language.
    """
    tag = str(words).replace("_", "-")
    if page is None or page.partition("-")[0].lower() == tag.partition("-")[0].lower():
        return ""
    return f' lang="{escape(tag)}" dir="{direction_of(tag)}"'


def mark_words(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Mark the site's own words in the text of a page that is in another language."""
    ours = context.get("clausebook_words", "")
    if not ours:
        return
    page = str(context["language"])
    theirs = f' lang="{escape(page)}" dir="{direction_of(page)}"'
    for part in ("body", "clausebook_opening"):
        if part in context:
            marked = _OURS.sub(lambda match: match[0] + ours, str(context[part]))
            context[part] = _THEIRS.sub(lambda match: match[0] + theirs, marked)
