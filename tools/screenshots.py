"""Take the screenshots of the README: the portal and a guide, on a phone and on a desk.

    make html && .venv/bin/python tools/screenshots.py

Needs Debian's chromium, or any other named by the variable CHROMIUM.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parent.parent
OUT = ROOT / "source/handbook/screenshots"
PHONE, DESK = {"width": 360, "height": 640}, {"width": 1280, "height": 800}
SHOTS = [
    ("portal-desk", "index.html", DESK, "light"),
    ("front-phone", "communities/pycon/index.html", PHONE, "light"),
    ("guide-phone", "communities/pycon/attendee-procedure.html", PHONE, "dark"),
    ("guide-desk", "communities/pycon/attendee-procedure.html", DESK, "light"),
]


def main() -> int:
    """Take them all; gives the exit code."""
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    site = ROOT / "build/html"
    if chromium is None or not (site / "index.html").is_file():
        print("This needs chromium (apt install chromium) and a built site (make html).", file=sys.stderr)
        return 2
    OUT.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        # Chromium's sandbox does not run as root, as in containers; the pages are our own.
        sandbox = os.geteuid() != 0
        browser = playwright.chromium.launch(executable_path=chromium, chromium_sandbox=sandbox)
        for name, page, size, scheme in SHOTS:
            context = browser.new_context(viewport=size, color_scheme=scheme)
            tab = context.new_page()
            tab.goto((site / page).as_uri())
            tab.screenshot(path=OUT / f"{name}.png")
            context.close()
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
