"""Settings for all tests, and the real sites, built once for all tests that only look at them."""

from __future__ import annotations

import os
import signal
import tempfile

import pytest
from hypothesis import HealthCheck, settings

from clausebook.printing.chromium import find_chromium
from clausebook.printing.problems import CannotPrint
from tests.site.building import ROOT, Site, build

# Time on a busy machine is no fault of the program's.
settings.register_profile("here", deadline=None, suppress_health_check=[HealthCheck.too_slow])
# The same examples on every run: a change fails, and not the luck of the day.
settings.register_profile("ci", settings.get_profile("here"), derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "here")

# Whoever starts the tests in the background has them ignore Ctrl-C, and commands would inherit that.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# What a check remembers of sound files is the user's, and no test's.
os.environ["XDG_CACHE_HOME"] = tempfile.mkdtemp(prefix="clausebook-tests-")


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The site of all communities."""
    site = build(ROOT / "source", tmp_path_factory.mktemp("whole") / "html", ROOT)
    assert (site.code, site.errors) == (0, "")
    return site


@pytest.fixture(scope="session")
def pycon_alone(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """PyCon's guides, as PyCon would deploy them."""
    site = build(ROOT / "source/communities/pycon", tmp_path_factory.mktemp("alone") / "pycon", ROOT)
    assert (site.code, site.errors) == (0, "")
    return site


@pytest.fixture(scope="session")
def chromium() -> str:
    """Chromium's program, for tests that look at pages as readers do, or print them."""
    try:
        return find_chromium()
    except CannotPrint as error:
        # Where nobody looks at what was skipped, skipping is passing.
        if os.environ.get("CI"):
            raise
        pytest.skip(str(error))
