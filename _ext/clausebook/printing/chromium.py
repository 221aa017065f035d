"""Chromium makes PDFs of pages: it is the browser that readers print with, so what it prints is what they get."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from clausebook.printing.problems import CannotPrint

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Playwright

# As Debian, Ubuntu, Fedora and others name it, and browsers made from it.
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge", "microsoft-edge")
_ELSEWHERE = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe",
)
# The first version that prints what a style sheet puts into the margins of pages.
_OLDEST = 131
_NETWORK = re.compile(r"^(?!file:|data:|about:)")
_SCRIPT = re.compile(r"\.js(?:\?|\Z)")


def find_chromium() -> str:
    """Find Chromium, or what the variable CHROMIUM names.  Raises CannotPrint if there is none."""
    named = os.environ.get("CHROMIUM")
    if named:
        found = shutil.which(named)
        if found is None:
            raise CannotPrint(f"CHROMIUM={named} is no program that can be run here: name Chromium's, or leave it out")
        return found
    for name in (*_NAMES, *_ELSEWHERE):
        found = shutil.which(name)
        if found:
            return found
    raise CannotPrint(
        "this needs Chromium, which makes the PDFs: on Debian or Ubuntu, sudo apt install chromium; "
        "elsewhere, install Chromium or Google Chrome, or name its program in the variable CHROMIUM"
    )


class Press(AbstractContextManager["Press"]):
    """A running Chromium that reaches no network."""

    def __init__(self, program: str | None = None) -> None:
        self._program = program or find_chromium()
        self._playwright: Playwright | None = None
        self._browser: Browser | None = None

    def __enter__(self) -> Self:
        """Start it.  Raises CannotPrint if it cannot be started or is too old."""
        try:
            from playwright.sync_api import Error, sync_playwright
        except ImportError:
            message = "this needs Clausebook's extra “print”: use make print, or pip install 'clausebook[print]'"
            raise CannotPrint(message) from None
        self._playwright = sync_playwright().start()
        # Chromium's own sandbox does not run as root, as in containers; the pages are the project's own.
        sandbox = getattr(os, "geteuid", lambda: 1)() != 0
        try:
            self._browser = self._playwright.chromium.launch(executable_path=self._program, chromium_sandbox=sandbox)
        except Error as error:
            self._playwright.stop()
            reason = str(error).strip().splitlines()[0]
            raise CannotPrint(f"{self._program} cannot be started: {reason}") from None
        version = self._browser.version
        if int(version.partition(".")[0]) < _OLDEST:
            self.__exit__(None, None, None)
            raise CannotPrint(f"{self._program} is version {version}: this needs Chromium {_OLDEST} or later")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop it."""
        if self._browser:
            self._browser.close()
        if self._playwright:
            self._playwright.stop()

    def print_file(self, file: Path, style: str) -> bytes:
        """Make a PDF of a page, with a style sheet added to its own."""
        return self._print(lambda page: page.goto(file.resolve().as_uri()), style)

    def print_html(self, html: str) -> bytes:
        """Make a PDF of a text that needs no other file."""
        return self._print(lambda page: page.set_content(html), "")

    def _print(self, load: Callable[[Page], object], style: str) -> bytes:
        if self._browser is None:
            raise CannotPrint("this browser has not been started")
        # Playwright adds the style sheet by a script, which a page's own policy would refuse.
        context = self._browser.new_context(offline=True, java_script_enabled=bool(style), bypass_csp=True)
        try:
            context.route(_NETWORK, lambda route: route.abort())
            # A page's own scripts are for readers at a screen: paper has what the page is without them.
            context.route(_SCRIPT, lambda route: route.abort())
            page = context.new_page()
            page.emulate_media(media="print", color_scheme="light")
            load(page)
            if style:
                page.add_style_tag(content=style)
            return page.pdf(prefer_css_page_size=True, print_background=True, tagged=True, outline=True)
        finally:
            context.close()
