"""Directives that are nearly Clausebook's own: MyST would show them as code, or let them swallow the rest of a page."""

from __future__ import annotations

import re
from collections.abc import Iterator

from markdown_it.token import Token

from clausebook.clauses.reading import distance
from clausebook.diagnostics import Code, Diagnostic, diagnose
from clausebook.text.blocks import LITERAL_DIRECTIVES
from clausebook.text.markdown import blocks
from clausebook.text.nearest import did_you_mean
from clausebook.text.source import SourceText

# Clausebook's directives and their options.
OPTIONS = {
    "clause": ("steps", "heading-offset"),
    "procedure": ("omit", "heading-offset"),
    "report-helper": ("actions", "fields"),
    "contacts": ("brief",),
    "emergency": (),
    "sources": (),
    "communities": (),
    "clause-catalogue": (),
    "clause-matrix": ("communities", "clauses"),
    "completeness": (),
}
# Other words for them that are further away than a slip of the finger.
_ALIASES = {
    "community": "communities",
    "report-letter": "report-helper",
    "letter-helper": "report-helper",
    "contact-list": "contacts",
    "emergencies": "emergency",
    "emergency-number": "emergency",
    "emergency-numbers": "emergency",
}
# Directives of docutils and Sphinx that look alike.
_OTHERS = frozenset({"class", "contents"})

_INFO = re.compile(r"([({\[]*)[ \t]*(?:coc:)?([A-Za-z][\w-]*)[ \t]*([)}\]]*)")
_OPTION = re.compile(r"[ \t]*:(?!::)[ \t]*([^:\s]*)")
_YAML_OPTION = re.compile(r"[\"']?([\w-]+)[\"']?[ \t]*:(?:\s|\Z)")
_SHORTEST = 4
_LONGEST = 40
_LONG = 7
# Each needs a longer fence than the one inside it; nobody writes this many.
_DEEPEST = 20


def misspelt_directives(source: SourceText) -> Iterator[Diagnostic]:
    """Find blocks that were meant as a directive of Clausebook's and are none, unknown options, and open fences."""
    if "```" in source.text or "~~~" in source.text or ":::" in source.text:
        yield from _looked_at(source, source.text, 0, 0)


def _looked_at(source: SourceText, text: str, base: int, depth: int) -> Iterator[Diagnostic]:
    for token in blocks(text):
        if token.type not in ("fence", "colon_fence") or not token.map:
            continue
        row = base + token.map[0] + 1
        if depth == 0 and _swallows_the_rest(source, token):
            message = (
                "this block begins here and never ends, so that it takes in all that follows: "
                f"write {token.markup} on a line of its own where it should end"
            )
            yield _at(source, row, message)
        name = (*token.info.split(maxsplit=1), "")[0]
        is_directive = name.startswith("{") and name.endswith("}")
        fault = _fault(token)
        if fault:
            yield _at(source, row, fault)
        elif is_directive and _bare(name) in OPTIONS:
            yield from _unknown_options(source, _bare(name), token.content, row)
        elif depth < _DEEPEST and (
            name[1:-1] not in LITERAL_DIRECTIVES if is_directive else token.type == "colon_fence"
        ):
            yield from _looked_at(source, token.content, row, depth + 1)


def _bare(name: str) -> str:
    return name[1:-1].lower().removeprefix("coc:")


def _fault(token: Token) -> str | None:
    """Say what is wrong with the beginning of a block; None if it is right, or nothing of Clausebook's."""
    info = token.info.strip()
    match = _INFO.match(info)
    if match is None:
        return None
    opening, word, closing = match.groups()
    rest = info[match.end() :]
    meant = word.lower() if word.lower() in OPTIONS else None
    first = info.split(maxsplit=1)[0]
    if first.startswith("{") and first.endswith("}") and _bare(first) == meant:
        return None
    if not opening and not closing:
        # Any word may be the name of a programming language; only these are Clausebook's.
        if meant is None or (rest and not rest[0].isspace() and match[0] == match[0].rstrip()):
            return None
        what = f"“{token.markup}{word}” shows code"
    else:
        meant = meant or near(word)
        if meant in ("clause", "procedure") and not closing and rest[:1] == ":":
            # The name of the clause stands within the braces.
            return f"“{token.markup}{info}” is no directive: write {token.markup}{{{meant}}} {rest[1:].rstrip(' )]}')}"
        if meant is None or (rest[:1] in (":", ".", "-", "/")):
            return None
        what = f"“{token.markup}{match[0].strip()}” is no directive" + (
            " without a blank behind the brace" if (opening, closing) == ("{", "}") and word.lower() == meant else ""
        )
    return f"{what}: write {token.markup}{{{meant}}}" + (f" {rest.strip()}" if rest.strip() else "")


def near(word: str) -> str | None:
    """Give the directive that a word is probably a slip of; None if it is one, or something else."""
    name = word.lower().replace("_", "-")
    if name in _ALIASES:
        return _ALIASES[name]
    if name in _OTHERS or not _SHORTEST <= len(name) <= _LONGEST:
        return None
    distances = {own: distance(name, own) for own in OPTIONS}
    nearest = min(distances, key=distances.__getitem__)
    return nearest if distances[nearest] <= (2 if len(nearest) >= _LONG else 1) else None


def _unknown_options(source: SourceText, name: str, content: str, row: int) -> Iterator[Diagnostic]:
    for number, key in _options(content):
        if key and key not in OPTIONS[name]:
            known = OPTIONS[name]
            how = (
                did_you_mean(key, known) or f"; it has {' and '.join(f':{option}:' for option in known)}"
                if known
                else "; take this line out, it has no options"
            )
            yield _at(source, row + number, f"{{{name}}} has no option “{key}”{how}")


def _options(content: str) -> Iterator[tuple[int, str]]:
    """Give the options of a directive, each with the number of its line, from 1 on."""
    lines = content.split("\n")
    if content.startswith("---"):
        for number, line in enumerate(lines[1:], 2):
            if line.startswith("---"):
                return
            key = _YAML_OPTION.match(line)
            if key:
                yield number, key[1]
        return
    begun = False
    for number, line in enumerate(lines, 1):
        option = _OPTION.match(line)
        if option:
            begun = True
            yield number, option[1]
        elif begun or line.strip():
            return


def _swallows_the_rest(source: SourceText, token: Token) -> bool:
    """Tell whether a block has no end of its own and reaches to the end of the file, with something in it."""
    first, last = token.map or (0, 0)
    lines = len(source.line_starts)
    while last < lines and not source.line(last + 1).strip():
        last += 1
    if last < lines or not token.content.strip():
        return False
    while last > first + 1 and not source.line(last).strip(" \t>"):
        last -= 1
    ending = source.line(last).strip(" \t>")
    closed = last > first + 1 and len(ending) >= len(token.markup) and not ending.strip(token.markup[0])
    return not closed and bool([line for line in token.content.split("\n") if line.strip() and not _OPTION.match(line)])


def _at(source: SourceText, row: int, message: str) -> Diagnostic:
    start = source.line_starts[row - 1]
    return diagnose(Code.INVALID_DIRECTIVE, message, source, start, start + len(source.line(row)))
