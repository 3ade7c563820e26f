# SPDX-License-Identifier: MIT
"""Taking the rows of another practice log in: all of them, none of them twice.

Everything here runs inside the caller's transaction. The lines of the file are staged and checked.
"""

import json
import sqlite3
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from loslaten.language.text import Text
from loslaten.practice_log import erasure, intake, numbers, placing, rows
from loslaten.practice_log.backup import lines as line
from loslaten.practice_log.backup import same_journal as life
from loslaten.practice_log.backup.merge_persons import (
    Persons,
    person_of,
    take_holdings,
    take_of_persons,
    take_persons,
)
from loslaten.practice_log.backup.refusal import MergeError
from loslaten.practice_log.backup.staging import Staging
from loslaten.practice_log.bounds import CLOCK_MS_MAX
from loslaten.practice_log.quizzes import answers_by_quiz
from loslaten_core.journal import record

__all__ = ["MergeError", "Outcome", "merge"]

_NO_SUCH_SESSION = Text(
    "dit gaat over een oefening die niet in het bestand staat",
    "it is about a session that is not in this file",
)
_WATCH = """
    INSERT INTO watch (serial, name, seen_utc_ms, forgotten) VALUES (?, ?, ?, ?)
    ON CONFLICT (serial) DO UPDATE SET name = excluded.name, seen_utc_ms = excluded.seen_utc_ms
    WHERE excluded.seen_utc_ms > watch.seen_utc_ms
"""
_PROTOCOL = """
    INSERT INTO protocol (content_id, pushed_utc_ms, name, packed, texts) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT DO NOTHING
"""
# Numbered as in the file, so that a backup of what was restored is the same; but after all others.
_NEW_JOURNAL = """
    INSERT INTO journal (id, watch_id, begun_utc_ms)
    SELECT iif(?1 > coalesce(max(id), 0), ?1, NULL), ?2, ?3 FROM journal
"""
_ERASED = """
    INSERT INTO erased (journal_id, sequence, digest, moment) SELECT ?1, ?2, ?3, ?4
    WHERE NOT EXISTS (SELECT 1 FROM record WHERE journal_id = ?1 AND sequence = ?2)
    ON CONFLICT DO NOTHING
"""
# The same note said twice stays said twice, and is not said four times after an import.
_STAGED_NOTE = """
    CREATE TEMP TABLE staged_note (
        number INTEGER PRIMARY KEY, session_id INTEGER NOT NULL, written_utc_ms INTEGER NOT NULL,
        tension_before INTEGER, tension_after INTEGER, text TEXT NOT NULL, calmer INTEGER
    )
"""
_STAGE_NOTE = """
    INSERT INTO temp.staged_note (
        number, session_id, written_utc_ms, tension_before, tension_after, text, calmer
    ) VALUES (?, ?, ?, ?, ?, ?, ?)
"""
_NOTES = """
    INSERT INTO note (session_id, written_utc_ms, tension_before, tension_after, text, calmer)
    SELECT session_id, written_utc_ms, tension_before, tension_after, text, calmer FROM (
        SELECT *, row_number() OVER (
            PARTITION BY session_id, written_utc_ms, tension_before, tension_after, text, calmer
            ORDER BY number
        ) AS nth FROM temp.staged_note
    ) AS one
    WHERE nth > (
        SELECT count(*) FROM note WHERE note.session_id = one.session_id
            AND note.written_utc_ms = one.written_utc_ms AND note.text = one.text
            AND note.tension_before IS one.tension_before
            AND note.tension_after IS one.tension_after AND note.calmer IS one.calmer
    )
    ORDER BY number
"""
DELIVERY = """
    INSERT INTO delivery (person_id, code, made_utc_ms, received_utc_ms, sender, proven)
    VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (code) DO NOTHING
"""
_DELIVERED = """
    INSERT INTO delivered (journal_id, boot, uptime_ms, delivery_id)
    SELECT ?1, ?2, ?3, (SELECT id FROM delivery WHERE code = ?4)
    WHERE EXISTS (
        SELECT 1 FROM session WHERE journal_id = ?1 AND boot = ?2 AND uptime_ms = ?3
    )
    ON CONFLICT DO NOTHING
"""
_HOMES = """
    SELECT journal_id, boot, uptime_ms FROM session JOIN journal ON journal.id = journal_id
    WHERE watch_id = ?
"""
_QUIZ = """
    INSERT INTO quiz (watch_id, taken_utc_ms, theme, strength_pct, seed) VALUES (?, ?, ?, ?, ?)
"""
_QUIZ_ANSWER = "INSERT INTO quiz_answer (quiz_id, played, answered, times) VALUES (?, ?, ?, ?)"
_QUIZZES = "SELECT id, watch_id, taken_utc_ms, theme, strength_pct, seed FROM quiz"

# When sessions began: (boot, uptime_ms).
Moments = set[tuple[int, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """Counts of an import: new to the log, known, and sessions in the file."""

    persons: int
    watches: int
    protocols: int
    records: int
    sessions: int
    notes: int
    quizzes: int
    told_sessions: int


def merge(connection: sqlite3.Connection, staging: Staging, person_id: int | None) -> Outcome:
    """Take the staged lines of a whole file in. Raises MergeError.

    `person_id` is whose the nights are where the file does not say.
    """
    before = _counts(connection)
    watches = take_watches(connection, staging)
    persons = take_persons(connection, staging, watches, person_id)
    take_holdings(connection, staging, watches, persons)
    take_of_persons(connection, staging, persons)
    journals = take_journals(connection, staging, watches)
    take_records(connection, staging, journals)
    _take_deliveries(connection, staging, journals, persons)
    take_protocols(connection, staging)
    take_notes(connection, staging, journals)
    _take_quizzes(connection, staging, watches)
    placing.place(connection)
    new = {table: count - before[table] for table, count in _counts(connection).items()}
    return Outcome(
        persons=new["person"],
        watches=new["watch"],
        protocols=new["protocol"],
        records=new["record"],
        sessions=new["session"],
        notes=new["note"],
        quizzes=new["quiz"],
        told_sessions=staging.sessions,
    )


def take_watches(connection: sqlite3.Connection, staging: Staging) -> dict[str, int]:
    """Take the watches in; return the log's number of each, by its serial."""
    watches = {}
    for _, watch in staging.each(line.WatchLine):
        serial = bytes.fromhex(watch.serial)
        connection.execute(_WATCH, (serial, watch.name, watch.seen_utc_ms, int(watch.forgotten)))
        row = connection.execute("SELECT id FROM watch WHERE serial = ?", (serial,)).fetchone()
        watches[watch.serial] = int(row["id"])
    return watches


def take_journals(
    connection: sqlite3.Connection,
    staging: Staging,
    watches: dict[str, int],
    until_utc_ms: int = CLOCK_MS_MAX,
    moments: Mapping[int, Moments] | None = None,
) -> dict[int, int]:
    """Return the log's number of each journal, by its number in the file.

    None is taken to have begun later than `until_utc_ms`. Where the `moments` are told at which
    the sessions of each began, one that contradicts all of ours is that which has such a session.
    """
    theirs = {
        one.number: life.Life(
            watch_id=watches[one.watch], begun_utc_ms=min(one.begun_utc_ms, until_utc_ms)
        )
        for _, one in staging.each(line.JournalLine)
    }
    ours = {
        row["id"]: life.Life(watch_id=row["watch_id"], begun_utc_ms=row["begun_utc_ms"])
        for row in connection.execute("SELECT id, watch_id, begun_utc_ms FROM journal ORDER BY id")
        if row["watch_id"] in watches.values()
    }
    journals = life.pair(connection, theirs, ours)
    homes = {} if moments is None else _homes(connection, watches)
    for number, journal in theirs.items():
        begun = [(journal.watch_id, *moment) for moment in (moments or {}).get(number, ())]
        if number not in journals and (home := next(filter(None, map(homes.get, begun)), None)):
            journals[number] = home
        if number not in journals:
            values = (number, journal.watch_id, journal.begun_utc_ms)
            cursor = connection.execute(_NEW_JOURNAL, values)
            assert cursor.lastrowid is not None
            journals[number] = cursor.lastrowid
        homes.update(dict.fromkeys(begun, journals[number]))
    return journals


def _homes(
    connection: sqlite3.Connection, watches: dict[str, int]
) -> dict[tuple[int, int, int], int]:
    """Return the journal of each session of the watches, by watch, boot and uptime."""
    return {
        (watch_id, row["boot"], row["uptime_ms"]): row["journal_id"]
        for watch_id in watches.values()
        for row in connection.execute(_HOMES, (watch_id,))
    }


def take_records(
    connection: sqlite3.Connection, staging: Staging, journals: dict[int, int]
) -> None:
    """Take what the watches told; times first, so that of two as good the file's one stays.

    What was deleted there is kept away here, too, unless it is here.
    """
    for _, anchor_line in staging.each(line.AnchorLine):
        anchor = rows.AnchorRow(
            boot=anchor_line.boot,
            uptime_ms=anchor_line.uptime_ms,
            utc_ms=anchor_line.utc_ms,
            zone_min=anchor_line.zone_min,
            error_ms=anchor_line.error_ms,
        )
        place = (journals[anchor_line.journal], anchor_line.boot, anchor_line.uptime_ms)
        if not erasure.is_deleted_time(connection, *place):
            intake.keep_anchor(connection, journals[anchor_line.journal], anchor)
    for _, whole in staging.each(line.Record):
        _number_as_in_file(connection, staging, whole)
        intake.take(connection, journals[whole.journal], [whole.raw], whole.received_utc_ms)
    for _, bad in staging.each(line.Unreadable):
        told = (bad.raw, bad.problem, bad.received_utc_ms)
        intake.keep_unreadable(connection, journals[bad.journal], *told)
    for _, loss_line in staging.each(line.LossLine):
        loss = rows.LossRow(
            told_utc_ms=loss_line.told_utc_ms,
            summarised=loss_line.summarised,
            lost=loss_line.lost,
            lost_events=loss_line.lost_events,
        )
        intake.keep_loss(connection, journals[loss_line.journal], loss)
    for _, gone in staging.each(line.ErasedLine):
        moment = None if gone.moment is None else bytes.fromhex(gone.moment)
        known = (bytes.fromhex(gone.digest), moment)
        connection.execute(_ERASED, (journals[gone.journal], gone.sequence, *known))


def _number_as_in_file(
    connection: sqlite3.Connection, staging: Staging, whole: line.Record
) -> None:
    """Let the session of a record, where it is new, have its number in the file if that is free.

    A page that is still open in the browser remembers it.
    """
    one = record.decode(whole.raw)
    if one.kind in rows.SESSION_KINDS:
        number = staging.session_number(whole.journal, one.boot, one.uptime_ms)
        if number is not None:
            numbers.go_on_after(connection, "session", number - 1)


def _take_deliveries(
    connection: sqlite3.Connection, staging: Staging, journals: dict[int, int], persons: Persons
) -> None:
    """Take in which nights came by file there, and from whom."""
    for number, delivery in staging.each(line.DeliveryLine):
        person_id = (
            None if delivery.person is None else person_of(persons, delivery.person, number)
        )
        told = (
            delivery.made_utc_ms,
            delivery.received_utc_ms,
            bytes.fromhex(delivery.sender),
            int(delivery.proven),
        )
        connection.execute(DELIVERY, (person_id, bytes.fromhex(delivery.code), *told))
    for _, night in staging.each(line.DeliveredLine):
        place = (journals[night.journal], night.boot, night.uptime_ms)
        connection.execute(_DELIVERED, (*place, bytes.fromhex(night.delivery)))
        placing.mark(connection, [place])


def take_protocols(connection: sqlite3.Connection, staging: Staging) -> None:
    """Take in the protocols that were put on watches there."""
    for _, one in staging.each(line.ProtocolLine):
        texts = json.dumps(one.texts, ensure_ascii=False, sort_keys=True)
        values = (bytes.fromhex(one.id), one.pushed_utc_ms, one.name, one.packed, texts)
        connection.execute(_PROTOCOL, values)


def take_notes(connection: sqlite3.Connection, staging: Staging, journals: dict[int, int]) -> None:
    """Take the notes that the log does not have; one said twice stays said twice."""
    connection.execute("DROP TABLE IF EXISTS temp.staged_note")
    connection.execute(_STAGED_NOTE)
    for number, note in staging.each(line.NoteLine):
        place = (journals[note.journal], note.boot, note.uptime_ms)
        row = connection.execute(
            "SELECT id FROM session WHERE journal_id = ? AND boot = ? AND uptime_ms = ?", place
        ).fetchone()
        if row is None:
            if erasure.is_deleted(connection, *place):
                continue
            raise MergeError(number, _NO_SUCH_SESSION)
        calmer = None if note.calmer is None else int(note.calmer)
        said = (note.written_utc_ms, note.tension_before, note.tension_after, note.text, calmer)
        connection.execute(_STAGE_NOTE, (number, row["id"], *said))
    connection.execute(_NOTES)
    connection.execute("DROP TABLE temp.staged_note")


def _take_quizzes(
    connection: sqlite3.Connection, staging: Staging, watches: dict[str, int]
) -> None:
    """Take the quizzes that the log does not have, as with notes."""
    known_answers = answers_by_quiz(connection)
    there = Counter(
        (*told, tuple(known_answers.get(quiz_id, ())))
        for quiz_id, *told in connection.execute(_QUIZZES)
    )
    for _, one in staging.each(line.Quiz):
        values = (watches[one.watch], one.taken_utc_ms, one.theme, one.strength_pct, one.seed)
        answers = tuple(sorted(one.answers))
        if there[*values, answers]:
            there[*values, answers] -= 1
            continue
        quiz_id = connection.execute(_QUIZ, values).lastrowid
        connection.executemany(_QUIZ_ANSWER, [(quiz_id, *answer) for answer in answers])


def _counts(connection: sqlite3.Connection) -> dict[str, int]:
    return {
        table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
        for table in ("person", "watch", "protocol", "record", "session", "note", "quiz")
    }
