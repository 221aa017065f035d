from hypothesis import given
from hypothesis import strategies as st

from clausebook.clauses.alignment import align
from clausebook.clauses.reading import distance

LETTERS = st.text("abc", min_size=1, max_size=8)


def test_the_same():
    match = align("abc", "abc")
    assert (match.start, match.end, match.cost, match.places) == (0, 3, 0, (0, 1, 2))


def test_inside_a_text():
    assert align("<!-- x -->", "Call <!-- x --> now")[:3] == (5, 15, 0)


def test_what_is_lost_changed_added_or_swapped_costs_one():
    for damaged in ("<-- x -->", "<?-- x -->", "<!!-- x -->", "<-!- x -->"):
        assert align("<!-- x -->", damaged).cost == 1


def test_a_lost_character_has_no_place():
    assert align("<!--", "<--").places == (0, -1, 1, 2)


@given(LETTERS, LETTERS)
def test_no_place_costs_more_than_the_whole_text(pattern, text):
    match = align(pattern, text)
    assert match.cost <= distance(pattern, text)
    assert match.cost <= len(pattern)


@given(LETTERS, LETTERS)
def test_the_cost_is_that_of_the_place(pattern, text):
    match = align(pattern, text)
    assert match.cost == distance(pattern, text[match.start : match.end])
    assert all(match.start <= place < match.end for place in match.places if place >= 0)
    kept = [place for place in match.places if place >= 0]
    assert len(set(kept)) == len(kept)
