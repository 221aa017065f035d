"""Projects of many communities, made by chance and the same every time, for Clausebook and for other generators.

Each community has a front page and two guides of about 1,000 words from the shared clauses of this repository.  They
leave out different clauses, name different ones, and one community in ten has a wording of its own.
"""

from __future__ import annotations

import random
import shutil
from pathlib import Path

from clausebook.clauses.library import Library, load_library

ROOT = Path(__file__).parent.parent

_FACTS = """\
name = "Community {number}"
kind = "conference"
country = "US"
languages = ["en"]
site = "https://c{number}.example.org"
status = "live"
reviewed = 2026-01-31
summary = "The guides of community {number}: how to report, and what the staff do."
email = "report{number}@example.org"

[[contacts]]
name = "Kim Example {number}"
role = "Coordinator"
email = "kim{number}@example.org"
phone = "+1 202 555 0{first}"

[[contacts]]
name = "Lee Example {number}"
role = "Chair"
email = "lee{number}@example.org"
phone = "+1 202 555 0{second}"

[[emergency]]
number = "911"
label = "Police, fire, ambulance"

[links]
code_of_conduct = "https://c{number}.example.org/conduct/"
reporting = "/report/"
staff = "/staff/"
locations = "https://c{number}.example.org/locations/"
subreddit = "https://c{number}.example.org/forum/"
slack = "https://c{number}.example.org/chat/"

[words]
event = "{event}"
staff = "{staff}"
staff_member = "{staff} member"
a_staff_member = "a {staff} member"
staff_is = "{staff} is"
identification = "name"
venue = "hall {number}"
subreddit = "the forum"
"""
_FRONT = """\
# {{ community.name }}

```{emergency}
```

## Whom to tell

```{contacts}
```

## How

- [Report something](report.md)
- [What the staff do](staff.md)

```{toctree}
:hidden:

report
staff
```
"""
_PORTAL = """\
# Guides

Choose your community.

```{communities}
```

```{toctree}
:hidden:
:glob:

communities/*/index
```
"""
_LISTS = "\n```{toctree}\n:hidden:\n\nclause-catalogue\nclause-matrix\n```\n"
_OWN = """\
<!-- clause:note-public-shaming -->
{{ community.name }} asks you to tell the {{ words.staff }} first, before you write about it in public.
<!-- endclause:note-public-shaming -->
"""


def slug(number: int) -> str:
    """Name a community's folder."""
    return f"c{number:05}"


def write_project(folder: Path, communities: int, *, lists: bool = True) -> None:
    """Write a project; ``lists`` adds the pages on all clauses and who uses them."""
    source = folder / "source"
    shutil.copytree(ROOT / "source/clauses", source / "clauses", dirs_exist_ok=True)
    for name in ("conf.py", "docutils.conf"):
        shutil.copy(ROOT / name, folder)
    (folder / "pyproject.toml").write_text('[tool.clausebook]\nsource = "source"\ncommunities = ["communities/*"]\n')
    (source / "index.md").write_text(_PORTAL + (_LISTS if lists else ""))
    if lists:
        for name in ("clause-catalogue", "clause-matrix"):
            shutil.copy(ROOT / f"source/{name}.md", source)
    library = load_library(source / "clauses")
    for number in range(communities):
        write_community(source / "communities" / slug(number), number, library)


def write_community(folder: Path, number: int, library: Library) -> None:
    """Write one community's facts and pages."""
    chance = random.Random(number)  # noqa: S311 -- the same every time
    files = {"community.toml": facts(number, chance), "index.md": _FRONT, **guides(number, library, chance)}
    if number % 10 == 3:
        files["clauses/attendee-procedure.md"] = _OWN
    for name, text in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")


def facts(number: int, chance: random.Random) -> str:
    """Write a community's facts, of made-up people."""
    return _FACTS.format(
        number=number,
        first=100 + number % 50,
        second=150 + number % 50,
        event=chance.choice(["conference", "meetup", "sprint"]),
        staff=chance.choice(["team", "staff", "crew"]),
    )


def guides(number: int, library: Library, chance: random.Random) -> dict[str, str]:
    """Write a community's two guides."""
    staff = _procedure("staff-procedure", library, chance)
    if number % 2:
        other = library.files["other-avenues"]
        names = chance.sample(list(other.clauses), 3)
        chosen = "\n".join(f"other-avenues:{name}" for name in other.clauses if name in names)
        first = f"# Report something\n\n{_procedure('attendee-procedure', library, chance)}"
        report = f"{first}\n```{{clause}}\n{chosen}\n```\n"
    else:
        # Some of its clauses are headings: without one, levels would jump.
        first = "```{procedure} reporting\n```\n"
        report = f"{first}\n```{{procedure}} example-actions\n:heading-offset: 1\n```\n"
    end = "\n```{sources}\n```\n"
    return {"report.md": report + end, "staff.md": f"# What the staff do\n\n{staff}{end}"}


def _procedure(stem: str, library: Library, chance: random.Random) -> str:
    """Ask for a whole file without one of its clauses."""
    file = library.files[stem]
    # Without its first clause, a file would begin with a line across the page; without a heading, levels would jump.
    free = [
        name
        for name, clause in list(file.clauses.items())[1:]
        if not library.traits(f"{stem}:{name}").locked and "#" not in clause.text(file.source)
    ]
    return f"```{{procedure}} {stem}\n:omit: {chance.choice(free)}\n```\n"
