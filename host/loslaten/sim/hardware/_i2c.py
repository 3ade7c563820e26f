"""The I2C bus: transfers go to simulated devices, which live beside this file.

A device is a class with `ADDRESS`, `write(data)` and `read(count) -> bytes`; it registers itself
with `attach(bus_id, device)`. An address without a device answers OSError(EIO), as on the boards.
"""

_EIO = 5
_devices = {}


def attach(device, bus=0):
    """Wire a device to a bus."""
    _devices[(bus, device.ADDRESS)] = device


class I2C:
    """A bus controller."""

    def __init__(self, id=0, *args, **options):
        self._id = id

    def init(self, *args, **options):
        """Accepted."""

    def deinit(self):
        """Accepted."""

    def scan(self):
        """The addresses that answer."""
        return sorted([address for bus, address in _devices if bus == self._id])

    def _device(self, address):
        device = _devices.get((self._id, address))
        if device is None:
            raise OSError(_EIO)
        return device

    def writeto(self, addr, buf, stop=True):
        """Write bytes; answers how many were acknowledged."""
        self._device(addr).write(bytes(buf))
        return len(buf)

    def readfrom(self, addr, nbytes, stop=True):
        """Read bytes."""
        return self._device(addr).read(nbytes)

    def readfrom_into(self, addr, buf, stop=True):
        """Read bytes into a buffer."""
        buf[:] = self._device(addr).read(len(buf))

    def _address(self, memaddr, addrsize):
        return bytes([(memaddr >> shift) & 255 for shift in range(addrsize - 8, -1, -8)])

    def writeto_mem(self, addr, memaddr, buf, *, addrsize=8):
        """Write to a register."""
        self._device(addr).write(self._address(memaddr, addrsize) + bytes(buf))

    def readfrom_mem(self, addr, memaddr, nbytes, *, addrsize=8):
        """Read from a register."""
        device = self._device(addr)
        device.write(self._address(memaddr, addrsize))
        return device.read(nbytes)

    def readfrom_mem_into(self, addr, memaddr, buf, *, addrsize=8):
        """Read from a register into a buffer."""
        buf[:] = self.readfrom_mem(addr, memaddr, len(buf), addrsize=addrsize)


class SoftI2C(I2C):
    """A bus on any two pins; the simulator wires it like the first hardware bus."""

    def __init__(self, *args, **options):
        super().__init__(0)
