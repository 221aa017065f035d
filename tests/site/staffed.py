"""A made-up event with something of every kind that only its staff may know, and the words to look for."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

from tests.site.building import Demo

FACTS = """\
name = "Demo"
kind = "conference"
country = "US"
languages = ["en"]
status = "example"
site = "https://demo.example.org"

[[contacts]]
name = "Kim Example"
email = "kim@example.org"
phone = "+1 202 555 0100"

[[contacts]]
name = "Dana Nightwatch"
role = "Night shift lead"
email = "dana.nightwatch@example.org"
phone = "+1 202 555 0143"
audience = "staff"

[[emergency]]
number = "911"

[words]
staff = "team"

[staff]
duty_phone = "+1 202 555 0177"
office_phone = "+1 202 555 0100"
quiet_room = "Room Zephyr 204"
form = "https://forms.example.org/incident-intake"
"""

STEPS = """\
---
title: Steps
clauses:
  lead:
    audience: staff
  aside:
    audience: staff
  tell:
    audience: reporter
---

1. <!-- clause:listen -->Listen to the person.<!-- endclause:listen -->
2. <!-- clause:lead -->
   Lead them to {{ staff.quiet_room }} by the loading dock stairs and lock it from inside.
   <!-- endclause:lead -->
3. <!-- clause:write -->Write down what you heard.<!-- endclause:write -->

<!-- clause:tell -->
Tell us what happened. <!-- endclause:tell -->

Everybody <!-- clause:all -->of the {{ words.staff }}<!-- endclause:all --> helps\
<!-- clause:aside -->, and the hotel's safe word is marmalade sundown express<!-- endclause:aside -->.
"""

DUTY = """\
---
title: Duty desk
audience: staff
sources:
  - title: Our own words
    licence: CC0-1.0
---

<!-- clause:call -->
Call [the night lead]({{ staff.duty_phone }}) at {{ staff.duty_phone }}, then fill in [the form]({{ staff.form }}).
<!-- endclause:call -->
"""

ROTA = """\
---
audience: staff
---

(rota-of-the-night)=
# Night rota and hiding places

```{clause} duty:call
```

The spare keys hang behind the third extinguisher on the mezzanine.

![The way to the quiet room](floorplan.png)

{download}`The rota <rota.csv>`

```{contacts}
```
"""

INDEX = """\
# {{ community.name }}

```{contacts}
```

```{procedure} steps
```

Ask [the office](tel:+12025550100), or look at ![the hall](hall.png).

```{toctree}
report
night-rota
```
"""

# What nobody may find in a public build, in any spelling: words, and bytes of pictures.
SECRETS = (
    "Nightwatch",
    "Night shift lead",
    "dana.nightwatch@example.org",
    "555 0143",
    "555-0143",
    "2025550143",
    "555 0177",
    "2025550177",
    "Zephyr",
    "incident-intake",
    "loading dock",
    "marmalade",
    "extinguisher",
    "mezzanine",
    "hiding places",
    "rota-of-the-night",
    "night-rota",
    "night lead",
    "floorplan",
    "Rita, Raoul",
    "rota.csv",
)


def picture(seed: int, text: bytes = b"") -> bytes:
    """Make a small PNG, with a text in it if there is one."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    pixels = zlib.compress(b"\0" + bytes([seed, seed, seed]))
    chunks = [chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0))]
    if text:
        chunks.append(chunk(b"zTXt", b"Comment\0\0" + zlib.compress(text)))
    return b"\x89PNG\r\n\x1a\n" + b"".join([*chunks, chunk(b"IDAT", pixels), chunk(b"IEND", b"")])


def staffed(root: Path) -> Demo:
    """Write the event into a folder."""
    demo = Demo.make(
        root,
        {"steps": STEPS, "duty": DUTY},
        {"index": INDEX, "night-rota": ROTA, "report": "---\naudience: reporter\n---\n\n# Report\n\nWrite to us.\n"},
        community=FACTS,
    )
    demo.write(
        "source/index.md", "# Portal\n\n```{communities}\n```\n\n```{toctree}\ncommunities/demo/index\nall\n```\n"
    )
    demo.write(
        "source/all.md",
        "# Catalogue\n\n```{clause-catalogue}\n```\n\n```{clause-matrix}\n```\n\n```{completeness}\n```\n",
    )
    demo.write("source/communities/demo/hall.png", picture(1))
    demo.write("source/communities/demo/floorplan.png", picture(2, b"floorplan of Room Zephyr 204"))
    demo.write("source/communities/demo/rota.csv", "Rita, Raoul\n")
    return demo
