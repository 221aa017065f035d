"""Whatever is for the staff alone is in the staff edition, and nowhere in a public build."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.site.building import Demo, Site, build, read_pages
from tests.site.staffed import DUTY, FACTS, ROTA, SECRETS, STEPS, picture, staffed

STAFF = ("-D", "clausebook_edition=staff")
FOLDER = "source/communities/demo"
PAGE = "communities/demo/index"


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    return staffed(tmp_path_factory.mktemp("staffed"))


@pytest.fixture(scope="module")
def public(demo: Demo) -> Site:
    return sound(demo.build("-j", "2"))


@pytest.fixture(scope="module")
def staff(demo: Demo) -> Site:
    return sound(demo.build("-j", "2", *STAFF, out="staff"))


def sound(site: Site) -> Site:
    assert (site.code, site.errors) == (0, "")
    return site


def texts(*folders: Path) -> Iterator[tuple[str, str]]:
    """Give the name and all bytes of each file, packed ones unpacked, as small letters."""
    for folder in folders:
        for file in folder.rglob("*"):
            if file.is_file():
                data = file.read_bytes()
                if file.name == "objects.inv":
                    data = zlib.decompress(data.split(b"\n", 4)[4])
                yield str(file.relative_to(folder)), data.decode("utf-8", "replace").lower()


def leaks(site: Site) -> list[tuple[str, str]]:
    """Find the secrets in the files and file names of a build and of its cache."""
    return [
        (name, secret)
        for name, text in texts(site.out, Path(f"{site.out}.doctrees"))
        for secret in SECRETS
        if secret.lower() in text or secret.lower() in name.lower()
    ]


def text(site: Site, page: str = PAGE) -> str:
    return " ".join(site.article(page).get_text(" ").split())


def test_nothing_for_the_staff_is_anywhere_in_a_public_build(public: Site) -> None:
    assert leaks(public) == []
    assert not list(public.out.rglob("floorplan*"))
    assert list(public.out.rglob("*hall.png"))


def test_the_staff_edition_has_all_of_it(staff: Site) -> None:
    found = {secret for _name, secret in leaks(staff)}
    assert found >= {"Nightwatch", "555 0143", "Zephyr", "loading dock", "marmalade", "mezzanine", "floorplan"}


def test_a_public_procedure_goes_without_the_step_and_keeps_its_numbers(public: Site, staff: Site) -> None:
    assert "1. Listen to the person. 2. Write down what you heard." in text(public)
    assert "Everybody of the team helps." in text(public).replace(" .", ".")
    assert "2. Lead them to Room Zephyr 204" in text(staff)
    assert "3. Write down what you heard." in text(staff)


def test_the_staff_edition_says_what_is_for_the_staff_only(public: Site, staff: Site) -> None:
    assert staff.article(PAGE).select_one(".clause-staff .staff-label")
    assert staff.article("communities/demo/night-rota").select_one(".staff-notice")
    assert not staff.article(PAGE).select_one(".staff-notice")
    assert not public.article(PAGE).select_one(".staff-label")


def test_every_page_of_the_staff_edition_says_what_it_is(public: Site, staff: Site) -> None:
    for page in ("index", "search", PAGE):
        assert "Staff edition: do not pass it on." in staff.html(page).get_text()
        assert "Staff edition" not in public.html(page).get_text()


def test_links_made_of_facts_for_the_staff_call_and_lead(staff: Site) -> None:
    targets = [link["href"] for link in staff.article("communities/demo/night-rota").select("a[href]")]
    assert "tel:+1-202-555-0177" in targets
    assert "https://forms.example.org/incident-intake" in targets


def test_pages_and_clauses_for_those_who_report_are_public(public: Site) -> None:
    assert "communities/demo/report" in public.pages()
    assert "Tell us what happened." in text(public)


def test_the_catalogue_shows_no_clause_for_the_staff(public: Site, staff: Site) -> None:
    shown = [code.get_text() for code in public.article("all").select(".rubric code")]
    assert shown == ["steps:listen", "steps:write", "steps:tell", "steps:all"]
    assert "duty:call" not in text(public, "all")
    assert "duty.md" not in text(public, "all")
    assert "duty:call" in text(staff, "all")


def test_the_navigation_of_the_public_edition_has_no_gap(public: Site, staff: Site) -> None:
    def entries(site: Site) -> list[str]:
        return [link.get_text() for link in site.html(PAGE).select(".sidebar-tree a")]

    assert entries(public) == ["Overview", "Report", "All communities"]
    assert entries(staff) == ["Overview", "Report", "Night rota and hiding places (staff only)", "All communities"]


def test_what_turns_to_the_staff_leaves_the_next_build(tmp_path: Path) -> None:
    demo = staffed(tmp_path)
    closed = {
        f"{FOLDER}/night-rota.md": ROTA,
        f"{FOLDER}/community.toml": FACTS,
        "source/clauses/steps.md": STEPS,
        "source/clauses/duty.md": DUTY,
    }
    for name, text_of in closed.items():
        public_text = re.sub(
            r"---\naudience: staff\n---\n| *audience: staff\n|audience = .staff.\n|  (?:lead|aside):\n", "", text_of
        )
        # Nobody may know these facts yet.
        demo.write(name, re.sub(r"\{\{ staff[^}]*\}\}", "https://example.org", public_text))
    demo.write(f"{FOLDER}/floorplan.png", picture(2))
    before = sound(demo.build())
    found = {secret for _name, secret in leaks(before)}
    assert found >= {"mezzanine", "Nightwatch", "loading dock", "floorplan", "rota.csv", "night-rota", "marmalade"}
    for name, text_of in closed.items():
        demo.write(name, text_of)
    after, clean = sound(demo.build()), sound(demo.build(out="clean"))
    assert leaks(after) == []
    assert after.pages() == clean.pages()
    for page in clean.pages():
        assert (after.out / f"{page}.html").read_bytes() == (clean.out / f"{page}.html").read_bytes(), page


def test_without_a_change_nothing_is_read_again(demo: Demo, public: Site, staff: Site) -> None:
    assert read_pages(demo.build()) == []
    assert read_pages(demo.build(*STAFF, out="staff")) == []


ASKING = [
    ("[the rota](night-rota.md)", "CB352"),
    ("{doc}`the rota <night-rota>`", "CB352"),
    ("{ref}`the rota <rota-of-the-night>`", "CB352"),
    ("[the rota](#rota-of-the-night)", "CB352"),
    ("{download}`the rota <night-rota.md>`", "CB352"),
    ("{download}`the rota <community.toml>`", "CB352"),
    ("[the rota](../../clauses/steps.md)", "CB352"),
    ("{clause}`the rota <steps:lead>`", "CB351"),
    ("the rota\n\n```{clause} steps:lead\n```", "CB351"),
    ("the rota\n\n```{procedure} duty\n```", "CB351"),
    ("the rota in {{ staff.quiet_room }}", "CB353"),
]


def test_a_public_page_that_asks_for_it_is_told_and_keeps_its_words(tmp_path: Path) -> None:
    demo = staffed(tmp_path)
    rows = []
    page = "# Report\n"
    for asks, code in ASKING:
        page += f"\n{asks}\n"
        rows.append((page.rstrip().count("\n") + 1 - ("```" in asks), code))
    demo.write(f"{FOLDER}/report.md", page)
    site = demo.build()
    assert site.code == 1
    found = re.findall(
        rf"{FOLDER}/report.md:(\d+): WARNING: .* is for the staff alone.*\[clausebook.(\w+)\]", site.errors
    )
    assert sorted((int(row), code) for row, code in found) == rows
    assert len(site.errors.strip().splitlines()) == len(ASKING), site.errors
    assert text(site, "communities/demo/report").count("the rota") == len(ASKING)
    assert [(name, secret) for name, secret in leaks(site) if secret in ("Zephyr", "mezzanine", "loading dock")] == []
    assert [name for name, _ in texts(site.out) if name.endswith((".toml", ".md"))] == []
    assert not re.search("CB35", demo.build(*STAFF, out="staff").errors)


def test_a_public_clause_that_takes_in_one_for_the_staff(tmp_path: Path) -> None:
    demo = staffed(tmp_path)
    demo.write("source/clauses/steps.md", STEPS.replace("of the {{ words.staff }}", "says {{ clause:steps:aside }}"))
    site = demo.build()
    assert "steps.md:21: WARNING: the clause “steps:aside” is for the staff alone" in site.errors
    assert "marmalade" not in text(site)


def test_own_wording_of_a_clause_for_the_staff_is_for_the_staff(tmp_path: Path) -> None:
    demo = staffed(tmp_path)
    own = "<!-- clause:lead -->\nOur own marmalade way.\n<!-- endclause:lead -->\n"
    demo.write(f"{FOLDER}/clauses/steps.md", own)
    assert "marmalade way" not in text(sound(demo.build()))
    assert "marmalade way" in text(sound(demo.build(*STAFF, out="staff")))


def test_own_wording_for_the_staff_hides_the_shared_one_too(tmp_path: Path) -> None:
    demo = staffed(tmp_path)
    own = "---\naudience: staff\n---\n\n<!-- clause:write -->\nWrite it on the yellow pad.\n<!-- endclause:write -->\n"
    demo.write(f"{FOLDER}/clauses/steps.md", own)
    assert "rite" not in text(sound(demo.build())).partition("Ask")[0].partition("Listen")[2]
    assert "yellow pad" in text(sound(demo.build(*STAFF, out="staff")))


def test_a_link_to_a_page_for_the_staff_is_as_closed_as_the_page(tmp_path: Path) -> None:
    demo = staffed(tmp_path)
    (tmp_path / FOLDER / "open.md").symlink_to("night-rota.md")
    assert leaks(sound(demo.build())) == []


def test_pages_outside_of_communities_have_an_audience_too(tmp_path: Path) -> None:
    demo = staffed(tmp_path)
    demo.write("source/guide/notes.md", "---\naudience: staff\n---\n\n# Mezzanine\n")
    demo.write("source/old.rst", ":audience: staff\n\nMezzanine\n=========\n\nText.\n")
    index = "# Portal\n\n```{toctree}\n:glob:\n\ncommunities/demo/index\nall\nguide/*\nold\n```\n"
    demo.write("source/index.md", index)
    assert leaks(sound(demo.build())) == []
    assert "guide/notes" in sound(demo.build(*STAFF, out="staff")).pages()


def test_a_public_build_is_not_put_over_the_staff_edition(demo: Demo, staff: Site) -> None:
    site = demo.build(out="staff")
    assert site.code == 2
    assert "holds the staff edition: build the public one into another folder" in site.errors
    assert "Traceback" not in site.errors


def test_an_edition_that_there_is_not(demo: Demo) -> None:
    site = demo.build("-D", "clausebook_edition=stff", out="none")
    assert site.code == 2
    assert "write “public” or “staff”" in site.errors
    assert not (demo.root / "none/index.html").exists()


def test_one_community_alone(demo: Demo) -> None:
    site = build(demo.root / FOLDER, demo.root / "alone", demo.root)
    assert leaks(sound(site)) == []
    both = sound(build(demo.root / FOLDER, demo.root / "alone-staff", demo.root, *STAFF))
    assert "night-rota" in both.pages()


def test_a_leak_that_another_way_let_through_fails_the_build(tmp_path: Path) -> None:
    demo = staffed(tmp_path)
    demo.write("conf.py", (tmp_path / "conf.py").read_text() + 'html_title = "Call 202-555-0177"\n')
    site = demo.build()
    assert site.code == 1
    assert "this public site holds staff.duty_phone: “+1 202 555 0177”" in site.errors
