"""What a PDF says of itself: its title, its language, and no more, so that the same guide gives the same file."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING

from clausebook.printing.problems import CannotPrint

if TYPE_CHECKING:
    from pypdf import PdfReader


def count_pages(pdf: bytes) -> int:
    """Count the pages of a PDF."""
    return len(_read(pdf).pages)


def finish(pdf: bytes, title: str, language: str) -> bytes:
    """Write the title and language into a PDF, and take the day and the program's version out.

    Where SOURCE_DATE_EPOCH is set (reproducible-builds.org), that is its day.
    """
    from pypdf import PdfWriter
    from pypdf.generic import NameObject, TextStringObject

    writer = PdfWriter(clone_from=_read(pdf))
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    about = {"/Title": title, "/Producer": "Clausebook"}
    if epoch.isascii() and epoch.isdigit():
        about["/CreationDate"] = datetime.fromtimestamp(int(epoch), UTC).strftime("D:%Y%m%d%H%M%SZ")
    writer.metadata = None
    writer.add_metadata(about)
    writer.root_object[NameObject("/Lang")] = TextStringObject(language)
    buffer = BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def _read(pdf: bytes) -> PdfReader:
    try:
        from pypdf import PdfReader
    except ImportError:
        message = "this needs Clausebook's extra “print”: use make print, or pip install 'clausebook[print]'"
        raise CannotPrint(message) from None
    return PdfReader(BytesIO(pdf))
