# SPDX-License-Identifier: MIT
"""The battery behind the board's pins: what was read of it, and whether it may be read now."""

from loslaten_core.journal.event import BATTERY_FAILED
from loslaten_core.power.gauge import BURST_GAP_MS, READINGS, Gauge

TYPE_CHECKING = False
if TYPE_CHECKING:
    from device.contract import Board

# What a LiPo cell, or the supply it hangs on, can have; anything else is no reading of it.
_LOWEST_MV = 2_500
_HIGHEST_MV = 5_500


class Battery(Gauge):
    """The battery of `board`, a module of `device.boards`.

    on_air: what the radio does, whose pin some boards share. log: where the first time is kept
    that it cannot be read.
    """

    def __init__(self, board: "Board", on_air, log) -> None:
        super().__init__(board.BATTERY_CURVE, board.SESSION_PCT)
        self._board = board
        self._on_air = on_air
        self._log = log
        self._is_told = False

    @property
    def charging(self) -> bool:
        """Whether power comes in."""
        return bool(self._board.is_charging())

    @property
    def can_read(self) -> bool:
        """Whether reading disturbs nothing, and reads the cell."""
        return not (self._board.BATTERY_ON_RADIO_PIN and (self._on_air.is_open or self.charging))

    def read(self) -> int:
        """Take one reading; return after how many ms the next one is wanted.

        Only while the motor rests, and while it `can_read`. A reading that fails, or that no cell
        can have, leaves what was known; the first is told.
        """
        try:
            reading_mv = self._board.battery_mv()
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
        if not self._is_told:
            self._is_told = True
            self._log.fault(BATTERY_FAILED, reason)
        return BURST_GAP_MS
