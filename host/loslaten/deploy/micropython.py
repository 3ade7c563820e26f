"""The MicroPython on the board: is it one that the firmware runs on, and what to do if not."""

from dataclasses import dataclass
from typing import Final, Self

from loslaten.deploy.console import Console
from loslaten.deploy.errors import DeployError
from loslaten.deploy.image import Board
from loslaten_core.link import gatt

OLDEST: Final = (1, 27)
# The version of .mpy files, which mpy-cross writes and MicroPython reads: 6, as long as no file
# has machine code in it.
MPY_VERSION: Final = 6


@dataclass(frozen=True)
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
        mpy_version = mpy & 0xFF
        return cls(name, tuple(version), mpy_version, machine, bytes.fromhex(serial), tuple(lacks))

    @property
    def watch_id(self) -> bytes:
        """Id of the watch, as the firmware makes it from the serial number."""
        return gatt.watch_id(self.serial)

    def __str__(self) -> str:
        return f"{self.name} {'.'.join(map(str, self.version))} on {self.machine}"


def check(about: About, board: Board) -> None:
    """See that the firmware for `board` runs there.

    Raises:
        DeployError: it does not.
    """
    if about.name != "micropython":
        raise DeployError(f"this board runs {about}, not MicroPython", flashing(board))
    if board.chip is not None and board.chip not in about.machine:
        raise DeployError(
            f"this is no {board.model}: {about.machine}", "say which board it is: --board NAME"
        )
    if about.version[:2] < OLDEST:
        oldest = ".".join(map(str, OLDEST))
        raise DeployError(f"{about} is too old: {oldest} or newer is needed", flashing(board))
    if about.mpy_version != MPY_VERSION:
        raise DeployError(
            f"{about} reads compiled files of version {about.mpy_version}, not {MPY_VERSION}",
            flashing(board),
        )
    if about.lacks:
        raise DeployError(f"{about} has no {', '.join(about.lacks)}", flashing(board))


def flashing(board: Board) -> str:
    """Return how a board gets the right MicroPython."""
    where = "micropython.org/download"
    if board.build is not None:
        where += f"/{board.build}"
    if board.chip is not None and board.chip.startswith("RP"):
        how = "plug it in with BOOTSEL held and copy that file to the drive that appears"
        return f"download the newest .uf2 from {where}; {how}"
    return f"download the newest firmware from {where} and flash it as that page says"
