"""The frame around a page's text: own templates, the right language and direction, and no file that is not used.

It is made for the theme furo.  With another theme, all of that theme's frame stays as it is.
"""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.builders.html import StandaloneHTMLBuilder

from clausebook.site.words import translated as _

THEME = "furo"
TEMPLATES = Path(__file__).parent.parent / "templates"

# The files that Sphinx, the theme and its companions put on every page, and what on a page makes it need them.
_NEVER = re.compile(r"(?!)")
_HIGHLIGHTED = re.compile(r'class="[^"]*\bhighlight')
_COMPONENTS = re.compile(r'class="[^"]*\bsd-')
_CLASS = re.compile(r'class="[^"]*"')
_USED_BY = {
    "documentation_options.js": _NEVER,
    "doctools.js": _NEVER,
    "sphinx_highlight.js": _NEVER,
    "furo.js": _NEVER,
    "design-tabs.js": re.compile(r'class="[^"]*\bsd-tab'),
    "pygments.css": _HIGHLIGHTED,
    "sphinx-design.min.css": _COMPONENTS,
    "furo-extensions.css": re.compile(r'class="[^"]*\b(?:sd-|highlight|tab-set)'),
    "lists.css": re.compile(r'class="[^"]*\b(?:completeness|clause-matrix|catalogue-clause|word-diff)'),
}
# Scripts of others may use what Sphinx's own scripts offer.
_OFFER = ("documentation_options.js", "doctools.js")
_OWN_SCRIPTS = ("page.js", "exit.js", "search.js", "letter.js")


def is_book(builder: Builder) -> bool:
    """Tell whether pages become those of a book, which are XML and have no browser, no network and nothing to leave."""
    return builder.name == "epub"


def has_frame(app: Sphinx) -> bool:
    """Tell whether pages get the frame: an EPUB has a theme of its own, whatever the site's is."""
    theme = getattr(app.builder, "theme", None)
    return theme is not None and theme.name == THEME


def writes(builder: object) -> bool:
    """Tell whether a builder writes a site, a page a file."""
    return isinstance(builder, StandaloneHTMLBuilder) and builder.name in ("html", "dirhtml")


def set_frame(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Give a page's template its words, and take away the files that this page does not use."""
    if not has_frame(app):
        return
    context["clausebook"] = {
        "menu": _("Menu"),
        "close": _("Close"),
        "pages": _("Pages"),
        "notice": _("Notice"),
        "neighbours": _("Pages before and after this one"),
        "top": _("Back to top"),
        "auto": _("Colours: as on this device"),
        "light": _("Colours: light"),
        "dark": _("Colours: dark"),
    }
    navigation = context.get("clausebook_navigation", "")
    context["toctree"] = lambda **options: navigation
    app.add_js_file("page.js", loading_method="defer")
    # Each once, in the form in which the patterns look for them.
    used = "\n".join(set(_CLASS.findall(str(context.get("body", "")))))
    scripts = {_name(script) for script in context["script_files"]}
    others = scripts - _USED_BY.keys() - set(_OWN_SCRIPTS)
    for kind in ("css_files", "script_files"):
        context[kind] = [
            file
            for file in context[kind]
            if (use := _USED_BY.get(_name(file))) is None or use.search(used) or (others and _name(file) in _OFFER)
        ]


def _name(file: Any) -> str:
    return PurePosixPath(str(getattr(file, "filename", file) or "")).name
