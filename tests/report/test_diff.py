import subprocess

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clausebook.report.diff import render
from clausebook.text.source import SourceText
from tests.growth import assert_linear


def diff(before, after, *, bom=False):
    return render(SourceText("a.md", before, bom), SourceText("a.md", after, bom))


def test_no_difference():
    assert diff("a\n", "a\n") == ""


def test_a_line_in_the_middle():
    before = "".join(f"{number}\n" for number in range(1, 21))
    assert diff(before, before.replace("10\n", "ten\n")) == (
        "--- a.md\n+++ a.md\n@@ -7,7 +7,7 @@\n 7\n 8\n 9\n-10\n+ten\n 11\n 12\n 13\n"
    )


def test_line_ends_are_kept():
    assert diff("a\r\nb\n", "c\r\nb\n") == "--- a.md\n+++ a.md\n@@ -1,2 +1,2 @@\n-a\r\n+c\r\n b\n"


def test_a_missing_last_line_end_is_told():
    no_end = "\\ No newline at end of file\n"
    assert diff("a", "b\n") == f"--- a.md\n+++ a.md\n@@ -1 +1 @@\n-a\n{no_end}+b\n"


LINES = st.lists(st.sampled_from(["a", "b", "c", "", "d\r", "x\ry"]), max_size=12).map("\n".join)


@pytest.mark.parametrize("bom", [False, True])
@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=LINES.filter(bool), after=LINES.filter(bool))
def test_git_applies_it_byte_for_byte(tmp_path, before, after, bom):
    file = tmp_path / "a.md"
    file.write_bytes(SourceText("a.md", before, bom).to_bytes())
    text = diff(before, after, bom=bom).replace("--- a.md", "--- a/a.md", 1).replace("+++ a.md", "+++ b/a.md", 1)
    if text:
        command = ["git", "apply", "--whitespace=nowarn", "-"]
        subprocess.run(command, input=text.encode(), cwd=tmp_path, check=True, env={"GIT_CEILING_DIRECTORIES": "/"})
    assert file.read_bytes() == SourceText("a.md", after, bom).to_bytes()


def test_a_line_that_is_added_among_equal_ones():
    assert diff("a\na\na\na\na", "a\na\na\na\na\na").endswith("\\ No newline at end of file\n")


def test_added_and_removed_lines():
    before = "".join(f"{number}\n" for number in range(1, 21))
    after = before.replace("5\n", "5\nfive\n", 1).replace("15\n", "", 1)
    assert diff(before, after) == (
        "--- a.md\n+++ a.md\n"
        "@@ -3,6 +3,7 @@\n 3\n 4\n 5\n+five\n 6\n 7\n 8\n"
        "@@ -12,7 +13,6 @@\n 12\n 13\n 14\n-15\n 16\n 17\n 18\n"
    )


@pytest.mark.parametrize("new", ["Text.\n<!-- endclause:x{} -->\n", "{}\n", ""], ids=["added", "changed", "removed"])
def test_the_time_for_a_patch_grows_as_the_text_does(new):
    def make(size):
        before = "".join(f"<!-- clause:x{number} -->\nText.\n" for number in range(size))
        after = "".join(f"<!-- clause:x{number} -->\n{new.format(number)}" for number in range(size))
        return render(SourceText("a.md", before), SourceText("a.md", after))

    assert_linear(make, 2000)
