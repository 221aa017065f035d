"""What is found of secrets in texts of all kinds, and what is none."""

from __future__ import annotations

import pytest

from clausebook.leaks.search import Matcher, Secret, needles
from clausebook.leaks.words import keys, readings
from tests.growth import assert_linear

ROOM = Secret("staff.room", "Room Zephyr 204", "c.toml", 1, needles("Room Zephyr 204"))
NAME = Secret("the name", "Zoë O’Night", "c.toml", 2, needles("Zoë O’Night"))
MAIL = Secret("the email", "dana@example.org", "c.toml", 3, (keys("dana@example.org"), keys("dana at example dot org")))
WORD = Secret("staff.word", "Marmalade", "c.toml", 4, needles("Marmalade"))
PHONE = Secret("the phone", "+1 202 555 0143", "c.toml", 5, (), ("12025550143", "2025550143", "0012025550143"))
SENTENCE = Secret(
    "a clause", "Lead …", "c.md", 6, needles("lead them to the back room by the loading dock stairs"), strong=False
)
MATCHER = Matcher([ROOM, NAME, MAIL, WORD, PHONE, SENTENCE])


@pytest.mark.parametrize(
    "text",
    [
        "Nothing here.",
        "A room, 204 of them; zephyr winds.",
        "Room Zephyr 2040",
        "dana@example.com, xdana@example.org",
        "oranges make marmalade",
        "1202555014",
        "20255501430",
        "92025550143",
        "a2025550143b",
        "202 555 0144",
        "202, then 555, then later on 0143",
        "lead them to the back of",
        "",
    ],
)
def test_what_is_no_secret(text: str) -> None:
    assert MATCHER.find(text) == []


@pytest.mark.parametrize(
    ("secret", "text"),
    [
        (ROOM, "In room zephyr\n  204."),
        (ROOM, "<p>Room <b>Zephyr</b>&nbsp;204</p>"),
        (ROOM, '<a title="Room Zephyr 204">x</a>'),
        (ROOM, "<!-- Room Zephyr 204 -->"),
        (ROOM, "plan?of=Room%20Zephyr%20204"),
        (ROOM, '{"a": "Room\\u0020Zephyr\\n204"}'),
        (ROOM, "room-zephyr-204.html"),
        (ROOM, "room_zephyr_204"),
        (ROOM, "Room Ze&shy;phyr 204"),
        (ROOM, "Room Ze\u200bphyr 204"),
        (NAME, "ZOË O'NIGHT"),
        (NAME, "Zoe\u0308 O&rsquo;Night"),
        (NAME, "Zo&euml; O&#x2019;Night"),
        (MAIL, "mailto:dana%40example.org"),
        (MAIL, "dana&#64;example&#46;org"),
        (MAIL, "dana at example dot org"),
        (MAIL, "DANA@EXAMPLE.ORG"),
        (WORD, "Say Marmalade."),
        (WORD, "SAY MARMALADE"),
        (PHONE, "+1 202 555 0143"),
        (PHONE, "tel:+1-202-555-0143"),
        (PHONE, "(202) 555-0143"),
        (PHONE, "202.555.0143"),
        (PHONE, "2025550143"),
        (PHONE, "001 202 5550143"),
        (PHONE, "tel:%2B12025550143"),
        (PHONE, "<b>202</b> <i>555</i>‑0143"),
        (PHONE, "202\u00a0555\u00a00143"),
        (PHONE, "Call 9 to 5: 202 555 0143 or 911"),
        (SENTENCE, "<li>Lead them to the <em>back room</em> by the\nloading dock.</li>"),
        (SENTENCE, "… the back room by the loading dock …"),
    ],
)
def test_what_is_one_however_it_is_written(secret: Secret, text: str) -> None:
    assert [hit.secret for hit in MATCHER.find(text)] == [secret]


@pytest.mark.parametrize(
    "text", ["ab\ncd Room Zephyr 204", "&amp;&amp; <b>\nRoom</b> Zephyr 204", "%41%42 Room Zephyr 204"]
)
def test_the_place_is_that_in_the_original(text: str) -> None:
    (hit,) = MATCHER.find(text)
    assert hit.offset == text.index("Room")


def test_a_sentence_is_one_place_and_a_word_in_an_index_is_folded() -> None:
    text = "lead them to the back room by the loading dock stairs"
    assert len(MATCHER.find(f"{text} and on the next page {text}")) == 2
    assert MATCHER.find('"marmalade":3') == []
    assert [hit.secret for hit in MATCHER.find('"marmalade":3', folded=True)] == [WORD]


def test_what_is_too_short_is_not_looked_for() -> None:
    assert needles("7b") == ()
    assert needles("Call 7") == (("call", "7"),)
    assert not Matcher([Secret("x", "7b", "", 1)])


def test_readings_are_right_about_escapes_that_are_none() -> None:
    assert [reading.text for reading in readings("100% of &; \\q &nosuch;")] == ["100% of &; \\q &nosuch;"]


def test_many_secrets_and_long_texts_take_linear_time() -> None:
    def search(size: int) -> None:
        secrets = [
            Secret("x", f"the room {n}", "", 1, needles(f"the room {n} of the house on the hill")) for n in range(size)
        ]
        Matcher(secrets).find("the room of the " * size + "<" * size + "&" * size + "%4" * size + "1 " * size)

    assert_linear(search, 2000)
