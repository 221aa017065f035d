"""What is to be made of an answer: records of Sphinx's linkcheck builder, judged for what readers would find."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from http import HTTPStatus
from ipaddress import ip_address
from urllib.parse import urlsplit

# Sphinx tells these of redirects; browsers remember them, and search engines replace the address (RFC 9110, 15.4).
_PERMANENT = (301, 308)
# The page is gone, or never was.
_GONE = (404, 410)
# It may be there tomorrow.
_PASSING = (408, 425, 429)

_STATUS = re.compile(r"(\d{3}) (?:Client|Server) Error")
_ANCHOR = re.compile(r"Anchor '(.*)' not found\Z")
_NO_HOST = re.compile(r"Name or service not known|No address associated|nodename nor servname|getaddrinfo failed")
_NO_ADDRESS = re.compile(r"Invalid URL|Failed to parse|No host supplied|InvalidURL|label (?:empty|too long)")
_REFUSED = re.compile(r"Connection refused|actively refused")
_BROKEN_OFF = re.compile(r"Connection aborted|Connection reset|RemoteDisconnected|IncompleteRead")


class Verdict(StrEnum):
    """What readers find at an address.  ``UNKNOWN`` is what nobody can say, and is never taken for fine."""

    FINE = "fine"
    MOVED = "moved"
    DEAD = "dead"
    NO_ANCHOR = "no-anchor"
    CERTIFICATE = "certificate"
    REFUSED = "refused"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Answer:
    """A verdict, in words why, and of a page that has ``MOVED`` the new address."""

    verdict: Verdict
    why: str = ""
    to: str = ""


_NO_SITE = Answer(Verdict.DEAD, "there is no site of this name")
_NO_NETWORK = Answer(Verdict.UNKNOWN, "no name of any site could be looked up; perhaps there is no network here")
NOT_REACHED = Answer(Verdict.UNKNOWN, "the time for the whole run was over before it answered")


def read_records(lines: Iterable[str]) -> Iterator[tuple[str, Answer]]:
    """Read the lines of ``output.json``, an address each; a later one counts more.

    A line that is torn, because the run was ended while it was written, is passed over.
    """
    for line in lines:
        try:
            record = json.loads(line)
        except ValueError:
            continue
        if isinstance(record, dict) and isinstance(record.get("uri"), str):
            yield record["uri"], judge(record)


def without_network(answers: Mapping[str, Answer]) -> dict[str, Answer]:
    """Take back what was said of names that were not found, if not one was: then it says nothing about sites."""
    named = [answer for address, answer in answers.items() if not _is_number(urlsplit(address).hostname or "")]
    if any(answer is not _NO_SITE for answer in named):
        return dict(answers)
    return {address: _NO_NETWORK if answer is _NO_SITE else answer for address, answer in answers.items()}


def lacks_network(answers: Mapping[str, Answer]) -> bool:
    """Tell whether no name of any site could be looked up."""
    return any(answer is _NO_NETWORK for answer in answers.values())


def _is_number(host: str) -> bool:
    """Tell whether a host is given by its number, for which no name is looked up."""
    try:
        ip_address(host)
    except ValueError:
        return host == "localhost"
    return True


def judge(record: Mapping[str, object]) -> Answer:
    """Judge one record of the builder's."""
    status, info = str(record.get("status")), str(record.get("info") or "")
    if status == "working":
        return Answer(Verdict.FINE)
    if status == "redirected":
        # One that is not for good leads readers to the right place, today as tomorrow.
        moved = record.get("code") in _PERMANENT and info
        return Answer(Verdict.MOVED, to=info) if moved else Answer(Verdict.FINE)
    if status == "broken":
        return _broken(info)
    if status == "timeout":
        return Answer(Verdict.UNKNOWN, "the server was asked and did not answer in time")
    if status == "rate-limited":
        return Answer(Verdict.UNKNOWN, "the server is asked too often and says to come back later (429)")
    if status == "ignored" and info == "unable to decode response content":
        # The page is there; it is no text in which a place could be looked for.
        return Answer(Verdict.FINE)
    if status == "ignored" and info == "service unavailable":
        return Answer(Verdict.UNKNOWN, "the server is out of service at the moment (503)")
    return Answer(Verdict.UNKNOWN, "it was not asked for")


def _broken(info: str) -> Answer:
    if info == "unauthorized":
        return Answer(Verdict.REFUSED, "the server asks for a password (401)")
    anchor = _ANCHOR.match(info)
    if anchor:
        return Answer(Verdict.NO_ANCHOR, anchor[1])
    status = _STATUS.match(info)
    if status:
        return _by_status(int(status[1]))
    if "redirects" in info and "Exceeded" in info:
        return Answer(Verdict.DEAD, "it redirects in a circle, and no page ever comes")
    if "SSL" in info or "certificate" in info.lower():
        return Answer(Verdict.CERTIFICATE, _of_certificate(info))
    if _NO_HOST.search(info):
        return _NO_SITE
    if _NO_ADDRESS.search(info):
        return Answer(Verdict.DEAD, "this is no address of a page")
    if "Temporary failure in name resolution" in info:
        return Answer(Verdict.UNKNOWN, "the name of the site could not be looked up; perhaps there is no network here")
    if _REFUSED.search(info):
        return Answer(Verdict.UNKNOWN, "no server answers there at the moment")
    if _BROKEN_OFF.search(info):
        return Answer(Verdict.UNKNOWN, "the server broke the connection off")
    return Answer(Verdict.UNKNOWN, f"it could not be asked for ({' '.join(info.split())[:200] or 'no reason given'})")


def _by_status(code: int) -> Answer:
    known = {status.value: status.phrase for status in HTTPStatus}
    shown = f"{code} {known[code]}" if code in known else str(code)
    if code in _GONE:
        return Answer(Verdict.DEAD, f"the page is not there ({shown})")
    if code in _PASSING:
        return Answer(Verdict.UNKNOWN, f"the server says to come back later ({shown})")
    if code >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return Answer(Verdict.UNKNOWN, f"the server has a fault ({shown})")
    return Answer(Verdict.REFUSED, f"the server does not let a program see the page ({shown})")


def _of_certificate(info: str) -> str:
    for sign, words in (
        ("expired", "its certificate has expired"),
        ("mismatch", "its certificate is another site's"),
        ("doesn't match", "its certificate is another site's"),
        ("self-signed", "nobody has vouched for its certificate"),
        ("self signed", "nobody has vouched for its certificate"),
        ("unable to get local issuer", "nobody that browsers trust has vouched for its certificate"),
        ("CERTIFICATE_VERIFY_FAILED", "its certificate is not valid"),
    ):
        if sign in info:
            return words
    return "no safe connection comes about"
