"""The practice log as a whole: all of its rows out, and rows of another log in."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from loslaten.practice_log.backup import lines as line
from loslaten.practice_log.backup import merge
from loslaten.practice_log.log import PracticeLog
from loslaten_core.journal import record

# Sessions are numbered as they come, and of two records of one session the fuller one stands,
# the first where they are alike: in this order the same log comes out.
_RECORDS = """
    SELECT record.* FROM record
    LEFT JOIN session ON session.journal_id = record.journal_id
        AND session.boot = record.boot AND session.uptime_ms = record.uptime_ms
        AND record.kind IN (?, ?)
    ORDER BY session.id, record.sequence <> session.sequence, record.journal_id, record.sequence
"""


class WholeLog(PracticeLog):
    """A practice log with everything that is in it."""

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Read everything inside as of one moment, whatever other processes write."""
        self._all("BEGIN")
        try:
            yield
        finally:
            self._all("COMMIT")

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

    def received(self) -> dict[int, int]:
        """Return when the record of each session came, in ms since 1970, by the session's id."""
        return {
            row["id"]: row["received_utc_ms"]
            for row in self._all(
                "SELECT session.id, received_utc_ms FROM session "
                "JOIN record USING (journal_id, sequence)"
            )
        }

    def watch_lines(self) -> Iterator[line.WatchLine | line.JournalLine]:
        """Yield all watches, forgotten ones too, and then all journals."""
        for row in self._all("SELECT * FROM watch ORDER BY id"):
            yield line.WatchLine(
                row["serial"].hex(), row["name"], row["seen_utc_ms"], bool(row["forgotten"])
            )
        for row in self._all(
            "SELECT journal.id, serial, begun_utc_ms FROM journal "
            "JOIN watch ON watch.id = watch_id ORDER BY journal.id"
        ):
            yield line.JournalLine(row["id"], row["serial"].hex(), row["begun_utc_ms"])

    def protocol_lines(self) -> Iterator[line.ProtocolLine]:
        """Yield all protocols, each as often as it was put on a watch."""
        for row in self._all("SELECT * FROM protocol ORDER BY pushed_utc_ms, content_id"):
            yield line.ProtocolLine(
                row["content_id"].hex(),
                row["name"],
                row["pushed_utc_ms"],
                json.loads(row["texts"]),
                row["packed"],
            )

    def record_lines(
        self,
    ) -> Iterator[line.AnchorLine | line.Record | line.Unreadable | line.LossLine]:
        """Yield what the watches told: times, records, what is none, and what is lost."""
        for row in self._all("SELECT * FROM anchor ORDER BY journal_id, boot, uptime_ms"):
            yield line.AnchorLine(*row)
        for row in self._all(_RECORDS, record.SESSION, record.SUMMARY):
            kind = record.decode(row["raw"]).kind_name
            yield line.Record(
                row["journal_id"], row["sequence"], kind, row["received_utc_ms"], row["raw"]
            )
        for row in self._all("SELECT * FROM unreadable ORDER BY id"):
            yield line.Unreadable(
                row["journal_id"], row["problem"], row["received_utc_ms"], row["raw"]
            )
        for row in self._all(
            "SELECT * FROM loss ORDER BY journal_id, summarised, lost, lost_events"
        ):
            yield line.LossLine(*row)

    def quiz_lines(self) -> Iterator[line.Quiz]:
        """Yield all quizzes, in the order of their taking."""
        answers: dict[int, list[tuple[int, int, int]]] = {}
        for quiz_id, *answer in self._all("SELECT * FROM quiz_answer"):
            answers.setdefault(quiz_id, []).append(tuple(answer))
        for row in self._all(
            "SELECT quiz.*, serial FROM quiz JOIN watch ON watch.id = watch_id ORDER BY quiz.id"
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
        for row in self._all(
            "SELECT note.*, journal_id, boot, uptime_ms FROM note "
            "JOIN session ON session.id = session_id ORDER BY note.id"
        ):
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
                ),
            )

    # In.

    def take_in(self, lines: Sequence[merge.Numbered]) -> merge.Outcome:
        """Take in what another log had, wholly or not at all; twice changes nothing.

        `lines` are those of a file, as `reading.read` returns them. MergeError when they say what
        cannot be.
        """
        with self._writing():
            return merge.merge(self._db, lines)
