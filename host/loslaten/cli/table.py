# SPDX-License-Identifier: MIT
"""Plain tables in as many columns as a terminal has."""

import textwrap
from collections.abc import Iterable, Iterator, Sequence

_GAP = "  "
_INDENT = "    "


def lines(headings: Sequence[str], rows: Iterable[Sequence[str]], columns: int) -> Iterator[str]:
    """Yield the lines of a table that is `columns` wide at most.

    Columns that find no place beside the others go together onto further lines of each row,
    indented. A text wider than the terminal is wrapped between its words.
    """
    table = [list(headings), *(list(map(str, row)) for row in rows)]
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    shelves = _shelves(widths, columns)
    for row in table:
        for number, shelf in enumerate(shelves):
            indent = _INDENT if number else ""
            if len(shelf) == 1:
                yield from _wrapped(row[shelf[0]], indent, columns)
            else:
                cells = (row[place].ljust(widths[place]) for place in shelf)
                yield (indent + _GAP.join(cells)).rstrip()


def _shelves(widths: Sequence[int], columns: int) -> list[list[int]]:
    """Return which columns share a line, filled from the left."""
    shelves: list[list[int]] = [[]]
    used = 0
    for place, width in enumerate(widths):
        gap = len(_GAP) if shelves[-1] else 0
        if shelves[-1] and used + gap + width > columns:
            shelves.append([])
            used, gap = len(_INDENT), 0
        shelves[-1].append(place)
        used += gap + width
    return shelves


def _wrapped(text: str, indent: str, columns: int) -> list[str]:
    """Return a text in lines, broken between words; a word that is too long stays whole."""
    if len(indent) + len(text) <= columns:
        return [(indent + text).rstrip()]
    return textwrap.wrap(
        text,
        max(columns, 2 * len(_INDENT)),
        initial_indent=indent,
        subsequent_indent=indent + _INDENT,
        break_long_words=False,
        break_on_hyphens=False,
    )
