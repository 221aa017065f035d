"""The look of a community: colours that can be read, logos that are pictures in its own folder."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clausebook.community.colours import CONTRAST, CONTRAST_DARK, DARK, LIGHT, contrast, on_dark, readable
from clausebook.community.loading import LoadedCommunity, check_community
from clausebook.community.look import LARGEST_LOGO, logo_findings
from clausebook.diagnostics import Applicability, Code, Diagnostic
from clausebook.text.edits import apply_edits
from clausebook.text.source import SourceText
from tests.site.building import COMMUNITY

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><path d="M0 0h1v1z"/></svg>'
LOGO = 'logo = "logo.svg"\nlogo_alt = "A lighthouse"'


def load(look: str) -> LoadedCommunity:
    return check_community(SourceText("community.toml", f"{COMMUNITY}\n[look]\n{look}\n"))


def told(look: str) -> list[tuple[str, str]]:
    return [(finding.code.code, finding.message) for finding in load(look).diagnostics]


def ratio(one: str, other: str) -> float:
    """Give the contrast of two colours, from the definition in WCAG 2.2."""

    def luminance(colour: str) -> float:
        channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    first, second = sorted((luminance(one), luminance(other)))
    return (second + 0.05) / (first + 0.05)


@pytest.mark.parametrize(
    "look",
    ["", LOGO, f'{LOGO}\nlogo_dark = "pictures/dark.PNG"'.replace(".PNG", ".png"), 'accent = "#369"', 'footer = "Us"'],
)
def test_what_is_right(look: str) -> None:
    assert told(look) == []


def test_a_look_is_kept() -> None:
    community = load(f'{LOGO}\naccent = "#2F5FA8"\nfooter = "Us, https://example.org"').community
    assert community is not None
    look = community.look
    assert (look.logo, look.logo_alt, look.accent, look.footer) == (
        *("logo.svg", "A lighthouse", "#2f5fa8", "Us, https://example.org"),
    )


@pytest.mark.parametrize(
    ("look", "code", "words"),
    [
        ('accent = "#ffcc00"', "CB424", "its contrast is 1.3, and people need 4.5 (WCAG 2.2 AA); the nearest that"),
        ('accent = "#777"', "CB424", "its contrast is 3.9"),
        ('accent = "royalblue"', "CB402", 'is not a colour: write "#4169e1"'),
        ('accent = "rgb(65 105 225)"', "CB402", 'write "#4169e1"'),
        ('accent = "4169E1"', "CB402", 'write "#4169e1"'),
        ('accent = "blueish"', "CB402", 'write it as "#rrggbb"'),
        ('accent = "#12345678"', "CB402", 'write "#123456"'),
        ("accent = 3", "CB402", "is not text"),
        ('logo = "logo.svg"', "CB404", "logo_alt is missing: some people do not see the logo"),
        ('logo_alt = "A lighthouse"', "CB404", "logo is missing: logo_alt belongs to one"),
        ('logo = "../logo.svg"\nlogo_alt = "x"', "CB402", "is not in this folder"),
        ('logo = "/etc/logo.svg"\nlogo_alt = "x"', "CB402", "is not in this folder"),
        ('logo = "https://example.org/a.svg"\nlogo_alt = "x"', "CB402", "is not in this folder"),
        ("logo = 'a\\..\\..\\b.svg'\nlogo_alt = \"x\"", "CB402", "is not in this folder"),
        ('logo = "logo.bmp"\nlogo_alt = "x"', "CB402", "is no picture that every browser shows"),
        ('logo = "my logo.svg"\nlogo_alt = "x"', "CB402", "becomes a part of an address"),
        ('logo = ".hidden.svg"\nlogo_alt = "x"', "CB402", "becomes a part of an address"),
        ('colour = "#369"', "CB403", "look.colour is not a key of a look"),
        ('footer = ""', "CB402", "look.footer is empty"),
    ],
)
def test_what_is_wrong(look: str, code: str, words: str) -> None:
    found = told(look)
    assert [each[0] for each in found] == [code]
    assert words in found[0][1]


def test_the_nearest_colour_is_written_on_request() -> None:
    loaded = load('accent = "#ffcc00"  # sunny')
    (finding,) = loaded.diagnostics
    assert finding.fix is not None
    assert finding.fix.applicability is Applicability.UNSAFE
    assert loaded.source is not None
    mended = apply_edits(loaded.source.text, finding.fix.edits)
    assert 'accent = "#8a6800"  # sunny' in mended
    assert '"#8a6800"' in finding.message
    assert check_community(SourceText("community.toml", mended)).diagnostics == ()


@given(st.integers(0, 0xFFFFFF))
def test_every_colour_has_a_neighbour_that_can_be_read(number: int) -> None:
    colour = f"#{number:06x}"
    for backgrounds, least in ((LIGHT, CONTRAST), (DARK, CONTRAST_DARK)):
        found = readable(colour, backgrounds, least)
        assert min(ratio(found, background) for background in backgrounds) >= least
        assert (found == colour) == (min(ratio(colour, background) for background in backgrounds) >= least)
        assert contrast(found, backgrounds) == pytest.approx(min(ratio(found, b) for b in backgrounds), rel=1e-3)
        # A second time, nothing changes.
        assert readable(found, backgrounds, least) == found
    assert min(ratio(on_dark(colour), background) for background in DARK) >= CONTRAST_DARK


def findings(folder: Path, data: bytes | None, name: str = "logo.svg") -> list[Diagnostic]:
    if data is not None:
        (folder / name).write_bytes(data)
    loaded = load(LOGO.replace("logo.svg", name))
    assert loaded.community is not None
    assert loaded.sheet is not None
    return list(logo_findings(folder, loaded.community.look, loaded.sheet))


def test_a_logo_that_is_a_picture(tmp_path: Path) -> None:
    assert findings(tmp_path, SVG) == []
    assert findings(tmp_path, b"\x89PNG\r\n\x1a\n", "logo.png") == []
    assert findings(tmp_path, b'<?xml version="1.0"?>\n<!DOCTYPE svg>\n' + SVG) == []
    assert findings(tmp_path, SVG.replace(b"<path", b'<use href="#a"/><path')) == []


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (None, "is not in this folder: put the picture beside community.toml"),
        (b"text", "is no SVG"),
        (SVG + b" " * LARGEST_LOGO, "every page loads it: make it smaller than 20,000"),
        (SVG.replace(b"<path", b"<script>alert(1)</script><path"), "holds a script"),
        (SVG.replace(b"<path", b"<path onload='alert(1)'"), "holds a script"),
        (SVG.replace(b"<path", b"<a href='javascript:x'/><path"), "holds a script"),
        (SVG.replace(b"<path", b'<image href="https://example.org/a.png"/><path'), "asks another site"),
        (SVG.replace(b"<path", b"<style>@import 'x';</style><path"), "asks another site"),
        (b'<!DOCTYPE svg [<!ENTITY a "b">]>' + SVG, "holds a script"),
    ],
)
def test_a_logo_that_is_none(tmp_path: Path, data: bytes | None, words: str) -> None:
    (finding,) = findings(tmp_path, data)
    assert finding.code is Code.UNUSABLE_LOGO
    assert words in finding.message
    assert (finding.start.row, finding.message.startswith('look.logo "logo.svg" ')) == (19, True)


def test_a_logo_elsewhere(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (tmp_path / "secret.svg").write_bytes(SVG)
    (folder / "logo.svg").symlink_to(tmp_path / "secret.svg")
    assert "is a link, and links are not followed" in findings(folder, None)[0].message
    (folder / "logo.svg").unlink()
    (folder / "logo.svg").mkdir()
    assert "is no file" in findings(folder, None)[0].message
    (finding,) = findings(folder, SVG, "logo.png")
    assert "is no PNG: export it again" in finding.message
