# SPDX-License-Identifier: MIT
"""The DRV2605L haptic driver (TI SLOS854D) on I2C, in real-time playback, for an ERM or an LRA.

An ERM is driven open loop: its kick and its brake are the player's. An LRA is driven closed loop:
the chip follows its resonance, overdrives and brakes by itself, so a brake is no drive here. The
chip holds the last level for ever, also when nobody is there to change it: hence the standby after
every cue, the second attempts, and the enable pin where a board has it wired.
"""

from machine import I2C, Pin

from device import clock
from loslaten_core import ticks

ADDRESS = 0x5A
STATUS = 0x00
MODE = 0x01
CALIBRATION = 0x18

_RTP_INPUT = 0x02
_RATED_VOLTAGE = 0x16
_FEEDBACK = 0x1A
_STANDBY = 0x40
_REAL_TIME = 0x05
_CHIPS = (3, 7)  # DRV2605 and DRV2605L
_BAD = 0x03  # too hot, too much current
_ERM_FEEDBACK = 0x36
_LRA_FEEDBACK = 0xB6
# From 0x1B: start-up boost; signed input in both directions; ERM in open loop; calibration time.
_ERM_CONTROL = b"\x93\xf5\xa0\x20"
_LRA_CONTROL = b"\x98\xf5\x80\x20"
_ATTEMPTS = 2
# A bus that failed is left alone for a while, for asking it costs its timeout each time.
_RETRY_MS = 2_000


class Drv2605l:
    """A motor on the chip.

    `lra` says which kind; `voltages` are the registers for the rated and the overdrive voltage,
    from the motor's datasheet; `calibration` is what `drv2605l_calibration` returned once.
    `enable` is the pin that lets the chip work, `spare` another driver to fall back on, and
    `on_fault(reason)` is told when the chip fails.
    """

    def __init__(
        self,
        i2c: I2C,
        lra: bool,
        voltages: bytes = b"\x3f\x89",
        calibration: bytes | None = None,
        enable: Pin | None = None,
        spare=None,
        on_fault=None,
    ) -> None:
        self.calibration = calibration
        self.on_fault = on_fault
        self._i2c = i2c
        self._lra = lra
        self._voltages = voltages
        self._enable = enable
        self._spare = spare
        self._failed_ms: int | None = None
        self._ready = False
        self._awake = False
        self.off()
        self.check()

    def set_level(self, level: int) -> None:
        """Drive at 0 to 100; below 0 brake. Falls back on the spare driver if the chip fails."""
        if level == 0:
            self.off()
        elif not self._worked(lambda: self._drive(level)) and self._spare is not None:
            self._spare.set_level(level)

    def off(self) -> bool:
        """Let the motor rest and the chip sleep; return whether it is certain to have heard."""
        self._failed_ms = None
        if self._spare is not None:
            self._spare.off()
        return self._is_disabled() or self._worked(self._sleep) or self._is_disabled()

    def check(self) -> bool:
        """Whether the chip answers, is the right one, and has no complaint about its motor."""
        return self._worked(self._inspect)

    def set_up(self) -> None:
        """Bring the chip from whatever state into standby, with everything set; OSError."""
        self._awake = False
        if self._enable is not None:
            self._enable.value(1)
        self._sleep()
        if self.read(STATUS, 1)[0] >> 5 not in _CHIPS:
            raise OSError("not a DRV2605L")
        if self.calibration is None:
            self.write(_FEEDBACK, bytes((_LRA_FEEDBACK if self._lra else _ERM_FEEDBACK,)))
        else:
            self.write(CALIBRATION, self.calibration)
        self.write(_RATED_VOLTAGE, self._voltages)
        self.write(_FEEDBACK + 1, _LRA_CONTROL if self._lra else _ERM_CONTROL)
        self._ready = True

    def write(self, register: int, data: bytes) -> None:
        """Write registers; OSError if the chip does not answer."""
        self._i2c.writeto_mem(ADDRESS, register, data)

    def read(self, register: int, count: int) -> bytes:
        """Read registers; OSError if the chip does not answer."""
        return self._i2c.readfrom_mem(ADDRESS, register, count)

    def _worked(self, action) -> bool:
        """Do it, once more from the beginning if that fails; return whether it was done."""
        now_ms = clock.now_ms()
        if self._failed_ms is not None and ticks.diff(now_ms, self._failed_ms) < _RETRY_MS:
            return False
        reason = ""
        for _ in range(_ATTEMPTS):
            try:
                if not self._ready:
                    self.set_up()
                action()
                return True
            except OSError as error:
                reason = repr(error)
                self._ready = False
        self._failed_ms = now_ms
        if self._enable is not None:
            self._enable.value(0)
        if self.on_fault is not None:
            self.on_fault(reason)
        return False

    def _is_disabled(self) -> bool:
        """Whether the enable pin keeps the chip from working, whatever its registers say."""
        return self._enable is not None and not self._enable.value()

    def _drive(self, level: int) -> None:
        if level < 0 and self._lra:
            level = 0
        self.write(_RTP_INPUT, bytes((((level * 127 + 50) // 100) & 0xFF,)))
        if not self._awake:
            self.write(MODE, bytes((_REAL_TIME,)))
            self._awake = True

    def _sleep(self) -> None:
        self.write(_RTP_INPUT, b"\x00")
        self.write(MODE, bytes((_STANDBY,)))
        self._awake = False

    def _inspect(self) -> None:
        if self.read(STATUS, 1)[0] & _BAD:
            raise OSError("the motor draws too much")
