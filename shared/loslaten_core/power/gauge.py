"""How full the battery is, and how many sessions that is, from voltages read at rest.

A running motor pulls the voltage down, so readings come only while it rests; several are taken and
the middle one counts, and what is told never rises while nothing charges the battery.
"""

UNKNOWN_PCT = 255


class Gauge:
    """A battery that is read now and then.

    `curve` lists (mV, percent) from full to empty; `session_pct` is what one session takes at
    most. `raw_mv` is the last reading, `pct` is UNKNOWN_PCT before the first.
    """

    def __init__(self, curve: tuple[tuple[int, int], ...], session_pct: int) -> None:
        self._curve = curve
        self._session_pct = session_pct
        self.raw_mv = 0
        self.pct = UNKNOWN_PCT

    def take(self, readings_mv: list[int], charging: bool) -> None:
        """Take voltages that were read in a row, at least one."""
        self.raw_mv = sorted(readings_mv)[len(readings_mv) // 2]
        pct = self._pct_of(self.raw_mv)
        if self.pct == UNKNOWN_PCT or charging or pct < self.pct:
            self.pct = pct

    @property
    def sessions_left(self) -> int | None:
        """How many whole sessions it still allows, None before the first reading."""
        return None if self.pct == UNKNOWN_PCT else self.pct // self._session_pct

    @property
    def is_empty(self) -> bool:
        """Whether what is left is only enough to end a session and keep it."""
        return self.pct == 0

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
