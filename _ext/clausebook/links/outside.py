"""Faults of links to other sites, by what their servers answered."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import urlsplit

from clausebook.diagnostics import Code, Severity
from clausebook.links.answers import NOT_REACHED, Answer, Verdict
from clausebook.links.archive import Archive
from clausebook.links.faults import Fault, Remedy
from clausebook.links.inside import Outside

# An address that a server names is written into a file, where other characters could become something else.
_PLAIN = re.compile(r"https?://[A-Za-z0-9.-]+(?::[0-9]{1,5})?(?:/[A-Za-z0-9._~!$&*+,;=:@%/?#-]*)?")
_LONGEST = 500
_LONGEST_SHOWN = 200


def outside_faults(links: Iterable[Outside], answers: Mapping[str, Answer], archive: Archive) -> Iterator[Fault]:
    """Give the faults of links to other sites; an address without an answer was not reached."""
    for outside in links:
        answer = answers.get(outside.address, NOT_REACHED)
        if answer.verdict is Verdict.FINE:
            continue
        code, severity, message = _told(outside.address, answer)
        remedy = None
        if answer.verdict is Verdict.MOVED:
            remedy = moved_to(outside.address, answer.to)
        elif answer.verdict is Verdict.DEAD and outside.address in archive.copies:
            copy = archive.copies[outside.address]
            if answers.get(copy, NOT_REACHED).verdict is Verdict.FINE:
                message = f"{message} The copy that {archive.path} lists is there: {copy}"
                # Somebody has chosen this copy for this address, and the address has just been found dead.
                remedy = Remedy(f"Lead to the archived copy, {copy}", copy, safe=True)
            else:
                message = f"{message} The copy that {archive.path} lists, {copy}, does not answer as it should either."
        yield Fault(code, message, outside.page, outside.link.written, outside.address, severity, remedy)


def rooted_faults(links: Iterable[Outside]) -> Iterator[Fault]:
    """Give the faults of links to the community's own site, where nobody has given its address."""
    for link in links:
        why = "it is a path of your own site, and community.toml does not say which that is"
        message = f"nobody knows whether {link.address} works: {why}; write its address there, after “site =”"
        code = Code.UNANSWERED_LINK
        yield Fault(code, message, link.page, link.link.written, link.address, Severity.WARNING)


def wanted(links: Iterable[Outside], archive: Archive) -> list[str]:
    """List the addresses to ask for: those of the links, and of their archived copies."""
    addresses = dict.fromkeys(link.address for link in links)
    copies = (archive.copies[address] for address in addresses if address in archive.copies)
    return list(dict.fromkeys([*addresses, *copies]))


def _told(address: str, answer: Answer) -> tuple[Code, Severity, str]:
    shown, to = _shown(address), _shown(answer.to)
    why = answer.why
    match answer.verdict:
        case Verdict.DEAD:
            how = "lead readers elsewhere, or take the link out."
            return Code.DEAD_LINK, Severity.ERROR, f"{shown} is dead: {why}; {how}"
        case Verdict.CERTIFICATE:
            how = "tell whoever runs that site, or lead readers elsewhere"
            message = f"browsers warn readers of {shown}, and do not show it: {why}; {how}"
            return Code.BAD_CERTIFICATE, Severity.ERROR, message
        case Verdict.NO_ANCHOR:
            message = (
                f"{shown} has no place “{why}”, and readers see its beginning: correct what follows “#”, "
                "or look whether a program on that page makes the place"
            )
            return Code.MISSING_ANCHOR, Severity.WARNING, message
        case Verdict.MOVED:
            message = f"{shown} has moved for good, to {to}: look at it, and lead there"
            return Code.MOVED_LINK, Severity.WARNING, message
        case Verdict.REFUSED:
            message = f"nobody knows whether readers may see {shown}: {why}; look at it yourself, in a private window"
            return Code.REFUSED_LINK, Severity.WARNING, message
        case _:
            message = f"nobody knows whether {shown} works: {why}; check again later"
            return Code.UNANSWERED_LINK, Severity.WARNING, message


def _shown(address: str) -> str:
    return address if len(address) <= _LONGEST_SHOWN else f"{address[: _LONGEST_SHOWN - 1]}…"


def moved_to(address: str, to: str) -> Remedy | None:
    """Say how a link to a page that has moved for good is written now; None if a person has to find that out.

    It is safe where the page is the same by all that can be seen: the same site, with https in the place of http or a
    slash at the end.  Everything else waits for somebody to look: a domain may have been sold, and a server that has
    lost a page may send all its visitors to another one.
    """
    old, new = urlsplit(address), urlsplit(to)
    if old.fragment and not new.fragment:
        to = f"{to}#{old.fragment}"
        new = urlsplit(to)
    if not _PLAIN.fullmatch(to) or len(to) > _LONGEST:
        return None
    if old.scheme == "https" and new.scheme == "http":
        return None
    if new.path in ("", "/") and old.path not in ("", "/"):
        # What is told of everything is told of nothing: this is how many sites answer for pages that they have lost.
        return None
    hosts = {host.removeprefix("www.") for host in ((old.hostname or "").lower(), (new.hostname or "").lower())}
    same = (old.path.rstrip("/"), old.query, old.fragment) == (new.path.rstrip("/"), new.query, new.fragment)
    ports = (old.port in (None, 80, 443) and new.port in (None, 443, 80)) or old.port == new.port
    return Remedy(f"Lead to {to}", to, safe=len(hosts) == 1 and same and ports)
