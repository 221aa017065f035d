from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clausebook.text.words import Kind, Part, marked, word_diff
from tests.growth import assert_linear

TEXT = st.text(st.sampled_from("ab \n\r*_`[](){}-.'’é‮😀\t")) | st.text()


def sides(parts: tuple[Part, ...]) -> tuple[str, str]:
    old = "".join(part.text for part in parts if part.kind is not Kind.ADDED)
    return old, "".join(part.text for part in parts if part.kind is not Kind.REMOVED)


def test_equal_texts() -> None:
    assert word_diff("", "") == ()
    assert word_diff("a b", "a b") == (Part(Kind.SAME, "a b"),)


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("Offer a seat.", "Offer a quiet seat.", "Offer a {+quiet +}seat."),
        ("Offer a seat.", "Offer a chair.", "Offer a [-seat-]{+chair+}."),
        ("one two three", "1 2 three", "[-one two-]{+1 2+} three"),
        ("don't go", "do go", "[-don't-]{+do+} go"),
        ("**bold** x", "*bold* x", "[-**-]{+*+}bold[-**-]{+*+} x"),
        ("a\nb", "a\n\nb", "a\n{+\n+}b"),
        ("a\r\nb", "a\nb", "a[-\r\n-]{+\n+}b"),
        ("a {{ words.staff }}.", "a {{ words.Staff }}.", "a [-{{ words.staff }}-]{+{{ words.Staff }}+}."),
        ("", "new", "{+new+}"),
        ("old", "", "[-old-]"),
        ("mail a@example.org", "mail b@example.org", "mail [-a-]{+b+}@example.org"),
    ],
)
def test_what_is_shown(before: str, after: str, shown: str) -> None:
    assert marked(word_diff(before, after)) == shown


@given(TEXT, TEXT)
def test_both_texts_are_in_it(before: str, after: str) -> None:
    parts = word_diff(before, after)
    assert sides(parts) == (before, after)
    assert all(part.text for part in parts)


@given(st.lists(st.sampled_from(["a ", "b ", "the "]), max_size=60), st.data())
def test_a_small_change_of_a_text_of_few_words(words: list[str], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(words)))
    before, after = "".join(words), "".join([*words[:place], "new ", *words[place:]])
    assert sides(word_diff(before, after)) == (before, after)


def test_time_grows_as_the_texts_do() -> None:
    def compare(size: int) -> None:
        one, two = "a b " * size, "b a c " * size
        assert sides(word_diff(one, two)) == (one, two)
        lines = "".join(f"{n} x\n" for n in range(size))
        assert sides(word_diff(lines, lines.replace(" x", " y"))) == (lines, lines.replace(" x", " y"))

    assert_linear(compare, 3000)
