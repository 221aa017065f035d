from __future__ import annotations

import json
import tomllib

from hypothesis import given
from hypothesis import strategies as st

from clausebook.community import Location
from clausebook.community.positions import key_spans
from tests.growth import assert_linear


def shown(text: str) -> dict[Location, tuple[str, str]]:
    """The key and value of each location, as they are written."""
    return {
        location: (text[span.key_start : span.key_end], text[span.start : span.end])
        for location, span in key_spans(text).items()
    }


def test_an_empty_text_has_no_keys() -> None:
    assert key_spans("") == {}
    assert key_spans("# nothing\r\n") == {}


def test_keys_tables_and_lists_of_tables() -> None:
    text = 'name = "x"\n[links]\na = "/"\n[[contacts]]\nname = "k"\n\n[[contacts]] # second\nrole = "r"\n'
    assert shown(text) == {
        ("name",): ("name", '"x"'),
        ("links",): ("links", "[links]"),
        ("links", "a"): ("a", '"/"'),
        ("contacts",): ("contacts", "[[contacts]]"),
        ("contacts", 0): ("contacts", "[[contacts]]"),
        ("contacts", 0, "name"): ("name", '"k"'),
        ("contacts", 1): ("contacts", "[[contacts]]"),
        ("contacts", 1, "role"): ("role", '"r"'),
    }
    spans = key_spans(text)
    assert spans["contacts", 0].start == text.index("[[")
    assert spans["contacts", 1].start == text.rindex("[[")


def test_dotted_and_quoted_keys() -> None:
    assert shown('words.staff = "a"\nwords . "b\\u0041" = 1\n[a.\'c d\']\nx.y.z = 2\n') == {
        ("words",): ("words", "words"),
        ("words", "staff"): ("staff", '"a"'),
        ("words", "bA"): ('"b\\u0041"', "1"),
        ("a",): ("a", "a"),
        ("a", "c d"): ("'c d'", "[a.'c d']"),
        ("a", "c d", "x"): ("x", "x"),
        ("a", "c d", "x", "y"): ("y", "y"),
        ("a", "c d", "x", "y", "z"): ("z", "2"),
    }


def test_inline_tables_and_lists() -> None:
    text = 'contacts = [\n  {name = "ä", languages = ["de", "en"]}, # one\n  # two\n  {a.b = [[1], [2, 3]]},\n]\n'
    found = shown(text)
    assert found["contacts", 0, "languages", 1] == ('"en"', '"en"')
    assert found["contacts", 0, "name"] == ("name", '"ä"')
    assert found["contacts", 1] == ("{a.b = [[1], [2, 3]]}", "{a.b = [[1], [2, 3]]}")
    assert found["contacts", 1, "a", "b", 1, 0] == ("2", "2")


def test_tables_below_the_last_item_of_a_list() -> None:
    found = shown("[[a]]\n[a.b]\nx = 1\n[[a]]\n[a.b]\nx = 2\n[[a.c]]\n[[a.c]]\ny = 3\n")
    assert found["a", 0, "b", "x"] == ("x", "1")
    assert found["a", 1, "b", "x"] == ("x", "2")
    assert found["a", 1, "c", 1, "y"] == ("y", "3")


def test_a_header_after_a_deeper_one_is_the_place_of_its_table() -> None:
    assert shown("[a.b]\n[a]\nx = 1\n")["a",] == ("a", "[a]")


def test_offsets_count_characters() -> None:
    text = '# ünïcödé 🌍\nname = "日本 𝒳" # é\r\nsite = "x"\r\n'
    assert shown(text) == {("name",): ("name", '"日本 𝒳"'), ("site",): ("site", '"x"')}


def test_text_over_several_lines() -> None:
    assert shown('a = """\nx\ny"""\nb = 1\n') == {("a",): ("a", '"""\nx\ny"""'), ("b",): ("b", "1")}


def test_deep_keys_stop_and_take_no_time() -> None:
    def deep(size: int) -> str:
        return "a" + ".a" * size + " = 1\n" + "b = " + "[" * size

    assert max(len(location) for location in key_spans(deep(200_000))) == 8
    assert_linear(lambda size: key_spans(deep(size)), 5000)


names = st.text(st.characters(codec="utf-8", exclude_characters="\x7f"), max_size=5)
values = st.recursive(
    st.integers(-9, 9) | st.booleans() | names,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=3),
    max_leaves=6,
)


def inline(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{inline(key)} = {inline(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(inline(item) for item in value) + "]"
    # JSON writes what lies outside of the first plane as two surrogates, which TOML refuses.
    return json.dumps(value, ensure_ascii=False)


def locations(value: object, location: Location = ()) -> dict[Location, object]:
    found = {location: value} if location else {}
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in pairs:
        found |= locations(item, (*location, key))
    return found


@given(st.dictionaries(names, values, max_size=4))
def test_every_place_holds_its_value(facts: dict[str, object]) -> None:
    text = "".join(f"# é\n{inline(key)} = {inline(value)}\n" for key, value in facts.items())
    assert tomllib.loads(text) == facts
    expected = {location: value for location, value in locations(facts).items() if len(location) <= 8}
    spans = key_spans(text)
    assert spans.keys() == expected.keys()
    for location, span in spans.items():
        assert tomllib.loads(f"x = {text[span.start : span.end]}")["x"] == expected[location]


@given(st.text() | st.text(alphabet="[]{}=.,\"'#\nab1 é"))
def test_any_text_is_taken(text: str) -> None:
    for span in key_spans(text).values():
        assert 0 <= span.start <= span.end <= len(text)
        assert 0 <= span.key_start <= span.key_end <= len(text)
