"""The source texts as they came: each yields what is wrong with it, and nothing else."""

from pathlib import Path

import pytest

from clausebook.clauses.markers import SOUND, segments
from clausebook.rules.fixer import fix_source
from clausebook.rules.runner import check_source
from clausebook.text.source import SourceText

SEEDS = Path(__file__).parents[1] / "data" / "seeds"
DAMAGED = ["information", "response", "antiresponse", "tellchair"]


def seed(number):
    (file,) = SEEDS.glob(f"{number}_*.txt")
    return SourceText.read(file)


def found(source):
    return [(finding.code.code, source.text[span(source, finding)]) for finding in check_source(source)]


def span(source, finding):
    return slice(source.offset(finding.start), source.offset(finding.end))


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("003", []),
        ("000", [("CB603", "coc%40pyladies.com")] * 3),
        ("001", [("CB601", "TODO"), ("CB604", "(google-community)=")]),
        ("002", [("CB602", "‚Äù"), *(("CB102", f"<-- e!ndclause:{name} -->") for name in DAMAGED)]),
        ("004", [("CB602", "‚Äù")]),
    ],
)
def test_findings(number, expected):
    assert found(seed(number)) == expected


def test_the_four_end_markers_are_repaired_and_no_other_byte():
    source = seed("002")
    result = fix_source(source, check_source(source))
    before, after = source.to_bytes(), result.source.to_bytes()
    for name in DAMAGED:
        before = before.replace(f"<-- e!ndclause:{name} -->".encode(), f"<!-- endclause:{name} -->".encode())
    assert after == before
    assert [f.code.code for f in result.remaining] == ["CB602"]
    assert len(result.applied) == 4
    assert not result.rejected


def test_every_marker_is_sound_after_the_repair():
    source = seed("002")
    fixed = fix_source(source, check_source(source)).source.text
    markers = [piece for piece in segments(fixed) if not isinstance(piece, str)]
    assert len(markers) == len(SOUND.findall(fixed)) == 24
    assert not [marker for marker in markers if marker.damage]
