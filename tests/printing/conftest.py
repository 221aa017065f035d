"""Chromium, where there is one."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from clausebook.printing.chromium import Press, find_chromium
from clausebook.printing.problems import CannotPrint


@pytest.fixture(scope="session")
def chromium() -> str:
    try:
        return find_chromium()
    except CannotPrint as error:
        if os.environ.get("CI"):
            raise
        pytest.skip(str(error))


@pytest.fixture
def press(chromium: str) -> Iterator[Press]:
    with Press(chromium) as press:
        yield press
