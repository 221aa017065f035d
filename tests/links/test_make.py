"""``make linkcheck`` on this project's own site, and in a repository of an event's own."""

from __future__ import annotations

from pathlib import Path

from tests.test_handbook import checkout, commands, ready, run  # noqa: F401 - checkout is a fixture


def test_no_link_within_the_site_is_broken(checkout: Path) -> None:  # noqa: F811 - as above
    whole, alone, offline = (line for line in commands("links.md") if line.startswith("make"))
    assert (whole, alone) == ("make linkcheck", "make linkcheck COMMUNITY=pycon")
    done = run(offline, checkout)
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "All checks passed.")
    assert "asked nobody" in done.stderr
    # Alone, and with paths of a site of its own that nobody has named.
    done = run(f"{offline} COMMUNITY=madpug", checkout)
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "All checks passed.")
    done = run(f"{offline} COMMUNITY=nobody", checkout)
    assert "There is no source/communities/nobody" in done.stderr


def test_a_repository_of_its_own_has_it_too(tmp_path: Path) -> None:
    init = commands("own-repository.md")[0]
    ready(tmp_path / "clausebook")
    assert run(f'{init} --name "My Guide"', tmp_path / "clausebook").returncode == 0
    folder = tmp_path / "my-guide"
    ready(folder)
    page = next(folder.glob("source/communities/*/index.md"))
    page.write_text(page.read_text() + '\n<p><img src="gone.png" alt=""></p>\n')
    done = run("make linkcheck LINKOPTS=--offline", folder)
    assert done.returncode == 2  # make's own code for a target that failed
    assert "CB813 the site has no file “gone.png”" in done.stdout
    assert f"{page.relative_to(folder)}:" in done.stdout
