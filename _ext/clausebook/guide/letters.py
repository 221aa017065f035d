"""Letters that readers put together: which words of a sample letter are theirs, and what the letter can ask for.

A letter is a clause.  A code span in angle brackets, such as ``<YOUR NAME>``, is a blank; the same text is the same
blank, wherever it stands.  What stands in square brackets behind a word and a colon, ``[Optional: …]``, may be left
out.  Of a clause with actions, each item of a list is one to choose; without a list, each paragraph is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from markdown_it.token import Token

from clausebook.guide.assembly import assemble_clauses
from clausebook.guide.directives import Request
from clausebook.guide.wording import Voice
from clausebook.text.markdown import whole


class Meaning(StrEnum):
    """What a blank is for, where that is known: the page then asks for it in plain words."""

    CONTACT = "contact"
    WHO = "who"
    WHAT = "what"
    EFFECT = "effect"
    RELATIONSHIP = "relationship"
    ACTIONS = "actions"
    OTHERS = "others"
    AUTHORITY = "authority"
    TAKEN = "taken"
    SENDER = "sender"


# The blanks of the shared letter, and of the actions.
_MEANINGS: Mapping[str, Meaning] = {
    "NAME": Meaning.CONTACT,
    "NAME/EMAIL/HANDLE": Meaning.WHO,
    "HARASSER": Meaning.WHO,
    "MANNER OF HARASSMENT": Meaning.WHAT,
    "EFFECT ON ME": Meaning.EFFECT,
    "RELATIONSHIP WITH HARASSER": Meaning.RELATIONSHIP,
    "LIST OF ACTIONS": Meaning.ACTIONS,
    "SOME OTHER PEOPLE": Meaning.OTHERS,
    "OTHER AUTHORITY": Meaning.AUTHORITY,
    "ACTION": Meaning.TAKEN,
    "YOUR NAME": Meaning.SENDER,
}

_BLANK = re.compile(r"<\s*([^<>]*[^<>\s])\s*>")
_POSSESSIVE = re.compile(r"(.+?)(['’]S)", re.IGNORECASE)
_OPTIONAL = re.compile(r"\[\w[\w ]{0,30}:\s*([^\[\]]*)\]")
# Stand for the blanks of a paragraph while it is taken apart; the private characters are nobody's.
_OPEN, _CLOSE = "\ue000", "\ue001"
_PLACED = re.compile(f"{_OPEN}([0-9]+){_CLOSE}")
_PRIVATE = re.compile(f"[{_OPEN}{_CLOSE}]")
# A part of a sentence behind a comma, which ends with the blank: it can go where the blank stays empty.
_TAIL = re.compile(rf",[^,.;:!?{_OPEN}]*{_OPEN}([0-9]+){_CLOSE}(?=[,.;:!?])")
# The last sentence of a paragraph, where it announces what comes next.
_ANNOUNCEMENT = re.compile(r"(?:(?<=[.!?])|\A)[^.!?]*:\s*\Z")


@dataclass(frozen=True, slots=True)
class Blank:
    """Where a reader's words go.  ``key`` tells blanks apart, ``text`` is what the letter calls it."""

    key: str
    text: str
    meaning: Meaning | None


Piece = str | Blank


@dataclass(frozen=True, slots=True)
class Part:
    """Words of a letter.  ``option`` numbers those that may be left out; ``needs`` is the blank they go without."""

    pieces: tuple[Piece, ...]
    option: int | None = None
    needs: str | None = None

    @property
    def blanks(self) -> Iterator[Blank]:
        """The blanks in it."""
        return (piece for piece in self.pieces if isinstance(piece, Blank))


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a letter; ``mark`` is what stands before it in plain text, such as a bullet."""

    parts: tuple[Part, ...]
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Actions:
    """What a letter can ask for: the heading above it, perhaps, and the items."""

    title: str
    items: tuple[tuple[Piece, ...], ...]


@dataclass(frozen=True)
class Letter:
    """A letter with its blanks, and what it can ask for."""

    paragraphs: tuple[Paragraph, ...]
    actions: tuple[Actions, ...]

    @property
    def parts(self) -> Iterator[Part]:
        """All parts of it, in order."""
        return (part for paragraph in self.paragraphs for part in paragraph.parts)

    @property
    def blanks(self) -> tuple[Blank, ...]:
        """Each blank of the letter and of the actions once, in order."""
        found = [blank for part in self.parts for blank in part.blanks]
        found += [piece for group in self.actions for item in group.items for piece in item if isinstance(piece, Blank)]
        first = {blank.key: blank for blank in reversed(found)}
        return tuple(first[key] for key in dict.fromkeys(blank.key for blank in found))

    @property
    def takes_actions(self) -> bool:
        """Whether it has a place for what a reader asks for."""
        return any(blank.meaning is Meaning.ACTIONS for part in self.parts for blank in part.blanks)


def letter_of(voice: Voice, request: Request) -> Letter:
    """Read the letter and the actions that a page asks for, in a community's wording; what is not there is empty."""
    first, *others = request.clauses
    meanings = dict(_MEANINGS)
    for meaning, text in request.fields or ():
        if meaning in Meaning.__members__.values() and text:
            meanings = {known: what for known, what in meanings.items() if what != meaning or known == "HARASSER"}
            meanings[plain_name(text)] = Meaning(meaning)
    paragraphs = _paragraphs(assemble_clauses(voice, [first]).text, meanings)
    actions = (_actions(assemble_clauses(voice, [name]).text, meanings) for name in others)
    return Letter(tuple(_settled(paragraphs)), tuple(actions))


def plain_name(text: str) -> str:
    """Give what two names of a blank have in common that mean the same."""
    return " ".join(text.strip("<> ").split()).upper()


def _paragraphs(markdown: str, meanings: Mapping[str, Meaning]) -> list[Paragraph]:
    """Give the paragraphs of a text without its headings, each as one part."""
    found = []
    lists: list[int | None] = []
    mark, skipped = "", False
    for token in whole(markdown):
        if token.type == "bullet_list_open":
            lists.append(None)
        elif token.type == "ordered_list_open":
            lists.append(int(token.attrGet("start") or 1))
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            lists.pop()
        elif token.type == "list_item_open":
            number = lists[-1]
            mark = "- " if number is None else f"{number}. "
            lists[-1] = None if number is None else number + 1
        elif token.type in ("heading_open", "heading_close"):
            skipped = token.type == "heading_open"
        elif token.type == "inline" and not skipped:
            pieces = _pieces(token.children or [], meanings)
            if any(not isinstance(piece, str) or piece.strip() for piece in pieces):
                found.append(Paragraph((Part(pieces),), mark))
                mark = ""
    return found


def _actions(markdown: str, meanings: Mapping[str, Meaning]) -> Actions:
    tokens = whole(markdown)
    heads = (token for before, token in pairwise(tokens) if before.type == "heading_open")
    title = next(("".join(_texts(_pieces(head.children or [], meanings))) for head in heads), "")
    paragraphs = _paragraphs(markdown, meanings)
    chosen = [paragraph for paragraph in paragraphs if paragraph.mark] or paragraphs
    return Actions(title, tuple(paragraph.parts[0].pieces for paragraph in chosen))


def _texts(pieces: Iterable[Piece]) -> Iterator[str]:
    return (piece if isinstance(piece, str) else f"<{piece.text}>" for piece in pieces)


def _pieces(tokens: Sequence[Token], meanings: Mapping[str, Meaning]) -> tuple[Piece, ...]:
    """Turn what stands within a paragraph into plain text and blanks."""
    pieces: list[Piece] = []
    target = ""
    for token in tokens:
        if token.type == "code_inline":
            blank = _BLANK.fullmatch(token.content)
            pieces += _blank(blank[1], meanings) if blank else [token.content]
        elif token.type == "text":
            pieces.append(token.content)
        elif token.type in ("softbreak", "hardbreak"):
            pieces.append(" " if token.type == "softbreak" else "\n")
        elif token.type == "myst_role" and token.meta["name"] != "coc:mark":
            # A role's text is what it shows; of a fact that is not filled in, its name.
            pieces.append(token.content)
        elif token.type == "link_open":
            target = str(token.attrGet("href") or "").removeprefix("mailto:").removeprefix("tel:")
        elif token.type == "link_close" and target and target not in "".join(_texts(pieces)):
            pieces.append(f" ({target})")
    joined: list[Piece] = []
    for piece in pieces:
        if isinstance(piece, str) and joined and isinstance(joined[-1], str):
            joined[-1] += piece
        elif piece:
            joined.append(piece)
    return tuple(joined)


def _blank(text: str, meanings: Mapping[str, Meaning]) -> list[Piece]:
    possessive = _POSSESSIVE.fullmatch(text)
    base, suffix = (possessive[1], possessive[2].lower()) if possessive else (text, "")
    meaning = meanings.get(plain_name(base))
    return [
        Blank(meaning.value if meaning else plain_name(base).casefold(), base, meaning),
        *([suffix] if suffix else []),
    ]


def _settled(paragraphs: Sequence[Paragraph]) -> Iterator[Paragraph]:
    """Divide paragraphs into what always stands and what may go."""
    options = 0
    for number, paragraph in enumerate(paragraphs):
        following = paragraphs[number + 1].parts[0].pieces if number + 1 < len(paragraphs) else ()
        listed = [blank.key for blank in following if isinstance(blank, Blank) and blank.meaning is Meaning.ACTIONS]
        blanks: list[Blank] = []
        text = "".join(_coded(paragraph.parts[0].pieces, blanks))
        parts: list[Part] = []
        done = 0
        for match in _OPTIONAL.finditer(text):
            parts += _always(text[done : match.start()], blanks)
            opens = not text[: match.start()].strip()
            parts.append(Part(_decoded(_capitalised(match[1]) if opens else match[1], blanks), option=options))
            options, done = options + 1, match.end()
        parts += _always(text[done:], blanks, announces=listed[0] if listed else None)
        yield Paragraph(tuple(part for part in parts if part.pieces), paragraph.mark)


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]


def _coded(pieces: Iterable[Piece], blanks: list[Blank]) -> Iterator[str]:
    for piece in pieces:
        if isinstance(piece, str):
            yield _PRIVATE.sub("", piece)
        else:
            yield f"{_OPEN}{len(blanks)}{_CLOSE}"
            blanks.append(piece)


def _decoded(text: str, blanks: Sequence[Blank]) -> tuple[Piece, ...]:
    split = _PLACED.split(text)
    pieces: list[Piece] = [blanks[int(part)] if index % 2 else part for index, part in enumerate(split)]
    return tuple(piece for piece in pieces if piece != "")


def _always(text: str, blanks: Sequence[Blank], announces: str | None = None) -> Iterator[Part]:
    """Divide what is not optional; ``announces`` is the blank that follows in a paragraph of its own."""
    last = _ANNOUNCEMENT.search(text) if announces else None
    end = last.start() if last else len(text)
    done = 0
    for match in _TAIL.finditer(text, 0, end):
        yield Part(_decoded(text[done : match.start()], blanks))
        yield Part(_decoded(match[0], blanks), needs=blanks[int(match[1])].key)
        done = match.end()
    yield Part(_decoded(text[done:end], blanks))
    if last:
        yield Part(_decoded(text[end:], blanks), needs=announces)
