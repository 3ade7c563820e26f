# SPDX-License-Identifier: MIT
"""A simulated watch on its USB cable: the console that a deployment talks to, on a TCP port.

    with ReplBoard(flash={...}) as board:
        board.power_on()
        ...                     # mpremote connect board.port
        board.flash()           # what is on it now

Unlike `watch.Watch` it runs by itself, as fast as real time or some times faster; but its time
stands still while the computer has none for it. What is on the flash afterwards can be given to a
`Watch`, and the other way round.
"""

from typing import Self

from loslaten.firmware import tree
from loslaten.sim.board import Wires, board_named
from loslaten.sim.micropython import engine
from loslaten.sim.watch import FULL_BATTERY_MV, adc_mv, power_options


class ReplBoard:
    """One board without power, with MicroPython and `flash` on it.

    speed: its time goes at most so many times as fast as ours; at much more than 5 its watchdog
    becomes impatient with this computer. wires: see `watch.power_options`.
    """

    def __init__(
        self,
        board: str = "pico_w",
        flash: tree.Files | None = None,
        *,
        seed: int = 1,
        speed: int = 5,
        wires: Wires = (),
    ) -> None:
        self._board = board_named(board)
        self._wires = wires
        self._seed = seed
        self._engine = engine.Engine(console_speed=speed)
        self._tcp_port: int = self._engine.ask("new", seed=seed)["result"]
        self._engine.ask("load", files=tree.encoded(flash or {}))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def port(self) -> str:
        """Address of its console, as pyserial and mpremote name it."""
        return f"socket://127.0.0.1:{self._tcp_port}"

    def power_on(self) -> None:
        """Plug it in; main.py, if there is one, runs at once."""
        board = self._board
        events: list[tuple[object, ...]] = [self._usb_sensed(1)]
        if board.button_pin is not None:
            events.append(self._button(False))
        if board.battery_pin is None:
            events.append(("battery", FULL_BATTERY_MV))
        else:
            read_mv = adc_mv(board, FULL_BATTERY_MV, usb_power=True)
            events.append(("adc", board.battery_pin, read_mv))
        self._engine.ask(
            "on", options=power_options(board, self._seed, self._wires), events=events
        )

    def power_off(self) -> None:
        """Take its power away, and the connection with it."""
        self._engine.ask("off")

    def press(self, held_ms: int) -> None:
        """Hold the button down for so long, by the board's clock."""
        self._engine.ask(
            "hold", events=[self._button(True)], ms=held_ms, after=[self._button(False)]
        )

    def wait(self, ms: int) -> int:
        """Wait for so long by the board's clock, and return what that shows then, in ms."""
        return int(self._engine.ask("hold", events=[], ms=ms, after=[])["result"])

    def _button(self, is_down: bool) -> tuple[object, ...]:
        board = self._board
        if board.button_pin is None:
            return ("power_key", int(is_down))
        pressed = board.button_pressed_level
        return ("pin", board.button_pin, pressed if is_down else 1 - pressed)

    def set_usb_sense(self, level: int) -> None:
        """Let what senses USB be high or low, as with another divider."""
        self._engine.ask("events", events=[self._usb_sensed(level)])

    def _usb_sensed(self, level: int) -> tuple[object, ...]:
        """Return the event by which USB comes or goes: at a pin, or at the power chip."""
        if self._board.usb_pin is None:
            return ("usb", level)
        return ("pin", self._board.usb_pin, level)

    @property
    def drives(self) -> int:
        """Number of times that the motor's pin began to be driven since the board was made."""
        return int(self._engine.ask("drives")["result"])

    @property
    def is_busy(self) -> bool:
        """Whether a program that came by the cable goes on by itself, in `asyncio.run()`."""
        return bool(self._engine.ask("busy")["result"])

    def cut_power_at(self, operation: int, kept_bytes: int = 0) -> None:
        """Cut the power in place of the n-th flash operation from now, as `Watch` does."""
        self._engine.ask("cut", operation=operation, kept=kept_bytes)

    def flash(self) -> tree.Files:
        """Return the files that would survive if the power went now."""
        return tree.decoded(self._engine.ask("dump")["result"])

    def close(self) -> None:
        """End it."""
        self._engine.close()
