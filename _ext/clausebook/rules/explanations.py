"""What each code means, why it matters, what to do, and an example: for the command, the handbook and SARIF.

A rule that looks at one file explains itself in its docstring.  What is found elsewhere is explained in the same form
in ``explanations.txt``.
"""

from __future__ import annotations

import inspect
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from textwrap import dedent, indent

from clausebook.diagnostics import Code
from clausebook.rules.runner import CLAUSE_RULES, TEXT_RULES

_ENTRY = re.compile(r"^=== (CB\d{3})\n", re.MULTILINE)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f]")
_PARTS = re.compile(
    r"(?P<what>.+?)\n\n(?P<why>.+?)\n\nWhat to do: (?P<remedy>.+?)\n\nFix: (?P<fix>.+?)\n\n"
    r"Bad(?: \((?P<language>\w+)\))?:\n\n(?P<bad>.+?)\n\nGood:\n\n(?P<good>.+)",
    re.DOTALL,
)


@dataclass(frozen=True)
class Explanation:
    """One code explained.  ``fix`` says whether ``--fix`` mends it, ``language`` what the examples are written in."""

    code: Code
    what: str
    why: str
    remedy: str
    fix: str
    bad: str
    good: str
    language: str

    def as_text(self) -> str:
        """Write it for a terminal."""
        bad, good = (indent(shown(example), "    ") for example in (self.bad, self.good))
        return (
            f"{self.code.code} {self.code.slug}\n\n{self.code.summary}\n\n{self.why}\n\nWhat to do: {self.remedy}\n\n"
            f"Fix: {self.fix}\n\nBad:\n\n{bad}\n\nGood:\n\n{good}\n"
        )

    def as_markdown(self) -> str:
        """Write it as Markdown, with no heading."""
        fence = "`" * max(3, *(len(run) + 1 for run in re.findall("`+", self.bad + self.good)), 3)
        return (
            f"{self.code.summary}\n\n{self.why}\n\n**What to do:** {self.remedy}\n\n**Fix:** {self.fix}\n\n"
            f"**Bad:**\n\n{fence}{self.language}\n{shown(self.bad)}\n{fence}\n\n"
            f"**Good:**\n\n{fence}{self.language}\n{shown(self.good)}\n{fence}\n"
        )

    def as_json(self) -> dict[str, str]:
        """Give it as names and texts."""
        return {
            "code": self.code.code,
            "name": self.code.slug,
            "summary": self.code.summary,
            "explanation": self.why,
            "what_to_do": self.remedy,
            "fix": self.fix,
            "language": self.language,
            "bad": self.bad,
            "good": self.good,
        }


def shown(example: str) -> str:
    """Write an example so that its control characters are seen: they ring bells, and no XML may hold them."""
    return _CONTROL.sub(lambda match: chr(0x2400 + ord(match[0])), example)


def explain(code: Code) -> Explanation:
    """Explain a code.  Raises KeyError if nobody has written its explanation, ValueError if a part of it is missing."""
    match = _PARTS.fullmatch(_texts()[code].strip("\n"))
    if match is None:
        raise ValueError(f"the explanation of {code} lacks a part: what, why, What to do:, Fix:, Bad:, Good:")
    language = match["language"] or "markdown"
    what, why, remedy, fix = (_joined(match[part]) for part in ("what", "why", "remedy", "fix"))
    return Explanation(code, what, why, remedy, fix, _example(match["bad"]), _example(match["good"]), language)


@cache
def _texts() -> dict[Code, str]:
    rules = {**CLAUSE_RULES, **TEXT_RULES}
    texts = {code: inspect.getdoc(rule) or "" for code, rule in rules.items()}
    codes = {code.code: code for code in Code}
    file = Path(__file__).with_name("explanations.txt")
    entries = _ENTRY.split(file.read_text(encoding="utf-8"))
    for name, text in zip(entries[1::2], entries[2::2], strict=True):
        if codes[name] in texts:
            raise ValueError(f"{name} is explained twice")
        texts[codes[name]] = text
    return texts


def _joined(text: str) -> str:
    """Write each paragraph on one line."""
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in text.split("\n\n")).replace("``", "`")


def _example(text: str) -> str:
    return dedent(text).strip("\n")
