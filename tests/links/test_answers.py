"""What is made of the builder's records, and what is remembered of it."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from clausebook.links.answers import Answer, Verdict, judge, lacks_network, read_records, without_network
from clausebook.links.cache import Cache
from clausebook.links.outside import moved_to

NOW = datetime(2026, 3, 31, 12, tzinfo=UTC)


def answer(status: str, info: str = "", code: int = 0) -> Verdict:
    return judge({"uri": "https://example.org", "status": status, "info": info, "code": code}).verdict


@pytest.mark.parametrize("code", [200, 302, 303, 307, 0])
def test_a_redirection_for_now_is_fine(code: int) -> None:
    assert answer("redirected", "https://example.org/x", code) is Verdict.FINE


@pytest.mark.parametrize(
    ("info", "verdict"),
    [
        ("404 Client Error: Not Found for url: https://example.org/", Verdict.DEAD),
        ("410 Client Error: Gone for url: https://example.org/", Verdict.DEAD),
        ("403 Client Error: Forbidden for url: https://example.org/", Verdict.REFUSED),
        ("405 Client Error: Method Not Allowed for url: https://example.org/404", Verdict.REFUSED),
        ("418 Client Error:  for url: https://example.org/", Verdict.REFUSED),
        ("429 Client Error: Too Many Requests for url: https://example.org/", Verdict.UNKNOWN),
        ("502 Server Error: Bad Gateway for url: https://example.org/404", Verdict.UNKNOWN),
        ("Exceeded 30 redirects.", Verdict.DEAD),
        ("unauthorized", Verdict.REFUSED),
        ("Anchor 'x' not found", Verdict.NO_ANCHOR),
        ("Max retries (Caused by NameResolutionError: [Errno -2] Name or service not known)", Verdict.DEAD),
        ("Max retries ([Errno -3] Temporary failure in name resolution)", Verdict.UNKNOWN),
        ("Max retries ([Errno 111] Connection refused)", Verdict.UNKNOWN),
        ("('Connection aborted.', RemoteDisconnected('Remote end closed'))", Verdict.UNKNOWN),
        ("(Caused by SSLError(SSLError(1, '[SSL: WRONG_VERSION_NUMBER]')))", Verdict.CERTIFICATE),
        ("something that nobody has thought of", Verdict.UNKNOWN),
        ("", Verdict.UNKNOWN),
    ],
)
def test_what_is_broken(info: str, verdict: Verdict) -> None:
    assert answer("broken", info) is verdict


@pytest.mark.parametrize("status", ["timeout", "ignored", "rate-limited", "unchecked", "unknown", "something new"])
def test_nothing_else_is_fine(status: str) -> None:
    assert answer(status) is Verdict.UNKNOWN


def test_records_are_read_to_where_they_are_torn_and_the_last_one_counts() -> None:
    first = {"uri": "https://example.org/a", "status": "timeout", "info": "", "code": 0}
    lines = [json.dumps(first), json.dumps({**first, "status": "working"}), '{"uri": "https://example.org/b", "sta']
    assert dict(read_records(lines)) == {"https://example.org/a": Answer(Verdict.FINE)}
    assert dict(read_records(["[]", "null", '{"uri": 3}', "\0"])) == {}


def test_without_a_network_no_site_is_called_dead() -> None:
    gone = judge({"status": "broken", "info": "Name or service not known"})
    well = Answer(Verdict.FINE)
    alone = without_network({"https://a.example.org/": gone, "https://b.example.org/": gone, "http://127.0.0.1/": well})
    assert [each.verdict for each in alone.values()] == [Verdict.UNKNOWN, Verdict.UNKNOWN, Verdict.FINE]
    some = without_network({"https://a.example.org/": gone, "https://b.example.org/": well})
    assert [each.verdict for each in some.values()] == [Verdict.DEAD, Verdict.FINE]
    assert (lacks_network(alone), lacks_network(some), lacks_network({})) == (True, False, False)


SAFE = [
    ("http://example.org/a", "https://example.org/a"),
    ("http://example.org/a?b=1#c", "https://example.org/a?b=1"),
    ("https://example.org/a", "https://example.org/a/"),
    ("https://www.example.org/a", "https://example.org/a"),
    ("http://example.org", "https://example.org/"),
]
UNSAFE = [
    ("https://example.org/a", "https://example.org/b"),
    ("https://example.org/a", "https://elsewhere.example.org/a"),
    ("https://example.org/a?b=1", "https://example.org/a"),
    ("https://example.org/a", "https://example.org:8443/a"),
]
NONE = [
    ("https://example.org/a", "http://example.org/a"),
    ("https://example.org/a", "https://example.org/"),
    ("https://example.org/a", "https://example.org/b)[x](javascript:alert(1)"),
    ("https://example.org/a", 'https://example.org/b" onclick="x'),
    ("https://example.org/a", "https://example.org/b\n[[contacts]]"),
    ("https://example.org/a", "https://kim@example.org/b"),
    ("https://example.org/a", "https://example.org/{{ staff.room }}"),
    ("https://example.org/a", "https://example.org/<script>"),
    ("https://example.org/a", "javascript:alert(1)"),
    ("https://example.org/a", "https://example.org/" + "b" * 1000),
]


@pytest.mark.parametrize(("old", "new", "safe"), [(*p, True) for p in SAFE] + [(*p, False) for p in UNSAFE])
def test_where_a_page_has_moved_to(old: str, new: str, safe: bool) -> None:
    remedy = moved_to(old, new)
    assert remedy is not None
    assert remedy.safe is safe
    assert remedy.address.partition("#")[0] == new
    assert remedy.address.partition("#")[2] == old.partition("#")[2]


@pytest.mark.parametrize(("old", "new"), NONE)
def test_what_a_server_says_is_not_written_without_thought(old: str, new: str) -> None:
    assert moved_to(old, new) is None


def test_what_was_fine_is_remembered_for_some_days(tmp_path: Path) -> None:
    file = tmp_path / "build/links.json"
    Cache(file, 7, NOW).save(["https://a.example.org/", "https://b.example.org/"])
    later = Cache(file, 7, NOW + timedelta(days=6))
    assert "https://a.example.org/" in later
    assert "https://c.example.org/" not in later
    later.save([], not_fine=["https://a.example.org/"])
    assert "https://a.example.org/" not in Cache(file, 7, NOW + timedelta(days=6))
    assert "https://b.example.org/" not in Cache(file, 7, NOW + timedelta(days=8))
    assert "https://b.example.org/" not in Cache(file, 0, NOW)
    # A clock that was wrong.
    assert "https://b.example.org/" not in Cache(file, 7, NOW - timedelta(days=1))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "[" * 100_000,
        '{"version": 2, "fine": {"x": "2026-03-31T11:00:00+00:00"}}',
        '{"version": 1, "fine": ["x"]}',
        '{"version": 1, "fine": {"x": 3, "y": "yesterday", "z": "2026-03-31"}}',
    ],
)
def test_a_damaged_memory_is_none(tmp_path: Path, text: str) -> None:
    file = tmp_path / "links.json"
    file.write_text(text)
    cache = Cache(file, 7, NOW)
    assert not {address for address in ("x", "y", "z") if address in cache}
    cache.save(["https://example.org/"])
    assert "https://example.org/" in Cache(file, 7, NOW)
