# SPDX-License-Identifier: MIT
"""The records around practice: starts of the watch, clock settings, protocols, faults, days.

All numbers are varints unless said otherwise; version 1 of each but boot, of which 2 is written:

    boot      cause, dropped_bytes, uptime_drift_ppm (from version 2 on), rtc_drift_ppm; if that is
              not 0: kept | rtc_ms << 1; firmware as UTF-8 to the end
    clock     utc_ms, zigzag of zone_min, error_ms
    protocol  u8 action, 6 bytes content id
    fault     code, detail as UTF-8 to the end
    day       day, taps, noticed, silenced | reminded << 1
"""

from loslaten_core.journal import JournalError, record, varint
from loslaten_core.journal.session import PROTOCOL_ID_BYTES

# Why the watch started.
UNKNOWN = 0
POWER_ON = 1
RESET_PIN = 2
WATCHDOG = 3
DEEP_SLEEP = 4
SOFT_RESET = 5
BROWN_OUT = 6

# What happened to a protocol.
PUT = 1
CHOSEN = 2
DELETED = 3

# What went wrong; a number is never given a new meaning.
TASK_FAILED = 1
SERVICE_FAILED = 2
PROTOCOL_DAMAGED = 3
MOTOR_FAILED = 4
STORAGE_FAILED = 5
BATTERY_FAILED = 6
START_FAILED = 7
RADIO_FAILED = 8

CODE_MAX = 65_535
PPM_MAX = 500_000
TEXT_BYTES_MAX = 96
FIRMWARE_BYTES_MAX = 24
ERROR_MS_MAX = 86_400_000
# More than a board's crystal is off, in the cold or in the heat; version 1 of boot leaves it out.
CRYSTAL_DRIFT_PPM = 100
# Days since 1970-01-01, up to the last of UTC_MS_MAX.
DAY_MAX = 47_482
TAPS_MAX = 255
# The widest offsets in use are -12 h and +14 h.
ZONE_MIN_MAX = 15 * 60
# A clock that says less has not been set: 2024-01-01. One that says more is broken: 2100-01-01.
UTC_MS_MIN = 1_704_067_200_000
UTC_MS_MAX = 4_102_444_800_000


class Boot(record.Body):
    """A start of the watch.

    `dropped_bytes` is how much of the journal's end was torn or damaged and is lost;
    `uptime_drift_ppm` bounds the error of its count of uptime. Where the board has a clock that
    runs on while it sleeps, `rtc_drift_ppm` bounds that clock's error, `rtc_ms` is its reading at
    the record's uptime, and `rtc_kept` says that it has run on untouched since the start before;
    the reading has no epoch, only differences have a meaning.
    """

    KIND = record.BOOT
    VERSION: int = 2

    def __init__(self, cause: int, firmware: str) -> None:
        self.cause = cause
        self.firmware = firmware
        self.dropped_bytes = 0
        self.uptime_drift_ppm = CRYSTAL_DRIFT_PPM
        self.rtc_drift_ppm = 0
        self.rtc_ms = 0
        self.rtc_kept = False

    def pack(self) -> bytes:
        """Return the payload; JournalError when a value is out of range."""
        out = bytearray()
        varint.put(out, self.cause, CODE_MAX, "cause")
        varint.put(out, self.dropped_bytes, record.U32_MAX, "dropped_bytes")
        if self.VERSION > 1:
            varint.put(out, self.uptime_drift_ppm, PPM_MAX, "uptime_drift_ppm")
        varint.put(out, self.rtc_drift_ppm, PPM_MAX, "rtc_drift_ppm")
        if self.rtc_drift_ppm:
            if not 0 <= self.rtc_ms <= record.U48_MAX >> 1:
                raise JournalError(f"rtc_ms {self.rtc_ms} is not in 0..{record.U48_MAX >> 1}")
            varint.put(out, int(self.rtc_kept) | self.rtc_ms << 1, record.U48_MAX, "rtc_ms")
        return bytes(out) + _text(self.firmware, FIRMWARE_BYTES_MAX, "firmware")


class Clock(record.Body):
    """The laptop told the time: at the record's boot and uptime it was `utc_ms` ± `error_ms`.

    `utc_ms` counts from 1970 as Unix does; `zone_min` is what to add for local time, in minutes.
    """

    KIND = record.CLOCK

    def __init__(self, utc_ms: int, zone_min: int, error_ms: int) -> None:
        self.utc_ms = utc_ms
        self.zone_min = zone_min
        self.error_ms = error_ms

    def pack(self) -> bytes:
        """Return the payload; JournalError for a time that cannot be: 1970, 2000, 2100."""
        self.check()
        out = bytearray()
        varint.put(out, self.utc_ms, UTC_MS_MAX, "utc_ms")
        varint.put(out, varint.zigzag(self.zone_min), 2 * ZONE_MIN_MAX, "zone_min")
        varint.put(out, self.error_ms, ERROR_MS_MAX, "error_ms")
        return bytes(out)

    def check(self) -> None:
        """Raise JournalError unless this can be the time of day somewhere."""
        if not UTC_MS_MIN <= self.utc_ms <= UTC_MS_MAX:
            raise JournalError(f"utc_ms {self.utc_ms} is not in {UTC_MS_MIN}..{UTC_MS_MAX}")
        if not -ZONE_MIN_MAX <= self.zone_min <= ZONE_MIN_MAX:
            raise JournalError(f"zone_min {self.zone_min} is not within {ZONE_MIN_MAX} of 0")


class ProtocolChange(record.Body):
    """A protocol was put on the watch, chosen, or deleted."""

    KIND = record.PROTOCOL

    def __init__(self, action: int, protocol_id: bytes) -> None:
        self.action = action
        self.protocol_id = protocol_id

    def pack(self) -> bytes:
        """Return the payload; JournalError when a value is out of range."""
        if not 0 <= self.action <= 255:
            raise JournalError(f"action {self.action} is not in 0..255")
        if len(self.protocol_id) != PROTOCOL_ID_BYTES:
            raise JournalError(f"a protocol id of {len(self.protocol_id)} bytes")
        return bytes((self.action,)) + self.protocol_id


class Fault(record.Body):
    """Something went wrong: the firmware's number for it and, if it helps, words."""

    KIND = record.FAULT

    def __init__(self, code: int, detail: str) -> None:
        self.code = code
        self.detail = detail

    def pack(self) -> bytes:
        """Return the payload; a detail too long is cut, so that it never costs the fault."""
        out = bytearray()
        varint.put(out, self.code, CODE_MAX, "code")
        detail = self.detail[:TEXT_BYTES_MAX]
        while len(detail.encode()) > TEXT_BYTES_MAX:
            detail = detail[:-1]
        return bytes(out) + _text(detail, TEXT_BYTES_MAX, "detail")


class Day(record.Body):
    """The taps of one day of the day programme, as counts: when they fell is not kept.

    `day` counts local days from 1970-01-01; of `taps` felt, the wearer answered `noticed`.
    `silenced`: they wanted no more that day; `reminded`: the reminder to practise was felt. A
    watch that started anew on the day writes another record of it, which adds to the first.
    """

    KIND = record.DAY

    def __init__(self, day: int) -> None:
        self.day = day
        self.taps = 0
        self.noticed = 0
        self.silenced = False
        self.reminded = False

    def pack(self) -> bytes:
        """Return the payload; JournalError when a value is out of range."""
        out = bytearray()
        varint.put(out, self.day, DAY_MAX, "day")
        varint.put(out, self.taps, TAPS_MAX, "taps")
        varint.put(out, self.noticed, self.taps, "noticed")
        varint.put(out, int(self.silenced) | int(self.reminded) << 1, 3, "marks")
        return bytes(out)


def unpack_boot_1(payload: bytes) -> Boot:
    """Return the start in a payload of version 1, which it packs to again; JournalError."""
    boot = _unpack_boot(payload, 1)
    boot.VERSION = 1
    return boot


def unpack_boot(payload: bytes) -> Boot:
    """Return the start in a payload of version 2; JournalError when it is malformed."""
    return _unpack_boot(payload, 2)


def _unpack_boot(payload: bytes, version: int) -> Boot:
    boot = Boot(UNKNOWN, "")
    boot.cause, at = varint.take(payload, 0, CODE_MAX, "cause")
    boot.dropped_bytes, at = varint.take(payload, at, record.U32_MAX, "dropped_bytes")
    if version > 1:
        boot.uptime_drift_ppm, at = varint.take(payload, at, PPM_MAX, "uptime_drift_ppm")
    boot.rtc_drift_ppm, at = varint.take(payload, at, PPM_MAX, "rtc_drift_ppm")
    if boot.rtc_drift_ppm:
        rtc, at = varint.take(payload, at, record.U48_MAX, "rtc_ms")
        boot.rtc_kept, boot.rtc_ms = bool(rtc & 1), rtc >> 1
    boot.firmware = _untext(payload[at:], FIRMWARE_BYTES_MAX, "firmware")
    return boot


def unpack_clock(payload: bytes) -> Clock:
    """Return the clock setting in a payload of version 1; JournalError when it is malformed."""
    utc_ms, at = varint.take(payload, 0, UTC_MS_MAX, "utc_ms")
    zone, at = varint.take(payload, at, 2 * ZONE_MIN_MAX, "zone_min")
    error_ms, at = varint.take(payload, at, ERROR_MS_MAX, "error_ms")
    if at != len(payload):
        raise JournalError(f"{len(payload) - at} bytes too many")
    clock = Clock(utc_ms, varint.unzigzag(zone), error_ms)
    clock.check()
    return clock


def unpack_protocol_change(payload: bytes) -> ProtocolChange:
    """Return the change in a payload of version 1; JournalError when it is malformed."""
    if len(payload) != 1 + PROTOCOL_ID_BYTES:
        raise JournalError(f"a protocol change of {len(payload)} bytes")
    return ProtocolChange(payload[0], bytes(payload[1:]))


def unpack_fault(payload: bytes) -> Fault:
    """Return the fault in a payload of version 1; JournalError when it is malformed."""
    code, at = varint.take(payload, 0, CODE_MAX, "code")
    return Fault(code, _untext(payload[at:], TEXT_BYTES_MAX, "detail"))


def unpack_day(payload: bytes) -> Day:
    """Return the day in a payload of version 1; JournalError when it is malformed."""
    number, at = varint.take(payload, 0, DAY_MAX, "day")
    day = Day(number)
    day.taps, at = varint.take(payload, at, TAPS_MAX, "taps")
    day.noticed, at = varint.take(payload, at, day.taps, "noticed")
    marks, at = varint.take(payload, at, 3, "marks")
    day.silenced, day.reminded = bool(marks & 1), bool(marks & 2)
    if at != len(payload):
        raise JournalError(f"{len(payload) - at} bytes too many")
    return day


def _text(text: str, bytes_max: int, name: str) -> bytes:
    raw = text.encode()
    if len(raw) > bytes_max:
        raise JournalError(f"{name} of {len(raw)} bytes, {bytes_max} fit")
    return raw


def _untext(raw: bytes, bytes_max: int, name: str) -> str:
    if len(raw) > bytes_max:
        raise JournalError(f"{name} of {len(raw)} bytes, {bytes_max} fit")
    try:
        return bytes(raw).decode()
    except UnicodeError:
        raise JournalError(f"{name} is not UTF-8") from None
