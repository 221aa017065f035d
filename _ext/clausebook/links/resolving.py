"""Where an address on a page leads: to another place of the site, to another site, to a mail program or a phone."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from enum import Enum, auto
from urllib.parse import unquote, urljoin, urlsplit

from clausebook.text.nearest import nearest

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_CALLS = frozenset({"tel", "sms", "smsto"})
# The schemes that the HTML Standard lets other programs handle (“safelisted scheme”), and those of messengers by which
# people can be reached.
# fmt: off
_FOLLOWED = frozenset({
    "bitcoin", "ftp", "ftps", "geo", "im", "irc", "ircs", "magnet", "matrix", "mms", "news", "nntp",
    "openpgp4fpr", "sftp", "sip", "sips", "ssh", "urn", "webcal", "wtai", "xmpp", "data",
    "sgnl", "signal", "skype", "tg", "facetime", "whatsapp",
})
# fmt: on
_COMMON = ("http", "https", "mailto", "tel", "sms")
_PORTS = {"http": 80, "https": 443}


class Kind(Enum):
    """What an address leads to."""

    INSIDE = auto()
    OUTSIDE = auto()
    MAIL = auto()
    CALL = auto()
    # A path from the root of a site of which nobody has given the address.
    ROOTED = auto()
    # Another program's, or data: nothing to ask for.
    OTHER = auto()
    # It leads nowhere; the target's ``fault`` says why.
    NOWHERE = auto()


@dataclass(frozen=True, slots=True)
class Target:
    """Where an address leads.

    ``address`` is the whole of it for other sites, mail and calls; inside, ``path`` is that of a file in the site,
    which begins with ``..`` where it leaves the site, and ``fragment`` the name of a place on that page.
    """

    kind: Kind
    address: str = ""
    path: str = ""
    fragment: str = ""
    fault: str = ""


def resolve(written: str, page: str, base: str = "", site: str | None = None) -> Target:
    """Say where an address on a page leads.

    ``page`` is the page's path in the built site, ``base`` what its ``<base>`` element says, and ``site`` the address
    of the community's own site, to which a path from the root belongs.
    """
    # As the URL Standard does it: these characters are no part of any address.
    address = written.strip(" \t\n\r\f").translate({9: None, 10: None, 13: None})
    if base:
        foundation = resolve(base, page, site=site)
        if foundation.kind is Kind.OUTSIDE:
            if not _SCHEME.match(address):
                address = urljoin(foundation.address, address)
        elif foundation.kind is Kind.INSIDE:
            page = foundation.path
        elif foundation.kind is Kind.ROOTED and not _SCHEME.match(address):
            address = urljoin(foundation.address, address)
    try:
        return _resolve(address, page, site)
    except ValueError as error:
        return Target(Kind.NOWHERE, address, fault=f"this is no address ({error}): write it anew")


def _resolve(address: str, page: str, site: str | None) -> Target:
    scheme = _SCHEME.match(address)
    if scheme:
        return _with_scheme(address, scheme[1].lower())
    # In a path, browsers take “\\” for “/” (URL Standard, “path state”).
    path = re.split(r"[?#]", address, maxsplit=1)[0]
    address = path.replace("\\", "/") + address[len(path) :]
    if address.startswith("//"):
        return _with_scheme(f"https:{address}", "https")
    if address.startswith("/"):
        if site is None:
            return Target(Kind.ROOTED, address)
        return _with_scheme(urljoin(site, address), "https")
    parts = urlsplit(address)
    if not parts.path:
        return Target(Kind.INSIDE, path=page, fragment=parts.fragment)
    whole = posixpath.join(posixpath.dirname(page), unquote(parts.path))
    path = posixpath.normpath(whole)
    if whole.endswith(("/", "/.", "/..")) or path == ".":
        path = posixpath.normpath(f"{path}/index.html")
    return Target(Kind.INSIDE, path=path, fragment=parts.fragment)


def _with_scheme(address: str, scheme: str) -> Target:
    if scheme in _PORTS:
        parts = urlsplit(address)
        parts.port  # noqa: B018 # reading it checks it
        if not parts.hostname:
            return Target(
                Kind.NOWHERE, address, fault=f"this address names no site: write it like {scheme}://example.org"
            )
        return Target(Kind.OUTSIDE, address)
    if scheme == "mailto":
        return Target(Kind.MAIL, address)
    if scheme in _CALLS:
        return Target(Kind.CALL, address)
    if scheme in _FOLLOWED:
        return Target(Kind.OTHER, address)
    if scheme == "javascript":
        return Target(Kind.NOWHERE, address, fault="no page here runs a program that stands in a link; take it out")
    guess = nearest(scheme, _COMMON)
    how = f"did you mean “{guess}:”?" if guess else "write an address that begins with “https://”"
    return Target(Kind.NOWHERE, address, fault=f"no browser follows a link that begins with “{scheme}:”; {how}")
