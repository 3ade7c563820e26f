# SPDX-License-Identifier: MIT
"""Unsigned integers of variable length: seven bits a byte, low bits first, at most 49 bits.

A number has exactly one encoding, so equal records have equal bytes.
"""

from loslaten_core.journal import JournalError

_BYTES_MAX = 7


def put(out: bytearray, value: int, limit: int, name: str) -> None:
    """Append `value`, 0 up to `limit` inclusive, to `out`; `name` is for the error."""
    if not 0 <= value <= limit:
        raise JournalError(f"{name} {value} is not in 0..{limit}")
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    out.append(value)


def take(data: bytes, at: int, limit: int, name: str) -> tuple[int, int]:
    """Return the value at `data[at]`, which may be 0..`limit`, and the offset after it."""
    value = 0
    for count in range(_BYTES_MAX):
        if at + count >= len(data):
            raise JournalError(f"{name} is cut off")
        byte = data[at + count]
        value |= (byte & 127) << 7 * count
        if byte < 128:
            if value > limit or (byte == 0 and count > 0):
                break
            return value, at + count + 1
    raise JournalError(f"{name} is not a number in 0..{limit}")


def zigzag(value: int) -> int:
    """Return a signed value as an unsigned one: 0, -1, 1, -2 become 0, 1, 2, 3."""
    return value * 2 if value >= 0 else -value * 2 - 1


def unzigzag(value: int) -> int:
    """Return the signed value that `zigzag` made unsigned."""
    return -(value + 1 >> 1) if value & 1 else value >> 1
