# SPDX-License-Identifier: MIT
"""The files that a command reads and writes for its user, as they are named on the command line.

`-` is standard output for a file to write, and standard input for one to read; `~` is the home
folder, also where the shell leaves it alone, as in `--data=~/practice`.
"""

import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from loslaten import files, system
from loslaten.errors import LoslatenError
from loslaten.language.text import Text

STANDARD_OUTPUT = Path("-")
_STDIN = 0
_STANDARD_INPUT = ("-", "/dev/stdin", "/dev/fd/0", "/proc/self/fd/0")
_EMPTY = Text("{}: een naam zonder tekens is er geen", "{}: a name without characters is none")


class EmptyNameError(LoslatenError):
    """A file or folder without a name, as of a variable of the shell that is not set.

    It would be the folder that one happens to be in.
    """

    exit_code = 2

    def __init__(self, option: str) -> None:
        super().__init__(_EMPTY.format(option))


class UserPath(click.Path):
    """A path as a person writes it."""

    def __init__(self, *, is_folder: bool = False) -> None:
        super().__init__(path_type=Path, file_okay=not is_folder, allow_dash=not is_folder)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the path, with the home folder in the place of `~`.

        Raises EmptyNameError.
        """
        if value == "":
            raise EmptyNameError("" if param is None else param.opts[0])
        return super().convert(system.expanded(value), param, ctx)


def is_standard_input(path: Path) -> bool:
    """Whether a file to read is standard input, by whatever name."""
    if str(path) in _STANDARD_INPUT:
        return True
    try:
        return os.path.samestat(path.stat(), os.fstat(_STDIN))
    except OSError:
        return False


def require_free(path: Path | None, force: bool) -> None:
    """Raise FileInTheWayError when the file may not be written: to be asked before the work."""
    if path is not None and path != STANDARD_OUTPUT:
        files.require_free(path, force)


def put(path: Path, chunks: Iterable[str | bytes], force: bool) -> bool:
    """Write a file, or print it as it is: in UTF-8, with its own line ends, for `-`.

    Return whether standard output is taken by it, so that nothing else may be printed. Raises
    FileInTheWayError and UnwritableError.
    """
    if path != STANDARD_OUTPUT:
        files.write(path, chunks, force)
        return False
    stream = sys.stdout.buffer
    stream.writelines(files.encoded(chunks))
    stream.flush()
    return True
