# SPDX-License-Identifier: MIT
"""Files that are written whole or not at all, for their owner alone, and never over another one.

Every file that the tool writes for its user is written here; a test holds the other rooms to it.
What a user names to be read is opened here, too.
"""

import errno
import io
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from loslaten.errors import LoslatenError
from loslaten.language.system_words import reason_of
from loslaten.language.text import Text

if TYPE_CHECKING:
    from filelock import FileLock

STANDARD_INPUT = Path("-")
_STDIN = 0
_NO_FILE = Text("{} is geen bestand", "{} is not a file")
_EXISTS = Text("{} bestaat al", "{} exists already")
_ANOTHER_NAME = Text("kies een andere naam", "choose another name")
_OR_FORCE = Text(
    "kies een andere naam, of geef --force mee", "choose another name, or add --force"
)
_UNWRITABLE = Text("{} is niet te schrijven: {}", "{} cannot be written: {}")
_MAKE_SPACE = Text("maak ruimte en probeer het opnieuw", "make space and try again")


class FileInTheWayError(LoslatenError):
    """There is something already where the file should go."""


class UnwritableError(LoslatenError):
    """The file cannot be written: no such folder, no permission, no space."""

    def __init__(self, path: Path, reason: OSError) -> None:
        self.reason = reason
        advice = _MAKE_SPACE if reason.errno == errno.ENOSPC else None
        super().__init__(_UNWRITABLE.format(path, reason_of(reason)), advice)


def opened(path: Path) -> io.BufferedReader:
    """Open a file to read its bytes; `-` is standard input, which stays open afterwards.

    Raises OSError.
    """
    if path != STANDARD_INPUT:
        return path.open("rb")
    # Where there was none when the process began, its number may be another file's by now.
    if sys.stdin is None:
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))
    return open(_STDIN, "rb", closefd=False)


def require_free(path: Path, replace: bool) -> None:
    """Raise FileInTheWayError when `path` may not be written: to be asked before the work."""
    if path.exists() and not path.is_file():
        raise FileInTheWayError(_NO_FILE.format(path), _ANOTHER_NAME)
    if path.exists() and not replace:
        raise FileInTheWayError(_EXISTS.format(path), _OR_FORCE)


def write(path: Path, chunks: Iterable[str | bytes], replace: bool = False) -> None:
    """Write text, as UTF-8, or bytes to `path`, for its owner alone to read.

    Until everything is on the disk it has another name: whatever goes wrong, there is the whole
    file or the one from before. Raises FileInTheWayError unless the place is free or `replace` is
    true, UnwritableError, and whatever `chunks` raises.
    """
    require_free(path, replace)
    try:
        _write(path.resolve(), chunks, replace)
    except OSError as error:
        raise UnwritableError(path, error) from error


@contextmanager
def changing(path: Path, wait_s: float) -> Iterator[None]:
    """Keep other processes from changing a file until the end: reading and writing is one step.

    The folder is made where there is none. Raises TimeoutError after `wait_s`, and OSError.
    """
    from filelock import FileLock  # only what changes a file has to wait for it

    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with FileLock(path.with_suffix(".lock"), timeout=wait_s, mode=0o600):
        yield


def held(path: Path) -> "FileLock | None":
    """Return a hold on a file, which ends with the process; None while another has one.

    Raises OSError.
    """
    from filelock import FileLock, Timeout

    hold = FileLock(path, mode=0o600)
    try:
        hold.acquire(timeout=0)
    except Timeout:
        return None
    return hold


def encoded(chunks: Iterable[str | bytes]) -> Iterable[bytes]:
    """Yield the bytes of chunks of a file."""
    return (chunk.encode() if isinstance(chunk, str) else chunk for chunk in chunks)


def _write(path: Path, chunks: Iterable[str | bytes], replace: bool) -> None:
    import tempfile  # only what writes a file has to wait for it

    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.writelines(encoded(chunks))
            file.flush()
            os.fsync(handle)
        require_free(path, replace)
        if replace or not _named(Path(name), path):
            Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _named(made: Path, path: Path) -> bool:
    """Give a file its name, unless another process has made one of it just now.

    False where the file system, as that of a memory stick, cannot ask and act at once.
    """
    try:
        os.link(made, path)
    except FileExistsError:
        raise FileInTheWayError(_EXISTS.format(path), _OR_FORCE) from None
    except OSError:
        return False
    made.unlink()
    return True
