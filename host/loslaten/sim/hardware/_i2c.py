# SPDX-License-Identifier: MIT
"""The I2C bus: transfers go to simulated devices, which live beside this file.

A device is a module `_NAME` with a class `Device`, which has `ADDRESS`, `write(data)` and
`read(count) -> bytes`; the board says which are wired to bus 0. One that has a line to a pin,
too, has `wire(drive)`, called once there are pins, with `drive(pin, level or None)`; and one that
can thereby wake the processor from deep sleep has `waking(pin)`: the events that would. One that
listens to pins has `feel(pin, level)`, told what the processor drives. An address without a device
answers OSError(EIO), as on the boards.

Event in: ("i2c_fault", after, count, taken): once `after` transfers from now went well, `count`
fail; with `taken` the device has got what was written all the same.
"""

import _bus

_EIO = 5
_devices = {}
_fault = [0, 0, False]


def attach(device, bus=0):
    """Wire a device to a bus."""
    _devices[(bus, device.ADDRESS)] = device


def wire(drive):
    """Let devices drive pins."""
    for device in _devices.values():
        if hasattr(device, "wire"):
            device.wire(drive)


def feel(pin, level):
    """Let devices feel that the processor drives a pin."""
    for device in _devices.values():
        if hasattr(device, "feel"):
            device.feel(pin, level)


def waking(pin):
    """The events from outside with which a device would pull a pin low."""
    events = []
    for device in _devices.values():
        if hasattr(device, "waking"):
            events += device.waking(pin)
    return events


class I2C:
    """A bus controller."""

    def __init__(self, id=0, *args, **options):
        self._id = id

    def init(self, *args, **options):
        """Accept the call; the bus is as it is."""

    def deinit(self):
        """Accept the call; the bus is as it is."""

    def scan(self):
        """The addresses that answer."""
        return sorted([address for bus, address in _devices if bus == self._id])

    def _device(self, address):
        device = _devices.get((self._id, address))
        if device is None:
            raise OSError(_EIO)
        return device

    def _transfer(self, address, written, count):
        """Write, then read `count` bytes, in one go."""
        device = self._device(address)
        fails = _next_fails()
        if fails and not _fault[2]:
            raise OSError(_EIO)
        if written:
            device.write(written)
        if fails:
            raise OSError(_EIO)
        return device.read(count) if count else b""

    def writeto(self, addr, buf, stop=True):
        """Write bytes; answers how many were acknowledged."""
        self._transfer(addr, bytes(buf), 0)
        return len(buf)

    def readfrom(self, addr, nbytes, stop=True):
        """Read bytes."""
        return self._transfer(addr, b"", nbytes)

    def readfrom_into(self, addr, buf, stop=True):
        """Read bytes into a buffer."""
        buf[:] = self._transfer(addr, b"", len(buf))

    def _address(self, memaddr, addrsize):
        return bytes([(memaddr >> shift) & 255 for shift in range(addrsize - 8, -1, -8)])

    def writeto_mem(self, addr, memaddr, buf, *, addrsize=8):
        """Write to a register."""
        self._transfer(addr, self._address(memaddr, addrsize) + bytes(buf), 0)

    def readfrom_mem(self, addr, memaddr, nbytes, *, addrsize=8):
        """Read from a register."""
        return self._transfer(addr, self._address(memaddr, addrsize), nbytes)

    def readfrom_mem_into(self, addr, memaddr, buf, *, addrsize=8):
        """Read from a register into a buffer."""
        buf[:] = self.readfrom_mem(addr, memaddr, len(buf), addrsize=addrsize)


class SoftI2C(I2C):
    """A bus on any two pins; the simulator wires it like the first hardware bus."""

    def __init__(self, *args, **options):
        super().__init__(0)


def _next_fails():
    """Count a transfer, and answer whether this one fails."""
    if _fault[0]:
        _fault[0] -= 1
        return False
    fails = _fault[1] > 0
    _fault[1] -= fails
    return fails


def _plan_fault(after, count, taken):
    _fault[:] = [after, count, taken]


_bus.on("i2c_fault", _plan_fault)
for _name in _bus.config("i2c"):
    attach(__import__("_" + _name).Device())
