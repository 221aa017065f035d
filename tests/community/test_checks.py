from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from pydantic_core import PydanticCustomError

from clausebook.community import addresses, checks

Check = Callable[[object], object]


def refusal(check: Check, value: object) -> str:
    with pytest.raises(PydanticCustomError) as caught:
        check(value)
    return caught.value.message()


@pytest.mark.parametrize(
    ("check", "value"),
    [
        (checks.check_text, "the organizer’s team, 24/7 – “always”"),
        (checks.check_text, "{{ not a placeholder }} <b>"),
        (checks.check_text, "می‌خواهم"),  # the zero-width non-joiner is part of Persian spelling
        (checks.check_text, "TODO"),
        (checks.check_identifier, "code_of_conduct2"),
        (checks.check_language, "en"),
        (checks.check_language, "pt-BR"),
        (checks.check_language, "zh-Hant-TW"),
        (checks.check_language, "de-CH-1996"),
        (checks.check_language, "es-419"),
        (checks.check_language, "hsb"),
        (checks.check_country, "GB"),
        (checks.check_date, date(2013, 3, 15)),
        (checks.check_flag, False),
        (addresses.check_email, "coc@example.org"),
        (addresses.check_email, "coc+2025@mail.example.com"),
        (addresses.check_email, "o'neil@example.org"),
        (addresses.check_email, "coc@münchen.example.org"),
        (addresses.check_email, "用户@例え.jp"),
        (addresses.check_email, "иван@пример.рф"),
        (addresses.check_phone, "+1 202 555 0143"),
        (addresses.check_phone, "+44 20 7946 0123"),
        (addresses.check_phone, "+44 7700 900123"),
        (addresses.check_phone, "+49 30 23125-123"),
        (addresses.check_phone, "+49 (0)30 901820 ext. 12"),
        (addresses.check_digits, "000"),
        (addresses.check_site, "http://example.org:8080/path/"),
        (addresses.check_site, "https://[2001:db8::1]/"),
        (addresses.check_link, "https://example.org/a?b=c&d=%20#e"),
        (addresses.check_link, "https://münchen.example.org/straße"),
        (addresses.check_link, "mailto:coc@example.org"),
        (addresses.check_link, "tel:911"),
        (addresses.check_link, "tel:+1-202-555-0143;ext=5"),
        (addresses.check_link, "/"),
        (addresses.check_link, "/about//staff/"),
    ],
)
def test_taken_as_it_is(check: Check, value: object) -> None:
    assert check(value) == value


def test_a_review_may_be_of_today() -> None:
    today = datetime.now(UTC).date()
    assert checks.check_date(today) == today


@pytest.mark.parametrize(
    ("check", "value", "message"),
    [
        (checks.check_text, "", 'is empty: write the value, or "TODO" if it is not known yet'),
        (checks.check_text, " \t", 'is empty: write the value, or "TODO" if it is not known yet'),
        (checks.check_text, 911, '911 is not text: write it in double quotes, "911"'),
        (checks.check_text, ["a"], "(a list) is not text: write it in double quotes"),
        (checks.check_text, "todo", '"todo" is neither the value nor the mark for a missing one: write "TODO"'),
        (checks.check_text, "a\nb", '"a\\u000ab" has a line break: write it on one line'),
        (checks.check_text, "a\u2028b", '"a\\u2028b" has a line break: write it on one line'),
        (
            checks.check_text,
            "a\u202eb",
            '"a\\u202eb" has an invisible character, U+202E (right-to-left override): write it without',
        ),
        (
            checks.check_text,
            "a\x00b",
            '"a\\u0000b" has an invisible character, U+0000 (a control character): write it without',
        ),
        (checks.check_name, "TODO", 'cannot be "TODO": write what the community is called'),
        (
            checks.check_identifier,
            "Überraschung-1",
            "is not a name for a placeholder: use a-z, 0-9 and _, beginning with a letter, write uberraschung_1",
        ),
        (
            checks.check_identifier,
            "1st",
            "is not a name for a placeholder: use a-z, 0-9 and _, beginning with a letter, such as code_of_conduct",
        ),
        (checks.check_flag, "yes", '"yes" is neither yes nor no: write true or false, without quotes'),
        (checks.check_flag, 1, "1 is neither yes nor no: write true or false, without quotes"),
        (checks.check_date, "2025-03-31", '"2025-03-31" is text, not a date: write 2025-03-31 without quotes'),
        (
            checks.check_date,
            "soon",
            '"soon" is not a date: write year-month-day without quotes, 2025-03-31',
        ),
        (
            checks.check_date,
            datetime(2025, 3, 31, 12, tzinfo=UTC),
            "2025-03-31T12:00:00+00:00 is not a date: write year-month-day without quotes, 2025-03-31",
        ),
        (checks.check_country, "USA", '"USA" is not a two-letter country code: write "US"'),
        (checks.check_country, "UK", '"UK" is not a two-letter country code: write "GB"'),
        (checks.check_country, "us", '"us" is not a two-letter country code: write "US"'),
        (
            checks.check_country,
            "XX",
            '"XX" is not a two-letter country code: write the ISO 3166 code, such as "US"',
        ),
        (checks.check_language, "EN", '"EN" is not a language tag: write "en"'),
        (checks.check_language, "jp", '"jp" is not a language tag: write "ja"'),
        (checks.check_language, "pt_br", '"pt_br" is not a language tag: write "pt-BR"'),
        (checks.check_language, "Germann", '"Germann" is not a language tag: write "de"'),
        (checks.check_language, "deutsch", '"deutsch" is not a language tag: write "de"'),
        (checks.check_language, "Français", '"Français" is not a language tag: write "fr"'),
        (checks.check_language, "Espanol", '"Espanol" is not a language tag: write "es"'),
        (checks.check_language, "Deutch", '"Deutch" is not a language tag: write a tag such as "en" or "pt-BR"'),
        (checks.check_language, "??", '"??" is not a language tag: write a tag such as "en" or "pt-BR"'),
        (
            addresses.check_email,
            "coc%40example.org",
            '"coc%40example.org" is not an e-mail address: write "coc@example.org"',
        ),
        (addresses.check_email, "coc@python,org", '"coc@python,org" is not an e-mail address: write "coc@python.org"'),
        (
            addresses.check_email,
            "mailto:coc@example.org?bcc=all@example.com",
            '"mailto:coc@example.org?bcc=all@example.com" is not an e-mail address: write "coc@example.org"',
        ),
        (addresses.check_email, "us", '"us" is not an e-mail address: write it like "coc@example.org"'),
        (
            addresses.check_email,
            "coc@ex\u0430mple.org",
            '"coc@ex\u0430mple.org" has a letter that looks like another, U+0430 (cyrillic small letter a)'
            ", and leads to xn--exmple-4nf.org: type it anew, in one script only",
        ),
        (
            addresses.check_email,
            "c\u03bfc@example.org",
            '"c\u03bfc@example.org" has a letter that looks like another, U+03BF (greek small letter omicron)'
            ": type it anew, in one script only",
        ),
        (
            addresses.check_phone,
            "030 901820",
            '"030 901820" lacks the country code: write it from the "+" on, such as "+1 202 555 0143"',
        ),
        (
            addresses.check_phone,
            "+49 3",
            '"+49 3" has too few digits: write it like "+1 202 555 0143" or "+49 30 901820 ext. 12"',
        ),
        (
            addresses.check_phone,
            "+1 202 555",
            '"+1 202 555" has too few digits for +1: write it like "+1 202 555 0143" or "+49 30 901820 ext. 12"',
        ),
        (
            addresses.check_phone,
            "+1 202 555 0143 0143",
            '"+1 202 555 0143 0143" has too many digits for +1: '
            'write it like "+1 202 555 0143" or "+49 30 901820 ext. 12"',
        ),
        (
            addresses.check_phone,
            "+999 123456",
            '"+999 123456" has a country code that does not exist: '
            'write it like "+1 202 555 0143" or "+49 30 901820 ext. 12"',
        ),
        (
            addresses.check_phone,
            "+1 800 FLOWERS",
            '"+1 800 FLOWERS" is not a phone number: write it like "+1 202 555 0143" or "+49 30 901820 ext. 12"',
        ),
        (
            addresses.check_phone,
            "+49 110",
            '"+49 110" is an emergency number: write 110 under [[emergency]], without country code',
        ),
        (addresses.check_digits, 911, '911 is a number, which loses zeros: write it in quotes, as in "112"'),
        (
            addresses.check_digits,
            "+1 911",
            '"+1 911" is not an emergency number: write two to six digits and nothing else, such as "112"',
        ),
        (
            addresses.check_site,
            "example.org",
            '"example.org" is not the address of a web site: write "https://example.org"',
        ),
        (
            addresses.check_site,
            "/about/",
            '"/about/" is not the address of a web site: write it like https://example.org',
        ),
        (
            addresses.check_link,
            "//example.org/a",
            '"//example.org/a" is not a link that readers can follow: '
            'write "https://example.org/a" or a path with a single "/"',
        ),
        (
            addresses.check_link,
            "coc.html",
            '"coc.html" is not a link that readers can follow: write the whole address, beginning with "https://", '
            'or with "/" for a page of your own site',
        ),
        (
            addresses.check_link,
            "www.example.org/coc.html",
            '"www.example.org/coc.html" is not a link that readers can follow: write "https://www.example.org/coc.html"',
        ),
        (checks.check_date, "31.03.2026", '"31.03.2026" is text, not a date: write 2026-03-31 without quotes'),
        (
            addresses.check_link,
            "coc%40example.org",
            '"coc%40example.org" is not a link that readers can follow: write "mailto:coc@example.org"',
        ),
        (
            addresses.check_link,
            "mailto:coc@python,org",
            '"coc@python,org" is not an e-mail address: write "coc@python.org"',
        ),
        (addresses.check_link, "/a b", '"/a b" has " " in it, which no link has: write "%20" in its place'),
    ],
)
def test_refused_with_what_to_write(check: Check, value: object, message: str) -> None:
    assert refusal(check, value) == message


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        "data:text/html,hi",
        "vbscript:x",
        "ftp://example.org/",
        "https:///example.org",
        "https://",
        "https:example.org",
        "https://user@example.org/",
        "https://example.org@elsewhere.example/",
        "https://example.org:port/",
        "https://[",
        "https://python,org/",
        "https://ex\u0430mple.org/",
        "/\\example.org",
        "\\\\example.org",
        "/a\tb",
        "/a\nb",
        "/a\u00a0b",
        "/a\u200bb",
        '/"onclick="x',
        "/<script>",
        "mailto:",
        "mailto:coc@example.org?bcc=all@example.com",
        "tel:",
        "tel:help",
        "staff/",
        "#staff",
        "",
    ],
)
def test_no_link(link: str) -> None:
    assert refusal(addresses.check_link, link)


@pytest.mark.parametrize(
    "email",
    [
        "a@b@example.org",
        "coc@example.org\n",
        "c\u202eoc@example.org",
        "coc@localhost",
        "A <a@example.org>",
        "a@b?cc=d@example.org",
    ],
)
def test_no_email(email: str) -> None:
    assert refusal(addresses.check_email, email)


@pytest.mark.parametrize(
    "phone", ["+49 30 901820/12", "+٤٩ ٣٠ ٩٠١٨٢٠", "+", "++49 30 901820", "tel:+49-30-901820", True]
)
def test_no_phone(phone: object) -> None:
    assert refusal(addresses.check_phone, phone)


def test_a_number_as_phone_is_told_to_be_text() -> None:
    assert "write it as text with the country code" in refusal(addresses.check_phone, 12025550143)


def test_a_number_with_more_digits_than_python_prints() -> None:
    assert refusal(checks.check_text, 16**5000) == "(a number) is not text: write it in double quotes"
