"""Which files a style sheet asks for: pictures, fonts and other style sheets."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import tinycss2
from tinycss2.ast import Node

# Their strings are addresses too (CSS Images 4, “image-set()”).
_IMAGE_SETS = frozenset({"image-set", "-webkit-image-set"})


@lru_cache(maxsize=1024)
def addresses_in(css: str) -> tuple[str, ...]:
    """List the addresses in a style sheet, in a ``style`` attribute, or in an attribute of SVG such as ``fill``."""
    lowered = css.lower()
    # What has none of these asks for nothing; escapes could spell any of them.
    if not any(sign in lowered for sign in ("url", "@import", "image-set", "\\")):
        return ()
    return tuple(address for address in _addresses(css) if address)


def _addresses(css: str) -> Iterator[str]:
    # Of each list of what stands between brackets: its parts that are left, and whether its strings are addresses.
    waiting: list[tuple[Iterator[Node], bool]] = [(iter(tinycss2.parse_component_value_list(css, True)), False)]
    imported = False
    while waiting:
        parts, named = waiting[-1]
        part = next(parts, None)
        if part is None:
            waiting.pop()
        elif part.type == "at-keyword":
            imported = part.lower_value == "import"
        elif part.type == "url":
            yield part.value
        elif part.type == "string" and (named or imported):
            yield part.value
            imported = False
        elif part.type == "function":
            # With quotation marks around its address, url() is a function.
            waiting.append((iter(part.arguments), part.lower_name == "url" or part.lower_name in _IMAGE_SETS))
        elif part.type in ("() block", "[] block", "{} block"):
            imported = False
            waiting.append((iter(part.content), False))
        elif part.type not in ("whitespace", "comment"):
            imported = False
