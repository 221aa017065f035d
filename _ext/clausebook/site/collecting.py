"""Memory while a site is built: the garbage collector is called less often, and few finished pages are kept.

A build makes millions of small objects that belong to cycles, a page's tree above all, and keeps few of them.  The
collector looks at every young object after each 700 new ones, which took a fifth of a build.  And Sphinx keeps the
trees of all pages between reading and writing, although each is in a file as well: that grows with the site.
"""

from __future__ import annotations

import gc
from typing import Any

from sphinx.application import Sphinx

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


def keep_little(app: Sphinx) -> None:
    """Let the collector look at young objects less often, and Sphinx keep the trees of some pages."""
    _before.append(gc.get_threshold())
    _, middle, old = _before[-1]
    gc.set_threshold(_YOUNG, middle, old)
    # Names of Sphinx's own (9.0): without them, it keeps what it likes.
    for name, most in (("_write_doc_doctree_cache", MOST_TREES), ("_pickled_doctree_cache", MOST_TREES // 10)):
        if not getattr(app.env, name, True):
            setattr(app.env, name, Few(most))


def collect_as_before(app: Sphinx, exception: Exception | None) -> None:
    """Give the collector back the thresholds that it had."""
    if _before:
        gc.set_threshold(*_before.pop())
