"""``clausebook affected`` in real repositories."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from markdown_it import MarkdownIt

from tests.cli.running import clausebook
from tests.guide.folders import SHARED, facts
from tests.history.repositories import commit, git, repository

FILES: dict[str, str | bytes] = {
    "pyproject.toml": "[tool.clausebook]\n",
    "source/clauses/p.md": SHARED,
    "source/communities/demo/community.toml": facts(),
    "source/communities/demo/index.md": "# Demo\n\n```{procedure} p\n```\n",
}
CLAUSES = "source/clauses/p.md"
PAGE = "source/communities/demo/index.md"


def test_nothing_is_different(tmp_path: Path) -> None:
    root = repository(tmp_path, FILES)
    done = clausebook("affected", "--since", "HEAD", "--exit-code", cwd=root)
    assert (done.returncode, done.stderr) == (0, "")
    assert re.fullmatch(r"Since [0-9a-f]{10}: No clause, fact or page of a guide is different\.\n", done.stdout)


def test_what_is_different_now_whether_committed_or_not(tmp_path: Path) -> None:
    root = repository(tmp_path, FILES)
    (root / CLAUSES).write_text(SHARED.replace("Second", "Third"))
    for revision in ("HEAD", "HEAD~1"):
        done = clausebook("affected", "--since", revision, cwd=root)
        assert (done.returncode, done.stderr) == (0, "")
        assert "1 clause changed; readers may see it on 1 guide page of 1 community.\n" in done.stdout
        assert "p:b  changed\n  at  source/clauses/p.md:5\n  in  demo/index\n  | [-Second-]{+Third+}.\n" in done.stdout
        assert clausebook("affected", "--since", revision, "--exit-code", cwd=root).returncode == 1
        commit(root, {})
    assert git(root, "status", "--porcelain") == ""


def test_in_a_subfolder_and_between_two_revisions(tmp_path: Path) -> None:
    repository(tmp_path, {f"sub/{name}": text for name, text in FILES.items()})
    commit(tmp_path, {f"sub/{CLAUSES}": SHARED.replace("Second", "Third")})
    commit(tmp_path, {f"sub/{CLAUSES}": SHARED.replace("Second", "Fourth")})
    arguments = ("affected", "--since", "main~2", "--until", "main~1", "--format", "json", "--root", "sub")
    found = json.loads(clausebook(*arguments, cwd=tmp_path).stdout)
    assert found["since"] == git(tmp_path, "rev-parse", "main~2")
    assert found["until"] == git(tmp_path, "rev-parse", "main~1")
    (clause,) = found["clauses"]
    assert (clause["name"], clause["before"], clause["after"]) == ("p:b", "Second.", "Third.")
    assert (clause["filename"], clause["row"], clause["changes"]) == ("source/clauses/p.md", 5, ["changed"])
    assert clause["pages"] == found["pages"] == [{"community": "demo", "page": "index"}]
    assert [part["kind"] for part in clause["difference"]] == ["removed", "added", "same"]


def test_what_came_into_the_other_branch_later_is_no_part_of_it(tmp_path: Path) -> None:
    root = repository(tmp_path, FILES)
    git(root, "switch", "-q", "-c", "topic")
    commit(root, {CLAUSES: SHARED.replace("Second", "Third")})
    git(root, "switch", "-q", "main")
    commit(root, {PAGE: "# Other words\n\n```{procedure} p\n```\n"})
    git(root, "switch", "-q", "topic")
    found = json.loads(clausebook("affected", "--since", "main", "--format", "json", cwd=root).stdout)
    assert ([clause["name"] for clause in found["clauses"]], found["changed_pages"]) == (["p:b"], [])


def test_before_there_was_a_project_everything_is_new(tmp_path: Path) -> None:
    root = repository(tmp_path, {"README.md": "Hello."})
    commit(root, FILES)
    found = json.loads(clausebook("affected", "--since", "HEAD~1", "--format", "json", cwd=root).stdout)
    assert [clause["changes"] for clause in found["clauses"]] == [["added"], ["added"]]
    assert [page["change"] for page in found["changed_pages"]] == ["added"]


EVIL = """\
@octocat #1 www.example.org </pre><script>alert(1)</script> ``` ~~~ <del>x</del> [a](javascript:alert(1))

<details>

- http://example.org/@octocat\x1b[31m \u202e\tend"""


def test_a_note_for_a_pull_request(tmp_path: Path) -> None:
    name = 'name = "@octocat [x](http://evil.example.org) <b>"'
    root = repository(
        tmp_path, {**FILES, "source/communities/demo/community.toml": facts().replace('name = "Demo"', name)}
    )
    (root / CLAUSES).write_text(SHARED.replace("Second.", EVIL))
    (root / "source/communities/demo/@octocat `x` www.a.org.md").write_text("x")
    done = clausebook("affected", "--since", "HEAD", "--format", "markdown", cwd=root)
    assert (done.returncode, done.stderr) == (0, "")
    html = BeautifulSoup(MarkdownIt("commonmark").enable("strikethrough").render(done.stdout), "html.parser")
    assert [tag.get_text() for tag in html.select("h3, h4")] == [
        "What changes in the guides",
        "p:b: changed",
        "Other text",
    ]
    assert {tag.name for tag in html.find_all()} == {"h3", "h4", "p", "code", "pre", "ins", "del", "ul", "li"}
    (pre,) = html.select("pre")
    expected = f"Second.{EVIL}".replace("\x1b", "␛").replace("\u202e", "<U+202E>")
    assert "".join(pre.get_text().split()) == "".join(expected.split())
    for element in html.find_all(string=re.compile("octocat|www|evil")):
        assert element.find_parent(["pre", "code"]) is not None, element
    assert "Shown by" in done.stdout


def test_a_note_is_never_too_long_for_a_comment(tmp_path: Path) -> None:
    root = repository(tmp_path, FILES)
    many = "".join(f"<!-- clause:c{n} -->\n{'words ' * 500}\n<!-- endclause:c{n} -->\n" for n in range(200))
    (root / CLAUSES).write_text(many)
    note = clausebook("affected", "--since", "HEAD", "--format", "markdown", cwd=root).stdout
    assert 10_000 < len(note) < 65_536
    assert note.count("<pre>") == note.count("</pre>") > 3
    assert "The text is too long to show here." in note
    assert "`p:c199`: added" in note


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--since", "nowhere"), "there is no revision “nowhere” here; name a commit"),
        (("--since", "HEAD", "--until", "nowhere"), "there is no revision “nowhere”"),
        (("--since=--output=stolen",), "“--output=stolen” is no revision"),
        (("--since", "HEAD", "--root", "/"), "lies in no project"),
        ((), "--since"),
    ],
)
def test_wrong_arguments(tmp_path: Path, arguments: tuple[str, ...], message: str) -> None:
    root = repository(tmp_path, FILES)
    done = clausebook("affected", *arguments, cwd=root)
    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr
    assert not (root / "stolen").exists()


def test_no_repository_and_settings_that_could_not_be_used_then(tmp_path: Path) -> None:
    from tests.guide.folders import write

    write(tmp_path, FILES)
    done = clausebook("affected", "--since", "HEAD", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert "lies in no git repository" in done.stderr
    repository(tmp_path, {"pyproject.toml": "[tool.clausebook]\nsource = 3\n"})
    commit(tmp_path, FILES)
    done = clausebook("affected", "--since", "HEAD~1", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert re.search(r"at [0-9a-f]{10}: pyproject\.toml: \[tool\.clausebook\] source must be", done.stderr)
