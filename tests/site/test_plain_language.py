"""The site's own words can be read by people with nine years of school, and by people in distress.

Nine years are what WCAG 2.2 asks for (3.1.5 Reading Level: lower secondary education). The measure is the Automated
Readability Index (Senter and Smith, 1967): it counts letters, words and sentences, and needs no list of syllables.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from clausebook import site

FOLDER = Path(site.__file__).parent
SCHOOL_YEARS = 9.0
LONGEST_SENTENCE = 25  # words
LONGEST_LABEL = 9  # words
FOR_ORGANIZERS = {"matrix", "matrix_html", "completeness"}
# Words for which there is a plainer one, or that only those know who make web sites.
HARD = re.compile(
    r"\b(?:click|commence|prior to|in order to|utili[sz]e|facilitate|terminate|in the event of|regarding|"
    r"aforementioned|invalid|submit|query|fetch|render|parse|URL|widget|toggle|navigate|e\.g\.|i\.e\.|etc\.|shall|pursuant)\b",
    re.IGNORECASE,
)


def own_words() -> Iterator[tuple[str, str]]:
    """Every text that modules of the site show, by the module."""
    for file in sorted(FOLDER.glob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
                continue
            if node.func.id in ("_", "translated") and node.args and isinstance(node.args[0], ast.Constant):
                yield file.stem, str(node.args[0].value)


WORDS = list(own_words())
MODULES = sorted({module for module, _text in WORDS})


def sentences(texts: list[str]) -> list[list[str]]:
    """The words of each sentence; what has no full stop is a label and none."""
    found = (part for text in texts for part in re.findall(r"[^.?!:]+[.?!:]+", text))
    return [words for part in found if (words := re.findall(r"[^\W_][\w'’+-]*", part))]


def grade(spoken: list[list[str]]) -> float:
    """The school years that sentences ask for."""
    words = [word for sentence in spoken for word in sentence]
    letters = sum(len(re.sub(r"\W", "", word)) for word in words)
    return 4.71 * letters / len(words) + 0.5 * len(words) / len(spoken) - 21.43


def test_the_measure_tells_hard_from_plain() -> None:
    hard = "Notwithstanding previous stipulations, participants retaliating against complainants face expulsion."
    plain = "Tell a member of the staff. They will listen to you."
    assert grade(sentences([hard])) > SCHOOL_YEARS > grade(sentences([plain]))


def test_all_texts_are_found() -> None:
    texts = {text for _module, text in WORDS}
    assert {"Exit this page", "Whom to tell", "Search", "This page is not here", "In danger?"} <= texts
    assert len(texts) > 80


@pytest.mark.parametrize("module", MODULES)
def test_sentences_are_plain(module: str) -> None:
    spoken = sentences([text for name, text in WORDS if name == module])
    assert [" ".join(words) for words in spoken if len(words) > LONGEST_SENTENCE] == []
    # Of a few words the measure says little.
    if sum(map(len, spoken)) >= 30:
        assert grade(spoken) <= SCHOOL_YEARS


def test_labels_are_short_and_words_are_known() -> None:
    # The tables of clauses and elements are for those who write guides.
    labels = [text for module, text in WORDS if not re.search(r"[.?!:]", text) and module not in FOR_ORGANIZERS]
    assert [text for text in labels if len(text.split()) > LONGEST_LABEL] == []
    assert [text for _module, text in WORDS if HARD.search(text)] == []
