"""CB1: markers that are damaged."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator

from clausebook.clauses.document import ClauseDocument
from clausebook.clauses.markers import MarkerKind, canonical
from clausebook.clauses.misplaced import WRONG_NAME
from clausebook.clauses.reading import NAME
from clausebook.diagnostics import Applicability, Code, Diagnostic, Edit, Fix, diagnose

# A marker that is sound but for its name, in which somebody wrote what no name can have; in characters.
_LONGEST_NAME = 80
_NAMED = re.compile(rf"<!--[ \t]?(end)?clause:([^\s<>](?:[^<>\r\n]{{0,{_LONGEST_NAME - 2}}}[^\s<>])?)[ \t]?-->")
_NO_PART_OF_A_NAME = re.compile(r"[^A-Za-z0-9_-]+")


def malformed_start(document: ClauseDocument) -> Iterator[Diagnostic]:
    """Tell start markers that are damaged.

    A clause begins where its start marker stands.  A damaged one is an ordinary comment, or even visible text: the
    clause is missing from every guide that asks for it, and readers may see the remains of the marker.

    What to do: Write the marker as ``<!-- clause:NAME -->``.

    Fix: safe where the marker, or the other one of its clause, leaves no doubt what was meant; unsafe where both have a
    name that no clause can have, such as one with an accent; else none.

    Bad:

        <!-- cluase:response -->
        Offer a private place to sit.
        <!-- endclause:response -->

    Good:

        <!-- clause:response -->
        Offer a private place to sit.
        <!-- endclause:response -->
    """
    return _malformed(document, MarkerKind.START, Code.MALFORMED_START, "start")


def malformed_end(document: ClauseDocument) -> Iterator[Diagnostic]:
    """Tell end markers that are damaged.

    A clause ends where its end marker stands.  When it is damaged, the clause runs on into what follows, and a guide
    may show reporters what was meant for staff.

    What to do: Write the marker as ``<!-- endclause:NAME -->``.

    Fix: safe where the marker, or the other one of its clause, leaves no doubt what was meant; unsafe where both have a
    name that no clause can have, such as one with an accent; else none.

    Bad:

        <!-- clause:response -->
        Offer a private place to sit.
        <-- e!ndclause:response -->

    Good:

        <!-- clause:response -->
        Offer a private place to sit.
        <!-- endclause:response -->
    """
    return _malformed(document, MarkerKind.END, Code.MALFORMED_END, "end")


def _malformed(document: ClauseDocument, kind: MarkerKind, code: Code, word: str) -> Iterator[Diagnostic]:
    impossible = _ImpossibleNames(document)
    for marker in document.markers:
        if marker.damage in (None, WRONG_NAME) or marker.kind is not kind:
            continue
        end = marker.end
        correct = marker.canonical if marker.certain else ""
        fix: Fix | None = None
        if correct:
            fix = Fix(f"Write it as {correct}", (Edit(marker.start, marker.end, correct),))
            message = (
                f"This {word} marker is damaged ({marker.damage}): it should read {correct}. "
                "Run clausebook check --fix, or type it so."
            )
        elif match := impossible.matches.get(marker.start):
            end = match.end()
            message, fix = impossible.tell(match, kind)
        else:
            example = canonical(kind, marker.name or "NAME")
            hint = "" if marker.name else ", with the name of the clause"
            message = (
                f"This looks like {'an' if word == 'end' else 'a'} {word} marker that is damaged ({marker.damage}), "
                f"and it is not certain what was meant. If it is one, write it as {example}{hint}."
            )
        yield diagnose(code, message, document.source, marker.start, end, fix=fix)


class _ImpossibleNames:
    """The markers of a document that are sound but for a name that no clause can have, by where they begin."""

    def __init__(self, document: ClauseDocument) -> None:
        text = document.source.text
        doubtful = [marker for marker in document.markers if marker.damage is not None and not marker.certain]
        found = filter(None, (_NAMED.match(text, marker.start) for marker in doubtful))
        self.matches = {match.start(): match for match in found if not NAME.fullmatch(match[2])}
        self._taken = {marker.name for marker in document.markers if marker.start not in self.matches}
        self._markers: dict[str, list[bool]] = {}
        for match in self.matches.values():
            self._markers.setdefault(match[2], []).append(bool(match[1]))
        self._nearest = Counter(_nearest(name) for name in self._markers)

    def tell(self, match: re.Match[str], kind: MarkerKind) -> tuple[str, Fix | None]:
        """Say what is wrong with such a marker.

        The fix is there if both markers of a clause have that name, and no other clause would have the one that
        comes nearest.
        """
        name = _nearest(match[2])
        correct = canonical(kind, name or "NAME")
        hint = "" if name else ", with a name for NAME"
        message = (
            f"A clause cannot be called “{match[2]}”: names have letters from A to Z without accents, digits, hyphens "
            f"and underscores. Write {correct}{hint}, and the same name in its other marker and wherever a page asks "
            "for it."
        )
        is_pair = sorted(self._markers[match[2]]) == [False, True]
        if not name or not is_pair or name in self._taken or self._nearest[name] > 1:
            return message, None
        return message, Fix(
            f"Write it as {correct}", (Edit(match.start(), match.end(), correct),), Applicability.UNSAFE
        )


def _nearest(name: str) -> str:
    """Give the name that comes nearest to one that is none, or ""."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return _NO_PART_OF_A_NAME.sub("-", plain).strip("-")
