# SPDX-License-Identifier: MIT
"""Tracebacks of a board made readable: its files and names have short names there."""

import os
import re
from dataclasses import dataclass
from typing import Final

_FRAME: Final = re.compile(r'^(\s*File "/?)([a-z]{1,2}|main\.py)(", line \d+, in )(\S+)$')


@dataclass(frozen=True)
class Names:
    """Original names of functions by short ones, of each path; `files`, the short names of paths.

    Several paths may share a short name: they are one file on the board.
    """

    names: dict[str, dict[str, str]]
    files: dict[str, str]

    def file(self, path: str) -> str:
        """Return what a file calls itself on the board: one or two letters."""
        return self.files[path]

    def beside(self, other: "Names", path: str) -> "Names":
        """Return these names, and those of a file that calls itself as it is called."""
        return Names(self.names | other.names, self.files | {path: path})

    def readable(self, line: str) -> str:
        """Return a line of what a board printed, with its own names if it is of a traceback.

        Where several files of a unit have a function of this short name, it tells each.
        """
        frame = _FRAME.match(line)
        if frame is None:
            return line
        paths = [path for path, short in self.files.items() if short == frame[2]]
        if not paths:
            return line
        having = [path for path in paths if frame[4] in self.names[path]]
        names = dict.fromkeys(self.names[path][frame[4]] for path in having)
        file = " or ".join(having) or os.path.commonpath(paths)
        return f"{frame[1]}{file}{frame[3]}{' or '.join(names) or frame[4]}"
