"""How full the battery is, and how many sessions that is.

A running motor pulls the voltage down, so it is read only while the motor rests, as the median of
a few readings, and what is told never rises while nothing charges it.
"""

_READINGS = 5
UNKNOWN_PCT = 255


class Battery:
    """The battery behind `read_mv`, which returns one reading in mV.

    `curve` lists (mV, percent) from full to empty; `session_pct` is what one session takes.
    """

    def __init__(self, read_mv, charging, curve, session_pct: int) -> None:
        self._read_mv = read_mv
        self._charging = charging
        self._curve = curve
        self._session_pct = session_pct
        self.raw_mv = 0
        self.pct = UNKNOWN_PCT
        # Whether reading disturbs nothing at this moment; the firmware sets it for its board.
        self.can_read = _always

    @property
    def charging(self) -> bool:
        """Whether power comes in."""
        return bool(self._charging())

    def read(self) -> None:
        """Take a reading. Only while the motor rests, and while it `can_read`."""
        readings = sorted([self._read_mv() for _ in range(_READINGS)])
        self.raw_mv = readings[_READINGS // 2]
        pct = self._pct_of(self.raw_mv)
        if self.pct == UNKNOWN_PCT or self.charging or pct < self.pct:
            self.pct = pct

    @property
    def sessions_left(self) -> int | None:
        """How many whole sessions it still allows, None before the first reading."""
        return None if self.pct == UNKNOWN_PCT else self.pct // self._session_pct

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


def _always() -> bool:
    return True
