"""Changing a clause file for somebody: what its front matter records of a clause, and taking a clause out.

Only the lines concerned change.  Each result is read again before it is given
back, so that nothing else is different, nor lost.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from clausebook.clauses.document import Clause, ClauseDocument, parse_document
from clausebook.clauses.frontmatter import FrontMatter, read_front_matter
from clausebook.clauses.nodes import NodeReader
from clausebook.clauses.references import read_references
from clausebook.clauses.traits import NO_TRAITS, ClauseTraits
from clausebook.text.source import LINE_END, SourceText

if TYPE_CHECKING:
    import yaml

_CLAUSES = "clauses"
_REPLACES = "replaces"


class CannotChangeError(ValueError):
    """A file cannot be changed without changing something else too; the message says what to do by hand."""


def record_version(source: SourceText, name: str, digest: str) -> SourceText:
    """Write into a file's front matter which version of the shared clause its clause ``name`` replaces.

    Raises CannotChangeError where the front matter is written in a way that cannot be added to.
    """
    before = read_front_matter(source)
    by_hand = (
        f'write this into the front matter of {source.path} yourself: clauses: {{{name}: {{{_REPLACES}: "{digest}"}}}}'
    )
    start, end, text = _version_edit(source, before, name, digest)
    changed = SourceText(source.path, source.text[:start] + text + source.text[end:], source.bom)
    after = read_front_matter(changed)
    traits = replace(before.clauses.get(name, NO_TRAITS), replaces=digest)
    sound = (
        not after.diagnostics
        and _but_for(after, name) == _but_for(before, name)
        and after.clauses.get(name) == traits
        and changed.text[after.end :].lstrip("\r\n") == source.text[before.end :].lstrip("\r\n")
    )
    if before.diagnostics or not sound:
        raise CannotChangeError(by_hand)
    return changed


def take_out(source: SourceText, name: str) -> SourceText:
    """Take a clause out of a file, and what the front matter says of it.

    Raises CannotChangeError if something else would be lost: text beside the
    markers, a definition that the rest of the file uses, names that the clause had before.
    """
    document, before = parse_document(source), read_front_matter(source)
    clauses = [clause for clause in document.clauses if clause.name == name]
    if before.diagnostics or document.problems or any(marker.damage for marker in document.markers):
        raise CannotChangeError(f"{source.path} has mistakes; run clausebook check, mend them, and try again")
    if len(clauses) != 1:
        raise CannotChangeError(f"{source.path} has no clause “{name}”")
    if before.clauses.get(name, NO_TRAITS).aliases:
        raise CannotChangeError(
            f"“{name}” in {source.path} has aliases, which would be lost; take the clause out by hand"
        )
    spans = [_lines_of(source, clauses[0]), *_trait_lines(source, before, name)]
    text = source.text
    for start, end in sorted(spans, reverse=True):
        text = text[:start] + text[end:]
    changed = SourceText(source.path, text, source.bom)
    _refuse_loss(document, parse_document(changed), name)
    after = read_front_matter(changed)
    if after.diagnostics or _but_for(after, name) != _but_for(before, name) or name in after.clauses:
        raise CannotChangeError(
            f"take what the front matter of {source.path} says of “{name}” away by hand, and try again"
        )
    return changed


def _but_for(front_matter: FrontMatter, name: str) -> tuple[object, ...]:
    others: dict[str, ClauseTraits] = {key: value for key, value in front_matter.clauses.items() if key != name}
    return front_matter.title, front_matter.sources, front_matter.audience, others


def _tree(source: SourceText, front_matter: FrontMatter) -> tuple[yaml.Node | None, int, int]:
    """Give the front matter as YAML, where that begins, and where the line that closes it begins."""
    first = LINE_END.search(source.text)
    start = first.end() if first else front_matter.end
    last = source.line_starts[source.position(len(source.text[: front_matter.end].rstrip("\r\n"))).row - 1]
    return NodeReader(source, start).tree(source.text[start:last]), start, last


def _version_edit(source: SourceText, front_matter: FrontMatter, name: str, digest: str) -> tuple[int, int, str]:
    """Give what to replace from where to where."""
    import yaml

    match = LINE_END.search(source.text)
    line_end = match[0] if match else "\n"
    entry = f'{_REPLACES}: "{digest}"'
    lines = f"{_CLAUSES}:{line_end}  {name}: {{{entry}}}{line_end}"
    if not front_matter.end:
        blank = "" if source.text.startswith(("\r", "\n")) else line_end
        return 0, 0, f"---{line_end}{lines}---{line_end}{blank}"
    tree, start, last = _tree(source, front_matter)
    clauses = _child(tree, _CLAUSES)
    if not isinstance(clauses, yaml.MappingNode):
        return last, last, lines
    traits = _child(clauses, name)
    if not isinstance(traits, yaml.MappingNode):
        return _into(clauses, start, f"{name}: {{{entry}}}", line_end)
    version = _child(traits, _REPLACES)
    if version is None:
        return _into(traits, start, entry, line_end)
    return start + version.start_mark.index, start + version.end_mark.index, f'"{digest}"'


def _into(mapping: yaml.MappingNode, start: int, entry: str, line_end: str) -> tuple[int, int, str]:
    """Add an entry as the first of a mapping."""
    if mapping.flow_style:
        place = start + mapping.start_mark.index + 1
        return place, place, f"{entry}, " if mapping.value else entry
    first = mapping.value[0][0].start_mark
    return start + first.index, start + first.index, f"{entry}{line_end}{' ' * first.column}"


def _child(node: yaml.Node | None, name: str) -> yaml.Node | None:
    import yaml

    if not isinstance(node, yaml.MappingNode):
        return None
    return next((value for key, value in node.value if isinstance(key, yaml.ScalarNode) and key.value == name), None)


def _lines_of(source: SourceText, clause: Clause) -> tuple[int, int]:
    """Give the lines of a clause with the blank ones after it."""
    start, end = clause.span
    first = source.line_starts[source.position(start).row - 1]
    match = LINE_END.search(source.text, end)
    last = match.end() if match else len(source.text)
    if source.text[first:start].strip() or source.text[end:last].strip() or clause.end is None:
        row = source.position(start).row
        message = (
            f"{source.path}:{row}: other text stands beside the markers of “{clause.name}”; take the clause out by hand"
        )
        raise CannotChangeError(message)
    while (blank := LINE_END.search(source.text, last)) and not source.text[last : blank.start()].strip():
        last = blank.end()
    return first, last


def _trait_lines(source: SourceText, front_matter: FrontMatter, name: str) -> list[tuple[int, int]]:
    """Give the lines on which the front matter speaks of a clause."""
    import yaml

    if name not in front_matter.clauses:
        return []
    tree, start, _ = _tree(source, front_matter)
    clauses = _child(tree, _CLAUSES)
    if not isinstance(tree, yaml.MappingNode) or not isinstance(clauses, yaml.MappingNode):
        return []
    holder, key_name = (tree, _CLAUSES) if len(clauses.value) == 1 else (clauses, name)
    if holder is tree and len(tree.value) == 1:
        return [(0, front_matter.end)]
    key, value = next((key, value) for key, value in holder.value if key.value == key_name)
    first = source.line_starts[source.position(start + key.start_mark.index).row - 1]
    end = LINE_END.search(source.text, start + _end(value))
    return [(first, end.end() if end else len(source.text))]


def _end(node: yaml.Node) -> int:
    """Give where a node's text ends; the parser's own mark is behind blank lines and comments."""
    import yaml

    if isinstance(node, yaml.MappingNode) and not node.flow_style and node.value:
        return _end(node.value[-1][1])
    if isinstance(node, yaml.SequenceNode) and not node.flow_style and node.value:
        return _end(node.value[-1])
    return node.end_mark.index


def _refuse_loss(before: ClauseDocument, after: ClauseDocument, name: str) -> None:
    """Compare a file with what is left of it when a clause is taken out."""
    kept = [(clause.name, clause.text(before.source)) for clause in before.clauses if clause.name != name]
    if kept != [(clause.name, clause.text(after.source)) for clause in after.clauses]:
        raise CannotChangeError(f"without “{name}”, other clauses of {before.source.path} would change; do it by hand")
    old, new = read_references(before.source.text), read_references(after.source.text)
    left = {definition.key for definition in new.definitions}
    gone = {definition.key for definition in old.definitions} - left
    start, end = next(clause.span for clause in before.clauses if clause.name == name)
    others = (reference for reference in old.references if not start <= reference.start < end)
    used = next((reference.key.label for reference in others if reference.key in gone), None)
    if used is not None:
        message = f"“{name}” defines “[{used}]”, which other clauses of {before.source.path} use; move that line first"
        raise CannotChangeError(message)
