# SPDX-License-Identifier: MIT
"""A journal record: which it is, when it was made, what it holds, and a check over all of it.

    u8      kind << 3 | version    a kind is 1..31, its version 1..7
    varint  sequence, u32          counts the records of a watch from 1; never used twice
    varint  boot, u32              counts the starts of the watch from 1
    varint  uptime_ms, u48         milliseconds since that start when it happened
    bytes   payload                by kind and version: `session`, `event`
    u32     CRC-32 of all before, little-endian

The same bytes stand in the flash and cross the link, and the laptop keeps them; what is not
understood today is kept raw and may be understood by a newer laptop.
"""

import binascii

from loslaten_core.journal import JournalError, varint

SESSION = 1
SUMMARY = 2
BOOT = 3
CLOCK = 4
PROTOCOL = 5
FAULT = 6
DAY = 7
KIND_MAX = 31
VERSION_MAX = 7
# Indexed by kind.
KINDS = ("", "session", "summary", "boot", "clock", "protocol", "fault", "day")

U32_MAX = (1 << 32) - 1
U48_MAX = (1 << 48) - 1
# A session of 24 groups with every number at its largest is well below this.
RECORD_BYTES_MAX = 384
RECORD_BYTES_MIN = 8
_CRC_BYTES = 4
# The check of anything with its own check behind it.
_CRC_OF_ALL = 0x2144_DF1C


class Body:
    """The payload of a record in a form to work with; each kind has its own subclass."""

    KIND = 0
    VERSION = 1

    def pack(self) -> bytes:
        """Return the payload; JournalError names the value that is out of range."""
        raise NotImplementedError


class Record:
    """One record; `payload` stays raw, see `body.unpack`."""

    def __init__(
        self, sequence: int, boot: int, uptime_ms: int, kind: int, version: int, payload: bytes
    ) -> None:
        self.sequence = sequence
        self.boot = boot
        self.uptime_ms = uptime_ms
        self.kind = kind
        self.version = version
        self.payload = payload

    @property
    def kind_name(self) -> str:
        """The kind in a word, "kind 9" for one that came later than this code."""
        return KINDS[self.kind] if 0 < self.kind < len(KINDS) else f"kind {self.kind}"


def of(body: Body, sequence: int, boot: int, uptime_ms: int) -> Record:
    """Return the record that holds `body`."""
    return Record(sequence, boot, uptime_ms, body.KIND, body.VERSION, body.pack())


def encode(record: Record) -> bytes:
    """Return the record's bytes; JournalError when a value does not fit."""
    if not 1 <= record.kind <= KIND_MAX:
        raise JournalError(f"kind {record.kind} is not in 1..{KIND_MAX}")
    if not 1 <= record.version <= VERSION_MAX:
        raise JournalError(f"version {record.version} is not in 1..{VERSION_MAX}")
    out = bytearray((record.kind << 3 | record.version,))
    varint.put(out, record.sequence, U32_MAX, "sequence")
    varint.put(out, record.boot, U32_MAX, "boot")
    varint.put(out, record.uptime_ms, U48_MAX, "uptime_ms")
    out += record.payload
    if len(out) + _CRC_BYTES > RECORD_BYTES_MAX:
        raise JournalError(f"a record of {len(out) + _CRC_BYTES} bytes, {RECORD_BYTES_MAX} fit")
    return bytes(out) + binascii.crc32(out).to_bytes(_CRC_BYTES, "little")


def decode(raw: bytes) -> Record:
    """Return the record in `raw`, of whatever kind and version; JournalError when damaged."""
    if not RECORD_BYTES_MIN <= len(raw) <= RECORD_BYTES_MAX:
        raise JournalError(f"no record has {len(raw)} bytes")
    if binascii.crc32(raw[:-_CRC_BYTES]) != int.from_bytes(raw[-_CRC_BYTES:], "little"):
        raise JournalError("a record fails its check")
    kind, version = raw[0] >> 3, raw[0] & VERSION_MAX
    if kind == 0 or version == 0:
        raise JournalError(f"no record has kind {kind}, version {version}")
    sequence, at = varint.take(raw, 1, U32_MAX, "sequence")
    boot, at = varint.take(raw, at, U32_MAX, "boot")
    uptime_ms, at = varint.take(raw, at, U48_MAX, "uptime_ms")
    if at > len(raw) - _CRC_BYTES:
        raise JournalError("a record is cut off")
    return Record(sequence, boot, uptime_ms, kind, version, bytes(raw[at:-_CRC_BYTES]))


def is_record(raw: bytes) -> bool:
    """Tell whether `raw` decodes; what it holds may still be unknown here."""
    try:
        decode(raw)
    except JournalError:
        return False
    return True


def sequence_of(raw: bytes) -> int:
    """Return the sequence number of a record without decoding it, 0 when `raw` is no record."""
    if not RECORD_BYTES_MIN <= len(raw) <= RECORD_BYTES_MAX or binascii.crc32(raw) != _CRC_OF_ALL:
        return 0
    head = raw[0]
    if head >> 3 == 0 or head & VERSION_MAX == 0:
        return 0
    # Up to 16,383, written out: `varint.take` would be most of what this costs a board.
    low, high = raw[1], raw[2]
    if low < 0x80:
        return low
    if 0 < high < 0x80:
        return low & 0x7F | high << 7
    try:
        return varint.take(raw, 1, U32_MAX, "sequence")[0]
    except JournalError:
        return 0
