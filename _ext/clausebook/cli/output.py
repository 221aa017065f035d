"""Writing what ``clausebook check`` found, in the form that was asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO, TYPE_CHECKING

from clausebook.cli.examine import Policies
from clausebook.cli.texts import Texts
from clausebook.diagnostics import Diagnostic
from clausebook.report.terminal import is_coloured
from clausebook.text.source import SourceText

if TYPE_CHECKING:
    from argparse import Namespace


# So many findings are written at once.
_AT_ONCE = 100


class OutputError(Exception):
    """The report cannot be written; the message says why."""


@dataclass
class Report:
    """What was found and mended.  ``notes`` are findings that fail nothing, ``sources`` the texts that were checked."""

    findings: Sequence[Diagnostic]
    notes: Sequence[Diagnostic]
    fixed: int
    sources: Mapping[str, SourceText]
    policies: Policies

    def write(self, args: Namespace, stream: IO[str]) -> None:
        """Write all of it to a stream, or the findings to the file that was asked for.

        Raises OutputError if that file cannot be written.
        """
        shown = sorted([*self.findings, *self.notes], key=lambda f: f.sort_key) if args.notes else self.findings
        # The files of findings that came from elsewhere are read, to show their lines.
        self.sources = Texts.of(self.sources)
        coloured = not args.output_file and is_coloured(args.color, stream)
        if hasattr(stream, "reconfigure"):  # A finding is told on any terminal, if need be with escapes.
            stream.reconfigure(errors="backslashreplace")
        if args.output_file:
            _write_file(args.output_file, self._render(shown, args, coloured))
        elif args.output_format == "text" and not args.statistics:
            # What has been written takes no room.
            for start in range(0, len(shown), _AT_ONCE):
                stream.write(self._render(shown[start : start + _AT_ONCE], args, coloured))
        else:
            stream.write(self._render(shown, args, coloured))
        if args.output_format == "text" and not args.quiet:
            stream.write(self._end(args, stream))

    def _end(self, args: Namespace, stream: IO[str]) -> str:
        """Say at the end what to do first, how many findings there are, and where to read on."""
        from clausebook.report import text, todo

        summary = text.summary(self.findings, fixed=self.fixed, unsafe=args.unsafe_fixes).rstrip()
        first = "" if args.statistics or args.output_file else todo.render(self.findings)
        end = f"{first}{summary}{self._of_notes(args)}\n"
        if self.findings and stream.isatty() and not args.output_file:
            end += f"clausebook rule {self.findings[0].code} explains the first one.\n"
        return end

    def _of_notes(self, args: Namespace) -> str:
        """Say how many notes there are."""
        if not self.notes:
            return ""
        count = "1 note" if len(self.notes) == 1 else f"{len(self.notes)} notes"
        how = "" if args.notes else "; --notes lists them"
        return f" {count} on guides that are not in use{how}."

    def _render(self, findings: Sequence[Diagnostic], args: Namespace, coloured: bool) -> str:
        name = args.output_format
        url = partial(_page, self.policies)
        if args.statistics:
            from clausebook.report import statistics

            count = statistics.render_json if name == "json" else statistics.render
            return count(findings, unsafe=args.unsafe_fixes)
        if name == "json":
            from clausebook.report import json

            return json.render(findings, self.sources, url)
        if name == "github":
            from clausebook.report import github

            return github.render(findings)
        if name == "sarif":
            from clausebook.report import sarif

            return sarif.render(findings, self.sources, url)
        from clausebook.report import text

        return text.render(findings, self.sources, coloured=coloured, url=url)


def _page(policies: Policies, finding: Diagnostic) -> str:
    return f"{policies.docs_url(finding.path)}#{finding.code.code.lower()}"


def _write_file(name: str, text: str) -> None:
    from clausebook.text.edits import write_atomically

    try:
        write_atomically(Path(name), text.encode("utf-8", "surrogateescape"))
    except OSError as error:
        raise OutputError(f"cannot write {name}: {error.strerror or error}") from None
