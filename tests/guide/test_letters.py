"""Sample letters: which words are a reader's, what may be left out, what a letter can ask for."""

from __future__ import annotations

from pathlib import Path

import pytest

from clausebook.clauses.library import Library, load_library
from clausebook.guide.directives import letter_request, page_requests
from clausebook.guide.letter_faults import letter_faults, place_in_directive
from clausebook.guide.letters import Blank, Letter, Meaning, Part, letter_of
from clausebook.guide.wording import Voice
from clausebook.project import Project
from clausebook.text.source import SourceText
from tests.growth import assert_linear
from tests.site.building import ROOT


def voice(folder: Path, **clauses: str) -> Voice:
    folder.mkdir(exist_ok=True)
    text = "\n\n".join(f"<!-- clause:{name} -->\n{body}\n<!-- endclause:{name} -->" for name, body in clauses.items())
    (folder / "f.md").write_text(text + "\n", encoding="utf-8")
    return Voice(load_library(folder, str, folder.resolve()), Library(folder), None)


def read(folder: Path, letter: str, actions: str = "", fields: str = "") -> Letter:
    named = {"letter": letter} | ({"actions": actions} if actions else {})
    wanted = "f:actions" if actions else "none"
    return letter_of(voice(folder, **named), letter_request(1, "f:letter", wanted, fields))


def shown(part: Part) -> str:
    return "".join(f"<{piece.key}>" if isinstance(piece, Blank) else piece for piece in part.pieces)


def parts(letter: Letter) -> list[tuple[str, int | None, str | None]]:
    return [(shown(part), part.option, part.needs) for part in letter.parts]


def test_plain_text_stays_plain(tmp_path: Path) -> None:
    text = "# Head\n\nOne *two* `three` &amp; [four](https://example.org/x), `a <b>`\nfive \\[six\\].\n\n---\n\n> seven"
    letter = read(tmp_path, text)
    assert parts(letter) == [
        ("One two three & four (https://example.org/x), a <b> five [six].", None, None),
        ("seven", None, None),
    ]
    assert letter.blanks == ()
    assert not letter.takes_actions


def test_blanks_that_are_known_and_others(tmp_path: Path) -> None:
    letter = read(
        tmp_path, "`<NAME/EMAIL/HANDLE>` `<harasser>` `<HARASSER'S>` `<Harasser’s>` `< MY  SEAT >` `<my seat>`"
    )
    assert parts(letter) == [("<who> <who> <who>'s <who>’s <my seat> <my seat>", None, None)]
    assert [(blank.meaning, blank.text) for blank in letter.blanks] == [
        (Meaning.WHO, "NAME/EMAIL/HANDLE"),
        (None, "MY  SEAT"),
    ]


def test_what_may_be_left_out(tmp_path: Path) -> None:
    letter = read(tmp_path, "A. \\[Optional: `<X>` b.\\] C \\[or d\\].\n\n\\[Optional: e.\\]\n\n[Auf Wunsch: `<Y>`]")
    assert parts(letter) == [
        ("A. ", None, None),
        ("<x> b.", 0, None),
        (" C [or d].", None, None),
        ("E.", 1, None),
        ("<y>", 2, None),
    ]


def test_what_goes_with_an_empty_blank(tmp_path: Path) -> None:
    letter = read(
        tmp_path, "It was `<HARASSER>`, who `<WHAT>`, at `<PLACE>` there. So, I ask:\n\n`<LIST OF ACTIONS>`\n\nBye"
    )
    assert parts(letter) == [
        ("It was <who>", None, None),
        (", who <what>", None, "what"),
        (", at <place> there.", None, None),
        (" So, I ask:", None, "actions"),
        ("<actions>", None, None),
        ("Bye", None, None),
    ]
    assert letter.takes_actions


def test_items_of_lists_or_paragraphs_can_be_asked_for(tmp_path: Path) -> None:
    listed = read(tmp_path / "a", "x", "## At `<EVENT>`\n\nChoose:\n\n- one\n- two\n  lines\n\n1. three")
    assert [(group.title, group.items) for group in listed.actions] == [
        ("At <EVENT>", (("one",), ("two lines",), ("three",)))
    ]
    plain = read(tmp_path / "b", "x", "one\n\ntwo")
    assert [(group.title, group.items) for group in plain.actions] == [("", (("one",), ("two",)))]


def test_lists_keep_their_marks(tmp_path: Path) -> None:
    letter = read(tmp_path, "a\n\n- b\n\n  c\n- d\n\n3. e\n4. f")
    assert [(paragraph.mark, shown(paragraph.parts[0])) for paragraph in letter.paragraphs] == [
        *(("", "a"), ("- ", "b"), ("", "c"), ("- ", "d"), ("3. ", "e"), ("4. ", "f"))
    ]


def test_a_letter_says_what_its_blanks_mean(tmp_path: Path) -> None:
    letter = read(tmp_path, "`<WER>` `<HARASSER>` `<NAME>` `<AN WEN>`", fields="who=WER, contact = an wen")
    assert parts(letter) == [("<who> <who> <name> <contact>", None, None)]


def test_the_shared_letter_is_read_whole() -> None:
    project = Project.load(ROOT)
    community = project.communities["pyladies"]
    (request,) = next(page for page in community.pages if page.name == "written-report").requests
    letter = letter_of(community.voice, request)
    assert {blank.meaning for blank in letter.blanks} == set(Meaning)
    assert [part.option for part in letter.parts if part.option is not None] == [0, 1, 2, 3]
    assert [(group.title, len(group.items)) for group in letter.actions] == [
        ("Meetup/In person organzied event", 9),
        ("Online services (Slack, forums, etc)", 9),
    ]
    assert list(letter_faults(community.voice, request)) == []


@pytest.mark.parametrize(
    ("options", "word", "message"),
    [
        (("f:letter", None, ""), "f:letter", "has no place for the actions: write `<LIST OF ACTIONS>`"),
        (("f:full", "f:full, f:empty", ""), "f:empty", "so that there is nothing to choose in it"),
        (("f:empty", "none", ""), "f:empty", "has no paragraph, so that there is no letter"),
        (("f:full", "none", "whom=X"), "whom", "“whom” is nothing that a letter asks for; did you mean “who”?"),
        (("f:full", "none", "zzzzzzz=X"), "zzzzzzz", "; it is one of contact, who, what"),
        (("f:full", "none", "who=OTHER"), "OTHER", "no blank `<OTHER>` that could be read as “who”"),
    ],
)
def test_faults(tmp_path: Path, options: tuple[str, str | None, str], word: str, message: str) -> None:
    made = voice(
        tmp_path, letter="Dear `<NAME>`", full="Dear `<NAME>`\n\n`<LIST OF ACTIONS>`", empty="# Only a heading"
    )
    request = letter_request(1, options[0], options[1] or "f:full", options[2])
    assert [(found, message in text) for found, text in letter_faults(made, request)] == [(word, True)]
    assert list(letter_faults(made, letter_request(1, "f:full", "f:full", "contact=NAME"))) == []


def test_pages_ask_for_letters() -> None:
    text = (
        "Text\n\n```{report-helper}\n```\n\n"
        "```{coc:report-helper} a:b\n---\nactions: c:d,\n  e:f\nfields: who=X\n---\n```\n\n"
        "````text\n```{report-helper} no:no\n```\n````\n\n```{report-helper} a:b\n:actions: none\n```\n"
    )
    source = SourceText("page.md", text)
    assert [(request.row, request.clauses, request.fields) for request in page_requests(source)] == [
        (3, ("reporting:sample-report", "example-actions:in-person"), ()),
        (6, ("a:b", "c:d", "e:f"), (("who", "X"),)),
        (19, ("a:b",), ()),
    ]
    start, end = place_in_directive(source, 6, "e:f")
    assert (source.text[start:end], source.position(start).row) == ("e:f", 9)
    start, end = place_in_directive(source, 3, "a:b")
    assert source.position(start).row == 3


def test_hostile_letters_take_linear_time(tmp_path: Path) -> None:
    for part in ("\\[Optional: ", "`<A>`, ", ", who ", "`<", ": ", "- "):
        assert_linear(lambda size, part=part: read(tmp_path, "x " + part * size), 2_000)
