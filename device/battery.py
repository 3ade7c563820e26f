"""The battery behind the board's pins: what was read of it, and whether it may be read now."""

from loslaten_core.power.gauge import Gauge

_READINGS = 5


class Battery(Gauge):
    """The battery behind `read_mv`, which returns one reading in mV; `charging` asks the board.

    `on_fault(reason)` is told the first time that it cannot be read.
    """

    def __init__(self, read_mv, charging, curve, session_pct: int, on_fault=None) -> None:
        super().__init__(curve, session_pct)
        self._read_mv = read_mv
        self._charging = charging
        # Whether reading disturbs nothing at this moment; the firmware sets it for its board.
        self.can_read = _always
        self._on_fault = on_fault

    @property
    def charging(self) -> bool:
        """Whether power comes in."""
        return bool(self._charging())

    def read(self) -> None:
        """Take a reading. Only while the motor rests, and while it `can_read`.

        One that fails leaves what was known, and is told once.
        """
        try:
            self.take([self._read_mv() for _ in range(_READINGS)], self.charging)
        except OSError as error:
            if self._on_fault is not None:
                tell, self._on_fault = self._on_fault, None
                tell(repr(error))


def _always() -> bool:
    return True
