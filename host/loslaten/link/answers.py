# SPDX-License-Identifier: MIT
"""Answers of the watch as plain values. Each `read` raises WireError for a malformed one."""

from dataclasses import dataclass
from typing import Self

from loslaten.language import clean
from loslaten.link.handshake import unpack_texts
from loslaten_core.link import message as m

# What a person is told to do something about: below it, and from it on.
LOW_BATTERY_PCT = 20
FULL_STORAGE_PCT = 80


@dataclass(frozen=True, kw_only=True)
class Status:
    """Status of the watch.

    boot_id: counts its starts; uptime_ms: since the last one. state: message.IDLE and so on.
    battery_pct: None while unknown. Records are numbered from first_record to next_record - 1; up
    to confirmed_record the laptop has them safe. storage_used of storage_bytes are taken by them.
    summarised, lost: sessions kept as a summary, or not at all, for want of room; lost_events:
    other records not kept. faults: since it was deployed. protocols: how many it holds;
    chosen_protocol: content id, None without a choice.
    """

    boot_id: int
    uptime_ms: int
    state: int
    battery_mv: int
    battery_pct: int | None
    charging: bool
    clock_set: bool
    clock_too_wide: bool
    first_record: int
    next_record: int
    confirmed_record: int
    storage_used: int
    storage_bytes: int
    summarised: int
    lost: int
    lost_events: int
    faults: int
    protocols: int
    chosen_protocol: bytes | None
    firmware: str
    board: str

    @property
    def storage_pct(self) -> int:
        """Fill level of the storage."""
        return self.storage_used * 100 // max(self.storage_bytes, 1)

    @property
    def knows_time(self) -> bool:
        """Whether it knows the time of day well enough for taps by day and the reminder."""
        return self.clock_set and not self.clock_too_wide

    @classmethod
    def read(cls, body: bytes) -> Self:
        """Read the reply to STATUS."""
        head, rest = body[: m.STATUS_HEAD.size], body[m.STATUS_HEAD.size :]
        values: dict[str, int] = dict(
            zip(m.STATUS_HEAD.names, m.STATUS_HEAD.unpack(head), strict=True)
        )
        chosen = m.exactly(rest[: m.CONTENT_ID_BYTES], m.CONTENT_ID_BYTES)
        firmware, board = map(clean.line, unpack_texts(rest[m.CONTENT_ID_BYTES :], 2))
        battery_pct = values.pop("battery_pct")
        return cls(
            battery_pct=None if battery_pct == m.UNKNOWN_PCT else battery_pct,
            charging=bool(values.pop("charging")),
            clock_set=bool(values["clock_set"]),
            clock_too_wide=values.pop("clock_set") == m.CLOCK_TOO_WIDE,
            chosen_protocol=chosen if any(chosen) else None,
            firmware=firmware,
            board=board,
            **values,
        )


@dataclass(frozen=True, kw_only=True)
class ClockReading:
    """The moment of the watch's own time that a clock setting belongs to."""

    boot_id: int
    uptime_ms: int

    @classmethod
    def read(cls, body: bytes) -> Self:
        """Read the reply to SET_CLOCK."""
        boot_id, uptime_ms = m.ANCHOR.unpack(body)
        return cls(boot_id=boot_id, uptime_ms=uptime_ms)


@dataclass(frozen=True)
class ProtocolEntry:
    """A protocol on the watch: content id (6 bytes), packed length in bytes, whether chosen."""

    content_id: bytes
    length: int
    chosen: bool


@dataclass(frozen=True, kw_only=True)
class LiveEvent:
    """Something that happened in the session under way.

    at_ms: the watch's ticks (they wrap at 2^30). event and cue as in the core; group: a muscle
    number, None where there is none. lost: events before this one that found no room, 255 or more
    counted as 255.
    """

    at_ms: int
    event: int
    group: int | None
    repeat: int
    cue: int
    lost: int

    @classmethod
    def read(cls, body: bytes) -> Self:
        """Read the body of an EVENT."""
        at_ms, event, group, repeat, cue, lost = m.LIVE.unpack(body)
        return cls(
            at_ms=at_ms,
            event=event,
            group=None if group == m.NO_GROUP else group,
            repeat=repeat,
            cue=cue,
            lost=lost,
        )
