"""A site that is built in shards is, to the byte, the site that one build makes."""

from __future__ import annotations

import json
import shutil
import subprocess
import zlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from clausebook.shards.plan import Name, ShardError, make_plan
from tests.cli.running import clausebook
from tests.history.repositories import commit, repository
from tests.site.building import COMMUNITY, CONF, ROOT, Demo, Site

CLAUSES = {
    "one": """\
<!-- clause:a -->
The {{ words.staff }} say a.
<!-- endclause:a -->

<!-- clause:b -->
They say b.
<!-- endclause:b -->
""",
}
INDEX = """\
# {{ community.name }}

```{contacts}
```

```{toctree}
:hidden:

guide
```
"""
PORTAL = """\
# Portal

```{communities}
```

```{toctree}
:hidden:
:glob:

communities/*/index
```

```{toctree}
:hidden:

catalogue
matrix
```
"""
NUMBER = 3
COMMUNITIES = [f"c{number:02}" for number in range(14)]


def write_site(root: Path) -> Demo:
    demo = Demo(root)
    files = {
        "conf.py": CONF + '\nhtml_baseurl = "https://example.org/guides/"\n',
        "pyproject.toml": "[tool.clausebook]\n",
        "source/clauses/one.md": CLAUSES["one"],
        "source/index.md": PORTAL,
        "source/catalogue.md": "# Catalogue\n\n```{clause-catalogue}\n```\n",
        "source/matrix.md": "# Matrix\n\n```{clause-matrix}\n```\n\n[All](index.md)\n",
    }
    for slug in COMMUNITIES:
        folder = f"source/communities/{slug}"
        facts = COMMUNITY.replace('"example"', '"live"\nreviewed = 2025-03-31')
        files[f"{folder}/community.toml"] = facts.replace("Demo", f"Demo {slug}")
        files[f"{folder}/index.md"] = INDEX
        files[f"{folder}/guide.md"] = "# Guide\n\n```{procedure} one\n```\n\n[Back](index.md), [all](../../index.md)\n"
    # A link to another community's page and clause keeps the two together.
    files["source/communities/c12/guide.md"] += "\n[The other](../c02/guide.md), {coc:clause}`c02:one:b`\n"
    # Pictures of one name are different pictures.
    for slug in ("c01", "c13"):
        files[f"source/communities/{slug}/guide.md"] += "\n![A map](map.svg)\n"
        files[f"source/communities/{slug}/map.svg"] = (
            f'<svg xmlns="http://www.w3.org/2000/svg"><text>{slug}</text></svg>'
        )
    files["source/communities/c05/duty.md"] = "---\norphan: true\naudience: staff\n---\n\n# Duty\n\nOnly for us.\n"
    for name, text in files.items():
        demo.write(name, text)
    return demo


def build_shards(demo: Demo, of: int = NUMBER) -> list[Site]:
    def shard(number: int) -> Site:
        return demo.build("-D", f"clausebook_shard={number}/{of}", out=f"shard{number}")

    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(shard, range(1, of + 1)))


def merge(demo: Demo, *shards: str, out: str = "merged") -> str:
    done = clausebook("merge", out, *(shards or sorted(f.name for f in demo.root.glob("shard?"))), cwd=demo.root)
    return done.stdout if done.returncode == 0 else f"{done.returncode}: {done.stderr}"


def contents(folder: Path) -> dict[str, bytes]:
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def assert_same(one: Path, other: Path) -> None:
    first, second = contents(one), contents(other)
    assert sorted(first) == sorted(second)
    assert [name for name in first if first[name] != second[name]] == []


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    demo = write_site(tmp_path_factory.mktemp("shards"))
    whole = demo.build(out="whole")
    assert (whole.code, whole.errors) == (0, "")
    for site in build_shards(demo):
        assert (site.code, site.errors) == (0, "")
    assert "written" in merge(demo)
    return demo


def test_the_site_is_that_of_one_build(demo: Demo) -> None:
    assert_same(demo.root / "whole", demo.root / "merged")
    inventory = (demo.root / "merged/objects.inv").read_bytes().split(b"\n", 4)[4]
    assert b"c13:one:a coc:clause" in zlib.decompress(inventory)
    assert (demo.root / "merged/sitemap.xml").read_text().count("/c13/") == 2
    assert not (demo.root / "merged/clausebook-shard.json").exists()


def test_a_build_with_two_processes_is_that_of_one(demo: Demo) -> None:
    assert demo.build("-j", "2", out="parallel").code == 0
    assert_same(demo.root / "whole", demo.root / "parallel")


@pytest.mark.parametrize(
    ("communities", "given", "command"),
    [
        (300, [], "sphinx-build"),
        (301, [], "-j1 part-1 part-2 part-3"),
        (301, ["JOBS=2"], "-j2 part-1 part-2 part-3"),
        (301, ["GROUPS=1"], "sphinx-build"),
        (3, ["JOBS=2"], "-j2 part-1 part-2"),
    ],
)
def test_make_divides_what_would_need_much_memory(
    tmp_path: Path, communities: int, given: list[str], command: str
) -> None:
    for name in ("Makefile", "pyproject.toml", "constraints.txt"):
        shutil.copy(ROOT / name, tmp_path)
    for number in range(communities):
        (tmp_path / f"source/communities/c{number}").mkdir(parents=True)
        (tmp_path / f"source/communities/c{number}/community.toml").touch()
    plan = subprocess.run(
        ["make", "-n", "html", *given], cwd=tmp_path, capture_output=True, text=True, check=False
    ).stdout
    groups = command.count("part-")
    assert command in plan
    assert ("clausebook merge" in plan) == (groups > 0)
    assert [f"clausebook_shard={number}/{groups}" in plan for number in range(1, groups + 1)] == [True] * groups


def test_a_few_communities_which_the_portal_names_are_built_together(tmp_path: Path) -> None:
    write_site(tmp_path)
    for slug in COMMUNITIES[12:]:
        shutil.rmtree(tmp_path / "source/communities" / slug)
    assert [len(shard.communities) for shard in make_plan(tmp_path, 2)] == [12, 0]


def test_joining_again_touches_nothing(demo: Demo) -> None:
    assert ", 0 written, 0 removed" in merge(demo)


def test_shards_are_even_and_keep_together_what_is_linked(demo: Demo) -> None:
    plan = json.loads(clausebook("shards", str(NUMBER), "--format", "json", cwd=demo.root).stdout)["shards"]
    assert [shard["shard"] for shard in plan] == ["1/3", "2/3", "3/3"]
    assert sorted(slug for shard in plan for slug in shard["communities"]) == COMMUNITIES
    assert [shard["portal"] for shard in plan] == [True, False, False]
    assert all(("c02" in shard["communities"]) == ("c12" in shard["communities"]) for shard in plan)
    portal, *others = (shard["pages"] for shard in plan)
    assert max(others) - min(others) <= 3
    # The first also looks up all clauses for the portal.
    assert 0 < portal < min(others)


@pytest.mark.parametrize("shards", [(), ("shard1",), ("shard1", "shard2"), ("shard1", "shard2", "shard2")])
def test_a_shard_too_few_or_too_many_is_no_site(demo: Demo, shards: tuple[str, ...]) -> None:
    told = merge(demo, *shards, out="never") if shards else merge(demo, "whole", out="never")
    assert told.startswith("2: clausebook: ")
    assert not (demo.root / "never").exists()


def test_nothing_that_is_no_site_is_overwritten(demo: Demo) -> None:
    assert "choose an empty folder" in merge(demo, out="source")
    assert "within each other" in merge(demo, out="shard1/inside")


@pytest.mark.parametrize("name", ["0/3", "4/3", "x", "1", "1/0", "-1/3", "1/99999", ""])
def test_what_is_no_shard_has_no_name(name: str) -> None:
    with pytest.raises(ShardError, match="is no shard: write which of how many, such as 1/8"):
        Name.parse(name)


def test_no_shard_is_built_that_there_is_not(demo: Demo) -> None:
    site = demo.build("-D", "clausebook_shard=4/3", out="none")
    assert (site.code, "“4/3” is no shard" in site.errors) == (2, True)


def test_changes_reach_the_joined_site_and_findings_are_told_once(tmp_path: Path) -> None:
    demo = write_site(tmp_path)
    build_shards(demo, 2)
    merge(demo)
    demo.write("source/clauses/one.md", CLAUSES["one"].replace("They say b", "They tell b"))
    (tmp_path / "source/communities/c03/guide.md").unlink()
    demo.write("source/communities/c03/index.md", INDEX.replace("guide\n", ""))
    demo.write("source/communities/a-first/community.toml", COMMUNITY.replace("Demo", "First"))
    demo.write("source/communities/a-first/index.md", INDEX.replace("guide\n", ""))
    again = build_shards(demo, 2)
    merged = merge(demo)
    whole = demo.build(out="whole")
    assert [site.errors for site in (whole, *again)] == ["", "", ""]
    assert ", 0 removed" not in merged
    assert_same(tmp_path / "whole", tmp_path / "merged")
    # The same warnings, each by one of the shards.
    demo.write("source/clauses/one.md", CLAUSES["one"] + "\n<!-- clause:torn -->\nNo end.\n")
    demo.write("source/communities/c07/guide.md", "# Guide\n\n{nosuch}`x`\n\n[nowhere](nowhere.md)\n")
    told = demo.build(out="whole").errors
    parts = [site.errors for site in build_shards(demo, 2)]
    lines = sorted(line for line in told.splitlines() if "WARNING" in line)
    assert len(lines) >= 3
    assert sorted(line for errors in parts for line in errors.splitlines() if "WARNING" in line) == lines


def test_a_visible_list_of_other_shards_pages_is_told(tmp_path: Path) -> None:
    demo = write_site(tmp_path)
    demo.write("source/index.md", PORTAL.replace(":hidden:\n:glob:", ":glob:"))
    site = demo.build("-D", f"clausebook_shard=1/{NUMBER}")
    assert site.code == 1
    assert "index.md:6: WARNING: this list shows pages that other shards build" in site.errors


def test_a_change_says_which_shards_to_build_again(tmp_path: Path) -> None:
    repository(tmp_path, {})
    demo = write_site(tmp_path)
    commit(tmp_path, {})

    def affected() -> list[str]:
        done = clausebook("shards", str(NUMBER), "--since", "HEAD", "--format", "json", cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        return [shard["shard"] for shard in json.loads(done.stdout)["shards"] if shard["affected"]]

    assert affected() == []
    demo.write("README.md", "Read me.\n")
    assert affected() == []
    demo.write("source/matrix.md", "# Who uses what\n\n```{clause-matrix}\n```\n")
    assert affected() == ["1/3"]
    demo.write("source/communities/c13/guide.md", "# Guide\n\nNew.\n")
    assert affected() == ["1/3", "3/3"]
    demo.write("conf.py", (tmp_path / "conf.py").read_text() + "\nlanguage = 'en'\n")
    assert affected() == ["1/3", "2/3", "3/3"]
