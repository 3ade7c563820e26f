# SPDX-License-Identifier: MIT
"""Days of the wearer: the taps by day and the reminder of `loslaten_core.day`, carried out.

It is loaded only where one of them is on, for code takes memory.
"""

from os import urandom

from device import clock, files
from loslaten_core import flash_layout, ticks
from loslaten_core.day import local_time
from loslaten_core.day.programme import DayProgramme, Wishes
from loslaten_core.link import settings as s

# A tap is weaker than what a hand must not miss.
_STRENGTH_PCT = 70


class Days:
    """Taps and reminder of `watch`; a file keeps today for the next start."""

    def __init__(self, watch) -> None:
        self._path = watch.root + flash_layout.DAY
        self._drift_ppm = watch.board.UPTIME_DRIFT_PPM
        self._clock = None
        if watch.board.RTC_DRIFT_PPM:
            from device.day_clock import DayClock

            path = watch.root + flash_layout.DAY_CLOCK
            self._clock = DayClock(watch.board, watch.uptime, path)
        self._uptime = watch.uptime
        self._haptics = watch.haptics
        self._log = watch.log
        self._when_quiet = watch.companion.when_quiet
        self._anchor = None
        self._zone = (0,)
        self._wishes = None
        self._day = DayProgramme(Wishes(0, 0, 0, None), _draw)
        self._day.restore(files.read(self._path) or b"")

    @property
    def due_ms(self) -> int | None:
        """Time at which `advance` is next wanted, None while nothing is planned."""
        at_ms = self._day.deadline_ms
        if at_ms is None:
            return None
        now_ms = clock.now_ms()
        # Never further than ticks can tell apart: the programme looks again within the hour.
        return ticks.add(now_ms, max(0, at_ms - self._uptime.at(now_ms)))

    @property
    def knowledge(self) -> int:
        """State of the time of day: 0 unknown, 1 well enough, 2 with too wide an error."""
        if self._day.local is None:
            return 0
        self._compare()
        return 1 if self._day.is_known(self._uptime.ms()) else 2

    def follow(self, settings, anchor) -> None:
        """Follow the settings, and the time that was told, as `Watch.set_clock` takes it."""
        number = settings.number
        reminder = number(s.REMINDER_AT_MIN) if number(s.REMINDER) else None
        taps = number(s.DAY_TAPS) if number(s.DAY_PROGRAMME) else 0
        wishes = (taps, number(s.DAY_FROM_MIN), number(s.DAY_UNTIL_MIN), reminder)
        if wishes != self._wishes:
            self._wishes = wishes
            self._day.wish(Wishes(*wishes))
        board_clock = self._clock
        if anchor is None:
            anchor = self._anchor or (board_clock and board_clock.carried())
        elif anchor != self._anchor and board_clock:
            self._when_quiet(lambda: board_clock.keep(anchor))
        self._anchor = anchor
        self._day.local = None
        if anchor is not None:
            self._zone = _zone(settings.text(s.ZONE)) or (anchor[1],)
            self._count_from(anchor)
        self._day.deadline_ms = self._uptime.ms()

    def started(self, at_ms: int) -> None:
        """Note that a session begins."""
        self._day.practised(self._uptime.at(at_ms))
        self._day.deadline_ms = self._uptime.ms()

    def advance(self, is_free: bool) -> None:
        """Let what is due be felt; `is_free` says that it may be."""
        now_ms = clock.now_ms()
        self._compare()
        cue = self._day.advance(self._uptime.at(now_ms), is_free)
        if cue:
            self._haptics.cue(now_ms, cue, 0, _STRENGTH_PCT, 0)
        self._keep()

    def takes(self, at_ms: int, gesture: int) -> bool:
        """Take a gesture if it answers a tap; False for one that means what it always means."""
        cue = self._day.gesture(self._uptime.at(at_ms), gesture)
        if cue:
            self._haptics.cue(at_ms, cue, 0, 100, 0)
        self._keep()
        return cue is not None

    def _count_from(self, anchor) -> None:
        utc_ms, _, error_ms, uptime_ms = anchor
        self._day.local = local_time.LocalTime(
            self._zone, utc_ms, uptime_ms, error_ms, self._drift_ppm
        )

    def _compare(self) -> None:
        """Go by the board's own clock where that is less wrong by now than the count of uptime."""
        local = self._day.local
        if local is None or self._clock is None:
            return
        carried = self._clock.carried()
        if carried is not None and carried[2] < local.at(carried[3])[1]:
            self._count_from(carried)

    def _keep(self) -> None:
        """Keep what has changed when next nothing is felt."""
        if self._day.has_changed or self._day.closed:
            self._day.has_changed = not self._when_quiet(self._write)

    def _write(self) -> None:
        while self._day.closed:
            self._log.day(self._day.closed.pop(0))
        files.write(self._path, self._day.state)


def _zone(text: str):
    try:
        return local_time.rule(text) if text else None
    except ValueError:
        return None


def _draw(n: int) -> int:
    return int.from_bytes(urandom(4), "little") % n
