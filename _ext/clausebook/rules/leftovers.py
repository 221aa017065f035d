"""CB6 as far as text goes that was never finished: placeholders, empty links, and what a merge left."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set

from clausebook.clauses.slips import COMMENT
from clausebook.diagnostics import Code, Diagnostic, Severity, diagnose
from clausebook.rules import signs
from clausebook.text.blocks import front_matter_end, inside, offsets_in_code
from clausebook.text.source import SourceText

# Names of HTML, in the spelling of the nineties; all other names in capitals stand for something.
_ELEMENTS = re.compile(
    "A|ABBR|ADDRESS|AREA|ARTICLE|ASIDE|AUDIO|B|BASE|BDI|BDO|BIG|BLOCKQUOTE|BODY|BR|BUTTON|CANVAS|CAPTION|CENTER|CITE|CODE|"
    "COL|COLGROUP|DATA|DATALIST|DD|DEL|DETAILS|DFN|DIALOG|DIR|DIV|DL|DOCTYPE|DT|EM|EMBED|FIELDSET|FIGCAPTION|FIGURE|FONT|"
    "FOOTER|FORM|FRAME|FRAMESET|H[1-6]|HEAD|HEADER|HR|HTML|I|IFRAME|IMG|INPUT|INS|KBD|LABEL|LEGEND|LI|LINK|MAIN|MAP|MARK|"
    "META|METER|NAV|NOSCRIPT|OBJECT|OL|OPTGROUP|OPTION|OUTPUT|P|PARAM|PICTURE|PRE|PROGRESS|Q|RP|RT|RUBY|S|SAMP|SCRIPT|"
    "SECTION|SELECT|SLOT|SMALL|SOURCE|SPAN|STRIKE|STRONG|STYLE|SUB|SUMMARY|SUP|SVG|TABLE|TBODY|TD|TEMPLATE|TEXTAREA|TFOOT|"
    "TH|THEAD|TIME|TITLE|TR|TRACK|TT|U|UL|VAR|VIDEO|WBR"
)
_TARGET = re.compile(r"\]\((?:https?:|mailto:[^) ]|tel:[^) ])")
_DEFINED = re.compile(r"(\[[^\[\]]{1,200}\]):")
_SAMPLE = re.compile(r"(?i)\b(?:samples?|templates?|examples?|letters?|forms?)\b")
_LINE_BEFORE = re.compile(r"[ \t]*>")
_CONFLICT = re.compile(r"(?:^|(?<=[\r\n]))(?:(<{7,})|(>{7,})|([|=%+\\-])\3{6,})(?=[ \r\n]|\Z)([^\r\n]*)")
_ONE_WORD = re.compile(r" ?\S*")
# “A TODO”, “removed TODO comments”: a text that speaks of such words, and has nothing left to write.  In the singular,
# some nouns are also what somebody has to do: “TODO list the contacts”.
_SPEAKS_BEFORE = re.compile(
    r"(?i)\b(?:an?|any|both|each|every|no|obsolete|outdated|unnecessary|redundant|stale|minor|"
    r"remov(?:e[ds]?|ing)|resolv(?:e[ds]?|ing)|clarif(?:y|ie[ds]))[ \t]\Z"
)
_SPEAKS_BEHIND = re.compile(
    r"[ \t-](?:app|comments|item|items|lists|marker|markers|option|options|statement|statements|tests)\b"
)
_SPEAKS_AROUND = re.compile(r"[ \t-](?:comment|list|note|test)\b")
_WORD_BEFORE = re.compile(r"[^\W_][ \t]\Z")
_NEAR = 20


def leftover_placeholder(source: SourceText) -> Iterator[Diagnostic]:
    """Tell words that stand for something still to be written.

    Somebody in trouble who reads the guide finds “TODO” where the person to call should be named.

    What to do: Write what is missing, or remove the line.

    Fix: none. Nobody else knows the text.

    Bad:

        Write to one of these people:

        * TODO

    Good:

        Write to one of these people:

        * Ada Example, <ada@example.org>
    """
    text = source.text
    found = [match for pattern in signs.leftovers_in(text) for match in pattern.finditer(text)]
    code = offsets_in_code(text, (match.start() for match in found))
    for match in found:
        if match.start() not in code and not _is_spoken_of(text, match):
            message = f"“{match[0]}” stands for something still to be written. Write it, or remove the line."
            yield diagnose(Code.LEFTOVER, message, source, match.start(), match.end(), severity=Severity.WARNING)


def _is_spoken_of(text: str, match: re.Match[str]) -> bool:
    """Tell a text on such words from one that lacks something."""
    start, end = match.span()
    before = text[max(0, start - _NEAR) : start]
    return bool(
        _SPEAKS_BEFORE.search(before)
        or _SPEAKS_BEHIND.match(text, end)
        or (_WORD_BEFORE.search(before) and _SPEAKS_AROUND.match(text, end))
    )


def unfilled_placeholder(source: SourceText) -> Iterator[Diagnostic]:
    """Tell names such as ``<NAME>`` and ``[YOUR NAME]`` that stand for something, in files with clauses.

    Readers do not see ``<NAME>`` at all, since browsers take it for HTML, and so the sentence has a hole.  A sample
    letter is full of such names, for the reader to fill in: they are left alone in code, in a quotation, and below a
    heading that speaks of a sample, a template, an example, a letter or a form.

    What to do: Write what the name stands for. If readers are to fill it in, put it between backticks.

    Fix: none. Nobody else knows the text.

    Bad:

        <!-- clause:contact -->
        Tell <NAME> or [YOUR CHAIR].
        <!-- endclause:contact -->

    Good:

        <!-- clause:contact -->
        Tell Ada Example or the chair, and begin your report with “Dear `<NAME>`”.
        <!-- endclause:contact -->
    """
    text = source.text
    found = [match for pattern in signs.sample_words_in(text) for match in pattern.finditer(text)]
    if not found:
        return
    code = offsets_in_code(text, (match.start() for match in found))
    defined = {match[1].lower() for match in _DEFINED.finditer(text)}
    quiet = _merged(sorted([*_sample_sections(source), *(match.span() for match in COMMENT.finditer(text))]))
    for match in found:
        start = match.start()
        if start in code or inside(quiet, start) or _is_quoted(source, start) or not _stands_for(match, defined):
            continue
        message = (
            f"“{text[start : match.end()]}” stands for something still to be written. Write it. If readers are to fill "
            f"it in, put it between backticks: `{text[start : match.end()]}`."
        )
        yield diagnose(Code.UNFILLED, message, source, start, match.end(), severity=Severity.WARNING)


def empty_link(source: SourceText) -> Iterator[Diagnostic]:
    """Tell links that show nothing or lead nowhere, in files with clauses.

    A reader who needs help taps the link, and nothing happens.

    What to do: Write the address or the text of the link, or remove it.

    Fix: none. Nobody else knows the address.

    Bad:

        <!-- clause:contact -->
        Write to [us](mailto:) or read the [rules]().
        <!-- endclause:contact -->

    Good:

        <!-- clause:contact -->
        Write to [us](mailto:conduct@example.org) or read the [rules](https://example.org/rules).
        <!-- endclause:contact -->
    """
    text = source.text
    found = [match for pattern in signs.empty_links_in(text) for match in pattern.finditer(text)]
    if not found:
        return
    code = offsets_in_code(text, (match.start() for match in found))
    comments = [match.span() for match in COMMENT.finditer(text)]
    for match in sorted(found, key=lambda match: match.start()):
        if match.start() in code or inside(comments, match.start()):
            continue
        shows = "shows nothing: write its text" if _TARGET.match(match[0]) else "leads nowhere: write its address"
        message = f"This link {shows}, or remove it."
        yield diagnose(Code.EMPTY_LINK, message, source, match.start(), match.end(), severity=Severity.WARNING)


def merge_conflict(source: SourceText) -> Iterator[Diagnostic]:
    """Tell the marks that a merge left in a text because two people had changed the same lines.

    Both wordings stand in the guide, one after the other, between lines that nobody understands.

    What to do: Keep the wording that is right, and remove the other one and the marks.

    Fix: none. Only a person knows which of two wordings is right.

    Bad:

        <<<<<<< HEAD
        Call the chair.
        =======
        Call the police.
        >>>>>>> staff

    Good:

        Call the police.
    """
    text = source.text
    if not signs.of_conflict(text):
        return
    found = list(_CONFLICT.finditer(text))
    front = front_matter_end(text)
    code = offsets_in_code(text, (match.start() for match in found if match.start() >= front))
    begun: re.Match[str] | None = None
    middle: list[re.Match[str]] = []
    for match in found:
        if match.start() in code:
            continue
        if match[1]:
            if begun:
                yield _conflict(source, begun, [begun, *middle])
            begun, middle = match, []
        elif match[2]:
            if begun:
                yield _conflict(source, begun, [*middle, match])
            elif _is_lone_end(source, match):
                # Seven equals signs further up may be the line under a heading.
                yield _conflict(source, middle[-1] if middle else match, [match])
            begun, middle = None, []
        elif begun or match[3] in "=|":
            middle.append(match)
    if begun:
        yield _conflict(source, begun, [begun, *middle])


def _conflict(source: SourceText, first: re.Match[str], lines: list[re.Match[str]]) -> Diagnostic:
    rows = sorted({source.row(match.start()) for match in [first, *lines]})
    where = f"line {rows[0]}" if len(rows) == 1 else f"lines {', '.join(map(str, rows[:-1]))} and {rows[-1]}"
    message = (
        f"A merge left its marks here ({where}): two people had changed the same lines. "
        "Keep the wording that is right, and remove the other one and the marks."
    )
    return diagnose(Code.CONFLICT, message, source, first.start(), first.end())


def _is_lone_end(source: SourceText, match: re.Match[str]) -> bool:
    """Tell the end of a conflict from a quotation in a quotation; it names a branch, and no quotation is above it."""
    above = source.line(source.row(match.start()) - 1)
    return bool(match[4].strip()) and _ONE_WORD.fullmatch(match[4]) is not None and not above.startswith(">")


def _is_quoted(source: SourceText, offset: int) -> bool:
    """Tell whether a place stands in a quotation."""
    return _LINE_BEFORE.match(source.text, source.line_starts[source.row(offset) - 1]) is not None


def _sample_sections(source: SourceText) -> Iterator[tuple[int, int]]:
    """Find the sections whose headings speak of a sample; each reaches to the next heading that is no deeper."""
    text = source.text
    headings = list(signs.heading_pattern().finditer(text))
    code = offsets_in_code(text, (match.start() for match in headings))
    begun: tuple[int, int] | None = None
    for match in headings:
        if match.start() in code:
            continue
        level = signs.heading_level(match)
        if begun and level <= begun[1]:
            yield begun[0], match.start()
            begun = None
        if begun is None and _SAMPLE.search(match[0]):
            begun = match.start(), level
    if begun:
        yield begun[0], len(text)


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Put sorted spans together where they overlap."""
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and start < merged[-1][1]:
            merged[-1] = merged[-1][0], max(merged[-1][1], end)
        else:
            merged.append((start, end))
    return merged


def _stands_for(match: re.Match[str], defined: Set[str]) -> bool:
    """Tell a placeholder from an HTML tag and from a link that the file defines."""
    if match[0].startswith("<"):
        return _ELEMENTS.fullmatch(match[0][1:-1].split()[0].strip("/")) is None
    return not match[0].startswith("[") or match[0].lower() not in defined
