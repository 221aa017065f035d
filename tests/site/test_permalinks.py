"""Links to the former names of clauses lead to them."""

from __future__ import annotations

import re
import zlib
from pathlib import Path

from tests.site.building import Demo

SHARED = """\
---
clauses:
  now: {aliases: [then, elsewhere:before]}
  step: {aliases: [stage]}
---

1. <!-- clause:step -->First.<!-- endclause:step -->

<!-- clause:now -->
Text.
<!-- endclause:now -->

Words <!-- clause:words -->within<!-- endclause:words -->.
"""


def test_anchors_roles_and_the_inventory_know_former_names(tmp_path: Path) -> None:
    links = "{clause}`p:then`, {clause}`there <elsewhere:before>`, {clause}`p:stage`, [here](p.md#clause-then)\n"
    demo = Demo.make(tmp_path, {"p": SHARED}, {"p": "# P\n\n```{procedure} p\n```\n", "index": f"# Links\n\n{links}"})
    site = demo.build()
    article = site.article("communities/demo/p")
    for anchor in (
        "clause-now",
        "clause-then",
        "clause-before",
        "clause-elsewhere-before",
        "clause-stage",
        "clause-step",
    ):
        assert article.find(id=anchor), anchor
    (moved,) = article.select("#clause-then")
    assert "Text." in (moved.find_parent(class_="clause") or moved).get_text()
    found = [a["href"] for a in site.article("communities/demo/index").select("p a.internal")]
    assert found[:3] == ["p.html#clause-now", "p.html#clause-now", "p.html#clause-step"]
    data = zlib.decompress((site.out / "objects.inv").read_bytes().split(b"\n", 4)[4]).decode()
    assert {*re.findall(r"^(\S+) coc:clause", data, flags=re.MULTILINE)} == {
        "demo:p:now",
        "demo:p:then",
        "demo:elsewhere:before",
        "demo:p:step",
        "demo:p:stage",
        "demo:p:words",
    }
    # A new alias reaches the page.
    demo.write("source/clauses/p.md", SHARED.replace("then,", "then, once,"))
    assert demo.build().article("communities/demo/p").find(id="clause-once")
