"""One Chromium and one server a site, for all tests that look at pages as readers do."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.browsing import Served, find_chromium, serving
from tests.site.building import Site

_INSTALL = (
    "no Chromium on this machine: install it (Debian: apt install chromium), or name one in the variable CHROMIUM"
)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, started once."""
    chromium = find_chromium()
    if chromium is None:
        # Where nobody looks at what was skipped, skipping is passing.
        if os.environ.get("CI"):
            pytest.fail(_INSTALL)
        pytest.skip(_INSTALL)
    with sync_playwright() as playwright:
        # Chromium's sandbox does not run as root, as in containers; the pages are our own.
        started = playwright.chromium.launch(executable_path=chromium, chromium_sandbox=os.geteuid() != 0)
        yield started
        started.close()


@pytest.fixture(scope="session")
def site(whole: Site) -> Iterator[Served]:
    """The site of all communities, on a server."""
    with serving(whole.out) as address:
        yield Served(whole, address)


@pytest.fixture(scope="session")
def alone(pycon_alone: Site) -> Iterator[Served]:
    """PyCon's own site, on a server."""
    with serving(pycon_alone.out) as address:
        yield Served(pycon_alone, address)
