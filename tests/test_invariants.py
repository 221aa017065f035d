from pathlib import Path

import pytest
from hypothesis import given, settings

from .invariants import assert_all
from .texts import SOUND, hard

CORPUS = sorted(file for file in (Path(__file__).parent / "fuzz" / "corpus").iterdir() if file.is_file())


@pytest.mark.parametrize("text", SOUND)
def test_sound_texts(text):
    assert_all(text.encode())


@settings(deadline=None)
@given(hard())
def test_any_text(text):
    assert_all(text.encode())


@pytest.mark.parametrize("file", CORPUS, ids=lambda file: file.name)
def test_the_corpus(file):
    assert_all(file.read_bytes())


@pytest.mark.parametrize(
    "text",
    [
        # Without the marker, the two line ends beside it would be one.
        "\rlause:b->\n:`dclause-->",
        "- a\r<!-- clause:b -->\n- c\r<!-- endclause:b -->\n- d\n",
        "- a\n<!--\rclause:b\n-->\n- c\n<!-- endclause:b -->\n",
    ],
)
def test_texts_that_fuzzing_found(text):
    assert_all(text.encode())
