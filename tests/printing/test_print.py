"""What comes out on paper, of the real command and the real Chromium."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
from pypdf import PdfReader

from clausebook.printing import sheets
from clausebook.printing.chromium import Press
from clausebook.printing.finishing import finish
from tests.site.building import ROOT, Demo, Site
from tests.site.staffed import staffed

MILLIMETRE = 72 / 25.4
# Chromium rounds up to whole CSS pixels.
NEAR = 1.0
STEPS = """\
---
title: Steps
clauses:
  first: {elements: [private-place]}
  not: {elements: [no-pressure]}
---

<!-- clause:first -->
1. Go to a quiet place.
2. [Call us](tel:+12025550143), or read [the rules](https://demo.example.org/rules).
<!-- endclause:first -->

<!-- clause:not -->
Promise nothing.
<!-- endclause:not -->
"""


def run(*arguments: str | Path, **variables: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "clausebook", "print", *arguments]
    environment = {**os.environ, "NO_COLOR": "1", **variables}
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=300)


def text_of(file: Path) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(file).pages).split())


def assert_size(file: Path, width: float, height: float) -> None:
    for page in PdfReader(file).pages:
        assert float(page.mediabox.width) == pytest.approx(width * MILLIMETRE, abs=NEAR)
        assert float(page.mediabox.height) == pytest.approx(height * MILLIMETRE, abs=NEAR)


def assert_fonts_are_embedded(file: Path) -> None:
    found = 0
    for page in PdfReader(file).pages:
        for font in (page["/Resources"].get("/Font") or {}).values():
            font = font.get_object()
            for inner in [part.get_object() for part in font.get("/DescendantFonts", [font])]:
                descriptor = inner.get("/FontDescriptor", {})
                assert inner["/Subtype"] == "/Type3" or {"/FontFile", "/FontFile2", "/FontFile3"} & set(descriptor)
                found += 1
    assert found


@pytest.fixture(scope="module")
def pycon(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("pycon")
    done = run("pycon", "--out", out)
    assert (done.returncode, done.stderr) == (0, "")
    made = ["guides/attendee-procedure", "guides/index", "guides/staff-procedure", "card", "poster-a4", "poster-a3"]
    assert done.stdout.splitlines() == [f"{out}/{name}.pdf" for name in made]
    return out


def test_the_sheets_have_their_sizes_and_pages(pycon: Path) -> None:
    assert_size(pycon / "card.pdf", 105, 148)
    assert len(PdfReader(pycon / "card.pdf").pages) == 2
    for name, size in {"poster-a4": (210, 297), "poster-a3": (297, 420)}.items():
        assert_size(pycon / f"{name}.pdf", *size)
        assert len(PdfReader(pycon / f"{name}.pdf").pages) == 1
    for guide in (pycon / "guides").iterdir():
        assert_size(guide, 210, 297)


def test_every_sheet_names_this_communitys_people_and_nobody_elses(pycon: Path) -> None:
    for name in ("card", "poster-a4", "poster-a3", "guides/index"):
        text = text_of(pycon / f"{name}.pdf")
        for word in ("Ewa Jodlowska", "ewa@python.org", "Jesse Noller", "jnoller@python.org", "911", "sample"):
            assert word in text, (name, word)
        assert text.count("ewa@python.org") == 1
        for word in ("Cea Stapleton", "gmail", "pyladies"):
            assert word not in text, (name, word)


def test_the_card_says_what_to_do_and_what_not(pycon: Path) -> None:
    text = text_of(pycon / "card.pdf")
    do, dont = text.index("In the first minutes"), text.index("What not to do")
    assert do < text.index("Offer the victim a private place to sit") < dont
    assert dont < text.index("Do not ask for their advice")


def test_the_poster_names_the_page_for_reports(pycon: Path) -> None:
    text = text_of(pycon / "poster-a4.pdf").replace(" ", "")
    assert "https://us.pycon.org/2013/about/code-of-conduct/harassment-incidents/" in text


def test_a_guide_has_all_its_text_and_the_targets_of_its_links_and_nothing_of_the_site(pycon: Path) -> None:
    text = text_of(pycon / "guides/staff-procedure.pdf")
    assert "Prepare an initial response" in text
    assert "If attendees were angered by the incident" in text
    assert "Ewa Jodlowska (ewa@python.org)" in text
    assert "(https://us.pycon.org/2013/about/staff/)" in text
    # Said by the link itself.
    assert text.count("https://us.pycon.org/2013/about/code-of-conduct/ ") == 1
    for word in ("Overview", "Search", "Skip to content", "Light mode", "Next", "Back to top", "#", "Save this guide"):
        assert word not in text, word
    assert "PyCon: Staff procedure" in text
    assert "1 / 3" in text


def test_the_files_say_what_they_are_and_hold_their_fonts(pycon: Path) -> None:
    titles = {
        "card": "PyCon: staff card",
        "poster-a3": "PyCon: poster",
        "guides/staff-procedure": "PyCon: Staff procedure",
    }
    for name, title in titles.items():
        reader = PdfReader(pycon / f"{name}.pdf")
        assert reader.metadata is not None
        assert reader.metadata.title == title
        assert reader.metadata.creation_date is None
        assert reader.trailer["/Root"]["/Lang"] == "en"
        assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
        assert_fonts_are_embedded(pycon / f"{name}.pdf")


def test_the_same_sheet_gives_the_same_file(press: Press, monkeypatch: pytest.MonkeyPatch) -> None:
    html = "<!DOCTYPE html><html lang=en><title>t</title><h1>One</h1><p>Two"
    first, second = (finish(press.print_html(html), "t", "en") for _ in range(2))
    assert first == second
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    dated = PdfReader(io.BytesIO(finish(press.print_html(html), "t", "en")))
    assert dated.metadata is not None
    assert str(dated.metadata.creation_date).startswith("2023-11-14 22:13:20")


def test_nothing_is_asked_of_the_network(press: Press) -> None:
    html = '<p>Here</p><img src="https://tracker.example.org/a.png" alt="none">'
    assert "Here" in PdfReader(io.BytesIO(press.print_html(html))).pages[0].extract_text()


@pytest.fixture
def demo(tmp_path: Path) -> Demo:
    demo = Demo.make(tmp_path, {"steps": STEPS}, {"index": "# {{ community.name }}\n\n```{procedure} steps\n```\n"})
    demo.write("pyproject.toml", "[tool.clausebook]\n")
    return demo


def test_a_card_takes_the_clauses_of_the_elements_or_those_that_are_named(chromium: str, demo: Demo) -> None:
    out = demo.root / "pdf"
    arguments = ("demo", "--only", "card", "--root", demo.root, "--out", out)
    done = run(*arguments)
    assert (done.returncode, done.stderr) == (0, "")
    text = text_of(out / "card.pdf")
    assert text.index("Go to a quiet place.") < text.index("What not to do") < text.index("Promise nothing.")
    assert "+12025550143" in text
    assert "https:" not in text

    facts = (demo.root / "source/communities/demo/community.toml").read_text()
    demo.write("source/communities/demo/community.toml", facts + '\n[card]\ndo = ["steps:not"]\n')
    assert run(*arguments).returncode == 0
    text = text_of(out / "card.pdf")
    assert "Promise nothing." in text
    assert "quiet place" not in text

    demo.write("source/communities/demo/community.toml", facts + '\n[card]\ndo = ["steps:nott"]\n')
    done = run(*arguments)
    assert done.returncode == 1
    assert "the guides show no clause “steps:nott”; did you mean “steps:not”?" in done.stderr
    assert not (out / "card.pdf").exists()


def test_a_card_without_room_is_told_and_neither_cut_nor_shrunk(chromium: str, demo: Demo) -> None:
    long = STEPS.replace("Promise nothing.", "Promise nothing to anybody at all. " * 150)
    demo.write("source/clauses/steps.md", long)
    out = demo.root / "pdf"
    demo.write("pdf/card.pdf", "the card of last year")
    done = run("demo", "--root", demo.root, "--out", out)
    assert done.returncode == 1
    assert "card: the card has no room on two sides of A6" in done.stderr
    assert not (out / "card.pdf").exists()
    assert (out / "poster-a4.pdf").exists()
    assert (out / "guides/index.pdf").exists()


def test_the_staff_edition_is_for_the_staff_and_the_poster_for_everybody(chromium: str, tmp_path: Path) -> None:
    staffed(tmp_path).write("pyproject.toml", "[tool.clausebook]\n")
    for edition, shown in (("public", False), ("staff", True)):
        out = tmp_path / edition
        done = run("demo", "--root", tmp_path, "--out", out, "--edition", edition)
        assert done.returncode == 0, done.stderr
        texts = {file.relative_to(out).as_posix(): text_of(file) for file in out.rglob("*.pdf")}
        assert ("Dana Nightwatch" in " ".join(texts.values())) is shown
        assert "Dana" not in texts["poster-a4.pdf"] + texts["poster-a3.pdf"]


def test_what_cannot_be_printed_is_said_in_words(tmp_path: Path) -> None:
    done = run("pycom")
    assert (done.returncode, done.stderr) == (2, "clausebook: there is no community “pycom”; did you mean “pycon”?\n")
    done = run("pycon", CHROMIUM="no-such-browser")
    assert done.returncode == 2
    assert "CHROMIUM=no-such-browser is no program" in done.stderr
    done = run("pycon", "--site", tmp_path / "none", CHROMIUM=sys.executable)
    assert done.returncode == 2
    assert "build the guide first" in done.stderr


def test_a_long_list_of_contacts_does_not_run_over_a_poster(press: Press) -> None:
    from clausebook.printing.finishing import count_pages
    from tests.printing.test_sheets import LEAST, facts

    many = "".join(f'[[contacts]]\nname = "Kim {i}"\nemail = "k{i}@example.org"\n' for i in range(40))
    html = sheets.poster(facts(LEAST + many), width=210, height=297, scale=0.7)
    assert count_pages(press.print_html(html)) > 1


def test_a_page_for_letters_is_printed_as_the_sample(press: Press, whole: Site, tmp_path: Path) -> None:
    page = whole.out / "communities/pyladies/written-report.html"
    (tmp_path / "letter.pdf").write_bytes(press.print_file(page, "@page { size: A4; }"))
    text = text_of(tmp_path / "letter.pdf")
    assert "Dear <NAME>" in text
    assert "<HARASSER> to leave the event" in text
    # What a reader fills in is for the screen.
    assert "Who did it?" not in text
