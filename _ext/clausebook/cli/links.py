"""``clausebook links``: whether the links of the built pages lead where they should."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path

from clausebook.cli import files, links_options
from clausebook.cli.examine import Policies
from clausebook.cli.output import OutputError, Report
from clausebook.cli.progress import Progress
from clausebook.cli.projects import UsageError, community, complain, load
from clausebook.diagnostics import Diagnostic
from clausebook.links.answers import Answer, Verdict, lacks_network
from clausebook.links.archive import FILE, ArchiveError, read_archive
from clausebook.links.asking import AskingError, AskingStopped, Manners, ask
from clausebook.links.cache import Cache
from clausebook.links.faults import Fault
from clausebook.links.findings import findings
from clausebook.links.inside import Judged, judge
from clausebook.links.mending import Mended, mend
from clausebook.links.origins import Origins
from clausebook.links.outside import outside_faults, rooted_faults, wanted
from clausebook.links.pages import BuiltSite, read_site
from clausebook.project import Project
from clausebook.report import diff
from clausebook.report.terminal import is_coloured
from clausebook.rules.ignores import Ignores
from clausebook.rules.selection import Layer, UnknownCodeError, selected
from clausebook.settings import SettingsError
from clausebook.text.edits import UnsafeWriteError, write_atomically
from clausebook.text.source import SourceText

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

_CACHE = "build/.links.json"


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments of ``clausebook links``."""
    links_options.add_arguments(parser)


def execute(args: Namespace) -> int:
    """Look at the links, ask for those to other sites, tell and mend; gives the exit code."""
    try:
        layer = Layer(_words(args.select) if args.select else None, _words(args.ignore or ()))
        selected([layer])
        run = _Run(args, load(args.root), Policies(files.Projects(), layer))
        return run.finish(run.told(run.faults()))
    except (UsageError, UnknownCodeError, SettingsError, OutputError, ArchiveError, AskingError) as error:
        return complain(error)
    except OSError as error:
        return complain(f"{error.filename or 'a file'}: {error.strerror or error}")


@dataclass
class _Run:
    """One call of the command."""

    args: Namespace
    project: Project
    policies: Policies

    def __post_init__(self) -> None:
        slug = self.args.community
        folder = community(self.project, slug.rstrip("/").rpartition("/")[2]).folder if slug else self.project.source
        self.origins = Origins(self.project, folder)
        built = self.args.built or self.project.root / "build" / (folder.name if slug else "html")
        self.built = Path(built)
        self.sources: dict[str, SourceText] = {}

    def faults(self) -> list[Fault]:
        """Find what is wrong with the links of the site."""
        archive = read_archive(self.project.source / FILE, self.project.display(self.project.source / FILE))
        site = self.site()
        at_home = bool(self.args.community)
        judged = judge(site, self.origins.community_of, self.origins.foreign, at_home=at_home)
        if self.args.offline:
            self.say(f"{_seen(judged, site)}, and asked nobody.")
            return judged.faults
        addresses = wanted(judged.outside, archive)
        answers = self.answers(addresses, site, judged)
        outside = outside_faults(judged.outside, answers, archive)
        return [*judged.faults, *rooted_faults(judged.rooted), *outside]

    def site(self) -> BuiltSite:
        """Read the built pages."""
        how = f"make html{f' COMMUNITY={self.args.community}' if self.args.community else ''}"
        if not self.built.is_dir():
            raise UsageError(f"there is no folder {self.built}: build the site first, with {how}, or use --built")
        site = read_site(self.built)
        if not site.pages:
            raise UsageError(f"the folder {self.built} holds no page; build the site first, with {how}")
        newer = self.newer_than(site)
        if newer:
            complain(f"{self.project.display(newer)} is newer than the built pages: what follows may be out of date")
        return site

    def newer_than(self, site: BuiltSite) -> Path | None:
        """Find a source that was changed after the last page was built."""
        built = max((self.built / path).stat().st_mtime for path in site.pages)
        files = sorted(file for suffix in ("*.md", "*.toml") for file in self.origins.folder.rglob(suffix))
        files += (file.file for file in self.project.shared.files.values())
        files = [file for file in files if file.is_file() and file.name != FILE]
        newest = max(files, key=lambda file: file.stat().st_mtime, default=None)
        return newest if newest and newest.stat().st_mtime > built else None

    def answers(self, addresses: list[str], site: BuiltSite, judged: Judged) -> dict[str, Answer]:
        """Ask for what was not fine just a while ago."""
        args = self.args
        cache = Cache(None if args.no_cache else Path(args.cache or self.project.root / _CACHE), args.fresh)
        known = [address for address in addresses if address in cache]
        asked = [address for address in addresses if address not in cache]
        manners = Manners(**{field.name: getattr(args, field.name) for field in fields(Manners) if field.name in args})
        remembered = f"; {len(known)} more were fine within {args.fresh:g} days" if known else ""
        self.say(
            f"{_seen(judged, site)}; "
            f"asking for {_count(len(asked), 'address', 'addresses')} of other sites, "
            f"for {manners.limit:g} seconds at most{remembered}."
        )
        line = Progress(len(asked), "addresses")
        try:
            answers = ask(asked, manners, line.at)
        except AskingStopped as stopped:
            _remember(cache, stopped.answers)
            complain(f"stopped; {len(stopped.answers)} of {len(asked)} had answered, and what was fine is remembered")
            raise
        finally:
            line.end()
        _remember(cache, answers)
        if lacks_network(answers):
            self.say(
                "No other site could be reached: see whether you are online, or take --offline for your own links."
            )
        return answers | {address: Answer(Verdict.FINE) for address in known}

    def told(self, faults: Iterable[Fault]) -> list[Diagnostic]:
        """Make findings of faults, without those that the settings, the command line or a file's comments ignore."""
        found = findings(faults, self.origins, self.built, Path.cwd())
        ignores: dict[str, Ignores] = {}
        told = []
        for finding in found:
            if finding.path not in ignores:
                ignores[finding.path] = Ignores(self.source(finding.path))
            told += ignores[finding.path].told([finding])
        return [finding for finding in told if self.policies.of(finding.path).tells(finding)]

    def source(self, path: str) -> SourceText:
        """Give the text of a source file; nothing of a built page, one line of which may be all of it."""
        if self.project.file(path).resolve().is_relative_to(self.built.resolve()):
            return SourceText(path, "")
        if path not in self.sources:
            self.sources[path] = self.origins.text(path) or SourceText(path, "")
        return self.sources[path]

    def finish(self, found: list[Diagnostic]) -> int:
        """Mend what is asked for, write the report, and give the exit code."""
        args = self.args
        mended = Mended(remaining=found)
        if args.fix or args.diff:
            mended = mend(found, self.sources, unsafe=args.unsafe_fixes)
            if mended.rejected:
                complain(f"{mended.rejected} of the fixes would have done harm elsewhere; mend these places by hand")
        if args.diff:
            self.show(mended)
            return 1 if found and not args.exit_zero else 0
        failed = not self.write(mended)
        fixed = len(mended.applied)
        Report(mended.remaining, [], fixed, self.sources, self.policies).write(args, sys.stdout)
        if fixed:
            self.say("Build again: the pages still have the old addresses.")
        return 2 if failed else 1 if mended.remaining and not args.exit_zero else 0

    def write(self, mended: Mended) -> bool:
        """Write mended files; what cannot be written stays a finding."""
        failed = False
        for path, (before, after) in mended.texts.items():
            try:
                write_atomically(
                    self.project.file(path), after.to_bytes(), root=self.project.root, expected=before.to_bytes()
                )
                self.sources[path] = after
            except OSError as error:
                failed = True
                complain(error if isinstance(error, UnsafeWriteError) else f"cannot write {path}: {error.strerror}")
                mended.remaining += [finding for finding in mended.applied if finding.path == path]
                mended.applied = [finding for finding in mended.applied if finding.path != path]
        mended.remaining.sort(key=lambda finding: finding.sort_key)
        return not failed

    def show(self, mended: Mended) -> None:
        """Show what would be changed."""
        for path in sorted(mended.texts):
            text = diff.render(*mended.texts[path])
            text = diff.coloured(text) if is_coloured(self.args.color, sys.stdout) else text
            if hasattr(sys.stdout, "buffer"):
                # A patch has the bytes of its files, whatever the terminal's encoding is.
                sys.stdout.flush()
                sys.stdout.buffer.write(text.encode("utf-8", "surrogateescape"))
                sys.stdout.buffer.flush()
            else:
                sys.stdout.write(text)
        if not self.args.quiet:
            complain(f"{len(mended.applied)} would be mended, {len(mended.remaining)} would remain")

    def say(self, text: str) -> None:
        """Say what is being done, where no program reads it."""
        if not self.args.quiet:
            sys.stderr.write(f"{text}\n")


def _remember(cache: Cache, answers: Mapping[str, Answer]) -> None:
    fine = [address for address, answer in answers.items() if answer.verdict is Verdict.FINE]
    try:
        cache.save(fine, answers.keys() - set(fine))
    except OSError as error:
        complain(f"what was fine cannot be remembered: {error.strerror or error}")


def _seen(judged: Judged, site: BuiltSite) -> str:
    return f"Looked at {_count(judged.count, 'link')} on {_count(len(site.pages), 'page')}"


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"


def _words(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(word.strip() for value in values for word in value.split(","))
