"""Which licences there are, and which texts may stand together."""

from __future__ import annotations

import pytest

from clausebook.clauses.licences import clash, deed, fault, is_stated, objection


@pytest.mark.parametrize(
    "licence", ["CC-BY-4.0", "CC0-1.0", "MIT", "MIT OR Apache-2.0", "LicenseRef-own", "none stated"]
)
def test_licences_that_are_right(licence: str) -> None:
    assert fault(licence) is None


@pytest.mark.parametrize(
    ("licence", "words"),
    [
        ("cc-by-4.0", "write the licence as SPDX does: CC-BY-4.0"),
        ("CC BY 4.0", "did you mean “CC-BY-4.0”?"),
        ("CC-BY", "did you mean “CC-BY-4.0”?"),
        ("Creative Commons", "is no licence that SPDX knows"),
        ("my own", "write “none stated”"),
    ],
)
def test_licences_that_are_none(licence: str, words: str) -> None:
    assert words in (fault(licence) or "")


def test_what_states_none() -> None:
    assert not is_stated("none stated in the text that adapts it")
    assert not is_stated("")


@pytest.mark.parametrize(
    ("licence", "name", "url"),
    [
        ("CC-BY-3.0", "CC BY 3.0", "https://creativecommons.org/licenses/by/3.0/"),
        ("CC-BY-NC-SA-4.0", "CC BY-NC-SA 4.0", "https://creativecommons.org/licenses/by-nc-sa/4.0/"),
        ("CC0-1.0", "CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
        ("MIT", "MIT", "https://spdx.org/licenses/MIT.html"),
        ("MIT OR Apache-2.0", "MIT OR Apache-2.0", ""),
        ("nonsense", "nonsense", ""),
    ],
)
def test_where_people_can_read_a_licence(licence: str, name: str, url: str) -> None:
    assert deed(licence) == (name, url)


@pytest.mark.parametrize(
    ("licence", "guide"),
    [
        ("CC0-1.0", "CC-BY-4.0"),
        ("CC-BY-3.0", "CC-BY-4.0"),
        ("CC-BY-4.0", "CC-BY-SA-4.0"),
        ("CC-BY-4.0", "CC-BY-NC-4.0"),
        ("CC-BY-SA-4.0", "CC-BY-SA-4.0"),
        ("CC-BY-SA-3.0", "CC-BY-SA-4.0"),
        ("CC-BY-SA-4.0", "GPL-3.0-or-later"),
        ("CC-BY-NC-3.0", "CC-BY-NC-SA-4.0"),
        ("CC-BY-NC-SA-4.0", "CC-BY-NC-SA-4.0"),
        ("CC-BY-SA-4.0 OR MIT", "CC-BY-4.0"),
        ("MIT", "CC-BY-4.0"),
    ],
)
def test_what_may_stand_in_a_guide(licence: str, guide: str) -> None:
    assert objection(licence, guide) is None


@pytest.mark.parametrize(
    ("licence", "guide", "words"),
    [
        ("CC-BY-SA-4.0", "CC-BY-4.0", "stays under CC-BY-SA-4.0"),
        ("CC-BY-SA-4.0", "CC-BY-SA-3.0", "stays under"),
        ("CC-BY-SA-1.0", "CC-BY-SA-4.0", "stays under"),
        ("CC-BY-SA-4.0", "CC0-1.0", "stays under"),
        ("CC-BY-SA-4.0", "CC-BY-NC-SA-4.0", "stays under"),
        ("CC-BY-NC-SA-4.0", "CC-BY-NC-4.0", "stays under"),
        ("CC-BY-NC-4.0", "CC-BY-SA-4.0", "no commercial use"),
        ("CC-BY-ND-4.0", "CC-BY-ND-4.0", "no changed text"),
        ("none stated", "CC-BY-4.0", "states no licence"),
        ("CC-BY-4.0 AND CC-BY-SA-4.0", "CC-BY-4.0", "stays under"),
    ],
)
def test_what_may_not(licence: str, guide: str, words: str) -> None:
    assert words in (objection(licence, guide) or "")


def test_licences_that_go_together_without_a_licence_of_the_guide() -> None:
    assert clash(["CC-BY-3.0", "CC0-1.0", "none stated", "MIT"]) == ()
    assert clash(["CC-BY-SA-3.0", "CC-BY-4.0", "CC-BY-SA-4.0"]) == ()
    assert clash(["CC-BY-NC-4.0", "CC-BY-NC-SA-4.0", "CC-BY-4.0"]) == ()


def test_licences_that_do_not() -> None:
    assert clash(["CC-BY-4.0", "CC-BY-SA-4.0", "CC-BY-NC-4.0"]) == ("CC-BY-SA-4.0", "CC-BY-NC-4.0")
    assert clash(["CC-BY-4.0", "CC-BY-ND-4.0"]) == ("CC-BY-ND-4.0",)
