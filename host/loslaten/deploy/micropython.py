# SPDX-License-Identifier: MIT
"""The MicroPython on the board: is it one that the firmware runs on, and what to do if not."""

from dataclasses import dataclass
from typing import Final, Self

from loslaten.deploy.console import Console
from loslaten.deploy.errors import DeployError
from loslaten.deploy.image import Board
from loslaten.firmware.micropython_builds import for_board
from loslaten.language.text import Text
from loslaten_core.link import gatt

OLDEST: Final = (1, 27)
# The version of .mpy files, which mpy-cross writes and MicroPython reads: 6, as long as no file
# has machine code in it.
MPY_VERSION: Final = 6


@dataclass(frozen=True, kw_only=True)
class About:
    """MicroPython on a board; `lacks` are modules that the firmware needs."""

    name: str
    version: tuple[int, ...]
    mpy_version: int
    machine: str
    serial: bytes
    lacks: tuple[str, ...]

    @classmethod
    def of(cls, console: Console) -> Self:
        """Ask the board."""
        name, version, mpy, machine, serial, lacks = console.ask("about()")
        return cls(
            name=name,
            version=tuple(version),
            mpy_version=mpy & 0xFF,
            machine=machine,
            serial=bytes.fromhex(serial),
            lacks=tuple(lacks),
        )

    @property
    def watch_id(self) -> bytes:
        """Id of the watch, as the firmware makes it from the serial number."""
        return gatt.watch_id(self.serial)

    def __str__(self) -> str:
        return f"{self.name} {'.'.join(map(str, self.version))}, {self.machine}"


def too_old(it: object) -> Text:
    """Return that a MicroPython, on a board or in a file, is older than the firmware needs."""
    oldest = ".".join(map(str, OLDEST))
    return Text(
        f"{it} is te oud: {oldest} of nieuwer is nodig",
        f"{it} is too old: {oldest} or newer is needed",
    )


def check(about: About, board: Board) -> None:
    """See that the firmware for `board` runs there.

    Raises:
        DeployError: it does not.
    """
    if about.name != "micropython":
        raise DeployError(
            Text(
                f"dit bord draait {about}, niet MicroPython",
                f"this board runs {about}, not MicroPython",
            ),
            for_board(board.name).steps,
        )
    if board.chip is not None and board.chip not in about.machine:
        raise DeployError(
            Text(
                f"dit is geen {board.model}: {about.machine}",
                f"this is no {board.model}: {about.machine}",
            ),
            Text(
                "laat --board weg, dan zoekt loslaten deploy uit welk bord het is",
                "leave --board out: loslaten deploy finds out which board it is",
            ),
        )
    if about.version[:2] < OLDEST:
        raise DeployError(too_old(about), for_board(board.name).steps)
    if about.mpy_version != MPY_VERSION:
        raise DeployError(
            Text(
                f"{about} leest vertaalde bestanden van versie {about.mpy_version}, niet"
                f" {MPY_VERSION}",
                f"{about} reads compiled files of version {about.mpy_version}, not {MPY_VERSION}",
            ),
            for_board(board.name).steps,
        )
    if about.lacks:
        lacks = ", ".join(about.lacks)
        raise DeployError(
            Text(f"{about} heeft geen {lacks}", f"{about} has no {lacks}"),
            for_board(board.name).steps,
        )
