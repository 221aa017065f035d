"""CB6: text that is not what its author meant."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from clausebook.diagnostics import Applicability, Code, Diagnostic, Edit, Fix, Severity, diagnose
from clausebook.rules import signs
from clausebook.text.blocks import offsets_in_code
from clausebook.text.source import SourceText

if TYPE_CHECKING:
    from ftfy import TextFixerConfig

_FOREIGN_RUN = re.compile(r"[^\x00-\x7f]{2,400}")

_PUNCTUATION = "“”‘’«»–—…\u00a0"

_ADDRESS = r"[A-Za-z0-9](?:[A-Za-z0-9._+-]|%2[BbEe]){0,80}(?:@|%40)[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,6}"
_MAIL_LINK = re.compile(rf"\]\([ \t]{{0,8}}<?({_ADDRESS})(?=>?[ \t)\r\n])")
_MAIL_DEFINITION = re.compile(rf"\]:[ \t]{{0,8}}<?({_ADDRESS})(?=>?[ \t]*+(?:\Z|[\r\n\"'(]))")
_DEFINED_LABEL_LINE = re.compile(r" {0,3}(\([^()\r\n]{1,200}\)=)[ \t]*+(?:\r\n|\r|\n|\Z)")
_UNLABELLED = re.compile(
    r"(?:\s++|%[^\r\n]*+|<!--(?:(?!-->)[\s\S])*+-->|\([^()\r\n]{1,200}\)=(?=\s|\Z)"
    r"|\[(?:[^\[\]\r\n\\]|\\.){1,200}\]:[ \t]*+\S[^\r\n]*+)*+"
)


_LABEL_LINE = re.compile(r" {0,3}(\([^()\r\n]{1,200}\)=)[ \t]*+(?:\r\n|\r|\n|\Z)")
_DEFINED_LABEL = re.compile(r"[ \t>]{0,40}\[(?:[^\[\]\r\n\\]|\\.){1,200}\Z")
_FILE_ENDINGS = frozenset(
    {"avif", "css", "csv", "gif", "gz", "html", "jpeg", "jpg", "js", "json", "pdf", "png", "svg", "txt", "webp"}
)


def mojibake(source: SourceText) -> Iterator[Diagnostic]:
    """Tell characters that were decoded with the wrong encoding on their way.

    The text looks careless, which a procedure for hard moments cannot afford, and a screen reader reads out the wrong
    characters one by one.

    What to do: Look at the repair that is shown, and correct the text.

    Fix: shown, and never made, because it may be wrong for a text that is right.

    Bad:

        the guide titled "Responding to Reports‚Äù

    Good:

        the guide titled "Responding to Reports”
    """
    text = source.text
    if not signs.of_mojibake(text):
        return
    runs = [match for match in _FOREIGN_RUN.finditer(text) if signs.mojibake_pattern().search(match[0])]
    # What is quoted as code is meant so.
    code = offsets_in_code(text, (match.start() for match in runs))
    for match in runs:
        if match.start() in code:
            continue
        # Right quotation marks and dashes around it would keep the rest from being recognised.
        run, begin = match[0], match.start()
        repaired = _repaired(run)
        if repaired == run:
            run = match[0].strip(_PUNCTUATION)
            begin += match[0].index(run)
            repaired = _repaired(run)
        if repaired == run or "\ufffd" in repaired:
            continue
        first, last = _difference(run, repaired)
        wrong, right = run[first : len(run) - last], repaired[first : len(repaired) - last]
        start = begin + first
        message = (
            f"“{wrong}” was decoded wrongly on its way here; it was probably “{right}”. Look at it and correct it."
        )
        fix = Fix(f"Replace by {right}", (Edit(start, start + len(wrong), right),), Applicability.DISPLAY)
        yield diagnose(Code.MOJIBAKE, message, source, start, start + len(wrong), severity=Severity.WARNING, fix=fix)


def mail_link_without_mailto(source: SourceText) -> Iterator[Diagnostic]:
    """Tell links to an e-mail address that lack ``mailto:``.

    Without it, the link leads to a page of the site that does not exist, and the report is never written.

    What to do: Write mailto: before the address.

    Fix: safe.

    Bad:

        Write to [us](coc%40pyladies.com).

    Good:

        Write to [us](mailto:coc@pyladies.com).
    """
    text = source.text
    if not signs.of_mail_link(text):
        return
    found = [match for match in _MAIL_LINK.finditer(text) if not _is_image(text, match.start())]
    found += (match for match in _MAIL_DEFINITION.finditer(text) if _is_definition(text, match.start()))
    found = [match for match in found if _is_domain(match[1])]
    code = offsets_in_code(text, (match.start(1) for match in found))
    for match in found:
        if match.start(1) in code:
            continue
        address = re.sub("%2[Bb]", "+", re.sub("%2[Ee]", ".", match[1].replace("%40", "@")))
        fix = Fix(f"Write the link as mailto:{address}", (Edit(match.start(1), match.end(1), f"mailto:{address}"),))
        message = (
            f"This link to the address {address} lacks mailto:, so it leads nowhere. "
            f"Run clausebook check --fix, or write it as mailto:{address}."
        )
        yield diagnose(Code.MAIL_LINK, message, source, match.start(1), match.end(1), fix=fix)


def label_without_target(source: SourceText) -> Iterator[Diagnostic]:
    """Tell labels that stand before nothing.

    A label names what follows it.  When nothing follows, every link to the label is broken, or lands on the wrong thing
    once somebody adds text.

    What to do: Remove the label, or move it to before what it names.

    Fix: unsafe. The label is removed.

    Bad:

        (where-to-call)=

        [police]: https://example.org/police

    Good:

        (where-to-call)=
        ## Where to call

        [police]: https://example.org/police
    """
    text = source.text
    if not signs.of_label(text):
        return
    found: list[re.Match[str]] = []
    # From the end: as soon as one label has something to label, all labels before it have too.
    for closing in reversed([match.start() for match in signs.LABEL.finditer(text)]):
        bound = max(0, closing - 220)
        line_start = max(text.rfind("\n", bound, closing), text.rfind("\r", bound, closing)) + 1
        label = _LABEL_LINE.match(text, line_start)
        if label is None:
            continue
        behind = found[-1].start() if found else len(text)
        rest = _UNLABELLED.match(text, label.end(), behind)
        if rest is None or rest.end() < behind:
            break
        found.append(label)
    code = offsets_in_code(text, (label.start(1) for label in found))
    for label in found:
        if label.start(1) in code:
            continue
        message = f"The label {label[1]} stands before nothing that it could label. Remove it, or move it up or down."
        fix = Fix("Remove the label", (Edit(label.start(), label.end(), ""),), Applicability.UNSAFE)
        yield diagnose(
            Code.EMPTY_LABEL, message, source, label.start(1), label.end(1), severity=Severity.WARNING, fix=fix
        )


@lru_cache(maxsize=256)
def _repaired(run: str) -> str:
    # What was decoded wrongly comes back as the same few characters again and again.
    import ftfy

    return ftfy.fix_text(run, _repair_settings())


@lru_cache(maxsize=1)
def _repair_settings() -> TextFixerConfig:
    """Switch off all that would change right text, such as straightening quotes."""
    from ftfy import TextFixerConfig

    return TextFixerConfig(
        unescape_html=False,
        remove_terminal_escapes=False,
        fix_latin_ligatures=False,
        fix_character_width=False,
        uncurl_quotes=False,
        fix_line_breaks=False,
        fix_surrogates=False,
        remove_control_chars=False,
        normalization=None,
    )


def _difference(left: str, right: str) -> tuple[int, int]:
    """Count the characters that two different texts share at their beginning and at their end."""
    shortest = min(len(left), len(right))
    first = 0
    while first < shortest and left[first] == right[first]:
        first += 1
    last = 0
    while last < shortest - first and left[-1 - last] == right[-1 - last]:
        last += 1
    return first, last


def _is_domain(address: str) -> bool:
    """Tell an address from a file name such as ``logo@2x.png``."""
    ending = address.rpartition(".")[2].lower()
    return ending.isalpha() and len(ending) > 1 and ending not in _FILE_ENDINGS


def _is_image(text: str, closing: int) -> bool:
    opening = text.rfind("[", max(0, closing - 300), closing)
    return opening > 0 and text[opening - 1] == "!"


def _is_definition(text: str, closing: int) -> bool:
    bound = max(0, closing - 250)
    line_start = max(text.rfind("\n", bound, closing), text.rfind("\r", bound, closing)) + 1
    return _DEFINED_LABEL.match(text[line_start:closing]) is not None
