"""Clausebook: code-of-conduct guides from shared, checked clauses.

The package is a Sphinx extension (``extensions = ["clausebook"]``) and a
command, ``clausebook``.  Nothing here imports Sphinx until Sphinx itself calls
:func:`setup`, so that the command starts quickly and the core works alone.
"""

from __future__ import annotations

TYPE_CHECKING = False  # Not from typing, whose import would take a tenth of the time that the command takes to start.
if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

__version__ = "0.1.0"


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register Clausebook with a Sphinx application.

    Raises ExtensionError, which names what to do, if a package that it needs is not installed.
    """
    try:
        from clausebook.site.extension import register
    except ImportError as error:
        from sphinx.errors import ExtensionError

        from clausebook.text.packages import advice

        message = advice(error)
        if message is None:
            raise
        raise ExtensionError(message, modname="clausebook") from None

    return register(app)
