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
    # Of a name in words that nobody knows, a slip cannot be told.
    assert Vocabulary([], ["jilu", "niming"]).doubts("peiban")
    assert not Vocabulary(["Zuhören ist wichtig; vérité."], []).doubts("zuhoeren-verite")
    assert Vocabulary(["Only words."], ["only"]).doubts("step-x")


def test_a_name_that_breaks_the_habits_of_all_others_is_not_meant():
    names = Vocabulary(["Text."], ["first", "second"])
    assert names.meant("esc-c", "esMc-c") == "esc-c"
    assert names.meant("esc-c-", "esc-c") == "esc-c"
    assert names.meant("esc-c", "eac-c") == ""
    assert names.meant("intro", "into") == ""


def test_a_word_that_ends_or_begins_beside_a_marker():
    assert WORDS.ends("in the evening")
    assert not WORDS.ends("in the eveningx")
    assert WORDS.begins("Sit down")
    assert not WORDS.begins("xSit down")
    assert not WORDS.begins("")
