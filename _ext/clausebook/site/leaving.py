"""“Exit this page”: a way out of every page for readers, and what it does not do.

The model is GOV.UK's pattern “Exit a page quickly” (design-system.service.gov.uk): a link that is a button, Shift three
times, the page hidden before the next one comes.  Not Escape: it stops the loading of a page in some browsers.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Any

from sphinx.application import Sphinx
from sphinx.config import Config

from clausebook.community.model import Community
from clausebook.site.frame import is_book
from clausebook.site.words import translated as _

# The page that says what leaving does; a page of the same name in a source folder takes its place.
LEAVING = "leaving"
# A weather forecast, as GOV.UK's own: ordinary on everybody's screen, of use in every country, fast, without a login.
# It is a link: nothing is asked of that host before somebody presses it.
EXIT_URL = "https://www.bbc.co.uk/weather"


def exit_target(facts: Community | None, config: Config) -> str:
    """Give the address that “Exit this page” leads to: the community's choice, else the site's."""
    return (facts.exit_url if facts else None) or str(config.clausebook_exit_url)


def exit_skip_link(target: str) -> str:
    """Write the skip link that keyboards reach first; it shows while it has the focus."""
    words = escape(_("Exit this page quickly"))
    return f'<a class="skip-to-content exit-skip" href="{escape(target)}" rel="nofollow noreferrer">{words}</a>'


def exit_button(target: str) -> str:
    """Write the link that everybody sees, with the words that its script says."""
    words = {
        "two": _("Press Shift 2 more times to exit this page."),
        "one": _("Press Shift 1 more time to exit this page."),
        "leaving": _("Leaving this page."),
        "expired": _("Leaving by Shift has timed out."),
    }
    data = " ".join(f'data-{name}="{escape(text)}"' for name, text in words.items())
    link = f'<a class="exit-page" href="{escape(target)}" rel="nofollow noreferrer" {data}>'
    return f'{link}{escape(_("Exit this page"))}</a><div class="exit-status" role="status"></div>'


def exit_note(uri: str) -> str:
    """Write what a reader has to know of the button, for the end of every page that has it."""
    words = _("“Exit this page” leaves at once. Your browser still remembers that you were here:")
    link = _("how to leave no trace")
    return f'<p class="exit-note">{escape(words)} <a href="{escape(uri)}">{escape(link)}</a>.</p>\n'


def leaving_page(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Give the page on what leaving does and does not do, unless the site has its own."""
    if LEAVING not in app.env.found_docs and not is_book(app.builder):
        title = _("Leave this page without a trace")
        yield LEAVING, {"title": title, "body": _text(title), "display_toc": False, "furo_hide_toc": True}, "page.html"


def _text(title: str) -> str:
    return "".join(
        f"<h2>{escape(head)}</h2>\n{_paragraphs(parts)}" if head else f"<h1>{escape(title)}</h1>\n{_paragraphs(parts)}"
        for head, parts in _sections()
    )


def _paragraphs(parts: tuple[str | tuple[str, ...], ...]) -> str:
    return "".join(
        f"<p>{escape(part)}</p>\n"
        if isinstance(part, str)
        else f"<ul>{''.join(f'<li><p>{escape(item)}</p></li>' for item in part)}</ul>\n"
        for part in parts
    )


def _sections() -> Iterator[tuple[str, tuple[str | tuple[str, ...], ...]]]:
    yield (
        "",
        (
            _("Press “Exit this page”, or press Shift three times within five seconds. You see another site at once."),
            _("“Back” does not bring you to the page that you left. It can bring you to pages before it."),
        ),
    )
    yield (
        _("What stays behind"),
        (
            _("Your browser keeps a list of the pages that you have seen: its history. We cannot delete it."),
            _("Who can look at your phone or computer, or manages it or its network, may see that you were here."),
            _("This site sets no cookies. It stores one thing, if you choose it: light or dark colours."),
        ),
    )
    yield (
        _("Before you read on: open a private window"),
        (
            _("A private window keeps no history once you close it."),
            (
                _("Chrome and Edge on a computer: press Ctrl+Shift+N. On a Mac: Command+Shift+N."),
                _("Firefox on a computer: press Ctrl+Shift+P. On a Mac: Command+Shift+P."),
                _("Safari on a Mac: press Command+Shift+N."),
                _("On a phone: open the browser's menu, or its list of tabs, and choose the private or incognito tab."),
            ),
            _("It does not hide you from the network, from an employer, or from software that watches the device."),
        ),
    )
    yield (
        _("If you have been here already"),
        (
            _("Open your browser's history, and delete the entries of this site alone: an empty history is a sign."),
            _("If you think that somebody watches your phone, use another person's, or one in a library."),
        ),
    )
