# SPDX-License-Identifier: MIT
"""A simulated watch: a board with a button, a motor, a battery and a flash, running the firmware.

    watch = SimulatedWatch(seed=1)                   # inside `clock.run(...)`
    watch.on("ble_adv", callback)           # callback(t_ms, *args), for messages of a kind
    watch.power_on()                        # main.py runs now
    watch.button_down()
    await asyncio.sleep(0.1)
    watch.button_up()
    watch.send("ble_connect", 64, "c0ffee") # an event for the hardware's modules
    watch.motor                             # [(t_ms, level_pct), ...]
    watch.power_off(); watch.flash()        # what survived

Kinds of messages that come from the hardware: print (text), pin_out (pin, level), pwm (pin,
duty_u16, hz), motor (level_pct, by a driver chip), adc_read (pin), sleep ("light" or "deep"), wake
("time" or "pin"), start (cause), radio_chip (is_on), rail (name, is_on), power_chip_off (), flash
(operation, path, bytes), reset (cause), crash (traceback), irq_error (traceback), ended (main.py
came to its end), power_off (), power_cut (operation, path), misuse (advice), and those that the
radio sends (ble_...). Times are the clock's milliseconds.
"""

import json
from collections.abc import Callable
from typing import Any, Final

from loslaten.firmware import tree
from loslaten.sim import clock
from loslaten.sim.board import Board, Wires, board_named
from loslaten.sim.micropython import engine

FULL_BATTERY_MV: Final = 3900
DUTY_FULL: Final = 65535

Callback = Callable[..., None]
Message = tuple[int, str, tuple[Any, ...]]


class SimulatedWatch:
    """One simulated watch, without power at first. To be made inside `clock.run()`.

    board: a name in `board.BOARDS`. firmware: the files on its flash, with a /main.py (default:
    what ships). flash: other files that are there already, such as an earlier watch's `flash()`.
    seed: decides all its randomness and its serial number. gauge: keep `peak_heap_bytes` (slow).
    real_clock: let the engine take the machine's time, to see how late it is; for speed=1 only.
    kept: how many of the newest messages to keep, for a watch that may live for weeks of its time:
    at twice as many it forgets the older half. None keeps all.
    """

    def __init__(
        self,
        board: str = "pico_w",
        firmware: tree.Files | None = None,
        *,
        flash: tree.Files | None = None,
        seed: int = 0,
        gauge: bool = False,
        real_clock: bool = False,
        kept: int | None = None,
    ) -> None:
        self.board = board_named(board)
        self.seed = seed
        self.trace: list[Message] = []
        self.console: list[tuple[int, str]] = []
        self.motor: list[tuple[int, int]] = []
        self.resets: list[tuple[int, str]] = []
        self.crashes: list[tuple[int, str]] = []
        self.peak_heap_bytes = 0
        self.state = "off"
        self._closed = False
        self._gauge = gauge
        self._real_clock = real_clock
        self._kept = kept
        self._battery_mv = FULL_BATTERY_MV
        self._usb_power = False
        self._callbacks: dict[str, list[Callback]] = {}
        self._events: list[list[Any]] = []
        self._next_ms: int | None = None
        self._clock = clock.current()
        self._engine = self._new_engine(flash or {}, firmware)
        self._clock.add_machine(self)
        if real_clock:
            self._clock.add_reader(self._engine.fileno, self._told)
        self.button_up()
        self.battery_mv = FULL_BATTERY_MV
        self.usb_power = False

    def _new_engine(self, flash: tree.Files, firmware: tree.Files | None) -> engine.Engine:
        firmware = tree.firmware_tree() if firmware is None else firmware
        process = engine.Engine(real_clock=True) if self._real_clock else engine.borrow()
        process.ask("new", seed=self.seed)
        name = tree.name_of(firmware)
        process.put_tree(name, tree.encoded(firmware))
        process.ask("load", trees=[], files=tree.encoded(flash))
        process.ask("load", trees=[name], files={})
        return process

    # Power

    def power_on(self, *, ticks_ms: int = 0) -> None:
        """Give it power; main.py runs at once. `ticks_ms` is where its tick counter starts."""
        self._deliver()
        self._ask("on", t=self._clock.now_ms, options=self._options(ticks_ms))

    def power_off(self) -> None:
        """Take its power away, at once: what the firmware has not written is lost."""
        self._deliver()
        self._ask("off", t=self._clock.now_ms)
        self._record(self._clock.now_ms, "power_off", [])

    def cut_power_at(self, operation: int | None, kept_bytes: int = 0) -> None:
        """Cut the power in place of the n-th flash operation from now (1 is the next; None: no).

        Operations are: create, write, commit (a written file is closed or flushed), rename,
        unlink, mkdir and rmdir. What a file got since its last commit is lost, as with LittleFS;
        but `kept_bytes` of it stay when the cut meets a write or a commit.
        """
        self._ask("cut", operation=operation, kept=kept_bytes)

    def flash(self) -> tree.Files:
        """Return the files that would survive if the power went now; "/folder/" for a folder."""
        return tree.decoded(self._ask("dump")["result"])

    def close(self) -> None:
        """Take the watch out of the simulation. The loop does it when it closes."""
        self._clock.remove_machine(self)
        if self._real_clock:
            self._clock.remove_reader(self._engine.fileno)
            self._engine.close()
        elif not self._closed:
            engine.give_back(self._engine)
        self._closed = True

    def _options(self, ticks_ms: int) -> dict[str, Any]:
        return power_options(self.board, self.seed) | {"ticks_ms": ticks_ms, "gauge": self._gauge}

    # What the world does to it

    def button_down(self) -> None:
        """Press the button."""
        self._button(True)

    def button_up(self) -> None:
        """Let the button go."""
        self._button(False)

    def _button(self, is_down: bool) -> None:
        if self.board.button_pin is None:
            self.send("power_key", int(is_down))
        else:
            pressed = self.board.button_pressed_level
            self.send("pin", self.board.button_pin, pressed if is_down else 1 - pressed)

    @property
    def battery_mv(self) -> int:
        """The battery's voltage in millivolts."""
        return self._battery_mv

    @battery_mv.setter
    def battery_mv(self, mv: int) -> None:
        self._battery_mv = mv
        self._feed()

    def _feed(self) -> None:
        """Let what now supplies the board be read at its battery pin."""
        if self.board.battery_pin is None:
            self.send("battery", self._battery_mv)
        else:
            self.send(
                "adc", self.board.battery_pin, adc_mv(self.board, self._battery_mv, self.usb_power)
            )

    @property
    def usb_power(self) -> bool:
        """Whether a charger is connected."""
        return self._usb_power

    @usb_power.setter
    def usb_power(self, connected: bool) -> None:
        self._usb_power = connected
        if self.board.usb_pin is None:
            self.send("usb", int(connected))
        else:
            self.send("pin", self.board.usb_pin, int(connected))
        self._feed()

    def send(self, kind: str, *args: Any) -> None:
        """Let something happen at the hardware now; arguments are what JSON carries."""
        self._events.append([kind, *args])

    # What it does

    def on(self, kind: str, callback: Callback) -> None:
        """Call `callback(t_ms, *args)` for every message of this kind."""
        self._callbacks.setdefault(kind, []).append(callback)
        self._ask("listen", kinds=sorted(self._callbacks))

    @property
    def printed(self) -> str:
        """Everything the firmware has printed."""
        return "".join(text for _, text in self.console)

    def trace_bytes(self) -> bytes:
        """Return all messages with their times, one a line: equal runs give equal bytes."""
        return "".join(
            f"{json.dumps([t, kind, *args])}\n" for t, kind, args in self.trace
        ).encode()

    # The clock's side (see machine.Machine)

    @property
    def deadline_ms(self) -> int | None:
        """Time at which it has to run next."""
        return self._clock.now_ms if self._events else self._next_ms

    def advance(self, now_ms: int, until_ms: int) -> int:
        """Run from `now_ms` until it has told something, at most to `until_ms`."""
        events, self._events = self._events, []
        reached_ms: int = self._ask("run", t=now_ms, until=until_ms, events=events)["t"]
        return reached_ms

    def _deliver(self) -> None:
        if self._events:
            self.advance(self._clock.now_ms, self._clock.now_ms)

    def _ask(self, command: str, **details: Any) -> engine.Answer:
        answer = self._engine.ask(command, **details)
        for unasked in self._engine.take_unasked():
            self._take(unasked)
        self._take(answer)
        return answer

    def _told(self) -> None:
        """With the real clock it tells things by itself."""
        self._engine.read_available()
        while (answer := self._engine.received()) is not None:
            self._take(answer)

    def _take(self, answer: engine.Answer) -> None:
        self._next_ms = answer["next"]
        self.state = answer["state"]
        self.peak_heap_bytes = max(self.peak_heap_bytes, answer["peak"])
        for t_ms, kind, *args in answer["sent"]:
            self._record(t_ms, kind, args)

    def _record(self, t_ms: int, kind: str, args: list[Any]) -> None:
        self.trace.append((t_ms, kind, tuple(args)))
        if kind in _RECORDERS:
            _RECORDERS[kind](self, t_ms, *args)
        for callback in self._callbacks.get(kind, ()):
            callback(t_ms, *args)
        if self._kept is not None and len(self.trace) == 2 * self._kept:
            # Each of these lists grows with a message.
            for told in (self.trace, self.console, self.motor, self.resets, self.crashes):
                del told[: -self._kept]

    def _printed(self, t_ms: int, text: str) -> None:
        self.console.append((t_ms, text))

    def _pwm(self, t_ms: int, pin: int | str, duty_u16: int, _hz: int) -> None:
        if pin == self.board.motor_pin:
            self._motor_at(t_ms, round(duty_u16 * 100 / DUTY_FULL))

    def _motor_at(self, t_ms: int, level_pct: int) -> None:
        if level_pct != (self.motor[-1][1] if self.motor else 0):
            self.motor.append((t_ms, level_pct))

    def _reset(self, t_ms: int, cause: str) -> None:
        self.resets.append((t_ms, cause))
        self._motor_at(t_ms, 0)

    def _crashed(self, t_ms: int, traceback: str) -> None:
        self.crashes.append((t_ms, traceback))

    def _power_gone(self, t_ms: int, *_details: str) -> None:
        self._motor_at(t_ms, 0)


def adc_mv(board: Board, battery_mv: int, usb_power: bool) -> int:
    """Return the voltage at the pin where a board reads its battery."""
    fed_mv = max(battery_mv, board.supply_mv) if usb_power else battery_mv
    return fed_mv // board.battery_divider


def power_options(board: Board, seed: int, wires: Wires = ()) -> dict[str, Any]:
    """Return what the engine is told of a board when it is switched on.

    wires: from which pin to which another leads, as on a test bench.
    """
    return {
        "ticks_ms": 0,
        "gauge": False,
        "flash_bytes": board.flash_bytes,
        "reset_ms": board.reset_ms,
        "rtc_unix_s": board.clock_starts_unix_s,
        "rtc_survives_reset": board.clock_survives_reset,
        "config": {
            "board": board.name,
            "port": board.port,
            "machine": board.machine,
            "cpu_hz": board.cpu_hz,
            "heap_bytes": board.heap_bytes,
            "adc_full_mv": board.adc_full_mv,
            "adc_enabled_by": {str(board.battery_pin): board.battery_enable_pin},
            "wake_ms": board.wake_ms,
            "epoch_unix_s": board.epoch_unix_s,
            "i2c": board.i2c,
            "irq_pin": board.irq_pin,
            "enable_pin": board.enable_pin,
            "wires": wires,
            "unique_id": f"{0xE6616408_43000000 + seed:016x}",
        },
    }


_RECORDERS: Final[dict[str, Callable[..., None]]] = {
    "print": SimulatedWatch._printed,
    "pwm": SimulatedWatch._pwm,
    "motor": SimulatedWatch._motor_at,
    "reset": SimulatedWatch._reset,
    "crash": SimulatedWatch._crashed,
    "power_cut": SimulatedWatch._power_gone,
    "power_off": SimulatedWatch._power_gone,
}
