"""Take the screenshots of the README: portal, communities, guide and letter, at both widths, in both schemes.

    make html && .venv/bin/python tools/screenshots.py

Needs Debian's chromium, or any other named by the variable CHROMIUM.
"""

from __future__ import annotations

import base64
import os
import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from clausebook.printing.chromium import find_chromium
from clausebook.printing.problems import CannotPrint

ROOT = Path(__file__).parent.parent
OUT = ROOT / "source/handbook/screenshots"
PHONE, DESK = {"width": 360, "height": 640}, {"width": 1280, "height": 800}
# In bytes: so much a picture may have, so that the README opens on a phone too.
LARGEST = 100_000
QUALITY = 82
LETTER = "communities/pyladies/written-report.html"
SHOTS = [
    ("portal-desk", "index.html", DESK, "light"),
    ("portal-phone", "index.html", PHONE, "dark"),
    ("pycon-phone", "communities/pycon/index.html", PHONE, "light"),
    ("madpug-phone", "communities/madpug/index.html", PHONE, "dark"),
    ("pyladies-phone", "communities/pyladies/index.html", PHONE, "light"),
    ("guide-desk", "communities/pycon/attendee-procedure.html", DESK, "light"),
    ("front-desk", "communities/madpug/index.html", DESK, "dark"),
    ("letter-phone", LETTER, PHONE, "light"),
    ("letter-desk", LETTER, DESK, "light"),
]


def main() -> int:
    """Take them all; gives the exit code."""
    site = ROOT / "build/html"
    try:
        chromium = find_chromium()
    except CannotPrint as error:
        print(error, file=sys.stderr)
        return 2
    if not (site / "index.html").is_file():
        print("This needs a built site: make html", file=sys.stderr)
        return 2
    OUT.mkdir(parents=True, exist_ok=True)
    for old in OUT.iterdir():
        old.unlink()
    with sync_playwright() as playwright:
        # Chromium's sandbox does not run as root, as in containers; the pages are our own.
        sandbox = os.geteuid() != 0
        browser = playwright.chromium.launch(executable_path=chromium, chromium_sandbox=sandbox)
        for name, page, size, scheme in SHOTS:
            context = browser.new_context(viewport=size, color_scheme=scheme)
            tab = context.new_page()
            tab.goto((site / page).as_uri())
            if page == LETTER:
                _fill(tab)
            data = _picture(tab)
            print(f"{name}.webp: {len(data):,} bytes")
            if len(data) > LARGEST:
                print(f"{name} is larger than {LARGEST:,} bytes", file=sys.stderr)
                return 1
            (OUT / f"{name}.webp").write_bytes(data)
            context.close()
        browser.close()
    return 0


def _fill(tab: Page) -> None:
    """Write a little, and show what comes of it."""
    tab.get_by_label("Who did it?").fill("somebody in a red shirt")
    tab.get_by_label("What did they do?").fill("kept commenting on my body during the talk")
    tab.get_by_label("to leave the event").check()
    if tab.viewport_size == DESK:
        tab.get_by_role("heading", name="Whom you write to").evaluate("h => h.scrollIntoView({behavior: 'instant'})")
    else:
        tab.get_by_role("heading", name="What happened").evaluate("h => h.scrollIntoView({behavior: 'instant'})")


def _picture(tab: Page) -> bytes:
    """Take what the window shows as WebP, which playwright itself does not write."""
    session = tab.context.new_cdp_session(tab)
    taken = session.send("Page.captureScreenshot", {"format": "webp", "quality": QUALITY})
    return base64.b64decode(taken["data"])


if __name__ == "__main__":
    sys.exit(main())
