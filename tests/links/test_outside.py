"""Every answer that a server can give has its verdict, at the line that the link comes from; the run always ends."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
import trustme

from tests.cli.running import Done, clausebook
from tests.links.server import Server, serving
from tests.links.sites import project, whole

# Long enough for a busy machine, short enough for a test.
QUICK = ["--pause", "0.1", "--tries", "2", "--timeout", "4", "--patience", "6", "--limit", "60"]

# The path on the server, and the code that is told; None where readers arrive.
ANSWERS = {
    "ok": None,
    "ok#there": None,
    "for-now": None,
    "for-now-then-moved": None,
    "moved-then-for-now": None,
    "no-head": None,
    "fault-then-well": None,
    "slow": None,
    "moved#there": "CB804",
    "moved-308": "CB804",
    "to-slash": "CB804",
    "to-front": "CB804",
    "bad-target": "CB804",
    "gone": "CB801",
    "gone-410": "CB801",
    "loop": "CB801",
    "ok#nowhere": "CB802",
    "refused": "CB805",
    "password": "CB805",
    "fault": "CB806",
    "unavailable": "CB806",
}


@dataclass
class Run:
    root: Path
    done: Done
    server: Server
    busy: Server
    others: dict[str, str]

    @property
    def findings(self) -> list[dict[str, object]]:
        found: list[dict[str, object]] = json.loads(self.done.stdout)
        return found

    def of(self, address: str) -> list[dict[str, object]]:
        """Give the findings on the line that has an address, of those that speak of it."""
        whole = re.compile(rf"(?<!\S){re.escape(address)}(?=[ :,]|$)")
        return [each for each in self.findings if whole.search(str(each["message"]))]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    root = tmp_path_factory.mktemp("outside")
    trusted = trustme.CA()
    trusted.cert_pem.write_to_path(str(root / "trusted.pem"))
    with (
        pytest.MonkeyPatch.context() as patch,
        serving() as server,
        serving() as once,
        serving() as busy,
        serving() as silent,
        serving(trusted.issue_cert("127.0.0.1")) as sound,
        serving(trusted.issue_cert("127.0.0.1", not_after=datetime(2020, 1, 2, tzinfo=UTC))) as expired,
        serving(trusted.issue_cert("another.example.org")) as another,
        serving(trustme.CA().issue_cert("127.0.0.1")) as untrusted,
    ):
        patch.setenv("REQUESTS_CA_BUNDLE", str(root / "trusted.pem"))
        others = {
            f"{once.url}/busy-once": "",
            f"{busy.url}/busy": "CB806",
            f"{silent.url}/silent": "CB806",
            f"{sound.url}/ok": "",
            f"{expired.url}/ok": "CB803",
            f"{another.url}/ok": "CB803",
            f"{untrusted.url}/ok": "CB803",
            "http://127.0.0.1:1/": "CB806",
        }
        addresses = [f"{server.url}/{name}" for name in ANSWERS] + list(others)
        lines = [f"- [{number}]({address})" for number, address in enumerate(addresses)]
        lines += ["", f'<p><a href="{server.url}/gone?raw">raw</a> <img src="{server.url}/gone?img" alt=""></p>']
        demo = project(root, server.url, "\n".join(lines))
        site = whole(demo)
        assert (site.code, site.errors) == (0, "")
        done = clausebook("links", "--output-format", "json", *QUICK, cwd=root)
        yield Run(root, done, server, busy, others)


def test_the_command_found_something_and_said_what_it_did(run: Run) -> None:
    assert run.done.returncode == 1
    assert "asking for" in run.done.stderr
    assert "60 seconds at most" in run.done.stderr


@pytest.mark.parametrize("name", ANSWERS)
def test_each_answer_has_its_verdict_at_its_line(run: Run, name: str) -> None:
    code = ANSWERS[name]
    found = [each for each in run.of(f"{run.server.url}/{name}") if str(each["filename"]).endswith("here/more.md")]
    assert [each["code"] for each in found] == ([code] if code else [])
    if code:
        place = found[0]["location"]
        row = 3 + list(ANSWERS).index(name)
        assert isinstance(place, dict)
        assert place["row"] == row
        assert found[0]["breaks"] == ["here/more"]


def test_other_servers_have_their_verdicts(run: Run) -> None:
    for address, code in run.others.items():
        assert [each["code"] for each in run.of(address)] == ([code] if code else []), address


def test_what_nobody_knows_says_why(run: Run) -> None:
    said = {address: [str(each["message"]) for each in run.of(address)] for address in run.others}
    assert all("come back later" in message for message in said[f"{run.busy.url}/busy"])
    everything = json.dumps(run.findings)
    for words in ("did not answer in time", "(503)", "500 Internal Server Error", "no server answers"):
        assert words in everything
    for words in (
        "its certificate is another site's",
        "its certificate has expired",
        "has vouched for its certificate",
    ):
        assert words in everything


def test_links_in_raw_html_and_pictures_are_asked_for(run: Run) -> None:
    for what in ("raw", "img"):
        found = run.of(f"{run.server.url}/gone?{what}")
        assert [(each["code"], each["filename"]) for each in found] == [
            ("CB801", str(run.root / "source/communities/here/more.md"))
        ]


def test_a_shared_clause_is_told_once_with_all_guides_that_it_breaks(run: Run) -> None:
    (found,) = run.of(f"{run.server.url}/gone?a=1&b=2")
    assert str(found["filename"]).endswith("source/clauses/report.md")
    assert found["breaks"] == ["here/index", "there/index"]
    assert "breaks: here/index, there/index" in str(found["message"])


def test_a_source_of_the_text_is_told_where_the_front_matter_names_it(run: Run) -> None:
    (found,) = run.of(f"{run.server.url}/refused?source")
    assert (found["code"], found["location"]) == ("CB805", {"row": 5, "column": 10})


def test_a_path_from_the_root_is_one_of_the_communitys_own_site(run: Run) -> None:
    found = [each for each in run.of(f"{run.server.url}/gone-410") if str(each["filename"]).endswith("community.toml")]
    assert [each["breaks"] for each in found] == [["here/index"], ["there/index"]]
    assert all("named in source/clauses/report.md:16" in str(each["message"]) for each in found)


def test_a_host_is_asked_by_two_at_a_time_at_most(run: Run) -> None:
    assert run.server.most_at_once <= 2


def test_each_address_is_asked_for_no_more_often_than_it_has_to_be(run: Run) -> None:
    assert run.server.asked["HEAD", "/ok"] == 1
    # What is certain is not asked for again.
    assert run.server.asked["HEAD", "/gone-410"] == 1
    assert run.server.asked["HEAD", "/fault"] == 2


def test_only_a_redirection_for_good_to_a_plain_address_is_a_fix(run: Run) -> None:
    fixes = {
        name: each["fix"]
        for name in ANSWERS
        for each in run.of(f"{run.server.url}/{name}")
        if str(each["filename"]).endswith("here/more.md")
    }
    contents = {name: fix["edits"][0]["content"] for name, fix in fixes.items() if isinstance(fix, dict)}
    assert contents == {
        # The place on the page is kept.
        "moved#there": f"{run.server.url}/new/page#there",
        "moved-308": f"{run.server.url}/new/page",
        "to-slash": f"{run.server.url}/to-slash/x",
    }
    assert {fix["applicability"] for fix in fixes.values() if isinstance(fix, dict)} == {"unsafe"}


def test_what_was_fine_is_not_asked_for_again_and_the_rest_is(run: Run) -> None:
    before = run.server.asked.copy()
    remembered = json.loads((run.root / "build/.links.json").read_text())["fine"]
    fine = {f"{run.server.url}/{name}" for name, code in ANSWERS.items() if code is None}
    assert fine <= remembered.keys()
    assert not {address for address, code in run.others.items() if code} & remembered.keys()
    done = clausebook("links", "--output-format", "json", *QUICK, "--patience", "2", "--tries", "1", cwd=run.root)
    assert "more were fine within 7 days" in done.stderr
    asked = run.server.asked - before
    assert not {path for _, path in asked} & {"/ok", "/for-now", "/no-head", "/fault-then-well", "/slow"} - {"/ok"}
    assert asked["HEAD", "/fault"] == asked["HEAD", "/gone"] == 1
    assert {each["code"] for each in json.loads(done.stdout)} >= {"CB801", "CB802", "CB803", "CB805", "CB806"}


def test_nobody_is_asked_offline(run: Run) -> None:
    before = run.server.asked.copy()
    done = clausebook("links", "--offline", "--output-format", "json", cwd=run.root)
    assert run.server.asked == before
    assert {each["code"] for each in json.loads(done.stdout)} == {"CB811", "CB812", "CB813", "CB814", "CB815", "CB816"}
    assert "asked nobody" in done.stderr
