"""Which kinds of finding are told: what is selected, what is ignored, and what is ignored in some files."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import lru_cache

from clausebook.diagnostics import Code, Diagnostic
from clausebook.text.nearest import did_you_mean

EVERYTHING = "ALL"

# Without these a file has not been checked at all, whatever was to be looked for in it.
ALWAYS_SELECTED = frozenset({Code.UNREADABLE_FILE, Code.NOT_UTF8, Code.INVALID_TOML})

# Where these are, a page lacks something, says another thing, or shows what it was not meant to: no build is silent
# about them, whatever a project ignores.
ALWAYS_IN_BUILDS = frozenset(
    {
        Code.UNREADABLE_FILE,
        Code.NOT_UTF8,
        Code.INVALID_FRONT_MATTER,
        Code.MALFORMED_START,
        Code.MALFORMED_END,
        Code.END_WITHOUT_START,
        Code.MISSING_END,
        Code.WRONG_END_NAME,
        Code.DUPLICATE_CLAUSE,
        Code.NESTED_CLAUSE,
        Code.UNKNOWN_PLACEHOLDER,
        Code.UNSAFE_LINK_VALUE,
        Code.UNKNOWN_CLAUSE,
        Code.CLAUSE_CYCLE,
        Code.WORDING_DOES_NOT_FIT,
        Code.LOCKED_CLAUSE,
        Code.STAFF_CLAUSE,
        Code.STAFF_PAGE,
        Code.STAFF_VALUE,
        Code.LEAK,
        Code.INVALID_TOML,
        Code.INVALID_VALUE,
        Code.MISSING_KEY,
        Code.MISSING_COMMUNITY_FILE,
        Code.DUPLICATE_COMMUNITY,
        Code.FOREIGN_NUMBER,
        Code.LINKED_FOLDER,
        Code.UNKNOWN_OMISSION,
        Code.MISSING_FRONT_PAGE,
    }
)

# What only clausebook links looks for, since it takes built pages and other people's servers.
OF_LINKS = frozenset(code for code in Code if code.code.startswith("CB8"))

BY_NAME = {name: code for code in Code for name in (code.code, code.slug)}


class UnknownCodeError(ValueError):
    """A word is neither a code nor the beginning of one, nor a rule's name; the message says what may be meant."""


def find_code(word: str) -> Code:
    """Give the code that a word names: ``CB601``, ``cb601`` or ``leftover-placeholder``.

    Raises UnknownCodeError if there is none.
    """
    code = BY_NAME.get(word.upper()) or BY_NAME.get(word.lower())
    if code is None:
        raise UnknownCodeError(f"there is no code “{word}”{_guess(word)}")
    return code


def codes_of(selector: str) -> frozenset[Code]:
    """Give the codes that a selector stands for: a code, the beginning of some (``CB6``), a name, or ``ALL``.

    Raises UnknownCodeError if there are none.
    """
    word = selector.upper()
    if word == EVERYTHING:
        return frozenset(Code)
    named = BY_NAME.get(selector.lower())
    found = frozenset({named}) if named else frozenset(code for code in Code if word and code.code.startswith(word))
    if not found:
        raise UnknownCodeError(f"there is no code “{selector}”, nor one that begins so{_guess(selector)}")
    return found


@lru_cache(maxsize=256)
def _guess(word: str) -> str:
    if word[:2].upper() == "CB":
        # Letters that look like digits are the digits.
        digits = word[2:].upper().translate(str.maketrans("OIL", "011"))
        guess = did_you_mean(f"CB{digits}", [code.code for code in Code])
    else:
        guess = did_you_mean(word.lower(), [code.slug for code in Code])
    return guess or "; clausebook rule --all lists them"


@dataclass(frozen=True)
class Layer:
    """Selectors from one place, such as the command line; ``select`` is None where nothing was selected."""

    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] = ()


def selected(layers: Iterable[Layer]) -> frozenset[Code]:
    """Give the codes that are told after some layers, the last of which counts most.

    As in ruff, a layer that selects starts anew, and within a layer the longer selector wins: CB6 selected and CB601
    ignored leaves the other codes of CB6, CB601 selected and CB6 ignored leaves CB601.

    Raises UnknownCodeError for a selector that stands for nothing.
    """
    chosen = set(Code)
    for layer in layers:
        if layer.select is not None:
            chosen = set(ALWAYS_SELECTED)
        # Of two selectors of one length, the one that ignores comes second.
        steps = [(_length(word), False, codes_of(word)) for word in layer.select or ()]
        steps += [(_length(word), True, codes_of(word)) for word in layer.ignore]
        for _, ignores, codes in sorted(steps, key=lambda step: step[:2]):
            if ignores:
                chosen -= codes
            else:
                chosen |= codes
    return frozenset(chosen)


def _length(selector: str) -> int:
    if selector.upper() == EVERYTHING:
        return 0
    code = BY_NAME.get(selector.lower())
    return len(code.code if code else selector)


@dataclass(frozen=True)
class Policy:
    """Which findings are told: the ``codes``, less what ``per_file`` ignores.

    ``per_file`` holds patterns with codes.  A pattern is matched against a file's name, and against its path from
    ``root`` on, with ``/`` between folders; ``*`` stands for any characters, ``/`` included.
    """

    codes: frozenset[Code] = frozenset(Code)
    root: str = "."
    per_file: tuple[tuple[str, frozenset[Code]], ...] = ()
    _known: dict[str, frozenset[Code]] = field(default_factory=dict, compare=False, repr=False)

    def codes_for(self, path: str) -> frozenset[Code]:
        """Give the codes that are told of a file."""
        if not self.per_file:
            return self.codes
        if path not in self._known:
            self._known[path] = self._without_ignored(path)
        return self._known[path]

    def tells(self, finding: Diagnostic) -> bool:
        """Tell whether a finding is told."""
        return finding.code in self.codes_for(finding.path)

    def _without_ignored(self, path: str) -> frozenset[Code]:
        place = os.path.relpath(os.path.abspath(path), os.path.abspath(self.root))  # noqa: PTH100 - a link keeps its name
        names = place.replace(os.sep, "/"), os.path.basename(path)  # noqa: PTH119 - as above
        ignored = (codes for pattern, codes in self.per_file if any(fnmatchcase(name, pattern) for name in names))
        return self.codes.difference(*ignored)


def per_file_ignores(table: Sequence[tuple[str, Iterable[str]]]) -> tuple[tuple[str, frozenset[Code]], ...]:
    """Give patterns with the codes that their selectors stand for.

    Raises UnknownCodeError for a selector that stands for nothing.
    """
    return tuple((pattern, frozenset().union(*map(codes_of, words))) for pattern, words in table)
