"""A completeness profile as characters: for people, for programs, and as Markdown."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from textwrap import wrap

from clausebook.clauses.elements import Choice, Element, elements, sources
from clausebook.guide.completeness import Entry, Profile, Standing
from clausebook.guide.evident import Evidence

Json = dict[str, object]

_MISSING = (Standing.MISSING,)
_ASIDE = (Standing.DECLINED, Standing.NOT_APPLICABLE)
# So many of the missing elements stand in the overview of all communities.
_FIRST = 3
_HOW_TO_CLAIM = (
    "A new clause counts once the front matter of its file names the element, as in "
    "clauses: {NAME: {elements: [recusal]}}."
)


def text(profile: Profile, width: int = 100) -> str:
    """Write a profile for people: first what is missing, the required and the most demanded before the rest."""
    return "\n".join(_text(profile, width)) + "\n"


def _text(profile: Profile, width: int) -> Iterator[str]:
    yield f"{profile.name}: {score(profile)}"
    missing = [*profile.standing_at(*_MISSING), *_having(profile.choices, *_MISSING)]
    if missing:
        yield from ("", "MISSING, what you require and what most sources demand first")
        for entry in missing:
            yield from ("", *_heading(entry, width))
            yield from _indented(entry.element.says, width)
            for line in advice(entry):
                yield from _indented(line, width, first="    -> ", rest="       ")
    if missing:
        yield from ("", *_indented(_HOW_TO_CLAIM, width, first="  ", rest="  "))
    undecided = [*profile.standing_at(Standing.OPEN), *_having(profile.choices, Standing.OPEN)]
    if undecided:
        yield from ("", "TO DECIDE: the sources disagree, and either way is sound")
        for entry in undecided:
            yield from ("", *_heading(entry, width))
            yield from _indented(disagreement(entry.element), width)
            for line in advice(entry):
                yield from _indented(line, width, first="    -> ", rest="       ")
    aside = [e for e in (*profile.entries, *profile.choices) if e.standing in _ASIDE]
    if aside:
        yield from ("", "SET ASIDE", "")
        for entry in aside:
            yield from _indented(f"{entry.element.name} ({entry.element.slug}): {_why(entry)}", width, "  ", "    ")
    there = _having((*profile.entries, *profile.choices), Standing.THERE)
    if there:
        yield from ("", "THERE", "")
        for entry in there:
            demanded = f"  [{' '.join(entry.element.demanded_by)}]" if entry.element.demanded_by else ""
            yield from wrap(f"  {entry.element.name} ({entry.element.slug}){demanded}", width, subsequent_indent="    ")
            yield from (f"    {_place(evidence)}" for evidence in entry.evidence)
    yield from ("", "WHO DEMANDS IT", "")
    yield from (f"  {key:4} {name}" for key, name in sources().items())


def score(profile: Profile) -> str:
    """Say in one line how complete a guide is."""
    entries = profile.entries
    counts = {standing: len(_having(entries, standing)) for standing in Standing}
    parts = [f"{counts[Standing.THERE]} of {len(entries)} elements of a complete guide are there"]
    for standing, words in (
        (Standing.MISSING, "missing"),
        (Standing.OPEN, "to decide"),
        (Standing.DECLINED, "declined"),
        (Standing.NOT_APPLICABLE, "not applicable"),
    ):
        if counts[standing]:
            parts.append(f"{counts[standing]} {words}")
    return ", ".join(parts)


def advice(entry: Entry) -> Iterator[str]:
    """Say what to do about an element that is missing or to be decided."""
    element = entry.element
    if entry.note:
        yield f"Now {entry.note}."
    if isinstance(element, Element):
        yield element.hint
    elif entry.standing is Standing.MISSING:
        yield "You chose it: write a clause that says so, and give it this tag."
    for offer in entry.offers:
        name = offer.clause.partition(":")[2]
        how = f"take “{name}” out of :omit: on the page “{offer.omitted_on}”" if offer.omitted_on else "use {clause}"
        yield f"Or show the shared clause {offer.clause}: {how}."
    if entry.standing is Standing.OPEN:
        tables = "[completeness.chosen] or [completeness.declined]"
        yield f'Write the decision into community.toml, below {tables}: {element.slug} = "WHY"'


def disagreement(element: Element | Choice) -> str:
    """Say how the sources disagree."""
    if isinstance(element, Element):
        return f"{element.says} {element.setting}".strip()
    return f"{element.says} {' '.join(element.demanded_by)} for it, {' '.join(element.against)} against."


def _heading(entry: Entry, width: int) -> list[str]:
    element = entry.element
    if entry.required:
        weight = "you require it"
    elif isinstance(element, Choice):
        weight = ""
    else:
        count = len(element.demanded_by)
        weight = (
            f"{count} source{'' if count == 1 else 's'}: {' '.join(element.demanded_by)}"
            if count
            else "follows from the rest"
        )
    return wrap(
        f"  {element.name} ({element.slug}){f'  [{weight}]' if weight else ''}", width, subsequent_indent="    "
    )


def _indented(words: str, width: int, first: str = "    ", rest: str = "    ") -> list[str]:
    return wrap(
        words, width, initial_indent=first, subsequent_indent=rest, break_long_words=False, break_on_hyphens=False
    )


def _having(entries: Iterable[Entry], *standings: Standing) -> list[Entry]:
    return [entry for entry in entries if entry.standing in standings]


def _why(entry: Entry) -> str:
    if entry.reason:
        return f"{entry.standing}: {entry.reason}"
    said = f"declined, as {entry.evidence[0].what} says ({_at(entry.evidence[0])})" if entry.evidence else ""
    return said or str(entry.standing)


def _place(evidence: Evidence) -> str:
    own = " (own wording)" if evidence.own else ""
    on = f"  on {', '.join(evidence.pages)}" if evidence.pages else ""
    return f"{evidence.what}{own}  {_at(evidence)}{on}"


def _at(evidence: Evidence) -> str:
    return f"{evidence.path}:{evidence.row}"


def summary(profiles: Sequence[Profile]) -> str:
    """Write a line or two for each of several communities."""
    lines: list[str] = []
    for profile in profiles:
        lines.append(f"{profile.name} ({profile.slug}): {score(profile)}")
        first = [entry.element.name for entry in profile.standing_at(*_MISSING)[:_FIRST]]
        if first:
            lines.append(f"  missing first of all: {'; '.join(first)}")
    lines += ["", "clausebook audit COMMUNITY tells all about one of them."]
    return "\n".join(lines) + "\n"


def as_json(profile: Profile) -> Json:
    """Give a profile as values for JSON."""
    return {
        "community": profile.slug,
        "name": profile.name,
        "settled": profile.settled,
        "of": len(profile.entries),
        "elements": [_entry(entry) for entry in profile.entries],
        "choices": [_entry(entry) for entry in profile.choices],
    }


def _entry(entry: Entry) -> Json:
    element = entry.element
    number = {"number": element.number} if isinstance(element, Element) else {}
    other: Json = {"hint": element.hint} if isinstance(element, Element) else {"against": list(element.against)}
    return {
        **number,
        "slug": element.slug,
        "name": element.name,
        "says": element.says,
        "demanded_by": list(element.demanded_by),
        **other,
        "standing": entry.standing.value,
        "required": entry.required,
        "reason": entry.reason or None,
        "note": entry.note or None,
        "evidence": [
            {
                "what": evidence.what,
                "is_clause": evidence.is_clause,
                "own": evidence.own,
                "filename": evidence.path,
                "row": evidence.row,
                "pages": list(evidence.pages),
            }
            for evidence in entry.evidence
        ],
        "offers": [{"clause": offer.clause, "omitted_on": offer.omitted_on or None} for offer in entry.offers],
    }


def render_json(profiles: Sequence[Profile]) -> str:
    """Write profiles as a JSON list."""
    return json.dumps([as_json(profile) for profile in profiles], indent=2, ensure_ascii=False) + "\n"


def markdown(profiles: Sequence[Profile]) -> str:
    """Write profiles as a Markdown table: a row for each element, a column for each community."""
    names = [_cell(profile.name) for profile in profiles]
    lines = [
        f"| # | element | demanded by | {' | '.join(names)} |",
        f"|---|---|---|{'---|' * len(names)}",
    ]
    for index, element in enumerate(elements().values()):
        cells = [_cell(_short(profile.entries[index])) for profile in profiles]
        lines.append(
            f"| {element.number} | {_cell(element.name)} (`{element.slug}`) | {' '.join(element.demanded_by)} | "
            f"{' | '.join(cells)} |"
        )
    for index, entry in enumerate(profiles[0].choices if profiles else ()):
        cells = [_cell(_short(profile.choices[index])) for profile in profiles]
        name = f"{_cell(entry.element.name)} (`{entry.element.slug}`)"
        lines.append(f"| | {name} | {disagreeing(entry.element)} | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def disagreeing(element: Element | Choice) -> str:
    """Write who is for it and who against."""
    demanded = " ".join(element.demanded_by)
    return f"{demanded}; against: {' '.join(element.against)}" if isinstance(element, Choice) else demanded


def _short(entry: Entry) -> str:
    if entry.standing is Standing.THERE:
        return f"there: {', '.join(evidence.what for evidence in entry.evidence)}"
    if entry.standing in _ASIDE:
        return _why(entry)
    return f"**{entry.standing}**" + (f": {entry.note}" if entry.note else "")


def _cell(words: str) -> str:
    return words.replace("\\", "\\\\").replace("|", "\\|").replace("{", "&#123;").replace("<", "&lt;")
