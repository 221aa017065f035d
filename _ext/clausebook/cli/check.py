"""``clausebook check``: look for mistakes in files, show them, and mend them."""

from __future__ import annotations

import os
import sys

from clausebook.cli import files
from clausebook.rules.signs import may_be_wrong

# Everything else is imported when the first file shows a sign that something may be wrong with it.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterable, Iterator

    from clausebook.diagnostics import Diagnostic
    from clausebook.text.source import SourceText

_STDIN = "-"


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments of ``clausebook check``."""
    parser.add_argument(
        "paths",
        nargs="*",
        metavar="PATH",
        help="files, or folders to look for *.md and *.markdown in; - is the standard input (default: this folder)",
    )
    parser.add_argument("--fix", action="store_true", help="mend what can be mended safely")
    parser.add_argument("--unsafe-fixes", action="store_true", help="also mend what may have been meant otherwise")
    parser.add_argument("--diff", action="store_true", help="show what --fix would change, and change nothing")
    parser.add_argument(
        "--output-format", choices=("text", "json"), default="text", help="how findings are written (default: text)"
    )
    parser.add_argument("--notes", action="store_true", help="also list what samples and archived guides lack")
    parser.add_argument(
        "--today",
        metavar="DAY",
        help="the day on which facts have to be right, such as 2026-03-31 (default: today, in UTC)",
    )
    parser.add_argument("--stdin-filename", metavar="NAME", help="how the standard input is called in findings")
    parser.epilog = (
        "exit codes:\n"
        "  0  nothing is wrong, or everything was mended\n"
        "  1  something was found, or would be changed by --diff\n"
        "  2  a file could not be read or written, or the arguments are wrong\n\n"
        "examples:\n"
        "  clausebook check source guide.md\n"
        "  clausebook check --fix\n"
        "  clausebook check --diff --unsafe-fixes guide.md\n"
        "  clausebook check - --stdin-filename guide.md < guide.md\n"
    )


def execute(args: Namespace) -> int:
    """Check, and mend what is asked for; gives the exit code."""
    if _STDIN in args.paths and len(args.paths) > 1:
        _complain("- stands for the standard input and cannot be combined with files")
        return 2
    if args.today is not None and not _is_day(args.today):
        _complain(f"--today {args.today} is not a day: write year-month-day, as in 2026-03-31")
        return 2
    check = _Check(args)
    if args.paths == [_STDIN]:
        check.standard_input()
    else:
        check.paths(args.paths or ["."])
        if not args.diff:
            check.project()
    return check.finish()


class _Check:
    """One call of the command: what it has found so far."""

    def __init__(self, args: Namespace) -> None:
        self.args = args
        self.mends = args.fix or args.diff
        self.findings: list[Diagnostic] = []
        # What samples and archived guides lack: it fails nothing.
        self.notes: list[Diagnostic] = []
        self.sources: dict[str, SourceText] = {}
        self.fixed = self.rejected = 0
        self.failed = False
        self.to_stdout = False

    def standard_input(self) -> None:
        """Check what comes in; with --fix the mended text goes out."""
        data = sys.stdin.buffer.read()
        self.to_stdout = self.args.fix and not self.args.diff
        path = self.args.stdin_filename or "<stdin>"
        mended = self._data(data, path)
        if mended is not None and self.args.diff:
            self._show(*mended)
        if self.to_stdout:
            sys.stdout.buffer.write(mended[1].to_bytes() if mended else data)
            sys.stdout.buffer.flush()

    def paths(self, paths: Iterable[str]) -> None:
        """Check files and folders, each file once."""
        seen = set()
        for root, path in self._files(paths):
            if path in seen:
                continue
            seen.add(path)
            try:
                data = files.read(path)
            except OSError as error:
                self._fail(f"cannot read {path}: {error.strerror}")
                continue
            mended = self._data(data, path)
            if mended is not None:
                self._write(root, data, *mended)

    def project(self) -> None:
        """Add the findings that need the whole project, for each project that a path touches."""
        projects: dict[str, set[str]] = {}
        for path in self.args.paths or ["."]:
            place = os.path.realpath(path)
            found = files.project_root(place)
            if found is None:
                continue
            root, source = found
            # A file elsewhere in the folder has nothing to do with clauses, and need not wait for them.
            if _touches(place, os.path.realpath(source)):
                projects.setdefault(root, set()).add(place)
        if not projects:
            return
        from datetime import date
        from pathlib import Path

        from clausebook.diagnostics import Severity
        from clausebook.integrity import check_project
        from clausebook.project import ProjectError

        told = {_place(finding) for finding in self.findings}
        day = date.fromisoformat(self.args.today) if self.args.today else None
        for root, places in projects.items():
            try:
                fresh = check_project(Path(root), {Path(place) for place in places}, day=day, notes=True)
                # What one file shows by itself has been told, perhaps by another name of the file.
                fresh = [finding for finding in fresh if _place(finding) not in told]
                self.findings += [finding for finding in fresh if finding.severity is not Severity.NOTE]
                self.notes += [finding for finding in fresh if finding.severity is Severity.NOTE]
            except ProjectError as error:
                self._fail(str(error))

    def finish(self) -> int:
        """Write the report and give the exit code."""
        findings = sorted(dict.fromkeys(self.findings), key=lambda finding: finding.sort_key)
        if self.rejected:
            _complain(
                f"{self.rejected} of the fixes were not applied, because the result would have been wrong elsewhere; "
                "mend these places by hand"
            )
        if self.args.diff:
            _complain(f"{self.fixed} would be mended, {len(findings)} would remain")
        else:
            self._report(findings)
        if self.failed:
            return 2
        return 1 if findings or (self.args.diff and self.fixed) else 0

    def _report(self, findings: list[Diagnostic]) -> None:
        stream = sys.stderr if self.to_stdout else sys.stdout
        shown = sorted(findings + self.notes, key=lambda finding: finding.sort_key) if self.args.notes else findings
        if not shown and not self.fixed:
            stream.write("[]\n" if self.args.output_format == "json" else f"All checks passed.{self._of_notes()}\n")
            return
        self._read_missing(shown)
        if hasattr(stream, "reconfigure"):  # A finding is told on any terminal, if need be with escapes.
            stream.reconfigure(errors="backslashreplace")
        if self.args.output_format == "json":
            from clausebook.report import json

            stream.write(json.render(shown, self.sources))
            return
        from clausebook.report import text, todo

        stream.write(text.render(shown, self.sources))
        stream.write(todo.render(findings, self.sources))
        summary = text.summary(findings, fixed=self.fixed, unsafe=self.args.unsafe_fixes)
        stream.write(f"{summary.rstrip()}{self._of_notes()}\n")

    def _of_notes(self) -> str:
        """Say at the end of the report how many notes there are."""
        if not self.notes:
            return ""
        count = "1 note" if len(self.notes) == 1 else f"{len(self.notes)} notes"
        how = "" if self.args.notes else "; --notes lists them"
        return f" {count} on guides that are not in use{how}."

    def _read_missing(self, findings: list[Diagnostic]) -> None:
        """Read the files of findings that came from elsewhere, to show their lines."""
        from clausebook.text.source import SourceText, UndecodableError

        for path in {finding.path for finding in findings} - self.sources.keys():
            try:
                self.sources[path] = SourceText.from_bytes(files.read(path), path)
            except (OSError, UndecodableError):
                continue

    def _files(self, paths: Iterable[str]) -> Iterator[tuple[str, str]]:
        """Give each file with the folder that a link must not leave."""
        for path in paths:
            if os.path.isdir(path):  # noqa: PTH112 - these are the strings that the user gave
                try:
                    yield from ((path, file) for file in files.walk(path))
                except OSError as error:
                    self._fail(f"cannot look into {error.filename}: {error.strerror}")
            else:
                yield os.path.dirname(path) or ".", path  # noqa: PTH120 - as above

    def _data(self, data: bytes, path: str) -> tuple[SourceText, SourceText] | None:
        """Check a file's bytes; gives its text before and after mending if that makes a difference."""
        if not _may_be_wrong(data):
            return None
        from clausebook.diagnostics import not_utf8
        from clausebook.rules.runner import check_source
        from clausebook.text.source import SourceText, UndecodableError

        try:
            source = SourceText.from_bytes(data, path)
        except UndecodableError as error:
            self.sources[path] = SourceText(path, data.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace"))
            self.findings.append(not_utf8(error))
            return None
        findings = check_source(source)
        if not findings:
            return None
        if self.mends:
            from clausebook.rules.fixer import fix_source

            result = fix_source(source, findings, unsafe=self.args.unsafe_fixes)
            self.rejected += len(result.rejected)
            if result.changed:
                self.fixed += len(findings) - len(result.remaining)
                self.findings += result.remaining
                self.sources[path] = result.source
                return source, result.source
        self.findings += findings
        self.sources[path] = source
        return None

    def _write(self, root: str, data: bytes, before: SourceText, after: SourceText) -> None:
        if self.args.diff:
            self._show(before, after)
            return
        from pathlib import Path

        from clausebook.text.edits import UnsafeWriteError, write_atomically

        try:
            write_atomically(Path(before.path), after.to_bytes(), root=Path(root), expected=data)
        except UnsafeWriteError as error:
            self._undo(before, after, str(error))
        except OSError as error:
            self._undo(before, after, f"cannot write {before.path}: {error.strerror}")

    def _undo(self, before: SourceText, after: SourceText, message: str) -> None:
        """Tell the findings of a file as they are on the disk, because it could not be written."""
        from clausebook.rules.runner import check_source

        self._fail(message)
        findings, remaining = check_source(before), check_source(after)
        self.fixed -= len(findings) - len(remaining)
        self.findings = [finding for finding in self.findings if finding.path != before.path] + findings
        self.sources[before.path] = before

    def _show(self, before: SourceText, after: SourceText) -> None:
        from clausebook.report import diff

        sys.stdout.flush()
        sys.stdout.buffer.write(diff.render(before, after).encode("utf-8", "surrogateescape"))
        sys.stdout.buffer.flush()

    def _fail(self, message: str) -> None:
        self.failed = True
        _complain(message)


def _is_day(text: str) -> bool:
    from datetime import date

    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _touches(place: str, folder: str) -> bool:
    """Tell whether one of two paths lies in the other."""
    return f"{place}{os.sep}".startswith(f"{folder}{os.sep}") or f"{folder}{os.sep}".startswith(f"{place}{os.sep}")


def _place(finding: Diagnostic) -> tuple[object, ...]:
    """Say where a finding is, and of what kind, in whatever way its file was named."""
    return os.path.realpath(finding.path), finding.start, finding.code


def _may_be_wrong(data: bytes) -> bool:
    try:
        return may_be_wrong(data.decode("utf-8").removeprefix("\ufeff"))
    except UnicodeDecodeError:
        return True


def _complain(message: str) -> None:
    sys.stderr.write(f"clausebook: {message}\n".encode("utf-8", "replace").decode("utf-8"))
