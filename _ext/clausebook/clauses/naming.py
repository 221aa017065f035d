"""Which of two names was meant, as far as words can tell."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator
from functools import cache, cached_property
from unicodedata import normalize

from clausebook.clauses.reading import distance

_WORD = re.compile(r"[A-Za-zÀ-ÖØ-öø-ɏ]{3,40}")
_TOKEN = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")
_ODD_SIGN = re.compile(r"[-_]{2}|\A[-_]|[-_]\Z")
_ODD = re.compile(rf"{_ODD_SIGN.pattern}|[A-Za-z]\d[A-Za-z]")
_FIRST = re.compile(r"[^\W\d_]{2,40}")
_LAST = re.compile(r"[^\W\d_]{2,40}\Z")
# Of words this short, most misspellings are words too: with four letters every tenth, with five every twenty-fifth.
_TOO_SHORT = 3
_SHORT, _RARE = 5, 500
# Words of names that dictionaries do not have.
_ABBREVIATIONS = frozenset(
    """
    admin admins app apps blog coc comms config coord coords covid dept dev devs diff docs email emails est etc exec
    execs expo faq faqs gdpr html http https info infos intl intro intros lang lgbt lgbtq login logins meetup
    meetups merch misc mod mods nav nda ngo ops org orgs param params prefs pronoun pronouns qa readme ref refs reg
    repo repos rsvp sec signup signups spec specs sync tech toc todo url urls util utils vip vols wifi
    """.split()  # noqa: SIM905 - as a list, it takes a hundred lines
)
_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
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
        odd, other_odd = self._breaks_habits(one), self._breaks_habits(other)
        if odd != other_odd:
            return other if odd else one
        if not self._are_names_words:
            return ""
        first, second = self._is_made_of_words(one), self._is_made_of_words(other)
        if first is True and second is False:
            return one
        return other if second is True and first is False else ""

    def doubts(self, name: str) -> bool:
        """Tell whether a name has a part that is no word, and may be mistyped."""
        tokens = [token.casefold() for token in _TOKEN.findall(name) if not token.isdigit()]
        known = (self._is_word(token) if len(token) > _TOO_SHORT else self._is_known(token) for token in tokens)
        return self._is_made_of_words(name) is False or not tokens or not all(known)

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
        return 2 * sum(alone._is_made_of_words(name) is not False for name in self._names) >= len(self._names)

    @cached_property
    def _counts(self) -> Counter[str]:
        return Counter(match[0].casefold() for piece in self._prose for match in _WORD.finditer(piece))

    @cached_property
    def _words(self) -> frozenset[str]:
        plain = {form for word in self._counts if not word.isascii() for form in _plain_forms(word)}
        tokens = {token.casefold() for name in self._names for token in _TOKEN.findall(name)}
        return frozenset(self._counts.keys() | plain | tokens)

    @cached_property
    def _is_lower(self) -> bool:
        """Whether all names that are not in doubt, and there are some, are in small letters."""
        return bool(self._names) and all(name == name.lower() for name in self._names)

    def _breaks_habits(self, name: str) -> bool:
        """Tell whether a name has signs or capitals where no name of the file has any."""
        return _ODD_SIGN.search(name) is not None or (self._is_lower and name != name.lower())

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
        return word in self._words or word in _ABBREVIATIONS or word in _dictionary()


def _plain_forms(word: str) -> Iterator[str]:
    """Give how names spell a word that has letters outside of ASCII: without its accents, or as German does."""
    yield "".join(letter for letter in normalize("NFKD", word) if letter.isascii())
    yield word.translate(_GERMAN)


@cache
def _dictionary() -> Container[str]:
    """Give the words of English, the language of most names; read when two names are in doubt.

    Rare short words are left out: they are as often the misspelling of another.
    """
    from spellchecker import SpellChecker

    counts = SpellChecker(language="en").word_frequency.dictionary
    words = (word for word, count in counts.items() if len(word) > _SHORT or count > _RARE)
    return frozenset(word for word in words if len(word) > 1 or word in "ai")
