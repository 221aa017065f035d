"""What pictures are called in a built site: by where they lie, and not by which page was read first.

Sphinx gives the second picture of one name a number.  Which one is the second depends on all other pages, so that
neither a part of the site nor a later build would call it the same.
"""

from __future__ import annotations

import os
import posixpath
import re

from sphinx.application import Sphinx
from sphinx.util._files import FilenameUniqDict

_PLAIN = re.compile(r"[^\w.-]+")


class PictureNames(FilenameUniqDict):
    """Sphinx's table of pictures, with names that are made of their paths below the source folder."""

    def add_file(self, docname: str, newfile: str | os.PathLike[str]) -> str:
        """Note that a page shows a picture; gives its name in the site."""
        path = str(newfile)
        if path not in self:
            name = _PLAIN.sub("-", posixpath.normpath(path.replace(os.sep, "/"))).lstrip("-.")
            # Paths that differ in their signs alone are told apart as Sphinx does.
            stem, suffix = posixpath.splitext(name)
            number = 0
            while name in self._existing:
                number += 1
                name = f"{stem}{number}{suffix}"
            self[path] = (set(), name)
            self._existing.add(name)
        docnames, name = self[path]
        docnames.add(docname)
        return name


def name_pictures(app: Sphinx) -> None:
    """Put the table in the place of Sphinx's, as long as that is empty."""
    if not isinstance(app.env.images, PictureNames) and not app.env.images:
        app.env.images = PictureNames()
