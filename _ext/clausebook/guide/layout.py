"""What stands before a block on its lines: indentation, quote signs and list bullets (CommonMark, section 5)."""

from __future__ import annotations

import re

_PREFIX = re.compile(r"(?:[ \t]*+(?:>|[-*+](?=[ \t])|[0-9]{1,9}[.)](?=[ \t])))*+[ \t]*+")
_BULLET = re.compile(r"[-*+]|[0-9]{1,9}[.)]")
_TAB = 4


def block_prefix(text: str, start: int, end: int) -> str:
    """Give what stands before the block that begins in a line."""
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
    if not line.strip(" \t"):
        return prefix.rstrip(" \t")
    return prefix + (_expanded(line) if prefix else line)


def dedent(line: str, prefix: str) -> str:
    """Take the prefix that continues a block away from a line, as far as the line has it."""
    first, *others = prefix.split(">")
    line = _outdent(line, _width(first))
    for part in others:
        bare = line.lstrip(" \t")
        if not bare.startswith(">"):
            break  # A paragraph may go on without its quote signs.
        line = _outdent(bare[1:], _width(part))
    return line


def _outdent(line: str, width: int) -> str:
    if not width:
        return line
    line = _expanded(line)
    return line[min(width, len(line) - len(line.lstrip(" "))) :]


def _expanded(line: str) -> str:
    """Write a line's leading tabs as blanks, since they mean other columns elsewhere."""
    bare = line.lstrip(" \t")
    return line[: len(line) - len(bare)].expandtabs(_TAB) + bare


def _width(blanks: str) -> int:
    return len(blanks.expandtabs(_TAB))


def without_break(line: str) -> str:
    """Take a hard line break away from the end of a line, so that another line can follow on the same one."""
    line = line.strip(" \t")
    backslashes = len(line) - len(line.rstrip("\\"))
    return line[:-1] if backslashes % 2 else line
