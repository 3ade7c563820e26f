# SPDX-License-Identifier: MIT
"""Tracebacks of a board made readable: its files and private names have short names there."""

import re
from dataclasses import dataclass
from typing import Final

_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"
_FRAME: Final = re.compile(r'^(\s*File ")([a-z]{1,2})(", line \d+, in )(\S+)$')


@dataclass(frozen=True)
class Names:
    """Original names of a path, by their short ones."""

    names: dict[str, dict[str, str]]

    def file(self, path: str) -> str:
        """Return what a file calls itself on the board: one or two letters."""
        number = sorted(self.names).index(path)
        first, second = divmod(number, len(_LETTERS))
        return (_LETTERS[first - 1] if first else "") + _LETTERS[second]

    def readable(self, line: str) -> str:
        """Return a line of what a board printed, with its own names if it is of a traceback."""
        frame = _FRAME.match(line)
        if frame is None:
            return line
        for path, names in self.names.items():
            if self.file(path) == frame[2]:
                return f"{frame[1]}{path}{frame[3]}{names.get(frame[4], frame[4])}"
        return line
