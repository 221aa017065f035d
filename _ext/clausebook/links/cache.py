"""What was fine at the last run, and when, so that nobody's server is asked again for nothing."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from clausebook.text.edits import write_atomically

_VERSION = 1


class Cache:
    """The addresses that were fine within some days; nothing else is remembered, least of all what nobody could tell.

    ``file`` is where they are kept; None keeps nothing.  ``now`` is the moment that counts as now.
    """

    def __init__(self, file: Path | None, days: float, now: datetime | None = None) -> None:
        self.file = file
        self.now = now or datetime.now(UTC)
        self._seen = _fresh(_read(file) if file and days > 0 else {}, self.now, timedelta(days=days))

    def __contains__(self, address: object) -> bool:
        return address in self._seen

    def save(self, fine: Iterable[str], not_fine: Iterable[str] = ()) -> None:
        """Remember what was found fine now, and forget what was not.  Raises OSError if it cannot be written."""
        if self.file is None:
            return
        for address in not_fine:
            self._seen.pop(address, None)
        self._seen |= dict.fromkeys(fine, self.now)
        entries = {address: moment.isoformat(timespec="seconds") for address, moment in sorted(self._seen.items())}
        text = json.dumps({"version": _VERSION, "fine": entries}, indent=1, ensure_ascii=False) + "\n"
        self.file.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(self.file, text.encode("utf-8", "backslashreplace"))


def _read(file: Path) -> dict[str, object]:
    """Read the entries of a file; none of one that is not there or is damaged."""
    try:
        data = json.loads(file.read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    entries = data.get("fine") if isinstance(data, dict) and data.get("version") == _VERSION else None
    return entries if isinstance(entries, dict) else {}


def _fresh(entries: dict[str, object], now: datetime, age: timedelta) -> dict[str, datetime]:
    found = {}
    for address, said in entries.items():
        try:
            moment = datetime.fromisoformat(str(said))
        except ValueError:
            continue
        # A moment that has not come is a clock's mistake.
        if moment.tzinfo is not None and now - age < moment <= now:
            found[address] = moment
    return found
