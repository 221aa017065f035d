"""What is printed of a community: its guides, the card, the poster, each as a PDF in its folder."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from clausebook.community.model import Community
from clausebook.printing import sheets
from clausebook.printing.chromium import Press
from clausebook.printing.finishing import count_pages, finish
from clausebook.printing.problems import CannotPrint, DoesNotFit, NothingToPrint
from clausebook.printing.shown import DO, DONT, ShownClauses
from clausebook.project import CommunityFolder
from clausebook.text.edits import write_atomically

# In points. On a card held in the hand, 8 is what a timetable has; smaller is not read under stress.
CARD_SIZES = (11.0, 10.5, 10.0, 9.5, 9.0, 8.5, 8.0)
# Down to this size, one side for what to do and the other for what not to do is worth more than large type.
APART_DOWN_TO = 9.0
POSTER_SCALES = (1.6, 1.5, 1.4, 1.3, 1.2, 1.1, 1.0, 0.9, 0.8, 0.7)
# ISO 216, in millimetres.
POSTERS = {"poster-a4.pdf": (210, 297), "poster-a3.pdf": (297, 420)}


@dataclass(frozen=True)
class PrintSet:
    """A community's built guide and where its PDFs go.

    ``community`` is as the edition shows it, ``public`` are the facts that everybody may see, ``site`` is the folder
    of the built guide, and ``staff`` says that the edition is the staff's.
    """

    community: CommunityFolder
    facts: Community
    public: Community
    site: Path
    out: Path
    staff: bool = False

    def guides(self, press: Press) -> Iterator[Path]:
        """Print each page of the guide, in the paper's size that the style sheet leaves open: A4.

        Raises CannotPrint if the guide is not built.
        """
        names = [page.name for page in self.community.pages if (self.site / f"{page.name}.html").is_file()]
        if not names:
            raise CannotPrint(f"{self.site} holds no page of {self.facts.name}: build the guide first, with make html")
        for name in names:
            file = self.site / f"{name}.html"
            title = _title(file) or name
            title = self.facts.name if title == self.facts.name else f"{self.facts.name}: {title}"
            pdf = press.print_file(file, _footer(f"{title} — staff edition, do not pass on" if self.staff else title))
            yield self._write(f"guides/{name}.pdf", pdf, title)

    def card(self, press: Press) -> Path:
        """Print the staff's pocket card, in the largest type in which it has two sides.

        Raises DoesNotFit if it has more in the smallest, NothingToPrint if the guide says nothing that staff do first.
        """
        self._forget("card.pdf")
        shown = ShownClauses(self.site / f"{self.community.slug}-offline.html")
        chosen = self.facts.card
        do, dont = chosen.do, chosen.dont
        if not do and not dont:
            do = shown.supplying(DO, self.community.voice)
            dont = tuple(name for name in shown.supplying(DONT, self.community.voice) if name not in do)
        if not do and not dont:
            raise NothingToPrint(
                "there is no card: no clause of this edition's guides says what staff do first. Show such clauses on a "
                'page, and name them in community.toml, as in [card] do = ["staff-procedure:response"]'
            )
        texts = shown.html(do, "[card] do"), shown.html(dont, "[card] dont")
        pages = 0
        layouts = [(points, True) for points in CARD_SIZES if points >= APART_DOWN_TO]
        for points, apart in (*layouts, *((points, False) for points in CARD_SIZES)):
            pdf = press.print_html(sheets.card(self.facts, *texts, points=points, apart=apart))
            pages = count_pages(pdf)
            if pages <= 2:
                return self._write("card.pdf", pdf, f"{self.facts.name}: staff card")
        raise DoesNotFit(
            f"the card has no room on two sides of A6: in {CARD_SIZES[-1]:g} points, the smallest that people read "
            f"under stress, it would have {pages}. Name fewer clauses in [card] in community.toml, or shorten them by "
            "wording of your own"
        )

    def posters(self, press: Press) -> Iterator[Path]:
        """Print the poster, of what everybody may see, whatever the edition: it hangs on a wall.

        Raises DoesNotFit if it has more than a page.
        """
        for name in POSTERS:
            self._forget(name)
        for name, (width, height) in POSTERS.items():
            for scale in POSTER_SCALES:
                pdf = press.print_html(sheets.poster(self.public, width=width, height=height, scale=scale))
                if count_pages(pdf) == 1:
                    yield self._write(name, pdf, f"{self.public.name}: poster")
                    break
            else:
                message = f"the poster has no room on one page for {len(self.public.contacts)} contacts: name fewer"
                raise DoesNotFit(f"{message} in community.toml, or shorten what it says of them")

    def _forget(self, name: str) -> None:
        # What was printed before may name people who have gone.
        (self.out / name).unlink(missing_ok=True)

    def _write(self, name: str, pdf: bytes, title: str) -> Path:
        file = self.out / name
        file.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(file, finish(pdf, title, self.facts.language))
        return file


def _title(file: Path) -> str:
    from bs4 import BeautifulSoup

    heading = BeautifulSoup(file.read_text(encoding="utf-8"), "html.parser").select_one("article h1, main h1, h1")
    if heading is None:
        return ""
    for mark in heading.select(".headerlink"):
        mark.decompose()
    return " ".join(heading.get_text().split())


def _footer(text: str) -> str:
    """Put a text into the margin below each page."""
    plain = "".join(c if c.isalnum() or c in " .,:!?-" else f"\\{ord(c):x} " for c in text)
    return f'@page {{ size: A4; @bottom-left {{ content: "{plain}"; font: 9pt sans-serif; color: #000; }} }}'
