"""Sphinx's linkcheck builder, made to ask for a list of addresses, and to go easy on each host.

It runs in a project of its own, which ``links/asking.py`` makes: the addresses come from built pages, where there are
also those of raw HTML and pictures, which the builder does not see in documents.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterable, Iterator
from http import HTTPStatus
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any
from urllib.parse import urljoin, urlsplit

import requests
from sphinx.application import Sphinx
from sphinx.builders.linkcheck import (
    CheckExternalLinksBuilder,
    CheckResult,
    Hyperlink,
    HyperlinkAvailabilityChecker,
)
from sphinx.config import Config
from sphinx.util.typing import ExtensionMetadata

from clausebook import __version__
from clausebook.links.answers import Verdict, judge
from clausebook.links.asking import QUESTIONS, Manners

_PERMANENT = (301, 308)
_MOST_HOPS = 10
# In seconds: how often this process looks whether the one that started it is still there.
_WATCH = 1

# A page makes places of these by itself, by a program, when it is shown: line numbers, words to look for, states.
_MADE_BY_PROGRAMS = ["^!", "^/", "^:~:", r"^L\d+", r"^issue(comment)?-", r"^discussion", r"^page="]

Record = dict[str, Any]


class OutsideBuilder(CheckExternalLinksBuilder):
    """Asks for the addresses of a list, host by host, and writes each answer as soon as it is there."""

    name = "outside"

    def finish(self) -> None:
        """Ask for all of them."""
        questions = json.loads(Path(self.srcdir, QUESTIONS).read_text(encoding="utf-8"))
        addresses = questions.pop("addresses")
        manners = Manners(**questions)
        Thread(target=_end_with, args=(os.getppid(), time.monotonic() + manners.limit), daemon=True).start()
        with Path(self.outdir, "output.json").open("w", encoding="utf-8", buffering=1) as file:
            for record in _Round(self.config, manners).ask(addresses):
                file.write(json.dumps(record) + "\n")


class _Round:
    """Asks several hosts at a time, each in a thread; a host that keeps others waiting keeps nobody but itself."""

    def __init__(self, config: Config, manners: Manners) -> None:
        self.config = config
        self.manners = manners
        self.records: SimpleQueue[Record | None] = SimpleQueue()
        self.waiting: SimpleQueue[list[str]] = SimpleQueue()

    def ask(self, addresses: Iterable[str]) -> Iterator[Record]:
        by_host: dict[str, list[str]] = {}
        for address in addresses:
            by_host.setdefault(urlsplit(address).netloc.lower(), []).append(address)
        for group in by_host.values():
            self.waiting.put(group)
        threads = min(self.manners.hosts, len(by_host))
        for _ in range(threads):
            Thread(target=self._work, daemon=True).start()
        while threads:
            record = self.records.get()
            if record is None:
                threads -= 1
            else:
                yield record

    def _work(self) -> None:
        try:
            while True:
                self._host(self.waiting.get_nowait())
        except Empty:
            pass
        finally:
            self.records.put(None)

    def _host(self, addresses: list[str]) -> None:
        """Ask one host; what it could not tell, again after a pause, unless it has let one wait for too long."""
        for number in range(self.manners.tries):
            if number:
                time.sleep(self.manners.pause)
            unknown = []
            given_up = False
            for record in self._answers(addresses):
                given_up = record.pop("given_up", given_up)
                self.records.put(record)
                if judge(record).verdict is Verdict.UNKNOWN:
                    unknown.append(record["uri"])
            addresses = unknown
            if not addresses or given_up:
                return

    def _answers(self, addresses: list[str]) -> Iterator[Record]:
        """Give the answers of a host as they come, until it lets one wait for too long."""
        checker = HyperlinkAvailabilityChecker(self.config)
        checker.num_workers = min(self.manners.per_host, len(addresses))
        links = {address: Hyperlink(address, "index", self.config.root_doc, 0) for address in addresses}
        found: SimpleQueue[CheckResult] = SimpleQueue()
        Thread(target=_collect, args=(checker, links, found), daemon=True).start()
        left = dict.fromkeys(addresses)
        moved: list[Record] = []
        while left:
            try:
                result = found.get(timeout=self.manners.patience)
            except Empty:
                status = "rate-limited" if checker.rate_limits else "timeout"
                yield from moved
                yield from ({**_record(address, status), "given_up": True} for address in left)
                return
            left.pop(result.uri, None)
            record = _record(result.uri, result.status.value, result.message, result.code)
            if result.code in _PERMANENT:
                moved.append(record)
            else:
                yield record
        # After the others: this asks too, and a host is asked by so many at a time and no more.
        for record in moved:
            yield record if self._is_permanent(record["uri"]) else {**record, "code": HTTPStatus.FOUND.value}

    def _is_permanent(self, address: str) -> bool:
        """Tell whether each step of a redirection is permanent; the builder tells of the last one only."""
        address = address.partition("#")[0]
        headers = {"User-Agent": self.config.user_agent} if self.config.user_agent else {}
        try:
            for _ in range(_MOST_HOPS):
                with requests.get(
                    address, headers=headers, timeout=self.manners.timeout, stream=True, allow_redirects=False
                ) as response:
                    if not response.is_redirect:
                        return response.ok
                    if response.status_code not in _PERMANENT:
                        return False
                    address = urljoin(address, response.headers["location"])
        except (requests.RequestException, ValueError):
            return False
        return False


def _end_with(parent: int, limit: float) -> None:
    """End this process when nobody waits for it any more: whoever started it kills it at the limit, if alive."""
    while os.getppid() == parent and time.monotonic() < limit + _WATCH:
        time.sleep(_WATCH)
    os._exit(1)


def _collect(
    checker: HyperlinkAvailabilityChecker, links: dict[str, Hyperlink], found: SimpleQueue[CheckResult]
) -> None:
    for result in checker.check(links):
        found.put(result)


def _record(address: str, status: str, info: str = "", code: int = 0) -> Record:
    return {"uri": address, "status": status, "info": info, "code": code}


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the builder, and set what it goes by."""
    app.add_builder(OutsideBuilder)
    app.connect("config-inited", _set_manners)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}


def _set_manners(app: Sphinx, config: Config) -> None:
    questions = json.loads(Path(app.srcdir, QUESTIONS).read_text(encoding="utf-8"))
    config.linkcheck_timeout = questions["timeout"]
    # Asking again is for later, after a pause, and not for what is certain.
    config.linkcheck_retries = 1
    # A server that names no time is asked again after a minute, once; then it is left alone.
    config.linkcheck_rate_limit_timeout = 60.0
    config.linkcheck_report_timeouts_as_broken = False
    config.linkcheck_allow_unauthorized = False
    config.linkcheck_anchors_ignore = _MADE_BY_PROGRAMS
