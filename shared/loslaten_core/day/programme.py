# SPDX-License-Identifier: MIT
"""The day programme and the reminder: `(uptime_ms, event) -> cue`.

A few soft taps come at random moments inside agreed hours, each a reminder to notice tension and
to let it go for 20 to 30 seconds, as one may on the way or at a desk. A press within 30 s says
"done", a hold within it silences the taps until tomorrow; outside these 30 s the button means what
it always means. One more soft tap, at an agreed time, reminds to practise; not on a day on which
somebody has practised already, and once a day at most.

None of it is felt in a session or after one, while power comes in, or where the time of day is
not known well enough. What falls into such a time is dropped, not put off.
"""

from loslaten_core.day.local_time import DAY_MS, MINUTE_MS, LocalTime
from loslaten_core.haptics import cue as cues
from loslaten_core.journal.event import Day
from loslaten_core.practice import event

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

TAP = cues.TICK
# How long a tap may be answered.
ANSWER_MS = 30_000
# What comes later than this, as after a restart, is dropped.
LATE_MS = 60_000
# Where the clock may be more wrong than this, nothing is felt.
ERROR_MAX_MS = 5 * MINUTE_MS
# A day begins at 4 in the morning: who practises after midnight has practised the evening before.
BEGINS_MS = 4 * 60 * MINUTE_MS
# The clock may change meanwhile; so look again at least this often.
LOOK_MS = 60 * MINUTE_MS
_STATE_BYTES = 7


class Wishes:
    """Agreement with the wearer: `taps` a day between `from_min` and `until_min`, minutes
    since midnight, 0 for none; `reminder_min` for the reminder, None for none.
    """

    def __init__(self, taps: int, from_min: int, until_min: int, reminder_min: "int | None"):
        self.taps = taps
        self.from_ms = from_min * MINUTE_MS
        self.until_ms = until_min * MINUTE_MS
        self.reminder_ms = None if reminder_min is None else reminder_min * MINUTE_MS


class DayProgramme:
    """One wearer's days; times are counts of uptime.

    `local` is the time of day, None where it is not known. `draw(n)` returns a random number from
    0 to n - 1. `deadline_ms` is when `advance` is next wanted, None while nothing is planned.
    `closed` collects days that are over, for the journal. `state` is what has to be kept for the
    next start, and `has_changed` tells that it is another one.
    """

    def __init__(self, wishes: Wishes, draw: "Callable[[int], int]") -> None:
        self.local: LocalTime | None = None
        self.deadline_ms: int | None = None
        self.closed: list[Day] = []
        self.has_changed = False
        self._wishes = wishes
        self._draw = draw
        self._today: Day | None = None
        self._is_practised = False
        # When somebody last began to practise, also where the time of day was not known then.
        self._practised_ms: int | None = None
        # Taps to come, as times of day, the next one last; None where none were drawn yet.
        self._moments: list[int] | None = None
        self._tapped_ms: int | None = None
        self._is_noticed = False
        self._is_taken = False

    @property
    def state(self) -> bytes:
        """Return today in a few bytes."""
        today = self._today
        if today is None:
            return b""
        marks = int(today.silenced) | int(today.reminded) << 1 | int(self._is_practised) << 2
        return today.day.to_bytes(4, "little") + bytes((today.taps, today.noticed, marks))

    def restore(self, state: bytes) -> None:
        """Go on with what was kept before a restart; anything else than that changes nothing."""
        if len(state) != _STATE_BYTES:
            return
        self._today = today = Day(int.from_bytes(state[:4], "little"))
        today.taps, today.noticed, marks = state[4:]
        today.silenced, today.reminded = bool(marks & 1), bool(marks & 2)
        self._is_practised = bool(marks & 4)

    def is_known(self, uptime_ms: int) -> bool:
        """Whether the time of day is known well enough."""
        return self.local is not None and self.local.at(uptime_ms)[1] <= ERROR_MAX_MS

    def wish(self, wishes: Wishes) -> None:
        """Take other wishes; what is left of today follows them."""
        self._wishes = wishes
        self._moments = None

    def practised(self, uptime_ms: int) -> None:
        """Note that a session begins: the rest of the day is quiet."""
        self._practised_ms = uptime_ms

    def advance(self, uptime_ms: int, is_free: bool) -> int:
        """Let time pass; return the cue to be felt now, 0 for none.

        `is_free` says that the watch is worn by day: no session, and no power coming in.
        """
        self.deadline_ms = None
        if self.local is None or not self.is_known(uptime_ms):
            self._moments = None
            return 0
        local_ms, error_ms = self.local.at(uptime_ms)
        today = self._at(local_ms)
        if self._moments is None:
            self._moments = self._drawn(today)
        time_ms = local_ms - today.day * DAY_MS
        self._note_practised(today)
        is_free = is_free and not self._is_practised
        cue = self._remind(today, time_ms, is_free) or self._tap(
            today, uptime_ms, time_ms, error_ms, is_free
        )
        self._plan(uptime_ms, time_ms)
        return cue

    def gesture(self, uptime_ms: int, what: int) -> "int | None":
        """Take a gesture that answers a tap; return what is felt of it, None where it does not."""
        if what in (event.PRESS, event.DOUBLE):
            tapped_ms = self._tapped_ms
            self._is_taken = tapped_ms is not None and uptime_ms - tapped_ms <= ANSWER_MS
        today = self._today
        if not self._is_taken or today is None:
            return None
        if what in (event.PRESS, event.DOUBLE):
            if not self._is_noticed:
                self._is_noticed = self.has_changed = True
                today.noticed += 1
            return cues.ACK
        if what in (event.HOLD, event.LONG):
            today.noticed -= int(self._is_noticed)
            today.silenced = self.has_changed = True
            self._tapped_ms = None
            self._moments = []
            return cues.PAUSED
        return TAP if what in (event.HOLD_REACHED, event.LONG_REACHED) else 0

    def _at(self, local_ms: int) -> Day:
        """Return today, after closing the day before where that is over."""
        number = (local_ms - BEGINS_MS) // DAY_MS
        today = self._today
        # A clock that was put back, or a journey west, does not begin a day once more.
        if today is not None and number <= today.day <= number + 1:
            return today
        if today is not None and (today.taps or today.reminded or today.silenced):
            self.closed.append(today)
        self._today = today = Day(number)
        self._is_practised = False
        self._moments = None
        self.has_changed = True
        return today

    def _note_practised(self, today: Day) -> None:
        if self._practised_ms is None or self.local is None or self._is_practised:
            return
        began_ms, _ = self.local.at(self._practised_ms)
        if (began_ms - BEGINS_MS) // DAY_MS == today.day:
            self._is_practised = self.has_changed = True

    def _drawn(self, today: Day) -> "list[int]":
        """Return random moments inside the agreed hours, the earliest last."""
        wishes = self._wishes
        span_ms = wishes.until_ms - wishes.from_ms
        if today.silenced or span_ms <= 0:
            return []
        drawn = [wishes.from_ms + self._draw(span_ms) for _ in range(wishes.taps)]
        drawn.sort(reverse=True)
        return drawn

    def _remind(self, today: Day, time_ms: int, is_free: bool) -> int:
        at_ms = self._wishes.reminder_ms
        if at_ms is None or today.reminded or not at_ms <= time_ms <= at_ms + LATE_MS:
            return 0
        if not is_free:
            return 0
        today.reminded = self.has_changed = True
        return TAP

    def _tap(self, today: Day, uptime_ms: int, time_ms: int, error_ms: int, is_free: bool) -> int:
        moments, wishes, cue = self._moments or [], self._wishes, 0
        while moments and moments[-1] <= time_ms:
            late_ms = time_ms - moments.pop()
            # Inside the hours also if the clock is as wrong as it may be.
            inside = wishes.from_ms + error_ms <= time_ms < wishes.until_ms - error_ms
            if is_free and inside and late_ms <= LATE_MS and today.taps < wishes.taps and not cue:
                today.taps += 1
                self._tapped_ms, self._is_noticed = uptime_ms, False
                self.has_changed = True
                cue = TAP
        return cue

    def _plan(self, uptime_ms: int, time_ms: int) -> None:
        wait_ms = LOOK_MS
        if self._moments:
            wait_ms = min(wait_ms, self._moments[-1] - time_ms)
        at_ms = self._wishes.reminder_ms
        if at_ms is not None and at_ms > time_ms:
            wait_ms = min(wait_ms, at_ms - time_ms)
        self.deadline_ms = uptime_ms + wait_ms
