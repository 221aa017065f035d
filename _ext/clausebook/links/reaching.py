"""Links that call somebody or write to somebody: whether anybody is reached."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, unquote

import phonenumbers
from phonenumbers import shortnumberinfo
from pydantic_core import PydanticCustomError

from clausebook.community.addresses import check_email, check_phone
from clausebook.community.emergency import EMERGENCY_NUMBER, country_name, emergency_numbers, is_emergency_number
from clausebook.community.model import Community
from clausebook.text.nearest import either

# RFC 3966, “visual separators”; blanks are no part of it, and phones pass over them.
_SEPARATORS = re.compile(r"[-.() ]")
_MOST_ADDRESSES = 50


def mail_fault(address: str) -> str:
    """Say what is wrong with a ``mailto:`` link; "" if mail reaches somebody.

    A link may name several addresses, with commas, and more after ``to=``, ``cc=`` and ``bcc=`` (RFC 6068).
    """
    to, _, query = address.partition(":")[2].partition("?")
    named = [unquote(part) for part in to.split(",")] if to else []
    for key, value in parse_qsl(query.replace("+", "%2B")):
        if key.lower() in ("to", "cc", "bcc"):
            named += value.split(",")
    if not named:
        return "this link writes to nobody: write the address after “mailto:”"
    for each in named[:_MOST_ADDRESSES]:
        try:
            check_email(each.strip(" "))
        except PydanticCustomError as error:
            return str(error)
    return ""


def call_fault(address: str, community: Community | None) -> str:
    """Say what is wrong with a ``tel:`` or ``sms:`` link on a page of a community; "" if it is sound.

    A number is right if the community's facts have it, if it is an emergency or other short number of the
    community's country, or if it has a country code and a number that is assigned there, as libphonenumber knows it.
    """
    # After a question mark, an sms: link has the text of the message (RFC 5724).
    number = unquote(address.partition(":")[2].partition("?")[0]).strip()
    if not number:
        return "this link calls nobody: write the number after “tel:”"
    digits, _, parameters = number.partition(";")
    digits = _SEPARATORS.sub("", digits)
    if community and _plain(number) in set(map(_plain, _known(community))):
        return ""
    if not digits.startswith("+"):
        return _short_fault(digits, community.country if community else None)
    extension = re.search(r"(?:^|;)ext=([0-9]{1,7})(?:;|$)", parameters)
    try:
        text = check_phone(f"{digits} ext. {extension[1]}" if extension else digits)
    except PydanticCustomError as error:
        return str(error)
    if phonenumbers.is_valid_number(phonenumbers.parse(text, None)):
        return ""
    where = "" if community is None else ", and the community's facts do not have it either"
    return (
        f"nobody is known to have the number {digits}{where}: call it once, and write it into community.toml "
        "if it is right"
    )


def _short_fault(digits: str, country: str | None) -> str:
    if not digits.isascii() or not digits.isdecimal():
        return f"“{digits}” is no phone number: write it with its country code, as in tel:+1-202-555-0143"
    if country is None:
        # People who meet online are in many countries; none of the numbers can be held against one.
        if EMERGENCY_NUMBER.fullmatch(digits):
            return ""
    elif is_emergency_number(digits, country) or _is_short_number(digits, country):
        return ""
    elif EMERGENCY_NUMBER.fullmatch(digits):
        right = either(emergency_numbers(country)[:4])
        how = f": for an emergency, write {right}" if right else ""
        return f"{digits} is no number of {country} ({country_name(country)}) that people can dial{how}"
    return f"{digits} lacks its country code, without which it is not reached from elsewhere: write tel:+ and the code"


def _is_short_number(digits: str, country: str) -> bool:
    try:
        number = phonenumbers.parse(digits, country)
    except phonenumbers.NumberParseException:
        return False
    return bool(shortnumberinfo.is_valid_short_number_for_region(number, country))


def _known(community: Community) -> Iterator[str]:
    yield from (contact.tel for contact in community.contacts if contact.tel)
    yield from (number.tel for number in community.emergency if number.tel)
    yield from (link for link in community.links.values() if link and link.startswith("tel:"))
    yield from (f"tel:{text}" for text in community.staff.values() if text and text.startswith("+"))


def _plain(number: str) -> str:
    """Give what two ways to write a number have in common."""
    whole, _, parameters = number.removeprefix("tel:").lower().partition(";")
    return f"{_SEPARATORS.sub('', whole)};{parameters}"
