"""What a change touches, as the note for a pull request, in the Markdown of code forges.

Everything that comes from files is written so that it shows and does nothing:
no Markdown, no HTML, no link, and no mention that would call somebody (GitHub's
and GitLab's renderers leave code and preformatted text alone).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from html import escape

from clausebook.clauses.placeholders import as_text as as_references
from clausebook.history.changes import Affected, ClauseChange, Place
from clausebook.report.affected import Span, difference, happened, summary
from clausebook.report.terminal import visible
from clausebook.text.words import Kind, Part, word_diff

# Forges refuse longer comments: GitHub takes 65,536 characters.
_MOST = 60_000
_TOO_LONG = "\nThe text is too long to show here.\n"
_MORE = "…and more: `clausebook affected` lists it all.\n"
_WIDTH = 100
_PLAIN_NAME = re.compile(r"[^\W_]+(?: [^\W_]+)*")
_PLAIN_CODE = re.compile(r"[\w./: -]+", re.ASCII)
_TAGS = {Kind.SAME: ("", ""), Kind.REMOVED: ("<del>", "</del>"), Kind.ADDED: ("<ins>", "</ins>")}


def as_markdown(found: Affected, span: Span) -> str:
    """Write the note; what would make it too long for a comment is named without its text."""
    until = f" to {_code(span.until[:10])}" if span.until else ""
    parts = [
        f"### What changes in the guides\n\nSince {_code(span.since[:10])}{until}: {summary(found)}\n",
    ]
    sections = [*_clauses(found), *_facts(found), *_others(found)]
    spare = _MOST - len(parts[0]) - sum(len(head) + len(_TOO_LONG) for head, _ in sections)
    room = _MOST - len(parts[0])
    for head, text in sections:
        if len(text) <= spare:
            spare -= len(text)
            parts.append(f"{head}{text}")
        else:
            parts.append(f"{head}{_TOO_LONG}")
        room -= len(parts[-1]) + 1
        if room < 0:
            parts[-1] = _MORE
            break
    return "\n".join(parts)


def _clauses(found: Affected) -> Iterator[tuple[str, str]]:
    for change in found.clauses:
        owner = f" in the words of {_name(found.names[change.community])}" if change.community else ""
        what = happened(one for one in change.changes if one != "renamed")
        if change.renamed_from:
            what = ", ".join(filter(None, [f"renamed from {_code(change.renamed_from)}", what]))
        head = f"#### {_code(change.identifier)}{owner}: {what}\n\n{_where(found, change)}\n"
        yield head, _difference(difference(change)) if change.before != change.after else ""


def _where(found: Affected, change: ClauseChange) -> str:
    lines = [_pages(found, change.places)]
    if change.worded_by:
        names = ", ".join(_name(found.names[slug]) for slug in change.worded_by)
        lines.append(f"Nothing changes for {names}: they word it themselves, and will be asked to compare.")
    return " ".join(lines)


def _pages(found: Affected, places: Iterable[Place]) -> str:
    by_community: dict[str, list[str]] = {}
    for place in places:
        by_community.setdefault(place.community, []).append(place.page)
    if not by_community:
        return "No guide shows it."
    shown = (f"{_name(found.names[slug])} ({', '.join(map(_code, pages))})" for slug, pages in by_community.items())
    return f"Shown by {'; '.join(shown)}."


def _facts(found: Affected) -> Iterator[tuple[str, str]]:
    for value in found.values:
        head = f"#### {_name(found.names[value.community])}: {_code(value.name)}\n\n{_pages(found, value.places)}\n"
        yield head, _difference(word_diff(value.before or "", value.after or ""))


def _others(found: Affected) -> Iterator[tuple[str, str]]:
    lines = [f"- {_code(file.path)}: changed around its clauses. {_pages(found, file.places)}" for file in found.files]
    lines += [f"- {_code(page.path)}: page {page.change.value}" for page in found.pages]
    if lines:
        yield "#### Other text\n\n" + "\n".join(lines) + "\n", ""


def _name(text: str) -> str:
    """Write a name within a sentence."""
    return text if _PLAIN_NAME.fullmatch(text) else _code(text)


def _code(text: str) -> str:
    """Write something as code, in which nothing calls or links."""
    text = visible(text)
    return (
        f"`{text}`" if _PLAIN_CODE.fullmatch(text) and text == text.strip() else f"<code>{as_references(text)}</code>"
    )


def _difference(parts: Sequence[Part]) -> str:
    """Write a difference as preformatted HTML, which ends where its tag does, whatever is in it."""
    pieces: list[str] = []
    column = 0
    for part in parts:
        before, after = _TAGS[part.kind]
        text, column = _wrapped(part.text, column)
        pieces.append(f"{before}{escape(text, quote=False)}{after}")
    return f"\n<pre>\n{''.join(pieces)}\n</pre>\n"


def _wrapped(text: str, column: int) -> tuple[str, int]:
    """Break lines at blanks, since forges do not wrap such text; gives the column at which the text ends."""
    pieces: list[str] = []
    lines = (visible(line) for line in re.split(r"\r\n|\r|\n", text))
    for piece in re.findall(r"\n|[^\S\n]+|\S+", "\n".join(lines)):
        if piece == "\n":
            column = 0
        elif column and column + len(piece) > _WIDTH and not piece.isspace():
            pieces.append("\n")
            column = len(piece)
        else:
            column += len(piece)
        pieces.append(piece)
    return "".join(pieces), column
