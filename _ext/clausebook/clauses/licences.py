"""Licences of texts: their names, and which texts may stand together under which licence.

Identifiers are those of SPDX (spdx.org/licenses).  What fits together follows Creative Commons' own answers: the table
“Can I combine material under different Creative Commons licenses in my work?” of its frequently asked questions
(https://creativecommons.org/faq/) and its list of compatible licences
(https://creativecommons.org/share-your-work/licensing-considerations/compatible-licenses/).  It is no legal advice.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import combinations

from clausebook.text.nearest import did_you_mean

NONE_STATED = "none stated"

_CC = re.compile(r"CC-BY(?P<nc>-NC)?(?P<sa>-SA)?(?P<nd>-ND)?-(?P<version>[1-4]\.[05])(?:-[A-Z]{2,4})?")
_PERMISSIVE = ("0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC-PDDC", "CC0-1.0", "ISC", "MIT", "Unlicense")
# Licences that CC BY-SA 4.0 names as compatible, one way.
_LIKE_SHARE_ALIKE = ("GPL-3.0-only", "GPL-3.0-or-later", "LAL-1.3")
# What a guide that names no licence could be under.
_CANDIDATES = ("CC-BY-4.0", "CC-BY-SA-4.0", "CC-BY-NC-4.0", "CC-BY-NC-SA-4.0")
_DEEDS = "https://creativecommons.org/licenses/"
_OTHERS = {
    "CC0-1.0": ("CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
    "CC-PDDC": ("Public domain", "https://creativecommons.org/licenses/publicdomain/"),
    "LAL-1.3": ("Free Art License 1.3", "https://artlibre.org/licence/lal/en/"),
}


def is_stated(licence: str) -> bool:
    """Tell whether a source states a licence at all."""
    return bool(licence) and not licence.lower().startswith(NONE_STATED)


def deed(licence: str) -> tuple[str, str]:
    """Give a licence's short name, and the address where people can read it; none of what is no single licence."""
    match = _CC.fullmatch(licence)
    if match:
        name = licence.removesuffix(f"-{match['version']}").replace("CC-", "CC ", 1)
        path = licence.removeprefix("CC-").removesuffix(f"-{match['version']}").lower()
        return f"{name} {match['version']}", f"{_DEEDS}{path}/{match['version']}/"
    if licence in _OTHERS:
        return _OTHERS[licence]
    known = bool(re.fullmatch(r"[A-Za-z0-9.+-]+", licence)) and canonical(licence) == licence
    return licence, f"https://spdx.org/licenses/{licence}.html" if known else ""


@cache
def canonical(licence: str) -> str | None:
    """Give an SPDX expression as SPDX writes it; None if it is none."""
    from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression

    try:
        return str(canonicalize_license_expression(licence))
    except InvalidLicenseExpression:
        return None


def fault(licence: str) -> str | None:
    """Say what is wrong with how a licence is written; None if nothing is."""
    if not is_stated(licence):
        return None
    right = canonical(licence)
    if right == licence:
        return None
    if right:
        return f"write the licence as SPDX does: {right}"
    usual = [*_CANDIDATES, "CC-BY-3.0", "CC-BY-SA-3.0", *_PERMISSIVE]
    likely = canonical(re.sub(r"[ _]+", "-", licence.strip()).upper())
    guess = f"; did you mean “{likely}”?" if likely else did_you_mean(licence, usual)
    return (
        f"“{licence}” is no licence that SPDX knows{guess or f', such as {usual[0]} or CC0-1.0'}; "
        f"if the source states none, write “{NONE_STATED}”"
    )


def objection(licence: str, guide: str) -> str | None:
    """Say why a text under a licence cannot stand in a guide under another; None if it can, or nobody can tell."""
    if " OR " in licence:
        objections = [objection(each.strip(" ()"), guide) for each in licence.split(" OR ")]
        return None if None in objections else objections[0]
    if " AND " in licence:
        return next(filter(None, (objection(each.strip(" ()"), guide) for each in licence.split(" AND "))), None)
    if not is_stated(licence):
        return f"its source states no licence, so that nobody can pass it on under {guide}"
    mine, other = _CC.fullmatch(licence), _CC.fullmatch(guide)
    if mine is None:
        return None
    if mine["nd"]:
        return f"{licence} allows no changed text, and a guide fills in, leaves out and puts together"
    if mine["sa"]:
        same = other is not None and (other["nc"], other["sa"]) == (mine["nc"], mine["sa"])
        later = same and other is not None and _may_become(mine["version"], other["version"])
        compatible = licence == "CC-BY-SA-4.0" and guide in _LIKE_SHARE_ALIKE
        return None if later or compatible else f"{licence} asks that what is made from it stays under {licence}"
    if mine["nc"] and not (other and other["nc"]):
        return f"{licence} allows no commercial use, and {guide} does"
    return None


def _may_become(version: str, other: str) -> bool:
    """Tell whether share-alike allows a version: the same, or from 2.0 on a later one."""
    return other == version or (version != "1.0" and other > version)


def clash(licences: Iterable[str]) -> Sequence[str]:
    """Give licences that no licence of a whole guide could satisfy, one or two; none if all fit together."""
    # Nothing is objected to others, and there are hundreds.
    stated = [licence for licence in dict.fromkeys(licences) if licence.startswith("CC-BY-")]
    guides = [*_CANDIDATES, *stated]
    for count in (1, 2):
        for group in combinations(stated, count):
            if all(any(objection(licence, guide) for licence in group) for guide in guides):
                return group
    return ()
