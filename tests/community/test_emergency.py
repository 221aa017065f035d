from __future__ import annotations

import pytest

from clausebook.community.emergency import (
    country_like,
    country_name,
    emergency_numbers,
    is_country,
    is_emergency_number,
)


@pytest.mark.parametrize(
    ("country", "numbers"),
    [
        ("US", ("112", "911")),
        ("DE", ("110", "112")),
        ("GB", ("112", "999")),
        ("JP", ("110", "119")),
        ("AU", ("000", "106", "112")),
        ("NA", ("10111",)),
        ("DZ", ("14", "17", "112")),
    ],
)
def test_numbers_of_a_country(country: str, numbers: tuple[str, ...]) -> None:
    assert emergency_numbers(country) == numbers
    assert all(is_emergency_number(number, country) for number in numbers)


def test_numbers_of_six_digits_are_found() -> None:
    assert "202914" in emergency_numbers("ER")


@pytest.mark.parametrize(("number", "country"), [("112", "JP"), ("911", "DE"), ("911", "GB"), ("9116", "US")])
def test_numbers_that_reach_nobody(number: str, country: str) -> None:
    assert not is_emergency_number(number, country)


@pytest.mark.parametrize("number", ["", "1", "+1911", "9 11", "9111111", "١١٢", "112\n"])
def test_what_is_not_digits_is_no_number(number: str) -> None:
    assert not is_emergency_number(number, "GN")


def test_a_country_without_known_numbers_takes_any() -> None:
    assert emergency_numbers("GN") == ()
    assert is_emergency_number("117", "GN")


def test_an_unknown_country_has_no_numbers() -> None:
    assert emergency_numbers("ZZ") == ()


def test_countries() -> None:
    assert is_country("DE")
    assert not any(is_country(code) for code in ("de", "ZZ", "UK", "", "USA", "001"))
    assert country_name("DE") == "Germany"
    assert country_name("ZZ") == "ZZ"


@pytest.mark.parametrize(
    ("text", "code"),
    [("us", "US"), ("USA", "US"), ("UK", "GB"), ("deu", "DE"), ("Germany", "DE"), ("Untied States", "US")],
)
def test_guesses(text: str, code: str) -> None:
    assert country_like(text) == code


@pytest.mark.parametrize("text", ["", "??", "Yugoslavia", "SU", "x" * 10_000])
def test_no_guess(text: str) -> None:
    assert country_like(text) is None
