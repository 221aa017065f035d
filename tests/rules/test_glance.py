"""What a glance takes for right is right by the functions that look closer."""

from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings

from clausebook.rules import glance
from clausebook.rules.glance import doubts, shows_signs
from clausebook.rules.plain import ALL, MARKERS, SPLITS, TEXT

from ..invariants import assert_glance
from ..texts import BLOCKS, BREAKS, FRAGMENTS, SOUND, hard
from ..texts import MARKERS as PIECES_OF_MARKERS

TESTS = Path(__file__).parents[1]
CLAUSE = "<!-- clause:{} -->\n{}\n<!-- endclause:{} -->\n"


def clause(body, name="a"):
    return CLAUSE.format(name, body, name)


PLAIN = {
    "words": "Only words, and nothing else - “quoted” ones too.\n",
    "clauses": "# Title\n\n" + clause("Text.") + "\n## More\n\n" + clause("Two\n\nparagraphs.", "b"),
    "lists": "\n".join(["Text.\n", clause("- one\n- two"), clause("* three", "b"), clause("1. one\n2. two", "c")]),
    "a table and a fence": clause("| a | b |\n|---|---|\n| c | d |\n\n```python\n- x\n```"),
    "front matter": f"---\ntitle: x\n---\n\n{clause('Text.')}",
    "other tools' comments": f"<!-- toc -->\n\n{clause('Text.')}\n<!-- markdownlint-disable MD033 -->\n",
    "links": clause("[a](https://example.org/a#b), [b](c.md), [us](mailto:us@example.org), [c]({{ links.code }})"),
    "placeholders": clause("{{ community.name }} and {{clause:shared:privacy}}{{ words.staff }}"),
    "lists below other text": "\n".join(
        [clause("Größe.", "a"), clause("1. one\n2. two", "b"), clause("Listen.\n\nيمكنك", "c"), clause("1. one", "d")]
    ),
    "a list below a comment": "- one\n\n<!-- toc -->\n\n" + clause("- two"),
    "a list below tags": "One, see <https://example.org> <br>.\n\n" + clause("- two"),
    "tags": clause("one <br> two, see <https://example.org>."),
    "within lines": "Say <!-- clause:a -->**this** and `that`<!-- endclause:a -->.\n\n"
    "- <!-- clause:b -->An item.<!-- endclause:b -->\n",
    "side by side": "Say <!-- clause:a -->this<!-- endclause:a --> <!-- clause:b -->and <br>.<!-- endclause:b -->\n",
    "headings": f"# A\n\n## B\n\n### C\n\n{clause('## D')}",
    "quotation marks": clause("«\u202fmerci\u202f», «mot», «Слово» and «no»."),
    "quotation marks and ampersands": clause("« mot » & more, «Слово» & **more**."),
    "quotations": clause("> Quoted.") + "\n> Quoted.\n> More.\n",
    "scripts": clause("行動規範 に。 استمع أولاً. Größe – „ja“ → nein."),
}


@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["no mark", "byte-order mark"])
@pytest.mark.parametrize("text", PLAIN.values(), ids=PLAIN)
def test_plain_files_need_no_closer_look(text, mark, end):
    data = (mark + text).replace("\n", end).encode()
    assert doubts(data) == 0
    assert not shows_signs(data)


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        (clause("Text.").replace("endclause:a", "endclause:b"), ALL),
        (clause("Text.") * 2, ALL),
        (clause("\u00a0"), ALL),
        ("- one\n\n" + clause("- two"), SPLITS),
        ("- one <br> and\n\n" + clause("- two"), SPLITS),
        ("\u3000- one\n\n" + clause("- two"), SPLITS),
        (f"{clause('Text.')}{clause('1. one', 'b')}".replace("Text.", "Text.\n1. one"), SPLITS),
        ("Say <!-- clause:a -->this<!-- endclause:a --> clause:b", ALL),
        ("Say <!-- clause:a -->this <br>clause:b<!-- endclause:a -->", ALL),
        (f"{clause('1. one')}\n{clause('2. two', 'b')}", SPLITS),
        (clause(":::{note}\nText."), SPLITS),
        ("`\n\nSay <!-- clause:a -->this<!-- endclause:a -->.`", MARKERS),
        ("```\n\n" + clause("Text."), MARKERS),
        ("---\n" + clause("Text.") + "\n---\n", MARKERS),
        ("&lt;!-- clause:a -->", MARKERS),
        ("‹!-- clause:a", MARKERS),
        ("«mot» &gt; more", MARKERS),
        ("«mot»&more", MARKERS),
        (clause("«mot»") + "\nSay <!-- clause:b -->this <http:]><!-- endclause:b -->.\n", ALL),
        ("[NAME] and [x](y)", TEXT),
        ("[x][y]", TEXT),
        ("{{ words.staff }", TEXT),
        ("{ {words.staff}}", TEXT),
        ("TODO", TEXT),
        ("Lorem ipsum", TEXT),
        ("# A\n\n### B\n", TEXT),
        ("# A\r\n\r\n### B\r\n", TEXT),
        ("(label)=\n", TEXT),
        ("Ã¼", TEXT),
        ("a\u200bb", TEXT),
        ("<<<<<<< HEAD\n", ALL),
        ("a\x07", ALL),
        ("a\rb", ALL),
    ],
)
def test_what_is_not_plain_is_doubted(text, doubt):
    assert doubts(text.encode()) & doubt == doubt


@pytest.mark.parametrize("data", [b"\xff", b"\xc3", b"\xc3a\xa9", b"\xed\xa0\x80"])
def test_what_is_not_utf_8_is_doubted(data):
    assert doubts(data) == ALL
    assert shows_signs(data)


def test_a_long_file_is_left_to_others(monkeypatch):
    data = clause("Text.").encode()
    assert doubts(data) == 0
    monkeypatch.setattr(glance, "_LONGEST", 20)
    assert doubts(data) == ALL
    assert not shows_signs(data)


@settings(deadline=None, max_examples=400)
@given(hard())
def test_a_glance_overlooks_nothing(text):
    assert_glance(text.encode())


def documents():
    files = [*(TESTS / "data" / "documents").glob("*.md"), *(TESTS / "fuzz" / "corpus").iterdir()]
    return [file.read_bytes().decode() for file in sorted(files)] + [*PLAIN.values(), *SOUND]


@pytest.mark.parametrize("seed", range(4))
def test_a_glance_overlooks_nothing_in_damaged_documents(seed):
    chance = Random(seed)  # noqa: S311 - the same cases each time
    texts = documents()
    pieces = [
        *PIECES_OF_MARKERS,
        *FRAGMENTS,
        *BLOCKS,
        *BREAKS * 6,
        *("»", "\u202f", "### ", "1. ", "*", "clause:", "]("),
    ]
    for _ in range(600):
        text = chance.choice(texts)
        for _ in range(chance.randrange(4)):
            start = chance.randrange(len(text) + 1)
            end = min(len(text), start + chance.choice((0, 0, 0, 1, 1, 3, 12)))
            other = chance.randrange(len(text) + 1)
            new = chance.choice((chance.choice(pieces), chance.choice(pieces), "", text[other : other + 30]))
            text = text[:start] + new + text[end:]
        assert_glance(text.replace("\n", "\r\n").encode() if chance.random() < 0.2 else text.encode())
