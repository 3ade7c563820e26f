# SPDX-License-Identifier: MIT
"""Choices and drafts that the page keeps in the data folder, so that a reload loses none."""

from collections.abc import Set
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

import msgspec

from loslaten import files

_Struct = TypeVar("_Struct", bound=msgspec.Struct)


class Choices(msgspec.Struct, frozen=True):
    """Choices made on the page.

    lang: "nl", "en", or "" for the browser's. whose: the code, in hexadecimal, of the person that
    is shown where there are several, "" for the first.
    """

    lang: str = ""
    whose: str = ""


class HeldProtocol(msgspec.Struct, frozen=True):
    """An exercise on the watch: its content id in hexadecimal, its name, whether it is chosen."""

    content_id: str
    name: str
    chosen: bool


class LastTold(msgspec.Struct, frozen=True, kw_only=True):
    """Last report of the watch about itself: shown while it is out of reach.

    knows_time: whether it knew the time of day well enough for taps by day and the reminder.
    """

    name: str = ""
    at_utc_ms: int = 0
    battery_pct: int | None = None
    charging: bool = False
    firmware: str = ""
    board: str = ""
    faults: int = 0
    storage_pct: int = 0
    knows_time: bool = True
    settings: dict[str, int | str] = {}
    protocols: list[HeldProtocol] = []


class Kept:
    """Values in files of `folder`, one each; a file that cannot be read counts as absent."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @property
    def choices(self) -> Choices:
        """Choices as they are kept."""
        return self.load("choices", Choices)

    def load(self, name: str, kind: type[_Struct]) -> _Struct:
        """Return a kept value, its defaults where there is none."""
        try:
            return msgspec.json.decode(self._path(name).read_bytes(), type=kind)
        except (OSError, msgspec.MsgspecError):
            return kind()

    def save(self, name: str, value: msgspec.Struct) -> None:
        """Keep a value in place of the one before. Raises UnwritableError."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        files.write(self._path(name), (msgspec.json.encode(value).decode(),), replace=True)

    def rename(self, name: str, new: str) -> None:
        """Keep under another name what is kept under this one, if anything."""
        with suppress(OSError):
            self._path(name).replace(self._path(new))

    def drop_others(self, pattern: str, names: Set[str]) -> None:
        """Keep nothing any more under names like this, but for those given."""
        for path in self._folder.glob(f"{pattern}.json"):
            if path.stem not in names:
                with suppress(OSError):
                    path.unlink()

    def _path(self, name: str) -> Path:
        return self._folder / f"{name}.json"
