# SPDX-License-Identifier: MIT
"""The link's one error, and fixed layouts of numbers that are checked on the way in and out."""


class WireError(ValueError):
    """Something malformed came from the peer, or does not fit the wire format on its way out."""


class Layout:
    """Little-endian integers one after another.

    Each field is (name, size in bytes); a negative size is a signed field. MicroPython's `struct`
    wraps what is too large and ignores what is too much: here both raise WireError.
    """

    def __init__(self, *fields: tuple[str, int]) -> None:
        self.fields = fields
        self.size = sum(abs(size) for _, size in fields)

    @property
    def names(self) -> tuple[str, ...]:
        """The fields' names, in wire order."""
        return tuple(name for name, _ in self.fields)

    def pack(self, *values: int) -> bytes:
        """Return the bytes of `values`, given in the order of the fields."""
        if len(values) != len(self.fields):
            raise WireError(f"{len(values)} values for {len(self.fields)} fields")
        out = bytearray()
        for index, (name, size) in enumerate(self.fields):
            value = values[index]
            bits = 8 * abs(size)
            low = -(1 << bits - 1) if size < 0 else 0
            if not low <= value < low + (1 << bits):
                raise WireError(f"{name} {value} does not fit {bits} bits")
            out += (value & (1 << bits) - 1).to_bytes(abs(size), "little")
        return bytes(out)

    def unpack(self, data: bytes) -> tuple[int, ...]:
        """Return the values of `data`, which must have exactly this layout's size."""
        if len(data) != self.size:
            raise WireError(f"{len(data)} bytes where {self.size} belong")
        values = []
        at = 0
        for _, size in self.fields:
            end = at + abs(size)
            value = int.from_bytes(data[at:end], "little")
            if size < 0 and value >> (8 * -size - 1):
                value -= 1 << 8 * -size
            values.append(value)
            at = end
        return tuple(values)
