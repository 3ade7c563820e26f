# SPDX-License-Identifier: MIT
"""Text from outside, made harmless once, where it enters.

A name that a stranger's radio sends, a note in a file, an argument: a terminal would obey an
escape sequence in it, and a mark that turns the direction of writing shows something else than it
says.
What is cleaned here may be printed, written and stored anywhere; what it means is kept.
"""

import unicodedata
from typing import Any

# Controls, surrogates that stand for bytes that are no UTF-8, and lines of Unicode's own.
_BAD = {"Cc", "Cs", "Zl", "Zp"}
# Marks that change the direction of what follows.
_TURNING = {*map(chr, range(0x202A, 0x202F)), *map(chr, range(0x2066, 0x206A)), "\u200e", "\u200f"}
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


def line(text: str, chars_max: int | None = None) -> str:
    """Return a text as one line that can be printed: a name, a title, a version.

    What begins a new line becomes a space; other controls are left out; what is no UTF-8 becomes
    the replacement character. It has at most `chars_max` characters.
    """
    return "".join(_line(one) for one in text)[:chars_max].strip()


def lines(text: str, chars_max: int | None = None) -> str:
    """Return a text of several lines that can be printed: a note. Tabs become spaces."""
    parts = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join("".join(map(_line, part)) for part in parts)[:chars_max]


def nested(value: Any) -> Any:
    """Return the values of a JSON document with all texts in it cleaned."""
    if isinstance(value, str):
        return lines(value)
    if isinstance(value, dict):
        return {line(key): nested(one) for key, one in value.items()}
    return [nested(one) for one in value] if isinstance(value, list) else value


def is_clean(text: str) -> bool:
    """Whether nothing of a text of several lines has to be cleaned; soon told."""
    return text.isprintable() or text.replace("\n", "").isprintable()


def _line(one: str) -> str:
    if one in "\n\r\t\u2028\u2029\x85":
        return " "
    category = unicodedata.category(one)
    if category == "Cs":
        return _REPLACEMENT
    return "" if category in _BAD or one in _TURNING else one
