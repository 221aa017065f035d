"""The fuzz target: any text goes through the check, the fixer and the reports.

    python -m tests.fuzz.target tests/fuzz/corpus [libFuzzer's options]

Needs atheris.  What is tried are texts, not bytes: the mutator puts in, takes
out and exchanges whole pieces of markers and of Markdown.
"""

from __future__ import annotations

import random
import sys

import atheris

with atheris.instrument_imports(include=["clausebook"], enable_loader_override=False):
    from tests.invariants import assert_all
from tests.texts import BLOCKS, BREAKS, FRAGMENTS, MARKERS, SOUND

PIECES = [*MARKERS, *FRAGMENTS, *BLOCKS, *BREAKS * 4]


def one_input(data: bytes) -> None:
    """Assert what holds for every text."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return
    assert_all(data)


def mutate(data: bytes, most: int, seed: int) -> bytes:
    """Change a text in a few places, piece by piece."""
    chance = random.Random(seed)  # noqa: S311 - libFuzzer gives the seed, to find its way back
    if chance.random() < 0.1:
        return atheris.Mutate(data, most)
    text = data.decode("utf-8", "ignore") or chance.choice(SOUND)
    for _ in range(chance.randrange(1, 4)):
        start = chance.randrange(len(text) + 1)
        end = min(len(text), start + chance.choice((0, 0, 0, 1, 1, 3, 12)))
        kind = chance.random()
        if kind < 0.6:
            new = chance.choice(PIECES)
        elif kind < 0.75:
            new = ""
        elif kind < 0.9:
            other = chance.randrange(len(text) + 1)
            new = text[other : other + chance.randrange(1, 40)]
        else:
            new = chr(chance.choice((chance.randrange(128), chance.randrange(0x3000), 0x10FFFF)))
        text = text[:start] + new + text[end:]
    return text.encode("utf-8")[:most].decode("utf-8", "ignore").encode("utf-8")


def main() -> None:
    """Run until something is found, or for as long as libFuzzer is told."""
    atheris.Setup(sys.argv, one_input, custom_mutator=mutate)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
