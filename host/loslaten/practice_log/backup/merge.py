"""Taking the rows of another practice log in: all of them, none of them twice.

Everything here runs inside the caller's transaction.
"""

import json
import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from loslaten.practice_log import intake, rows
from loslaten.practice_log.backup import lines as line
from loslaten.practice_log.backup import same_journal as life

_WATCH = """
    INSERT INTO watch (serial, name, seen_utc_ms, forgotten) VALUES (?, ?, ?, ?)
    ON CONFLICT (serial) DO UPDATE SET name = excluded.name, seen_utc_ms = excluded.seen_utc_ms
    WHERE excluded.seen_utc_ms > watch.seen_utc_ms
"""
_PROTOCOL = """
    INSERT INTO protocol (content_id, pushed_utc_ms, name, packed, texts) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT DO NOTHING
"""
_UNREADABLE = """
    INSERT INTO unreadable (journal_id, raw, problem, received_utc_ms) VALUES (?, ?, ?, ?)
    ON CONFLICT (journal_id, raw) DO NOTHING
"""
_LOSS = """
    INSERT INTO loss (journal_id, told_utc_ms, summarised, lost, lost_events)
    VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
"""
_NOTE = """
    INSERT INTO note (session_id, written_utc_ms, tension_before, tension_after, text)
    VALUES (?, ?, ?, ?, ?)
"""
_QUIZ = """
    INSERT INTO quiz (watch_id, taken_utc_ms, theme, strength_pct, seed) VALUES (?, ?, ?, ?, ?)
"""
_QUIZZES = """
    SELECT watch_id, taken_utc_ms, theme, strength_pct, seed,
        (SELECT json_group_array(json_array(played, answered, times)) FROM (
            SELECT * FROM quiz_answer WHERE quiz_id = quiz.id ORDER BY played, answered
        ))
    FROM quiz
"""

# A line and which one of its file it is, counted from 1.
Numbered = tuple[int, line.Line]
_Kind = TypeVar("_Kind")


class MergeError(Exception):
    """Refusal of line `number` of the file."""

    def __init__(self, number: int, reason: str) -> None:
        super().__init__(reason)
        self.number = number


@dataclass(frozen=True, slots=True)
class Outcome:
    """Counts of an import: new to the log, known, and sessions in the file."""

    watches: int
    protocols: int
    records: int
    sessions: int
    notes: int
    quizzes: int
    told_sessions: int


def merge(connection: sqlite3.Connection, lines: Sequence[Numbered]) -> Outcome:
    """Take the lines of a whole file in. Raises MergeError."""
    before = _counts(connection)
    watches = _take_watches(connection, lines)
    journals = _take_journals(connection, lines, watches)
    _take_records(connection, lines, journals)
    _take_protocols(connection, lines)
    _take_notes(connection, lines, journals)
    _take_quizzes(connection, lines, watches)
    new = {table: count - before[table] for table, count in _counts(connection).items()}
    return Outcome(
        watches=new["watch"],
        protocols=new["protocol"],
        records=new["record"],
        sessions=new["session"],
        notes=new["note"],
        quizzes=new["quiz"],
        told_sessions=sum(1 for _ in _of(lines, line.SessionLine)),
    )


def _take_watches(connection: sqlite3.Connection, lines: Sequence[Numbered]) -> dict[str, int]:
    """Return the log's number of each watch, by its serial."""
    watches = {}
    for _, one in _of(lines, line.WatchLine):
        serial = bytes.fromhex(one.serial)
        connection.execute(_WATCH, (serial, one.name, one.seen_utc_ms, int(one.forgotten)))
        row = connection.execute("SELECT id FROM watch WHERE serial = ?", (serial,)).fetchone()
        watches[one.serial] = int(row["id"])
    return watches


def _take_journals(
    connection: sqlite3.Connection, lines: Sequence[Numbered], watches: dict[str, int]
) -> dict[int, int]:
    """Return the log's number of each journal, by its number in the file."""
    theirs = {
        one.number: life.Life(watches[one.watch], one.begun_utc_ms, {})
        for _, one in _of(lines, line.JournalLine)
    }
    for _, record_line in _of(lines, line.Record):
        theirs[record_line.journal].records[record_line.sequence] = record_line.raw
    journals = life.pair(theirs, _lives(connection, set(watches.values())))
    for number, one in theirs.items():
        if number not in journals:
            cursor = connection.execute(
                "INSERT INTO journal (watch_id, begun_utc_ms) VALUES (?, ?)",
                (one.watch_id, one.begun_utc_ms),
            )
            assert cursor.lastrowid is not None
            journals[number] = cursor.lastrowid
    return journals


def _lives(connection: sqlite3.Connection, watches: set[int]) -> dict[int, life.Life]:
    """Return the journals of these watches that the log has, by their numbers."""
    lives = {
        row["id"]: life.Life(row["watch_id"], row["begun_utc_ms"], {})
        for row in connection.execute("SELECT * FROM journal ORDER BY id")
        if row["watch_id"] in watches
    }
    for row in connection.execute("SELECT journal_id, sequence, raw FROM record"):
        if row["journal_id"] in lives:
            lives[row["journal_id"]].records[row["sequence"]] = row["raw"]
    return lives


def _take_records(
    connection: sqlite3.Connection, lines: Sequence[Numbered], journals: dict[int, int]
) -> None:
    """Take what the watches told; times first, so that of two as good the file's one stays."""
    for _, one in _of(lines, line.AnchorLine):
        anchor = rows.AnchorRow(one.boot, one.uptime_ms, one.utc_ms, one.zone_min, one.error_ms)
        intake.keep_anchor(connection, journals[one.journal], anchor)
    for _, whole in _of(lines, line.Record):
        intake.take(connection, journals[whole.journal], [whole.raw], whole.received_utc_ms)
    for _, bad in _of(lines, line.Unreadable):
        values = (journals[bad.journal], bad.raw, bad.problem, bad.received_utc_ms)
        connection.execute(_UNREADABLE, values)
    for _, loss in _of(lines, line.LossLine):
        counts = (loss.summarised, loss.lost, loss.lost_events)
        told = (journals[loss.journal], loss.told_utc_ms, *counts)
        connection.execute(_LOSS, told)


def _take_protocols(connection: sqlite3.Connection, lines: Sequence[Numbered]) -> None:
    for _, one in _of(lines, line.ProtocolLine):
        texts = json.dumps(one.texts, ensure_ascii=False, sort_keys=True)
        values = (bytes.fromhex(one.id), one.pushed_utc_ms, one.name, one.packed, texts)
        connection.execute(_PROTOCOL, values)


def _take_notes(
    connection: sqlite3.Connection, lines: Sequence[Numbered], journals: dict[int, int]
) -> None:
    """Take the notes that the log does not have; one said twice stays said twice."""
    there = Counter(
        tuple(row)
        for row in connection.execute(
            "SELECT session_id, written_utc_ms, tension_before, tension_after, text FROM note"
        )
    )
    for number, one in _of(lines, line.NoteLine):
        row = connection.execute(
            "SELECT id FROM session WHERE journal_id = ? AND boot = ? AND uptime_ms = ?",
            (journals[one.journal], one.boot, one.uptime_ms),
        ).fetchone()
        if row is None:
            raise MergeError(number, "it is about a session that is not in this file")
        told = (row["id"], one.written_utc_ms, one.tension_before, one.tension_after, one.text)
        if there[told]:
            there[told] -= 1
        else:
            connection.execute(_NOTE, told)


def _take_quizzes(
    connection: sqlite3.Connection, lines: Sequence[Numbered], watches: dict[str, int]
) -> None:
    """Take the quizzes that the log does not have, as with notes."""
    there = Counter(
        (*told, tuple(map(tuple, json.loads(answers))))
        for *told, answers in connection.execute(_QUIZZES)
    )
    for _, one in _of(lines, line.Quiz):
        told = (watches[one.watch], one.taken_utc_ms, one.theme, one.strength_pct, one.seed)
        answers = tuple(sorted(one.answers))
        if there[*told, answers]:
            there[*told, answers] -= 1
            continue
        quiz_id = connection.execute(_QUIZ, told).lastrowid
        connection.executemany(
            "INSERT INTO quiz_answer (quiz_id, played, answered, times) VALUES (?, ?, ?, ?)",
            [(quiz_id, *answer) for answer in answers],
        )


def _of(lines: Sequence[Numbered], kind: type[_Kind]) -> Iterator[tuple[int, _Kind]]:
    return ((number, one) for number, one in lines if isinstance(one, kind))


def _counts(connection: sqlite3.Connection) -> dict[str, int]:
    return {
        table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
        for table in ("watch", "protocol", "record", "session", "note", "quiz")
    }
