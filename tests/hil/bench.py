# SPDX-License-Identifier: MIT
"""The board on the bench: stopped, with the measuring programs beside its firmware, and let go."""

import contextlib
import json
import time
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from loslaten.deploy import image
from loslaten.deploy.console import RETURN_S, SILENCE_S, Console
from loslaten.deploy.errors import DeployError
from loslaten.deploy.micropython import About, check
from loslaten.deploy.slots import Installed, installed, quieten
from loslaten.errors import LoslatenError
from loslaten.firmware import boards
from loslaten.firmware import version as firmware
from loslaten_core import ticks
from tests.hil.wires import Wires, wires_of

SCRATCH = "/hil"
_PROGRAMS = Path(__file__).with_name("firmware")
# What the programs write at most, and what has to stay free for the watch itself.
_ROOM_BYTES = 256 * 1024
# Either clock reading is up to a tick too early.
_TICK_MS = 1
_ON_A_NETWORK = "socket://"


@dataclass(frozen=True, kw_only=True)
class Subject:
    """Subject of the measurements: the board and the firmware on it.

    is_checkout: the firmware is, file by file, what this checkout would deploy.
    """

    port: str
    about: About
    firmware: Installed
    board: image.Board
    is_checkout: bool

    @property
    def is_simulated(self) -> bool:
        """Whether it is a simulated board: its figures say nothing about any hardware."""
        return self.port.startswith(_ON_A_NETWORK)

    @property
    def serial(self) -> str:
        """The serial number of the board's chip."""
        return self.about.serial.hex()


@dataclass(frozen=True)
class Clocks:
    """Difference of two clocks: how much further the board's went in `length_ms`, and how
    uncertain that is.
    """

    length_ms: float
    ahead_ms: float
    uncertain_ms: float


class Bench:
    """The board at `port`, in safe mode: its firmware is off until `close`.

    board: what it is said to be; None: as its firmware says. short: measure only as long as it
    takes to see that everything works. `clocks` is what the last program's run says of them.
    """

    clocks: Clocks

    def __init__(
        self,
        port: str,
        board: str | None = None,
        *,
        short: bool = False,
        return_s: float = RETURN_S,
    ) -> None:
        self.short = short
        self._console = Console(port, return_s)
        try:
            self.subject = self._meet(board)
            self._prepare()
        except BaseException:
            with contextlib.suppress(LoslatenError):
                self._console.interrupt(self._console.restart)
            self._console.close()
            raise

    @property
    def wires(self) -> Wires:
        """Pins that wires of this board lead to."""
        return wires_of(self.subject.board.name)

    @cached_property
    def wired(self) -> dict[str, Any]:
        """Wires that are there, and the motor's and the button's pin: `firmware/wiring.py`."""
        said = boards.constants(self.subject.board.name)
        return self.run(
            "wiring",
            motor_pin=said.get("MOTOR_PIN"),
            button_pin=said["BUTTON_PIN"],
            loopback_pin=self.wires.loopback,
            press_pin=self.wires.press,
        )

    def run(self, program: str, silence_s: float = SILENCE_S, **given: Any) -> dict[str, Any]:
        """Run a program of `firmware/` on the board, after a soft reset; return what it tells.

        silence_s: how long it may take, for it prints only at its end.

        Raises:
            DeployError: it raised something there, or told nothing.
        """
        self._console.forget()
        path = [f"/{self.subject.firmware.slot}", SCRATCH]
        began = self._read_clocks()
        said = self._console.run(
            f"import asyncio, sys\nsys.path[:0] = {path!r}\n"
            f"from bench import {program}\n"
            f"asyncio.run({program}.main({self.subject.board.name!r}, **{given!r}))\n",
            silence_s,
        )
        self.clocks = self._compared(began, self._read_clocks())
        lines = said.strip().splitlines()
        try:
            found: dict[str, Any] = json.loads(lines[-1])
        except (IndexError, ValueError) as error:
            raise DeployError(f"{program} told nothing", None, tuple(lines)) from error
        return found

    def close(self) -> None:
        """Clean up on the board and let its firmware run again."""
        try:
            self._console.interrupt(self._clear)
            self._console.restart()
        finally:
            self._console.close()

    def _read_clocks(self) -> tuple[float, float, int]:
        """Return the laptop's clock, how wrong that may be, in s, and the board's ticks_ms."""
        before_s = time.monotonic()
        ticks_ms = int(self._console.run("import time\nprint(time.ticks_ms())"))
        after_s = time.monotonic()
        return (before_s + after_s) / 2, (after_s - before_s) / 2, ticks_ms

    def _compared(
        self, began: tuple[float, float, int], ended: tuple[float, float, int]
    ) -> "Clocks":
        length_ms = (ended[0] - began[0]) * 1000
        ahead_ms = ticks.diff(ended[2], began[2]) - length_ms
        return Clocks(length_ms, ahead_ms, (began[1] + ended[1]) * 1000 + _TICK_MS)

    def _meet(self, name: str | None) -> Subject:
        def look(about: About) -> tuple[About, Installed, image.Board]:
            there = installed(self._console)
            board = image.board_named(_board_name(name, there))
            check(about, board)
            return about, there, board

        (about, there, board), _ = quieten(self._console, look)
        wanted = image.build(board).files
        are = self._console.ask(f"hashes('/{there.slot}')")
        return Subject(
            port=self._console.port,
            about=about,
            firmware=there,
            board=board,
            is_checkout=are == image.hashes(wanted),
        )

    def _prepare(self) -> None:
        self._clear()
        _, free_bytes, _ = self._console.ask(f"room({SCRATCH!r})")
        if free_bytes < _ROOM_BYTES:
            raise DeployError(
                f"there is not enough room to measure: {free_bytes // 1024} KB are free,"
                f" {_ROOM_BYTES // 1024} KB are needed"
            )
        for file in sorted(_PROGRAMS.glob("*.py")):
            path = f"bench/{file.stem}.mpy"
            self._console.put(
                f"{SCRATCH}/{path}",
                image.compiled_beside(self.subject.board, path, file.read_text("utf-8")),
            )

    def _clear(self) -> None:
        for path in self._console.ask(f"paths({SCRATCH!r})"):
            self._console.run(f"remove({path!r})")
        self._console.run(f"remove_folders({SCRATCH!r})")


def _board_name(said: str | None, there: Installed) -> str:
    """Return what board it is.

    Raises:
        DeployError: there is no firmware on it, or it is another than was said.
    """
    if there.slot == "" or there.board is None:
        raise DeployError(
            "there is no firmware on this board to be measured",
            "deploy it first: loslaten deploy --board NAME --port PORT",
        )
    if said is not None and said != there.board:
        raise DeployError(
            f"the firmware on this board is that of {there.board}, not of {said}",
            f"BOARD={there.board}, or deploy: loslaten deploy --board {said} --port PORT",
        )
    if there.version != firmware.version():
        raise DeployError(
            f"the firmware on this board is {there.version}, this checkout is"
            f" {firmware.version()}",
            f"deploy it first: loslaten deploy --board {there.board} --port PORT",
        )
    return there.board
