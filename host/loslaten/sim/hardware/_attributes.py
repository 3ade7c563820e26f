# SPDX-License-Identifier: MIT
"""The attribute table of a simulated board, laid out as its Bluetooth stack lays it out.

A row is [handle, type, flags, value]: type and value as hex, little-endian as on the air; value is
None where the firmware can change it. The flags are those of `bluetooth`; a CCCD has none.
"""

from binascii import hexlify

_READ = 0x0002
_NOTIFY_OR_INDICATE = 0x0030
_PROPERTIES = 0x7F

_PRIMARY_SERVICE = b"\x00\x28"
_CHARACTERISTIC = b"\x03\x28"
_CCCD = b"\x02\x29"


class Table:
    """Rows with rising handles; what exceeds `capacity_bytes` (None: unlimited) is left out."""

    def __init__(self, capacity_bytes=None):
        self.rows = []
        self._capacity_bytes = capacity_bytes
        self._used_bytes = 3  # BTstack: a version before the rows and a mark after them
        self._next_handle = 1

    def add_service(self, uuid):
        """Begin a service."""
        self._add(_PRIMARY_SERVICE, _READ, uuid)

    def add_characteristic(self, uuid, flags):
        """Add a characteristic and answer its value handle.

        If there is no room the handle is given out once more with the next characteristic, and
        nothing else tells (micropython-lib#912).
        """
        properties = flags & _PROPERTIES
        value_handle = self._next_handle + 1
        declaration = bytes((properties,)) + value_handle.to_bytes(2, "little") + uuid
        self._add(_CHARACTERISTIC, _READ, declaration)
        value_handle = self._next_handle
        self._add(uuid, flags, None)
        if flags & _NOTIFY_OR_INDICATE:
            self._add(_CCCD, 0, None)
        return value_handle

    def add_descriptor(self, uuid, flags):
        """Add a descriptor to the characteristic just added and answer its handle."""
        handle = self._next_handle
        self._add(uuid, flags, None)
        return handle

    def _add(self, kind, flags, value):
        size_bytes = 6 + len(kind) + len(value or b"") + (2 if kind == _CCCD else 0)
        used_bytes = self._used_bytes + size_bytes
        if self._capacity_bytes is not None and used_bytes > self._capacity_bytes:
            return
        self._used_bytes = used_bytes
        text = None if value is None else hexlify(value).decode()
        self.rows.append([self._next_handle, hexlify(kind).decode(), flags, text])
        self._next_handle += 1


class Value:
    """Value that a handle holds on the board."""

    def __init__(self, size_bytes):
        self.size_bytes = size_bytes
        self.append = False
        self.data = b""

    def receive(self, data):
        """Take a write from the other side; what exceeds the buffer is cut off silently."""
        if self.append:
            data = self.data + data
        self.data = data[: self.size_bytes]

    def read(self):
        """Answer the data; a buffer that appends is empty afterwards."""
        data = self.data
        if self.append:
            self.data = b""
        return data

    def write(self, data):
        """Set the data from the firmware's side, which makes the buffer larger if need be."""
        self.size_bytes = max(self.size_bytes, len(data))
        self.data = bytes(data)

    def resize(self, size_bytes, append):
        """Give the value a new buffer; it is empty then."""
        self.size_bytes = size_bytes
        self.append = append
        self.data = b""
