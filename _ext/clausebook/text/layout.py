"""What stands before a block on its lines: indentation, quote signs and list bullets (CommonMark, section 5)."""

from __future__ import annotations

import re

_PREFIX = re.compile(r"(?:[ \t]*+(?:>|[-*+](?=[ \t])|[0-9]{1,9}[.)](?=[ \t])))*+[ \t]*+")
_BULLET = re.compile(r"[-*+]|[0-9]{1,9}[.)]")
_TAB = 4


def block_prefix(text: str, start: int, end: int) -> str:
    """Give what stands before the block that a line has, between two offsets of it."""
    match = _PREFIX.match(text, start, end)
    return match[0] if match else ""


def is_block_prefix(text: str) -> bool:
    """Tell whether a text holds nothing but what may stand before a block."""
    return _PREFIX.fullmatch(text) is not None


def has_bullet(prefix: str) -> bool:
    """Tell whether a block's prefix begins a list item."""
    return _BULLET.search(prefix) is not None


def is_step(prefix: str) -> bool:
    """Tell whether a block's prefix begins a numbered list item."""
    return any(character.isdigit() for character in prefix)


def continuation(prefix: str) -> str:
    """Give what stands before the next lines of a block: quote signs stay, bullets become blanks."""
    return _BULLET.sub(lambda bullet: " " * len(bullet[0]), prefix)


def around_item(prefix: str) -> str:
    """Give what stands before the list that a prefix has an item of."""
    bullet = _BULLET.search(prefix)
    return prefix[: bullet.start()] if bullet else prefix


def goes_on(line: str, prefix: str) -> bool:
    """Tell whether a line that is not blank belongs to the block that a prefix begins."""
    return line.expandtabs(_TAB).startswith(continuation(prefix).expandtabs(_TAB))


def indent(line: str, prefix: str) -> str:
    """Put a prefix before a line."""
    return prefix + line if line.strip(" \t") else prefix.rstrip(" \t")


def dedent(line: str, prefix: str, new: str) -> str:
    """Take the prefix that continues a block away from a line, as far as the line has it.

    Where ``new`` puts the line in other columns, the tabs before its text become blanks.
    """
    first, *others = prefix.split(">")
    aligned = _width(prefix) % _TAB == _width(new) % _TAB
    line = _outdent(line, _width(first), aligned)
    for part in others:
        bare = line.lstrip(" \t")
        if not bare.startswith(">"):
            break  # A paragraph may go on without its quote signs.
        line = _outdent(bare[1:], _width(part), aligned)
    return line


def _outdent(line: str, width: int, aligned: bool) -> str:
    bare = line.lstrip(" \t")
    blanks = line[: len(line) - len(bare)]
    if not aligned:
        return blanks.expandtabs(_TAB)[width:] + bare
    column = used = 0
    while used < len(blanks) and column < width:
        column += _TAB - column % _TAB if blanks[used] == "\t" else 1
        used += 1
    return " " * (column - width) + blanks[used:] + bare


def _width(text: str) -> int:
    return len(text.expandtabs(_TAB))


def without_break(line: str) -> str:
    """Take a hard line break away from the end of a line, so that another line can follow on the same one."""
    line = line.strip(" \t")
    backslashes = len(line) - len(line.rstrip("\\"))
    return line[:-1] if backslashes % 2 else line
