# SPDX-License-Identifier: MIT
"""What parts of the firmware ask of each other; for type checkers alone, not on the watch."""

from collections.abc import Callable, Iterator
from typing import Any, Protocol

from loslaten_core.haptics.motor import Motor

class Records(Iterator[bytes], Protocol):
    """Records that are read as they are asked for, as those of a generator."""

    def close(self) -> None:
        """Let go of what they are read from."""

class Steps(Iterator[bytes | None], Protocol):
    """Work that is done a step at a time, as that of a generator; the last step gives bytes."""

    def close(self) -> None:
        """Give it up."""

class Services:
    """What the firmware does for a proven laptop.

    Every method, or each step of one that gives steps, is synchronous and quick, and gets
    arguments whose form, not meaning, was checked. It raises RefusedError for what it will not do,
    or a ValueError (ProtocolError, WireError) for a value it cannot take; the laptop is told
    either. Any other exception goes to `fault`, the laptop is told that the watch failed, and the
    link goes on.
    """

    watch_id: bytes
    """8 bytes, this watch's own for ever."""

    @property
    def key(self) -> bytes | None:
        """The 32 bytes shared with the laptop; None before deployment."""

    def status(self) -> tuple[dict[str, int], bytes, str, str]:
        """Return (values by the names of STATUS_HEAD, chosen content id, firmware, board).

        The content id is six zero bytes when no protocol is chosen.
        """

    def set_clock(self, utc_ms: int, offset_min: int, error_ms: int) -> tuple[int, int]:
        """Keep a time anchor; return (boot id, uptime in ms) of the moment it was taken at."""

    def settings(self) -> list[tuple[int, bytes]]:
        """Return all settings in their wire form."""

    def write_settings(self, items: list[tuple[int, bytes]]) -> None:
        """Take the given settings: all of them, or none and raise."""

    def protocols(self) -> list[tuple[bytes, int, bool]]:
        """Return (content id, length, chosen) of each protocol, in the wearer's order."""

    def put_protocol(self, packed: bytes) -> Steps:
        """Keep a packed protocol, whole or not at all, by steps; the last gives its content id."""

    def choose_protocol(self, content_id: bytes) -> None:
        """Choose the protocol that the next session practises."""

    def delete_protocol(self, content_id: bytes) -> None:
        """Delete a protocol."""

    def get_protocol(self, content_id: bytes) -> bytes:
        """Return a packed protocol."""

    def records(self, sequence: int) -> Records:
        """Return the raw records from `sequence` on, oldest first.

        They are asked for one at a time while the link has room, and closed in the end or before.
        """

    def confirm(self, sequence: int) -> None:
        """The laptop has every record up to and including `sequence` safe."""

    def play_cue(self, cue: int, count: int, strength_pct: int) -> None:
        """Play a cue now."""

    def identify(self) -> None:
        """Vibrate, so that the wearer knows which watch this is."""

    def forget_key(self) -> None:
        """Erase the shared key, at once; the link ends after the reply."""

    def hand_over(self, sequence: int, key: bytes, name: str, packed: bytes) -> None:
        """Be another person's watch from the next start on, which follows the reply.

        Key, name and one protocol are what it has then, and nothing else. RefusedError unless
        `sequence` is the last record there is.
        """

    def reboot(self, safe_mode: bool) -> None:
        """Restart; called when the reply has gone out and the link is closing."""

    def fault(self, error: Exception) -> None:
        """Keep a note of an error in a service."""

Beat = Callable[[], None]
"""Called by a task to say that it is alive, at least every BEAT_MS of `device.supervisor`."""

class Driver(Protocol):
    """A motor's driver. An optional `IN_INTERRUPT` says that it may be used in an interrupt."""

    def set_level(self, level: int) -> None:
        """Drive at 0 to 100; below 0 brake, or coast where it cannot."""

    def off(self) -> bool:
        """Let the motor rest, at any time and any number of times; whether it certainly does."""

    def check(self) -> bool:
        """Whether the motor can be driven at all."""

class Flag(Protocol):
    """Lets one task wait for another, or for an interrupt."""

    def set(self) -> None:
        """End the wait."""

    async def wait(self) -> None:
        """Wait until it is set, and clear it."""

class Button(Protocol):
    """The one button. Times are ticks; gestures are those of `loslaten_core.practice.gesture`."""

    @property
    def changed(self) -> Flag:
        """Set by every edge."""

    @property
    def is_down(self) -> bool:
        """Whether it is down at this moment."""

    @property
    def has_news(self) -> bool:
        """Whether `gestures` is to be asked now."""

    @property
    def deadline_ms(self) -> int | None:
        """Time at which `gestures` is to be asked without an edge, or None."""

    def gestures(self, now_ms: int) -> list[tuple[int, int]]:
        """Return the `(at_ms, gesture)` recognised up to now, oldest first."""

    def look(self) -> None:
        """Notice what changed while the board slept."""

    def woken(self) -> None:
        """Take the press that woke the board from deep sleep."""

class Battery(Protocol):
    """The battery: what was read of it, and whether it may be read now."""

    @property
    def raw_mv(self) -> int:
        """The last reading, 0 before the first."""

    @property
    def pct(self) -> int:
        """The charge in percent, UNKNOWN_PCT of `loslaten_core.power.gauge` before it is known."""

    @property
    def charging(self) -> bool:
        """Whether power comes in."""

    @property
    def can_read(self) -> bool:
        """Whether reading disturbs nothing, and reads the cell."""

    @property
    def in_burst(self) -> bool:
        """Whether more readings are wanted before one counts."""

    @property
    def is_empty(self) -> bool:
        """Whether there is only just enough left to keep the night's record."""

    @property
    def sessions_left(self) -> int | None:
        """How many sessions are left in it; None while that is not known."""

    def read(self) -> int:
        """Take one reading; return after how many ms the next one is wanted."""

    def read_burst(self) -> int:
        """Take a burst without pauses; return as `read` does."""

    def drop_burst(self) -> None:
        """Forget a burst that has begun."""

    def forget(self) -> None:
        """Forget what was read: it is another cell, or the same one charged."""

class Board(Protocol):
    """One board: what a module of `device.boards` holds. What each is: `device/boards/__init__`.

    Some have more: `rtc`, where RTC_DRIFT_PPM is not 0, and CALIBRATION.
    """

    @property
    def NAME(self) -> str: ...
    @property
    def MODEL(self) -> str: ...
    @property
    def CHIP(self) -> str: ...
    @property
    def MICROPYTHON(self) -> str: ...
    @property
    def BUTTON_PIN(self) -> int | None: ...
    @property
    def MOTOR(self) -> Motor: ...
    @property
    def BATTERY_MAH(self) -> int: ...
    @property
    def BATTERY_CURVE(self) -> tuple[tuple[int, int], ...]: ...
    @property
    def SESSION_PCT(self) -> int: ...
    @property
    def BATTERY_ON_RADIO_PIN(self) -> bool: ...
    @property
    def HAS_DEEP_SLEEP(self) -> bool: ...
    @property
    def WAKE_MS(self) -> int: ...
    @property
    def UPTIME_DRIFT_PPM(self) -> int: ...
    @property
    def RTC_DRIFT_PPM(self) -> int: ...
    @property
    def CURRENTS_UA(self) -> tuple[tuple[str, int, str, str], ...]: ...
    def motor(self) -> Driver:
        """Return the motor's driver, the motor off."""

    async def prepare(self, _driver: Any, /) -> None:
        """Do what the driver needs once at the start."""

    def button(self) -> Button:
        """Return the button."""

    def battery_mv(self) -> int:
        """Read the battery once, in mV; OSError where that fails."""

    def is_charging(self) -> bool:
        """Whether USB power is there."""

    def light_sleep(self, ms: int, _is_held: bool, /) -> None:
        """Stand still for so long, or until the button changes."""

    def rest_radio(self) -> None:
        """Take the radio's power once a window is over."""
