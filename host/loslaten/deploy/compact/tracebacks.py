# SPDX-License-Identifier: MIT
"""Tracebacks of a board made readable: its files and names have short names there."""

import re
from dataclasses import dataclass
from typing import Final

_FRAME: Final = re.compile(r'^(\s*File "/?)([a-z]{1,2}|main\.py)(", line \d+, in )(\S+)$')


@dataclass(frozen=True)
class Names:
    """Original names by short ones, of each path; and `files`, the short names of paths."""

    names: dict[str, dict[str, str]]
    files: dict[str, str]

    def file(self, path: str) -> str:
        """Return what a file calls itself on the board: one or two letters."""
        return self.files[path]

    def beside(self, other: "Names", path: str) -> "Names":
        """Return these names, and those of a file that calls itself as it is called."""
        return Names(self.names | other.names, self.files | {path: path})

    def readable(self, line: str) -> str:
        """Return a line of what a board printed, with its own names if it is of a traceback."""
        frame = _FRAME.match(line)
        if frame is None:
            return line
        for path, short in self.files.items():
            if short == frame[2]:
                name = self.names[path].get(frame[4], frame[4])
                return f"{frame[1]}{path}{frame[3]}{name}"
        return line
