"""What the tests of links share."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True, scope="session")
def no_proxy() -> None:
    """Ask the loopback directly, whatever the machine asks others through."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("NO_PROXY", "no_proxy"):
            patch.setenv(name, "127.0.0.1,localhost")
        yield
