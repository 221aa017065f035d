"""Whether facts were checked lately, and whether contacts are still there: findings that depend on the day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

from clausebook.community.checks import MOST_DAYS, is_day
from clausebook.community.model import FRESH, FRESH_FOR_EVENT
from clausebook.community.sheet import Sheet
from clausebook.diagnostics import Code, Diagnostic

# In days: somewhere on Earth it is already tomorrow, or still yesterday.
_ELSEWHERE = 1


def today() -> date:
    """Give the day in UTC: the same wherever a check runs."""
    return datetime.now(UTC).date()


def out_of_date(sheet: Sheet, day: date) -> Iterator[Diagnostic]:
    """Tell a review that is too old or has not happened yet, and contacts that have gone; ``day`` is today."""
    reviewed = sheet.facts.get("reviewed")
    if is_day(reviewed) and (reviewed - day).days > _ELSEWHERE:
        message = f"reviewed {reviewed} is in the future: write the day on which somebody last checked the facts"
        yield sheet.finding(Code.REVIEW_IN_FUTURE, message, ("reviewed",))
    elif is_day(reviewed):
        yield from _too_old(sheet, reviewed, day)
    for index, contact in sheet.tables("contacts"):
        until = contact.get("until")
        if is_day(until) and (day - until).days > _ELSEWHERE:
            name = contact.get("name")
            who = name if isinstance(name, str) and name.isprintable() else "this contact"
            message = f"{who} took reports until {until}: ask who does now, and change the date or the contact"
            yield sheet.finding(Code.CONTACT_EXPIRED, message, ("contacts", index, "until"))


def _too_old(sheet: Sheet, reviewed: date, day: date) -> Iterator[Diagnostic]:
    age = (day - reviewed).days
    how = "check every fact here with the people it names, and write today's date"
    event = sheet.table("event")
    starts, ends = event.get("starts"), event.get("ends")
    if is_day(starts):
        last = ends if is_day(ends) else starts
        before = _days(event.get("review_days"), FRESH_FOR_EVENT)
        if (starts - day).days <= before and day <= last and (starts - reviewed).days > before:
            when = f"the event starts on {starts}" if day < starts else "the event is on"
            message = (
                f"reviewed {reviewed} is too long ago, since {when}: facts are checked again in the "
                f"{before} days before it; {how}"
            )
            yield sheet.finding(Code.REVIEW_OVERDUE, message, ("reviewed",))
            return
    allowed = _days(sheet.facts.get("review_days"), FRESH)
    if age > allowed:
        message = f"reviewed {reviewed} is {age} days ago, more than the {allowed} that are allowed: {how}"
        yield sheet.finding(Code.REVIEW_OVERDUE, message, ("reviewed",))


def _days(value: object, usual: int) -> int:
    sound = isinstance(value, int) and not isinstance(value, bool) and 0 < value <= MOST_DAYS
    return value if sound and isinstance(value, int) else usual
