"""What the README shows is what happens."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from tests.site.building import ROOT, build

README = (ROOT / "README.md").read_text(encoding="utf-8")
DAMAGED = """\
<!-- clause:tellchair -->
Once something is reported to a staff member, immediately meet with the conference chair …
<-- e!ndclause:tellchair -->
"""


def test_the_shown_finding_is_the_commands_own(tmp_path: Path) -> None:
    (tmp_path / "guide.md").write_text(DAMAGED, encoding="utf-8")
    command = [sys.executable, "-m", "clausebook", "check", "guide.md"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    shown = re.search(r"^```text\n\$ \S+ check guide\.md\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
    assert shown is not None
    assert done.stdout == shown[1]


def test_every_file_that_is_named_is_there() -> None:
    named = re.findall(r"\]\(([^)#:]+)\)", README) + re.findall(r"`((?:source|_templates)/[\w./-]+)`", README)
    assert len(named) > 8
    for name in named:
        if "yourevent" not in name:
            assert (ROOT / name).exists(), name


def test_the_folder_to_copy_builds_and_is_told_what_to_fill_in(tmp_path: Path) -> None:
    """The five steps: copy, write, check, build."""
    import shutil

    for name in ("source/clauses", "_templates", "conf.py", "pyproject.toml", "docutils.conf"):
        target = tmp_path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        (shutil.copytree if (ROOT / name).is_dir() else shutil.copy)(ROOT / name, target)
    event = tmp_path / "source/communities/yourevent"
    shutil.copytree(ROOT / "_templates/community", event)

    site = build(event, tmp_path / "out", tmp_path)
    assert (site.code, site.errors) == (0, "")
    pages = ["404", "attendee-procedure", "index", "leaving", "search", "staff-procedure", "written-report"]
    assert site.pages() == pages
    assert site.html("index").select_one(".not-filled-in") is not None

    command = [sys.executable, "-m", "clausebook", "check"]
    check = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert check.returncode == 1
    missing = re.findall(r"^source/communities/yourevent/community\.toml:\d+:\d+: (CB\d+)", check.stdout, re.MULTILINE)
    assert set(missing) == {"CB405"}
    assert len(missing) == (event / "community.toml").read_text().count('= "TODO"')

    facts = (event / "community.toml").read_text().replace('country = "TODO"', 'country = "DE"')
    (event / "community.toml").write_text(facts.replace('number = "TODO"', 'number = "911"'))
    check = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert "911 is not an emergency number in DE (Germany): write 110 or 112" in check.stdout
