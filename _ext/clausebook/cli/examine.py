"""What is wrong with one file that showed a sign of it, by the rules of its project, and its mended text."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from clausebook.cli.files import Projects, touches
from clausebook.diagnostics import Diagnostic, not_utf8
from clausebook.rules.fixer import fix_source
from clausebook.rules.ignores import TOML_ENDING, Ignores
from clausebook.rules.runner import JUDGED_BY_PROJECT, check_source
from clausebook.rules.selection import Layer, Policy
from clausebook.settings import Settings, read_settings
from clausebook.text.source import SourceText, UndecodableError


@dataclass(frozen=True)
class Outcome:
    """What was found in a file.

    ``findings`` are those that are told, of the text ``source``; ``before`` is the text that was read if fixes made
    another of it.  ``ignores`` are the file's own comments on what to ignore, if it has any.  ``is_sound`` says that no
    rule has anything to say about the file, whatever is told of it.
    """

    findings: list[Diagnostic] = field(default_factory=list)
    source: SourceText | None = None
    before: SourceText | None = None
    fixed: int = 0
    rejected: int = 0
    ignores: Ignores | None = None
    is_sound: bool = False


class Policies:
    """Which findings are told of which file: by the settings of its project, and by the command line."""

    def __init__(self, projects: Projects, layer: Layer) -> None:
        self._projects = projects
        self.layer = layer
        self._known: dict[str | None, tuple[Settings, Policy]] = {}

    def of(self, path: str) -> Policy:
        """Give the policy for a file.  Raises SettingsError if its project's settings cannot be used."""
        return self._of(path)[1]

    def docs_url(self, path: str) -> str:
        """Give the page that explains the rules of a file's project."""
        return self._of(path)[0].docs_url

    def is_of_project(self, path: str) -> bool:
        """Tell whether a file lies among a project's clauses and pages."""
        root = self._projects.root_of(os.path.dirname(path) or ".")  # noqa: PTH120 - the string that the user gave
        return root is not None and touches(os.path.realpath(path), os.path.realpath(self._projects.source(root)))

    def _of(self, path: str) -> tuple[Settings, Policy]:
        root = self._projects.root_of(os.path.dirname(path) or ".")  # noqa: PTH120 - the string that the user gave
        if root not in self._known:
            settings = read_settings(Path(root)) if root else Settings()
            self._known[root] = settings, settings.policy(root or ".", self.layer)
        return self._known[root]


def examine(data: bytes, path: str, policies: Policies, *, mend: bool = False, unsafe: bool = False) -> Outcome:
    """Check a file's bytes, and mend them if asked to.

    Raises SettingsError if the settings of the file's project cannot be used.
    """
    policy = policies.of(path)
    try:
        source = SourceText.from_bytes(data, path)
    except UndecodableError as error:
        readable = SourceText(path, data.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace"))
        return Outcome([finding for finding in [not_utf8(error)] if policy.tells(finding)], readable)
    found = [] if path.lower().endswith(TOML_ENDING) else check_source(source)
    ignores = Ignores(source)
    if any(finding.code in JUDGED_BY_PROJECT for finding in found) and policies.is_of_project(path):
        policy = replace(policy, codes=policy.codes - JUDGED_BY_PROJECT, _known={})
    told = _told(source, found, policy=policy, ignores=ignores)
    if mend and told:
        result = fix_source(source, found, unsafe=unsafe, told=partial(_told, policy=policy))
        if result.changed:
            ignores = Ignores(result.source)
            remaining = _told(result.source, result.remaining, policy=policy, ignores=ignores)
            fixed = len(told) - len(remaining)
            return Outcome(remaining, result.source, source, fixed, len(result.rejected), ignores or None)
        return Outcome(told, source, None, 0, len(result.rejected), ignores or None)
    sound = not found and not ignores
    return Outcome(told, source if told or ignores else None, ignores=ignores or None, is_sound=sound)


def _told(
    source: SourceText, findings: Sequence[Diagnostic], *, policy: Policy, ignores: Ignores | None = None
) -> list[Diagnostic]:
    """Leave out what the file itself or its project ignores."""
    comments = Ignores(source) if ignores is None else ignores
    return [finding for finding in comments.told(findings) if policy.tells(finding)]
