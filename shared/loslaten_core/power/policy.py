# SPDX-License-Identifier: MIT
"""Sleep policy: sleep between any two things to do, as deeply as they allow.

    motor on, radio on, power coming in   awake: sleep would stop the PWM, the radio and USB
    just given power, or restarted        awake: the USB console may be wanted
    session, or anything due              light sleep until just before it is due, or a press
    nothing to do for IDLE_MS             deep sleep until a press, on a board that has it;
                                          on others light sleep

The radio is on only in a window: one that the wearer asked for, or one that lasts as long as power
comes in and no session runs.
"""

from loslaten_core import ticks

AWAKE = 0
LIGHT = 1
DEEP = 2
# Indexed by mode.
MODES = ("awake", "light sleep", "deep sleep")

# A sleep shorter than this is not worth falling asleep for.
NAP_MIN_MS = 20
# Somebody may press again; waking up from deep sleep takes a start.
IDLE_MS = 30_000
# A laptop at the USB console finds the watch awake for this long, whatever the board can tell it.
FRESH_MS = 30_000
# How long the radio stays on after power has stopped coming in.
UNPLUGGED_MS = 30_000
# When nothing says how long, as where power comes in: look again after this.
_LOOK_MS = 2_000
# So soon all tasks have reported once they run.
_REPORT_MS = 2


class Situation:
    """State of the watch at a moment, as far as sleep depends on it.

    `due_ms` is when the firmware has to be awake next, None when nothing is planned;
    `rest_until_ms` when it has to be awake in any case, for the watchdog's sake;
    `active_ms` when somebody last wanted anything of the watch. `is_fresh` says that it started
    less than FRESH_MS ago and not by a press, `is_held` that the button is down: it would wake a
    deep sleeper at once.
    """

    def __init__(self) -> None:
        self.due_ms: int | None = None
        self.rest_until_ms = 0
        self.active_ms = 0
        self.is_fresh = False
        self.in_session = False
        self.motor_on = False
        self.radio_on = False
        self.charging = False
        self.is_held = False


class Policy:
    """The rules for one board.

    `wake_ms` is how long it takes at most from the end of a light sleep to the firmware's next
    step, so sleep ends that much early; `has_deep_sleep` says that a press starts it over from a
    sleep in which next to nothing flows.
    """

    def __init__(self, wake_ms: int, has_deep_sleep: bool) -> None:
        self._wake_ms = wake_ms
        self._has_deep_sleep = has_deep_sleep

    def choose(self, now_ms: int, now: Situation) -> tuple[int, int]:
        """Return (mode, ms): how to wait, and for how long before asking again at the latest.

        Deep sleep has no end but a press, so its ms mean nothing.
        """
        left_ms = _LOOK_MS if now.due_ms is None else ticks.diff(now.due_ms, now_ms)
        if now.motor_on or now.radio_on or now.charging or now.is_fresh:
            return AWAKE, max(1, min(left_ms, _LOOK_MS))
        if self._may_sleep_deeply(now_ms, now):
            return DEEP, 0
        nap_ms = ticks.diff(now.rest_until_ms, now_ms)
        if nap_ms < NAP_MIN_MS:
            return AWAKE, max(1, min(left_ms, _REPORT_MS))
        if now.due_ms is not None:
            if left_ms - self._wake_ms < NAP_MIN_MS:
                return AWAKE, max(1, left_ms)
            nap_ms = min(nap_ms, left_ms - self._wake_ms)
        return LIGHT, nap_ms

    def _may_sleep_deeply(self, now_ms: int, now: Situation) -> bool:
        return (
            self._has_deep_sleep
            and not now.in_session
            and not now.is_held
            and now.due_ms is None
            and ticks.diff(now_ms, now.active_ms) >= IDLE_MS
        )


def opens_radio(charging: bool, in_session: bool) -> bool:
    """Tell whether power that comes in opens a radio window, and keeps it open."""
    return charging and not in_session


def closes_radio(by_wearer: bool, laptop_connected: bool) -> bool:
    """Tell whether the start of a session closes the window that is open.

    One that only power opened goes, unless somebody's laptop looks on: it was let in by its key.
    """
    return not (by_wearer or laptop_connected)


def window_ms(by_wearer: bool, length_ms: int) -> int:
    """Return how long a window stays open once power has stopped coming in."""
    return length_ms if by_wearer else UNPLUGGED_MS
