# SPDX-License-Identifier: MIT
"""A session as all exports have it: its night, and what it is called everywhere."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from loslaten.practice_log.backup.whole_log import WholeLog
from loslaten.practice_log.choice import EVERYTHING, Choice
from loslaten.practice_log.sessions import Night, each_night
from loslaten_core.journal.event import UTC_MS_MAX, UTC_MS_MIN

# What names of Loslaten are derived from, once made up: with it they are like no other's.
NAMESPACE = uuid.UUID("3f1c2c1e-6a0b-4f7e-9d55-6c6f736c6174")


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportEntry:
    """A session to be exported.

    `key` is its name for good, the same in every export and after an import: the serial of its
    watch, which of the watch's journals it is in, and when it began by the watch's own count. (Its
    record's number is none: a power cut can make the watch record a session once more.)
    `received_utc_ms` is when its record came to the laptop.
    """

    night: Night
    key: str
    received_utc_ms: int

    @property
    def uuid(self) -> uuid.UUID:
        """The name as a UUID."""
        return uuid.uuid5(NAMESPACE, self.key)


def entries(log: WholeLog, choice: Choice = EVERYTHING) -> Iterator[ExportEntry]:
    """Yield the nights of a choice, in the order in which they came to the log.

    Raises StoreError.
    """
    numbers = log.journal_numbers()
    for night in each_night(log, choice):
        session = night.session
        number = numbers.get(session.journal_id, session.journal_id)
        key = f"{night.watch.serial.hex()}-{number}-{session.boot}-{session.uptime_ms}"
        received_utc_ms = log.received(session.journal_id, session.sequence)
        yield ExportEntry(night=night, key=key, received_utc_ms=received_utc_ms)


def is_a_time(utc_ms: int) -> bool:
    """Whether a laptop's clock that said this can have been set."""
    return UTC_MS_MIN <= utc_ms <= UTC_MS_MAX
