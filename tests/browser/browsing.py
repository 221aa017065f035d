"""A real Chromium, real pages from a real server, and a record of all that goes wrong or goes out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, Route

from tests.site.building import Site

PHONE = {"width": 360, "height": 640}
DESK = {"width": 1280, "height": 800}
EXIT = "https://www.bbc.co.uk/weather"

# Violations are told to the page, wherever they come from.
_LISTEN = """
window.violations = [];
addEventListener("securitypolicyviolation", (e) => violations.push(`${e.effectiveDirective} ${e.blockedURI}`));
"""


class _Handler(SimpleHTTPRequestHandler):
    def log_message(self, *args: Any) -> None:
        """Say nothing."""


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Serve a folder on this machine alone; gives the address it begins with."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, directory=str(folder)))
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@dataclass(frozen=True)
class Served:
    """A built site and where it is served."""

    site: Site
    address: str

    def url(self, page: str) -> str:
        return f"{self.address}/{page}.html"

    def file(self, page: str) -> str:
        return (self.site.out / f"{page}.html").as_uri()


@dataclass
class Tab:
    """A page in a window of its own, which remembers what it asked for and what it complained of."""

    page: Page
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)

    def open(self, url: str) -> Page:
        self.page.goto(url)
        return self.page

    def foreign(self, *own: str) -> list[str]:
        """List the requests that went anywhere but to these beginnings of addresses."""
        return [url for url in self.requests if not url.startswith((*own, "data:")) and urlsplit(url).scheme != "about"]

    def violations(self) -> list[str]:
        found: list[str] = self.page.evaluate("window.violations")
        return found


def _answer(route: Route) -> None:
    """Stand for every other site."""
    route.fulfill(body="<title>Weather</title>Sunny", content_type="text/html")


@contextmanager
def opened(browser: Browser, **options: Any) -> Iterator[Tab]:
    """Open a window like nobody has used before; nothing in it reaches another host."""
    options = {"viewport": PHONE, **options}
    context = browser.new_context(**options)
    context.set_default_timeout(15_000)
    context.add_init_script(_LISTEN)
    tab = Tab(context.new_page())
    context.route(lambda url: urlsplit(url).hostname not in ("127.0.0.1", None, ""), _answer)
    context.on("request", lambda request: tab.requests.append(request.url))
    context.on("console", lambda m: (tab.complaints if m.type in ("error", "warning") else tab.told).append(m.text))
    context.on("weberror", lambda error: tab.complaints.append(str(error.error)))
    try:
        yield tab
    finally:
        context.close()
