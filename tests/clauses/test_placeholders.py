from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from docutils import nodes
from hypothesis import example, given
from hypothesis import strategies as st

from clausebook.clauses.placeholders import Place, Placeholder, find_placeholders, within
from clausebook.guide.lines import changed
from tests.growth import assert_linear
from tests.guide.made import doctree, procedure, values_of


def replaced(text: str, edits: list[tuple[Placeholder, str]]) -> str:
    return changed(text, 0, len(text), [(placeholder.start, placeholder.end, new) for placeholder, new in edits])


HOSTILE = [
    "<script>alert(1)</script>",
    "](javascript:alert(1))",
    "`",
    "``x``",
    "{role}`x`",
    "{{ words.x }}",
    "&amp;",
    "&lt;b&gt;",
    "|",
    "\\",
    "$x$",
    "http://x.example.org",
    "www.example.org",
    "1. one",
    "1)",
    "# heading",
    "- item",
    "* item",
    "+ item",
    "> quote",
    "===",
    "---",
    "***",
    "+++",
    "% comment",
    "(target)=",
    ":::{note}",
    "```{raw} html",
    "~~~",
    ": definition",
    ":field: body",
    "[x]: https://evil.example.org",
    "[^1]",
    "[x](y)",
    "![x](y)",
    "<!-- clause:x -->",
    "-->",
    "**bold** _em_ ~~gone~~",
    "\"quoted\" 'single'",
    "https://evil.example.org/?bcc=x@example.org&a=b#c",
    "😀 👩‍👩‍👧 ❤️ 🇩🇪",
    "مرحبا שלום",
    "電話番号",
    "e\u0301 \u00a0 \u2003 \ufdfd",
    "two  blanks",
    "9" * 12,
    "@kim",
    "#1",
    "word",
    "x\ny",
    "a" * 2000,
    "<&*_`[](){}#+-.!|~>" * 100,
]

# Where a value may stand.  A word there gives the structure that every value must give.
TEXTS = [
    "{{ words.v }}",
    "{{ words.v }}. And more",
    "{{ words.v }}) And more",
    "{{ words.v }}\n===",
    "{{ words.v }}\n\nmore",
    "text\n{{ words.v }}\ntext",
    "text {{ words.v }} text {{ words.v }}",
    "{{ words.v }}{{ words.v }}. text",
    "text ({{ words.v }}), “{{ words.v }}”",
    "*{{ words.v }}* **{{ words.v }}** and _{{ words.v }}_",
    "# {{ words.v }}",
    "# A {{ words.v }} #",
    "- {{ words.v }}\n- b",
    "1. {{ words.v }}\n2. {{ words.v }}. b",
    "1. a\n\n   {{ words.v }}\n\n2. b",
    "> {{ words.v }}\n> more",
    "| a | b |\n|---|---|\n| {{ words.v }} | {{ words.v }}{{ words.v }} |",
    "[{{ words.v }}](https://example.org/)",
    "[text **{{ words.v }}**](https://example.org/)",
    '[a](https://example.org/ "{{ words.v }}")',
    "[a](https://example.org/ '{{ words.v }}')",
    "[a](https://example.org/ ({{ words.v }}))",
    "[a][b]\n\n[b]: https://example.org/ '{{ words.v }}'",
    "![{{ words.v }}](a.png)",
    "`code` {{ words.v }} ``more``",
    "{{ words.v }}`code`",
    "<div>\n{{ words.v }}\n</div>",
    "a <b>{{ words.v }}</b>",
    "```{note}\n{{ words.v }}\n```",
    "```{note}\n:class: tip\n\n{{ words.v }}\n\n- {{ words.v }}\n```",
    "```{admonition} About {{ words.v }}\nText.\n```",
    "````{note}\n```{tip}\n{{ words.v }}\n```\n````",
    ":::{note}\n{{ words.v }}\n:::",
    "Term\n: {{ words.v }}",
    ":field: {{ words.v }}",
    "a[^1]\n\n[^1]: {{ words.v }}",
    "&{{ words.v }}; &#{{ words.v }};",
    "\\\\{{ words.v }}",
    "\\<{{ words.v }}\\>",
    "!{{ words.v }}",
]

VALUES = st.sampled_from(HOSTILE) | st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Co", "Cn", "Zl", "Zp")), min_size=1, max_size=40
).filter(lambda value: value.strip())


def filled(text: str, value: str) -> str:
    """Put a value in the place of each placeholder, as a page does."""
    placeholders = find_placeholders(text)
    assert {p.place for p in placeholders} <= {Place.TEXT, Place.TITLE}
    return replaced(text, [(p, p.write(value)) for p in placeholders])


def shape(node: nodes.Node) -> object:
    """Give the structure of a document without its words and without what is named after them."""
    if isinstance(node, nodes.Text):
        return "text"
    attributes = [node.get(name) for name in ("refuri", "uri", "bullet", "start")]
    attributes += [name for name in node.get("classes", []) if not name.startswith("admonition-")]
    return node.tagname, attributes, [shape(child) for child in node.children]


def all_text(text: str) -> str:
    document = doctree(text)
    titles = [node.get(name, "") for node in document.findall(nodes.Element) for name in ("reftitle", "title", "alt")]
    return document.astext() + "\n".join(titles)


@given(st.sampled_from(TEXTS), VALUES)
@example("{{ words.v }}", "    indented")
def test_a_value_is_only_text(text: str, value: str) -> None:
    assert shape(doctree(filled(text, value))) == shape(doctree(filled(text, "word")))


@pytest.mark.parametrize("text", [text for text in TEXTS if "<div>" not in text])
@pytest.mark.parametrize("value", HOSTILE)
def test_every_character_of_a_value_is_shown(text: str, value: str) -> None:
    shown = all_text(filled(text, value))
    assert shown.count(" ".join(value.splitlines()).strip(" ")) >= text.count("{{")


@pytest.mark.parametrize("value", HOSTILE)
def test_in_raw_html_a_value_is_escaped(value: str) -> None:
    html = filled("<div>{{ words.v }}</div>", value)
    inside = html.removeprefix("<div>").removesuffix("</div>")
    assert not set(inside) & set("<>\"'")


@pytest.mark.parametrize(
    "text",
    [
        "`{{ a.b }}`",
        "``{{ a.b }} ` {{ a.b }}``",
        "```\n{{ a.b }}\n```",
        "~~~ text\n{{ a.b }}\n~~~",
        "```{code-block} python\n{{ a.b }}\n```",
        "```{raw} html\n{{ a.b }}\n```",
        "```{math}\n{{ a.b }}\n```",
        "````{note}\n```{code-block} text\n{{ a.b }}\n```\n````",
        "    {{ a.b }}",
        "text\n\n\t{{ a.b }}",
        "- item\n\n      {{ a.b }}",
        "---\ntitle: '{{ a.b }}'\n---\n",
        "<!-- {{ a.b }} -->",
        "<!-- a\n\n{{ a.b }} -->",
        "\\{{ a.b }}",
        "{\\{ a.b }}",
        "{{",
        "{{ a.b",
        "{{ a.b }",
        "{ { a.b } }",
        "{{ see\nbelow }}",
        "}} {{",
        "{a.b}",
        "",
    ],
)
def test_ordinary_text(text: str) -> None:
    assert find_placeholders(text) == ()


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("{{ a.b }}", ["{{ a.b }}"]),
        ("{{a.b}}\t{{  a.b  }}", ["{{a.b}}", "{{  a.b  }}"]),
        ("`x` {{ a.b }} `y`", ["{{ a.b }}"]),
        ("```{note}\n{{ a.b }}\n```", ["{{ a.b }}"]),
        ("\\\\{{ a.b }}", ["{{ a.b }}"]),
        ("<!-- clause:x -->{{ a.b }}<!-- endclause:x -->", ["{{ a.b }}"]),
        ("<!-- clause:x --\n{{ a.b }}\n<!-- endclause:x -->", ["{{ a.b }}"]),
        ("`<!--` {{ a.b }} `-->`", ["{{ a.b }}"]),
        ("{{ {{ a.b }}", ["{{ a.b }}"]),
        ("{{{ a.b }}}", ["{{{ a.b }}}"]),
        ("{{ a.b\r\n}}", ["{{ a.b\r\n}}"]),
        ("{{\n  clause:x }}", ["{{\n  clause:x }}"]),
        ("{{ foo(bar) }} {{ a.b | upper }} {{ }} {{}}", ["{{ foo(bar) }}", "{{ a.b | upper }}", "{{ }}", "{{}}"]),
    ],
)
def test_found(text: str, spans: list[str]) -> None:
    assert [text[p.start : p.end] for p in find_placeholders(text)] == spans


@pytest.mark.parametrize(
    ("content", "name", "clause"),
    [
        ("community.name", "community.name", None),
        ("words.Staff_2", "words.Staff_2", None),
        ("a.b.c", "a.b.c", None),
        ("clause:x", None, "x"),
        ("clause:file-2:x_y", None, "file-2:x_y"),
        ("name", None, None),
        ("a..b", None, None),
        ("a.b | upper", None, None),
        ("foo(bar)", None, None),
        ("a.b[0]", None, None),
        ("1.2", None, None),
        ("clause: x", None, None),
        ("clause:a:b:c", None, None),
        ("ä.b", None, None),
    ],
)
def test_names(content: str, name: str | None, clause: str | None) -> None:
    (placeholder,) = find_placeholders(f"{{{{ {content} }}}}")
    assert (placeholder.name, placeholder.clause) == (name, clause)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("{{ a.b }}", Place.TEXT),
        ("[x](y) {{ a.b }}", Place.TEXT),
        ("[リンク](y){{ a.b }}", Place.TEXT),
        ("[x](y_(z)){{ a.b }}", Place.TEXT),
        ("\\[x\\]({{ a.b }})", Place.TEXT),
        ("[x] ({{ a.b }})", Place.TEXT),
        ("[^1]: {{ a.b }}", Place.TEXT),
        ("see [a]: {{ a.b }}", Place.TEXT),
        ("1 < 2 {{ a.b }} > 0", Place.TEXT),
        ("a <b {{ a.b }}", Place.TEXT),
        ("<b>{{ a.b }}</b>", Place.TEXT),
        ("\\<b {{ a.b }}>", Place.TEXT),
        ("`<b` {{ a.b }}>", Place.TEXT),
        ("[x](y '{{ a.b }}')", Place.TITLE),
        ('[x](<y z> "{{ a.b }}")', Place.TITLE),
        ("[x]: y\n  ({{ a.b }})", Place.TITLE),
        ("[x]({{ a.b }})", Place.LINK),
        ("![x]( {{ a.b }} )", Place.LINK),
        ("[x](<{{ a.b }}>)", Place.LINK),
        ("[x](\n{{ a.b }})", Place.LINK),
        ("> [x](\n> {{ a.b }})", Place.LINK),
        ("[[x](y)]({{ a.b }})", Place.LINK),
        ("[x]: {{ a.b }}", Place.LINK),
        ("[x\\]y]:\n  {{ a.b }}", Place.LINK),
        ("- 1. > [x]: <{{ a.b }}>", Place.LINK),
        ("<!-- clause:x -->[x]: {{ a.b }}<!-- endclause:x -->", Place.LINK),
        ("[x](mailto:{{ a.b }})", Place.LINK_PART),
        ("[x](https://example.org/{{ a.b }})", Place.LINK_PART),
        ("[x](https://example.org/a_(b)/{{ a.b }})", Place.LINK_PART),
        ("[x](<https://example.org/a b/{{ a.b }}>)", Place.LINK_PART),
        ("[x](https://example.org?{{ a.b }})", Place.LINK_PART),
        ("[x](/{{ a.b }})", Place.LINK_PART),
        ("[x](#{{ a.b }})", Place.LINK_PART),
        ("[x](page-{{ a.b }}.md)", Place.LINK_PART),
        ("[x](https://{{ a.b }})", Place.HOST),
        ("[x](https:{{ a.b }})", Place.HOST),
        ("[x](https://example.org{{ a.b }})", Place.HOST),
        ("[x](//{{ a.b }})", Place.HOST),
        ("[x](javascript:{{ a.b }})", Place.HOST),
        ("[x](data:text/html,{{ a.b }})", Place.HOST),
        ("[x]: https://example.org{{ a.b }}/", Place.HOST),
        ("<{{ a.b }}>", Place.TAG),
        ("</{{ a.b }}>", Place.TAG),
        ("<scr{{ a.b }}", Place.TAG),
        ("<a href='{{ a.b }}'>", Place.TAG),
        ('<a title="x > y" href="{{ a.b }}">', Place.TAG),
        ("<a\n  {{ a.b }}\n>", Place.TAG),
        ("<div {{ a.b }}", Place.TAG),
        ("> <div {{ a.b }}", Place.TAG),
        ("<https://example.org/{{ a.b }}>", Place.TAG),
        ("<mailto:{{ a.b }}>", Place.TAG),
    ],
)
def test_places(text: str, place: Place) -> None:
    assert [p.place for p in find_placeholders(text)] == [place]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("[x]({{ a.b }}/{{ a.b }})", [Place.LINK, Place.LINK_PART]),
        ("[x]({{ a.b }}{{ a.b }})", [Place.LINK, Place.HOST]),
        ("[x]({{ a.b }}.example.org/{{ a.b }})", [Place.LINK, Place.LINK_PART]),
        ("[{{ a.b }}]({{ a.b }} '{{ a.b }}') {{ a.b }}", [Place.TEXT, Place.LINK, Place.TITLE, Place.TEXT]),
    ],
)
def test_places_of_several(text: str, places: list[Place]) -> None:
    assert [p.place for p in find_placeholders(text)] == places


PARTS = [
    "https://example.org/{}",
    "https://example.org/a/{}/b?c=d",
    "https://example.org/?q={}",
    "https://example.org/#{}",
    "/{}",
    "/a/{}",
    "guide{}",
    "#{}",
    "mailto:{}",
    "mailto:kim@example.org?subject={}",
    "tel:{}",
    "sms:{}",
]


@given(st.sampled_from(PARTS), VALUES)
@example("/{}", "/evil.example.org")
@example("/{}", "\\evil.example.org")
@example("guide{}", ":alert(1)")
@example("mailto:{}", "kim@example.org?bcc=eve@example.org")
@example("mailto:{}", "kim@example.org,eve@example.org")
@example("mailto:kim@example.org?subject={}", "hello&bcc=eve@example.org")
def test_a_value_cannot_change_whom_a_link_leads_to(pattern: str, value: str) -> None:
    for form in ("[x]({})", "[x](<{}>)", "[x]\n\n[x]: {}"):
        text = form.format(pattern.format("{{ a.b }}"))
        targets = []
        for word in (value, "word"):
            document = doctree(replaced(text, [(p, p.write(word)) for p in find_placeholders(text)]))
            (link,) = list(document.findall(nodes.reference)) or [{}]
            targets.append(urlsplit(link.get("refuri", link.get("refname", link.get("reftarget", "")))))
        hostile, plain = targets
        assert (hostile.scheme, hostile.netloc) == (plain.scheme, plain.netloc)
        assert bool(hostile.query) == bool(plain.query)
        assert hostile.query.count("&") == plain.query.count("&")
        assert bool(hostile.fragment) == bool(plain.fragment)
        assert "," not in hostile.path or plain.scheme != "mailto"


def test_a_path_keeps_its_slashes_and_an_address_its_signs() -> None:
    values = values_of(path="a/b-c", mail="kim+coc@example.org")
    text = "[x](https://example.org/{{ words.path }}) [y](mailto:{{ words.mail }})"
    links = [link["refuri"] for link in doctree(procedure(text, values=values).text).findall(nodes.reference)]
    assert links == ["https://example.org/a/b-c", "mailto:kim+coc@example.org"]


def test_within() -> None:
    placeholders = find_placeholders("{{ a.b }} {{ a.c }} {{ a.d }}")
    assert [p.content for p in within(placeholders, 0, 29)] == ["a.b", "a.c", "a.d"]
    assert [p.content for p in within(placeholders, 1, 20)] == ["a.c"]
    assert [p.content for p in within(placeholders, 5, 5)] == []


@pytest.mark.parametrize(
    "text",
    [
        "{{",
        "{{ ",
        "{{ a",
        "{{ a.b }}",
        "<!--{{",
        "<a '",
        '<a "',
        "](",
        "](a",
        "](<",
        "\n[a",
        "\n[a]: ",
        "\\",
        "[a](x '",
        "> ",
        "`",
        "<a ",
        "{{ a.b }}\n",
    ],
)
def test_time_grows_as_the_text_does(text: str) -> None:
    assert_linear(lambda size: find_placeholders(text * size + " {{ a.b }}"), 5000)
