# SPDX-License-Identifier: MIT
"""Gauge of the battery: percent and sessions, from voltages read at rest.

One voltage proves little. The radio and the motor pull it down for a moment, a cold cell for an
hour, and a charger that nobody sees lifts it. So

- READINGS readings, spread over a tenth of a second, make a burst, and the middle one counts;
- what is told follows when BURSTS bursts, seconds apart, agree: it falls to the highest of them,
  and rises only when the lowest lies RISE_PCT above it, as after a charge or in a warm room;
- power that is seen coming in makes what was told before worthless;
- a session is ended only by BURSTS bursts that all read empty.
"""

UNKNOWN_PCT = 255

READINGS = 5
# Longer than a dip, all together; singly too short for the processor to fall asleep.
READING_GAP_MS = 24
BURSTS = 3
BURST_GAP_MS = 5_000
# A battery that runs down or is charged while nobody practises shows within this.
STEADY_MS = 600_000
# What a voltage does by itself at rest, told as a percentage, stays within this.
RISE_PCT = 10
_FALL_PCT = 5


class Gauge:
    """A battery that is read now and then.

    `curve` lists (mV, percent) from full to empty; `session_pct` is what one session takes at
    most. `raw_mv` is the last burst's voltage, 0 before the first; `pct` is UNKNOWN_PCT until
    then.
    """

    def __init__(self, curve: tuple[tuple[int, int], ...], session_pct: int) -> None:
        self._curve = curve
        self._session_pct = session_pct
        self._readings: list[int] = []
        self._bursts: list[int] = []
        self.raw_mv = 0
        self.pct = UNKNOWN_PCT

    def take(self, reading_mv: int, charging: bool) -> int:
        """Take one reading; return after how many ms the next one is wanted."""
        self._readings.append(reading_mv)
        if len(self._readings) < READINGS:
            return READING_GAP_MS
        self.raw_mv = sorted(self._readings)[READINGS // 2]
        self.drop_burst()
        pct = self._pct_of(self.raw_mv)
        if charging:
            self._bursts.clear()
            self.pct = pct
            return STEADY_MS
        self._believe(pct)
        return STEADY_MS if self._is_settled(pct) else BURST_GAP_MS

    def forget(self) -> None:
        """Forget what was told: power comes in, and how much of it arrives is not known."""
        self.drop_burst()
        self._bursts.clear()
        self.pct = UNKNOWN_PCT

    def drop_burst(self) -> None:
        """Leave the burst that was begun unfinished."""
        self._readings.clear()

    @property
    def in_burst(self) -> bool:
        """Whether a burst was begun and wants its further readings."""
        return bool(self._readings)

    @property
    def sessions_left(self) -> int | None:
        """Number of whole sessions that it still allows, None where that is not known."""
        return None if self.pct == UNKNOWN_PCT else self.pct // self._session_pct

    @property
    def is_empty(self) -> bool:
        """Whether what is left is, beyond doubt, only enough to end a session and keep it."""
        return len(self._bursts) == BURSTS and max(self._bursts) == 0

    def _believe(self, pct: int) -> None:
        is_new = len(self._bursts) < BURSTS
        if not is_new:
            self._bursts.pop(0)
        self._bursts.append(pct)
        highest = max(self._bursts)
        if is_new:
            self.pct = highest
        elif min(self._bursts) >= self.pct + RISE_PCT:
            self.pct = min(self._bursts)
        elif highest < self.pct:
            self.pct = highest

    def _is_settled(self, pct: int) -> bool:
        """Whether the last burst leaves no doubt about what is told."""
        if len(self._bursts) < BURSTS or (pct == 0 and self.pct > 0):
            return False
        return self.pct - _FALL_PCT < pct < self.pct + RISE_PCT

    def _pct_of(self, mv: int) -> int:
        above_mv, above_pct = self._curve[0]
        if mv >= above_mv:
            return above_pct
        for below_mv, below_pct in self._curve[1:]:
            if mv >= below_mv:
                span_mv = above_mv - below_mv
                return below_pct + (mv - below_mv) * (above_pct - below_pct) // span_mv
            above_mv, above_pct = below_mv, below_pct
        return 0
