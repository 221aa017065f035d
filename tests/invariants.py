"""What holds for every text whatsoever; property tests, the fuzz target and its corpus assert it."""

from __future__ import annotations

import json
from collections import Counter
from unittest import mock

from clausebook.clauses.markers import segments
from clausebook.report import diff
from clausebook.report import json as as_json
from clausebook.report import text as as_text
from clausebook.rules import glance
from clausebook.rules.fixer import fix_source
from clausebook.rules.glance import shows_signs
from clausebook.rules.plain import MARKERS, SPLITS, TEXT
from clausebook.rules.runner import check_source
from clausebook.rules.signs import may_be_wrong
from clausebook.text.edits import apply_edits
from clausebook.text.source import SourceText


def assert_all(data: bytes) -> None:
    """Assert everything of a file's bytes, which must be UTF-8."""
    source = SourceText.from_bytes(data, "t.md")
    assert source.to_bytes() == data
    pieces = [
        piece if isinstance(piece, str) else source.text[piece.start : piece.end] for piece in segments(source.text)
    ]
    assert "".join(pieces) == source.text
    findings = check_source(source)
    assert_told(source, findings)
    assert_short_cuts(source)
    for unsafe in (False, True):
        assert_fix(source, findings, unsafe)


def assert_told(source: SourceText, findings: list) -> None:
    """Findings are in order, in the text, and can be written in every form."""
    assert findings == sorted(findings, key=lambda finding: finding.sort_key)
    for finding in findings:
        assert 0 <= source.offset(finding.start) <= source.offset(finding.end) <= len(source.text)
        assert finding.message
    assert as_text.render(findings, {"t.md": source}).count(" CB") >= len(findings)
    as_text.summary(findings)
    assert len(json.loads(as_json.render(findings, {"t.md": source}))) == len(findings)


def assert_short_cuts(source: SourceText) -> None:
    """A text that shows no signs has no findings, even when no rule takes a short cut."""
    with mock.patch("clausebook.rules.runner.is_plainly_sound", lambda *_: False):
        assert may_be_wrong(source.text) or not check_source(source)
    assert_glance(source.to_bytes())


def assert_glance(data: bytes) -> None:
    """What a glance does not doubt, no closer look finds a sign in."""
    doubt = glance.doubts(data)
    text = data.decode("utf-8").removeprefix("\ufeff")
    for kind in (MARKERS, SPLITS, TEXT):
        assert doubt & kind or not may_be_wrong(text, None, kind)
    assert shows_signs(data) == may_be_wrong(text)


def assert_fix(source: SourceText, findings: list, unsafe: bool) -> None:
    """A fix changes what it says and nothing else, makes no new finding, and leaves nothing for a second pass."""
    result = fix_source(source, findings, unsafe=unsafe)
    edits = {edit for finding in result.applied for edit in finding.fix.edits}
    assert result.source.text == apply_edits(source.text, edits)
    assert result.source.bom == source.bom
    assert bool(diff.render(source, result.source)) == (source.to_bytes() != result.source.to_bytes())
    after = check_source(result.source)
    assert list(result.remaining) == after
    assert not Counter(finding.code for finding in after) - Counter(finding.code for finding in findings)
    again = fix_source(result.source, after, unsafe=unsafe)
    assert again.source.text == result.source.text
    assert not again.changed
