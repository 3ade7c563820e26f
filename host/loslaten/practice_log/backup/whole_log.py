# SPDX-License-Identifier: MIT
"""The practice log as a whole: all of its rows out, and rows of another log in."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from loslaten.practice_log import database
from loslaten.practice_log.backup import lines as line
from loslaten.practice_log.backup import merge, take_nights
from loslaten.practice_log.backup.staging import Staging
from loslaten.practice_log.deliveries import DeliveryRow
from loslaten.practice_log.log import PracticeLog
from loslaten_core.journal import record

# Sessions are numbered as they come, and of two records of one session the fuller one stands,
# the first where they are alike: in this order the same log comes out.
_RECORDS = """
    SELECT record.journal_id, record.sequence, received_utc_ms, raw FROM record
    LEFT JOIN session ON session.journal_id = record.journal_id
        AND session.boot = record.boot AND session.uptime_ms = record.uptime_ms
        AND record.kind IN (?, ?)
    ORDER BY session.id, record.sequence <> session.sequence, record.journal_id, record.sequence
"""
_NOTES = """
    SELECT session_id, journal_id, boot, uptime_ms, written_utc_ms, note.tension_before,
        note.tension_after, text, note.calmer
    FROM note JOIN session ON session.id = session_id ORDER BY note.id
"""


class WholeLog(PracticeLog):
    """A practice log with everything that is in it."""

    # Out.

    def journal_numbers(self) -> dict[int, int]:
        """Return which one of its watch each journal is, counted from 1: it stays the same."""
        return {
            row["id"]: row["number"]
            for row in self._all(
                "SELECT id, row_number() OVER (PARTITION BY watch_id ORDER BY id) AS number "
                "FROM journal"
            )
        }

    def received(self, journal_id: int, sequence: int) -> int:
        """Return when a record came, in ms since 1970."""
        row = self._one(
            "SELECT received_utc_ms FROM record WHERE journal_id = ? AND sequence = ?",
            journal_id,
            sequence,
        )
        return int(row["received_utc_ms"])

    def person_lines(self) -> Iterator[line.PersonLine]:
        """Yield all persons."""
        for one in self.persons():
            code = None if one.code is None else one.code.hex()
            yield line.PersonLine(one.id, code, one.name, one.added_utc_ms)

    def watch_lines(self) -> Iterator[line.WatchLine | line.JournalLine | line.HoldingLine]:
        """Yield all watches, forgotten ones too, whose they were, and then all journals."""
        for row in self._each(
            "SELECT serial, name, seen_utc_ms, forgotten FROM watch ORDER BY id"
        ):
            serial, name, seen_utc_ms, forgotten = row
            yield line.WatchLine(serial.hex(), name, seen_utc_ms, bool(forgotten))
        for row in self._each(
            "SELECT serial, person_id, from_utc_ms, by_journal FROM holding "
            "JOIN watch ON watch.id = watch_id ORDER BY watch_id, from_utc_ms"
        ):
            serial, person_id, from_utc_ms, by_journal = row
            yield line.HoldingLine(serial.hex(), person_id, from_utc_ms, bool(by_journal))
        for row in self._each(
            "SELECT journal.id, serial, begun_utc_ms FROM journal "
            "JOIN watch ON watch.id = watch_id ORDER BY journal.id"
        ):
            yield line.JournalLine(row["id"], row["serial"].hex(), row["begun_utc_ms"])

    def protocol_lines(self) -> Iterator[line.ProtocolLine]:
        """Yield all protocols, each as often as it was put on a watch."""
        for row in self._each(
            "SELECT content_id, name, pushed_utc_ms, texts, packed FROM protocol "
            "ORDER BY pushed_utc_ms, content_id"
        ):
            yield line.ProtocolLine(
                row["content_id"].hex(),
                row["name"],
                row["pushed_utc_ms"],
                json.loads(row["texts"]),
                row["packed"],
            )

    def lines_of_persons(self) -> Iterator[line.OfPerson]:
        """Yield plans, proposals and measures."""
        for row in self._each(
            "SELECT person_id, code, made_utc_ms, taken_utc_ms, content FROM plan ORDER BY id"
        ):
            person_id, code, made_utc_ms, taken_utc_ms, content = row
            yield line.PlanLine(
                person_id, code.hex(), made_utc_ms, taken_utc_ms, json.loads(content)
            )
        for row in self._each(
            "SELECT person_id, kind, content, decision, decided_utc_ms FROM proposal ORDER BY id"
        ):
            person_id, kind, content, decision, decided_utc_ms = row
            yield line.ProposalLine(person_id, kind, json.loads(content), decision, decided_utc_ms)
        for row in self._each(
            "SELECT person_id, instrument, day, answers, written_utc_ms FROM measure ORDER BY id"
        ):
            person_id, instrument, day, answers, written_utc_ms = row
            yield line.MeasureLine(
                "self-reported", person_id, instrument, day, json.loads(answers), written_utc_ms
            )

    def record_lines(self) -> Iterator[line.OfJournal]:
        """Yield what the watches told: times, records, what is none, what is lost or deleted."""
        for row in self._each(
            "SELECT journal_id, boot, uptime_ms, utc_ms, zone_min, error_ms FROM anchor "
            "ORDER BY journal_id, boot, uptime_ms"
        ):
            yield line.AnchorLine(*row)
        for row in self._each(_RECORDS, record.SESSION, record.SUMMARY):
            kind = record.decode(row["raw"]).kind_name
            yield line.Record(
                row["journal_id"], row["sequence"], kind, row["received_utc_ms"], row["raw"]
            )
        for row in self._each(
            "SELECT journal_id, problem, received_utc_ms, raw FROM unreadable ORDER BY id"
        ):
            yield line.Unreadable(*row)
        for row in self._each(
            "SELECT journal_id, told_utc_ms, summarised, lost, lost_events FROM loss ORDER BY id"
        ):
            yield line.LossLine(*row)
        for row in self._each(
            "SELECT journal_id, sequence, digest, moment FROM erased ORDER BY journal_id, sequence"
        ):
            journal_id, sequence, digest, moment = row
            known = None if moment is None else moment.hex()
            yield line.ErasedLine(journal_id, sequence, digest.hex(), known)

    def delivery_lines(self) -> Iterator[line.DeliveryLine | line.DeliveredLine]:
        """Yield the files of nights that came, and then which sessions came in them."""
        for row in self._each(
            "SELECT person_id, code, made_utc_ms, received_utc_ms, sender, proven FROM delivery "
            "ORDER BY id"
        ):
            person_id, code, made_utc_ms, received_utc_ms, sender, proven = row
            yield line.DeliveryLine(
                person_id, code.hex(), made_utc_ms, received_utc_ms, sender.hex(), bool(proven)
            )
        for row in self._each(
            "SELECT journal_id, boot, uptime_ms, code FROM delivered "
            "JOIN delivery ON delivery.id = delivery_id "
            "ORDER BY delivery_id, journal_id, boot, uptime_ms"
        ):
            journal_id, boot, uptime_ms, code = row
            yield line.DeliveredLine(journal_id, boot, uptime_ms, code.hex())

    def quiz_lines(self) -> Iterator[line.Quiz]:
        """Yield all quizzes, in the order of their taking."""
        answers: dict[int, list[tuple[int, int, int]]] = {}
        for row in self._each("SELECT quiz_id, played, answered, times FROM quiz_answer"):
            quiz_id, played, answered, times = row
            answers.setdefault(quiz_id, []).append((played, answered, times))
        for row in self._each(
            "SELECT quiz.id, serial, taken_utc_ms, theme, strength_pct, seed FROM quiz "
            "JOIN watch ON watch.id = watch_id ORDER BY quiz.id"
        ):
            yield line.Quiz(
                "self-reported",
                row["serial"].hex(),
                row["taken_utc_ms"],
                row["theme"],
                row["strength_pct"],
                row["seed"],
                answers.get(row["id"], []),
            )

    def note_lines(self) -> Iterator[tuple[int, line.NoteLine]]:
        """Yield all notes, each with the id of its session, in the order of their writing."""
        for row in self._each(_NOTES):
            yield (
                row["session_id"],
                line.NoteLine(
                    "self-reported",
                    row["journal_id"],
                    row["boot"],
                    row["uptime_ms"],
                    row["written_utc_ms"],
                    row["tension_before"],
                    row["tension_after"],
                    row["text"],
                    None if row["calmer"] is None else bool(row["calmer"]),
                ),
            )

    # In.

    @contextmanager
    def staging(self) -> Iterator[Staging]:
        """Yield where the lines of a file are kept until all of them are checked."""
        with database.in_words(self.path):
            staging = Staging(self._db)
            self._db.execute("BEGIN")
            try:
                yield staging
            finally:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                staging.clear()

    def take_in(self, staging: Staging, person_id: int | None = None) -> merge.Outcome:
        """Take in what another log had, wholly or not at all; twice changes nothing.

        `staging` holds the lines of a file, as `read.read` leaves them. MergeError when they say
        what cannot be.
        """
        if self._db.in_transaction:
            self._db.execute("COMMIT")
        with self._writing():
            return merge.merge(self._db, staging, person_id)

    def take_nights(
        self, staging: Staging, person_id: int, delivery: DeliveryRow
    ) -> take_nights.TakenNights:
        """Take in a person's nights from their own computer; twice changes nothing.

        MergeError when the lines say what cannot be.
        """
        if self._db.in_transaction:
            self._db.execute("COMMIT")
        with self._writing():
            return take_nights.take(self._db, staging, person_id, delivery)

    def _each(self, statement: str, *values: object) -> Iterator[sqlite3.Row]:
        """Yield rows one by one; of a long log they are never all in memory."""
        with database.in_words(self.path):
            yield from self._db.execute(statement, values)
