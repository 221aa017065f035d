from __future__ import annotations

import re

import pytest
from docutils import nodes
from hypothesis import given
from hypothesis import strategies as st

from clausebook.community.values import Value
from clausebook.diagnostics import Code
from clausebook.guide.assembly import (
    MISSING_LINK,
    ROOT_RELATIVE_LINK,
    Assembly,
    assemble,
    assemble_clauses,
    assemble_procedure,
    assemble_values,
)
from clausebook.guide.directives import Request
from tests.growth import assert_linear
from tests.guide.made import clause_file, doctree, outline, procedure, values_of, voice_of

BLOCK_MARK = re.compile(r"<!-- clausebook-mark:/?\d+ -->")


def shown(assembly: Assembly) -> str:
    """Give the assembled text without the marks of clauses, and without the blank lines that they leave."""
    text = re.sub(r"\{coc:mark\}`/?\d+`", "", assembly.text)
    lines = [BLOCK_MARK.sub("", line).rstrip() for line in text.split("\n")]
    return "\n".join(line for line in lines if line)


def codes(assembly: Assembly) -> list[str]:
    return [diagnostic.code.code for diagnostic in assembly.diagnostics]


def rows(assembly: Assembly) -> list[tuple[str, int]]:
    """Give what each line says without marks, and the row that it says to be from."""
    return [
        (line.text, line.row) for line in assembly.lines if line.text.strip(" >") and not BLOCK_MARK.search(line.text)
    ]


def clause(name: str, text: str) -> str:
    return f"<!-- clause:{name} -->\n{text}\n<!-- endclause:{name} -->\n"


# What stays as it is


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        "Just text.",
        "No newline at the end\n\nof this",
        "a  \nb\\\nc",
        "\tcode\twith tabs\n",
        "> quote\nlazy\n",
        "`{{ words.x }}` and `{{ clause:x }}`",
    ],
)
def test_text_without_clauses_stays(text: str) -> None:
    assembly = procedure(text)
    assert assembly.text == text.removesuffix("\n")
    assert (assembly.marks, assembly.uses, assembly.diagnostics) == ((), (), ())


def test_front_matter_is_no_text() -> None:
    assembly = procedure("---\ntitle: x\n---\nText.\n")
    assert [(line.text, line.row) for line in assembly.lines] == [("Text.", 4)]


@pytest.mark.parametrize("text", ["---\na: b\n---\n---\nText.\n\n---\n", clause("a", "A") + "---\nText.\n\n---\n"])
def test_dashes_at_the_beginning_do_not_swallow_text(text: str) -> None:
    document = doctree(procedure(text, omit=("a",)).text)
    assert "Text." in document.astext()


def test_a_clause_on_lines_of_its_own() -> None:
    assembly = procedure("Before.\n\n<!-- clause:a -->\nText  \nmore.\n<!-- endclause:a -->\n\nAfter.")
    assert assembly.text == (
        "Before.\n\n<!-- clausebook-mark:0 -->\nText  \nmore.\n<!-- clausebook-mark:/0 -->\n\nAfter."
    )
    assert [line.row for line in assembly.lines] == [1, 2, 3, 4, 5, 6, 7, 8]
    (mark,) = assembly.marks
    assert (mark.identifier, mark.own, mark.path, mark.row, mark.step) == ("p:a", False, "shared/p.md", 3, False)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("1. <!-- clause:a -->Text.<!-- endclause:a -->", ["1. <!-- 0 -->", "   Text.", "   <!-- /0 -->"]),
        ("- <!-- clause:a -->\n  Text.\n  <!-- endclause:a -->", ["- <!-- 0 -->", "  Text.", "  <!-- /0 -->"]),
        (
            "- <!-- clause:a -->\n  Text.\n<!-- endclause:a -->\n- b",
            ["- <!-- 0 -->", "  Text.", "  <!-- /0 -->", "- b"],
        ),
        (
            "- a\n  - <!-- clause:a -->\n    Text.\n    <!-- endclause:a -->\n- c",
            ["- a", "  - <!-- 0 -->", "    Text.", "    <!-- /0 -->", "- c"],
        ),
        ("> <!-- clause:a -->\n> Text.\n> <!-- endclause:a -->", ["> <!-- 0 -->", "> Text.", "> <!-- /0 -->"]),
        ("- > <!-- clause:a -->Text.<!-- endclause:a -->", ["- > <!-- 0 -->", "  > Text.", "  > <!-- /0 -->"]),
        (
            "<!-- clause:a -->\n1. One\n   <!-- endclause:a -->\n2. Two",
            ["<!-- 0 -->", "1. One", "   <!-- /0 -->", "2. Two"],
        ),
        (
            "- <!-- clause:a -->\n  One\n- Two\n<!-- endclause:a -->",
            ["- <!-- 0 -->", "  One", "- Two", "<!-- /0 -->"],
        ),
        (
            "<!-- clause:a -->\nText.\n<!-- endclause:a --> More.",
            ["<!-- 0 -->", "Text.", "<!-- /0 -->", "More."],
        ),
        (
            "<!-- clause:a -->A.<!-- endclause:a --> <!-- clause:b -->B.<!-- endclause:b --> C.",
            ["{0}A.{/0} {1}B.{/1} C."],
        ),
        ("| <!-- clause:a -->A<!-- endclause:a --> | b |", ["| {0}A{/0} | b |"]),
        ("# <!-- clause:a -->A<!-- endclause:a -->", ["# {0}A{/0}"]),
        ("1. a <!-- clause:a -->A\n   B<!-- endclause:a --> c", ["1. a {0}A", "   B{/0} c"]),
        ("<!-- clause:a -->\n<!-- endclause:a -->\nText.", ["<!-- 0 -->", "<!-- /0 -->", "Text."]),
        ("a <!-- clause:a --><!-- endclause:a --> b", ["a {0}{/0} b"]),
        # A damaged marker that can mean only one thing counts as the marker.
        ("<!--clause:a-->\nText.\n<!-- end clause:a -->", ["<!-- 0 -->", "Text.", "<!-- /0 -->"]),
        # A clause that never ends reaches to the next one, or to the end.
        (
            "<!-- clause:a -->\nA.\n\n1. <!-- clause:b -->\n   B.",
            ["<!-- 0 -->", "A.", "<!-- /0 -->", "1. <!-- 1 -->", "   B.", "   <!-- /1 -->"],
        ),
        ("Text <!-- clause:a -->A.\n", ["Text {0}A.{/0}"]),
        # Of two with one name, each keeps its text.
        (
            clause("a", "A.") + clause("a", "B."),
            ["<!-- 0 -->", "A.", "<!-- /0 -->", "<!-- 1 -->", "B.", "<!-- /1 -->"],
        ),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_marks_stand_where_a_clause_begins_and_ends(text: str, lines: list[str], newline: str) -> None:
    assembly = procedure(text.replace("\n", newline))
    marked = assembly.text.replace("<!-- clausebook-mark:", "<!-- ")
    marked = re.sub(r"\{coc:mark\}`(/?\d+)`", r"{\1}", marked)
    assert [line for line in marked.split("\n") if line.strip()] == lines
    assert "\r" not in assembly.text


def test_steps_are_numbered_items() -> None:
    steps = [mark.step for mark in procedure("1. <!-- clause:a -->A<!-- endclause:a -->\n" + clause("b", "B")).marks]
    assert steps == [True, False]


# Generated files

WORDS = st.sampled_from(["one", "two words", "*emphasis* here", "a `code`", "[link](https://example.org/)", "3 is"])
NUMBERS = st.integers(0, 10**6).map(lambda number: f"n{number}")


@st.composite
def clause_files(draw: st.DrawFn) -> tuple[str, str]:
    """Make a clause file, and the same text without markers."""
    marked: list[str] = []
    plain: list[str] = []

    def blocks(depth: int) -> list[str]:
        kind = draw(st.sampled_from(["paragraph", "lines", "list", "numbers", "quote", "code", "heading", "table"]))
        word = draw(WORDS)
        if kind == "lines":
            return [word, f"{draw(WORDS)}  ", draw(WORDS)]
        if kind in ("list", "numbers") and depth:
            bullet = "- " if kind == "list" else "1. "
            items = []
            for _ in range(draw(st.integers(1, 3))):
                inner = blocks(depth - 1)
                items += [bullet + inner[0], *(f"{' ' * len(bullet)}{line}".rstrip() for line in inner[1:])]
            return items
        if kind == "quote" and depth:
            return [f"> {line}".rstrip() for line in blocks(depth - 1)]
        if kind == "code":
            return ["```text", word, "\t- tab", "```"]
        if kind == "heading" and depth == 2:
            return [f"# {word}"]
        if kind == "table":
            return ["| a | b |", "|---|---|", f"| {word} | x |"]
        return [word]

    for count in range(draw(st.integers(1, 6))):
        body = blocks(2)
        start, end = f"<!-- clause:c{count} -->", f"<!-- endclause:c{count} -->"
        form = draw(st.sampled_from(["none", "lines", "item", "inline", "quote"]))
        if form == "none":
            marked += [*body, ""]
            plain += [*body, ""]
        elif form == "lines":
            # At the left margin a comment ends a list, with or without a name in it.
            marked += [start, *body, end, ""]
            plain += ["<!-- -->", *body, "<!-- -->", ""]
        elif form in ("item", "quote"):
            first = draw(st.sampled_from(["1. ", "- ", "10) ", "  * "])) if form == "item" else "> "
            rest = " " * len(first) if form == "item" else "> "
            before = draw(st.sampled_from([[], [f"{first}before"]])) if form == "item" else []
            marked += [*before, first + start, *(f"{rest}{line}".rstrip() for line in body), rest + end, ""]
            plain += [*before, first + body[0], *(f"{rest}{line}".rstrip() for line in body[1:]), ""]
        else:
            words = [draw(WORDS), draw(WORDS), draw(WORDS)]
            marked += [f"{words[0]} {start}{words[1]}{end} {words[2]}", ""]
            plain += [" ".join(words), ""]
    return "\n".join(marked), "\n".join(plain)


@given(clause_files(), st.sampled_from(["\n", "\r\n", "\r"]), st.booleans())
def test_an_assembled_file_reads_as_the_file_without_markers(file: tuple[str, str], newline: str, ends: bool) -> None:
    marked, plain = file
    text = marked if ends else marked.rstrip("\n")
    assembly = procedure(text.replace("\n", newline))
    assert assembly.diagnostics == ()
    assert outline(assembly.text) == outline(plain)
    origin = text.split("\n")
    for line in assembly.lines:
        if not BLOCK_MARK.search(line.text) and "{coc:mark}" not in line.text:
            assert line.text == origin[line.row - 1]
        assert line.path == "shared/p.md"


@given(clause_files(), st.data())
def test_own_wording_of_the_same_text_reads_the_same(file: tuple[str, str], data: st.DataObject) -> None:
    marked, plain = file
    assembly = procedure(marked, own={"p": marked})
    assert [d for d in assembly.diagnostics if d.code is not Code.WORDING_DOES_NOT_FIT] == []
    assert outline(assembly.text) == outline(plain)
    origin = marked.split("\n")
    for line in assembly.lines:
        if line.path == "own/p.md" and not BLOCK_MARK.search(line.text):
            assert line.text.strip(" >") in origin[line.row - 1]


# Omission


@pytest.mark.parametrize(
    ("text", "omit", "left"),
    [
        (clause("a", "A") + "\n" + clause("b", "B"), "a", "B"),
        (clause("a", "A") + "\n" + clause("b", "B"), "b", "A"),
        (clause("a", "A"), "a", ""),
        ("1. <!-- clause:a -->A<!-- endclause:a -->\n2. b\n3. c", "a", "1. b\n2. c"),
        ("1. a\n2. <!-- clause:a -->A<!-- endclause:a -->\n3. c", "a", "1. a\n2. c"),
        ("1. a\n2. b\n3. <!-- clause:a -->A<!-- endclause:a -->", "a", "1. a\n2. b"),
        ("5) <!-- clause:a -->A<!-- endclause:a -->\n6) <!-- clause:b -->B<!-- endclause:b -->\n7) c", "a b", "5) c"),
        (
            "9. <!-- clause:a -->A<!-- endclause:a -->\n10. b\n\n    more\n11. c",
            "a",
            "9. b\n\n   more\n10. c",
        ),
        ("1. <!-- clause:a -->\n   A\n   <!-- endclause:a -->\n\n   More.\n2. b", "a", "1. More.\n2. b"),
        ("1. <!-- clause:a -->A<!-- endclause:a --> More.\n2. b", "a", "1. More.\n2. b"),
        ("- <!-- clause:a -->A<!-- endclause:a -->\n  - nested\n- b", "a", "-\n  - nested\n- b"),
        ("- a\n  - <!-- clause:a -->A<!-- endclause:a -->\n- b", "a", "- a\n- b"),
        ("- - <!-- clause:a -->A<!-- endclause:a -->\n- b", "a", "- b"),
        (
            "1. <!-- clause:a -->A<!-- endclause:a --><!-- clause:b -->B<!-- endclause:b -->\n1. c",
            "a b",
            "1. c",
        ),
        (
            "1. <!-- clause:a -->\n   A\n   <!-- endclause:a -->\n"
            "   <!-- clause:b -->\n   B\n   <!-- endclause:b -->\n1. c",
            "a b",
            "1. c",
        ),
        ("1. <!-- clause:a -->\n   A\n   <!-- endclause:a -->\n  \n1. c", "a", "1. c"),
        ("> <!-- clause:a -->\n> A\n> <!-- endclause:a -->\n> b", "a", "> b"),
        ("> - <!-- clause:a -->\n>   A\n>   <!-- endclause:a -->\n> - b", "a", "> - b"),
        ("> a\n> <!-- clause:a -->\n> A\n> <!-- endclause:a -->\n> b", "a", "> a\n>\n> b"),
        ("a\n<!-- clause:a -->\nA\n<!-- endclause:a -->\nb", "a", "a\n\nb"),
        ("1. a\n1. <!-- clause:a -->A<!-- endclause:a -->\nAfter.", "a", "1. a\n\nAfter."),
        ("a <!-- clause:a -->A<!-- endclause:a -->\nb", "a", "a\nb"),
        ("a\n<!-- clause:a -->A<!-- endclause:a --> <!-- clause:b -->B<!-- endclause:b -->\nb", "a b", "a\nb"),
        ("| <!-- clause:a -->A<!-- endclause:a --> | b |\n|---|---|\n| c | d |", "a", "| | b |\n|---|---|\n| c | d |"),
        ("<!-- clause:a -->\nA\n\n<!-- clause:b -->\nB\n<!-- endclause:b -->", "a", "B"),
    ],
)
def test_what_is_left_when_clauses_are_left_out(text: str, omit: str, left: str) -> None:
    assembly = procedure(text, omit=tuple(omit.split()))
    assert outline(assembly.text) == outline(left)
    origin = text.split("\n")
    for line in assembly.lines:
        words = re.sub(r"<!--.*?-->|[0-9]+[.)]", "", line.text).strip(" >-")
        assert words.replace("|  |", "|") in re.sub("<!--.*?-->A?", "", origin[line.row - 1]).replace("|  |", "|")


def test_nothing_happens_to_a_name_that_is_not_there() -> None:
    assert procedure(clause("a", "A"), omit=("b",)).text == procedure(clause("a", "A")).text


# Own wording


@pytest.mark.parametrize(
    ("shared", "own", "expected"),
    [
        (clause("a", "Shared."), clause("a", "Own."), "Own."),
        (
            "- b\n" + "- <!-- clause:a -->Shared.<!-- endclause:a -->",
            clause("a", "Own\nwords."),
            "- b\n- Own\n  words.",
        ),
        (
            "- <!-- clause:a -->S<!-- endclause:a -->\n- b",
            clause("a", "One.\n\n- x\n- y"),
            "- One.\n\n  - x\n  - y\n- b",
        ),
        ("> <!-- clause:a -->S<!-- endclause:a -->", clause("a", "One.\n\nTwo."), "> One.\n>\n> Two."),
        (clause("a", "S"), "1. <!-- clause:a -->\n   One.\n\n       code\n   <!-- endclause:a -->", "One.\n\n    code"),
        (clause("a", "S"), "> - <!-- clause:a -->\n>   One.\n>\n>   Two.\n>   <!-- endclause:a -->", "One.\n\nTwo."),
        (clause("a", "S"), "-\t<!-- clause:a -->\n\tOne.\n\n\t\tcode\n\t<!-- endclause:a -->", "One.\n\n    code"),
        ("- <!-- clause:a -->S<!-- endclause:a -->", clause("a", "One.\n\n\tcode"), "- One.\n\n      code"),
        (clause("a", "S"), clause("a", "    code\n\nText"), "    code\n\nText"),
        (clause("a", "S"), "Text <!-- clause:a -->own\nwords<!-- endclause:a --> more", "own\nwords"),
        ("Text <!-- clause:a -->s<!-- endclause:a -->.", clause("a", "Own  \nwords\\\nhere"), "Text Own words here."),
        (
            "Text <!-- clause:a -->s<!-- endclause:a -->.",
            "> x <!-- clause:a -->own\n> words<!-- endclause:a -->",
            "Text own words.",
        ),
        ("| <!-- clause:a -->s<!-- endclause:a --> |\n|---|", clause("a", "own"), "| own |\n|---|"),
        (clause("a", "S") + "\nAfter.", "<!-- clause:a -->\n<!-- endclause:a -->", "After."),
        (clause("a", "S"), "<!-- clause:a -->\nNever\nends.", "Never\nends."),
    ],
)
def test_own_wording_replaces_the_shared(shared: str, own: str, expected: str) -> None:
    assembly = procedure(shared, own={"p": own})
    assert assembly.diagnostics == ()
    assert outline(assembly.text) == outline(expected)
    assert [mark.own for mark in assembly.marks] == [True]
    assert assembly.marks[0].path == "own/p.md"
    for line in assembly.lines:
        if line.path == "own/p.md" and not BLOCK_MARK.search(line.text) and "{coc" not in line.text:
            assert line.text.strip(" >\t-") in own.split("\n")[line.row - 1]


@pytest.mark.parametrize(
    "own",
    [
        "One.\n\nTwo.",
        "- a\n- b",
        "# Heading",
        "> quote",
        "```text\nx\n```",
        "| a |\n|---|",
        ":::{note}\nx\n:::",
        "a\n===",
    ],
)
def test_more_than_a_paragraph_does_not_fit_into_a_line(own: str) -> None:
    assembly = procedure("Text <!-- clause:a -->s<!-- endclause:a -->.", own={"p": clause("a", own)})
    (finding,) = assembly.diagnostics
    assert (finding.code, finding.path, finding.start.row) == (Code.WORDING_DOES_NOT_FIT, "own/p.md", 1)
    assert assembly.lines[0].text.startswith("Text ")


def test_more_than_a_paragraph_in_a_sentence_is_told_where_it_is_asked_for() -> None:
    own = clause("a", "Own words {{ clause:o:x }} here.")
    assembly = procedure(clause("a", "Shared."), own={"p": own}, o="# O\n\n" + clause("x", "One.\n\nTwo."))
    (finding,) = assembly.diagnostics
    assert (finding.code, finding.path) == (Code.WORDING_DOES_NOT_FIT, "own/p.md")
    assert (finding.start.row, finding.start.column, finding.end.column) == (2, 11, 27)
    assert "“o:x” is more than one paragraph" in finding.message
    assert "on a line of its own" in finding.message


def test_a_procedure_of_the_communitys_own() -> None:
    voice = voice_of({}, {"q": "a <!-- clause:a -->A\nB<!-- endclause:a --> c"})
    assembly = assemble_procedure(voice, "q")
    assert assembly is not None
    assert outline(assembly.text) == outline("a A\nB c")
    assert [(mark.own, mark.path) for mark in assembly.marks] == [(True, "own/q.md")]
    assert assemble_procedure(voice, "r") is None


# Clauses in clauses


@pytest.mark.parametrize(
    ("text", "other", "expected"),
    [
        ("{{ clause:o:x }}", clause("x", "One.\n\nTwo."), "One.\n\nTwo."),
        ("a\n\n{{ clause:o:x }}\n\nb", clause("x", "- 1\n- 2"), "a\n\n- 1\n- 2\n\nb"),
        ("- {{ clause:o:x }}\n- b", clause("x", "One.\n\nTwo."), "- One.\n\n  Two.\n- b"),
        ("1. > {{ clause:o:x }}", clause("x", "One.\n\nTwo."), "1. > One.\n   >\n   > Two."),
        ("See {{ clause:o:x }}.", clause("x", "one\ntwo"), "See one two."),
        ("{{ clause:o:x }}, {{ clause:o:x }}", clause("x", "one"), "one, one"),
        ("| {{ clause:o:x }} |\n|---|", clause("x", "one"), "| one |\n|---|"),
        ("1. <!-- clause:a -->{{ clause:o:x }}<!-- endclause:a -->", clause("x", "- 1\n- 2"), "1. - 1\n   - 2"),
        ("a <!-- clause:a -->{{ clause:o:x }}<!-- endclause:a --> b", clause("x", "one"), "a one b"),
        (
            clause("a", "{{ clause:o:x }}"),
            "- <!-- clause:x -->\n  One.\n\n  Two.\n  <!-- endclause:x -->",
            "One.\n\nTwo.",
        ),
        ("{{ clause:o:x }}", clause("x", "- {{ clause:y }}") + clause("y", "One.\n\nTwo."), "- One.\n\n  Two."),
        ("{{ clause:o:x }}", clause("x", "see {{ clause:o:y }}") + clause("y", "one\ntwo"), "see one two"),
        (
            "a {{ clause:o:x }} b",
            "t <!-- clause:x -->in {{ clause:y }}<!-- endclause:x -->" + "\n" + clause("y", "y"),
            "a in y b",
        ),
        ("{{ clause:b }}\n\n" + clause("b", "B"), "", "B\n\nB"),
    ],
)
def test_a_clause_stands_in_the_place_of_its_name(text: str, other: str, expected: str) -> None:
    assembly = procedure(text, o=other)
    assert assembly.diagnostics == ()
    assert outline(assembly.text) == outline(expected)


def test_included_lines_know_where_they_come_from() -> None:
    assembly = procedure("Intro.\n\n- {{ clause:o:x }}\n- b\n", o="Head.\n\n" + clause("x", "One.\n\nTwo."))
    origins = [(line.text, line.path, line.row) for line in assembly.lines if line.text]
    assert origins == [
        ("Intro.", "shared/p.md", 1),
        ("- One.", "shared/o.md", 4),
        ("  Two.", "shared/o.md", 6),
        ("- b", "shared/p.md", 4),
    ]
    assert [use.identifier for use in assembly.uses] == ["o:x"]
    assert assembly.marks == ()


def test_own_wording_counts_in_other_clauses_too() -> None:
    assembly = procedure("{{ clause:o:x }}", own={"o": clause("x", "Own {{ clause:y }}.")}, o=clause("y", "shared"))
    assert assembly.text == "Own shared."


@pytest.mark.parametrize(
    ("files", "path"),
    [
        ({"p": clause("a", "{{ clause:a }}")}, "p:a → p:a"),
        ({"p": "x <!-- clause:a -->y {{ clause:a }}<!-- endclause:a -->"}, "p:a → p:a"),
        ({"p": clause("a", "x {{ clause:o:b }}"), "o": clause("b", "{{ clause:p:a }}")}, "p:a → o:b → p:a"),
    ],
)
def test_a_clause_that_contains_itself(files: dict[str, str], path: str) -> None:
    assembly = assemble_procedure(voice_of(files), "p")
    assert assembly is not None
    (finding,) = assembly.diagnostics
    assert finding.code is Code.CLAUSE_CYCLE
    assert finding.message.endswith(path)


def test_a_shared_clause_is_not_reached_through_its_own_wording() -> None:
    assembly = procedure(clause("a", "Shared."), own={"p": clause("a", "More.\n\n{{ clause:p:a }}")})
    assert codes(assembly) == ["CB305"]


def test_clauses_of_clauses_of_clauses_end_somewhere() -> None:
    text = "".join(clause(f"c{n}", f"{{{{ clause:c{n + 1} }}}}\n\n" * 3) for n in range(19)) + clause("c19", "x")
    assembly = assemble_clauses(voice_of({"p": text}), ["p:c0"])
    assert {d.code for d in assembly.diagnostics} == {Code.CLAUSE_CYCLE}
    assert len(assembly.lines) < 100_000


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{{ clause:o:y }}", "there is no clause “o:y”; did you mean “o:xy”?"),
        ("a {{ clause:o:y }} b", "there is no clause “o:y”; did you mean “o:xy”?"),
        ("- {{ clause:zzzzzzzzz }}", "there is no clause “p:zzzzzzzzz”"),
    ],
)
def test_an_unknown_clause_is_told_once_and_its_name_stays(text: str, message: str) -> None:
    assembly = procedure(text, o=clause("xy", "one"))
    (finding,) = assembly.diagnostics
    assert (finding.code, finding.message) == (Code.UNKNOWN_CLAUSE, message)
    start, end = finding.start.column - 1, finding.end.column - 1
    assert text[start:end] == text[text.index("{{") : text.index("}}") + 2]
    assert assembly.text == text


@pytest.mark.parametrize("text", ["[a]({{ clause:o:x }})", "<{{ clause:o:x }}>", "[a](b '{{ clause:o:x }}')"])
def test_a_clause_cannot_stand_in_a_link(text: str) -> None:
    assembly = procedure(text, o=clause("x", "javascript:alert"))
    assert codes(assembly) == ["CB302"]
    assert assembly.text == text


# Values


def test_values_stand_in_the_place_of_their_names() -> None:
    assembly = procedure(
        "Ask {{ words.staff }} of {{ community.name }}.", values=values_of(staff="us", community__name="X")
    )
    assert assembly.text == "Ask us of X."
    assert assembly.values == {"words.staff", "community.name"}


@pytest.mark.parametrize(
    ("text", "code", "marked", "words"),
    [
        ("a {{ foo(bar) }}", Code.MALFORMED_PLACEHOLDER, "{{ foo(bar) }}", "holds a name"),
        ("{{ words.x | upper }}", Code.MALFORMED_PLACEHOLDER, "{{ words.x | upper }}", "holds a name"),
        ("a\n\n- {{ }}", Code.MALFORMED_PLACEHOLDER, "{{ }}", "holds a name"),
        ("{{{ words.x }}}", Code.MALFORMED_PLACEHOLDER, "{{{ words.x }}}", "holds a name"),
        ("{{ words.x\n}} b", Code.MALFORMED_PLACEHOLDER, "{{ words.x\n}}", "on one line"),
        ("{{ words.y }}", Code.UNKNOWN_PLACEHOLDER, "{{ words.y }}", "did you mean “words.x”?"),
        ("{{ words.none }}", Code.UNKNOWN_PLACEHOLDER, "{{ words.none }}", "does not give “words.none”"),
        ("[a]({{ words.x }})", Code.UNSAFE_LINK_VALUE, "{{ words.x }}", "is not a link"),
        ("[a](https://{{ words.x }}/)", Code.UNSAFE_LINK_VALUE, "{{ words.x }}", "add the whole link to [links]"),
        ("<a href='{{ words.x }}'>", Code.UNSAFE_LINK_VALUE, "{{ words.x }}", "in an HTML tag"),
        ("<{{ words.x }}>", Code.UNSAFE_LINK_VALUE, "{{ words.x }}", "in an HTML tag"),
    ],
)
def test_what_a_placeholder_cannot_be(text: str, code: Code, marked: str, words: str) -> None:
    assembly = procedure(text, values=values_of(x="script", none=Value(None)))
    (finding,) = assembly.diagnostics
    source = clause_file("p", text).source
    assert finding.code is code
    assert text[source.offset(finding.start) : source.offset(finding.end)] == marked
    assert words in finding.message
    if "none" not in text:
        assert assembly.text == text


def test_links() -> None:
    values = values_of(
        links__page=Value("/about/", is_link=True),
        links__chat=Value("https://chat.example.org/a?b=c&d=(e)", is_link=True),
        community__email="kim@example.org",
        emergency__number="112",
    )
    text = "[a]({{ links.page }}) [b](<{{ links.chat }}>) [c]({{ community.email }}) [d]({{ emergency.number }})"
    assembly = procedure(text, values=values)
    assert assembly.diagnostics == ()
    targets = [link["refuri"] for link in doctree(assembly.text).findall(nodes.reference)]
    assert targets == [
        f"{ROOT_RELATIVE_LINK}/about/",
        "https://chat.example.org/a?b=c&d=%28e%29",
        "mailto:kim@example.org",
        "tel:112",
    ]


def test_gaps_are_shown_and_told() -> None:
    gone = Value(None, missing=True)
    values = values_of(x=gone, links__y=Value(None, is_link=True, missing=True))
    text = "a\n{{ words.x }}\n[b]({{ links.y }}) [c](mailto:{{ words.x }}) [d](e '{{ words.x }}')"
    assembly = procedure(text, values=values)
    assert assembly.diagnostics == ()
    assert [(gap.name, gap.row) for gap in assembly.gaps] == [
        ("words.x", 2),
        ("links.y", 3),
        ("words.x", 3),
        ("words.x", 3),
    ]
    assert "\n{coc:not-filled-in}`words.x`\n" in assembly.text
    targets = [link.get("refuri", "") for link in doctree(assembly.text).findall(nodes.reference)]
    assert [MISSING_LINK in target for target in targets] == [True, True] + [False] * (len(targets) - 2)


def test_without_a_community_names_stay_and_faults_are_told() -> None:
    text = "{{ words.x }} [a]({{ words.x }}) {{ x() }}"
    assembly = procedure(text)
    assert assembly.text == text
    assert codes(assembly) == ["CB302"]


# Pages and single clauses


def test_a_page_keeps_its_rows() -> None:
    text = "---\ntitle: '{{ words.x }}'\n---\n# {{ words.x }}\r\n\r\n"
    text += "```{procedure} p\n```\n<!-- clause:x -->\n{{ words.x }}"
    assembly = assemble_values(voice_of({}, values=values_of(x="y")), clause_file("index", text))
    expected = text.replace("\r\n", "\n").replace("{{ words.x }}", "y").replace("'y'", "'{{ words.x }}'")
    assert assembly.text == expected
    assert [line.row for line in assembly.lines] == list(range(1, 10))


def test_a_page_shows_clauses_by_directives_only() -> None:
    assembly = assemble_values(voice_of({"p": clause("a", "A")}), clause_file("index", "{{ clause:p:a }}\n"))
    assert codes(assembly) == ["CB302"]
    assert "{clause}" in assembly.diagnostics[0].message


def test_single_clauses_in_the_order_asked_for() -> None:
    voice = voice_of({"p": "- <!-- clause:a -->\n  A\n  <!-- endclause:a -->\n" + clause("b", "B\n\nC")})
    assembly = assemble_clauses(voice, ["p:b", "p:none", "p:a"])
    assert outline(assembly.text) == outline("B\n\nC\n\nA")
    assert [mark.identifier for mark in assembly.marks] == ["p:b", "p:a"]
    assert rows(assembly) == [("B", 5), ("C", 7), ("A", 2)]


def test_single_clauses_as_steps() -> None:
    voice = voice_of({"p": clause("a", "A") + clause("b", "B\n\n- C")})
    assembly = assemble(voice, Request(1, clauses=("p:a", "p:b"), steps=True))
    assert assembly is not None
    assert outline(assembly.text) == outline("1. A\n\n1. B\n\n   - C")
    assert all(mark.step for mark in assembly.marks)


def test_requests() -> None:
    voice = voice_of({"p": clause("a", "A") + "\n" + clause("b", "B")})
    assembly = assemble(voice, Request(1, stem="p", omit=("a",)))
    assert assembly is not None
    assert shown(assembly) == "B"
    assert assemble(voice, Request(1, stem="q")) is None


def test_the_digest_knows_every_change() -> None:
    texts = [clause("a", "A"), clause("a", "B"), "\n" + clause("a", "A"), clause("b", "A")]
    assert len({procedure(text).digest for text in [*texts, *texts]}) == len(texts)


@pytest.mark.parametrize("omitting", [False, True])
def test_time_grows_as_the_file_does(omitting: bool) -> None:
    def assemble_some(size: int) -> None:
        text = "".join(
            f"{n}. <!-- clause:c{n} -->\n   Text {{{{ words.x }}}} of\n   some lines.\n   <!-- endclause:c{n} -->\n"
            for n in range(size)
        )
        omit = tuple(f"c{n}" for n in range(0, size, 2)) if omitting else ()
        assembly = procedure(text, own={"p": text}, values=values_of(x="y"), omit=omit)
        assert len(assembly.marks) == size - len(omit)

    assert_linear(assemble_some, 200)
