"""Colours that people can read: contrast to the pages of the site, and the nearest colour that has enough of it."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from coloraide import Color

# WCAG 2.2, success criterion 1.4.3 (AA): text needs this contrast to what is behind it.
CONTRAST = 4.5
# On dark pages, the least that is allowed looks dull: light on dark needs more.
CONTRAST_DARK = 6.0
# What text stands on in the theme (Furo 2025.12): the page, what is beside it, a line under the pointer.
LIGHT = ("#ffffff", "#f8f9fb", "#efeff4")
DARK = ("#131416", "#1a1c1e", "#1e2124")

# On black, more of it glares.
_MOST_CHROMA = 0.13
# Steps of lightness in Oklch, finer than what the eye or eight bits a channel can tell.
_STEPS = 1000


def contrast(colour: str, backgrounds: tuple[str, ...]) -> float:
    """Give the contrast ratio of a colour to the background that is nearest to it, as WCAG 2.2 counts it."""
    # Slow to import, and most communities have no colour of their own.
    from coloraide import Color

    return min(Color(colour).contrast(background, method="wcag21") for background in backgrounds)


@cache
def readable(colour: str, backgrounds: tuple[str, ...], least: float = CONTRAST) -> str:
    """Give the colour itself if text in it can be read on all of some backgrounds, else the nearest one that can be.

    ``least`` is the contrast that it needs.  The hue stays, and the chroma as far as there is such a colour; only the
    lightness changes.
    """
    from coloraide import Color

    if contrast(colour, backgrounds) >= least:
        return _hex(Color(colour))
    polar = Color(colour).convert("oklch")
    towards = 1.0 if Color(backgrounds[0]).luminance() < 0.5 else 0.0
    first = float(polar["lightness"])
    low, high = 0, _STEPS
    while high - low > 1:
        middle = (low + high) // 2
        if contrast(_at(polar, first, towards, middle), backgrounds) >= least:
            high = middle
        else:
            low = middle
    return _at(polar, first, towards, high)


def on_dark(colour: str) -> str:
    """Give the colour for dark pages: the same hue, light enough to read, and no more vivid than does not glare."""
    from coloraide import Color

    polar = Color(colour).convert("oklch")
    return readable(_hex(polar.set("chroma", min(float(polar["chroma"]), _MOST_CHROMA))), DARK, CONTRAST_DARK)


def _at(polar: Color, first: float, towards: float, step: int) -> str:
    """Give the colour so many steps from its own lightness towards white or black."""
    return _hex(polar.clone().set("lightness", first + (towards - first) * step / _STEPS))


def _hex(colour: Color) -> str:
    # Oklch holds colours that no screen shows; fitting takes chroma from them, and lets the lightness be.
    return str(colour.convert("srgb").fit(method="oklch-chroma").to_string(hex=True))
