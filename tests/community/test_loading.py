from __future__ import annotations

import os
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clausebook.community.loading import LARGEST_FILE, MOST_MISTAKES, LoadedCommunity, check_community, load_community
from clausebook.diagnostics import Code, Severity
from clausebook.text.source import Position, SourceText

COMMUNITIES = Path(__file__).parents[2] / "source" / "communities"

COMPLETE = """\
name = "Ünïcödé Days 🌍"
kind = "conference"
country = "DE"
languages = ["de", "en"]
site = "https://example.org"
reviewed = 2025-03-31
summary = "Für alle."
email = "coc@example.org"

[[contacts]]
name = "Kim Example"
role = "Care team"
email = "kim@example.org"
phone = "+49 30 23125 123"
hours = "9:00 to 22:00"
languages = ["de", "pt-BR"]
independent = true

[[contacts]]
name = "Hotline"
phone = "+1 202 555 0143"

[[emergency]]
number = "112"
label = "Fire, ambulance"

[[emergency]]
number = "110"

[links]
code_of_conduct = "/code-of-conduct/"

[words]
staff = "organizers"
"""


def check(text: str) -> LoadedCommunity:
    return check_community(SourceText("community.toml", text))


def told(text: str) -> list[tuple[int, int, str, str]]:
    return [(each.start.row, each.start.column, str(each.code), each.message) for each in check(text).diagnostics]


def marked(text: str) -> list[str]:
    """What each finding marks."""
    source = SourceText("community.toml", text)
    return [text[source.offset(each.start) : source.offset(each.end)] for each in check(text).diagnostics]


def test_a_complete_community_has_no_findings() -> None:
    loaded = check(COMPLETE)
    assert loaded.diagnostics == ()
    assert loaded.community is not None
    assert loaded.community.contacts[0].tel == "tel:+49-30-23125123"
    assert loaded.community.emergency[0].tel == "tel:112"
    assert loaded.spans["contacts", 1, "phone"].start == COMPLETE.index('"+1 202')


@pytest.mark.parametrize("change", [str, lambda text: text.replace("\n", "\r\n"), lambda text: "\ufeff" + text])
def test_line_ends_and_byte_order_marks_do_not_matter(tmp_path: Path, change: object) -> None:
    assert callable(change)
    file = tmp_path / "community.toml"
    file.write_bytes(change(COMPLETE).encode())
    assert load_community(file).diagnostics == ()


def test_the_least_that_a_community_needs() -> None:
    assert told('name = "a"\nkind = "online"\nlanguages = ["en"]\nstatus = "example"\n') == []


@pytest.mark.parametrize("name", ["pycon", "madpug"])
def test_the_examples_have_no_findings(name: str) -> None:
    loaded = load_community(COMMUNITIES / name / "community.toml")
    assert loaded.community is not None
    assert loaded.diagnostics == ()


def test_the_example_with_facts_to_fill_in() -> None:
    loaded = load_community(COMMUNITIES / "pyladies" / "community.toml", "pyladies")
    assert loaded.community is not None
    assert [(each.code, each.severity, each.path) for each in loaded.diagnostics] == [
        (Code.NOT_FILLED_IN, Severity.WARNING, "pyladies")
    ] * 2
    assert [each.message for each in loaded.diagnostics] == [
        'name is not filled in: write the person\'s name in place of "TODO"',
        'links.slack is not filled in: write the link in place of "TODO"',
    ]


SEVEN_MISTAKES = """\
# Prüfung
name = "Ünïcödé"
kind = "conferense"
country = "DE"
languages = ["de", "EN"]
contcts = 1
[[contacts]]
name = "a\u202eb"
email = "coc%40example.org"
[[contacts]]
name = "b"
email = "b@example.org"
[[emergency]]
label = "é"
number = "911"
"""


def test_seven_mistakes_are_seven_findings() -> None:
    assert told(SEVEN_MISTAKES) == [
        (1, 1, "CB404", "reviewed is missing: a live guide needs it, write the day on which somebody last checked the "
         'facts, as in reviewed = 2025-03-31, or status = "draft"'),
        (3, 8, "CB402", 'kind "conferense" is not a kind of community: write "conference"'),
        (5, 20, "CB402", 'languages "EN" is not a language tag: write "en"'),
        (6, 1, "CB403", "contcts is not a key of a community: write contacts"),
        (8, 8, "CB402", 'name "a\\u202eb" has an invisible character, U+202E (right-to-left override): '
         "write it without"),
        (9, 9, "CB402", 'email "coc%40example.org" is not an e-mail address: write "coc@example.org"'),
        (15, 10, "CB411", "number 911 is not an emergency number in DE (Germany): write 110 or 112"),
    ]  # fmt: skip
    assert marked(SEVEN_MISTAKES) == [
        "",
        '"conferense"',
        '"EN"',
        "contcts",
        '"a\u202eb"',
        '"coc%40example.org"',
        '"911"',
    ]


EXAMPLE = 'name = "a"\nkind = "chapter"\ncountry = "JP"\nlanguages = ["en"]\nstatus = "example"\n'


@pytest.mark.parametrize(
    ("more", "row", "column", "code", "message"),
    [
        (
            '[[emergency]]\nnumber = "112"',
            7,
            10,
            "CB411",
            "number 112 is not an emergency number in JP (Japan): write 110 or 119",
        ),
        ("[[emergency]]", 6, 1, "CB404", "number is missing: an emergency number needs it, write the emergency number, "
         'in quotes, as in number = "112"'),
        ("[[contacts]]\nemail = 'a@example.org'", 6, 1, "CB404", "name is missing: a contact needs it, write the "
         'person\'s name, as in name = "Kim Example"'),
        ("[[contacts]]\nname = 'a'", 6, 1, "CB404", 'contact has neither e-mail nor phone: write email = "..." or '
         'phone = "+...", or email = "TODO"'),
        ("[contacts]\nname = 'a'", 6, 1, "CB402", "contacts is one table: write [[contacts]] in double brackets "
         "before each person"),
        ("contacts = ['a']", 6, 13, "CB402", 'contacts (table 1) "a" is not a table: write [[contacts]] and its keys '
         "below, a line each"),
        ("contacts = 3", 6, 12, "CB402", "contacts 3 is not a list: write it in square brackets, or as [[tables]]"),
        ("links = 'a'", 6, 9, "CB402", 'links "a" is not a table: write each entry as a line of its own: KEY = ...'),
        ("links.a.b = '/'", 6, 7, "CB402", "links.a (a table) is not text: write it in double quotes"),
        ("[links]\n\"A b\" = '/'", 7, 1, "CB402", "links.A b is not a name for a placeholder: use a-z, 0-9 and _, "
         "beginning with a letter, write a_b"),
        ("[words]\na = ''", 7, 5, "CB402", 'words.a is empty: write the value, or "TODO" if it is not known yet'),
        ("staff = 'team'", 6, 9, "CB402", 'staff "team" is not a table: write it below [words] if it is what your '
         "staff is called; [staff] holds what only they may know"),
        ("'x\u202ey' = 1", 6, 1, "CB403", None),
        ("[[contacts]]\nname='a'\nphone='TODO'\nmobile = 'x'", 9, 1, "CB403", None),
        ("site = 'TODO'", 6, 8, "CB405", 'site is not filled in: write the address of the web site in place of "TODO"'),
    ],
)  # fmt: skip
def test_one_mistake(more: str, row: int, column: int, code: str, message: str | None) -> None:
    found = told(f"{EXAMPLE}{more}\n")
    assert [each[:3] for each in found if message is not None or each[2] != "CB405"] == [(row, column, code)]
    assert message in (None, found[0][3])


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("", ["name", "kind", "languages", "reviewed"]),
        ('name = "a"\nlanguages = ["en"]\nkind = "meetup"\nstatus = "archived"', ["country"]),
        (
            'name = "a"\nlanguages = ["en"]\nkind = "online"\nstatus = "example"\n[[emergency]]\nnumber = "112"',
            ["country"],
        ),
    ],
)
def test_missing_keys_are_told_at_the_top(text: str, missing: list[str]) -> None:
    diagnostics = [each for each in check(text).diagnostics if each.code is not Code.TOO_FEW_CONTACTS]
    assert {(each.code, each.start) for each in diagnostics} == {(Code.MISSING_KEY, Position(1, 1))}
    assert sorted(each.message.split()[0] for each in diagnostics) == sorted(missing)


LIVE = 'name = "a"\nkind = "meetup"\ncountry = "DE"\nlanguages = ["en"]\nreviewed = 2025-03-31\n'
TWO = '[[contacts]]\nname = "A"\nemail = "a@example.org"\n' * 2
NUMBER = '[[emergency]]\nnumber = "112"\n'


@pytest.mark.parametrize(
    "text",
    [
        LIVE + TWO + NUMBER,
        LIVE + TWO.replace("A", "TODO") + NUMBER.replace("112", "TODO"),
        LIVE + 'contacts = "TODO"\nemergency = "TODO"\n',
        LIVE.replace("meetup", "online") + TWO,
        LIVE + 'status = "example"\n',
        LIVE + 'status = "archived"\n',
    ],
)
def test_guides_that_have_enough(text: str) -> None:
    assert {code for _, _, code, _ in told(text)} <= {"CB405"}


@pytest.mark.parametrize(
    ("more", "row", "code", "words"),
    [
        ("[[contacts]]\nname='a'\nphone='03-3224-9999'", 8, "CB412", 'write "+81 3-3224-9999" if it is one of Japan'),
        ("[[contacts]]\nname='a'\nphone='+81 3'", 8, "CB412", 'has too few digits: write it like "+81 '),
        ("[[contacts]]\nname='a'\nemail='\u0441oc@example.org'", 8, "CB413", "looks like another, U+0441"),
        ("event = 3", 6, "CB402", "event 3 is not a table: write [event] and its keys below"),
        ("[[event]]\nstarts = 2026-05-01", 6, "CB402", "write [event] in single brackets, once"),
        ("[event]\nends = 2026-05-01", 6, "CB404", "starts is missing: an event needs it"),
        ("[event]\nstarts = 2026-05-02\nends = 2026-05-01", 8, "CB402", "write the last day, on or after 2026-05-02"),
        ("[event]\nstarts = 2026-05-02\nfinishes = 2026-05-01", 8, "CB403", "event.finishes is not a key of an event"),
        ("[event]\nstarts = 'May'", 7, "CB402", 'event.starts "May" is not a date'),
        ("[event]\nstarts = 2026-05-02\nsummary = 'x'", 8, "CB403", "move this line up"),
        ("review_days = 0", 6, "CB402", "not a number of days from 1 to 3650"),
        ("review_days = '30'", 6, "CB402", "write it without quotes"),
        ("[contacts]\n[contacts]\n", 7, "CB401", "write [[contacts]] in double brackets before each person, here and"),
        ("[contacts]\nname = 'a'\n[[contacts]]\n", 8, "CB401", "write [[contacts]] in double brackets before each"),
        ("[[emergency]]\n[emergency]\n", 7, "CB401", "write [[emergency]] in double brackets before each number"),
        ("[emergency]\nnumber = '110'", 6, "CB402", "write [[emergency]] in double brackets before each number"),
        ("reviewed = 31.03.2026", 6, "CB401", "write 2026-03-31, without quotes"),
        ("reviewed = 03/31/2026 # today", 6, "CB401", "write 2026-03-31, without quotes"),
        ("reviewed = 2026-3-31\r", 6, "CB401", "write 2026-03-31, without quotes"),
        ("reviewed = 03/04/2026", 6, "CB401", "write year-month-day, as in 2025-03-31, without quotes"),
        ('summary = "C:\\Users"', 6, "CB401", "a backslash stands here: write / for it, or the text in single quotes"),
        ('summary = "C:\\bin"', 6, "CB402", "/ for the backslash"),
        ("[[contacts]]\nname='a'\nphone='030 1'", 8, "CB412", 'such as "+81 3-1234-5678"'),
        ("[links]\nemail = 'a@example.org'", 7, "CB403", "email stands below [links]"),
        ("[words]\nsummary = 'TODO'", 7, "CB403", "move this line up, above the first line in brackets"),
        (
            "[[contacts]]\nname='a'\nphone='TODO'\nlisted=true",
            9,
            "CB403",
            "listed is not a key of a contact: move",
        ),
        ("summary = 'TODO ask Kim'", 6, "CB405", 'in place of "TODO"'),
        ("email = 'TODO: Kim?'", 6, "CB405", 'in place of "TODO"'),
    ],
)
def test_slips_with_what_to_write(more: str, row: int, code: str, words: str) -> None:
    found = [each for each in told(f"{EXAMPLE}{more}\n") if "phone='TODO'" not in more or each[2] != "CB405"]
    assert [(each[0], each[2]) for each in found] == [(row, code)]
    assert words in found[0][3]


def test_words_of_the_same_name_as_a_fact_that_is_given() -> None:
    assert told(EXAMPLE + 'email = "a@example.org"\n[words]\nemail = "write to us"\nkind = "meetup"\n') == []


def test_a_misplaced_key_is_not_missing_too() -> None:
    text = 'name = "a"\nkind = "online"\nstatus = "example"\n[words]\nlanguages = ["en"]\n'
    assert [each[0::2][:2] for each in told(text)] == [(5, "CB403")]


def test_a_misspelt_key_is_not_missing_too() -> None:
    assert [each[2:] for each in told(EXAMPLE.replace("country", "contry"))] == [
        ("CB403", "contry is not a key of a community: write country")
    ]


@pytest.mark.parametrize(
    ("text", "row", "column", "words"),
    [
        ('name = "a', 1, 10, "this text does not end"),
        ('name = "a\n', 1, 10, "the text of this line does not end"),
        ("name = a", 1, 8, "here goes a value"),
        ("# é\nname\n", 2, 5, 'here goes "=" and a value'),
        ("a = 1\na = 2", 2, 6, "already given above"),
        ("[a]\n[a]\n", 2, 3, "already given above"),
        ("é = 1", 1, 1, "neither KEY"),
        ("a = 'x' 'y'", 1, 9, "this line should end here"),
        ('a = "\\"', 1, 8, "this text does not end"),
        ('a = "\\q"', 1, 8, "a backslash"),
        ("a = [1", 1, 7, "this list does not end"),
        ("a = 2025-02-30", 1, 5, "no day of the calendar"),
        ("[[a]\n", 1, 4, "the header does not end"),
        ("a = '''x", 1, 9, "this text does not end"),
        (f"a = 1\nb{'.b' * 400_000} = 1", 2, 1, "more than 500 dots"),
        ("a = 00", 1, 6, "this line should end here"),
        ('a = """x', 1, 9, "this text does not end"),
        (f"a = {'1' * 5000}", 1, 1, "too many digits"),
    ],
)
def test_what_is_not_toml(text: str, row: int, column: int, words: str) -> None:
    (found,) = told(text)
    assert found[2] == "CB401"
    assert words in found[3]
    if "digits" not in words:
        assert found[:2] == (row, column)


def test_too_deep() -> None:
    (found,) = told("a = " + "[" * 100_000)
    assert found[2:] == ("CB401", "lists or tables are nested too deep: one level is enough")


@pytest.mark.parametrize(
    "text",
    [
        'name = "a"\n' + "a." * 400 + "b = 1\n",
        "x = " + "{a = " * 10_000 + "1" + "}" * 10_000,
        "x = " + "[" * 10_000 + "]" * 10_000,
        "[[contacts]]\n" * 60_000,
        "".join(f"k{index} = 1\n" for index in range(60_000)),
        'name = "' + "a" * 900_000 + '"',
        "name = 1\nname = 2\n",
        'name = "a\0b"\n',
        'name = "a"\n\0',
    ],
    ids=["dots", "tables", "lists", "contacts", "keys", "text", "twice", "nul", "nul outside"],
)
def test_hostile_files_are_told_with_their_line(text: str) -> None:
    found = check(text).diagnostics
    assert found
    rows = text.count("\n") + 1
    assert len(found) <= MOST_MISTAKES + 1 or "[[contacts]]" in text
    assert all(1 <= each.start.row <= rows and each.message.isprintable() for each in found[:1000])


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    def codes(file: Path) -> list[tuple[Code, Position]]:
        loaded = load_community(file)
        assert loaded.community is None
        return [(each.code, each.start) for each in loaded.diagnostics]

    top = Position(1, 1)
    assert codes(tmp_path / "community.toml") == [(Code.MISSING_COMMUNITY_FILE, top)]
    assert codes(tmp_path) == [(Code.UNREADABLE_FILE, top)]
    (tmp_path / "latin").write_bytes("a = 1\nname = 'Jos\xe9'".encode("latin-1"))
    assert codes(tmp_path / "latin") == [(Code.NOT_UTF8, Position(2, 12))]
    (tmp_path / "large").write_bytes(b"#" * (LARGEST_FILE + 1))
    assert codes(tmp_path / "large") == [(Code.UNREADABLE_FILE, top)]
    os.mkfifo(tmp_path / "pipe")
    assert codes(tmp_path / "pipe") == [(Code.UNREADABLE_FILE, top)]
    (tmp_path / "loop").symlink_to("loop")
    assert codes(tmp_path / "loop") == [(Code.UNREADABLE_FILE, top)]


# What these tell of is lacking, and everything else can be shown.
NO_MISTAKES = {Code.NOT_FILLED_IN, Code.TOO_FEW_CONTACTS, Code.NO_EMERGENCY_NUMBER}

FRAGMENTS = st.sampled_from(
    [
        '"TODO"',
        "[[contacts]]\n",
        "[links]\n",
        "a = 1\n",
        "{}",
        "[]",
        '""',
        "1e999",
        "nan",
        "07:00:00",
        "\u202e",
        '"""\n',
        "\r",
    ]
)


@given(st.text() | st.lists(FRAGMENTS | st.text(max_size=3)).map("".join))
def test_any_text_gives_findings_and_no_error(text: str) -> None:
    assert check(text).diagnostics


@given(st.integers(0, len(COMPLETE)), st.integers(0, 30), FRAGMENTS | st.text(max_size=5))
def test_a_damaged_file_gives_findings_and_no_error(start: int, length: int, text: str) -> None:
    damaged = COMPLETE[:start] + text + COMPLETE[start + length :]
    loaded = check(damaged)
    assert (loaded.community is None) == any(each.code not in NO_MISTAKES for each in loaded.diagnostics)
    assert list(loaded.diagnostics) == sorted(loaded.diagnostics, key=lambda each: each.sort_key)
    for each in loaded.diagnostics:
        assert "\n" not in each.message
        assert each.message.isprintable()


WORDS_OF_PYDANTIC = ("Input should", "Field required", "Extra inputs", "Value error", "validation error")


@given(st.randoms(use_true_random=False))
def test_messages_are_our_own(randomness: random.Random) -> None:
    lines = COMPLETE.splitlines()
    values = ["1", "true", "[]", "{}", "[1]", "[{}]", '"x"', "1.5", "2025-01-01", "07:00:00", "2025-01-01T00:00:00Z"]
    for index, line in enumerate(lines):
        if "=" in line and randomness.random() < 0.5:
            lines[index] = f"{line.split('=')[0]}= {randomness.choice(values)}"
    for each in check("\n".join(lines)).diagnostics:
        assert each.code is not Code.INVALID_TOML
        assert not any(words in each.message for words in WORDS_OF_PYDANTIC)
        assert each.start.row > 1 or each.message.startswith(("name", "contact", "reviewed", "kind", "a live guide"))
