# SPDX-License-Identifier: MIT
"""`bluetooth.UUID`."""

from binascii import hexlify, unhexlify


class UUID:
    """A 16-bit UUID from an int, a 128-bit one from text, either from its little-endian bytes."""

    def __init__(self, value):
        if isinstance(value, int):
            if not 0 <= value <= 0xFFFF:
                raise ValueError("invalid UUID")
            self._bytes = value.to_bytes(2, "little")
        elif isinstance(value, str):
            digits = value.replace("-", "")
            if len(digits) != 32:
                raise ValueError("invalid UUID")
            self._bytes = bytes(reversed(unhexlify(digits)))
        else:
            self._bytes = bytes(value)
            if len(self._bytes) not in (2, 16):
                raise ValueError("invalid UUID")

    def __iter__(self):
        return iter(self._bytes)

    def __len__(self):
        return len(self._bytes)

    def __eq__(self, other):
        return isinstance(other, UUID) and self._bytes == other._bytes

    def __lt__(self, other):
        return bytes(reversed(self._bytes)) < bytes(reversed(other._bytes))

    def __hash__(self):
        return hash(self._bytes)

    def __repr__(self):
        text = hexlify(bytes(reversed(self._bytes))).decode()
        if len(self._bytes) == 2:
            return f"UUID(0x{text})"
        dashed = "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))
        return f"UUID('{dashed}')"
