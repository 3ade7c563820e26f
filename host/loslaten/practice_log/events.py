"""Events around the practice: starts of the watch, its clock, its protocols, its faults."""

from dataclasses import dataclass

from loslaten.practice_log.log import PracticeLog
from loslaten.practice_log.rows import WatchRow
from loslaten.practice_log.sessions import timeline
from loslaten.practice_log.walltime import Moment
from loslaten_core.journal import body, record
from loslaten_core.journal.record import Body, Record


@dataclass(frozen=True)
class WatchEvent:
    """A record that is none of a session, with what it holds and when that was."""

    watch: WatchRow
    record: Record
    moment: Moment
    body: Body


class EventLog(PracticeLog):
    """A practice log that tells what happened around the sessions in it."""

    def events(self) -> list[WatchEvent]:
        """Return all of them that can be decoded, in the order in which they came to the log."""
        found = []
        watches, timelines = {}, {}
        for row in self._all(
            "SELECT journal_id, raw FROM record WHERE kind NOT IN (?, ?) AND problem IS NULL "
            "ORDER BY received_utc_ms, journal_id, sequence",
            record.SESSION,
            record.SUMMARY,
        ):
            one, journal_id = record.decode(row["raw"]), row["journal_id"]
            content = body.unpack(one)
            if content is None:
                continue
            if journal_id not in watches:
                watches[journal_id] = self.watch_of(journal_id)
                timelines[journal_id] = timeline(self, journal_id)
            moment = timelines[journal_id].at(one.boot, one.uptime_ms)
            found.append(WatchEvent(watches[journal_id], one, moment, content))
        return found
