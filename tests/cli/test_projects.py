"""``clausebook check`` and ``clausebook list`` in a project."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
COMMUNITY = 'name = "Demo"\nkind = "online"\nlanguages = ["en"]\nstatus = "example"\n\n[words]\nstaff = "TODO"\n'
CLAUSE = """\
<!-- clause:a -->
The {{ words.staff }}.
<!-- endclause:a -->

<!-- clause:b -->
Text.
<!-- endclause:b -->
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    files = {
        "pyproject.toml": "[tool.clausebook]\n",
        "README.md": "Hello.\n",
        "source/clauses/one.md": CLAUSE,
        "source/communities/demo/community.toml": COMMUNITY,
        "source/communities/demo/index.md": "# Demo\n\n```{clause} one:a\n```\n",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


def clausebook(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "clausebook", *arguments]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)


def codes(done: subprocess.CompletedProcess[str]) -> list[str]:
    return [finding["code"] for finding in json.loads(done.stdout)]


def test_the_repository_is_sound_but_for_what_pyladies_did_not_give() -> None:
    done = clausebook("check", "--output-format", "json", cwd=ROOT)
    findings = json.loads(done.stdout)
    assert done.returncode == 1
    assert [finding["code"] for finding in findings] == ["CB405", "CB405"]
    assert {Path(finding["filename"]).relative_to(ROOT).parts[2] for finding in findings} == {"pyladies"}
    assert all(finding["severity"] == "warning" for finding in findings)
    assert "source/clauses/reporting.md" in findings[1]["message"]


@pytest.mark.parametrize(
    ("paths", "found"),
    [
        ((), ["CB405"]),
        (("source",), ["CB405"]),
        (("source/communities/demo",), ["CB405"]),
        (("source/communities/demo/community.toml",), ["CB405"]),
        (("source/clauses",), []),
        (("README.md",), []),
    ],
)
def test_findings_are_those_of_the_paths(project: Path, paths: tuple[str, ...], found: list[str]) -> None:
    done = clausebook("check", "--output-format", "json", *paths, cwd=project)
    assert codes(done) == found
    assert done.returncode == (1 if found else 0)


def test_a_project_is_found_from_elsewhere(project: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    done = clausebook("check", "--output-format", "json", str(project), cwd=tmp_path_factory.mktemp("elsewhere"))
    assert codes(done) == ["CB405"]


def test_an_unknown_placeholder_names_clause_page_and_community(project: Path) -> None:
    file = project / "source/clauses/one.md"
    file.write_text(CLAUSE.replace("words.staff", "words.stuff"))
    done = clausebook("check", cwd=project)
    assert done.returncode == 1
    assert "source/clauses/one.md:2:5: CB301" in done.stdout
    assert "did you mean “words.staff”" in done.stdout
    assert "on the page “index” of Demo" in done.stdout


def test_settings_that_cannot_be_used(project: Path) -> None:
    (project / "pyproject.toml").write_text("[tool.clausebook]\ncommunities = 3\n")
    done = clausebook("check", cwd=project)
    assert done.returncode == 2
    assert "communities must be a list" in done.stderr
    assert "Traceback" not in done.stderr


def test_list_shows_where_what_and_who(project: Path) -> None:
    done = clausebook("list", cwd=project)
    assert done.returncode == 0
    assert done.stdout == (
        "one:a\n  defined  source/clauses/one.md:1\n  needs    words.staff\n  used by  demo/index\n"
        "one:b\n  defined  source/clauses/one.md:5\n  used by  no guide\n2 clauses\n"
    )
    assert clausebook("list", "--unused", cwd=project).stdout.startswith("one:b\n")


def test_list_as_json_and_by_name(project: Path) -> None:
    done = clausebook("list", "one:a", "--output-format", "json", cwd=project)
    assert json.loads(done.stdout) == [
        {
            "name": "one:a",
            "community": None,
            "filename": "source/clauses/one.md",
            "row": 1,
            "needs": ["words.staff"],
            "used_by": [{"community": "demo", "page": "index"}],
        }
    ]


def test_list_says_what_is_wrong(project: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    unknown = clausebook("list", "one:c", cwd=project)
    assert (unknown.returncode, unknown.stdout) == (2, "")
    assert "there is no clause “one:c”; did you mean “one:" in unknown.stderr
    nowhere = clausebook("list", cwd=tmp_path_factory.mktemp("elsewhere"))
    assert nowhere.returncode == 2
    assert "lies in no project" in nowhere.stderr


def test_schema_is_json(project: Path) -> None:
    done = clausebook("schema", cwd=project)
    assert json.loads(done.stdout)["title"]


def test_a_lost_brace_is_told_once_and_mended(project: Path) -> None:
    page = project / "source/communities/demo/index.md"
    page.write_text("# Demo\n\nAsk {{ words.staff } or {community.name}.\n\n```{clause} one:a\n```\n")
    done = clausebook("check", "--output-format", "json", "./source/communities/demo/index.md", cwd=project)
    assert codes(done) == ["CB302", "CB302"]
    clausebook("check", "--fix", cwd=project)
    assert "Ask {{ words.staff }} or {{ community.name }}." in page.read_text()


@pytest.mark.parametrize("path", [".", "source", "./source/clauses", "source/communities"])
def test_a_file_that_is_not_utf8_is_told_once(project: Path, path: str) -> None:
    for name in ("source/clauses/bad.md", "source/communities/demo/bad.md"):
        (project / name).write_bytes(b"# a\n\xff\n")
    done = clausebook("check", path, cwd=project)
    places = [line.partition(": CB002")[0] for line in done.stdout.splitlines() if "CB002" in line]
    assert len(places) == len({place.removeprefix("./") for place in places}) == (2 if path in (".", "source") else 1)


# Facts

# Addresses of the source texts: made-up ones would be told.
IN_USE = """\
name = "PyCon"
kind = "online"
languages = ["en"]
status = "live"
reviewed = 2026-03-31
contacts = [
  {name = "Ewa Jodlowska", email = "ewa@python.org", place = "registration desk"},
  {name = "Jesse Noller", email = "jnoller@python.org", independent = true},
]
[words]
staff = "team"
"""


def facts(project: Path, text: str) -> None:
    (project / "source/communities/demo/community.toml").write_text(text)


def test_a_guide_in_use_is_sound_until_its_review_is_too_old(project: Path) -> None:
    facts(project, IN_USE)
    sound = clausebook("check", "--today", "2027-03-31", cwd=project)
    assert (sound.returncode, sound.stdout) == (0, "All checks passed.\n")
    stale = clausebook("check", "--today", "2027-04-01", cwd=project)
    assert stale.returncode == 1
    assert "community.toml:5:12: CB416 reviewed 2026-03-31 is 366 days ago" in stale.stdout


@pytest.mark.parametrize("day", ["tomorrow", "2026-02-30", "20260331", ""])
def test_a_day_that_is_none(project: Path, day: str) -> None:
    done = clausebook("check", "--today", day, cwd=project)
    assert (done.returncode, done.stdout) == (2, "")
    assert "as in 2026-03-31" in done.stderr


def test_links_out_of_the_project_are_told(project: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    (project / "source/communities/demo/same.md").symlink_to("index.md")
    assert codes(clausebook("check", "--output-format", "json", cwd=project)) == ["CB405"]
    outside = tmp_path_factory.mktemp("outside") / "a.md"
    outside.write_text("# Mine\n")
    for name in ("source/communities/demo/a.md", "source/clauses/b.md"):
        (project / name).symlink_to(outside)
    (project / "source/communities/c").symlink_to(outside.parent, target_is_directory=True)
    for paths in ((), (".",), ("source",)):
        found = json.loads(clausebook("check", *paths, "--output-format", "json", cwd=project).stdout)
        assert [(finding["code"], Path(finding["filename"]).name) for finding in found] == [
            ("CB001", "b.md"),
            ("CB423", "c"),
            ("CB001", "a.md"),
            ("CB405", "community.toml"),
        ]


def test_samples_are_noted_and_fail_nothing(project: Path) -> None:
    facts(project, COMMUNITY.replace("TODO", "team"))
    done = clausebook("check", cwd=project)
    assert (done.returncode, done.stdout) == (
        0,
        "All checks passed. 1 note on guides that are not in use; --notes lists them.\n",
    )
    noted = clausebook("check", "--notes", cwd=project)
    assert noted.returncode == 0
    assert "community.toml:1:1: CB408 the guide needs at least two contacts" in noted.stdout
    assert codes(clausebook("check", "--output-format", "json", cwd=project)) == []
    as_json = clausebook("check", "--output-format", "json", "--notes", cwd=project)
    assert [finding["severity"] for finding in json.loads(as_json.stdout)] == ["note"]


def test_drafts_are_warned(project: Path) -> None:
    facts(project, COMMUNITY.replace("TODO", "team").replace("example", "draft"))
    done = clausebook("check", "--output-format", "json", cwd=project)
    assert done.returncode == 1
    assert [(each["code"], each["severity"]) for each in json.loads(done.stdout)] == [("CB408", "warning")]


OPEN = """name = "Demo"
kind = "meetup"
languages = ["en"]
status = "draft"
summary = "TODO"
site = "TODO"
country = "TODO"
reviewed = "TODO"
[words]
staff = "TODO"
[[contacts]]
name = "TODO"
email = "TODO"
phone = "TODO"
independent = true
[[contacts]]
name = "TODO"
email = "TODO"
[[emergency]]
number = "TODO"
"""


def test_what_to_fill_in_is_listed_by_importance(project: Path) -> None:
    facts(project, OPEN)
    done = clausebook("check", cwd=project)
    listed = done.stdout.partition("source/communities/demo/community.toml, the most important first:\n")[2]
    rows = [int(line.split()[1]) for line in listed.splitlines() if line.startswith("  line")]
    country, number, contacts, reviewed, word, others = [7], [20], [12, 13, 14, 17, 18], [8], [10], [5, 6]
    assert rows == [*country, *number, *contacts, *reviewed, *word, *others]
    assert listed.startswith("  line  7  country: the two-letter code of the country in which people meet\n")
    assert listed.endswith("\n\nFound 11 problems.\n")


def test_a_contact_of_another_community(project: Path) -> None:
    facts(project, IN_USE)
    other = project / "source/communities/other"
    other.mkdir()
    (other / "community.toml").write_text(IN_USE.replace("PyCon", "PyCon 2014").replace("jnoller", "jesse"))
    (other / "index.md").write_text("# Other\n")
    done = clausebook("check", "--today", "2026-04-01", cwd=project)
    assert done.stdout.count("CB422") == 2
    assert "is a contact of PyCon too (source/communities/demo/community.toml:7)" in done.stdout
    for folder in ("demo", "other"):
        file = project / f"source/communities/{folder}/community.toml"
        file.write_text(file.read_text().replace('"ewa@python.org"', '"ewa@python.org", shared = true'))
    assert clausebook("check", "--today", "2026-04-01", cwd=project).returncode == 0
