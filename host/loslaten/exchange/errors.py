# SPDX-License-Identifier: MIT
"""Refusals of files that come from another computer. Nothing was changed where one is raised."""

from pathlib import Path

from loslaten.errors import LoslatenError
from loslaten.files import opened
from loslaten.language.system_words import reason_of
from loslaten.language.text import Text

_UNREADABLE = Text("{}: het bestand is niet te lezen: {}", "{}: the file cannot be read: {}")
_TOO_LARGE = Text(
    "{}: het bestand is te groot om er een van loslaten te zijn",
    "{}: the file is too large to be one of loslaten's",
)


class ExchangeError(LoslatenError):
    """A plan or a file of nights that is not taken in."""


class NewerFileError(ExchangeError):
    """A file of a version that this loslaten does not know yet."""

    def __init__(self, version: int) -> None:
        super().__init__(
            Text(
                "dit bestand is van versie {}, deze loslaten kent tot en met {}",
                "this file is of version {}, this loslaten knows up to {}",
            ).format(version, 1),
            Text("installeer een nieuwere loslaten", "install a newer loslaten"),
        )


def content(path: Path, bytes_max: int) -> bytes:
    """Return the bytes of a file that has at most so many. Raises ExchangeError."""
    try:
        with opened(path) as file:
            found = file.read(bytes_max + 1)
    except OSError as error:
        raise ExchangeError(_UNREADABLE.format(path, reason_of(error))) from error
    if len(found) > bytes_max:
        raise ExchangeError(_TOO_LARGE.format(path))
    return found
