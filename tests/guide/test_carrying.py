from __future__ import annotations

import time

import pytest
from docutils import nodes
from hypothesis import given
from hypothesis import strategies as st

from clausebook.clauses.references import Form, read_references
from clausebook.guide.assembly import Assembly, assemble_clauses, assemble_procedure
from tests.guide.made import doctree, procedure, voice_of

POLICE = "[police]: https://example.org/police"


def clause(name: str, text: str) -> str:
    return f"<!-- clause:{name} -->\n{text}\n<!-- endclause:{name} -->\n"


def links(assembly: Assembly) -> list[tuple[str, str]]:
    return [(link.astext(), link.get("refuri", "")) for link in doctree(assembly.text).findall(nodes.reference)]


def notes(assembly: Assembly) -> dict[str, str]:
    """Give what each footnote that is asked for says."""
    document = doctree(assembly.text)
    said = {note["names"][0]: note.astext().strip().split("\n")[-1] for note in document.findall(nodes.footnote)}
    return {name: said.get(name, "") for name in (r["refname"] for r in _asked(document))}


def _asked(document: nodes.document) -> list[nodes.Element]:
    names = {note["ids"][0]: note["names"][0] for note in document.findall(nodes.footnote)}
    for reference in document.findall(nodes.footnote_reference):
        reference["refname"] = reference.get("refname") or names.get(reference.get("refid", ""), "")
    return list(document.findall(nodes.footnote_reference))


def single(files: dict[str, str], *names: str) -> Assembly:
    return assemble_clauses(voice_of(files), names or ("lab:b",))


def codes(assembly: Assembly) -> list[str]:
    return [diagnostic.code.code for diagnostic in assembly.diagnostics]


# What stays as it is


@pytest.mark.parametrize(
    "text",
    [
        "[a][police] [b]\n\n" + POLICE + "\n\n[b]: /b",
        "a[^1] b[^x]\n\n[^1]: One.\n[^x]: Two,\n    more.\n",
        clause("a", "[a][police]") + "\n" + POLICE,
        "> [a][police]\n>\n> " + POLICE,
        "`[a][b]` [1][2] names[i][j] [a] [b][c](/d) \\[a][b] <!-- [a][b] -->\n\n% [a][b]\n\n```text\n[a][b] [^c]\n```",
        ":::{note}\n[a][police]\n\n" + POLICE + "\n:::",
        "- [x] done\n- [ ] open",
    ],
)
def test_a_whole_file_stays(text: str) -> None:
    assembly = procedure(text)
    assert codes(assembly) == []
    without_marks = [line.text for line in assembly.lines if "clausebook-mark" not in line.text]
    original = [line for line in text.split("\n") if "clause:" not in line]
    assert "\n".join(without_marks).rstrip("\n") == "\n".join(original).rstrip("\n")


def test_what_holds_its_definitions_or_needs_none_takes_nothing_along() -> None:
    text = clause("b", "[a][police] and [word]\n\n" + POLICE) + "\n[word2]: /x\n\n[^n]: Note.\n"
    assembly = single({"lab": text})
    assert [line.row for line in assembly.lines] == [1, 2, 3, 4, 4, 4]
    assert "word2" not in assembly.text
    assert links(assembly) == [("a", "https://example.org/police")]


# Taken along


@pytest.mark.parametrize("words", ["[call][police]", "[call][Police]", "[police][]", "[police]", "![x][police]"])
@pytest.mark.parametrize("definition", [POLICE, "> " + POLICE, "- a\n\n  " + POLICE, POLICE + "\n  'title'"])
def test_a_link_definition_goes_with_its_clause(words: str, definition: str) -> None:
    assembly = single({"lab": clause("b", f"Please {words}.") + "\n" + definition + "\n\nEnd.\n"})
    assert codes(assembly) == []
    targets = [node.get("refuri", node.get("uri")) for node in doctree(assembly.text).findall(nodes.TextElement)]
    targets += [node["uri"] for node in doctree(assembly.text).findall(nodes.image)]
    assert "https://example.org/police" in targets
    assert assembly.lines[-1].path == "shared/lab.md"
    assert assembly.lines[-1].row >= 5


def test_a_footnote_goes_with_its_clause_and_with_what_it_needs_itself() -> None:
    note = "[^n]: See [there][police],\n    and more[^m].\n\n    Second paragraph.\n\n[^m]: Other.\n\n[^o]: Not used.\n"
    assembly = single({"lab": clause("b", "Text[^n].") + "\n" + note + "\n" + POLICE})
    assert codes(assembly) == []
    assert links(assembly) == [("there", "https://example.org/police")]
    assert list(notes(assembly)) == ["n", "m"]
    assert "Second paragraph." in assembly.text
    assert "Not used" not in assembly.text
    rows = {line.text.strip(): line.row for line in assembly.lines}
    assert (rows["[^m]: Other."], rows[POLICE]) == (10, 14)


def test_values_stand_in_what_is_taken_along() -> None:
    text = clause("b", "[code][coc]") + "\n[coc]: {{ links.code }}\n"
    assembly = assemble_clauses(voice_of({"lab": text}), ["lab:b"])
    assert "[coc]: {{ links.code }}" in assembly.text


def test_a_clause_in_a_clause_brings_its_definitions() -> None:
    other = clause("b", "Ask [them][police][^n].") + f"\n{POLICE}\n\n[^n]: Note.\n"
    for text in ("{{ clause:lab:b }}\n", "In a sentence: {{ clause:lab:b }} End.\n"):
        assembly = procedure(text, lab=other)
        assert codes(assembly) == []
        assert links(assembly) == [("them", "https://example.org/police")]
        assert list(notes(assembly).values()) == ["Note."]


def test_own_wording_brings_its_definitions() -> None:
    shared = clause("a", "Shared.") + "\nEnd.\n"
    own = clause("a", "Own [link][police].") + "\n" + POLICE
    assembly = procedure(shared, own={"p": own})
    assert links(assembly) == [("link", "https://example.org/police")]
    assert (assembly.lines[-1].path, assembly.lines[-1].row) == ("own/p.md", 5)


def test_own_wording_may_use_what_the_shared_file_defines() -> None:
    shared = clause("a", "Shared[^n].") + f"\n{POLICE}\n\n[^n]: Note.\n"
    own = clause("a", "Own [link][police][^n].")
    assembly = procedure(shared, own={"p": own})
    assert codes(assembly) == []
    assert links(assembly) == [("link", "https://example.org/police")]
    assert list(notes(assembly).values()) == ["Note."]
    alone = assemble_clauses(voice_of({"p": shared}, {"p": own}), ["p:a"])
    assert codes(alone) == []
    assert links(alone) == [("link", "https://example.org/police")]


def test_what_stood_in_a_clause_that_is_left_out_is_brought_along() -> None:
    text = clause("a", POLICE) + "\nCall [them][police].\n"
    assembly = procedure(text, omit=("a",))
    assert links(assembly) == [("them", "https://example.org/police")]


def test_definitions_within_a_clause_that_stands_in_a_sentence() -> None:
    own = clause("a", f"own [words][police]\n\n{POLICE}\n")
    assembly = procedure("Text <!-- clause:a -->s<!-- endclause:a -->.", own={"p": own})
    assert codes(assembly) == []
    assert links(assembly) == [("words", "https://example.org/police")]


# Labels of several files


def test_two_files_never_share_a_note() -> None:
    text = "Home[^1].\n\n{{ clause:lab:b }}\n\n[^1]: Of home.\n"
    assembly = procedure(text, lab=clause("b", "Lab[^1].") + "\n[^1]: Of lab.\n")
    assert codes(assembly) == []
    assert list(notes(assembly).values()) == ["Of home.", "Of lab."]
    assert "Home[^p-1]." in assembly.text
    assert "[^lab-1]: Of lab." in assembly.text


def test_own_and_shared_notes_of_one_name_stay_apart() -> None:
    shared = "Home[^1].\n\n" + clause("a", "S") + "\n[^1]: Of home.\n"
    assembly = procedure(shared, own={"p": clause("a", "Own[^1].") + "\n[^1]: Own note.\n"})
    assert list(notes(assembly).values()) == ["Of home.", "Own note."]


@pytest.mark.parametrize("words", ["[x][police]", "[police][]", "[police]", "[x][po\nlice]", "[x *y* z][police]"])
def test_equal_labels_with_other_targets_come_out_right(words: str) -> None:
    label = "po lice" if "\n" in words else "police"
    home = f"[home][police] [police]\n\n- > {{{{ clause:lab:b }}}}\n\n{POLICE}\n"
    lab = clause("b", f"> {words}.".replace("\n", "\n> ")) + f"\n[{label}]: https://example.com/lab\n"
    assembly = procedure(home, lab=lab)
    assert codes(assembly) == []
    assert [target for _, target in links(assembly)] == [
        "https://example.org/police",
        "https://example.org/police",
        "https://example.com/lab",
    ]
    assert assembly.text.split("\n")[0] == "[home][police] [police]"


def test_a_short_reference_that_ends_its_clause() -> None:
    home = "Go to <!-- clause:a -->x<!-- endclause:a -->.\n\n[police]: /home\n"
    own = f"<!-- clause:a -->the [police]<!-- endclause:a -->\n\n{POLICE}\n"
    assembly = procedure(home, own={"p": own})
    assert links(assembly) == [("police", "https://example.org/police")]


def test_several_clauses_of_several_files() -> None:
    files = {
        stem: clause("b", f"{stem} [x][l], [l][^n]") + f"\n[l]: /{site}\n\n[^n]: Note of {stem}.\n"
        for stem, site in (("one", 1), ("two", 2), ("a b", 3))
    }
    assembly = single(files, "one:b", "two:b", "a b:b")
    assert codes(assembly) == []
    assert (
        assembly.text.count("[l]: /1") == assembly.text.count("[two l]: /2") == assembly.text.count("[a-b l]: /3") == 1
    )
    assert "[x][two l]" in assembly.text
    assert list(notes(assembly).values()) == ["Note of one.", "Note of two.", "Note of a b."]


def test_made_labels_do_not_meet_others() -> None:
    files = {
        "a": clause("x", "A[^b-c]") + "\n[^b-c]: Of a.\n",
        "a-b": clause("x", "AB[^c]") + "\n[^c]: Of a-b.\n",
    }
    assert list(notes(single(files, "a:x", "a-b:x")).values()) == ["Of a.", "Of a-b."]


def test_code_keeps_what_looks_like_a_label() -> None:
    lab = clause("b", "`[^1]` and[^1]\n\n```text\n[x][l] [^1]\n```") + "\n[^1]: Note.\n\n[l]: /l\n"
    assembly = procedure("Home.\n\n{{ clause:lab:b }}\n", lab=lab)
    assert "`[^1]` and[^lab-1]" in assembly.text
    assert "\n[x][l] [^1]\n" in assembly.text


# What nobody defines


@pytest.mark.parametrize(
    ("words", "marked"),
    [("Text[^n].", "[^n]"), ("Go [there][police].", "[there][police]"), ("- > a[^n]", "[^n]")],
)
def test_what_nobody_defines_is_told_at_its_place(words: str, marked: str) -> None:
    text = "# T\n\n" + clause("b", words)
    for assembly in (single({"lab": text}), procedure("{{ clause:lab:b }}\n\n[^n]: Another.\n", lab=text)):
        (finding,) = assembly.diagnostics
        assert (finding.code.code, finding.path, finding.start.row) == ("CB310", "shared/lab.md", 4)
        assert words[finding.start.column - 1 : finding.end.column - 1] == marked
        assert "add a line" in finding.message


def test_a_lone_word_in_brackets_is_ordinary_text() -> None:
    assert codes(single({"lab": clause("b", "[sic] [word][] [a](b) [^ x]")})) == []


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("[a]", [Form.SHORT]),
        ("[a][]", [Form.COLLAPSED]),
        ("[a][b]", [Form.FULL, Form.SHORT]),
        ("a[^b]", [Form.NOTE]),
        ("[a[^b]][c]", [Form.FULL, Form.NOTE, Form.SHORT]),
        ("[a](b) `[a]` <a title='[b]'> \\[a] <!-- [a] -->", []),
        ("[a\n\nb]", []),
    ],
)
def test_forms(text: str, forms: list[Form]) -> None:
    assert [reference.form for reference in read_references(text).references] == forms


PIECES = st.lists(
    st.sampled_from(["[", "]", "[a]", "[^n]", "[x][a]", "\n", "\n\n", "> ", "`", "\\", "a", "[a]: /u\n", "[^n]: t\n"]),
    max_size=12,
).map("".join)


@given(PIECES, PIECES)
def test_any_text_is_assembled(home: str, other: str) -> None:
    assembly = procedure(home + "\n\n{{ clause:lab:b }}\n", lab=clause("b", other) + "\n[a]: /o\n\n[^n]: note\n")
    for line in assembly.lines:
        assert line.path in ("shared/p.md", "shared/lab.md")


def test_time_grows_as_the_file_does() -> None:
    text = "".join(clause(f"c{n}", f"[x][l{n}] a[^{n}]") + f"\n[l{n}]: /{n}\n\n[^{n}]: Note.\n\n" for n in range(1000))
    voice = voice_of({"p": text + "\n{{ clause:q:c1 }}\n", "q": text})
    start = time.perf_counter()
    assembly = assemble_procedure(voice, "p")
    assert assembly is not None
    assert assembly.diagnostics == ()
    assert time.perf_counter() - start < 20
