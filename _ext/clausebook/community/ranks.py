"""In which order facts are filled in or mended: first what somebody in danger needs, last what is nice to have."""

from __future__ import annotations

from clausebook.community import Location
from clausebook.diagnostics import Code

_FIRST, _PEOPLE, _WAYS, _ROUTES, _DAYS, _DETAILS, _LAST = range(7)

_BY_CODE = {
    Code.FOREIGN_NUMBER: _FIRST,
    Code.NO_EMERGENCY_NUMBER: _FIRST,
    Code.TOO_FEW_CONTACTS: _PEOPLE,
    Code.CONTACT_EXPIRED: _PEOPLE,
    Code.COPIED_CONTACT: _PEOPLE,
    Code.NO_INDEPENDENT_CONTACT: _WAYS,
    Code.TOO_FEW_CHANNELS: _WAYS,
    Code.REVIEW_OVERDUE: _DAYS,
    Code.REVIEW_IN_FUTURE: _DAYS,
}
_BY_KEY = {
    "country": _FIRST,
    "emergency": _FIRST,
    "contacts": _PEOPLE,
    "email": _WAYS,
    "links": _ROUTES,
    "reviewed": _DAYS,
    "event": _DAYS,
    "words": _DETAILS,
}
# Of a contact or an emergency number, these can wait.
_CAN_WAIT = frozenset({"role", "hours", "languages", "label", "place"})


def rank(code: Code, location: Location = ()) -> int:
    """Give the place of a finding in that order, from 0 on; ``location`` is the fact that it is about."""
    if code in _BY_CODE:
        return _BY_CODE[code]
    if len(location) > 2 and location[-1] in _CAN_WAIT:
        return _ROUTES
    return _BY_KEY.get(str(location[0]), _LAST) if location else _LAST
