"""A Chromium that prints."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from clausebook.printing.chromium import Press


@pytest.fixture
def press(chromium: str) -> Iterator[Press]:
    with Press(chromium) as press:
        yield press
