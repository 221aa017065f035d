"""Values put in the place of placeholders, and what is found on the way."""

from __future__ import annotations

from dataclasses import dataclass, field

from clausebook.clauses.library import ClauseFile
from clausebook.clauses.placeholders import Place, Placeholder, as_link
from clausebook.community.values import Values
from clausebook.diagnostics import Code, Diagnostic, diagnose

# Where a link leads whose address the community has not given; the site takes such links apart.
# RFC 2606 reserves the domain, so that it can never be anybody's.
MISSING_LINK = "https://not-filled-in.invalid/"

# MyST takes a target that begins with "/" for a page of its own; the site takes this prefix away again.
ROOT_RELATIVE_LINK = "https://root-relative.invalid"

UNSAFE = {
    Place.HOST: "a value cannot be part of where a link leads, such as its host; add the whole link to [links]",
    Place.TAG: "a value cannot stand in an HTML tag; write the link or the emphasis in Markdown",
}


@dataclass(frozen=True, slots=True)
class Gap:
    """A place that shows that a value is not filled in: the value's ``name``, and where it is asked for."""

    name: str
    path: str
    row: int


def absence(values: Values, name: str) -> tuple[Code, str] | None:
    """Say why a text that asks for a value will not show one; None if it will, or if it shows a known gap."""
    value = values.get(name)
    if value is None and values.withholds(name):
        return Code.STAFF_VALUE, (
            f"“{name}” is for the staff alone, and this text is public: take it out here, mark this text with "
            "“audience: staff” in the front matter, or move the value to [words] if everybody may know it"
        )
    what_to_do = "add it to community.toml, or write “TODO” there if you do not know it yet"
    if value is None:
        guess = values.suggest(name)
        hint = f"; did you mean “{guess}”?" if guess else ""
        return Code.UNKNOWN_PLACEHOLDER, f"no value is called “{name}”{hint}; {what_to_do}"
    if value.text is None and not value.missing:
        return Code.UNKNOWN_PLACEHOLDER, f"the community does not give “{name}”; {what_to_do}"
    return None


@dataclass
class Filler:
    """Fills placeholders with values, and remembers which it took, which are missing, and what is wrong.

    Without values, placeholders stay as they are, but are looked at all the same.
    """

    values: Values | None
    taken: set[str] = field(default_factory=set)
    gaps: list[Gap] = field(default_factory=list)
    found: list[Diagnostic] = field(default_factory=list)

    def complain(self, code: Code, file: ClauseFile, placeholder: Placeholder, message: str) -> None:
        """Tell what is wrong with a placeholder."""
        self.found.append(diagnose(code, message, file.source, placeholder.start, placeholder.end))

    def complain_of_slips(self, file: ClauseFile, start: int, stop: int) -> None:
        """Tell the placeholders between two offsets that lost a brace."""
        for slip in file.slips:
            if start <= slip.start < stop:
                message = slip.describe(file.source.text)
                self.found.append(diagnose(Code.MALFORMED_PLACEHOLDER, message, file.source, slip.start, slip.end))

    def fill(self, file: ClauseFile, placeholder: Placeholder) -> str:
        """Give what stands in the place of a placeholder that names a value: itself where there is no value."""
        original = file.source.text[placeholder.start : placeholder.end]
        if placeholder.name is None:
            message = "a placeholder holds a name on one line, such as {{ community.name }}, and nothing else"
            self.complain(Code.MALFORMED_PLACEHOLDER, file, placeholder, message)
            return original
        if placeholder.place in UNSAFE:
            self.complain(Code.UNSAFE_LINK_VALUE, file, placeholder, UNSAFE[placeholder.place])
            return original
        if self.values is None:
            return original
        name = placeholder.name
        self.taken.add(name)
        problem = absence(self.values, name)
        if problem:
            self.complain(problem[0], file, placeholder, problem[1])
        value = self.values.get(name)
        if value is None:
            return original
        if value.text is None:
            return self.gap(file, placeholder, name)
        if placeholder.place is not Place.LINK:
            return placeholder.write(value.text)
        target = self.values.link(name)
        if target is None:
            message = f"“{name}” stands where a link leads, and is not a link; use one of [links]"
            self.complain(Code.UNSAFE_LINK_VALUE, file, placeholder, message)
            return original
        return as_link(ROOT_RELATIVE_LINK + target if target.startswith("/") else target)

    def gap(self, file: ClauseFile, placeholder: Placeholder, name: str) -> str:
        """Give what shows that a value is missing."""
        self.gaps.append(Gap(name, file.source.path, file.source.position(placeholder.start).row))
        if placeholder.place is Place.TITLE:
            return file.source.text[placeholder.start : placeholder.end]
        in_target = placeholder.place in (Place.LINK, Place.LINK_PART)
        return MISSING_LINK + name if in_target else f"{{coc:not-filled-in}}`{name}`"
