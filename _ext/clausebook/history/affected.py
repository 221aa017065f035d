"""Compare a project with what it was: what is different, and in which guides."""

from __future__ import annotations

from collections.abc import Iterator

from clausebook.clauses.library import ClauseFile
from clausebook.history.changes import Affected, Change, ClauseChange, FileChange, PageChange, Place, ValueChange
from clausebook.history.sides import Key, Side, Written, facts_of
from clausebook.project import Project


def affected(old: Project, new: Project) -> Affected:
    """Compare a project with what it was."""
    before, after = Side(old), Side(new)
    names = {slug: folder.name for project in (old, new) for slug, folder in project.communities.items()}
    return Affected(
        tuple(_clauses(before, after)),
        tuple(_values(before, after)),
        tuple(_files(before, after)),
        tuple(_pages(before, after)),
        names,
    )


def _clauses(before: Side, after: Side) -> Iterator[ClauseChange]:
    gone = {key: clause for key, clause in before.clauses.items() if key not in after.clauses}
    former: dict[Key, Key] = {}
    by_text: dict[tuple[str, str], list[Key]] = {}
    for key, clause in gone.items():
        by_text.setdefault((clause.community, clause.text), []).append(key)
    for key, clause in after.clauses.items():
        if key in before.clauses:
            continue
        aliases = clause.file.traits(clause.clause.name).aliases
        named = [(clause.community, clause.file.identifier(alias)) for alias in aliases]
        like = by_text.get((clause.community, clause.text), []) if clause.text else []
        found = next((old for old in (*named, *like) if old in gone), None)
        if found is not None:
            former[key] = found
            like.remove(found) if found in like else None
            gone.pop(found)
    for key, clause in after.clauses.items():
        old_key = former.get(key, key)
        old = before.clauses.get(old_key)
        change = _clause(key, old_key, old, clause, after)
        if change is not None:
            yield change
    for key, clause in gone.items():
        places = tuple(sorted(before.uses.get(key, ())))
        yield _change(key, clause, (Change.REMOVED,), clause.text, None, places=places)


def _clause(key: Key, old_key: Key, old: Written | None, new: Written, after: Side) -> ClauseChange | None:
    changes: list[Change] = []
    if old is None:
        changes.append(Change.ADDED)
    else:
        if old_key != key:
            changes.append(Change.RENAMED)
        if old.text != new.text:
            changes.append(Change.CHANGED)
        if old.locked != new.locked:
            changes.append(Change.LOCKED if new.locked else Change.UNLOCKED)
    if not changes:
        return None
    community, identifier = key
    folders = after.project.communities.items()
    worded = () if community else tuple(slug for slug, _ in folders if (slug, identifier) in after.clauses)
    return _change(
        key,
        new,
        tuple(changes),
        old.text if old else None,
        new.text,
        renamed_from=old_key[1] if old_key != key else "",
        places=tuple(sorted(after.uses.get(key, ()))),
        worded_by=tuple(slug for slug in worded if not new.locked),
    )


def _change(
    key: Key,
    written: Written,
    changes: tuple[Change, ...],
    before: str | None,
    after: str | None,
    *,
    renamed_from: str = "",
    places: tuple[Place, ...] = (),
    worded_by: tuple[str, ...] = (),
) -> ClauseChange:
    source = written.file.source
    row = source.position(written.clause.start.start).row
    return ClauseChange(key[1], key[0], changes, source.path, row, before, after, renamed_from, places, worded_by)


def _values(before: Side, after: Side) -> Iterator[ValueChange]:
    for slug, folder in after.project.communities.items():
        old_folder = before.project.communities.get(slug)
        old = facts_of(old_folder) if old_folder else {}
        new = facts_of(folder)
        if not old:
            continue  # A new community; its pages are told.
        for name in sorted(old.keys() | new.keys()):
            if old.get(name) != new.get(name):
                places = after.values.get((slug, name), set()) | before.values.get((slug, name), set())
                if name == "status":
                    places = {place for place in after.pages if place.community == slug}
                yield ValueChange(slug, name, old.get(name), new.get(name), tuple(sorted(places & after.pages.keys())))


def _files(before: Side, after: Side) -> Iterator[FileChange]:
    for slug, library in after.libraries.items():
        old = before.libraries.get(slug)
        for stem, file in library.files.items():
            was = old.files.get(stem) if old else None
            if was is not None and _around(was) != _around(file):
                places = after.stems.get((slug, stem), set()) | before.stems.get((slug, stem), set())
                yield FileChange(file.source.path, slug, tuple(sorted(places & after.pages.keys())))


def _around(file: ClauseFile) -> str:
    """Give a file's text without its clauses, blank lines and front matter; the order of the clauses is part of it."""
    pieces: list[str] = []
    done = file.front_matter.end
    for clause in file.document.clauses:
        start, end = clause.span
        if start >= done:
            pieces += file.source.text[done:start], f"<{clause.name}>"
            done = end
    pieces.append(file.source.text[done:])
    lines = (line.strip() for line in "".join(pieces).splitlines())
    return "\n".join(line for line in lines if line)


def _pages(before: Side, after: Side) -> Iterator[PageChange]:
    for place in sorted(before.pages.keys() | after.pages.keys()):
        old, new = before.pages.get(place), after.pages.get(place)
        if old is None or new is None:
            page = new or old
            assert page is not None  # noqa: S101 -- it is on one of the sides
            yield PageChange(place, Change.ADDED if new else Change.REMOVED, page.source.path)
        elif old.source.text != new.source.text:
            yield PageChange(place, Change.CHANGED, new.source.path)
