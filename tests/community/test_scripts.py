from __future__ import annotations

import pytest
from pydantic_core import PydanticCustomError

from clausebook.community.checks import LOOKS_ALIKE
from clausebook.community.scripts import refuse_look_alikes


@pytest.mark.parametrize(
    ("host", "local"),
    [
        ("example.org", "coc"),
        ("münchen.example.org", "jörg"),
        ("пример.рф", "иван"),
        ("почта.example.org", "иван"),
        ("例え.jp", "用户"),
        ("example日本.jp", "coc"),
        ("сос.рф", "сос"),
        ("123.example.org", "42"),
        ("xn--exmple-4nf.org", ""),
        ("", ""),
        ("a..b", "."),
    ],
)
def test_honest_addresses(host: str, local: str) -> None:
    refuse_look_alikes(f"{local}@{host}", host, local)


@pytest.mark.parametrize(
    ("host", "local", "words"),
    [
        ("ex\u0430mple.org", "coc", "U+0430 (cyrillic small letter a), and leads to xn--exmple-4nf.org"),
        ("example.org", "c\u043ec", "U+043E (cyrillic small letter o): type it anew"),
        ("example.org", "\u0441\u043e\u0441", "U+0441 (cyrillic small letter es)"),
        ("\u0430\u0440\u0440\u04cf\u0435.com", "coc", "xn--"),
        ("www.\u0430\u0440\u0440\u04cf\u0435.com", "", "xn--"),
        ("\u03bf\u03c1\u03b1.example", "", "U+03BF (greek small letter omicron)"),
        ("\u043f\u03b1.\u0440\u0444", "", "U+03B1 (greek small letter alpha)"),
        ("ex\u0430mple" + "a" * 80 + ".org", "", "U+0430"),
    ],
)
def test_look_alikes(host: str, local: str, words: str) -> None:
    with pytest.raises(PydanticCustomError) as caught:
        refuse_look_alikes(f"{local}@{host}", host, local)
    assert caught.value.type == LOOKS_ALIKE
    assert words in caught.value.message()
