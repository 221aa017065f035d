"""Memory and time while a site is built: less is looked at, kept and made anew.

A build makes millions of small objects that belong to cycles, a page's tree above all, and keeps few of them.  The
collector looks at every young object after each 700 new ones, which took a fifth of a build.  And Sphinx keeps the
trees of all pages between reading and writing, although each is in a file as well: that grows with the site.

And it makes docutils' table of some hundred options anew for each page that it reads, always the same, which takes as
long as to read a short page.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sphinx.application import Sphinx
from sphinx.util import docutils as sphinx_docutils

# In objects: some pages' trees, so that the memory which waits for the collector stays a few megabytes.
_YOUNG = 20_000
# In pages, about a quarter of a megabyte each: a site of hundred communities is written from memory.
MOST_TREES = 400

_before: list[tuple[int, int, int]] = []


class Few(dict[str, Any]):
    """A table that takes no more than so many entries; the others are read from their files again."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self.most = most

    def __setitem__(self, key: str, value: Any) -> None:
        if key in self or len(self) < self.most:
            super().__setitem__(key, value)


class _Parsers:
    """Makes tables of options, each once; what they give is new for each page."""

    def __init__(self, make: Callable[..., Any]) -> None:
        self.make = make
        self.made: dict[object, tuple[Mapping[str, Any], Any]] = {}

    def __call__(self, *, components: Sequence[Any], defaults: Mapping[str, Any], read_config_files: bool) -> Any:
        kinds = tuple(each if isinstance(each, type) else type(each) for each in components)
        before, parser = self.made.get((kinds, read_config_files), ({}, None))
        if parser is None or before != defaults:
            parser = self.make(components=components, defaults=defaults, read_config_files=read_config_files)
            self.made[kinds, read_config_files] = dict(defaults), parser
        return parser


def keep_little(app: Sphinx) -> None:
    """Let the collector look at young objects less often, and Sphinx keep the trees of some pages."""
    _before.append(gc.get_threshold())
    _, middle, old = _before[-1]
    gc.set_threshold(_YOUNG, middle, old)
    # Names of Sphinx's own (9.0): without them, it keeps what it likes.
    for name, most in (("_write_doc_doctree_cache", MOST_TREES), ("_pickled_doctree_cache", MOST_TREES // 10)):
        if not getattr(app.env, name, True):
            setattr(app.env, name, Few(most))
    # Also its own: where its pages' settings are made.
    make = vars(sphinx_docutils).get("OptionParser")
    if make and not isinstance(make, _Parsers):
        vars(sphinx_docutils)["OptionParser"] = _Parsers(make)


def collect_as_before(app: Sphinx, exception: Exception | None) -> None:
    """Give the collector back the thresholds that it had, and Sphinx its parser."""
    if _before:
        gc.set_threshold(*_before.pop())
    made = vars(sphinx_docutils).get("OptionParser")
    if isinstance(made, _Parsers):
        vars(sphinx_docutils)["OptionParser"] = made.make
