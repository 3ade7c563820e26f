# SPDX-License-Identifier: MIT
"""The AXP2101 power chip at its registers, as far as a watch can tell.

It goes on while the processor sleeps or starts over; without power it forgets. Messages out:
("rail", name, is_on), ("power_chip_off",) when it takes the power from the processor. Events in:
("power_key", is_down), ("usb", is_there), ("battery", mv).

Which rails are on at first, and what pulls the interrupt line, depends on fuses and on who was
there before: here all of them are on and nothing pulls it, so the firmware has to see to both.
"""

from binascii import hexlify, unhexlify

import _bus
import _sim

_STATUS1 = 0x00
_STATUS2 = 0x01
_KIND = 0x03
_KEY_TURNS_OFF = 0x22
_KEY_TIMES = 0x27
_ADC_CHANNELS = 0x30
_BATTERY_MV = 0x34
_ASKED = 0x40
_LATCHED = 0x48
_BUCKS = 0x80
_COUNT = 0xA8
_READ_ONLY = (_STATUS1, _STATUS2, _KIND, _BATTERY_MV, _BATTERY_MV + 1)
_RESETS = (
    (_KIND, 0x4A),
    (_KEY_TURNS_OFF, 0x06),
    (_KEY_TIMES, 0x14),
    (_ADC_CHANNELS, 0x03),
    (_BUCKS, 0x1F),
    (0x90, 0xFF),
    (0x91, 0x01),
)
_RAILS = (
    (_BUCKS, ("DC1", "DC2", "DC3", "DC4", "DC5")),
    (0x90, ("ALDO1", "ALDO2", "ALDO3", "ALDO4", "BLDO1", "BLDO2", "CPUSLDO", "DLDO1")),
    (0x91, ("DLDO2",)),
)
# Bits of the second of the three registers of events.
_KEY_UP = 0x01
_KEY_DOWN = 0x02
_KEY_LONG = 0x04
_KEY_SHORT = 0x08
_USB_GONE = 0x40
_USB_CAME = 0x80
_LONG_MS = (1_000, 1_500, 2_000, 2_500)
_OFF_AFTER_MS = (4_000, 6_000, 8_000, 10_000)
# What it remembers beside its registers: the key, USB, and the battery in two bytes.
_KEY = _COUNT
_USB = _COUNT + 1
_BATTERY = _COUNT + 2


class Device:
    """One chip, the key on it, and what it feeds."""

    ADDRESS = 0x34

    def __init__(self):
        self._state = bytearray(_COUNT + 4)
        self._pointer = 0
        self._drive = None
        self._timer = None
        self._down_ms = 0
        kept = unhexlify(_sim.chip("axp2101"))
        if kept:
            self._state[:] = kept
        if not kept or _bus.config("cause") == "power":
            self._reset()
        _bus.on("power_key", self._key)
        _bus.on("usb", self._usb)
        _bus.on("battery", self._battery)

    def wire(self, drive):
        """Pull the interrupt line from now on, by `drive(pin, level)`."""
        self._drive = drive
        self._keep()

    def waking(self, pin):
        """The events with which it would pull the line."""
        if pin != _bus.config("irq_pin"):
            return []
        asked = self._state[_ASKED + 1]
        events = (
            (_KEY_UP, "power_key", 0),
            (_KEY_DOWN, "power_key", 1),
            (_USB_GONE, "usb", 0),
            (_USB_CAME, "usb", 1),
        )
        return [list(event[1:]) for event in events if asked & event[0]]

    def write(self, data):
        """The register's number, then what goes into it and those after it."""
        self._pointer = data[0]
        for value in data[1:]:
            if self._pointer < _COUNT and self._pointer not in _READ_ONLY:
                self._set(self._pointer, value)
            self._pointer += 1
        self._keep()

    def read(self, count):
        """The registers from the one named by the last write."""
        data = bytes(self._state[self._pointer : min(self._pointer + count, _COUNT)])
        self._pointer += count
        return data + bytes(count - len(data))

    def _reset(self):
        self._state[:_COUNT] = bytes(_COUNT)
        for register, value in _RESETS:
            self._state[register] = value
        for _, names in _RAILS:
            for name in names:
                _bus.send("rail", name, True)

    def _set(self, register, value):
        before = self._state[register]
        if _LATCHED <= register < _LATCHED + 3:
            value = before & ~value  # a bit is forgotten by writing it
        self._state[register] = value & 0xFF
        for switches, names in _RAILS:
            if switches == register:
                self._switch(names, before, value)

    def _switch(self, names, before, after):
        for bit in range(len(names)):
            if (before ^ after) >> bit & 1:
                _bus.send("rail", names[bit], bool(after >> bit & 1))
                if names[bit] == "DC1":
                    self._off()

    def _key(self, is_down):
        if is_down == self._state[_KEY]:
            return
        self._state[_KEY] = is_down
        now_ms = int(_sim.now_ms())
        if is_down:
            self._down_ms = now_ms
            self._latch(_KEY_DOWN)
        else:
            short = now_ms - self._down_ms < _LONG_MS[self._state[_KEY_TIMES] >> 4 & 3]
            self._latch(_KEY_UP | (_KEY_SHORT if short else _KEY_LONG))
        _bus.cancel(self._timer)
        if is_down and self._state[_KEY_TURNS_OFF] & 2:
            after_ms = _OFF_AFTER_MS[self._state[_KEY_TIMES] >> 2 & 3]
            self._timer = _bus.after(after_ms, self._off)

    def _usb(self, is_there):
        if is_there != self._state[_USB]:
            self._state[_USB] = is_there
            self._latch(_USB_CAME if is_there else _USB_GONE)

    def _battery(self, mv):
        self._state[_BATTERY : _BATTERY + 2] = bytes((mv >> 8, mv & 255))
        self._keep()

    def _latch(self, event):
        self._state[_LATCHED + 1] |= event & self._state[_ASKED + 1]
        self._keep()

    def _keep(self):
        """Let the registers and the line follow, and remember."""
        state = self._state
        state[_STATUS1] = 0x20 * state[_USB] | 0x08
        state[_STATUS2] = 0x30 if state[_USB] else 0x50
        if state[_ADC_CHANNELS] & 1:
            state[_BATTERY_MV : _BATTERY_MV + 2] = state[_BATTERY : _BATTERY + 2]
        _sim.keep_chip("axp2101", hexlify(state).decode())
        if self._drive is not None:
            pulls = any(state[_LATCHED + i] & state[_ASKED + i] for i in range(3))
            self._drive(_bus.config("irq_pin"), 0 if pulls else None)

    def _off(self):
        _bus.send("power_chip_off")
        _sim.halt("off", "{}")
