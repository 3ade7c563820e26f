# SPDX-License-Identifier: MIT
"""A terminal's screen: what is read on it once everything has been written."""

import re

_CONTROL = re.compile(r"\x1b\[(\??[\d;]*)([A-Za-z])")


class Screen:
    """Lines of text, and a cursor that control sequences move; colours are not kept."""

    def __init__(self) -> None:
        self._lines = [""]
        self._row = self._column = 0

    @property
    def lines(self) -> list[str]:
        """The lines without what is blank at their ends, up to the last that is not."""
        shown = [line.rstrip() for line in self._lines]
        while shown and not shown[-1]:
            shown.pop()
        return shown

    def write(self, text: str) -> None:
        """Show what a program writes. Raises ValueError for a sequence that is not known here."""
        at = 0
        while at < len(text):
            control = _CONTROL.match(text, at)
            if control:
                self._obey(*control.groups())
                at = control.end()
            else:
                self._put(text[at])
                at += 1

    def _put(self, char: str) -> None:
        if char == "\r":
            self._column = 0
        elif char == "\n":
            self._row += 1
            self._lines += [""] * (self._row + 1 - len(self._lines))
        else:
            line = self._lines[self._row].ljust(self._column)
            self._lines[self._row] = line[: self._column] + char + line[self._column + 1 :]
            self._column += 1

    def _obey(self, number: str, order: str) -> None:
        if order == "A":
            self._row = max(0, self._row - int(number or 1))
        elif order == "K" and number == "2":
            self._lines[self._row] = ""
        elif order not in "mhl":
            raise ValueError(f"an unknown control sequence: {number}{order}")
