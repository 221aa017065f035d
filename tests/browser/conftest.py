"""One Chromium and one server a site, for all tests that look at pages as readers do."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.browsing import Served, serving
from tests.site.building import Site


# Not for the whole session: of playwright's drivers only one may run at a time, and printing starts its own.
@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    """Chromium, started once for a file of tests."""
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
