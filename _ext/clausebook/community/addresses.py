"""Checks of what a reader in trouble uses: e-mail addresses, phone numbers, links.

Messages go on after the name of the key, as in ``checks``.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from urllib.parse import SplitResult, unquote, urlsplit

import phonenumbers
from email_validator import EmailNotValidError, validate_email
from pydantic_core import PydanticCustomError

from clausebook.community.checks import WRONG_PHONE, check_text, described, is_missing, quoted, wrong
from clausebook.community.emergency import EMERGENCY_NUMBER, country_name, emergency_numbers
from clausebook.community.scripts import refuse_look_alikes

EMAIL = r"^[^@\s]+@[^@\s]+\.[^@\s]+$"
PHONE = r"^\+[0-9][0-9 ().-]*( ?(ext\.?|x|;ext=) ?[0-9]{1,7})?$"
DIGITS = r"^[0-9]{2,6}$"
WEB = r"^https?://[^\s/]+"
LINK = r"^(https?://[^\s/]|mailto:[^\s]+@|tel:\+?[0-9]|/$|/[^/\\\s])"

# Messages give these numbers; for a community whose country is known, they become numbers of its own.
EXAMPLE = '"+1 202 555 0143"'
EXAMPLE_WITH_EXTENSION = '"+49 30 901820 ext. 12"'

# In characters: longer than any number with its extension.
_LONGEST_PHONE = 40
# The endings of pages; none of them is a top-level domain, but for .md, Moldova's.
_PAGES = frozenset({"asp", "aspx", "htm", "html", "jsp", "md", "pdf", "php", "rst", "txt", "xhtml"})
_TEL = re.compile(r"tel:(\+?[0-9][0-9-]*)(;ext=[0-9]{1,7})?")
_HOST = re.compile(r"[^\W_]([\w.-]*\w)?\.?|\[[0-9a-fA-F:.]+\]")
# RFC 3986 has no place for these in a URL, and browsers take a backslash for a slash.
_NOT_IN_A_LINK = frozenset('<>"{}|\\^`')


def check_email(value: object) -> str:
    """Take an e-mail address by the rules of RFC 5322 and RFC 6531, without asking the network.

    The reserved names of RFC 2606 that end in .example, .test and the like are refused, since mail to them is lost;
    example.org and example.com are taken, since documents are written with them.
    """
    text = check_text(value)
    if is_missing(text) or set(text) & set("%?"):
        # Both have a meaning in mailto: links, where they would change the address or add a recipient.
        raise wrong(_not_an_email(text))
    try:
        checked = validate_email(text, check_deliverability=False)
    except EmailNotValidError:
        raise wrong(_not_an_email(text)) from None
    local, _at, host = checked.normalized.rpartition("@")
    refuse_look_alikes(text, host, local)
    return text


def _not_an_email(text: str) -> str:
    """Say that a text is no address, and propose the address that is probably meant."""
    proposal = unquote(text).strip().removeprefix("mailto:").partition("?")[0].strip("<> ").replace(",", ".")
    try:
        validate_email(proposal, check_deliverability=False)
    except EmailNotValidError:
        proposal = ""
    how = quoted(proposal) if proposal.isprintable() and proposal else 'it like "coc@example.org"'
    return f"{quoted(text)} is not an e-mail address: write {how}"


def parse_phone(number: str) -> phonenumbers.PhoneNumber:
    """Parse a phone number that ``check_phone`` has taken."""
    return phonenumbers.parse(number, None)


def _wrong_phone(message: str) -> PydanticCustomError:
    return wrong(message, WRONG_PHONE)


def check_phone(value: object) -> str:
    """Take a phone number with its country code.

    The length must be possible for its country.  Whether a number is valid is not asked: that depends on lists of
    ranges that change between releases of the library, and the ranges set aside for fiction, such as Ofcom's
    +44 7700 900xxx, are in none of them.
    """
    if isinstance(value, int) and not isinstance(value, bool):
        raise _wrong_phone(f"{described(value)} is a number: write it as text with the country code, {EXAMPLE}")
    text = check_text(value)
    if not text.startswith("+"):
        raise _wrong_phone(f'{quoted(text)} lacks the country code: write it from the "+" on, such as {EXAMPLE}')
    example = f"write it like {EXAMPLE} or {EXAMPLE_WITH_EXTENSION}"
    if not re.fullmatch(PHONE, text):
        raise _wrong_phone(f"{quoted(text)} is not a phone number: {example}")
    try:
        number = parse_phone(text)
    except phonenumbers.NumberParseException as error:
        unknown = error.error_type == phonenumbers.NumberParseException.INVALID_COUNTRY_CODE
        what = "a country code that does not exist" if unknown else "too few digits"
        raise _wrong_phone(f"{quoted(text)} has {what}: {example}") from None
    region = phonenumbers.region_code_for_country_code(number.country_code or 0)
    national = str(number.national_number)
    if national in emergency_numbers(region):
        raise _wrong_phone(
            f"{quoted(text)} is an emergency number: write {national} under [[emergency]], without country code"
        )
    if not phonenumbers.is_possible_number(number):
        reason = phonenumbers.is_possible_number_with_reason(number)
        short = reason == phonenumbers.ValidationResult.TOO_SHORT
        long = reason == phonenumbers.ValidationResult.TOO_LONG
        what = "too few digits" if short else "too many digits" if long else "the wrong number of digits"
        raise _wrong_phone(f"{quoted(text)} has {what} for +{number.country_code}: {example}")
    return text


def with_numbers_of(country: str, message: str, written: object = None) -> str:
    """Give a message about a phone number with numbers of a country in the place of the usual examples.

    Where ``written`` is a number as people dial it in that country, the message says how to write that number.
    """
    if isinstance(written, str) and (whole := _with_country_code(written, country)):
        return re.sub(r"write it.*", f'write "{whole}" if it is one of {country_name(country)}', message)
    number = phonenumbers.example_number(country)
    if number is None or country == "US":
        return message
    shown = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    return message.replace(EXAMPLE_WITH_EXTENSION, f'"{shown} ext. 12"').replace(EXAMPLE, f'"{shown}"')


def _with_country_code(written: str, country: str) -> str:
    if len(written) > _LONGEST_PHONE or written.startswith("+"):
        return ""
    try:
        number = phonenumbers.parse(written, country)
    except phonenumbers.NumberParseException:
        return ""
    whole = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    return str(whole) if phonenumbers.is_valid_number(number) and re.fullmatch(PHONE, whole) else ""


@lru_cache(maxsize=1_000)
def phone_link(number: str) -> str:
    """Write a phone number as a ``tel:`` link (RFC 3966)."""
    return str(phonenumbers.format_number(parse_phone(number), phonenumbers.PhoneNumberFormat.RFC3966))


def check_digits(value: object) -> str:
    """Take the digits of an emergency number; whether it is one depends on the country."""
    if isinstance(value, int) and not isinstance(value, bool):
        raise wrong(f'{described(value)} is a number, which loses zeros: write it in quotes, as in "112"')
    text = check_text(value)
    if EMERGENCY_NUMBER.fullmatch(text) is None:
        raise wrong(
            f'{quoted(text)} is not an emergency number: write two to six digits and nothing else, such as "112"'
        )
    return text


def check_site(value: object) -> str:
    """Take the address of a web site, with https or http."""
    text = _refuse_characters(check_text(value))
    if text.startswith("/") or not _is_web(text):
        how = f'"https://{text}"' if _is_web(f"https://{text}") and "." in text.partition("/")[0] else ""
        raise wrong(f"{quoted(text)} is not the address of a web site: write {how or 'it like https://example.org'}")
    refuse_look_alikes(text, urlsplit(text).hostname or "")
    return text


def check_link(value: object) -> str:
    """Take a link: https, http, mailto, tel, or a path from the root of the site."""
    text = _refuse_characters(check_text(value))
    scheme, colon, rest = text.partition(":")
    if colon and scheme == "mailto":
        check_email(rest)
        return text
    if (text.startswith("/") and not text.startswith("//")) or _TEL.fullmatch(text):
        return text
    if _is_web(text):
        refuse_look_alikes(text, urlsplit(text).hostname or "")
        return text
    raise wrong(f"{quoted(text)} is not a link that readers can follow: {_proposal(text)}")


def check_staff_value(value: object) -> str:
    """Take any line; one that looks like a phone number, an e-mail address or a web address has to be a right one."""
    text = check_text(value)
    if text.startswith("+"):
        return check_phone(text)
    if text.startswith(("https://", "http://", "mailto:", "tel:")):
        return check_link(text)
    if "@" in text and not any(character.isspace() for character in text):
        return check_email(text)
    return text


def staff_link(text: str) -> str | None:
    """Give where a value of the staff's leads if it stands in a link: a call, a mail, a page; None for words."""
    if text.startswith("+"):
        return phone_link(text)
    if text.startswith(("https://", "http://", "mailto:", "tel:")):
        return text
    return f"mailto:{text}" if "@" in text and not any(character.isspace() for character in text) else None


def _refuse_characters(text: str) -> str:
    """Refuse what is in no link: white space, invisible characters, quotes, brackets."""
    bad = next((c for c in text if c.isspace() or c in _NOT_IN_A_LINK or unicodedata.category(c) == "Cf"), None)
    if bad is not None:
        raise wrong(f'{quoted(text)} has {quoted(bad)} in it, which no link has: write "{_percent(bad)}" in its place')
    return text


def _percent(character: str) -> str:
    return "".join(f"%{byte:02X}" for byte in character.encode())


def _proposal(text: str) -> str:
    """Say how to write a link that was refused."""
    if text.startswith("//"):
        return f'write "https:{text}" or a path with a single "/"'
    address = unquote(text)
    if "@" in address and ":" not in address and "/" not in address and address.isprintable():
        return f'write "mailto:{address}"'
    host = text.partition("/")[0]
    if ":" not in text and "." in host.strip(".") and host.rpartition(".")[2].lower() not in _PAGES:
        return f'write "https://{text}"'
    if ":" not in text:
        return 'write the whole address, beginning with "https://", or with "/" for a page of your own site'
    return 'begin it with "https://", "mailto:", "tel:" or a single "/"'


def _is_web(text: str) -> bool:
    """Say whether a text is an http or https address of a host, without a user name before it."""
    try:
        parts: SplitResult = urlsplit(text)
        parts.port  # noqa: B018 # reading it checks it
    except ValueError:
        return False
    # A name before "@" makes https://example.org@elsewhere.example look like the wrong site.
    return (
        text.startswith(("https://", "http://"))
        and "@" not in parts.netloc
        and parts.hostname is not None
        and _HOST.fullmatch(parts.netloc.rpartition(":")[0] if parts.port is not None else parts.netloc) is not None
    )
