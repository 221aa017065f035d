"""Strategies for texts that are hard on a checker: dense with what is nearly a marker, or sound and then damaged."""

from __future__ import annotations

from hypothesis import strategies as st

# Whole markers, sound and damaged, and what they are made of.
MARKERS = [
    "<!-- clause:a -->",
    "<!-- endclause:a -->",
    "<!-- clause:b -->",
    "<!-- endclause:b -->",
    "<!--clause:b-->",
    "<!-- end clause:b -->",
    "<-- e!ndclause:a -->",
    "<!-- endclause -->",
    "<!-- clause: -->",
    "<!-- clause:a",
    "clause:c -->",
    "&lt;!-- clause:c --&gt;",
    "&amp;lt;!-- endclause:c --&amp;gt;",
    "\\<!-- clause:a \\-->",
    "<!— endclause:a —>",
    "<!- clause:a ->",
    "«!-- clause:a --»",
    "‹— endclause:b —›",
    "<!-- nclause:a -->",
    "<!-- clauseresponse -->",
    "<!-- endclause:response -->",
    "<!-- clause:response -->",
    "<!-- endclause:respnse -->",
    "<!-- сlause:a -->",
    "<!-- clau\u200bse:a\u202e -->",
    "<!--\nclause:a\n-->",
    "<!-- /clause:a -->",
    "<!-- End Clause a -->",
]
FRAGMENTS = [
    *("end", "<", ">", "!", "-", "--", "<!", "<!-", "<!--", "-->", "--!>", "->", "<-", "clause", "endclause", ":", "a"),
    *("&lt;", "&gt;", "&#60;", "&#x3e;", "&", ";", "«", "»", "‹", "›", "＜", "＞", "—", "–", "ー", "！", "а", "с"),
    *("：", "\u200b", "\ufeff", "\u202e", "\u2066", "\u00a0", "\u2028", "\x00", "\x01", "\x0b", "\x0c", "\x1c", "\x85"),
]
BLOCKS = [
    *("\\", "`", "``", "```", "````", "~~~", "```{note}", "```python", ":::{note}", ":::", "---", "...", "***"),
    *("    ", "\t", "- ", "> ", "1. ", "| ", "|---|", "# ", "## ", "===", "<div>", "</div>", "<br>"),
    *(
        "<pre>",
        "<!DOCTYPE",
        "{",
        "}",
        "{{",
        "}}",
        "{{ words.staff }}",
        "{{ words.staff }",
        "{ clause:a:b }}",
        "${links.home}",
    ),
    *("[us](coc%40example.org)", "[x]: a@example.org", "[^1]", "[^1]: Note.", "[x][y]", "(label)=", "TODO"),
    *("<!-- toc -->", "<!-- prettier-ignore -->", "<!-- markdownlint-disable -->", "<!-- clausebook: ignore CB101 -->"),
    *(
        "Text. ",
        "[INSERT x]",
        "<<<<<<< HEAD",
        "=======",
        ">>>>>>> theirs",
        "title: x",
        "‚Äù",
        "Ã¼",
        "« mot »",
        "»Wort«",
        "行動",
        "é’s",
    ),
]
BREAKS = ["\n", "\n", "\n\n", "\r\n", "\r\n\r\n", "\r"]

SOUND = [
    "# Title\n\n<!-- clause:response -->\nText.\n<!-- endclause:response -->\n",
    "<!-- clause:response -->\r\n- One `x`.\r\n- Two « mot ».\r\n<!-- endclause:response -->\r\n",
    "---\ntitle: x\n---\n\n<!-- clause:one -->\nText.\n<!-- endclause:one -->\n\n```\n    <b>\n```\n"
    "<!-- clause:two -->\n<!-- toc -->\nMore.\n<!-- endclause:two -->\n",
    "Say <!-- clause:inline -->{{ words.staff }} and `code`<!-- endclause:inline --> to <b>them</b>.\n\nMore.",
    "| a | b |\n|---|---|\n| <!-- clause:cell -->x<!-- endclause:cell --> | y |\n",
    "- <!-- clause:i-1 -->行動<!-- endclause:i-1 -->\n  > <!-- clause:i_2 -->Er: »So« wie<!-- endclause:i_2 -->\n",
    "\ufeff<!-- clause:a -->\rText → that.\r<!-- endclause:a -->\r<!-- prettier-ignore -->\r",
]


def dense() -> st.SearchStrategy[str]:
    """Pieces of markers and of Markdown, thrown together."""
    return st.lists(st.sampled_from(MARKERS + FRAGMENTS + BLOCKS + BREAKS * 6), max_size=30).map("".join)


@st.composite
def damaged(draw: st.DrawFn) -> str:
    """A sound text in which a few places were changed."""
    text = draw(st.sampled_from(SOUND))
    for _ in range(draw(st.integers(0, 4))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.sampled_from([0, 0, 1, 1, 2, 5, 20])))
        pieces = [text[start:end], *FRAGMENTS, *BLOCKS, *BREAKS, *MARKERS, ""]
        new = draw(st.sampled_from(pieces) | st.characters(codec="utf-8"))
        text = text[:start] + new + text[end:]
    return text


def hard() -> st.SearchStrategy[str]:
    """Any of the above, or just any text."""
    return dense() | damaged() | st.text(st.characters(codec="utf-8"))
