from __future__ import annotations

import os
from pathlib import Path

import pytest

from clausebook.scaffold.writing import FolderExistsError, write_folder

FILES = {"a.md": "ä\n", "deep/er/b.bin": b"\0\xff"}


def tree(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


def test_a_folder_is_written_with_those_above_it(tmp_path: Path) -> None:
    write_folder(tmp_path / "x/y/new", FILES)
    assert (tmp_path / "x/y/new/a.md").read_bytes() == "ä\n".encode()
    assert (tmp_path / "x/y/new/deep/er/b.bin").read_bytes() == b"\0\xff"
    assert tree(tmp_path / "x/y") == ["new", "new/a.md", "new/deep", "new/deep/er", "new/deep/er/b.bin"]
    umask = os.umask(0)
    os.umask(umask)
    assert (tmp_path / "x/y/new").stat().st_mode & 0o777 == 0o777 & ~umask


def test_an_empty_folder_is_taken(tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    write_folder(tmp_path / "new", FILES)
    assert (tmp_path / "new/a.md").exists()


@pytest.mark.parametrize("kind", ["file", "full", "link", "dangling", "here"])
def test_what_is_there_is_left_alone(tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    new = tmp_path / "new"
    if kind == "file":
        new.write_text("mine")
    elif kind in ("link", "dangling"):
        (tmp_path / "other").mkdir(exist_ok=kind == "link")
        new.symlink_to("other" if kind == "link" else "nowhere")
    else:
        new.mkdir()
    if kind == "full":
        (new / "mine").touch()
    if kind == "here":
        monkeypatch.chdir(new)
    before = tree(tmp_path)
    with pytest.raises(FolderExistsError):
        write_folder(new, FILES)
    assert tree(tmp_path) == before


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_nothing_is_half_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    calls = []
    write = Path.write_bytes

    def failing(path: Path, data: bytes) -> int:
        calls.append(path)
        if len(calls) > 1:
            raise error
        return write(path, data)

    monkeypatch.setattr(Path, "write_bytes", failing)
    with pytest.raises(type(error)):
        write_folder(tmp_path / "x/new", FILES)
    assert len(calls) == 2
    assert tree(tmp_path) == []
