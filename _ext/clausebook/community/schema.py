"""The JSON Schema of a community.toml, for editors; made from the model.

It says draft-07, because that is what Taplo, the TOML language server, and the editors around it understand for sure,
and uses no keyword that means something else in draft 4 or in 2020-12.  It has no references: before 2019-09,
everything beside a ``$ref`` is ignored, descriptions included.  Editors see a TOML date as a string.
"""

from __future__ import annotations

import json
from pathlib import Path

from clausebook.community.checks import NOT_FILLED_IN
from clausebook.community.model import Community

DRAFT = "http://json-schema.org/draft-07/schema#"
SCHEMA_FILE = Path(__file__).with_name("community.schema.json")

_DEFINITIONS = "$defs"


def community_schema() -> dict[str, object]:
    """Make the schema: every key with a title, ``"TODO"`` wherever a fact may be marked as missing."""
    made = Community.model_json_schema()
    definitions = made.pop(_DEFINITIONS, {})
    inlined = _plain(made, definitions)
    if not isinstance(inlined, dict):
        raise TypeError(inlined)
    return {"$schema": DRAFT, **inlined}


def _plain(node: object, definitions: dict[str, object]) -> object:
    """Put definitions where they are referred to, and the mark for a missing fact where the model has None."""
    if isinstance(node, list):
        return [_plain(item, definitions) for item in node]
    if not isinstance(node, dict):
        return node
    if node == {"type": "null"}:
        return {"type": "string", "pattern": NOT_FILLED_IN, "description": "Not known yet: to be filled in."}
    node = dict(node)
    reference = node.pop("$ref", None)
    if isinstance(reference, str):
        definition = definitions[reference.rpartition("/")[2]]
        node = {**definition, **node} if isinstance(definition, dict) else node
    if "default" in node and node["default"] is None:
        # TOML has no null.
        del node["default"]
    if "patternProperties" in node:
        node["additionalProperties"] = False
    plain = {key: _plain(item, definitions) for key, item in node.items()}
    properties = plain.get("properties")
    for described in properties.values() if isinstance(properties, dict) else ():
        title = described.get("title") if isinstance(described, dict) else None
        if isinstance(title, str):
            # Taplo shows the description alone.
            described["description"] = f"{title[0].upper()}{title[1:]}."
    return plain


def schema_text() -> str:
    """Write the schema as the file in this folder holds it."""
    return json.dumps(community_schema(), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    SCHEMA_FILE.write_text(schema_text(), encoding="utf-8", newline="\n")
