"""Looking for many secrets in one pass over a text: words and digits are looked up, and nothing is compared twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from clausebook.leaks.words import PlainText, Word, key_of, keys, readings

# A sentence is looked for by every so many of its words: whoever copies less has not copied the sentence.
SHINGLE = 6
# Shorter ones are in the language, and not in the text.
SHORTEST_SENTENCE = 4
# One word must have so many letters.
SHORTEST_WORD = 4
# In the noise of pictures and programs, so many.
SHORTEST_IN_NOISE = 6
# No phone number has more digits, with every prefix and extension.
_MOST_DIGITS = 24
# So many signs may stand between two groups of digits: “) ”, “ - ”.
_WIDEST_GAP = 3


@dataclass(frozen=True, slots=True)
class Secret:
    """Something that only the staff may know.

    ``what`` says what it is, ``shown`` how people write it, ``path`` and ``row`` where it is written down.
    ``words`` are the ways to write it in words, ``numbers`` in digits.  A ``strong`` one is a fact that the community
    gives for the staff; the others are texts, which are no secret where public pages say the same.
    """

    what: str
    shown: str
    path: str
    row: int
    words: tuple[tuple[str, ...], ...] = ()
    numbers: tuple[str, ...] = ()
    strong: bool = True

    @property
    def sought(self) -> bool:
        """Whether it can be looked for: what is too short would be found everywhere."""
        return bool(self.words or self.numbers)


@dataclass(frozen=True, slots=True)
class Hit:
    """A secret at an offset of a text."""

    secret: Secret
    offset: int


def needles(text: str) -> tuple[tuple[str, ...], ...]:
    """Give the word sequences by which a short text is found; none if it is too short."""
    words = keys(text)
    if len(words) == 1 and len(words[0]) < SHORTEST_WORD:
        return ()
    return tuple(shingles(words)) if len(words) > SHINGLE else (words,) if words else ()


def shingles(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Give every run of words by which a sentence is found."""
    if len(words) >= SHINGLE:
        yield from (words[start : start + SHINGLE] for start in range(len(words) - SHINGLE + 1))
    elif len(words) >= SHORTEST_SENTENCE:
        yield words


@dataclass
class Matcher:
    """Finds secrets; the time it takes grows with the text, whatever their number."""

    secrets: Iterable[Secret]
    _runs: dict[tuple[str, ...], list[Secret]] = field(default_factory=dict)
    _lengths: dict[str, tuple[int, ...]] = field(default_factory=dict)
    _numbers: dict[str, list[Secret]] = field(default_factory=dict)
    _single: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        lengths: dict[str, set[int]] = {}
        for secret in self.secrets:
            for run in dict.fromkeys(secret.words):
                self._runs.setdefault(run, []).append(secret)
                lengths.setdefault(run[0], set()).add(len(run))
            for number in dict.fromkeys(secret.numbers):
                self._numbers.setdefault(number, []).append(secret)
        self._lengths = {word: tuple(sorted(found)) for word, found in lengths.items()}

    def __bool__(self) -> bool:
        return bool(self._runs or self._numbers)

    def find(self, text: str, *, noisy: bool = False, folded: bool = False) -> list[Hit]:
        """Find the secrets of a text, each once a place, in order.

        Single words have to stand there as they are written, unless the text is ``folded`` to small letters; in a
        ``noisy`` text, such as the bytes of a picture, they have to be longer.
        """
        found: dict[tuple[int, int], Hit] = {}
        for reading in readings(text):
            words = list(reading.words())
            for secret, index in self._in_words(words, noisy=noisy, folded=folded):
                offset = reading.origin(words[index].start)
                found.setdefault((id(secret), offset), Hit(secret, offset))
            for secret, start in self._in_digits(reading, words):
                offset = reading.origin(start)
                found.setdefault((id(secret), offset), Hit(secret, offset))
        return sorted(found.values(), key=lambda hit: hit.offset)

    def _in_words(self, words: list[Word], *, noisy: bool, folded: bool) -> Iterator[tuple[Secret, int]]:
        row = [word.key for word in words]
        last: dict[int, int] = {}
        for index, key in enumerate(row):
            for length in self._lengths.get(key, ()):
                for secret in self._runs.get(tuple(row[index : index + length]), ()):
                    if length == 1 and not _counts(words[index], secret, noisy=noisy, folded=folded):
                        continue
                    # Overlapping runs are one place.
                    if last.get(id(secret), -SHINGLE) + SHINGLE <= index or length < SHINGLE:
                        yield secret, index
                    last[id(secret)] = index

    def _in_digits(self, reading: PlainText, words: list[Word]) -> Iterator[tuple[Secret, int]]:
        if not self._numbers:
            return
        done = 0
        for index, word in enumerate(words):
            if not word.key[0].isdecimal() or word.start < done:
                continue
            digits, end = "", word.start
            found: list[Secret] = []
            for position in range(index, min(index + _MOST_DIGITS, len(words))):
                follower = words[position]
                gap = reading.text[end : follower.start]
                # Tags leave many blanks behind.
                if not follower.key.isdecimal() or len(gap.strip()) > _WIDEST_GAP or "\n\n" in gap:
                    break
                digits += follower.key
                end = follower.end
                if len(digits) > _MOST_DIGITS:
                    break
                if digits in self._numbers:
                    # With its country code a number is still one.
                    found, done = self._numbers[digits], end
            yield from ((secret, word.start) for secret in found)


def _counts(word: Word, secret: Secret, *, noisy: bool, folded: bool) -> bool:
    """Tell whether a single word is the secret, and not an ordinary word that happens to be the same."""
    if noisy and len(word.text) < SHORTEST_IN_NOISE:
        return False
    if folded or any(c.isdecimal() for c in word.key):
        return True
    spelled = next((run for run in secret.shown.split() if key_of("".join(filter(str.isalnum, run))) == word.key), "")
    return not spelled or word.text in (spelled.strip("“”\"'.,;:!?()"), word.text.upper())
