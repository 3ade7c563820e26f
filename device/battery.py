"""The battery behind the board's pins: what was read of it, and whether it may be read now."""

from loslaten_core.power.gauge import BURST_GAP_MS, READINGS, Gauge

# What a LiPo cell, or the supply it hangs on, can have; anything else is no reading of it.
_LOWEST_MV = 2_500
_HIGHEST_MV = 5_500


class Battery(Gauge):
    """The battery behind `read_mv`, which returns one reading in mV; `charging` asks the board.

    `on_fault(reason)` is told the first time that it cannot be read.
    """

    def __init__(self, read_mv, charging, curve, session_pct: int, on_fault=None) -> None:
        super().__init__(curve, session_pct)
        self._read_mv = read_mv
        self._charging = charging
        # Whether reading disturbs nothing and reads the cell; the firmware sets it for its board.
        self.can_read = _always
        self._on_fault = on_fault

    @property
    def charging(self) -> bool:
        """Whether power comes in."""
        return bool(self._charging())

    def read(self) -> int:
        """Take one reading; return after how many ms the next one is wanted.

        Only while the motor rests, and while it `can_read`. A reading that fails, or that no cell
        can have, leaves what was known; the first is told.
        """
        try:
            reading_mv = self._read_mv()
        except OSError as error:
            return self._unread(repr(error))
        if not _LOWEST_MV <= reading_mv <= _HIGHEST_MV:
            return self._unread(f"{reading_mv} mV is no cell's")
        return self.take(reading_mv, self.charging)

    def read_burst(self) -> int:
        """Take a burst without pauses, as at the start; return as `read` does."""
        wait_ms = BURST_GAP_MS
        for _ in range(READINGS):
            wait_ms = self.read()
        return wait_ms

    def _unread(self, reason: str) -> int:
        self.drop_burst()
        if self._on_fault is not None:
            tell, self._on_fault = self._on_fault, None
            tell(reason)
        return BURST_GAP_MS


def _always() -> bool:
    return True
