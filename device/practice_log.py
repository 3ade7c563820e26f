# SPDX-License-Identifier: MIT
"""Keeps the practice in the journal: sessions as they go on, and what happens around them."""

from device import files
from loslaten_core.journal import event, session
from loslaten_core.journal.log import SYNC_ME_PCT
from loslaten_core.practice.event import POWER_LOST
from loslaten_core.practice.tally import Tally

_FAULTS_MAX = 0xFFFF


class PracticeLog:
    """Writes into `journal` with times of `uptime`. Call it only while the motor is at rest.

    `faults` counts those since the watch was deployed, in the file at `faults_path`.
    """

    def __init__(self, journal, uptime, faults_path: str) -> None:
        self._faults_path = faults_path
        self.faults = int.from_bytes(files.read(faults_path) or b"", "little")
        self._journal = journal
        self._uptime = uptime
        self._battery_before_mv = 0
        # When the session began that was kept last, once it is.
        self._kept_ms: int | None = None

    @property
    def is_sync_due(self) -> bool:
        """Whether the wearer should let the laptop take the records soon."""
        return self._journal.level_pct >= SYNC_ME_PCT

    def started(self, battery_mv: int) -> None:
        """A session begins; nothing is written yet."""
        self._battery_before_mv = battery_mv

    def checkpoint(self, tally: Tally, worst_late_ms: int) -> None:
        """Keep what was done so far, in case the power goes."""
        so_far = self._session(tally, tally.ending or POWER_LOST, 0, worst_late_ms)
        self._journal.checkpoint(self._uptime.at(tally.started_ms), so_far)

    def ended(self, tally: Tally, battery_mv: int, worst_late_ms: int) -> None:
        """Keep a session that is over; once, however often it is called."""
        if not self.has(tally):
            whole = self._session(tally, tally.ending, battery_mv, worst_late_ms)
            self._journal.finish(self._uptime.at(tally.started_ms), whole)
            self._kept_ms = tally.started_ms

    def has(self, tally: Tally) -> bool:
        """Whether this session is the one that was kept last."""
        return self._kept_ms == tally.started_ms

    def clock(self, uptime_ms: int, anchor: event.Clock) -> None:
        """Keep what time it was at that uptime."""
        self._journal.add(uptime_ms, anchor)

    def protocol(self, action: int, content_id: bytes) -> None:
        """Keep that a protocol was put, chosen or deleted."""
        self._journal.add(self._uptime.ms(), event.ProtocolChange(action, content_id))

    def day(self, day: event.Day) -> None:
        """Keep the taps of a day, as counts."""
        self._journal.add(self._uptime.ms(), day)

    def boot(self, cause: int, firmware: str, board) -> None:
        """Keep why the watch started, and what the clock of `board` says, where it has one."""
        record = event.Boot(cause, firmware)
        record.dropped_bytes = self._journal.dropped_bytes
        record.uptime_drift_ppm = board.UPTIME_DRIFT_PPM
        uptime_ms = self._uptime.ms()
        if board.RTC_DRIFT_PPM:
            reading = board.rtc()
            if reading is not None:
                record.rtc_drift_ppm = board.RTC_DRIFT_PPM
                record.rtc_ms, record.rtc_kept = reading
        self._journal.add(uptime_ms, record)

    def fault(self, code: int, detail: str) -> None:
        """Keep a fault; what cannot even be written is at least counted."""
        self.faults = min(self.faults + 1, _FAULTS_MAX)
        try:
            files.write(self._faults_path, self.faults.to_bytes(2, "little"))
            self._journal.add(self._uptime.ms(), event.Fault(code, detail[: event.TEXT_BYTES_MAX]))
        except Exception:
            # Also a lack of memory: who tells of a failure must not fail.
            return

    def _session(self, tally: Tally, ending: int, battery_mv: int, worst_late_ms: int):
        body = session.from_tally(tally, ending)
        body.battery_before_mv = self._battery_before_mv
        body.battery_after_mv = battery_mv
        body.worst_late_ms = worst_late_ms
        return body
