"""The card and the poster as HTML: every value escaped, nothing from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from pathlib import Path
from urllib.parse import urlsplit

from babel.core import Locale, UnknownLocaleError
from babel.dates import format_date

from clausebook.community.kinds import Status
from clausebook.community.model import Community, Contact
from clausebook.community.values import Values

STYLE = Path(__file__).with_name("sheets.css")

_NOTICES = {
    Status.EXAMPLE: "This is a sample. Do not use it: nobody may be there to answer.",
    Status.DRAFT: "This is a draft. It is not in use yet: names and numbers may be wrong.",
    Status.ARCHIVED: "This is archived. Do not use it: names and numbers may be out of date.",
}


def reporting_page(facts: Community) -> str | None:
    """Give the address of the page on which a community takes reports.

    That is ``links.reporting``, and otherwise its site; None if it has given neither.
    """
    for link in (Values.of(facts).link("links.reporting"), facts.site):
        if link and urlsplit(link).scheme in ("http", "https"):
            return link
    return None


def code(url: str) -> str:
    """Draw a QR code of an address, and of nothing else, as SVG (ISO/IEC 18004; quiet zone of 4 modules)."""
    import segno

    # Level M still reads with 15 % of it dirty or torn.
    made = segno.make_qr(url, error="m", boost_error=False)
    return made.svg_inline(border=4, omitsize=True, title="QR code", light="#fff")


def card(facts: Community, do: str, dont: str, *, points: float, apart: bool) -> str:
    """Make the staff's pocket card, A6; ``do`` and ``dont`` are HTML, ``points`` the size of type.

    ``apart`` puts what not to do on the other side.
    """
    parts = [
        f"<h1>{escape(facts.name)} <small>Staff card</small></h1>",
        *_notice(facts),
        '<div class="danger">',
        *_numbers(facts),
        "</div>",
        "<h2>Whom to tell</h2>",
        *(_person(contact) for contact in facts.contacts),
        *([] if facts.contacts else [_gap("contacts")]),
        f"<h2>In the first minutes</h2>\n{do}" if do else "",
        f'<div class="side"><h2>What not to do</h2>\n{dont}</div>' if apart and dont else "",
        f"<h2>What not to do</h2>\n{dont}" if dont and not apart else "",
        *_checked(facts),
    ]
    page = f"@page {{ size: 105mm 148mm; margin: 6mm; }} html {{ font-size: {points}pt; }}"
    return _sheet(facts, f"{facts.name}: staff card", "card", page, parts)


def poster(facts: Community, *, width: int, height: int, scale: float) -> str:
    """Make the poster on paper of a size in millimetres; ``scale`` is the size of type, 1 the largest."""
    url = reporting_page(facts)
    parts = [
        "<h1>Harassed, or saw it happen?</h1>",
        f'<p class="for">Tell {escape(facts.name)}.</p>',
        *_notice(facts),
        '<div class="danger">',
        *_numbers(facts),
        "</div>",
        "<h2>Whom to tell</h2>",
        *(_person(contact) for contact in facts.contacts),
        *([] if facts.contacts else [_gap("contacts")]),
    ]
    if url:
        parts.append(
            f'<div class="scan">{code(url)}<div><h2>Report online</h2><p>Scan the code, or go to</p>'
            f'<p class="way">{escape(url)}</p></div></div>'
        )
    parts += _checked(facts)
    # So that the same poster fills every size of paper.
    size = 10 * width / 210 * scale
    page = f"@page {{ size: {width}mm {height}mm; margin: {width / 14:.1f}mm; }} html {{ font-size: {size:.2f}pt; }}"
    return _sheet(facts, f"{facts.name}: poster", "poster", page, parts)


def _sheet(facts: Community, title: str, kind: str, page: str, parts: list[str]) -> str:
    style = STYLE.read_text(encoding="utf-8")
    language = facts.language
    direction = "rtl" if _locale(language).character_order == "right-to-left" else "ltr"
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(language)}" dir="{direction}"><head><meta charset="utf-8">'
        f"<title>{escape(title)}</title><style>{style}{page}</style></head>\n"
        f'<body class="{kind}">\n' + "\n".join(filter(None, parts)) + "\n</body></html>\n"
    )


def _notice(facts: Community) -> Iterator[str]:
    words = _NOTICES.get(facts.status)
    if words:
        yield f'<p class="notice">{escape(words)}</p>'


def _numbers(facts: Community) -> Iterator[str]:
    yield "<p>In danger? Call</p>"
    numbers = [entry for entry in facts.emergency if entry.number]
    if not numbers:
        yield "<p>the emergency number of the place where you are.</p>"
    for entry in numbers:
        yield f'<div><div class="number">{escape(entry.number or "")}</div>'
        yield f"<p>{escape(entry.label)}</p></div>" if entry.label else "</div>"


def _person(contact: Contact) -> str:
    name = f"<strong>{escape(contact.name)}</strong>" if contact.name else _gap("name")
    role = f" ({escape(contact.role)})" if contact.role else ""
    ways = [f'<span class="way">{escape(way)}</span>' for way in (contact.phone, contact.email) if way]
    notes = [
        contact.place,
        contact.hours,
        "speaks " + ", ".join(contact.languages) if contact.languages else None,
        "independent of the organizers" if contact.independent else None,
        "for the staff only" if contact.for_staff else None,
    ]
    lines = [f"{name}{role}", "<br>".join(ways), escape("; ".join(note for note in notes if note))]
    return f'<div class="person">{"<br>".join(line for line in lines if line)}</div>'


def _gap(what: str) -> str:
    return f'<span class="gap">TODO: not filled in ({what})</span>'


def _checked(facts: Community) -> Iterator[str]:
    if facts.reviewed:
        day = format_date(facts.reviewed, "long", locale=_locale(facts.language))
        yield f'<p class="checked">Last checked on {escape(day)}.</p>'


def _locale(language: str) -> Locale:
    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale("en")
