"""Each way in which a secret can get into a built site is found, with its file; what is public is none."""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib
from pathlib import Path

import pytest

from clausebook.clauses.audiences import Edition
from clausebook.cli.main import main
from clausebook.edition import view
from clausebook.leaks.built import MARK, search_folder
from clausebook.leaks.secrets import Secrets, collect
from clausebook.project import Project
from tests.site.staffed import picture, staffed


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    demo = staffed(tmp_path_factory.mktemp("leaks"))
    demo.write("pyproject.toml", "[tool.clausebook]\n")
    return demo.root


@pytest.fixture(scope="module")
def secrets(root: Path) -> Secrets:
    project = Project.load(root, root)
    return collect(project, view(project, Edition.PUBLIC))


def zipped(name: str, data: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return stream.getvalue()


INVENTORY = b"# Sphinx inventory version 2\n# Project: x\n# Version: 1\n# zlib\n"
ROOM = b"In Room Zephyr 204."

PUBLIC = {
    "index.html": b"<p>Kim Example, +1 202 555 0100, kim@example.org. The room was quiet; the night was long.</p>",
    "searchindex.js": b'Search.setIndex({"terms":{"night":[1],"rota":[2],"room":3}})',
    "objects.inv": INVENTORY
    + zlib.compress(b"communities/demo/report std:doc -1 communities/demo/report.html Report\n"),
    "_images/hall.png": picture(1, b"The hall"),
    "_static/theme.js": b"var dock=1,call=2;",
    "x.zip": zipped("a.txt", b"nothing"),
}
PLANTED = {
    "page.html": ROOM,
    "comment.html": b"<p>x</p><!-- dana.nightwatch@example.org -->",
    "attribute.html": b'<img alt="Dana Nightwatch">',
    "phone.html": b'<a href="tel:+1-202-555-0177">call</a>',
    "own-number.html": b"(202) 555-0143",
    "_sources/page.md.txt": b"the loading dock stairs and lock it from inside",
    "searchindex.js": b'Search.setIndex({"docnames":["index","communities/demo/night-rota"]})',
    "titles.js": b'"titles":["Night rota and hiding places"]',
    "sitemap.xml": b"<loc>https://demo.example.org/communities/demo/night-rota.html</loc>",
    "404.html": b"third extinguisher on the mezzanine, where the spare keys hang behind the third extinguisher",
    "feed.json": b'{"form": "https:\\/\\/forms.example.org\\/incident-intake"}',
    "objects.inv": INVENTORY + zlib.compress(b"rota std:label -1 communities/demo/night-rota.html# Rota\n"),
    ".doctrees/environment.pickle": b"\x80\x04\x95\x8c\x0fRoom Zephyr 204\x94.",
    "search.json.gz": gzip.compress(ROOM),
    "download.zip": zipped("plan.txt", ROOM),
    "nested.zip": zipped("inner.zip", zipped("plan.txt", ROOM)),
    "names.zip": zipped("communities/demo/night-rota.html", b""),
    "_images/caption.png": picture(5, ROOM),
    "_images/exif.jpg": b"\xff\xd8\xff\xe1\x00\x40Exif\0\0" + "Dana Nightwatch".encode("utf-16-le") + b"\xff\xd9",
    "_images/drawing.svg": b"<svg><metadata><dc:creator>Dana Nightwatch</dc:creator></metadata></svg>",
    "_images/another-name.png": picture(2, b"floorplan of Room Zephyr 204"),
    "_downloads/abc/other.csv": b"Rita, Raoul\n",
    "communities/demo/night-rota.html": b"<p>moved</p>",
}


def found(folder: Path, secrets: Secrets) -> list[str]:
    return [f"{finding.path}: {finding.message}" for finding in search_folder(folder, secrets, folder)]


def plant(folder: Path, files: dict[str, bytes]) -> Path:
    for name, data in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    return folder


def test_what_is_public_is_no_leak(tmp_path: Path, secrets: Secrets) -> None:
    assert found(plant(tmp_path, PUBLIC), secrets) == []


@pytest.mark.parametrize("name", PLANTED)
def test_every_planted_leak_is_found(tmp_path: Path, secrets: Secrets, name: str) -> None:
    plant(tmp_path, PUBLIC | {name: PLANTED[name]})
    leaks = found(tmp_path, secrets)
    assert leaks
    assert all(leak.startswith(f"{name}: this public site holds") for leak in leaks)


def test_a_leak_says_where_it_is_and_where_it_comes_from(tmp_path: Path, root: Path, secrets: Secrets) -> None:
    plant(tmp_path, {"a.html": b"<html>\n<p>\n  In Room Zephyr 204.</p>"})
    (leak,) = search_folder(tmp_path, secrets, tmp_path)
    assert (leak.code.code, leak.path, leak.start.row, leak.start.column) == ("CB355", "a.html", 3, 6)
    assert "staff.quiet_room: “Room Zephyr 204” (source/communities/demo/community.toml:29)" in leak.message


@pytest.mark.parametrize("name", ["broken.gz", "broken.zip", "objects.inv"])
def test_what_cannot_be_unpacked_is_told(tmp_path: Path, secrets: Secrets, name: str) -> None:
    broken = {
        "broken.gz": gzip.compress(ROOM)[:-12],
        "broken.zip": zipped("a", ROOM)[:-30],
        "objects.inv": INVENTORY + b"x",
    }
    (leak,) = found(plant(tmp_path, {name: broken[name]}), secrets)
    assert leak.startswith(f"{name}: this file cannot be searched")


def test_a_number_that_is_public_too_is_no_secret(secrets: Secrets) -> None:
    assert "staff.office_phone" not in [secret.what for secret in secrets.values]
    assert "staff.duty_phone" in [secret.what for secret in secrets.values]


def test_the_command(
    tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(root)
    plant(tmp_path / "built", PUBLIC)
    assert main(["check", "--built", str(tmp_path / "built")]) == 0
    assert "that only the staff may know is here" in capsys.readouterr().out
    plant(tmp_path / "built", {"leak.html": ROOM})
    assert main(["check", "--built", str(tmp_path / "built")]) == 1
    assert "CB355 this public site holds staff.quiet_room" in capsys.readouterr().out
    assert main(["check", "--built", str(tmp_path / "built"), "--output-format", "json"]) == 1
    assert '"CB355"' in capsys.readouterr().out
    plant(tmp_path / "built", {MARK: b""})
    assert main(["check", "--built", str(tmp_path / "built")]) == 2
    assert "holds the staff edition" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("folder", "words"), [("no", "there is no folder no"), ("empty", "is empty; build the site first")]
)
def test_the_command_without_a_site(
    tmp_path: Path,
    root: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    folder: str,
    words: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty").mkdir()
    assert main(["check", str(root), "--built", folder]) == 2
    assert words in capsys.readouterr().err
    assert main(["check", "--built", "empty"]) == 2
    assert "lies in no project" in capsys.readouterr().err


def test_what_is_too_short_to_look_for_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    demo = staffed(tmp_path)
    facts = tmp_path / "source/communities/demo/community.toml"
    facts.write_text(facts.read_text() + 'door = "7b"\n')
    demo.write("pyproject.toml", "[tool.clausebook]\n")
    plant(tmp_path / "built", PUBLIC)
    monkeypatch.chdir(tmp_path)
    assert main(["check", "--built", "built"]) == 0
    assert "too short to look for: staff.door, “7b”" in capsys.readouterr().err


def test_a_picture_that_a_public_page_shows_is_looked_into(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    demo = staffed(tmp_path)
    demo.write("pyproject.toml", "[tool.clausebook]\n")
    demo.write("source/communities/demo/hall.png", picture(1, b"beside Room Zephyr 204"))
    assert main(["check", str(tmp_path)]) == 1
    out = capsys.readouterr().out
    assert "hall.png:1:1: CB354 “Room Zephyr 204” is for the staff alone" in out
    assert "a public page shows this file (in zTXt Comment)" in out
