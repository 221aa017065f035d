"""How the cost of a piece of work grows with its size: a ratio of two runs, never seconds."""

from __future__ import annotations

from collections.abc import Callable
from time import process_time


def assert_linear(work: Callable[[int], object], size: int, times: int = 10) -> None:
    """Assert that ``times`` the size costs about ``times`` as much.  ``work`` is given a size, and is run here."""

    def cost(of: int) -> float:
        begin = process_time()
        work(of)
        return process_time() - begin

    cost(1)
    small = min(cost(size) for _ in range(3))
    # Three times as much leaves room for caches and a busy machine; a square would be ten times over.
    # The floor keeps the clock's grain out of the comparison.
    # What is a square stays one, however often it is run; what a busy machine held up does not.
    bound = 3 * times * max(small, 0.02)
    assert any(cost(size * times) < bound for _ in range(3))
