"""The addresses that source files hold, each with its place: in Markdown, in raw HTML, in front matter and in facts."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from urllib.parse import unquote, urljoin

from phonenumbers import NumberParseException

from clausebook.clauses.targets import html_tags, link_targets
from clausebook.community import Location
from clausebook.community.addresses import phone_link
from clausebook.community.loading import LoadedCommunity
from clausebook.community.model import Community
from clausebook.text.blocks import code_spans, front_matter_end, inside
from clausebook.text.source import SourceText

_ATTRIBUTE = re.compile(
    r"(?:href|src|srcset|imagesrcset|poster|data|action|formaction|background|content|style|fill|mask|filter)\s{0,20}=\s{0,20}"
    r"(?:\"([^\"]*+)\"|'([^']*+)'|([^\s\"'<>=`]++))",
    re.IGNORECASE,
)
_AUTOLINK = re.compile(r"<([A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]*+)>")
_DIRECTIVE = re.compile(r"\{(?:image|figure)\}[ \t]+(\S+)|(?:^|(?<=[\r\n]))[ \t]*:target:[ \t]+(\S+)")
_IN_FRONT_MATTER = re.compile(r"https?://[^\s\"'<>]++")
_LICENCE = re.compile(r"\blicence:[ \t]{0,20}[\"']?([A-Za-z0-9.+-]{2,60})")
_IN_STYLE = re.compile(r"url\(\s{0,20}[\"']?([^\s\"'()]++)", re.IGNORECASE)
_REFRESH = re.compile(r"[^=]{0,40}url\s{0,20}=\s{0,20}", re.IGNORECASE)
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_PLACEHOLDER = re.compile(r"\{\{[ \t]*([A-Za-z_][\w.]*)[ \t]*\}\}")


@dataclass(frozen=True, slots=True)
class Written:
    """An address as a file has it, from ``start`` to ``end`` (offsets, half open).

    ``exact`` says that another address can be put there as it is; ``is_fact`` that it stands in a community's facts.
    """

    source: SourceText
    start: int
    end: int
    exact: bool = True
    is_fact: bool = False

    @property
    def text(self) -> str:
        """What stands there."""
        return self.source.text[self.start : self.end]

    @property
    def row(self) -> int:
        """The row on which it begins."""
        return self.source.position(self.start).row

    @property
    def placeholder(self) -> str:
        """The name of the value that stands for the whole address; "" if it is written out."""
        match = _PLACEHOLDER.fullmatch(self.text.strip())
        return match[1] if match else ""

    @property
    def is_composed(self) -> bool:
        """Whether a value is a part of it."""
        return "{{" in self.text


def likeness(address: str) -> str:
    """Give what an address has in common with the same one as Markdown, HTML or a browser writes it."""
    return unquote(unescape(_ESCAPED.sub(r"\1", address.strip())))


def written_in(source: SourceText) -> Iterator[Written]:
    """Find the addresses of a Markdown text, but for those in code."""
    # A placeholder is a word by the time that Markdown is read.
    text = _PLACEHOLDER.sub(lambda match: re.sub(r"[ \t]", "_", match[0]), source.text)
    code = code_spans(text, directives=False)
    front = front_matter_end(text)
    for start, end in link_targets(text)[0]:
        if end > start and not inside(code, start):
            yield Written(source, start, end)
    for start, end in html_tags(text):
        if inside(code, start):
            continue
        link = _AUTOLINK.fullmatch(text, start, end)
        if link:
            yield Written(source, *link.span(1))
        for match in () if link else _ATTRIBUTE.finditer(text, start, end):
            group = next(number for number in (1, 2, 3) if match[number] is not None)
            yield from _in_attribute(source, match[0].partition("=")[0].strip().lower(), *match.span(group))
    for match in _DIRECTIVE.finditer(text):
        group = 1 if match[1] else 2
        if not inside(code, match.start(group)):
            yield Written(source, *match.span(group))
    for match in _IN_FRONT_MATTER.finditer(text, 0, front):
        yield Written(source, *match.span())
    for match in _LICENCE.finditer(text, 0, front):
        # A page links to its text.
        yield Written(source, *match.span(1), exact=False)


def _in_attribute(source: SourceText, name: str, start: int, end: int) -> Iterator[Written]:
    text = source.text
    if name in ("style", "fill", "mask", "filter"):
        for place in _IN_STYLE.finditer(text, start, end):
            yield Written(source, *place.span(1))
    elif name in ("srcset", "imagesrcset"):
        for word in re.finditer(r"[^\s,]\S*", text[start:end]):
            yield Written(source, start + word.start(), start + len(text[start : start + word.end()].rstrip(",")))
    elif name == "content":
        refresh = _REFRESH.match(text, start, end)
        if refresh:
            yield Written(source, refresh.end(), end)
    else:
        yield Written(source, start, end)


def facts_in(loaded: LoadedCommunity) -> Iterator[tuple[str, Written]]:
    """Find the addresses in a community's facts, each with what it becomes on a page."""
    source, community = loaded.source, loaded.community
    if source is None or community is None:
        return
    for location, span in loaded.spans.items():
        written = source.text[span.start : span.end]
        if written[:1] not in "\"'" or len(written) < 2:
            continue
        value = _value(written)
        # A string in single or several quotes, or with escapes, is not put into another form.
        exact = written == f'"{value}"'
        place = Written(source, span.start + 1, span.end - 1, exact, is_fact=True)
        address = _address(location, value, community)
        if address:
            yield address, place


def _address(location: Location, value: str, community: Community) -> str:
    """Say where a fact leads on a page; "" if it is no address."""
    if location[-1] == "number":
        return f"tel:{value}"
    if value.startswith("+"):
        try:
            return phone_link(value)
        except NumberParseException:
            return f"tel:{value}"
    if value.startswith("/"):
        return urljoin(community.site or "", value)
    if " " in value:
        return ""
    return value if ":" in value else f"mailto:{value}" if "@" in value else ""


def _value(written: str) -> str:
    try:
        return str(tomllib.loads(f"value = {written}")["value"])
    except (ValueError, KeyError):
        return written[1:-1]
