"""Which of two names was meant, as far as words can tell."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable
from functools import cache, cached_property

from clausebook.clauses.reading import distance

_WORD = re.compile(r"[A-Za-zÀ-ÖØ-öø-ɏ]{3,40}")
_TOKEN = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")
_ODD = re.compile(r"[-_]{2}|\A[-_]|[-_]\Z|[A-Za-z]\d[A-Za-z]")
_FIRST = re.compile(r"[^\W\d_]{2,40}")
_LAST = re.compile(r"[^\W\d_]{2,40}\Z")
# Of words this short, most misspellings are words too: with four letters every tenth, with five every twenty-fifth.
_TOO_SHORT = 3
_SHORT, _RARE = 5, 500
# No name is longer.
_LONGEST = 80


class Vocabulary:
    """The words that a name may be made of: those of the file, of its other names, and of a dictionary."""

    def __init__(self, prose: Iterable[str], names: Iterable[str]) -> None:
        self._prose = tuple(prose)
        self._names = tuple(names)

    def meant(self, one: str, other: str) -> str:
        """Tell which of two names was meant; gives "" where that is not plain.

        A name is meant when it is made of words and the other one is not.
        Two words, or two that are none, are two plausible names.
        """
        if one.lower() == other.lower():
            return one.lower() if self._is_lower and one.lower() in (one, other) else ""
        if distance(one, other) > 1:
            # More than one slip: perhaps neither is right.
            return ""
        first, second = self._is_made_of_words(one), self._is_made_of_words(other)
        if first is True and second is False:
            return one
        return other if second is True and first is False else ""

    def doubts(self, name: str) -> bool:
        """Tell whether a name looks mistyped beside the others, which are made of words."""
        return self._are_names_words and self._is_made_of_words(name) is False

    def begins(self, text: str) -> bool:
        """Tell whether a text begins with a word, and would not without its first letter."""
        match = _FIRST.match(text)
        if match is None:
            return False
        word = match[0].casefold()
        if word[0] > "\x7f":
            # A sign that was changed by accident does not become a letter of a foreign script.
            return len(word) > 1 and word[1] > "\x7f"
        certain = match[0][0].isupper() or self._counts[word] > 1 or not self._is_known(word[1:])
        return certain and self._is_elsewhere(word)

    def ends(self, text: str) -> bool:
        """Tell whether a text ends with a word, and would not without its last letter."""
        match = _LAST.search(text)
        if match is None:
            return False
        word = match[0].casefold()
        if word[-1] > "\x7f":
            return len(word) > 1 and word[-2] > "\x7f"
        certain = self._counts[word] > 1 or not self._is_known(word[:-1])
        return certain and self._is_elsewhere(word)

    def is_word(self, text: str) -> bool:
        """Tell whether a text is a word that the file or the dictionary has."""
        return len(text) > 1 and self._is_elsewhere(text.casefold())

    def _is_elsewhere(self, word: str) -> bool:
        """Tell whether a word that stands in the file is more than what a slip has made."""
        return self._counts[word] > 1 or word in _dictionary()

    @cached_property
    def _are_names_words(self) -> bool:
        """Whether most names are made of words of the prose and the dictionary."""
        alone = Vocabulary(self._prose, ())
        return 2 * sum(alone._is_made_of_words(name) is not False for name in self._names) > len(self._names)

    @cached_property
    def _counts(self) -> Counter[str]:
        return Counter(match[0].casefold() for piece in self._prose for match in _WORD.finditer(piece))

    @cached_property
    def _words(self) -> frozenset[str]:
        return frozenset(
            self._counts.keys() | {token.casefold() for name in self._names for token in _TOKEN.findall(name)}
        )

    @cached_property
    def _is_lower(self) -> bool:
        """Whether all names that are not in doubt, and there are some, are in small letters."""
        return len(self._names) > 1 and all(name == name.lower() for name in self._names)

    def _is_made_of_words(self, name: str) -> bool | None:
        """Tell whether a name is made of words; gives None for one that is too short to tell."""
        if len(name) > _LONGEST or _ODD.search(name) or (self._is_lower and name != name.lower()):
            return False
        parts = [self._is_token(token.casefold()) for token in _TOKEN.findall(name) if not token.isdigit()]
        if False in parts:
            return False
        return True if parts and None not in parts else None

    def _is_token(self, token: str) -> bool | None:
        if token in self._words:
            return True
        if len(token) > _TOO_SHORT:
            return self._is_word(token)
        # Any two or three letters may stand for something.
        return None if len(token) < _TOO_SHORT or token in _dictionary() else False

    def _is_word(self, token: str) -> bool:
        """Tell whether a token is a word, or words grown together."""
        if self._is_known(token):
            return True
        reached = {0}
        for end in range(_TOO_SHORT + 1, len(token) + 1):
            if any(end - start > _TOO_SHORT and self._is_known(token[start:end]) for start in reached):
                reached.add(end)
        return len(token) in reached

    def _is_known(self, word: str) -> bool:
        return word in self._words or word in _dictionary()


@cache
def _dictionary() -> Container[str]:
    """Give the words of English, the language of most names; read when two names are in doubt.

    Rare short words are left out: they are as often the misspelling of another.
    """
    from spellchecker import SpellChecker

    counts = SpellChecker(language="en").word_frequency.dictionary
    return frozenset(word for word, count in counts.items() if len(word) > _SHORT or count > _RARE)
