"""``clausebook audit``, on the repository and on small projects."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from clausebook.cli.main import main
from tests.guide.folders import facts, project, write

ROOT = Path(__file__).parents[2]
CLAUSES = "---\nclauses: {a: {elements: [recusal]}}\n---\n<!-- clause:a -->\nText.\n<!-- endclause:a -->\n"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    write(tmp_path, {"pyproject.toml": "[tool.clausebook]\n"})
    project(tmp_path, {"clauses/p.md": CLAUSES, "communities/demo/community.toml": facts(more="")})
    monkeypatch.chdir(tmp_path)
    return tmp_path


def decide(root: Path, more: str) -> None:
    write(root, {"source/communities/demo/community.toml": facts(more=more)})


def audit(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(["audit", *arguments])
    out = capsys.readouterr()
    return code, out.out, out.err


def test_the_repository() -> None:
    command = [sys.executable, "-m", "clausebook", "audit", "--format", "json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    there = {
        profile["community"]: {each["slug"] for each in profile["elements"] if each["standing"] == "there"}
        for profile in json.loads(done.stdout)
    }
    # What the notes on each source say of the 2013 procedures, but for the appeal, which names no body.
    assert there["pycon"] == {
        *("two-contacts", "two-channels", "emergency-first", "emergency-number", "police-on-request"),
        *("recognise-staff", "report-contents", "confidentiality", "private-place", "no-pressure", "consequences"),
        *("public-statements", "responder-training", "no-placeholders"),
    }
    assert there["madpug"] == {
        *("two-contacts", "two-channels", "emergency-first", "emergency-number", "police-on-request"),
        *("recognise-staff", "report-contents", "confidentiality", "no-placeholders"),
    }
    assert there["pyladies"] == {"two-channels", "emergency-first", "report-contents"}


def test_one_community_as_text(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = audit(capsys, "demo")
    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert lines[0] == "Demo: 2 of 33 elements of a complete guide are there, 30 missing, 1 to decide"
    # What all ten sources demand is told before what two do.
    assert out.index("(confidentiality)") < out.index("(appeal)") < out.index("(no-retaliation)")
    assert out.index("MISSING") < out.index("TO DECIDE") < out.index("THERE") < out.index("WHO DEMANDS IT")
    assert "    p:a  source/clauses/p.md:4  on index" in lines
    assert "  Where to appeal (appeal)  [4 sources: P18 JU DJ P13]" in lines
    assert max(map(len, lines)) <= 100


def test_a_community_by_its_name_or_folder(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert audit(capsys, "DEMO") == audit(capsys, "source/communities/demo/") == audit(capsys, "demo")


def test_all_communities(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = audit(capsys)
    assert code == 0
    assert out.startswith("Demo (demo): 2 of 33")
    assert "missing first of all: Reports stay confidential;" in out


def test_decisions_are_told_with_their_reasons(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    decide(root, '\n[completeness.declined]\nrecords = "none are kept"\n')
    out = audit(capsys, "demo")[1]
    assert "29 missing, 1 to decide, 1 declined" in out
    assert "  What becomes of records (records): declined: none are kept" in out


def test_json(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (profile,) = json.loads(audit(capsys, "demo", "--format", "json")[1])
    recusal = profile["elements"][3]
    assert (profile["community"], profile["settled"], profile["of"]) == ("demo", 2, 33)
    assert (recusal["number"], recusal["slug"], recusal["standing"]) == (4, "recusal", "there")
    assert recusal["evidence"] == [
        {
            "what": "p:a",
            "is_clause": True,
            "own": False,
            "filename": "source/clauses/p.md",
            "row": 4,
            "pages": ["index"],
        }
    ]
    assert [choice["slug"] for choice in profile["choices"]] == ["reporter-accepts-outcome", "apology"]


def test_markdown_is_one_table(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    decide(root, '\n[completeness.declined]\nrecords = "a | b <c> {{ d }}"\n')
    lines = audit(capsys, "--format", "markdown")[1].splitlines()
    assert len(lines) == 2 + 35
    assert all(line.replace("\\|", "").count("|") == 5 for line in lines)
    assert "declined: a \\| b &lt;c> &#123;&#123; d }}" in "\n".join(lines)


def test_exit_codes(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert audit(capsys, "demo", "--fail-under", "2")[0] == 0
    code, _, err = audit(capsys, "demo", "--fail-under", "3")
    assert (code, err) == (1, "clausebook: Demo has settled 2 of the elements, and 3 are asked for\n")
    decide(root, '\n[completeness]\nrequired = ["recusal"]\n')
    assert audit(capsys, "demo")[0] == 0
    decide(root, '\n[completeness]\nrequired = ["recusal", "records", "apology"]\n')
    code, out, err = audit(capsys, "demo")
    assert (code, err) == (1, "clausebook: Demo requires and lacks: records, apology\n")
    assert out.index("(records)  [you require it]") < out.index("(confidentiality)")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("dem",), "there is no community “dem”; did you mean “demo”?"),
        (("zzzz",), "there is no community “zzzz”; there are: demo"),
        (("--root", "/"), "/ lies in no project"),
    ],
)
def test_wrong_use(root: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], words: str) -> None:
    code, out, err = audit(capsys, *arguments)
    assert (code, out) == (2, "")
    assert words in err


def test_a_community_whose_facts_have_mistakes(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(root, {"source/communities/demo/community.toml": "name = 3\n"})
    code, _, err = audit(capsys, "demo")
    assert code == 2
    assert "the facts of demo cannot be read; clausebook check says what is wrong" in err
