"""``clausebook check``: look for mistakes in files, show them, and mend them."""

from __future__ import annotations

import os
import sys

from clausebook.cli import files, sweep

# Everything else is imported when the first file shows a sign that something may be wrong with it.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterable

    from clausebook.cli.examine import Outcome, Policies
    from clausebook.cli.texts import Texts
    from clausebook.diagnostics import Diagnostic
    from clausebook.rules.ignores import Ignores
    from clausebook.text.source import SourceText

_STDIN = "-"

# Settings that a project's clauses and pages are read with anyway.
_READ_LATER = frozenset({"source", "communities"})


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments of ``clausebook check``."""
    from clausebook.cli import options

    options.add_arguments(parser)


class _Defaults:
    """The arguments of a check without options; a test keeps them those of the parser."""

    select = ignore = today = output_file = stdin_filename = built = jobs = None
    fix = unsafe_fixes = diff = notes = statistics = quiet = exit_zero = no_cache = False
    output_format = "text"
    color = "auto"

    def __init__(self, paths: list[str]) -> None:
        self.paths = paths


def without_options(paths: list[str]) -> Namespace:
    """Give what the parser gives for these paths alone."""
    args: Namespace = _Defaults(paths)  # type: ignore[assignment]
    return args


def execute(args: Namespace) -> int:
    """Check, and mend what is asked for; gives the exit code."""
    if args.built is not None:
        from clausebook.cli import built

        return built.execute(args.built, args.paths, args.output_format)
    if _STDIN in args.paths and len(args.paths) > 1:
        _complain("- stands for the standard input and cannot be combined with files")
        return 2
    if args.today is not None and not _is_day(args.today):
        _complain(f"--today {args.today} is not a day: write year-month-day, as in 2026-03-31")
        return 2
    if args.statistics and args.output_format not in ("text", "json"):
        _complain(f"--statistics are written as text or json, and not as {args.output_format}")
        return 2
    try:
        check = _Check(args)
        check.settings()
        if args.paths == [_STDIN]:
            check.standard_input()
        else:
            check.paths()
        check.late()
        return check.finish()
    except _usage_errors() as error:
        _complain(str(error))
        return 2


def _usage_errors() -> tuple[type[Exception], ...]:
    """Give the errors that say what is wrong with arguments or settings; nothing is imported to catch none."""
    from clausebook.cli.output import OutputError
    from clausebook.rules.selection import UnknownCodeError
    from clausebook.settings import SettingsError

    return UnknownCodeError, SettingsError, OutputError


class _Check:
    """One call of the command: what it has found so far."""

    def __init__(self, args: Namespace) -> None:
        self.args = args
        self.mends = args.fix or args.diff
        self.sweep = sweep.Sweep(args, self.policies, self._fail)
        self.projects = files.Projects()
        self.findings: list[Diagnostic] = []
        # What samples and archived guides lack: it fails nothing.
        self.notes: list[Diagnostic] = []
        self._texts: Texts | None = None
        self.ignores: dict[str, Ignores] = {}
        # What --diff shows, and what becomes of the standard input: the texts before and after.
        self.mended: dict[str, tuple[SourceText, SourceText]] = {}
        self.roots: dict[str, set[str]] = {}
        self.stdin: bytes | None = None
        self.fixed = self.rejected = 0
        self.failed = False
        self._policies: Policies | None = None
        if args.select or args.ignore:
            self.policies()

    def settings(self) -> None:
        """Find the projects that are asked for, and read their settings before anything is mended.

        Raises SettingsError if they cannot be used.
        """
        name = self.args.stdin_filename
        paths = ([name] if name else []) if self.args.paths == [_STDIN] else self.args.paths or ["."]
        for path in paths:
            place = os.path.realpath(path)
            root = self.projects.root_of(place)
            if root is None:
                continue
            if self.projects.table(root).keys() - _READ_LATER:
                self.policies().of(f"{root}/")
            # A file elsewhere in the folder has nothing to do with clauses, and need not wait for them.
            if files.touches(place, os.path.realpath(self.projects.source(root))):
                self.roots.setdefault(root, set()).add(place)

    def policies(self) -> Policies:
        """Say which findings are told."""
        if self._policies is None:
            from clausebook.cli.examine import Policies
            from clausebook.rules.selection import Layer, selected

            select = _words(self.args.select) if self.args.select else None
            layer = Layer(select, _words(self.args.ignore or ()))
            selected([layer])
            self._policies = Policies(self.projects, layer)
        return self._policies

    def standard_input(self) -> None:
        """Check what comes in."""
        self.stdin = sys.stdin.buffer.read()
        path = self.args.stdin_filename or "<stdin>"
        outcome = self.sweep.examine(self.stdin, path)
        if outcome is not None:
            self._note(outcome, path)

    @property
    def texts(self) -> Texts:
        """The texts that findings are about."""
        if self._texts is None:
            from clausebook.cli.texts import Texts

            self._texts = Texts()
        return self._texts

    def paths(self) -> None:
        """Check files and folders, each file once."""
        roots = sweep.find(self.args.paths or ["."], self._fail)
        if not (roots or self.roots or self.failed or self.args.quiet):
            _complain(f"there is no Markdown file in {' or '.join(self.args.paths) or 'this folder'}")
        for path, data, outcome in self.sweep.outcomes(list(roots)):
            self._settle(outcome, data, path, roots[path])

    def late(self) -> None:
        """Add the findings that need more than one file, and mend them."""
        if not self.roots and not self.ignores:
            return
        from clausebook.cli.late import Late
        from clausebook.diagnostics import Severity

        names = {os.path.realpath(path): path for path in self.texts}
        late = Late(self.roots, self.policies(), self.projects, self._changed(), names, self.args.today)
        found = late.findings(self.findings, self.ignores.values())
        texts = late.mend(found, unsafe=self.args.unsafe_fixes) if self.mends else {}
        if texts:
            for path, (before, after) in texts.items():
                self._replace(path, before, after)
            late = Late(self.roots, self.policies(), self.projects, self._changed(), names, self.args.today)
            remaining = late.findings(self.findings, self.ignores.values())
            self.fixed += len(found) - len(remaining)
            found = remaining
        for path, source in late.sources.items():
            if path not in self.texts:
                self.texts.hold(path, source)
        self.findings += [finding for finding in found if finding.severity is not Severity.NOTE]
        self.notes += [finding for finding in found if finding.severity is Severity.NOTE]

    def finish(self) -> int:
        """Write the report and give the exit code."""
        findings = sorted(dict.fromkeys(self.findings), key=lambda finding: finding.sort_key)
        to_stdout = self._put_standard_input()
        if self.rejected:
            _complain(
                f"{self.rejected} of the fixes were not applied, because the result would have been wrong elsewhere; "
                "mend these places by hand"
            )
        if self.args.diff:
            from clausebook.cli import mended

            for path in sorted(self.mended):
                mended.show(*self.mended[path], self.args.color)
            if not self.args.quiet:
                _complain(f"{self.fixed} would be mended, {len(findings)} would remain")
        elif findings or self.notes or self.fixed or self.args.output_format != "text" or self.args.output_file:
            from clausebook.cli import output

            stream = sys.stderr if to_stdout else sys.stdout
            output.Report(findings, self.notes, self.fixed, self.texts, self.policies()).write(self.args, stream)
        elif not self.args.quiet and not self.failed:
            (sys.stderr if to_stdout else sys.stdout).write("All checks passed.\n")
        if self.failed:
            return 2
        found = bool(findings or (self.args.diff and self.fixed))
        return 1 if found and not self.args.exit_zero else 0

    def _settle(self, outcome: Outcome, data: bytes, path: str, root: str) -> None:
        """Write a mended file, and take over what was found in it."""
        if outcome.before and outcome.source and not self.args.diff:
            from clausebook.cli import mended

            message = mended.write(outcome.source, data, root)
            if message:
                from clausebook.cli.examine import examine

                self._fail(message)
                # What is told is what the disk holds.
                outcome = examine(data, path, self.policies())
        self._note(outcome, path)

    def _note(self, outcome: Outcome, path: str) -> None:
        self.findings += outcome.findings
        self.fixed += outcome.fixed
        self.rejected += outcome.rejected
        if outcome.source:
            self._remember(path, outcome.source)
            if outcome.before and (self.args.diff or self.stdin is not None):
                self.mended[path] = outcome.before, outcome.source
        if outcome.ignores:
            self.ignores[path] = outcome.ignores

    def _changed(self) -> dict[str, bytes]:
        """Give the texts that stand for those on the disk, by resolved path."""
        texts = {os.path.realpath(path): after.to_bytes() for path, (_, after) in self.mended.items()}
        if self.stdin is not None and self.args.stdin_filename:
            texts.setdefault(os.path.realpath(self.args.stdin_filename), self.stdin)
        return texts

    def _replace(self, path: str, before: SourceText, after: SourceText) -> None:
        """Give a file another text, and look again at what can be found in it alone."""
        from clausebook.cli.examine import examine

        if self.args.diff or self.stdin is not None:
            first, _ = self.mended.get(path, (before, None))
            self.mended[path] = first, after
        else:
            folder = self.projects.root_of(path) or os.path.dirname(path) or "."  # noqa: PTH120 - as it is named in findings
            from clausebook.cli import mended

            message = mended.write(after, before.to_bytes(), folder)
            if message:
                self._fail(message)
                return
        self.findings = [finding for finding in self.findings if finding.path != path]
        self.ignores.pop(path, None)
        self._note(examine(after.to_bytes(), path, self.policies()), path)
        self._remember(path, after)

    def _remember(self, path: str, source: SourceText) -> None:
        # What is not UTF-8 is shown with signs in the place of some bytes.
        if self.args.diff or self.stdin is not None or "\ufffd" in source.text:
            self.texts.hold(path, source)
        else:
            self.texts.note(path, source)

    def _put_standard_input(self) -> bool:
        """Write the standard input's mended text, if that is asked for."""
        if self.stdin is None or not self.args.fix or self.args.diff:
            return False
        after = [after.to_bytes() for _, after in self.mended.values()]
        sys.stdout.buffer.write(after[0] if after else self.stdin)
        sys.stdout.buffer.flush()
        return True

    def _fail(self, message: str) -> None:
        self.failed = True
        _complain(message)


def _is_day(text: str) -> bool:
    from datetime import date

    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _words(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(word.strip() for value in values for word in value.split(","))


def _complain(message: str) -> None:
    sys.stderr.write(f"clausebook: {message}\n".encode("utf-8", "replace").decode("utf-8"))
