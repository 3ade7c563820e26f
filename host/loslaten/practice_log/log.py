# SPDX-License-Identifier: MIT
"""The practice log: what is written to it and read from it.

Every method that writes is one transaction: it happens wholly or not at all, also when the
process is killed or the disk is full. Nothing here reads a clock; the caller says what time it is.
"""

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from loslaten.language import clean
from loslaten.practice_log import database, from_rows, intake, placing, rows
from loslaten.practice_log.bounds import (
    TELLS_TIME,
    clock_ms,
    json_object,
    nearest_clock_ms,
    number,
)
from loslaten.practice_log.from_rows import NOTE_COLUMNS
from loslaten.practice_log.tap_days import TapLog
from loslaten_core.journal import record
from loslaten_core.practice import protocol

_WATCHES = "SELECT id, serial, name, seen_utc_ms FROM watch"
# The watch of nights of which only a damaged log does not know whose they are.
_LOST_WATCH = rows.WatchRow(id=0, serial=b"", name="", seen_utc_ms=0)
# The present journal of a watch, where nothing has come into it yet.
_EMPTY = """
    SELECT id, begun_utc_ms FROM journal
    WHERE watch_id = ?1
        AND begun_utc_ms = (SELECT max(begun_utc_ms) FROM journal WHERE watch_id = ?1)
        AND NOT EXISTS (SELECT 1 FROM record WHERE journal_id = journal.id)
        AND NOT EXISTS (SELECT 1 FROM erased WHERE journal_id = journal.id)
"""
# Each with the zone of the nearest anchor: SQLite takes a column beside min() from that row.
_LOSSES = f"""
    SELECT loss.id, told_utc_ms, summarised, lost, lost_events,
        coalesce(zone_min, 0) AS zone_min, min(abs(utc_ms - told_utc_ms))
    FROM loss JOIN journal ON journal.id = loss.journal_id
        LEFT JOIN anchor ON anchor.journal_id = loss.journal_id
            AND {TELLS_TIME}
    WHERE watch_id = ? GROUP BY loss.id ORDER BY loss.journal_id, told_utc_ms
"""


class PracticeLog(TapLog):
    """The log in the file `path`, open until `close` or the end of its `with` block.

    All methods raise StoreError when the file cannot be read or written.
    """

    # Watches.

    def see_watch(self, serial: bytes, name: str, seen_utc_ms: int) -> rows.WatchRow:
        """Remember that a watch was met, under the name it gives itself."""
        name = clean.line(name)
        with self._writing():
            self._db.execute(
                "INSERT INTO watch (serial, name, seen_utc_ms) VALUES (?, ?, ?) "
                "ON CONFLICT (serial) DO UPDATE SET name = excluded.name, forgotten = 0, "
                "seen_utc_ms = max(seen_utc_ms, excluded.seen_utc_ms)",
                (serial, name, seen_utc_ms),
            )
            row = self._one(f"{_WATCHES} WHERE serial = ?", serial)
            if not self._all("SELECT 1 FROM journal WHERE watch_id = ?", row["id"]):
                self._begin_journal(row["id"], seen_utc_ms)
            self._hold_new(row["id"])
        return _watch(row)

    def forget_watch(self, watch_id: int) -> None:
        """Do not list a watch any more; its sessions stay, and it comes back when it is met."""
        with self._writing():
            self._db.execute("UPDATE watch SET forgotten = 1 WHERE id = ?", (watch_id,))

    def watches(self, everything: bool = False) -> list[rows.WatchRow]:
        """Return the watches that are not forgotten, or all, the one met last first."""
        found = self._all(
            f"{_WATCHES} WHERE ? OR NOT forgotten ORDER BY seen_utc_ms DESC, id", int(everything)
        )
        return list(self._legible("watch", found, _watch))

    # Records.

    def resume_from(self, watch_id: int, next_record: int, now_utc_ms: int) -> int:
        """Return from which record on to pull, given the number the watch will use next.

        That is the last record known, once more: that it comes back unchanged shows that it is
        still the same journal. A watch that has not come so far yet was wiped and counts anew.
        """
        journal_id = self._journal(watch_id)
        row = self._one(
            "SELECT max(sequence) AS last FROM (SELECT sequence FROM record "
            "WHERE journal_id = ?1 UNION ALL SELECT sequence FROM erased WHERE journal_id = ?1)",
            journal_id,
        )
        if row["last"] is None:
            return 1
        if row["last"] < next_record:
            return int(row["last"])
        with self._writing():
            self._begin_journal(watch_id, now_utc_ms)
        return 1

    def take_page(
        self, watch_id: int, raws: Sequence[bytes], received_utc_ms: int
    ) -> rows.IntakeCount:
        """Store a page of raw records; the same page twice changes nothing.

        When this returns, the records are safe on the disk and may be confirmed to the watch.
        """
        with self._writing():
            self._undo_clearing(watch_id, raws)
            try:
                with self._savepoint():
                    return intake.take(self._db, self._journal(watch_id), raws, received_utc_ms)
            except intake.ContradictionError:
                journal_id, _ = self._begin_journal(watch_id, received_utc_ms)
                page = intake.take(self._db, journal_id, raws, received_utc_ms)
                page.restarted = True
                return page

    def _undo_clearing(self, watch_id: int, raws: Sequence[bytes]) -> None:
        """Go on with an earlier journal where its records come again into an empty one.

        The watch was said to have been cleared, or another log said so, and was not.
        """
        empty = self._all(_EMPTY, watch_id)
        earlier = [
            row["id"]
            for row in self._all("SELECT id FROM journal WHERE watch_id = ?", watch_id)
            if row["id"] not in {one["id"] for one in empty}
        ]
        # A start can be to the bit like the first one of another journal.
        telling = [raw for raw in raws if intake.kind_of(raw) not in (None, record.BOOT)]
        if not empty or not any(
            intake.knows(self._db, journal_id, raw) for journal_id in earlier for raw in telling
        ):
            return
        self._db.execute(
            "UPDATE holding SET by_journal = 0 WHERE watch_id = ? AND from_utc_ms = ?",
            (watch_id, empty[0]["begun_utc_ms"]),
        )
        for table in ("anchor", "loss", "unreadable"):
            self._db.execute(f"DELETE FROM {table} WHERE journal_id = ?", (empty[0]["id"],))
        self._db.execute("DELETE FROM journal WHERE id = ?", (empty[0]["id"],))
        placing.mark_all(self._db, watch_id)

    def add_anchor(self, watch_id: int, anchor: rows.AnchorRow) -> None:
        """Store what time it was at a moment of the watch, once its records have been taken."""
        with self._writing():
            intake.keep_anchor(self._db, self._journal(watch_id), anchor)

    def add_loss(self, watch_id: int, loss: rows.LossRow) -> None:
        """Store what the watch says it had to give up; nothing while it is nothing."""
        if not (loss.summarised or loss.lost or loss.lost_events):
            return
        with self._writing():
            intake.keep_loss(self._db, self._journal(watch_id), loss)

    def losses(self, watch_id: int) -> list[rows.LossRow]:
        """Return what the watch had to give up, oldest first, each time it had become more."""
        return list(self._legible("loss", self._all(_LOSSES, watch_id), _loss))

    def unreadable(self, watch_id: int) -> list[tuple[bytes, str]]:
        """Return the bytes that came where records were due, each with what is wrong with it."""
        return [
            (row["raw"], row["problem"])
            for row in self._all(
                "SELECT raw, problem FROM unreadable JOIN journal ON journal.id = journal_id "
                "WHERE watch_id = ? ORDER BY unreadable.id",
                watch_id,
            )
        ]

    def missing(self, watch_id: int) -> list[tuple[int, int]]:
        """Return the record numbers that never came, as (first, last), of the present journal.

        Damage on the watch can use up more numbers than it destroys records.
        """
        return [
            (row["before"] + 1, row["sequence"] - 1)
            for row in self._all(
                "SELECT sequence, lag(sequence) OVER (ORDER BY sequence) AS before "
                "FROM (SELECT sequence FROM record WHERE journal_id = ?1 "
                "UNION ALL SELECT sequence FROM erased WHERE journal_id = ?1)",
                self._journal(watch_id),
            )
            if row["before"] is not None and row["sequence"] > row["before"] + 1
        ]

    def watch_of(self, journal_id: int) -> rows.WatchRow:
        """Return the watch whose journal this is; one without a name where no row says so."""
        found = self._all(
            f"{_WATCHES} WHERE id = (SELECT watch_id FROM journal WHERE id = ?)", journal_id
        )
        return next(self._legible("watch", found, _watch), _LOST_WATCH)

    def anchors(self, journal_id: int) -> list[rows.AnchorRow]:
        """Return the anchors of a journal in the order of the watch's own time."""
        return [
            rows.AnchorRow(**dict(row))
            for row in self._all(
                "SELECT boot, uptime_ms, utc_ms, zone_min, error_ms FROM anchor "
                "WHERE journal_id = ? ORDER BY boot, uptime_ms",
                journal_id,
            )
        ]

    # Notes.

    def add_note(self, session_id: int, note: rows.Note) -> None:
        """Add what the wearer says about a session; earlier notes stay.

        ValueError when it says nothing, or a tension is not in 0..10.
        """
        note = replace(note, text=clean.lines(note.text))
        note.check()
        with self._writing():
            self._db.execute(
                "INSERT INTO note (session_id, written_utc_ms, tension_before, tension_after, "
                "text, calmer) VALUES (?, ?, ?, ?, ?, ?)",
                (
                    session_id,
                    note.written_utc_ms,
                    note.tension_before,
                    note.tension_after,
                    note.text,
                    note.calmer,
                ),
            )

    def every_note(self) -> Iterator[tuple[int, rows.Note]]:
        """Yield (session id, note) for all notes, oldest first."""
        with database.in_words(self.path):
            every = self._db.execute(f"SELECT {NOTE_COLUMNS} FROM note ORDER BY id")
            yield from self._legible(
                "note", every, lambda row: (row["session_id"], from_rows.note(row))
            )

    # Protocols.

    def keep_protocol(
        self, packed: bytes, texts: Mapping[str, object], pushed_utc_ms: int
    ) -> bytes:
        """Keep a protocol that is put on a watch, with its texts of today; return its id.

        ProtocolError when `packed` is none.
        """
        name = protocol.unpack(packed).name
        content_id = protocol.content_id(packed)
        texts_json = json.dumps(clean.nested(dict(texts)), ensure_ascii=False, sort_keys=True)
        with self._writing():
            self._db.execute(
                "INSERT OR REPLACE INTO protocol (content_id, pushed_utc_ms, name, packed, texts) "
                "VALUES (?, ?, ?, ?, ?)",
                (content_id, pushed_utc_ms, name, packed, texts_json),
            )
        return content_id

    def protocol(self, content_id: bytes) -> rows.ProtocolRow | None:
        """Return a protocol with the texts it had when it was last pushed, None if unknown."""
        matches = self._all(
            "SELECT * FROM protocol WHERE content_id = ? ORDER BY pushed_utc_ms DESC LIMIT 1",
            content_id,
        )
        if not matches:
            return None
        return next(self._legible("protocol", matches, _protocol), None)

    # How it is done.

    def _journal(self, watch_id: int) -> int:
        """Return the present journal: the one begun last, for an older one can be imported."""
        row = self._one(
            "SELECT id FROM journal WHERE watch_id = ? "
            "ORDER BY begun_utc_ms DESC, id DESC LIMIT 1",
            watch_id,
        )
        return int(row["id"])


def _watch(row: sqlite3.Row) -> rows.WatchRow:
    seen_utc_ms = nearest_clock_ms(row["seen_utc_ms"])
    return rows.WatchRow(**(dict(row) | {"seen_utc_ms": seen_utc_ms}))


def _loss(row: sqlite3.Row) -> rows.LossRow:
    return rows.LossRow(
        told_utc_ms=clock_ms(row["told_utc_ms"]),
        summarised=number(row["summarised"]),
        lost=number(row["lost"]),
        lost_events=number(row["lost_events"]),
        zone_min=row["zone_min"],
    )


def _protocol(row: sqlite3.Row) -> rows.ProtocolRow:
    """Return a protocol from its row; where only its texts are damaged, without them."""
    if protocol.content_id(row["packed"]) != row["content_id"]:
        raise ValueError("the protocol is not what it was")
    try:
        texts = json_object(row["texts"])
    except (ValueError, TypeError, RecursionError):
        texts = {}
    return rows.ProtocolRow(
        content_id=row["content_id"],
        name=protocol.unpack(row["packed"]).name,
        packed=row["packed"],
        texts=texts,
        pushed_utc_ms=row["pushed_utc_ms"],
    )
