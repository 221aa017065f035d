"""Going through files: each is read, told from what was seen before, and examined where it shows signs of a mistake."""

from __future__ import annotations

import os

from clausebook.cli import files
from clausebook.rules.glance import shows_signs

# Everything else is imported when the first file shows a sign that something may be wrong with it.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from clausebook.cli.examine import Outcome, Policies
    from clausebook.cli.seen import Seen

    # The path, what the file held, and what was found in it.
    Found = tuple[str, bytes, Outcome]

# In bytes of sound text, of which a process looks at about 90 MB in a second: what a closer look at as many bytes
# costs, and how much work has to be left for other processes to be worth it.  To start two and to hear from them takes
# as long as a look at 20 MB (benchmarks/checking.py).
_CLOSER_LOOK = 60
_WORTH_IT = 80_000_000
# After so many files, the work that is left is estimated anew.
_ROUND = 64

# From so many files on, reading what was found sound before takes less time than it saves.
_WORTH_REMEMBERING = 200


def find(paths: Iterable[str], fail: Callable[[str], None]) -> dict[str, str]:
    """Give the files that some paths name, each once and in order, with the folder that a link must not leave.

    What cannot be listed is told to ``fail``.
    """
    roots: dict[str, str] = {}
    for path in paths:
        if not os.path.isdir(path):  # noqa: PTH112 - these are the strings that the user gave
            roots.setdefault(path, os.path.dirname(path) or ".")  # noqa: PTH120 - as above
            continue
        try:
            for file in files.walk(path):
                roots.setdefault(file, path)
        except OSError as error:
            fail(f"cannot look into {error.filename}: {error.strerror}")
    return roots


class Sweep:
    """One way through some files, by the arguments of the command."""

    def __init__(self, args: Namespace, policies: Callable[[], Policies], fail: Callable[[str], None]) -> None:
        self._args = args
        self._policies = policies
        self._fail = fail
        self._mends: bool = args.fix or args.diff
        self._jobs: int = args.jobs or available()
        self._work = 0
        self._seen: Seen | None = None

    def outcomes(self, paths: Sequence[str]) -> Iterator[Found]:
        """Give what was found in those files that show a sign of a mistake, in order."""
        if len(paths) >= _WORTH_REMEMBERING and not self._args.no_cache:
            from clausebook.cli.seen import Seen

            self._seen = Seen()
        progress = None
        if len(paths) > _ROUND:
            from clausebook.cli.progress import Progress

            progress = Progress(len(paths), "files")
        for start in range(0, len(paths), _ROUND):
            if progress is not None:
                progress.at(start)
            left = len(paths) - start
            if self._jobs > 1 and left > 1 and (self._args.jobs or self._is_long_work(start, left)):
                yield from self._in_parallel(paths[start:])
                break
            yield from self._one_by_one(paths[start : start + _ROUND])
        if progress is not None:
            progress.end()
        if self._seen is not None:
            self._seen.save()

    def examine(self, data: bytes, path: str) -> Outcome | None:
        """Check a file's bytes; None if they show no sign that something is wrong."""
        if not shows_signs(data):
            return None
        from clausebook.cli.examine import examine

        return examine(data, path, self._policies(), mend=self._mends, unsafe=self._args.unsafe_fixes)

    def _one_by_one(self, paths: Iterable[str]) -> Iterator[Found]:
        seen = self._seen
        for path in paths:
            try:
                data = files.read(path)
            except OSError as error:
                self._fail(f"cannot read {path}: {error.strerror}{_guess(path)}")
                continue
            if seen is not None and data in seen:
                self._work += len(data) // 3
                continue
            outcome = self.examine(data, path)
            self._work += len(data) if outcome is None else len(data) * _CLOSER_LOOK
            if seen is not None and (outcome is None or outcome.is_sound):
                seen.add(seen.digest(data))
            if outcome is not None:
                yield path, data, outcome

    def _is_long_work(self, done: int, left: int) -> bool:
        """Tell whether what is left is worth more processes, by what the files so far have cost."""
        return self._work > _WORTH_IT // 8 and left * self._work > done * _WORTH_IT

    def _in_parallel(self, paths: Sequence[str]) -> Iterator[Found]:
        from clausebook.cli import parallel

        unsafe, layer = self._args.unsafe_fixes, self._policies().layer
        try:
            found = parallel.results(paths, layer, self._jobs, mend=self._mends, unsafe=unsafe, seen=self._seen)
            for number, outcome in found:
                if outcome is None:
                    yield from self._one_by_one([paths[number]])
                else:
                    yield paths[number], outcome.before.to_bytes() if outcome.before else b"", outcome
        except parallel.WorkerError as error:
            self._fail(str(error))


def _guess(path: str) -> str:
    """Name the file that somebody probably meant by one that is not there."""
    from clausebook.text.nearest import did_you_mean

    if os.path.lexists(path):
        return ""
    folder, name = os.path.split(path)
    try:
        there = os.listdir(folder or ".")  # noqa: PTH208 - as above
    except OSError:
        return ""
    near = {name: os.path.join(folder, name) for name in there}  # noqa: PTH118 - as above
    guess = did_you_mean(name, near)
    return guess.replace("“", f"“{folder}/" if folder else "“") if guess else ""


def available() -> int:
    """Give the number of processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
