"""The directives by which a page asks for clauses: read the same way by the checks and by Sphinx.

``{procedure}`` takes the stem of a clause file, ``{clause}`` the full names of
clauses, in its argument or one a line in its body.  ``{report-helper}`` takes the
clause of a sample letter, and the clauses with what a letter may ask for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from textwrap import dedent

from clausebook.text.blocks import LITERAL_DIRECTIVES
from clausebook.text.source import SourceText

NAMES = re.compile(r"[,\s]+")

_DIRECTIVE = re.compile(r"(?:coc:)?(clause|procedure|report-helper)", re.IGNORECASE)

_KEY = re.compile(r"(?P<quote>[\"']?)(?P<name>(?:[^\s\"'].*?)?)(?P=quote)[ \t]*:(?P<value>(?:[ \t].*)?)\Z")
_HEADER = re.compile(r"\A[ \t]*[|>][-+0-9]*[ \t]*(?=\Z|#)")
_COMMENT = re.compile(r"(?:\A|(?<=[ \t]))#.*")
_CLOSED = re.compile(r"[ \t]*(?:\"[^\"]*\"|'[^']*')[ \t]*(?:#.*)?\Z")
_QUOTES = re.compile(r"\A[ \t]*[\"']|[\"'][ \t]*\Z")

_OMIT = re.compile(r"[ \t>]*:?[\"']?omit[\"']?[ \t]*:")
_FENCE = re.compile(r"[ \t>]*(?:```|:::)")
# A directive has few lines of options; more are looked at for a list of names, one a line.
_MOST_OPTIONS = 200

# Each needs a longer fence than the one inside it; nobody writes this many.
_DEEPEST = 20

# What {report-helper} takes if it names nothing: of the shared clauses, those that fit every event.
LETTER = "reporting:sample-report"
ACTIONS = ("example-actions:in-person",)
NO_ACTIONS = "none"


@dataclass(frozen=True, slots=True)
class Request:
    """What a page asks for: a whole procedure (``stem``), or clauses by name; at ``row`` of the page.

    ``fields`` is None but for a letter that readers put together: its clause is then the first one, those of actions
    to ask for follow, and ``fields`` says of placeholders in the letter what they mean, as pairs of meaning and text.
    """

    row: int
    stem: str | None = None
    clauses: tuple[str, ...] = ()
    omit: tuple[str, ...] = ()
    steps: bool = False
    fields: tuple[tuple[str, str], ...] | None = None


def letter_request(row: int, letter: str, actions: str | None, fields: str) -> Request:
    """Make the request of a ``{report-helper}`` from its argument and options; ``actions`` is None if not given."""
    chosen = ACTIONS if actions is None else split_names(actions)
    if chosen == (NO_ACTIONS,):
        chosen = ()
    pairs = (pair.partition("=") for pair in fields.split(",") if pair.strip())
    return Request(
        row,
        clauses=(letter.strip() or LETTER, *chosen),
        fields=tuple((meaning.strip(), text.strip()) for meaning, _, text in pairs),
    )


def split_names(text: str) -> tuple[str, ...]:
    """Split names at commas and blanks."""
    return tuple(name for name in NAMES.split(text) if name)


def place_of_omission(source: SourceText, row: int, name: str) -> tuple[int, int]:
    """Give the offsets of a name that the directive at ``row`` leaves out; else those of its first line."""
    first = source.line_starts[row - 1]
    start, omitting = first, False
    for number in range(row + 1, min(row + _MOST_OPTIONS, len(source.line_starts)) + 1):
        start, line = source.line_starts[number - 1], source.line(number)
        omitting = omitting or _OMIT.match(line) is not None
        found = re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", line) if omitting else None
        if found:
            return start + found.start(), start + found.end()
        if _FENCE.match(line):
            break
    return first, first + len(source.line(row))


def page_requests(source: SourceText) -> Iterator[Request]:
    """Find the directives of a MyST page that ask for clauses, in order.

    Code that merely shows a directive is not asked for: the fence around it is longer.
    """
    if _DIRECTIVE.search(source.text):
        yield from _requests(source.text, 0, 0)


def _requests(text: str, base: int, depth: int) -> Iterator[Request]:
    from clausebook.text.markdown import blocks

    for token in blocks(text):
        if token.type not in ("fence", "colon_fence") or not token.map:
            continue
        row = base + token.map[0] + 1
        name, argument = (*token.info.split(maxsplit=1), "", "")[:2]
        is_directive = name.startswith("{") and name.endswith("}")
        directive = _DIRECTIVE.fullmatch(name[1:-1]) if is_directive else None
        if directive:
            # Colons that begin a nested fence are no options.
            content = f"\n{token.content}" if token.content.startswith(":::") else token.content
            yield _request(row, directive[1].lower(), argument, content)
        elif depth < _DEEPEST and (
            name[1:-1] not in LITERAL_DIRECTIVES if is_directive else token.type == "colon_fence"
        ):
            # An admonition, a card: what stands in it is part of the page.
            yield from _requests(token.content, row, depth + 1)


def _request(row: int, name: str, argument: str, content: str) -> Request:
    options, body = _options(content)
    if name == "procedure":
        return Request(row, stem=argument.strip(), omit=split_names(options.get("omit", "")))
    if name == "report-helper":
        return letter_request(row, argument, options.get("actions"), options.get("fields", ""))
    return Request(row, clauses=split_names(f"{argument}\n{body}"), steps="steps" in options)


def _options(content: str) -> tuple[dict[str, str], str]:
    """Split a directive's options from its body, as MyST does: YAML between lines of dashes, or lines with colons."""
    lines = content.splitlines()
    if content.startswith("---"):
        end = next((number for number, line in enumerate(lines[1:], 1) if line.startswith("---")), len(lines))
        options = dedent("\n".join(lines[1:end]))
        body = [lines[end].lstrip("-"), *lines[end + 1 :]] if end < len(lines) else []
    elif content.lstrip().startswith(":"):
        end = next((number for number, line in enumerate(lines) if not _is_option(line)), len(lines))
        options = "\n".join(line.lstrip()[1:] for line in lines[:end])
        body = lines[end:]
    else:
        return {}, content
    return _mapping(options), "\n".join(body)


def _is_option(line: str) -> bool:
    bare = line.lstrip()
    return bare.startswith(":") and not bare.startswith(":::")


def _mapping(text: str) -> dict[str, str]:
    """Read the simple YAML of options; of their values only the words matter, not the blanks between them."""
    values: dict[str, list[str]] = {}
    last: list[str] = []
    for line in text.splitlines():
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        key = _KEY.match(line)
        if key:
            last = values[key["name"]] = [_HEADER.sub("", key["value"])]
        elif line[0] in " \t" and values and not _CLOSED.match(last[0]):
            last.append(line)
        else:
            return {}  # MyST takes none of the options then.
    return {name: _QUOTES.sub("", " ".join(_COMMENT.sub("", part) for part in parts)) for name, parts in values.items()}
