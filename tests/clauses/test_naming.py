import pytest

from clausebook.clauses.naming import Vocabulary

WORDS = Vocabulary(["Prepare an initial response. Qxv helps."], ["links", "step-1"])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("response", "contact"),  # two names
        ("note", "vote"),  # two words
        ("qingting", "qingtimg"),  # two that are none
        ("a", "b"),  # too short to tell
        ("reports", "reportt5"),  # more than one slip
        ("ReportBack", "REPORTBACK"),  # both in letters that no other name has
        ("step-1", "step-2"),
    ],
)
def test_not_plain(one, other):
    assert WORDS.meant(one, other) == WORDS.meant(other, one) == ""


@pytest.mark.parametrize(
    ("meant", "mistyped"),
    [
        ("response", "respnse"),
        ("response", "responsee"),
        ("tellchair", "tellchiar"),
        ("angryattendees", "angryattendes"),
        ("step-1", "stwp-1"),
        ("qxv", "qxvx"),
        ("second-person", "second--person"),
        ("links", "Links"),
    ],
)
def test_plain(meant, mistyped):
    assert WORDS.meant(meant, mistyped) == WORDS.meant(mistyped, meant) == meant


def test_letter_case_tells_nothing_where_other_names_have_capitals():
    assert Vocabulary([], ["ReportBack", "links"]).meant("links", "Links") == ""


def test_a_name_is_doubted_beside_names_made_of_words():
    assert WORDS.doubts("respnse")
    assert not WORDS.doubts("response")
    assert not Vocabulary([], ["jilu", "niming"]).doubts("peiban")


def test_a_word_that_ends_or_begins_beside_a_marker():
    assert WORDS.ends("in the evening")
    assert not WORDS.ends("in the eveningx")
    assert WORDS.begins("Sit down")
    assert not WORDS.begins("xSit down")
    assert not WORDS.begins("")
