# SPDX-License-Identifier: MIT
"""The practice log as a whole: all of its rows out, and rows of another log in."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from loslaten.practice_log import database, numbers
from loslaten.practice_log.backup import lines as line
from loslaten.practice_log.backup import lines_of_rows as of_row
from loslaten.practice_log.backup import log_before, merge, take_nights
from loslaten.practice_log.backup.staging import Staging
from loslaten.practice_log.bounds import nearest_clock_ms
from loslaten.practice_log.deliveries import DeliveryRow
from loslaten.practice_log.log import PracticeLog
from loslaten.practice_log.persons import NAME_CHARS
from loslaten.practice_log.quizzes import answers_by_quiz
from loslaten.practice_log.rows import RECORD_KEY
from loslaten_core.journal import record

_Value = TypeVar("_Value")

# No record goes for its time of another kind: the record is what counts.
_RECEIVED = "iif(typeof(received_utc_ms) = 'integer', received_utc_ms, 0) AS received_utc_ms"
# Sessions are numbered as they come, and of two records of one session the fuller one stands,
# the first where they are alike: in this order the same log comes out.
_RECORDS = f"""
    SELECT {RECORD_KEY}, record.journal_id, record.sequence, {_RECEIVED}, raw FROM record
    LEFT JOIN session ON session.journal_id = record.journal_id
        AND session.boot = record.boot AND session.uptime_ms = record.uptime_ms
        AND record.kind IN (?, ?)
    ORDER BY session.id, record.sequence <> session.sequence, record.journal_id, record.sequence
"""
_NOTES = """
    SELECT note.id, session_id, record.journal_id, record.raw, written_utc_ms,
        note.tension_before, note.tension_after, text, note.calmer
    FROM note LEFT JOIN session ON session.id = session_id
        LEFT JOIN record USING (journal_id, sequence) ORDER BY note.id
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
        """Return when a record came, in ms since 1970; 0 where no row says so."""
        found = self._all(
            f"SELECT {_RECEIVED} FROM record WHERE journal_id = ? AND sequence = ?",
            journal_id,
            sequence,
        )
        return int(found[0]["received_utc_ms"]) if found else 0

    def person_lines(self) -> Iterator[line.PersonLine]:
        """Yield all persons."""
        for one in self.persons():
            code = None if one.code is None else one.code.hex()
            added_utc_ms = nearest_clock_ms(one.added_utc_ms)
            yield line.PersonLine(one.id, code, one.name[:NAME_CHARS], added_utc_ms)

    def watch_lines(self) -> Iterator[line.WatchLine | line.JournalLine | line.HoldingLine]:
        """Yield all watches, forgotten ones too, whose they were, and then all journals."""
        yield from self._each(
            "watch",
            of_row.watch,
            "SELECT id, serial, name, seen_utc_ms, forgotten FROM watch ORDER BY id",
        )
        yield from self._each(
            "holding",
            of_row.holding,
            "SELECT holding.id, serial, person_id, from_utc_ms, by_journal FROM holding "
            "JOIN watch ON watch.id = watch_id ORDER BY watch_id, from_utc_ms",
        )
        yield from self._each(
            "journal",
            of_row.journal,
            "SELECT journal.id, serial, begun_utc_ms FROM journal "
            "JOIN watch ON watch.id = watch_id ORDER BY journal.id",
        )

    def protocol_lines(self) -> Iterator[line.ProtocolLine]:
        """Yield all protocols, each as often as it was put on a watch."""
        yield from self._each(
            "protocol",
            of_row.protocol,
            "SELECT content_id, pushed_utc_ms, texts, packed FROM protocol "
            "ORDER BY pushed_utc_ms, content_id",
        )

    def lines_of_persons(self) -> Iterator[line.OfPerson]:
        """Yield plans, proposals and measures."""
        yield from self._each(
            "plan",
            of_row.plan,
            "SELECT id, person_id, code, made_utc_ms, taken_utc_ms, content FROM plan ORDER BY id",
        )
        yield from self._each(
            "proposal",
            of_row.proposal,
            "SELECT id, person_id, kind, content, decision, decided_utc_ms FROM proposal "
            "ORDER BY id",
        )
        yield from self._each(
            "measure",
            of_row.measure,
            "SELECT id, person_id, instrument, day, answers, written_utc_ms FROM measure "
            "ORDER BY id",
        )

    def record_lines(self) -> Iterator[line.OfJournal]:
        """Yield what the watches told: times, records, what is none, what is lost or deleted."""
        yield from self._each(
            "anchor",
            lambda row: line.AnchorLine(*row),
            "SELECT journal_id, boot, uptime_ms, utc_ms, zone_min, error_ms FROM anchor "
            "ORDER BY journal_id, boot, uptime_ms",
        )
        yield from self._each("record", of_row.received, _RECORDS, record.SESSION, record.SUMMARY)
        yield from self._each(
            "unreadable",
            lambda row: line.Unreadable(*row),
            "SELECT journal_id, problem, received_utc_ms, raw FROM unreadable ORDER BY id",
        )
        yield from self._each(
            "loss",
            lambda row: line.LossLine(*row),
            "SELECT journal_id, told_utc_ms, summarised, lost, lost_events FROM loss ORDER BY id",
        )
        yield from self._each(
            "erased",
            lambda row: line.ErasedLine(*row),
            "SELECT journal_id, sequence, lower(hex(digest)), nullif(lower(hex(moment)), '') "
            "FROM erased ORDER BY journal_id, sequence",
        )

    def delivery_lines(self) -> Iterator[line.DeliveryLine | line.DeliveredLine]:
        """Yield the files of nights that came, and then which sessions came in them."""
        yield from self._each(
            "delivery",
            of_row.delivery,
            "SELECT id, person_id, code, made_utc_ms, received_utc_ms, sender, proven "
            "FROM delivery ORDER BY id",
        )
        yield from self._each(
            "delivered",
            lambda row: line.DeliveredLine(*row),
            "SELECT journal_id, boot, uptime_ms, lower(hex(code)) FROM delivered "
            "JOIN delivery ON delivery.id = delivery_id "
            "ORDER BY delivery_id, journal_id, boot, uptime_ms",
        )

    def quiz_lines(self) -> Iterator[line.Quiz]:
        """Yield all quizzes, in the order of their taking."""
        with database.in_words(self.path):
            answers = answers_by_quiz(self._db)
        yield from self._each(
            "quiz",
            lambda row: of_row.quiz(row, answers.get(row["id"], [])),
            "SELECT quiz.id, serial, taken_utc_ms, theme, strength_pct, seed "
            "FROM quiz JOIN watch ON watch.id = watch_id ORDER BY quiz.id",
        )

    def note_lines(self) -> Iterator[tuple[int, line.NoteLine]]:
        """Yield all notes, each with the id of its session, in the order of their writing."""
        yield from self._each("note", lambda row: (row["session_id"], of_row.note(row)), _NOTES)

    # In.

    @contextmanager
    def staging(self) -> Iterator[Staging]:
        """Yield where the lines of a file are kept until all of them are checked."""
        with database.in_words(self.path):
            staging = Staging(self._db)
            if not self._is_alone:
                self._db.execute("BEGIN")
            try:
                yield staging
            finally:
                self._end_staging("ROLLBACK")
                staging.clear()

    def take_in(self, staging: Staging, person_id: int | None = None) -> merge.Outcome:
        """Take in what another log had, wholly or not at all; twice changes nothing.

        `staging` holds the lines of a file, as `read.read` leaves them. MergeError when they say
        what cannot be.
        """
        with self._taking_in():
            return merge.merge(self._db, staging, person_id)

    def take_nights(
        self, staging: Staging, person_id: int, delivery: DeliveryRow
    ) -> take_nights.TakenNights:
        """Take in a person's nights from their own computer; twice changes nothing.

        MergeError when the lines say what cannot be.
        """
        with self._taking_in():
            return take_nights.take(self._db, staging, person_id, delivery)

    @contextmanager
    def _taking_in(self) -> Iterator[None]:
        """Write what is staged; a file is not blamed for what is damaged in the log."""
        self._end_staging("COMMIT")
        try:
            with self._writing():
                yield
        except merge.MergeError:
            from loslaten.practice_log import verify  # only where something went wrong

            verify.require_unharmed(self._db, self.path)
            raise

    def keep_of(self, before: sqlite3.Connection) -> None:
        """Keep what only the log from before knows, as far as it can be read.

        Which watches are about to be cleared, and for whom: for they may have been cleared
        already. And which numbers were given: a page that is still open may remember one.
        """
        with self.alone():
            for table, last in log_before.last_numbers(before).items():
                numbers.go_on_after(self._db, table, last)
            watches = {one.serial: one.id for one in self.watches(everything=True)}
            persons = {one.code: one.id for one in self.persons() if one.code is not None}
            for one in log_before.hand_overs(before):
                watch_id = watches.get(one.serial)
                if watch_id is None:
                    watch_id = self.see_watch(one.serial, one.name, one.seen_utc_ms).id
                to = None if one.code is None else persons.get(one.code)
                self.begin_hand_over(watch_id, to, one.key_digest)

    def _end_staging(self, statement: str) -> None:
        """End the transaction that lines are staged in, where they have one of their own."""
        if self._db.in_transaction and not self._is_alone:
            self._db.execute(statement)

    def _each(
        self,
        table: str,
        value_of: Callable[[sqlite3.Row], _Value],
        statement: str,
        *values: object,
    ) -> Iterator[_Value]:
        """Yield the values of rows one by one; of a long log they are never all in memory."""
        with database.in_words(self.path):
            yield from self._legible(table, self._db.execute(statement, values), value_of)
