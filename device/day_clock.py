# SPDX-License-Identifier: MIT
"""The board's own clock, which carries the time of day that a laptop told.

A file keeps what that clock showed then. It is loaded only where a board has such a clock, and
taps by day or the reminder are on, for code takes memory.
"""

from device import files

# At a start it is loaded within this long; a laptop comes in after a hold of three seconds.
_START_MS = 3_000
# A board's clock is read to the second.
_READING_MS = 1_000
_BYTES = 18
_OFFSET_MIN = 1_000


class DayClock:
    """The clock of `board`; the file is at `path`.

    An anchor is a time that was told, as `Watch.set_clock` takes it.
    """

    def __init__(self, board, uptime, path: str) -> None:
        self._board = board
        self._uptime = uptime
        self._path = path
        if uptime.ms() > _START_MS:
            # Taps have been off until now: nobody has looked whether the clock ran on meanwhile.
            files.remove(path)

    def keep(self, anchor) -> None:
        """Keep what the clock shows, and what time it is by `anchor`."""
        reading = self._board.rtc()
        if reading is None:
            return
        utc_ms, offset_min, error_ms, uptime_ms = anchor
        out = (utc_ms + self._uptime.ms() - uptime_ms).to_bytes(6, "little")
        out += (offset_min + _OFFSET_MIN).to_bytes(2, "little")
        out += (error_ms + _READING_MS).to_bytes(4, "little")
        files.write(self._path, out + reading[0].to_bytes(6, "little"))

    def carried(self):
        """Return the time that the clock has carried since, as an anchor of now, or None."""
        kept, reading = files.read(self._path) or b"", self._board.rtc()
        if len(kept) != _BYTES or reading is None:
            return None
        passed_ms = reading[0] - int.from_bytes(kept[12:], "little")
        if passed_ms < 0 or not reading[1]:
            # It has begun anew: no reading from now on can be compared with that one.
            files.remove(self._path)
            return None
        utc_ms = int.from_bytes(kept[:6], "little") + passed_ms
        offset_min = int.from_bytes(kept[6:8], "little") - _OFFSET_MIN
        error_ms = int.from_bytes(kept[8:12], "little")
        error_ms += passed_ms * self._board.RTC_DRIFT_PPM // 1_000_000 + _READING_MS
        return utc_ms, offset_min, error_ms, self._uptime.ms()
