"""A small project whose pages have every kind of link, built for real."""

from __future__ import annotations

from pathlib import Path

from tests.site.building import CONF, Demo, Site, build

FACTS = """\
name = "{name}"
kind = "conference"
country = "{country}"
languages = ["en"]
status = "example"
site = "{site}"

[[contacts]]
name = "Kim Example"
email = "kim@example.org"
phone = "+1 202 555 0143"

[[emergency]]
number = "{number}"

[links]
rules = "{site}/moved"
staff = "/gone-410"
"""

SHARED = """\
---
title: Report
sources:
  - title: The source of it
    url: {url}/refused?source
    licence: none stated
---

# Report

<!-- clause:call -->
Call [the police](tel:911) or [Kim](tel:+1-202-555-0143).
<!-- endclause:call -->

<!-- clause:read -->
Read [the rules]({{{{ links.rules }}}}), [who we are]({{{{ links.staff }}}}) and
[what others do]({url}/gone?a=1&b=2).
<!-- endclause:read -->

<!-- clause:write -->
Write to [us](mailto:coc@example,org).
<!-- endclause:write -->
"""

FRONT = """\
# {name}

```{{procedure}} report
```

```{{toctree}}
more
```
"""

MORE = """\
# More

{links}

<p><a href="missing.html">no page</a> <a href="index.html#nowhere">no place</a> <a href="#more">here</a>
<img src="picture.png" srcset="small.png 1x, large.png 2x" alt=""></p>

<p><a href="../{other}/index.html">the others</a> <a href="htps://example.org">typo</a></p>
"""


def project(root: Path, url: str, outside: str = "") -> Demo:
    """Write a project of two communities, whose sites are at ``url``; ``outside`` is Markdown with more links."""
    demo = Demo(root)
    # No test asks for anything but the loopback: this theme leads nowhere.
    demo.write("conf.py", CONF.replace('"furo"', '"basic"') + "html_show_sphinx = False\n")
    demo.write("pyproject.toml", "[tool.clausebook]\n")
    demo.write("source/index.md", "# Portal\n\n```{toctree}\n:glob:\n\ncommunities/*/index\n```\n")
    demo.write("source/clauses/report.md", SHARED.format(url=url))
    for slug, country, number, other in (("here", "DE", "112", "there"), ("there", "US", "911", "here")):
        folder = f"source/communities/{slug}"
        name = slug.title()
        demo.write(f"{folder}/community.toml", FACTS.format(name=name, country=country, number=number, site=url))
        demo.write(f"{folder}/index.md", FRONT.format(name=name))
        links = outside if slug == "here" else ""
        demo.write(f"{folder}/more.md", MORE.format(links=links, other=other))
    return demo


def whole(demo: Demo) -> Site:
    """Build the whole site where make html does."""
    return build(demo.root / "source", demo.root / "build/html", demo.root)


def alone(demo: Demo, slug: str) -> Site:
    """Build a community alone where make html does."""
    return build(demo.root / "source/communities" / slug, demo.root / "build" / slug, demo.root)
