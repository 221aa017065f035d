import pytest

from clausebook.clauses.document import ProblemKind, parse_document
from clausebook.clauses.soundness import is_plainly_sound
from clausebook.text.source import SourceText

P = ProblemKind


def text_of(plan):
    """Write a text from a plan such as "+a -a": a start marker, text, and an end marker."""
    words = (f"<!-- clause:{w[1:]} -->\nText." if w[0] == "+" else f"<!-- endclause:{w[1:]} -->" for w in plan.split())
    return "\n".join(words)


@pytest.mark.parametrize("plan", ["", "+a -a", "+a -a +b -b"])
def test_sound(plan):
    document = parse_document(SourceText("t.md", text_of(plan)))
    assert document.problems == ()
    assert is_plainly_sound(document.source.text)


@pytest.mark.parametrize(
    ("plan", "problems"),
    [
        ("+a +b -b", [(P.MISSING_END, "a")]),
        ("+a -b", [(P.WRONG_END_NAME, "a")]),
        ("+a -x +b -b", [(P.WRONG_END_NAME, "a")]),
        ("+a -b -a", [(P.END_WITHOUT_START, "b")]),
        ("-a", [(P.END_WITHOUT_START, "a")]),
        ("+a -a -a", [(P.END_WITHOUT_START, "a")]),
        ("+a +a -a", [(P.DUPLICATE, "a")]),
        ("+a +b -b -a", [(P.NESTED, "b")]),
        ("+a +b -a -b", [(P.NESTED, "b")]),
        ("+a +b -a", [(P.MISSING_END, "b")]),
        ("+a -b +b -a", [(P.WRONG_END_NAME, "a"), (P.WRONG_END_NAME, "b")]),
        ("+a -a +a -a", [(P.DUPLICATE, "a")]),
        ("+a +b +c -c", [(P.MISSING_END, "a"), (P.MISSING_END, "b")]),
    ],
)
def test_one_mistake_is_told_once(plan, problems):
    document = parse_document(SourceText("t.md", text_of(plan)))
    assert [(problem.kind, problem.name) for problem in document.problems] == problems
    assert not is_plainly_sound(document.source.text)


def test_spans_and_text():
    source = SourceText("t.md", "x <!-- clause:a -->Text.<!-- endclause:a --> y")
    clause = parse_document(source).get("a")
    assert clause.text(source) == "Text."
    assert source.text[slice(*clause.span)] == "<!-- clause:a -->Text.<!-- endclause:a -->"
    assert source.text[slice(*clause.body)] == "Text."


def test_a_clause_without_end_reaches_to_the_next_start():
    source = SourceText("t.md", text_of("+a +b -b"))
    assert parse_document(source).get("a").text(source) == "\nText.\n"


def test_get_gives_the_first_of_two_and_none_for_none():
    source = SourceText("t.md", text_of("+a -a +a -a"))
    document = parse_document(source)
    assert document.get("a") is document.clauses[0]
    assert document.get("b") is None


def test_damaged_markers_pair_as_if_they_were_sound():
    document = parse_document(SourceText("t.md", "<!--clause:a-->\nText.\n<-- e!ndclause:a -->\n"))
    assert document.problems == ()
    assert document.get("a").end.damage
