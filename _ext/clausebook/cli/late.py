"""What is known only when all files have been checked: findings on whole projects, and comments that ignore nothing."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from clausebook.cli import files
from clausebook.cli.examine import Policies
from clausebook.diagnostics import Code, Diagnostic
from clausebook.rules.fixer import edited, is_applicable, largest_harmless, without_overlaps
from clausebook.rules.ignores import TOML_ENDING, Ignores
from clausebook.rules.runner import CLAUSE_RULES, JUDGED_BY_PROJECT, TEXT_RULES, check_source
from clausebook.rules.selection import OF_LINKS
from clausebook.text.source import SourceText, UndecodableError

# A placeholder's braces are looked at in each file, and again where its value is put in.
_OF_ONE_FILE = frozenset({*CLAUSE_RULES, *TEXT_RULES} - {Code.MALFORMED_PLACEHOLDER} - JUDGED_BY_PROJECT)

# Each trial reads the projects anew.
_MOST_TRIALS = 12


class Late:
    """The findings that need more than one file.

    ``roots`` holds the resolved files and folders that were asked for, by the root of their project.  ``texts``
    holds what is to be taken for the content of some files, and ``names`` how the user named them, by resolved path.
    ``day`` is the day on which facts have to be right, as in 2026-03-31; by default today.
    """

    def __init__(
        self,
        roots: Mapping[str, set[str]],
        policies: Policies,
        projects: files.Projects,
        texts: Mapping[str, bytes],
        names: Mapping[str, str],
        day: str | None = None,
    ) -> None:
        self.roots = roots
        self.policies = policies
        self.projects = projects
        self.texts = dict(texts)
        self.names = names
        self.day = date.fromisoformat(day) if day else None
        self.sources: dict[str, SourceText] = {}

    def findings(self, told: Iterable[Diagnostic], ignores: Iterable[Ignores]) -> list[Diagnostic]:
        """Give them, but for those ``told`` already.

        ``ignores`` are the comments of the files that were checked.  Raises SettingsError if a project's settings
        cannot be used.
        """
        comments = {os.path.realpath(ignore.source.path): ignore for ignore in ignores}
        known = {_place(finding) for finding in told}
        # What one file shows by itself has been told, perhaps by another name of the file.
        fresh = [f for f in self._of_projects(self.texts, comments) if _place(f) not in known]
        found: list[Diagnostic] = []
        for finding in fresh:
            place = os.path.realpath(finding.path)
            path = self.names.get(place, finding.path)
            if place not in comments:
                comments[place] = Ignores(self._source(path) or SourceText(path, ""))
            found += comments[place].told([replace(finding, path=path)])
        for comment in comments.values():
            self.sources.setdefault(comment.source.path, comment.source)
            found += comment.complaints(self._checked(comment.source.path))
        return [finding for finding in found if self.policies.of(finding.path).tells(finding)]

    def mend(self, findings: Sequence[Diagnostic], *, unsafe: bool) -> dict[str, tuple[SourceText, SourceText]]:
        """Apply the fixes that do no harm; gives the files that they change by path, before and after."""
        wanted = [finding for finding in findings if is_applicable(finding, unsafe=unsafe)]
        by_path: dict[str, list[Diagnostic]] = {}
        for finding in wanted:
            by_path.setdefault(finding.path, []).append(finding)
        chosen = [finding for group in by_path.values() for finding in without_overlaps(group)[0]]
        if not chosen:
            return {}
        paths = {finding.path for finding in chosen}
        before = self._count({}, paths)

        def is_harmless(fixes: list[Diagnostic]) -> bool:
            gone = Counter(finding.code for finding in fixes)
            now = self._count(self._edited(fixes), paths)
            return not any(now[code] > max(before[code] - gone[code], 0) for code in now)

        changed = self._edited(largest_harmless(chosen, is_harmless, _MOST_TRIALS))
        return {path: (self.sources[path], after) for path, after in changed.items()}

    def _edited(self, fixes: Iterable[Diagnostic]) -> dict[str, SourceText]:
        by_path: dict[str, list[Diagnostic]] = {}
        for finding in fixes:
            by_path.setdefault(finding.path, []).append(finding)
        texts = {path: self._source(path) for path in by_path}
        return {path: edited(source, by_path[path]) for path, source in texts.items() if source is not None}

    def _count(self, changed: Mapping[str, SourceText], paths: Iterable[str]) -> Counter[Code]:
        """Count what would be found in projects and in some files, told or not, if some of these were changed."""
        texts = self.texts | {os.path.realpath(path): source.to_bytes() for path, source in changed.items()}
        count = Counter(finding.code for finding in self._of_projects(texts, {}))
        for path in paths:
            source = changed.get(path) or self._source(path)
            if source and not path.lower().endswith(TOML_ENDING):
                count.update(finding.code for finding in check_source(source))
        return count

    def _of_projects(self, texts: Mapping[str, bytes], comments: dict[str, Ignores]) -> list[Diagnostic]:
        if not self.roots:
            return []
        from clausebook.integrity import check_loaded, is_at
        from clausebook.project import Project

        base = Path.cwd()
        found: list[Diagnostic] = []
        for root, names in self.roots.items():
            places = {Path(name) for name in names}
            project = Project.load(Path(root), base, {Path(path): data for path, data in texts.items()})
            found += check_loaded(project, places, base, day=self.day, notes=True)
            for community in project.communities.values():
                source = community.loaded.source
                place = os.path.realpath(source.path) if source else ""
                if source and place not in comments and is_at(Path(place), places):
                    ignores = Ignores(source)
                    if ignores:
                        comments[place] = ignores
        return found

    def _checked(self, path: str) -> frozenset[Code]:
        """Say for which codes all has been looked for that there may be in a file."""
        root = self.projects.root_of(os.path.dirname(path) or ".")  # noqa: PTH120 - the string that the user gave
        place = os.path.realpath(path)
        if root is None or root in self.roots or not files.touches(place, os.path.realpath(self.projects.source(root))):
            return frozenset(Code) - OF_LINKS
        return _OF_ONE_FILE

    def _source(self, path: str) -> SourceText | None:
        """Read a file that was not among those checked."""
        if path not in self.sources:
            place = os.path.realpath(path)
            try:
                data = self.texts[place] if place in self.texts else files.read(path)
                self.sources[path] = SourceText.from_bytes(data, path)
            except (OSError, UndecodableError):
                return None
        return self.sources[path]


def _place(finding: Diagnostic) -> tuple[object, ...]:
    """Say where a finding is, and of what kind, in whatever way its file was named."""
    return os.path.realpath(finding.path), finding.start, finding.code
