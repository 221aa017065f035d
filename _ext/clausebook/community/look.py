"""How a community's pages look: a logo, a colour, a line at their end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import InitErrorDetails

from clausebook.community import checks
from clausebook.community.completeness import string_schema
from clausebook.diagnostics import Code, Diagnostic, Severity

if TYPE_CHECKING:
    from clausebook.community.sheet import Sheet

COLOUR = r"^#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})$"
# Names of files below the community's folder; none of them begins with a full stop.
PICTURE = r"^[A-Za-z0-9_-][A-Za-z0-9_.-]*(/[A-Za-z0-9_-][A-Za-z0-9_.-]*)*\.(svg|png|webp|jpg|jpeg|gif)$"
# In bytes. Every page loads it, on phones with a bad connection.
LARGEST_LOGO = 20_000

# In a picture's file these run, or ask others, when somebody opens it by itself.
_ACTIVE = re.compile(
    rb"<\s*(?:script|foreignobject|iframe|object|embed|!entity)\b|\son[a-z]+\s*=|javascript:|"
    rb"(?:href|src)\s*=\s*[\"']\s*(?:https?:)?//|url\(\s*[\"']?\s*(?:https?:)?//|@import",
    re.IGNORECASE,
)
_BEGINNINGS = {
    ".png": (b"\x89PNG\r\n\x1a\n",),
    ".gif": (b"GIF87a", b"GIF89a"),
    ".jpg": (b"\xff\xd8\xff",),
    ".jpeg": (b"\xff\xd8\xff",),
    ".webp": (b"RIFF",),
}


def _check_colour(value: object) -> str:
    """Take a colour as the web writes it, if people can read text in it."""
    text = checks.check_text(value)
    if not re.fullmatch(COLOUR, text):
        like = _colour_like(text)
        how = f'write "{like}"' if like else 'write it as "#rrggbb", such as "#2f5fa8"'
        raise checks.wrong(f"{checks.quoted(text)} is not a colour: {how}")
    from clausebook.community.colours import CONTRAST, LIGHT, contrast, readable

    found = contrast(text, LIGHT)
    if found < CONTRAST:
        # Never up to 4.5, which it does not reach.
        shown = int(found * 10) / 10
        raise checks.wrong(
            f"{checks.quoted(text)} is too faint to read on a light page: its contrast is {shown}, and people need "
            f'{CONTRAST} (WCAG 2.2 AA); the nearest that they can read is "{readable(text, LIGHT)}"',
            checks.LOW_CONTRAST,
        )
    return text.lower()


def _colour_like(text: str) -> str | None:
    """Give the colour that a text names in another way, such as “royalblue” or “rgb(65 105 225)”."""
    from coloraide import Color

    match = Color.match(text.strip().lower() if len(text) <= 60 else "", fullmatch=True)
    if match is None and re.fullmatch(r"[0-9a-fA-F]{6}", text.strip()):
        return f"#{text.strip().lower()}"
    return str(match.color.convert("srgb").fit().to_string(hex=True, alpha=False)) if match else None


def _check_picture(value: object) -> str:
    """Take the name of a picture's file in the community's own folder."""
    text = checks.check_text(value)
    if re.fullmatch(PICTURE, text):
        return text
    shown = checks.quoted(text)
    if text.startswith(("/", "\\", "~")) or ".." in text.replace("\\", "/").split("/") or ":" in text:
        raise checks.wrong(f'{shown} is not in this folder: put the file beside community.toml, and write "logo.svg"')
    if "." not in text or not re.search(r"\.(svg|png|webp|jpe?g|gif)\Z", text):
        raise checks.wrong(f'{shown} is no picture that every browser shows: write a name such as "logo.svg"')
    raise checks.wrong(f"{shown} becomes a part of an address: use letters, digits, “-” and “_” in its name")


Colour = Annotated[str, BeforeValidator(_check_colour), string_schema(COLOUR)]
Picture = Annotated[str, BeforeValidator(_check_picture), string_schema(PICTURE)]
_Text = Annotated[str, BeforeValidator(checks.check_text), string_schema(checks.LINE)]


class Look(BaseModel):
    """How a community's pages look."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        json_schema_extra={"dependentRequired": {"logo": ["logo_alt"], "logo_dark": ["logo"], "logo_alt": ["logo"]}},
    )

    logo: Picture | None = Field(
        None, title="the file of the logo, in the community's folder", examples=["logo.svg", "logo.png"]
    )
    logo_dark: Picture | None = Field(
        None,
        title="the file of the logo for dark pages, where the other one cannot be seen",
        examples=["logo-dark.svg"],
    )
    logo_alt: _Text | None = Field(
        None, title="what the logo shows, for people who do not see it", examples=["A lighthouse"]
    )
    accent: Colour | None = Field(
        None, title="the colour of links and buttons, as #rrggbb, dark enough to read", examples=["#2f5fa8"]
    )
    footer: _Text | None = Field(
        None,
        title="the line at the end of each page; addresses in it become links",
        examples=["Example Conference, https://example.org/imprint"],
    )


def look_relations(look: object) -> Iterator[InitErrorDetails]:
    """Check what belongs together: a logo, and what it shows."""
    if not isinstance(look, dict):
        return
    if "logo" in look and "logo_alt" not in look:
        message = (
            'logo_alt is missing: some people do not see the logo, write what it shows, as in logo_alt = "A lighthouse"'
        )
        yield InitErrorDetails(type=checks.lacking(message), loc=("look", "logo_alt"), input=None, ctx={})
    for key in ("logo_dark", "logo_alt"):
        if key in look and "logo" not in look:
            message = f'logo is missing: {key} belongs to one, write logo = "logo.svg", or take {key} out'
            yield InitErrorDetails(type=checks.lacking(message), loc=("look", "logo"), input=None, ctx={})
            return


def logo_findings(folder: Path, look: Look, sheet: Sheet) -> Iterator[Diagnostic]:
    """Look at the files of a community's logo: that they are there, small, and nothing but pictures."""
    for key, name in (("logo", look.logo), ("logo_dark", look.logo_dark)):
        fault = _fault(folder, name) if name else ""
        if fault:
            finding = sheet.finding(
                Code.UNUSABLE_LOGO, f"look.{key} {checks.quoted(name or '')} {fault}", ("look", key)
            )
            # Whatever the status: the pages would show a gap.
            yield replace(finding, severity=Severity.ERROR)


def _fault(folder: Path, name: str) -> str:
    file = folder / name
    try:
        if file.is_symlink() or not file.resolve(strict=True).is_relative_to(folder.resolve()):
            return "is a link, and links are not followed: put the file itself here"
        if not file.is_file():
            return "is no file: put the picture here"
        size = file.stat().st_size
        if size > LARGEST_LOGO:
            return (
                f"has {size:,} bytes, and every page loads it: make it smaller than {LARGEST_LOGO:,}, "
                "by fewer pixels (160 in height are enough), or as SVG"
            )
        data = file.read_bytes()
    except OSError:
        return "is not in this folder: put the picture beside community.toml"
    if file.suffix == ".svg":
        if b"<svg" not in data:
            return "is no SVG: export it again"
        return "holds a script, or asks another site: export it as plain SVG" if _ACTIVE.search(data) else ""
    return "" if data.startswith(_BEGINNINGS[file.suffix]) else f"is no {file.suffix[1:].upper()}: export it again"
