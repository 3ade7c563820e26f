# SPDX-License-Identifier: MIT
"""The few numbers that the journal must know besides its records, kept twice.

Each number only ever grows, so of two copies the greater one is the later one. Both are written
each time, the one that is not known to be good first: at any moment one of them is whole, however
often the power goes, and a damaged byte in either leaves the other.
"""

import binascii

from loslaten_core.journal import JournalError, record, varint
from loslaten_core.journal.storage import Storage

NAMES = ("marks.a", "marks.b")
_VERSION = 1
_BYTES_MAX = 64


class Marks:
    """Marks of a journal: the confirmed sequence number, the boot number, and the losses.

    `short` is the boot and uptime at which the latest session began that was summarised or lost,
    so that it is not counted again when the power goes right after.
    """

    def __init__(self) -> None:
        self.boot = 0
        self.confirmed = 0
        self.summarised = 0
        self.lost = 0
        self.lost_events = 0
        self.short: tuple[int, int] = (0, 0)
        self._good_copy = 0

    @property
    def numbers(self) -> tuple[int, ...]:
        """All of them, in the order in which they are written and compared."""
        return (
            self.boot,
            self.confirmed,
            self.summarised,
            self.lost,
            self.lost_events,
            self.short[0],
            self.short[1],
        )

    def encode(self) -> bytes:
        """Return the content of either file."""
        out = bytearray((_VERSION,))
        for number in self.numbers:
            varint.put(out, number, record.U48_MAX, "mark")
        return bytes(out) + binascii.crc32(out).to_bytes(4, "little")

    def save(self, storage: Storage) -> None:
        """Write both copies; OSError when one cannot be."""
        raw = self.encode()
        for copy in (1 - self._good_copy, self._good_copy):
            storage.replace(NAMES[copy], raw)
            self._good_copy = copy


def decode(raw: bytes) -> Marks:
    """Return the marks in a file's content; JournalError when it is damaged."""
    if len(raw) < 5 or binascii.crc32(raw[:-4]) != int.from_bytes(raw[-4:], "little"):
        raise JournalError("the marks fail their check")
    if raw[0] != _VERSION:
        raise JournalError(f"marks of version {raw[0]}")
    marks = Marks()
    at = 1
    marks.boot, at = varint.take(raw, at, record.U32_MAX, "boot")
    marks.confirmed, at = varint.take(raw, at, record.U32_MAX, "confirmed")
    marks.summarised, at = varint.take(raw, at, record.U32_MAX, "summarised")
    marks.lost, at = varint.take(raw, at, record.U32_MAX, "lost")
    marks.lost_events, at = varint.take(raw, at, record.U32_MAX, "lost_events")
    boot, at = varint.take(raw, at, record.U32_MAX, "short boot")
    uptime_ms, at = varint.take(raw, at, record.U48_MAX, "short uptime")
    marks.short = (boot, uptime_ms)
    return marks


def load(storage: Storage) -> Marks:
    """Return the later of the copies that are whole, or fresh marks when none is."""
    latest = Marks()
    for copy, name in enumerate(NAMES):
        try:
            marks = decode(storage.read(name, 0, _BYTES_MAX))
        except (JournalError, OSError):
            continue
        if marks.numbers > latest.numbers:
            latest = marks
            latest._good_copy = copy
    return latest
