from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from clausebook.community.schema import SCHEMA_FILE, community_schema, schema_text

COMMUNITIES = Path(__file__).parents[2] / "source" / "communities"
LEAST = 'name = "a"\nkind = "online"\nlanguages = ["en"]\nstatus = "example"\n'
VALIDATOR = jsonschema.Draft7Validator(community_schema())


def facts(text: str) -> Any:
    """Read TOML as editors do for a schema: JSON has no dates."""

    def plain(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: plain(item) for key, item in value.items()}
        return value.isoformat() if isinstance(value, date) else value

    return plain(tomllib.loads(text))


def test_the_schema_is_one() -> None:
    for validator in (jsonschema.Draft4Validator, jsonschema.Draft7Validator, jsonschema.Draft202012Validator):
        validator.check_schema(community_schema())


def test_the_written_file_is_up_to_date() -> None:
    assert SCHEMA_FILE.read_text(encoding="utf-8") == schema_text(), "run python -m clausebook.community.schema"


def test_every_key_is_described_and_every_table_closed() -> None:
    def walk(node: Any) -> None:
        if isinstance(node, dict):
            assert "$ref" not in node
            if "properties" in node and "type" in node:
                assert node["additionalProperties"] is False
                assert all(item["title"] and item["description"] for item in node["properties"].values())
            if "patternProperties" in node:
                assert node["additionalProperties"] is False
        for item in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
            walk(item)

    walk(community_schema())


@pytest.mark.parametrize("name", ["pycon", "madpug", "pyladies"])
def test_the_examples_fit(name: str) -> None:
    VALIDATOR.validate(facts((COMMUNITIES / name / "community.toml").read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    "more",
    [
        "",
        "reviewed = 2025-03-31",
        'reviewed = "TODO"',
        'listed = "TODO"',
        'country = "TODO"',
        'contacts = "TODO"',
        'email = "TODO ask Kim"',
        'contacts = ["TODO", {name = "TODO", email = "TODO"}]',
        '[[contacts]]\nname = "a"\nphone = "+1 202 555 0143 ext. 5"\nlanguages = ["pt-BR", "TODO"]\nindependent = true',
        '[[emergency]]\nnumber = "112"\nlabel = "é"',
        '[links]\na = "/"\nb = "/b"\nc = "mailto:a@example.org"\nd = "tel:911"\ne = "TODO"',
        '[words]\nstaff = "die Organisator*innen"',
    ],
)
def test_good(more: str) -> None:
    VALIDATOR.validate(facts(LEAST + more))


@pytest.mark.parametrize(
    "text",
    [
        "",
        LEAST.replace('"online"', '"conferense"'),
        LEAST.replace('"online"', '"meetup"'),
        LEAST.replace('"example"', '"live"'),
        LEAST.replace('status = "example"', ""),
        LEAST.replace('"a"', '"TODO"'),
        LEAST.replace('"a"', '""'),
        LEAST.replace('"online"', '"TODO"'),
        LEAST.replace('["en"]', "[]"),
        LEAST.replace('["en"]', '["EN"]'),
        LEAST + "contry = 'US'",
        LEAST + "country = 'USA'",
        LEAST + "summary = 'a\u202eb'",
        LEAST + "email = 'coc%40example.org'",
        LEAST + "listed = 'yes'",
        LEAST + "site = '/about'",
        LEAST + "email = 'TODOs'",
        LEAST + "[[contacts]]\nname = 'a'",
        LEAST + "[[contacts]]\nemail = 'a@example.org'",
        LEAST + "[[contacts]]\nname = 'a'\nphone = '911'",
        LEAST + "[[emergency]]\nnumber = 911",
        LEAST + "[links]\na = '//example.org'",
        LEAST + "[links]\na = 'javascript:alert(1)'",
        LEAST + "[links]\nA = '/'",
        LEAST + "[words]\na = ''",
        LEAST + "[words]\na = 1",
    ],
)
def test_bad(text: str) -> None:
    assert list(VALIDATOR.iter_errors(facts(text)))
