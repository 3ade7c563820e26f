# SPDX-License-Identifier: MIT
"""Rows of the practice log: plain values, as stored.

`utc_ms` counts from 1970; `uptime_ms` from the start of the watch that `boot` numbers. When
something happened on the clock on the wall is worked out from anchors, see `walltime`.
"""

from dataclasses import dataclass

from loslaten.practice_log.walltime import Moment
from loslaten_core.journal import record

# Kinds of the records that a session comes as, and of those that tell what time it was.
SESSION_KINDS = (record.SESSION, record.SUMMARY)
TIME_KINDS = (record.BOOT, record.CLOCK)
# What names a record, in SQL.
RECORD_KEY = "record.journal_id || ' ' || record.sequence"
TENSION_MAX = 10
NOTE_CHARS = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchRow:
    """A watch that has been seen; `serial` is its own, `name` what its owner calls it."""

    id: int
    serial: bytes
    name: str
    seen_utc_ms: int

    def called(self) -> str:
        """Return what tells this watch from others: the name, else the serial number."""
        return self.name or self.serial.hex()


# Not frozen, which takes half as long again to make: a report of years makes thousands.
@dataclass(slots=True, kw_only=True)
class SessionRow:
    """A session as the watch recorded it, with when that was and whose it is.

    `summary` says that the watch was full and kept this summary only: what is None then was not
    kept. A battery voltage is None also where it was not measured. `began` is as certain as can be
    known today; `person_id` is None where it is not certain whose the night was. The tensions,
    from 0 to 10 or None, and `calmer`, whether the breathing has grown calmer, are presses of the
    wearer.
    """

    id: int
    journal_id: int
    sequence: int
    boot: int
    uptime_ms: int
    protocol_id: bytes
    summary: bool
    ending: int
    duration_ms: int
    settle_in_ms: int | None
    pauses: int
    paused_ms: int | None
    final_rest_ms: int
    groups_done: int
    repeats_done: int
    battery_before_mv: int | None
    battery_after_mv: int | None
    worst_late_ms: int | None
    tension_before: int | None
    tension_after: int | None
    calmer: bool
    began: Moment
    person_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupRow:
    """One muscle group of a session; bit n of `cuts` is repeat n + 1, times are totals.

    `interrupted`: a repeat was broken off in its tension and has not come again.
    """

    muscle: int
    done: int
    asked: int
    cuts: int
    skipped: bool
    interrupted: bool
    left_out: bool
    tense_ms: int
    release_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupSums:
    """One muscle group in all sessions of a part: `part` is the number that the part was given.

    `first_place` is its earliest place in a session, from 0. `sessions` practise it, `reached`
    came to it; `done` and `asked` count repeats, the others sessions in which repeats of it were
    asked for, cut short, in which it was skipped or interrupted, or any of the last three.
    """

    part: int
    muscle: int
    first_place: int
    sessions: int
    reached: int
    done: int
    asked: int
    asked_in: int
    cut_in: int
    skipped_in: int
    interrupted_in: int
    left_early_in: int

    def with_part(self, other: "GroupSums") -> "GroupSums":
        """Return the sums over the sessions of this part and of another, under this number."""
        return GroupSums(
            part=self.part,
            muscle=self.muscle,
            first_place=min(self.first_place, other.first_place),
            sessions=self.sessions + other.sessions,
            reached=self.reached + other.reached,
            done=self.done + other.done,
            asked=self.asked + other.asked,
            asked_in=self.asked_in + other.asked_in,
            cut_in=self.cut_in + other.cut_in,
            skipped_in=self.skipped_in + other.skipped_in,
            interrupted_in=self.interrupted_in + other.interrupted_in,
            left_early_in=self.left_early_in + other.left_early_in,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class AnchorRow:
    """At `uptime_ms` of start `boot` it was `utc_ms`, give or take `error_ms`."""

    boot: int
    uptime_ms: int
    utc_ms: int
    zone_min: int
    error_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ProtocolRow:
    """A protocol as it was put on a watch; `texts` as they were then."""

    content_id: bytes
    name: str
    packed: bytes
    texts: dict[str, object]
    pushed_utc_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """Note of the wearer about a session: tension from 0 (none) to 10, and words.

    `calmer` is whether breathing grew calmer, None where nothing was said about it.
    """

    written_utc_ms: int
    tension_before: int | None
    tension_after: int | None
    text: str
    calmer: bool | None = None

    def check(self) -> None:
        """Raise ValueError when it says nothing, too much, or a tension is not in 0..10."""
        for name, value in (("before", self.tension_before), ("after", self.tension_after)):
            if value is not None and not 0 <= value <= TENSION_MAX:
                raise ValueError(f"tension {name} is {value}; it goes from 0 to {TENSION_MAX}")
        if len(self.text) > NOTE_CHARS:
            raise ValueError(f"a note has at most {NOTE_CHARS} characters")
        answers = (self.tension_before, self.tension_after, self.calmer)
        if answers == (None, None, None) and not self.text.strip():
            raise ValueError("a note says something: a tension before or after, or words")


@dataclass(frozen=True, slots=True, kw_only=True)
class LossRow:
    """Losses of a watch, ever, for want of space, as told at one sync.

    `summarised` sessions were kept as a summary only, `lost` ones not at all; `lost_events` are
    records beside sessions. `zone_min` is the laptop's zone then, as the nearest sync knew it.
    """

    told_utc_ms: int
    summarised: int
    lost: int
    lost_events: int = 0
    zone_min: int = 0


@dataclass(slots=True, kw_only=True)
class IntakeCount:
    """Counts of what became of the records of one page.

    `new` were stored and `known` already there; of the new, `undecoded` are whole but cannot be
    understood, and are kept for a loslaten that can. `unreadable` are no records. `last_sequence`
    is the highest number among them, 0 without any. `restarted` says that the watch counts from
    the beginning again, its storage having been wiped: pull once more, from record 1.
    """

    new: int = 0
    known: int = 0
    undecoded: int = 0
    unreadable: int = 0
    last_sequence: int = 0
    restarted: bool = False
