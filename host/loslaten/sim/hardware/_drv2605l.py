# SPDX-License-Identifier: MIT
"""The DRV2605L haptic driver at its registers (TI SLOS854D), as far as a motor can tell.

Message out: ("motor", level), the drive in percent of full, below 0 in reverse or while the chip
brakes. Event in: ("drv2605l", status), the low bits of the status register from now on: 1 too
much current, 2 too hot, 8 a motor that cannot be calibrated or diagnosed. Where the board has an
`enable_pin`, the chip is still and deaf while that is low.
"""

import _bus

_EIO = 5
_STATUS = 0x00
_MODE = 0x01
_RTP_INPUT = 0x02
_GO = 0x0C
_A_CAL_COMP = 0x18
_FEEDBACK = 0x1A
_CONTROL3 = 0x1D
_CONTROL4 = 0x1E
_RESETS = (
    (_STATUS, b"\xe0\x40\x00\x01"),
    (0x11, b"\x05\x19\xff\x19\xff\x3e\x8c\x0c\x6c\x36\x93\xf5\xa0\x20\x80\x33"),
)
_COUNT = 0x23
_RESET_BIT = 0x80
_STANDBY_BIT = 0x40
_REAL_TIME = 5
_CALIBRATE = 7
_LRA_BIT = 0x80
_ERM_OPEN_LOOP = 0x20
_LRA_OPEN_LOOP = 0x01
_DIAGNOSIS = 0x08
_CALIBRATION_MS = (350, 450, 700, 1200)
_MEASURED = b"\x0d\x75"  # what calibration finds on the simulated motor
_MEASURED_GAIN = 0x02


class Device:
    """One chip and the motor wired to it."""

    ADDRESS = 0x5A

    def __init__(self):
        self._registers = bytearray(_COUNT)
        self._pointer = 0
        self._level = 0
        self._complaint = 0
        self._timer = None
        self._enabled = _bus.config("enable_pin") is None
        self._reset()
        _bus.on("drv2605l", self._complain)

    def feel(self, pin, level):
        """The level of a pin, which may be its enable pin."""
        if pin == _bus.config("enable_pin"):
            self._enabled = bool(level)
            self._drive()

    def write(self, data):
        """The register's number, then what goes into it and those after it."""
        self._need_enabled()
        self._pointer = data[0]
        for value in data[1:]:
            if self._pointer < _COUNT and self._pointer != _STATUS:
                self._set(self._pointer, value)
            self._pointer += 1

    def read(self, count):
        """The registers from the one named by the last write."""
        self._need_enabled()
        data = bytes(self._registers[self._pointer : self._pointer + count])
        self._pointer += count
        return data

    def _need_enabled(self):
        if not self._enabled:
            raise OSError(_EIO)

    def _reset(self):
        for first, values in _RESETS:
            self._registers[first : first + len(values)] = values

    def _complain(self, status):
        self._complaint = status
        self._registers[_STATUS] = 0xE0 | status & ~_DIAGNOSIS

    def _set(self, register, value):
        if register == _MODE and value & _RESET_BIT:
            self._reset()
        else:
            self._registers[register] = value
        if register == _MODE:
            _bus.cancel(self._timer)
            self._registers[_GO] = 0
        elif register == _GO and value & 1 and self._mode() == _CALIBRATE:
            time_code = self._registers[_CONTROL4] >> 4 & 3
            self._timer = _bus.after(_CALIBRATION_MS[time_code], self._calibrated)
        self._drive()

    def _mode(self):
        """The mode it works in; None in standby."""
        mode = self._registers[_MODE]
        return None if mode & _STANDBY_BIT else mode & 7

    def _calibrated(self):
        failed = self._complaint & _DIAGNOSIS
        if not failed:
            self._registers[_A_CAL_COMP : _A_CAL_COMP + 2] = _MEASURED
            self._registers[_FEEDBACK] = self._registers[_FEEDBACK] & 0xFC | _MEASURED_GAIN
        self._registers[_STATUS] = self._registers[_STATUS] & ~_DIAGNOSIS | failed
        self._registers[_GO] = 0
        self._drive()

    def _drive(self):
        mode = self._mode() if self._enabled else None
        level = 0
        if mode == _REAL_TIME:
            level = self._real_time_level()
        elif mode == _CALIBRATE and self._registers[_GO]:
            level = 100
        if level != self._level:
            self._level = level
            _bus.send("motor", level)

    def _real_time_level(self):
        level = self._registers[_RTP_INPUT]
        level = (level - 256 if level > 127 else level) * 100 / 127
        lra = self._registers[_FEEDBACK] & _LRA_BIT
        opened = self._registers[_CONTROL3] & (_LRA_OPEN_LOOP if lra else _ERM_OPEN_LOOP)
        if opened or level > 0:
            return max(-100, round(level))
        return -100  # closed loop: it brakes until what it hears has stopped
