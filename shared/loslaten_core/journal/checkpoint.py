# SPDX-License-Identifier: MIT
"""The session that is going on, written down group by group in case the power goes.

Two small files take turns, so that the one before is whole while the other is being written. Each
holds a plain session record; its sequence is the count of checkpoints, not a journal number.
"""

from loslaten_core.journal import JournalError, record
from loslaten_core.journal.record import Record
from loslaten_core.journal.session import SessionRecord
from loslaten_core.journal.storage import Storage

NAMES = ("session.a", "session.b")


class Checkpoint:
    """The latest state of a session that has not become a record of the journal yet."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        self._count = 0

    def save(self, boot: int, uptime_ms: int, session: SessionRecord) -> None:
        """Keep `session`, which began at this boot and uptime; OSError when it cannot be."""
        raw = record.encode(record.of(session, self._count, boot, uptime_ms))
        self._count += 1
        self._storage.replace(NAMES[self._count & 1], raw)

    def latest(self) -> Record | None:
        """Return the latest one that is whole, None when there is none."""
        found = None
        for name in NAMES:
            try:
                one = record.decode(self._storage.read(name, 0, record.RECORD_BYTES_MAX))
            except (JournalError, OSError):
                continue
            if found is None or _order(one) > _order(found):
                found = one
        return found

    def clear(self) -> None:
        """Forget it, once it is a record of the journal or is given up."""
        for name in NAMES:
            if self._storage.size(name):
                self._storage.replace(name, b"")


def _order(one: Record) -> tuple[int, int, int]:
    return one.boot, one.uptime_ms, one.sequence
