"""The guides say what their source texts say, from clauses that stand once."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from markdown_it import MarkdownIt

from clausebook.guide.assembly import assemble
from clausebook.project import Project
from tests.site.building import ROOT, Site, build

SEEDS = ROOT / "tests/data/seeds"
GUIDES = {
    "pycon/staff-procedure": ("002_08fb32d26ff18722.txt", 0.99),
    "pycon/attendee-procedure": ("003_295aec2049ae713e.txt", 0.99),
    "madpug/attendee-procedure": ("004_fd4f06b3769374bd.txt", 0.99),
    "pyladies/reporting": ("001_443dadf840edaee7.txt", 0.97),
    "pyladies/example-actions": ("000_7a0691eba9284607.txt", 0.97),
}


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def seed_words(name: str) -> list[str]:
    """Give the words that a reader of a source text sees, with its case."""
    text = (SEEDS / name).read_text(encoding="utf-8")
    text = re.sub(r"\A---\n.*?\n---\n", "", text, flags=re.DOTALL)
    text = re.sub(r"<!?--.*?-->", "", text)  # sound and damaged markers
    text = re.sub(r"\{ref\}`([^<`]*)<\w+>`", r"\1", text)  # MyST's role, shown as its text
    text = re.sub(r"^\([\w-]+\)=$", "", text, flags=re.MULTILINE)  # MyST's label, shown as nothing
    text = re.sub(r"```\{\w+\} ?(.*)\n(.*?)```", r"\1\n\2\n", text, flags=re.DOTALL)  # an admonition
    return words(BeautifulSoup(MarkdownIt().render(text.replace("‚Äù", "”")), "html.parser").get_text(" "))


def kept_in_order(wanted: list[str], given: list[str]) -> int:
    """Count the words of the longest common subsequence."""
    lengths = [0] * (len(given) + 1)
    for word in wanted:
        corner = 0
        for index, other in enumerate(given):
            above = lengths[index + 1]
            lengths[index + 1] = corner + 1 if word == other else max(above, lengths[index])
            corner = above
    return lengths[-1]


@pytest.mark.parametrize("guide", GUIDES)
def test_the_words_of_the_source_stand_in_order(whole: Site, guide: str) -> None:
    seed, bar = GUIDES[guide]
    wanted = seed_words(seed)
    assert len(wanted) > 300
    assert kept_in_order(wanted, words(whole.article(f"communities/{guide}").get_text(" "))) >= bar * len(wanted)


def test_alone_pycon_says_the_same(whole: Site, pycon_alone: Site) -> None:
    for page in ("index", "attendee-procedure", "staff-procedure"):
        here, there = pycon_alone.article(page), whole.article(f"communities/pycon/{page}")
        assert here.get_text() == there.get_text()


@pytest.mark.parametrize("guide", ["madpug/attendee-procedure", "pyladies/reporting", "pyladies/example-actions"])
def test_nine_words_in_ten_come_from_the_shared_clauses(guide: str) -> None:
    """Values that fill placeholders do not count as shared."""
    project = Project.load(ROOT)
    slug, name = guide.split("/")
    community = project.communities[slug]
    page = next(page for page in community.pages if page.name == name)
    shared = {word for file in project.shared.files.values() for word in words(file.source.text)}
    seed = seed_words(GUIDES[guide][0])
    assert all(not wording.own for r in page.requests for wording in assemble(community.voice, r).uses)  # type: ignore[union-attr]
    texts = [
        re.sub(r"\{\{.*?\}\}", "", wording.clause.text(wording.file.source))
        for request in page.requests
        for wording in assemble(community.voice, request).uses  # type: ignore[union-attr]
    ]
    assert sum(len(words(text)) for text in texts) >= 0.9 * len(seed)
    assert sum(word in shared for word in seed) >= 0.9 * len(seed)


def runs_of_words(text: str) -> list[str]:
    found = words(text.lower())
    return [" ".join(found[index : index + 12]) for index in range(len(found) - 11)]


def test_nothing_is_said_twice() -> None:
    """No twelve words in a row stand at two places of the clauses and pages, unless one source itself repeats them."""
    repeated = set()
    for seed in SEEDS.iterdir():
        runs = runs_of_words(re.sub(r"<!?--.*?-->", " ", seed.read_text(encoding="utf-8")))
        repeated |= {run for run in runs if runs.count(run) > 1}
    places: defaultdict[str, set[tuple[str, int]]] = defaultdict(set)
    for file in [*(ROOT / "source/clauses").glob("*.md"), *(ROOT / "source/communities").rglob("*.md")]:
        text = re.sub(r"\A---\n.*?\n---\n", "", file.read_text(encoding="utf-8"), flags=re.DOTALL)
        for index, run in enumerate(runs_of_words(re.sub(r"<!--.*?-->|\{\{.*?\}\}", " ", text, flags=re.DOTALL))):
            places[run].add((file.name, index))
    assert len(places) > 2000
    assert {run: at for run, at in places.items() if len(at) > 1 and run not in repeated} == {}


def test_the_clauses_of_the_marked_source_keep_their_names() -> None:
    seed = (SEEDS / "002_08fb32d26ff18722.txt").read_text(encoding="utf-8")
    names = re.findall(r"<!-- clause:(\w+) -->", seed)
    assert len(names) == 12
    assert list(Project.load(ROOT).shared.files["staff-procedure"].clauses) == names


def test_facts_that_nobody_gave_are_shown_as_missing(whole: Site) -> None:
    reporting = whole.article("communities/pyladies/reporting")
    gaps = [gap.get_text() for gap in reporting.select(".not-filled-in")]
    assert gaps == ["TODO: not filled in (link)", "TODO: not filled in", "TODO: not filled in (link)"]
    text = reporting.get_text()
    assert "within the PyLadies Slack org TODO: not filled in (link), please" in text
    assert "TODO: not filled in (Code of Conduct contact) coc@pyladies.com" in text
    assert not any("slack" in str(a["href"]) or "invalid" in str(a["href"]) for a in reporting.select("a[href]"))


def test_mail_links_of_the_older_source_work(whole: Site) -> None:
    links = [str(a["href"]) for a in whole.article("communities/pyladies/example-actions").select("a.external")]
    assert links.count("mailto:coc@pyladies.com") == 2
    assert not any("%40" in link for link in links)


def test_links_lead_where_the_sources_say(whole: Site) -> None:
    staff = {str(a["href"]) for a in whole.article("communities/pycon/staff-procedure").select("a.external")}
    assert {
        "https://us.pycon.org/2013/about/code-of-conduct/",
        "https://us.pycon.org/2013/about/code-of-conduct/harassment-incidents/",
        "https://us.pycon.org/2013/about/staff/",
        "mailto:ewa@python.org",
        "mailto:jnoller@python.org",
        "http://geekfeminism.wikia.com/wiki/Conference_anti-harassment/Responding_to_reports",
    } <= staff
    madpug = {str(a["href"]) for a in whole.article("communities/madpug/attendee-procedure").select("a.external")}
    assert {"https://github.com/python/pycon-code-of-conduct", "tel:911"} <= madpug


def test_a_path_of_the_communitys_own_site_is_a_link_only_there(whole: Site, tmp_path: Path) -> None:
    portal = whole.article("communities/madpug/attendee-procedure")
    assert "code of conduct policy TODO: not filled in (web site)" in " ".join(portal.get_text().split())
    assert not any(str(a["href"]).startswith("/") or "invalid" in str(a["href"]) for a in portal.select("a[href]"))
    alone = build(ROOT / "source/communities/madpug", tmp_path / "madpug", ROOT)
    assert (alone.code, alone.errors) == (0, "")
    assert alone.article("attendee-procedure").select('a[href="/2013/11/15/code-of-conduct.html"]')


def test_every_correction_file_entry_names_a_seed() -> None:
    text = (ROOT / "source/handbook/corrections.md").read_text(encoding="utf-8")
    assert set(re.findall(r"Source: `(\S+)`", text)) == {file.name for file in Path(SEEDS).iterdir()}


def test_each_guide_ends_with_its_sources_and_licences(whole: Site) -> None:
    for guide in GUIDES:
        sources = whole.article(f"communities/{guide}").select_one(".sources")
        assert sources is not None
        assert "licence" in sources.get_text() or sources.select('a[href*="creativecommons.org"]')
    pycon = whole.article("communities/pycon/staff-procedure").select_one(".sources")
    assert pycon is not None
    assert [a.get_text() for a in pycon.select('a[href*="creativecommons.org"]')].count("CC BY 3.0") >= 1
    assert "Ada Initiative; CC0 1.0" in pycon.get_text()
