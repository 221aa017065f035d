"""Sound clause files of many shapes, made by chance and the same every time.

A file is about 5 KB: several clauses, and in some of them lists, fences,
tables, inline clauses, comments of other tools, other scripts, CRLF, a
byte-order mark, front matter and placeholders.  ``clausebook check`` finds nothing in any of them.
"""

from __future__ import annotations

import random
import re
from pathlib import Path

ENGLISH = re.findall(
    r"\S+",
    """
the person who reports something may not want to be seen offer a quiet place and ask before you write anything down
staff member listen first believe what you are told do not promise what you cannot keep call security when somebody is
in danger nobody has to repeat a story twice keep notes in one safe place and never on a shared screen a decision is
made by at least two people who were not involved tell both sides what happens next and when follow up on the next day
""",
)
# Each file has its own language beside English, as files do.
OTHERS = (
    (
        "Zuhören ist wichtiger als Antworten; niemand muss sich rechtfertigen — auch später nicht.",
        "Frag zuerst: „Was brauchst du jetzt?“ und schreib nichts auf, was nicht nötig ist.",
        "Über Maßnahmen entscheiden mindestens zwei Personen, die nicht beteiligt waren.",
    ),
    (
        "Dites « je vous crois », et «\u202fmerci\u202f» ; n’interrogez pas.",
        "Écoutez d’abord, puis demandez ce dont la personne a besoin.",
        "Rien n’est écrit sans son accord, même après l’événement.",
    ),
    (
        "行動規範に違反する行為を見た場合は、スタッフに知らせてください。秘密は守られます。",
        "まず話を聞き、必要なことを尋ねます。「大丈夫ですか」と言うだけでも助けになります。",
    ),
    (
        "يمكنك التحدث إلى أي عضو من الفريق في أي وقت، ولن يُنشر اسمك.",
        "استمع أولاً، ثم اسأل عما يحتاجه الشخص الآن.",
    ),
    (
        "Организаторы отвечают на каждое сообщение в течение суток.",
        "Сначала выслушайте; спросите, «что вам сейчас нужно?», и ничего не обещайте.",
    ),
    (
        "Ordføreren lytter først – “uten å dømme” – og spør så.",
        "To personer som ikke var til stede, avgjør hva som skal skje.",
    ),
)
CODE = (
    "report = read(form)\nif report.urgent:\n    call(security)",
    "$ clausebook check\nAll checks passed.",
    "Name:\nTime:",
)
COMMENTS = ("<!-- prettier-ignore -->", "<!-- toc -->", "<!-- markdownlint-disable MD033 -->", "<!-- vale off -->")
ASIDES = (
    " & **more**",
    " ([more](https://example.org/more))",
    " `form.md`",
    " <br>",
    " → then",
    ", see <https://example.org>",
)
VALUES = ("{{ community.name }}", "{{ words.staff }}", "{{ links.code_of_conduct }}", "{{ clause:shared:privacy }}")


class _Writer:
    """One file's worth of chance: its traits are drawn first, and hold for the whole file."""

    def __init__(self, seed: str) -> None:
        self.random = random.Random(seed)  # noqa: S311 - chance that repeats is the point
        chance = self.random.random
        self.foreign = chance() < 0.3
        self.others = self.random.choice(OTHERS)
        self.values = chance() < 0.3
        self.fences = chance() < 0.25
        self.lists = chance() < 0.5
        self.tables = chance() < 0.2
        self.inline = chance() < 0.2
        self.comments = chance() < 0.2
        self.asides = chance() < 0.4
        self.clauses = 0

    def file(self) -> bytes:
        pick = self.random
        parts = [f"# {self.words(4)}", self.paragraph()]
        wanted = pick.randrange(3500, 5800)
        size = 0
        while size < wanted:
            part = self.section()
            parts.append(part)
            size += len(part.encode())
        text = "\n\n".join(parts) + "\n"
        if pick.random() < 0.2:
            text = f"---\ntitle: {self.words(3)}\n---\n\n{text}"
        if pick.random() < 0.2:
            text = text.replace("\n", "\r\n")
        return (b"\xef\xbb\xbf" if pick.random() < 0.05 else b"") + text.encode()

    def section(self) -> str:
        pick = self.random.random
        parts = []
        if pick() < 0.5:
            parts.append(f"## {self.words(5)}")
        if self.comments and pick() < 0.5:
            parts.append(self.random.choice(COMMENTS))
        if self.inline and pick() < 0.5:
            name = self.name()
            parts.append(
                f"{self.sentence()} <!-- clause:{name} -->{self.sentence()}<!-- endclause:{name} --> {self.sentence()}"
            )
            return "\n\n".join(parts)
        name = self.name()
        body = "\n\n".join(self.block() for _ in range(self.random.randrange(1, 4)))
        parts.append(f"<!-- clause:{name} -->\n{body}\n<!-- endclause:{name} -->")
        return "\n\n".join(parts)

    def block(self) -> str:
        pick = self.random.random
        if self.lists and pick() < 0.4:
            bullet = self.random.choice(("- ", "* ", "1. "))
            return "\n".join(bullet + self.sentence() for _ in range(self.random.randrange(2, 6)))
        if self.fences and pick() < 0.3:
            return f"```{self.random.choice(('', 'text', 'python'))}\n{self.random.choice(CODE)}\n```"
        if self.tables and pick() < 0.3:
            rows = "\n".join(f"| {self.words(2)} | {self.words(4)} |" for _ in range(self.random.randrange(2, 5)))
            return f"| Who | What |\n| --- | --- |\n{rows}"
        return self.paragraph()

    def paragraph(self) -> str:
        return " ".join(self.sentence() for _ in range(self.random.randrange(2, 6)))

    def sentence(self) -> str:
        pick = self.random.random
        if self.foreign and pick() < 0.3:
            return self.random.choice(self.others)
        words = self.words(self.random.randrange(6, 16))
        if self.values and pick() < 0.2:
            words += f" {self.random.choice(VALUES)}"
        if self.asides and pick() < 0.3:
            words += self.random.choice(ASIDES)
        return words + "."

    def words(self, count: int) -> str:
        return " ".join(self.random.choices(ENGLISH, k=count)).capitalize()

    def name(self) -> str:
        self.clauses += 1
        return f"{self.random.choice(ENGLISH)}-{self.clauses}"


def clause_file(number: int) -> bytes:
    """Give the bytes of one sound clause file; another number gives another file."""
    return _Writer(f"clausebook {number}").file()


def write_corpus(folder: Path, count: int) -> int:
    """Write so many files, 100 to a folder; gives their size in bytes."""
    size = 0
    for number in range(count):
        file = folder / f"{number // 100:03}" / f"{number:05}.md"
        if number % 100 == 0:
            file.parent.mkdir(parents=True)
        data = clause_file(number)
        file.write_bytes(data)
        size += len(data)
    return size
