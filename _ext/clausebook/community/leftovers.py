"""Facts that cannot be true: leftover words, paths of no site, addresses and numbers set aside for examples."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from clausebook.community.checks import quoted
from clausebook.community.kinds import Status
from clausebook.community.sheet import Sheet
from clausebook.diagnostics import Code, Diagnostic
from clausebook.rules.signs import LEFTOVERS

# RFC 2606, and RFC 6761 for what it adds.
_RESERVED = re.compile(r"(?:.+\.)?(?:example\.(?:com|net|org)|example|test|invalid|localhost)\.?", re.IGNORECASE)

# Numbers that no telephone has, by the authorities that set them aside for films and examples.
_FICTIONAL = re.compile(
    "|".join(
        (
            # NANPA, 555 line numbers 0100 to 0199
            r"1[0-9]{3}55501[0-9]{2}",
            # Ofcom, numbers for use in drama
            r"44(?:207946|1632960|7700900|306999|8081570|9098790|2896496|2920180|1914980|1(?:1[3-8]|[2-6]1)4960)[0-9]{3,4}",
            # Bundesnetzagentur, numbers for media
            r"49(?:3023125|4066969|6990009|8999998|2214710)[0-9]{3}",
            # ACMA, fictitious numbers
            r"61(?:[2378](?:5550|7010)[0-9]{4}|491570[0-9]{3})",
            # Arcep, numbers for audiovisual works
            r"33(?:19900|26191|35301|46571|53649|63998)[0-9]{4}",
        )
    )
)


def not_real(sheet: Sheet) -> Iterator[Diagnostic]:
    """Tell facts that are none."""
    for location, text in sheet.texts():
        word = next((match[0] for sign, pattern in LEFTOVERS if sign in text for match in pattern.finditer(text)), None)
        if word is not None:
            message = f'{quoted(text)} still has “{word}” in it: write what belongs there, or all of it as "TODO"'
            yield sheet.finding(Code.LEFTOVER_FACT, message, location)
    yield from _paths(sheet)
    if sheet.status in (Status.LIVE, Status.DRAFT):  # Samples are made of such addresses.
        for location, text in sheet.texts():
            if location[0] in ("site", "email", "links") or location[-1] in ("email", "phone"):
                what = made_up(text)
                if what:
                    message = f"{quoted(text)} {what}, and reaches nobody: write the real one"
                    yield sheet.finding(Code.MADE_UP_FACT, message, location)


def _paths(sheet: Sheet) -> Iterator[Diagnostic]:
    """Tell links that are paths, where the site that they belong to is not given."""
    if "site" in sheet.facts:
        return
    for key, link in sheet.table("links").items():
        if isinstance(link, str) and link.startswith("/"):
            message = (
                f"links.{quoted(key)[1:-1]} {quoted(link)} is a path, and leads nowhere without its site: "
                'write site = "https://..." above, or the whole address here'
            )
            yield sheet.finding(Code.PATH_WITHOUT_SITE, message, ("links", key))


def made_up(text: str) -> str:
    """Say what is made up about an address, a link or a phone number; an empty text if nothing is."""
    if text.startswith(("+", "tel:+")):
        digits = re.sub(r"\(0\)|[^0-9]", "", re.split(r";|x|ext", text)[0])
        return "is a number set aside for examples" if _FICTIONAL.fullmatch(digits) else ""
    host = text.rpartition("@")[2]
    if "://" in text:
        try:
            host = urlsplit(text).hostname or ""
        except ValueError:
            return ""
    return "is an address set aside for examples" if _RESERVED.fullmatch(host) else ""
