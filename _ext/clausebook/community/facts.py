"""What is wrong with the facts of a community as a whole, and with the day on which they were checked.

None of this stops a build: on a bad day, a wrong number must be mended and published at once, whatever else is open.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from clausebook.community.dates import out_of_date
from clausebook.community.leftovers import not_real
from clausebook.community.sheet import Sheet
from clausebook.community.standing import people_and_ways
from clausebook.diagnostics import Diagnostic


def fact_findings(sheet: Sheet, day: date) -> Iterator[Diagnostic]:
    """Give every finding about the facts; ``day`` is today.

    Guides in use fail on them, those being written are warned, and of samples and archived ones a note is made.
    """
    yield from people_and_ways(sheet)
    yield from out_of_date(sheet, day)
    yield from not_real(sheet)
