"""What keeps something from being printed."""

from __future__ import annotations


class CannotPrint(Exception):  # noqa: N818 -- it says what is so, and no program is at fault
    """Nothing can be printed here: a program or a built site is missing.  The message says what to do."""


class NothingToPrint(Exception):  # noqa: N818 -- as above
    """A guide has nothing of what one sheet is for.  The message says what would be needed."""


class DoesNotFit(Exception):  # noqa: N818 -- as above
    """One sheet cannot be made as it must be.  The message says what to do."""
