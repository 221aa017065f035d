"""Addresses of pages that have moved are written anew, and dead pages give way to the copies that somebody listed."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from clausebook.cli import links as command
from clausebook.links.answers import Answer
from clausebook.links.asking import Manners
from tests.cli.running import Done, clausebook
from tests.links.server import Server, serving
from tests.links.sites import alone, project

QUICK = ["--pause", "0.1", "--tries", "1", "--limit", "60", "--fresh", "0"]

LINKS = """\
[here]({url}/moved "Title"), <{url}/moved-308>, [again][it] and `{url}/moved` in code.

[it]: {url}/moved#there

<p><a class="x" href='{url}/moved?a=1&amp;b=2'>raw</a></p>

The [copy]({url}/gone) and [the other]({url}/gone-410). <!-- clausebook: ignore CB802 -->
"""

MENDED = """\
[here]({url}/new/page "Title"), <{url}/new/page>, [again][it] and `{url}/moved` in code.

[it]: {url}/new/page#there

<p><a class="x" href='{url}/new/page'>raw</a></p>

The [copy]({url}/ok?copy) and [the other]({url}/gone-410). <!-- clausebook: ignore CB802 -->
"""


@dataclass(frozen=True)
class Made:
    """A project that is built, its server, and the folder of the community that it is built of."""

    root: Path
    server: Server
    folder: Path


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    root = tmp_path_factory.mktemp("mending") / "original"
    with serving() as server:
        demo = project(root, server.url, LINKS.format(url=server.url))
        copies = {f"{server.url}/gone": f"{server.url}/ok?copy", f"{server.url}/gone-410": f"{server.url}/gone?copy"}
        lines = "".join(f'"{address}" = "{copy}"\n' for address, copy in copies.items())
        demo.write("source/archived-links.toml", f"# Looked at on 2026-03-31.\n[archived]\n{lines}")
        assert alone(demo, "here").code == 0
        yield Made(root, server, root / "source/communities/here")


@pytest.fixture
def made(original: Made, tmp_path: Path) -> Made:
    """Give a copy of it to each test."""
    root = tmp_path / "made"
    shutil.copytree(original.root, root)
    return Made(root, original.server, root / "source/communities/here")


@pytest.fixture
def asked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ask the server at the first run, and take its answers for the answers at the next ones."""
    ask, known = command.ask, {}

    def remembered(addresses: list[str], manners: Manners, tell: object) -> dict[str, Answer]:
        key = tuple(addresses)
        if key not in known:
            known[key] = ask(addresses, manners, tell)
        return dict(known[key])

    monkeypatch.setattr(command, "ask", remembered)


def links(root: Path, *options: str) -> Done:
    return clausebook("links", "here", *QUICK, *options, cwd=root)


@pytest.mark.usefixtures("asked_once")
def test_mending(made: Made) -> None:
    server, folder = made.server, made.folder
    page, facts = folder / "more.md", folder / "community.toml"
    texts = page.read_text(), facts.read_text()

    shown = links(made.root, "--diff", "--unsafe-fixes")
    assert shown.returncode == 1
    assert f"+[it]: {server.url}/new/page#there" in shown.stdout
    assert (page.read_text(), facts.read_text()) == texts

    # A page that has another address may be another page: only the copy is sure.
    safe = links(made.root, "--fix")
    assert safe.returncode == 1
    assert page.read_text() == texts[0].replace(f"[copy]({server.url}/gone)", f"[copy]({server.url}/ok?copy)")
    assert facts.read_text() == texts[1]
    assert "1 fixed" in safe.stdout
    assert "Build again" in safe.stderr

    page.write_text(texts[0])
    done = links(made.root, "--fix", "--unsafe-fixes", "--output-format", "json")
    assert MENDED.format(url=server.url) in page.read_text()
    assert facts.read_text() == texts[1].replace(f"{server.url}/moved", f"{server.url}/new/page")
    remaining = json.loads(done.stdout)
    assert "CB804" not in {each["code"] for each in remaining}
    (other,) = [
        each for each in remaining if f"{server.url}/gone-410 " in each["message"] and "more" in each["filename"]
    ]
    assert "does not answer as it should either" in other["message"]
    assert other["fix"] is None


@pytest.mark.usefixtures("asked_once")
def test_formats(made: Made) -> None:
    github = links(made.root, "--output-format", "github").stdout
    sarif = json.loads(links(made.root, "--output-format", "sarif").stdout)
    text = links(made.root, "--color", "never").stdout
    written = links(made.root, "--output-file", "links.txt", "--quiet", "--exit-zero")
    line = next(line for line in github.splitlines() if f"{made.server.url}/gone?a" in line)
    assert line.startswith("::error title=Clausebook (CB801),file=source/clauses/report.md,line=17,col=18,")
    assert "breaks: here/index" in line
    results = sarif["runs"][0]["results"]
    (shared,) = [each for each in results if f"{made.server.url}/gone?a" in each["message"]["text"]]
    assert shared["properties"] == {"breaks": ["here/index"]}
    location = shared["locations"][0]["physicalLocation"]
    assert (location["artifactLocation"]["uri"], location["region"]["startLine"]) == ("source/clauses/report.md", 17)
    rules = {rule["id"] for rule in sarif["runs"][0]["tool"]["driver"]["rules"]}
    assert {"CB801", "CB804", "CB811"} <= rules
    fixes = [fix for each in results for fix in each.get("fixes", [])]
    assert {fix["properties"]["applicability"] for fix in fixes} == {"safe", "unsafe"}
    assert "source/clauses/report.md:17:18: CB801" in text
    assert "fixable with --fix" in text
    assert (written.returncode, written.stdout, written.stderr) == (0, "", "")
    assert "CB801" in (made.root / "links.txt").read_text()


def test_what_a_line_or_the_settings_ignore_is_not_told(made: Made) -> None:
    page = made.folder / "more.md"
    told = links(made.root, "--offline", "--output-format", "json").stdout
    assert {each["code"] for each in json.loads(told)} >= {"CB811", "CB812", "CB814"}
    text = page.read_text().replace("missing.html", "missing.html")
    page.write_text(f"{text}\n<!-- clausebook: ignore-file CB811, CB812 -->\n")
    ignored = json.loads(links(made.root, "--offline", "--output-format", "json").stdout)
    assert not [each for each in ignored if each["filename"] == str(page) and each["code"] in ("CB811", "CB812")]
    # Whether such a comment is of use, only this command can know.
    assert "CB702" not in clausebook("check", cwd=made.root).stdout
    only = clausebook(
        "links", "here", "--offline", "--select", "wrong-phone-link", "--output-format", "json", cwd=made.root
    )
    assert {each["code"] for each in json.loads(only.stdout)} == {"CB814"}
    # What stands on built pages alone has no line of its own for a comment.
    built = made.root / "build/here/index.html"
    built.write_text(built.read_text().replace("</body>", '<a href="theme.html">x</a></body>'))
    shown = clausebook("links", "here", "--offline", "--select", "CB811", cwd=made.root).stdout
    assert "build/here/index.html:" in shown
    ignores = '[tool.clausebook.per-file-ignores]\n"build/**" = ["CB811"]\n'
    (made.root / "pyproject.toml").write_text(f"[tool.clausebook]\n{ignores}")
    shown = clausebook("links", "here", "--offline", "--select", "CB811", cwd=made.root).stdout
    assert shown == "All checks passed.\n"
    (made.root / "pyproject.toml").write_text('[tool.clausebook]\nignore = ["CB8"]\n')
    done = clausebook("links", "here", "--offline", cwd=made.root)
    assert (done.returncode, done.stdout) == (0, "All checks passed.\n")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[archived\n", "archived-links.toml: not valid TOML"),
        ('"https://a.example.org/" = "x"\n', "archived-links.toml:1:1: “https://a.example.org/” means nothing here"),
        ("archived = 3\n", "must be a table"),
        ('[archived]\n"https://a.example.org/" = 3\n', "archived-links.toml:2:"),
        ('[archived]\n"https://a.example.org/" = "ftp://b.example.org/"\n', "not the address of a web site"),
        ('[archived]\n"https://a.example.org/" = "https://a.example.org/"\n', "given as its own copy"),
        ("[archived]\n'https://a.example.org/' = 'https://b.example.org/\">x'\n", "which no link has"),
        (b"\xff\xfe", "not valid UTF-8"),
    ],
)
def test_a_list_of_copies_with_a_mistake_is_told(tmp_path: Path, text: str | bytes, message: str) -> None:
    demo = project(tmp_path, "https://demo.example.org")
    demo.write("build/html/index.html", "<p>")
    demo.write("source/archived-links.toml", text)
    done = clausebook("links", "--offline", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "build the site first, with make html"),
        (["here"], "build the site first, with make html COMMUNITY=here"),
        (["nowhere"], "there is no community “nowhere”"),
        (["--built", "empty"], "holds no page"),
        (["--select", "CB999"], "there is no code “CB999”"),
        (["--limit", "0"], "0 is no number of seconds"),
        (["--limit", "nan"], "nan is no number of seconds"),
        (["--per-host", "1.5"], "1.5 is no number of requests"),
        (["--root", "/"], "lies in no project"),
    ],
)
def test_wrong_use_is_told(tmp_path: Path, arguments: list[str], message: str) -> None:
    project(tmp_path, "https://demo.example.org")
    (tmp_path / "empty").mkdir()
    done = clausebook("links", *arguments, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr


def test_a_page_of_another_community_is_none_of_this_build(made: Made) -> None:
    done = clausebook("links", "here", "--offline", "--select", "CB811", cwd=made.root)
    assert (
        "“../there/index.html” leads out of this site: it is a page of There, which is not part of this build"
        in done.stdout
    )


def test_a_file_that_somebody_writes_into_meanwhile_is_left_alone(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    page = made.folder / "more.md"
    ask = command.ask

    def slowly(*args: object) -> object:
        page.write_text("# Another title\n\n" + page.read_text())
        return ask(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(command, "ask", slowly)
    before = page.read_text()
    done = links(made.root, "--fix", "--unsafe-fixes")
    assert done.returncode == 2
    assert "was changed by another program in the meantime" in done.stderr
    assert page.read_text() == "# Another title\n\n" + before


def test_what_cannot_be_remembered_is_told_and_stops_nothing(made: Made) -> None:
    (made.root / "folder").mkdir()
    done = links(made.root, "--cache", "folder")
    assert done.returncode == 1
    assert "cannot be remembered" in done.stderr
    assert "CB801" in done.stdout
