"""What the handbook says on publishing a guide, and on moving to one, is done as it is written there."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import threading
import tomllib
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import requests
import yaml

from clausebook.links.inside import judge
from clausebook.links.pages import read_site
from clausebook.links.resolving import Kind, resolve
from tests.site.building import ROOT
from tests.test_handbook import blocks, commands, ready, run

CLEAN, BUILD, CHECK, LOOK, SERVE, COPY = commands("deploy.md")


@pytest.fixture(scope="module")
def event(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository of one event that lacks nothing, with its guide built and checked as the handbook says."""
    place = tmp_path_factory.mktemp("event")
    begun = run('clausebook init event --name "Your Event" --folder yourevent', place)
    assert begun.returncode == 0, begun.stderr
    folder = place / "event"
    guide = folder / "source/communities/yourevent"
    shutil.rmtree(guide)
    shutil.copytree(ROOT / "source/communities/pycon", guide)
    ready(folder)
    for command in (CLEAN, BUILD, CHECK, LOOK):
        done = run(command, folder)
        assert (done.returncode, done.stderr) == (0, ""), f"{command}: {done.stdout}"
    return folder


class _Handler(SimpleHTTPRequestHandler):
    """Serves files as ``python -m http.server`` does, and its page for wrong addresses as web servers do."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name that it has above
        pass


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()


def test_the_folder_is_served_as_it_is(event: Path) -> None:
    words = SERVE.replace("8000", "0").split()
    assert words[:3] == ["python3", "-m", "http.server"]
    process = subprocess.Popen(
        [sys.executable, "-u", *words[1:]], cwd=event, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    try:
        assert process.stdout is not None
        port = re.findall(r"port (\d+)", process.stdout.readline())[0]
        for path, kind in (
            ("", "text/html"),
            ("staff-procedure.html", "text/html"),
            ("_static/clausebook.css", "text/css"),
        ):
            answer = requests.get(f"http://127.0.0.1:{port}/{path}", timeout=20)
            assert (answer.status_code, answer.headers["Content-Type"].partition(";")[0]) == (200, kind)
            assert "Set-Cookie" not in answer.headers
    finally:
        process.kill()
        process.communicate()


@pytest.mark.skipif(shutil.which("rsync") is None, reason="rsync is not installed")
def test_the_folder_is_copied_and_what_is_gone_goes(event: Path, tmp_path: Path) -> None:
    (tmp_path / "conduct").mkdir()
    (tmp_path / "conduct/gone.html").touch()
    command = COPY.replace("you@server.example.org:/var/www", str(tmp_path))
    assert command != COPY
    assert run(command, event).returncode == 0
    copied = {path.relative_to(tmp_path / "conduct") for path in (tmp_path / "conduct").rglob("*")}
    assert copied == {path.relative_to(event / "build/yourevent") for path in (event / "build/yourevent").rglob("*")}


def test_all_of_it_works_at_a_path_of_a_larger_site(event: Path, tmp_path: Path) -> None:
    (setting,) = blocks("deploy.md", "python")
    (event / "conf.py").write_text((event / "conf.py").read_text() + setting)
    assert run(BUILD, event).returncode == 0
    shutil.move(event / "build/yourevent", tmp_path / "site/conduct")
    assert (tmp_path / "site/conduct/sitemap.xml").is_file()
    built = read_site(tmp_path / "site/conduct")
    assert judge(built, lambda _: None, lambda _: "").faults == []
    wanted = {
        f"/conduct/{target.path}"
        for page in built.pages.values()
        for link in page.links
        if (target := resolve(link.written, page.path)).kind is Kind.INSIDE and page.path != "404.html"
    }
    rooted = {link.written.partition("#")[0] for link in built.pages["404.html"].links if link.written[0] == "/"}
    assert len(wanted) > 10
    assert len(rooted) > 3
    with serving(tmp_path / "site") as address:
        answers = {path: requests.get(address + path, timeout=20).status_code for path in wanted | rooted}
    assert {path: code for path, code in answers.items() if code != 200} == {}


def test_netlify_does_what_its_file_says(event: Path) -> None:
    (text,) = blocks("deploy.md", "toml")
    settings = tomllib.loads(text)
    done = run(settings["build"]["command"], event)
    assert done.returncode == 0, done.stderr
    assert (event / settings["build"]["publish"] / "index.html").is_file()
    asked = tuple(map(int, settings["build"]["environment"]["PYTHON_VERSION"].split(".")))
    assert asked >= (3, 11)


def test_read_the_docs_does_what_its_file_says(tmp_path: Path) -> None:
    for name in ("source", "_templates", "_ext"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("conf.py", "docutils.conf", "pyproject.toml", "constraints.txt", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, tmp_path)
    # An environment of its own, which finds what this one has: nothing is asked of an index.
    environment = tmp_path / "environment"
    venv.create(environment, symlinks=True)
    (packages,) = environment.glob("lib/python*/site-packages")
    (packages / "needed.pth").write_text(
        f"{Path(sys.executable).parents[1]}/lib/{packages.parent.name}/site-packages\n"
    )
    variables = {
        **{key: value for key, value in os.environ.items() if key != "PYTHONPATH"},
        "PATH": f"{environment / 'bin'}{os.pathsep}{os.environ['PATH']}",
        "PIP_NO_INDEX": "1",
        "PIP_NO_DEPS": "1",
        "PIP_NO_BUILD_ISOLATION": "false",  # which is how pip is told to take what is there
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "READTHEDOCS_OUTPUT": str(tmp_path / "output"),
        "READTHEDOCS_CANONICAL_URL": "https://guides.example.org/en/latest/",
    }
    jobs = yaml.safe_load((ROOT / ".readthedocs.yaml").read_text(encoding="utf-8"))["build"]["jobs"]
    for command in [*jobs["install"], *jobs["build"]["html"]]:
        done = subprocess.run(
            ["sh", "-e", "-c", command], cwd=tmp_path, env=variables, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"
    assert (tmp_path / "output/html/index.html").is_file()
    assert 'href="/en/latest/_static/' in (tmp_path / "output/html/404.html").read_text()


@pytest.mark.parametrize(
    ("repository", "given", "address"),
    [
        ("guides", "", "https://kim.github.io/guides/"),
        ("kim.github.io", "", "https://kim.github.io/"),
        ("guides", "https://conduct.example.org/", "https://conduct.example.org/"),
    ],
)
def test_pages_are_built_for_the_address_at_which_they_will_be(
    tmp_path: Path, repository: str, given: str, address: str
) -> None:
    steps = yaml.safe_load((ROOT / ".github/workflows/pages.yml").read_text(encoding="utf-8"))["jobs"]["build"]["steps"]
    (build,) = [step for step in steps if step.get("name") == "Build"]
    (tmp_path / "make").write_text('#!/bin/sh\nprintf "%s\\n" "$@"\n')
    (tmp_path / "make").chmod(0o755)
    done = subprocess.run(
        ["bash", "-e", "-o", "pipefail", "-c", build["run"]],
        env={"PATH": f"{tmp_path}{os.pathsep}/bin", "ADDRESS": given, "OWNER": "kim", "REPOSITORY": repository},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines() == ["html", f"SPHINXOPTS=-n -W --keep-going -D html_baseurl={address}"]


def test_an_old_page_becomes_a_guide(event: Path) -> None:
    new, look, mend, build, check, audit = commands("moving.md")
    old, own = blocks("moving.md", "markdown")
    (told,) = blocks("moving.md", "text")
    (event / "old-page.md").write_text(old)
    # make new is the main repository's; here is the command itself.
    assert run(new.replace("make new NAME=", ".venv/bin/clausebook new "), event).returncode == 0

    seen = run(look, event).stdout
    assert [line for line in seen.splitlines() if any(line.startswith(shown) for shown in told.splitlines())] == [
        line for line in seen.splitlines() if line.startswith("old-page.md:")
    ]
    assert len(told.splitlines()) == seen.count("\nold-page.md:") + 1
    assert "2 fixed, 2 remaining" in run(mend, event).stdout
    after = (event / "old-page.md").read_text()
    assert "<!-- endclause:quiet-room -->" in after
    assert "(mailto:team@example.org)" in after

    folder = event / "source/communities/your-event"
    (folder / "clauses").mkdir()
    (folder / "clauses/staff-procedure.md").write_text(own)
    built = run(build, event)
    assert (built.returncode, built.stderr) == (0, "")
    page = (event / "build/your-event/staff-procedure.html").read_text()
    assert "Offer them the quiet room behind the desk." in page
    assert 'id="clause-quiet-room"' in page
    assert set(re.findall(r"\b(CB\d+)\b", run(check, event).stdout)) == {"CB405"}
    assert "of 33 elements of a complete guide are there" in run(audit, event).stdout
