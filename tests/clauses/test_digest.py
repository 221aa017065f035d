from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from clausebook.clauses.digest import digest_of, is_version, normalised


def test_the_digest_is_the_beginning_of_a_sha_256_that_never_changes() -> None:
    # printf 'Offer a seat.' | sha256sum
    assert digest_of("\nOffer a seat.\n") == "sha256:" + SEAT[:16]
    assert is_version("\nOffer a seat.\n", "sha256:" + SEAT)


SEAT = "0407047273c8f28a1822f66d075441a104e55d2a7afdf386520086611c91f609"


@pytest.mark.parametrize(
    "text",
    [
        "\nOne\n\n- two\n",
        "\r\nOne\r\n\r\n- two\r\n",
        "\rOne\r\r- two\r",
        "\n\n\nOne\n\n- two\n\n\n",
        "\n   One\n\n   - two\n   ",
        "One\n\n- two",
        "\n\tOne\n\n\t- two\n\t",
    ],
)
def test_the_layout_around_a_clause_is_no_part_of_it(text: str) -> None:
    assert digest_of(text) == digest_of("One\n\n- two")


@pytest.mark.parametrize("text", ["\nOne\n\n-  two\n", "\none\n\n- two\n", "\nOne\n- two\n", "\nOne \n\n- two\n", ""])
def test_the_words_and_the_markdown_are(text: str) -> None:
    assert digest_of(text) != digest_of("One\n\n- two")


@given(st.text() | st.text(" \t\n\r\x0b\x1f\x85a-", max_size=12))
@example("\n\x1f0")
def test_a_normal_text_on_lines_of_its_own_stays(text: str) -> None:
    assert normalised(f"\n{normalised(text)}\n") == normalised(text)


def test_a_digest_that_is_too_short_is_none() -> None:
    assert not is_version("a", digest_of("a")[:-1])
    assert not is_version("a", "")
