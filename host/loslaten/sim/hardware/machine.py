# SPDX-License-Identifier: MIT
"""`machine` as boards have it, wired to the simulator.

Messages out: ("pin_out", id, level), ("pwm", id, duty_u16, freq_hz), ("adc_read", id),
("sleep", "light" or "deep"), ("wake", "time" or "pin").
Events in: ("pin", id, level) for an input's level, ("adc", id, mv) for the voltage at an ADC pin.
"""

import json
import time as _time
from binascii import hexlify, unhexlify

import _bus
import _i2c
import _radio_chip
import _sim
import _wake
from _i2c import I2C, SoftI2C
from _pin import Pin, Signal, carry

PWRON_RESET = 1
HARD_RESET = 2
WDT_RESET = 3
DEEPSLEEP_RESET = 4
SOFT_RESET = 5

_CAUSES = {
    "power": PWRON_RESET,
    "hard": HARD_RESET,
    "wdt": WDT_RESET,
    "hard fault": WDT_RESET,
    "deepsleep": DEEPSLEEP_RESET,
    "soft": SOFT_RESET,
}
_RP2 = _bus.config("port") == "rp2"
if _RP2:  # it only knows whether its watchdog did it
    del HARD_RESET, DEEPSLEEP_RESET, SOFT_RESET
    _CAUSES["soft"] = PWRON_RESET


def reset():
    """Start over at once; what open files hold is lost."""
    _sim.halt("reset", json.dumps({"cause": "wdt" if _RP2 else "hard"}))


def soft_reset():
    """Start over; open files are closed first."""
    _sim.halt("soft_reset", "{}")


def reset_cause():
    """Cause of the start; an RP2 resets itself by its watchdog, so the two look the same."""
    return _CAUSES[_bus.config("cause")]


def unique_id():
    """This board's serial number."""
    return unhexlify(_bus.config("unique_id"))


def freq(hz=None):
    """The processor's clock, which the simulator does not model."""
    return _bus.config("cpu_hz")


def idle():
    """Wait for an interrupt, at most a millisecond."""
    _sim.block(1)


def lightsleep(time_ms=None):
    """Stand still until the time is over or a pin wakes the board."""
    _bus.send("sleep", "light")
    woken = _wake.is_due(Pin)
    if not woken:
        _wake.asleep = True
        woken = _sim.lightsleep(-1 if time_ms is None else time_ms)
        _wake.asleep = False
    _bus.send("wake", "pin" if woken else "time")
    _sim.block(_bus.config("wake_ms"))


def deepsleep(time_ms=None):
    """Start over when the time is over or a pin wakes the board."""
    if _RP2:
        lightsleep(time_ms)
        reset()
    _bus.send("sleep", "deep")
    if _wake.is_due(Pin):
        time_ms = 0
    events = _i2c.waking(_wake.pin) if _wake.level == 0 else []
    wakes = {"ms": time_ms, "pin": _wake.pin, "level": _wake.level, "events": events}
    _sim.halt("deepsleep", json.dumps(wakes))


def disable_irq():
    """Do nothing: the simulator has no interrupts between two instructions."""
    return 0


def enable_irq(state):
    """Do nothing, as `disable_irq`."""


class PWM:
    """A pulse-width output; the simulator hears of every change of duty or frequency."""

    def __init__(self, pin, freq=None, duty_u16=None, duty_ns=None, invert=False):
        self._id = pin.id if isinstance(pin, Pin) else pin
        self._hz = 0
        self._duty = 0
        self.init(freq=freq, duty_u16=duty_u16, duty_ns=duty_ns)

    def init(self, freq=None, duty_u16=None, duty_ns=None, invert=False):
        """Change what is given."""
        if freq is not None:
            self._hz = freq
        if duty_ns is not None:
            duty_u16 = duty_ns * self._hz * 65535 // 1000000000
        if duty_u16 is not None:
            self._duty = min(65535, max(0, duty_u16))
        _bus.send("pwm", self._id, self._duty, self._hz)
        carry(self._id, 1 if self._duty else 0)

    def deinit(self):
        """Stop driving."""
        self.init(duty_u16=0)

    def freq(self, hz=None):
        """Read or set the frequency in Hz."""
        if hz is None:
            return self._hz
        self.init(freq=hz)

    def duty_u16(self, duty=None):
        """Read or set the duty cycle, 0 to 65535."""
        if duty is None:
            return self._duty
        self.init(duty_u16=duty)

    def duty_ns(self, ns=None):
        """Read or set the pulse width in nanoseconds."""
        if ns is None:
            return self._duty * 1000000000 // (65535 * self._hz) if self._hz else 0
        self.init(duty_ns=ns)


class ADC:
    """An analogue input; the outside says which voltage stands at it."""

    ATTN_0DB = 0
    ATTN_2_5DB = 1
    ATTN_6DB = 2
    ATTN_11DB = 3
    CORE_TEMP = 4
    _CUT_OFF_MV = 30  # what is read of a node that is not connected (micropython#10406)
    _mv = {}

    def __init__(self, pin, **_):
        self._id = pin.id if isinstance(pin, Pin) else pin

    def _read_mv(self):
        _bus.send("adc_read", self._id)
        enable = _bus.config("adc_enabled_by").get(str(self._id))
        if enable is not None:
            _radio_chip.touched(self._id)
            if Pin(enable)._mode != Pin.OUT or not Pin(enable).value():
                return ADC._CUT_OFF_MV
        return min(ADC._mv.get(self._id, 0), _bus.config("adc_full_mv"))

    def read_u16(self):
        """The voltage, 65535 being full scale."""
        return self._read_mv() * 65535 // _bus.config("adc_full_mv")

    def read_uv(self):
        """The voltage in microvolts."""
        if _RP2:
            raise AttributeError("'ADC' object has no attribute 'read_uv'")
        return self._read_mv() * 1000

    def atten(self, attenuation):
        """Accept the call; full scale is the board's largest range."""


def _voltage(id, mv):
    ADC._mv[id] = mv


_bus.on("adc", _voltage)


class Timer:
    """A hardware timer; its periods do not drift."""

    ONE_SHOT = 0
    PERIODIC = 1

    def __init__(self, id=-1, **options):
        self._timer = None
        if options:
            self.init(**options)

    def init(self, mode=PERIODIC, freq=-1, period=-1, callback=None, hard=False, tick_hz=1000):
        """Start; `period` in ticks of `tick_hz`, or `freq` in Hz."""
        self.deinit()
        self._mode = mode
        self._callback = callback
        self._period_ms = max(1, int(1000 // freq) if freq > 0 else period * 1000 // tick_hz)
        self._due = _time.ticks_add(_time.ticks_ms(), self._period_ms)
        self._timer = _bus.after(self._period_ms, self._fire)

    def deinit(self):
        """Stop."""
        _bus.cancel(self._timer)
        self._timer = None

    def _fire(self):
        self._timer = None
        if self._mode == Timer.PERIODIC:
            self._due = _time.ticks_add(self._due, self._period_ms)
            wait_ms = max(0, _time.ticks_diff(self._due, _time.ticks_ms()))
            self._timer = _bus.after(wait_ms, self._fire)
        if self._callback is not None:
            _bus.protect(self._callback, self)


class WDT:
    """The watchdog: resets the board unless it is fed in time; cannot be stopped."""

    _timer = None

    def __init__(self, id=0, timeout=5000):
        if _RP2 and timeout > 8388:
            raise ValueError("timeout exceeds 8388")
        WDT._timeout_ms = timeout
        self.feed()

    def feed(self):
        """Put the reset off by `timeout` milliseconds from now."""
        _bus.cancel(WDT._timer)
        WDT._timer = _bus.after(WDT._timeout_ms, self._bite)

    def _bite(self):
        _sim.halt("reset", '{"cause": "wdt"}')


class RTC:
    """The real-time clock. `datetime()` is (year, month, day, weekday, h, min, s, subseconds)."""

    def __init__(self, *_):
        pass

    def datetime(self, parts=None):
        """Read or set the date; the weekday given is ignored."""
        if parts is None:
            y, mo, d, h, mi, s, weekday, _ = _time.gmtime()
            return (y, mo, d, weekday, h, mi, s, 0)
        y, mo, d, _, h, mi, s, _ = parts
        seconds = _time.mktime((y, mo, d, h, mi, s, 0, 0)) + _bus.config("epoch_unix_s")
        _sim.set_wall_ms(str(seconds * 1000))

    def memory(self, data=None):
        """Read or set what only loss of power clears; ESP32."""
        if not _RP2:
            if data is None:
                return unhexlify(_sim.kept())
            _sim.keep(hexlify(data).decode())
