# SPDX-License-Identifier: MIT
"""Events around the practice: starts of the watch, its clock, its protocols, its faults."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from loslaten.language import clean
from loslaten.practice_log import database, rows
from loslaten.practice_log.log import PracticeLog
from loslaten.practice_log.timelines import timeline
from loslaten.practice_log.walltime import Moment, Timeline
from loslaten_core.journal import body, record
from loslaten_core.journal.event import Boot, Fault
from loslaten_core.journal.record import Body, Record


@dataclass(frozen=True)
class WatchEvent:
    """A record that is none of a session, with what it holds and when that was."""

    watch: rows.WatchRow
    record: Record
    moment: Moment
    body: Body


# Everything but sessions and their summaries.
_EVENTS = "kind > 2 AND problem IS NULL AND (?1 IS NULL OR kind = ?1)"


class EventLog(PracticeLog):
    """A practice log that tells what happened around the sessions in it."""

    def count_events(self, kind: int | None = None) -> int:
        """Return how many there are, of one kind of record or of all."""
        return int(self._one(f"SELECT count(*) FROM record WHERE {_EVENTS}", kind)[0])

    def events(self, kind: int | None = None) -> Iterator[WatchEvent]:
        """Yield those of one kind of record or of all, those that came last first."""
        watches: dict[int, rows.WatchRow] = {}
        timelines: dict[int, Timeline] = {}
        with database.in_words(self.path):
            found = self._db.execute(
                f"SELECT {rows.RECORD_KEY}, journal_id, raw FROM record WHERE {_EVENTS} "
                "ORDER BY received_utc_ms DESC, journal_id DESC, sequence DESC",
                (kind,),
            )
            for journal_id, happened, content in self._legible("record", found, _decoded):
                if content is None:
                    continue
                if journal_id not in watches:
                    watches[journal_id] = self.watch_of(journal_id)
                    timelines[journal_id] = timeline(self._db, journal_id)
                if isinstance(content, Boot):
                    content.firmware = clean.line(content.firmware)
                elif isinstance(content, Fault):
                    content.detail = clean.line(content.detail)
                moment = timelines[journal_id].at(happened.boot, happened.uptime_ms)
                yield WatchEvent(watches[journal_id], happened, moment, content)


def _decoded(row: sqlite3.Row) -> tuple[int, Record, Body | None]:
    happened = record.decode(row["raw"])
    if happened.kind in rows.SESSION_KINDS:
        raise ValueError("the row says of a session that it is none")
    return row["journal_id"], happened, body.unpack(happened)
