"""``clausebook matrix``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.running import clausebook
from tests.guide.folders import SHARED, facts, write

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def root(tmp_path: Path) -> Path:
    files: dict[str, str | bytes] = {
        "pyproject.toml": "[tool.clausebook]\n",
        "source/clauses/p.md": "---\nclauses:\n  a: {locked: true}\n---\n" + SHARED,
        "source/communities/demo/community.toml": facts(),
        "source/communities/demo/index.md": "```{procedure} p\n```\n",
        "source/communities/demo/clauses/p.md": "<!-- clause:b -->\nOurs.\n<!-- endclause:b -->\n",
        "source/communities/other/community.toml": facts("Other"),
        "source/communities/other/index.md": "```{procedure} p\n:omit: b\n```\n\n```{clause} p:z\n```\n",
    }
    return write(tmp_path, files)


def test_the_table_says_it_in_words(root: Path) -> None:
    done = clausebook("matrix", cwd=root)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == (
        "             demo     other\n"
        "p\n"
        "  a  locked  shared   shared\n"
        "  b          own*     omitted\n"
        "  z          -        MISSING\n"
        "\n"
        "shared  the shared text\n"
        "own     the community's own wording\n"
        "omitted left out by a page\n"
        "MISSING asked for, and nobody has written it\n"
        "-       no page asks for it\n"
        "*       own wording to look at: clausebook wording COMMUNITY\n"
        "locked  communities may add after it, and neither replace it nor leave it out\n"
    )


def test_a_part_of_it(root: Path) -> None:
    done = clausebook("matrix", "--community", "demo", "--clause", "p:b", cwd=root)
    assert done.stdout.startswith("     demo\np\n  b  own*\n\nown     the")
    assert "other" not in done.stdout


def test_many_communities_fit_into_eighty_columns(root: Path) -> None:
    for number in range(40):
        slug = f"source/communities/some-rather-long-name-{number}"
        write(root, {f"{slug}/community.toml": facts(f"Number {number}"), f"{slug}/index.md": "```{clause} p:a\n```\n"})
    done = clausebook("matrix", cwd=root)
    lines = done.stdout.splitlines()
    assert max(map(len, lines)) <= 80
    assert sum(line.startswith("  a  locked") for line in lines) == 2
    assert sum(line.split()[2:].count("=") for line in lines if line.startswith("  a  locked")) == 42


def test_for_programs(root: Path) -> None:
    table = json.loads(clausebook("matrix", "--format", "json", "--clause", "p", cwd=root).stdout)
    assert table["communities"] == [{"name": "demo", "title": "Demo"}, {"name": "other", "title": "Other"}]
    states = {row["name"]: [cell["state"] for cell in row["communities"].values()] for row in table["clauses"]}
    assert states == {"p:a": ["shared", "shared"], "p:b": ["own", "omitted"], "p:z": ["not used", "missing"]}
    assert table["clauses"][1]["communities"]["demo"] == {
        "state": "own",
        "pages": ["index"],
        "omitted_on": [],
        "added": [],
        "own_wording": "unrecorded",
    }


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--community", "dem"), "there is no community “dem”; did you mean “demo”?"),
        (("--clause", "p:aa"), "there is no clause “p:aa”; did you mean"),
        (("--root", "/"), "lies in no project"),
    ],
)
def test_wrong_arguments(root: Path, arguments: tuple[str, ...], message: str) -> None:
    done = clausebook("matrix", *arguments, cwd=root)
    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr


def test_an_empty_project(tmp_path: Path) -> None:
    done = clausebook("matrix", cwd=write(tmp_path, {"pyproject.toml": "[tool.clausebook]\n"}))
    assert (done.returncode, done.stdout) == (0, "There is nothing to show: no clause, or no community.\n")


def test_the_repository() -> None:
    done = clausebook("matrix", cwd=ROOT)
    assert done.returncode == 0
    (response,) = (line.split() for line in done.stdout.splitlines() if line.startswith("  response "))
    assert response[:2] == ["response", "locked"]
    assert "shared" in response
