"""Reading a git repository with the command ``git``: nothing is checked out, fetched or written."""

from __future__ import annotations

import os
import shutil
import subprocess
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

# Versions of one file that are looked at; older wording is rarely looked for, and history can be endless.
_MOST_VERSIONS = 1000
# These would lead git to another repository than that of the folder, as they do within a hook.
_LEADING_AWAY = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR", "GIT_NAMESPACE")
_ORDINARY = ("100644", "100755", "100664")
_LINK = "120000"


class GitError(Exception):
    """The history cannot be read; the message says why and what to do."""


@dataclass(frozen=True)
class Repository:
    """The repository that a folder lies in.

    ``program`` is the path of git, ``prefix`` the folder's own path from the
    repository's top, ending with a slash, or empty.
    """

    folder: Path
    program: str
    prefix: str

    @classmethod
    def of(cls, folder: Path) -> Repository:
        """Find the repository of a folder.

        Raises GitError if git is not installed, or the folder lies in no repository's work tree.
        """
        program = shutil.which("git")
        if program is None:
            raise GitError("git is not installed, or not on the PATH; install it to look at what was there before")
        here = cls(folder, program, "")
        try:
            answer = here._run("rev-parse", "--is-inside-work-tree", "--show-prefix")
        except GitError as error:
            if "not a git repository" in str(error):
                raise GitError(f"{folder} lies in no git repository, so nothing says what was there before") from None
            raise
        inside, _, prefix = answer.decode("utf-8", "surrogateescape").partition("\n")
        if inside != "true":
            raise GitError(f"{folder} lies in no git work tree; call this in a clone")
        return cls(folder, program, prefix.rstrip("\n"))

    def commit(self, revision: str) -> str:
        """Give the full name of the commit that a revision stands for, such as ``main``, ``v1.0`` or ``HEAD~3``.

        Raises GitError if there is none.
        """
        if not revision or revision.startswith("-") or any(unicodedata.category(c).startswith("C") for c in revision):
            raise GitError(f"“{_shown(revision)}” is no revision; name a commit, a branch or a tag")
        try:
            answer = self._run("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
        except GitError:
            how = "name a commit, a branch or a tag, such as origin/main"
            if self._is_shallow():
                how = "this clone is shallow and lacks what is older: git fetch --unshallow (in CI, fetch-depth: 0)"
            raise GitError(f"there is no revision “{_shown(revision)}” here; {how}") from None
        return answer.decode("ascii").strip()

    def parting(self, one: str, other: str) -> str:
        """Give the last commit that two commits have in common; the first of them if there is none.

        Raises GitError if the clone is shallow and lacks it.
        """
        try:
            return self._run("merge-base", one, other).decode("ascii").strip()
        except GitError:
            if self._is_shallow():
                message = "this clone is shallow and lacks the commit at which the histories parted: "
                raise GitError(f"{message}git fetch --unshallow (in CI, fetch-depth: 0)") from None
            return one

    def files(self, commit: str, endings: Sequence[str]) -> dict[str, bytes]:
        """Give the contents of the folder's files at a commit, by path from the folder, with certain endings only.

        A symbolic link to one of them has that one's content; any other link is left out.
        """
        listed = self._run("ls-tree", "-r", "-z", "--full-tree", commit, *([self.prefix] if self.prefix else []))
        names: dict[str, str] = {}
        links: dict[str, str] = {}
        for entry in listed.split(b"\0"):
            about, _, path = entry.partition(b"\t")
            name = os.fsdecode(path).removeprefix(self.prefix)
            if not about or not name.endswith(tuple(endings)) or not _is_below(name):
                continue
            mode, _, blob = about.decode("ascii").split()
            if mode in _ORDINARY:
                names[name] = blob
            elif mode == _LINK:
                links[name] = blob
        found = dict(zip(names, self._blobs(list(names.values())), strict=True))
        for name, target in zip(links, self._blobs(list(links.values())), strict=True):
            content = found.get(os.path.normpath(PurePosixPath(name).parent / os.fsdecode(target or b"")))
            if content is not None:
                found[name] = content
        return {name: content for name, content in found.items() if content is not None}

    def changed(self, commit: str) -> tuple[str, ...]:
        """Name the folder's files that are different from a commit's, or new, as paths from the folder.

        Raises GitError if they cannot be told.
        """
        tracked = self._run("diff-index", "--name-only", "--no-renames", "-z", "--relative", commit)
        new = self._run("ls-files", "--others", "--exclude-standard", "-z")
        return tuple(sorted({os.fsdecode(name) for name in (*tracked.split(b"\0"), *new.split(b"\0")) if name}))

    def versions(self, file: Path) -> Iterator[bytes]:
        """Give what a file of the folder held in each commit that changed it, the newest first, through renames.

        Raises GitError if the history cannot be read.
        """
        path = file.relative_to(self.folder).as_posix()
        options = ["--follow", "--name-only", "--format=%x00%H", f"--max-count={_MOST_VERSIONS}"]
        log = self._run("log", "--no-ext-diff", "--no-textconv", "--no-show-signature", *options, "--", path)
        wanted = []
        for entry in log.decode("utf-8", "surrogateescape").split("\0"):
            commit, *names = [line for line in entry.split("\n") if line] or [""]
            wanted += [f"{commit}:{name}" for name in names]
        for content in self._blobs(wanted):
            if content is not None:
                yield content

    def _blobs(self, names: Sequence[str]) -> list[bytes | None]:
        """Read objects; None for those that are not there."""
        if not names:
            return []
        asked = "".join(f"{name}\n" for name in names).encode("utf-8", "surrogateescape")
        answer = self._run("cat-file", "--batch", given=asked)
        contents: list[bytes | None] = []
        position = 0
        for _ in names:
            end = answer.index(b"\n", position)
            header = answer[position:end].rsplit(b" ", 2)
            if len(header) == 3 and header[2].isdigit():
                size = int(header[2])
                contents.append(answer[end + 1 : end + 1 + size] if header[1] == b"blob" else None)
                position = end + 1 + size + 1
            else:
                contents.append(None)
                position = end + 1
        return contents

    def _is_shallow(self) -> bool:
        try:
            return self._run("rev-parse", "--is-shallow-repository").strip() == b"true"
        except GitError:
            return False

    def _run(self, *arguments: str, given: bytes = b"") -> bytes:
        """Run git and give its output.  Raises GitError, with git's own words, if it fails."""
        settings = ["--no-pager", "-c", "core.fsmonitor=false", "-c", "core.quotePath=false"]
        # A partial clone would fetch, a terminal would be asked for passwords, and words would be translated.
        environment = {name: value for name, value in os.environ.items() if name not in _LEADING_AWAY} | {
            "GIT_NO_LAZY_FETCH": "1",
            "GIT_TERMINAL_PROMPT": "0",
            "GIT_OPTIONAL_LOCKS": "0",
            "GIT_LITERAL_PATHSPECS": "1",
            "LC_ALL": "C",
        }
        try:
            done = subprocess.run(  # noqa: S603 - no shell, and what a user gave is checked before
                [self.program, *settings, *arguments],
                cwd=self.folder,
                env=environment,
                input=given,
                capture_output=True,
                check=False,
            )
        except OSError as error:
            raise GitError(f"git cannot be started: {error.strerror}") from None
        if done.returncode:
            words = done.stderr.decode("utf-8", "replace").strip() or f"exit code {done.returncode}"
            raise GitError(f"git: {_shown(words)}")
        return done.stdout


def _is_below(name: str) -> bool:
    return not name.startswith("/") and all(part not in ("", ".", "..", ".git") for part in name.split("/"))


def _shown(text: str) -> str:
    """Give words of somebody else's for a terminal."""
    return "".join("�" if unicodedata.category(c) in ("Cc", "Cf", "Cs") and c != "\n" else c for c in text)[:500]
