# SPDX-License-Identifier: MIT
"""Reading the sessions of the log: rows as stored, of a choice of nights, a page at a time."""

import json
from array import array
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby, islice

from loslaten.practice_log import database, from_rows, rows, timelines
from loslaten.practice_log.bounds import TELLS_TIME
from loslaten.practice_log.choice import EVERYTHING, Choice
from loslaten.practice_log.days import day_of, span_of
from loslaten.practice_log.file import LogFile
from loslaten.practice_log.from_rows import GROUP_COLUMNS, NOTE_COLUMNS, SESSION_COLUMNS
from loslaten.practice_log.holdings import HELD
from loslaten.practice_log.migrations import EVER_MS
from loslaten_core.journal.record import U32_MAX

_PAGE = 500
_ID_MAX = (1 << 63) - 1
# Moments of syncs in local time: the first and the last one.
_TOLD = f"""
    WITH {HELD}, told AS (
        SELECT utc_ms + zone_min * 60000 AS local_ms FROM anchor
        JOIN journal ON journal.id = journal_id
        WHERE {TELLS_TIME}
            AND (:watch_id IS NULL OR journal.watch_id = :watch_id)
            AND (:person_id IS NULL OR EXISTS (
                SELECT 1 FROM held WHERE held.watch_id = journal.watch_id
                    AND person_id = :person_id AND utc_ms >= from_utc_ms AND utc_ms < until_utc_ms
            ))
            AND EXISTS (SELECT 1 FROM session WHERE session.journal_id = anchor.journal_id)
    )
    SELECT min(local_ms), max(local_ms) FROM told
"""


class SessionLog(LogFile):
    """A practice log of which sessions are read. All methods raise StoreError."""

    def sessions(self, choice: Choice = EVERYTHING) -> list[rows.SessionRow]:
        """Return sessions in the order in which they came to the log."""
        return list(self.each_session(choice))

    def each_session(
        self, choice: Choice = EVERYTHING, newest_first: bool = False
    ) -> Iterator[rows.SessionRow]:
        """Yield sessions in the order in which they came, or the newest first."""
        self._place()
        condition, values = choice.condition()
        order, comes_after = ("DESC", "<") if newest_first else ("ASC", ">")
        # The index is by time: a page by its condition is a search of all that is in these days.
        if not choice.days.is_bounded:
            page = self._all(
                f"SELECT {SESSION_COLUMNS} FROM session WHERE {condition} "
                f"ORDER BY id {order} LIMIT {_PAGE}",
                *values,
            )
            yield from self._legible("session", page, from_rows.session)
            if len(page) < _PAGE:
                return
            condition, values = f"{condition} AND id {comes_after} ?", [*values, page[-1]["id"]]
        ids = iter(self._ids(f"{condition} ORDER BY id {order}", *values))
        while some := list(islice(ids, _PAGE)):
            chosen = self._all(
                f"SELECT {SESSION_COLUMNS} FROM session "
                f"WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id {order}",
                json.dumps(some),
            )
            yield from self._legible("session", chosen, from_rows.session)

    def _ids(self, condition: str, *values: object) -> "array[int]":
        """Return the numbers of sessions: 8 bytes of memory each."""
        with database.in_words(self.path):
            found = self._db.execute(f"SELECT id FROM session WHERE {condition}", values)
            return array("q", (row[0] for row in found))

    def count_sessions(self, choice: Choice = EVERYTHING, most: int | None = None) -> int:
        """Return how many sessions there are; with `most` no more are counted."""
        self._place()
        condition, values = choice.condition()
        counted = f"SELECT 1 FROM session WHERE {condition} LIMIT ?"
        limit = -1 if most is None else most
        return int(self._one(f"SELECT count(*) FROM ({counted})", *values, limit)[0])

    def last_session_id(self) -> int:
        """Return the number of the session that came last, 0 while there is none."""
        return int(self._one("SELECT coalesce(max(id), 0) FROM session")[0])

    def arrivals(self, person_id: int) -> list[tuple[int, int]]:
        """Return the sessions of a person, each with when it came: (number, UTC in ms).

        One of which a damaged row tells no time is left out.
        """
        self._place()
        found = self._all(
            "SELECT session.id, received_utc_ms FROM session "
            "JOIN record USING (journal_id, sequence) WHERE person_id = ? "
            "AND typeof(received_utc_ms) = 'integer'",
            person_id,
        )
        return [(session_id, came_utc_ms) for session_id, came_utc_ms in found]

    def sessions_after(self, session_id: int, watch_id: int) -> list[rows.SessionRow]:
        """Return the sessions of a watch that came after the one of this number."""
        self._place()
        found = self._all(
            f"SELECT {SESSION_COLUMNS} FROM session WHERE id > ? "
            "AND journal_id IN (SELECT id FROM journal WHERE watch_id = ?) ORDER BY id",
            session_id,
            watch_id,
        )
        return list(self._legible("session", found, from_rows.session))

    def session(self, session_id: int) -> rows.SessionRow | None:
        """Return one session, or None."""
        if not 0 < session_id <= _ID_MAX:
            return None
        self._place()
        found = self._all(f"SELECT {SESSION_COLUMNS} FROM session WHERE id = ?", session_id)
        return next(self._legible("session", found, from_rows.session), None)

    def newest_session(self, choice: Choice = EVERYTHING) -> rows.SessionRow | None:
        """Return the session that came to the log last, None while there is none."""
        return next(self.each_session(choice, newest_first=True), None)

    def first_day(self, choice: Choice = EVERYTHING) -> date | None:
        """Return the first day on which a session may have been, as far as that is bounded.

        That is the earliest bound of the session that was over first.
        """
        self._place()
        condition, values = choice.condition()
        chosen = self._all(
            f"SELECT {SESSION_COLUMNS} FROM session WHERE {condition} "
            f"ORDER BY coalesce(latest_ms, {EVER_MS}) LIMIT 1",
            *values,
        )
        for session in self._legible("session", chosen, from_rows.session):
            span = span_of(session.began)
            return span.first or span.last
        return None

    def told_days(self, choice: Choice = EVERYTHING) -> tuple[date, date] | None:
        """Return from which day to which the watches have told what was practised.

        A record of the time comes home with everything that was recorded before it: the days of
        syncs count, within the time that the watch was the person's, and those of sessions. None
        where nothing is known.
        """
        self._place()
        row = self._one(_TOLD, {"person_id": choice.person_id, "watch_id": choice.watch_id})
        days = [day_of(at_ms, 0) for at_ms in row if at_ms is not None]
        for newest_first in (False, True):
            days += islice(self.practised_days(choice, newest_first), 1)
        return (min(days), max(days)) if days else None

    def practised_days(
        self, choice: Choice = EVERYTHING, newest_first: bool = False
    ) -> Iterator[date]:
        """Yield the days of sessions whose day is certain, in the order of time, or back in it."""
        self._place()
        condition, values = choice.condition()
        order = "DESC" if newest_first else "ASC"
        with database.in_words(self.path):
            chosen = self._db.execute(
                f"SELECT {SESSION_COLUMNS} FROM session WHERE {condition} "
                f"AND coalesce(latest_ms, {EVER_MS}) < {EVER_MS} "
                f"ORDER BY coalesce(latest_ms, {EVER_MS}) {order}",
                values,
            )
            for session in self._legible("session", chosen, from_rows.session):
                day = span_of(session.began).day
                if day is not None:
                    yield day

    def last_moments(self, journal_id: int) -> list[tuple[int, int]]:
        """Return up to when each start of the watch is known to have run: (boot, uptime_ms)."""
        return timelines.last_moments(self._db, journal_id)

    def groups(self, session_id: int) -> list[rows.GroupRow]:
        """Return the muscle groups of a session in their order; none of a summary."""
        return self.groups_of([session_id]).get(session_id, [])

    def groups_of(self, session_ids: Sequence[int]) -> dict[int, list[rows.GroupRow]]:
        """Return the muscle groups of sessions in their order, by session."""
        chosen = self._all(
            f"SELECT {GROUP_COLUMNS} FROM session_group "
            "WHERE session_id IN (SELECT value FROM json_each(?)) ORDER BY session_id, position",
            json.dumps(session_ids),
        )
        with database.in_words(self.path):
            return {
                session_id: list(self._legible("session_group", own, from_rows.group))
                for session_id, own in groupby(chosen, lambda row: int(row["session_id"]))
            }

    def group_sums(self, parts: Iterable[tuple[int, int]]) -> list[rows.GroupSums]:
        """Return sums over sessions, given once each as (id, part), by part and muscle group.

        Summing up happens in the database: of years of groups only the sums are in memory.
        """
        sums = self._all(
            "WITH part AS (SELECT CAST(key AS INTEGER) AS session_id, value AS number "
            "FROM json_each(?)) "
            "SELECT number AS part, muscle, min(position) AS first_place, "
            "sum(NOT left_out) AS sessions, sum(done > 0 OR skipped OR interrupted) AS reached, "
            "sum(done) AS done, sum(asked) AS asked, sum(asked > 0) AS asked_in, "
            "sum(cuts > 0) AS cut_in, sum(skipped) AS skipped_in, "
            "sum(interrupted) AS interrupted_in, "
            "sum(cuts > 0 OR skipped OR interrupted) AS left_early_in "
            "FROM part JOIN session_group USING (session_id) "
            f"WHERE done BETWEEN 0 AND {U32_MAX} AND asked BETWEEN 0 AND {U32_MAX} "
            "GROUP BY 1, 2 ORDER BY 1, 2",
            json.dumps(dict(parts)),
        )
        return [rows.GroupSums(**dict(row)) for row in sums]

    def notes(self, session_id: int) -> list[rows.Note]:
        """Return the notes on a session, oldest first."""
        return self.notes_of([session_id]).get(session_id, [])

    def notes_of(self, session_ids: Sequence[int]) -> dict[int, list[rows.Note]]:
        """Return the notes on sessions, oldest first, by session."""
        chosen = self._all(
            f"SELECT {NOTE_COLUMNS} FROM note "
            "WHERE session_id IN (SELECT value FROM json_each(?)) ORDER BY session_id, id",
            json.dumps(session_ids),
        )
        return {
            session_id: list(self._legible("note", own, from_rows.note))
            for session_id, own in groupby(chosen, lambda row: int(row["session_id"]))
        }
