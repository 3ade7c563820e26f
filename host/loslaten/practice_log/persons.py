# SPDX-License-Identifier: MIT
"""The persons of the log: whose nights are whose, and whose a watch is from when on.

A log begins with one person without a name, and as long as that is so nobody has to know that
there are persons at all.
"""

import os
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from loslaten.errors import LoslatenError
from loslaten.language.text import Text
from loslaten.practice_log import erasure, holdings, placing
from loslaten.practice_log.holdings import (
    FROM_THE_BEGINNING_MS,
    HANDING_OVER,
    Holding,
    Intent,
    intent,
)
from loslaten.practice_log.kept_sessions import SessionLog

NAME_CHARS = 60
CODE_BYTES = 16
_PERSONS = "SELECT id, code, name, added_utc_ms FROM person"

# The one person of a log in which nothing is anybody's yet.
_FIRST_NAMED = """
    UPDATE person SET code = ?, name = ?, added_utc_ms = ?
    WHERE code IS NULL AND name = '' AND NOT EXISTS (
        SELECT person_id FROM holding UNION ALL SELECT person_id FROM session
        UNION ALL SELECT person_id FROM plan UNION ALL SELECT person_id FROM proposal
        UNION ALL SELECT person_id FROM measure
    )
"""
# Watches of which only files have told, with nights of a person.
_BY_FILE = """
    SELECT DISTINCT watch_id FROM delivered JOIN delivery ON delivery.id = delivery_id
    JOIN journal ON journal.id = journal_id
    WHERE person_id = ? AND watch_id NOT IN (SELECT watch_id FROM holding)
"""
_OF_WATCH = """
    SELECT 1 FROM session JOIN journal ON journal.id = journal_id WHERE watch_id = ? LIMIT 1
"""

_SEVERAL = Text("meer dan één persoon heet {}", "several persons are called {}")
_SAY_CODE = Text("zeg wie met de code: --person CODE", "say which by the code: --person CODE")
_NOBODY = Text("er is geen persoon {}", "there is no person {}")
_SEE_PERSONS = Text("zie: loslaten person list", "see: loslaten person list")
_NAME_LENGTH = Text("een naam heeft 1 tot {} tekens", "a name has 1 to {} characters")
_TAKEN = Text("er is al een persoon {}", "there is a person {} already")
_ANOTHER_NAME = Text("kies een andere naam", "choose another name")


class PersonError(LoslatenError):
    """There is no such person, several of that name, or one of it already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRow:
    """Somebody who practises; `code` is the random id that files between laptops carry.

    The one person of a log that tells nobody apart has neither code nor name.
    """

    id: int
    code: bytes | None
    name: str
    added_utc_ms: int

    def called(self) -> str:
        """Return what tells this person from others: the name, else the beginning of the code."""
        return self.name or (self.code.hex()[:8] if self.code else f"{self.id}")


class PersonLog(SessionLog):
    """A practice log that knows persons. All methods raise StoreError."""

    def persons(self) -> list[PersonRow]:
        """Return the persons in the order in which they were added."""
        return [self._person(row) for row in self._all(f"{_PERSONS} ORDER BY id")]

    def _person(self, row: sqlite3.Row) -> PersonRow:
        """Return a person as far as the row can be read, so that the nights are still theirs."""
        number, code, name, added_utc_ms = row
        is_coded, is_named = isinstance(code, bytes | None), isinstance(name, str)
        is_dated = isinstance(added_utc_ms, int)
        if not (is_coded and is_named and is_dated):
            self.leave_out("person", number)
        return PersonRow(
            id=number,
            code=code if is_coded else b"",
            name=name if is_named else "",
            added_utc_ms=added_utc_ms if is_dated else 0,
        )

    def person(self, called: str) -> PersonRow:
        """Return the person of a name or of the beginning of a code. Raises PersonError."""
        every = self.persons()
        wanted = called.casefold()
        matches = [one for one in every if one.name and one.name.casefold() == wanted]
        matches = matches or [one for one in every if one.called().casefold() == wanted]
        if len(matches) == 1:
            return matches[0]
        if matches:
            raise PersonError(
                _SEVERAL.format(called),
                _SAY_CODE,
                tuple(f"{one.code.hex()[:8]} {one.name}" for one in matches if one.code),
            )
        raise PersonError(
            _NOBODY.format(called),
            _SEE_PERSONS,
            tuple(one.called() for one in every if one.name),
        )

    def add_person(self, name: str, now_utc_ms: int, code: bytes | None = None) -> PersonRow:
        """Add a person, or give the one without a name theirs where nobody is told apart yet.

        Raises PersonError for a name that somebody has already, or that is none.
        """
        with self._writing():
            self._require_free(name, None)
            values = (code or os.urandom(CODE_BYTES), name, now_utc_ms)
            if not self._db.execute(_FIRST_NAMED, values).rowcount:
                self._db.execute(
                    "INSERT INTO person (code, name, added_utc_ms) VALUES (?, ?, ?)", values
                )
            # Now there is somebody to be told apart from.
            for row in self._all("SELECT id FROM person WHERE code IS NULL"):
                self._identify(row["id"])
            row = self._one(f"{_PERSONS} ORDER BY id DESC LIMIT 1")
        return PersonRow(**dict(row))

    def rename_person(self, person_id: int, name: str) -> None:
        """Give a person a name. Raises PersonError for one that somebody has already."""
        with self._writing():
            self._require_free(name, person_id)
            self._db.execute("UPDATE person SET name = ? WHERE id = ?", (name, person_id))
            self._identify(person_id)

    def identify(self, person_id: int, code: bytes | None = None) -> bytes:
        """Return a person's code; one without any gets the one given, else a random one."""
        with self._writing():
            self._identify(person_id, code)
            row = self._one("SELECT code FROM person WHERE id = ?", person_id)
        return bytes(row["code"])

    # Whose a watch is.

    def holdings(self, watch_id: int) -> list[Holding]:
        """Return whose the watch was, and from when on, in the order of time."""
        return holdings.of_watch(self._db, watch_id)

    def holder(self, watch_id: int) -> PersonRow | None:
        """Return whose the watch is now, None where that was never said."""
        held = self.holdings(watch_id)
        holder_id = held[-1].person_id if held else None
        return next((one for one in self.persons() if one.id == holder_id), None)

    def hand_over(
        self, watch_id: int, person_id: int, from_utc_ms: int, by_journal: bool = False
    ) -> None:
        """Let a watch be a person's from a moment on; earlier nights stay with the earlier one.

        With `by_journal` the watch was cleared and begins a new journal: everything it records
        from now on is the next person's, and `from_utc_ms` has to be now. Should its old records
        come again all the same, the times tell the nights apart, see `PracticeLog.take_page`.
        """
        with self._writing():
            self._hand_over(watch_id, person_id, from_utc_ms, by_journal)

    def begin_hand_over(self, watch_id: int, person_id: int | None, key_digest: bytes) -> None:
        """Keep that a watch is about to be cleared for a person, and to have another key then.

        None for somebody who was forgotten: nobody knows then whose it is.
        """
        about_to = Intent(person_id=person_id, key_digest=key_digest)
        with self._writing():
            self._db.execute(
                "INSERT INTO state (name, value) VALUES (?, ?) "
                "ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                (f"{HANDING_OVER}{watch_id}", about_to.as_text()),
            )

    def settle_hand_over(self, watch_id: int, key_digest: bytes, now_utc_ms: int) -> bool | None:
        """Hand a watch over if its key shows that it was cleared; None where it was not about to.

        To be called before anything is taken from the watch.
        """
        name = f"{HANDING_OVER}{watch_id}"
        with self._writing():
            found = self._all("SELECT value FROM state WHERE name = ?", name)
            if not found:
                return None
            about_to = intent(found[0]["value"])
            self._db.execute("DELETE FROM state WHERE name = ?", (name,))
            if not about_to.is_done(key_digest):
                return False
            # Who was forgotten meanwhile has no number any more: nobody knows whose it is then.
            to = self._all("SELECT id FROM person WHERE id = ?", about_to.person_id)
            self._hand_over(watch_id, to[0]["id"] if to else None, now_utc_ms, by_journal=True)
        return True

    def _hand_over(
        self, watch_id: int, person_id: int | None, from_utc_ms: int, by_journal: bool
    ) -> None:
        if by_journal:
            from_utc_ms = self._begin_journal(watch_id, from_utc_ms)[1]
        self._db.execute(
            "INSERT INTO holding (watch_id, person_id, from_utc_ms, by_journal) "
            "VALUES (?, ?, ?, ?) ON CONFLICT (watch_id, from_utc_ms) DO UPDATE SET "
            "person_id = excluded.person_id, by_journal = excluded.by_journal",
            (watch_id, person_id, from_utc_ms, int(by_journal)),
        )
        placing.mark_all(self._db, watch_id)

    def count_unsure(self, person_id: int) -> int:
        """Return how many nights may be a person's, of a watch they had, and may be another's."""
        self._place()
        row = self._one(
            "SELECT count(*) FROM session JOIN journal ON journal.id = journal_id "
            "WHERE session.person_id IS NULL AND (watch_id IN "
            "(SELECT watch_id FROM holding WHERE person_id = ?1) OR EXISTS "
            "(SELECT 1 FROM delivered JOIN delivery ON delivery.id = delivery_id "
            "WHERE delivered.journal_id = session.journal_id AND person_id = ?1 "
            "AND (delivered.boot, delivered.uptime_ms) = (session.boot, session.uptime_ms)))",
            person_id,
        )
        return int(row[0])

    # Deleting.

    def delete_sessions(self, session_ids: Sequence[int]) -> None:
        """Delete sessions for good, with their notes; the next sync does not bring them back."""
        with self._deleting():
            erasure.delete_sessions(self._db, session_ids)

    def delete_watch(self, watch_id: int) -> None:
        """Delete all that a watch told, and its name; what it records from now on is taken again.

        Its serial number stays, and of each record its number and four bytes of a digest.
        """
        with self._deleting():
            self._delete_watch(watch_id)

    def forget_person(self, person_id: int) -> None:
        """Delete a person with all their nights, measures and plans.

        A watch that only they had is deleted with them, also one that only files have told of.
        Where nobody is left, a person without a name is. A row that does not say whose it is may
        be theirs: then StoreError is raised, and nothing deleted.
        """
        with self._deleting():
            self._forget_person(person_id)

    def _forget_person(self, person_id: int) -> None:
        from loslaten.practice_log import stretch, verify  # few commands forget anybody

        verify.require_whose(self._db, self.path)
        by_file = self._all(_BY_FILE, person_id)
        found = self._all("SELECT id FROM session WHERE person_id = ?", person_id)
        erasure.delete_sessions(self._db, [row["id"] for row in found])
        for table in ("plan", "proposal", "measure", "sent"):
            self._db.execute(f"DELETE FROM {table} WHERE person_id = ?", (person_id,))
        only_theirs = self._all(
            "SELECT DISTINCT watch_id FROM holding AS own WHERE person_id = ?1 AND NOT EXISTS "
            "(SELECT 1 FROM holding WHERE watch_id = own.watch_id AND person_id IS NOT ?1)",
            person_id,
        )
        shared = self._all("SELECT DISTINCT watch_id FROM holding WHERE person_id = ?", person_id)
        for row in shared:
            stretch.forget(self._db, row["watch_id"], person_id)
        # What they still record with it is nobody's, until the watch is handed over.
        self._db.execute("UPDATE holding SET person_id = NULL WHERE person_id = ?", (person_id,))
        erasure.forget_deliveries(self._db, person_id)
        only_theirs += [row for row in by_file if not self._all(_OF_WATCH, row["watch_id"])]
        for row in only_theirs:
            self._delete_watch(row["watch_id"])
        for row in shared:
            self._delete_empty_journals(row["watch_id"])
            placing.mark_all(self._db, row["watch_id"])
        placing.place(self._db)
        self._db.execute("DELETE FROM person WHERE id = ?", (person_id,))
        if not self._all("SELECT 1 FROM person"):
            self._db.execute("DELETE FROM holding")
            self._db.execute("INSERT INTO person (code, name, added_utc_ms) VALUES (NULL, '', 0)")

    def _delete_empty_journals(self, watch_id: int) -> None:
        """Delete what stands beside sessions in earlier journals in which none is left."""
        empty = self._all(
            "SELECT id FROM journal WHERE watch_id = ?1 AND NOT EXISTS "
            "(SELECT 1 FROM session WHERE journal_id = journal.id) AND begun_utc_ms < "
            "(SELECT max(begun_utc_ms) FROM journal WHERE watch_id = ?1)",
            watch_id,
        )
        erasure.delete_journals(self._db, [row["id"] for row in empty])

    def _delete_watch(self, watch_id: int) -> None:
        found = self._all("SELECT id FROM journal WHERE watch_id = ?", watch_id)
        erasure.delete_journals(self._db, [row["id"] for row in found])
        self._db.execute("DELETE FROM quiz WHERE watch_id = ?", (watch_id,))
        self._db.execute("UPDATE watch SET name = '', forgotten = 1 WHERE id = ?", (watch_id,))

    # How it is done.

    def _begin_journal(self, watch_id: int, begun_utc_ms: int) -> tuple[int, int]:
        """Begin a journal of a watch; return its number and when it begins.

        Later than the one before, whatever the laptop's clock says.
        """
        row = self._one(
            "INSERT INTO journal (watch_id, begun_utc_ms) SELECT ?1, max(?2, 1 + "
            "coalesce((SELECT max(begun_utc_ms) FROM journal WHERE watch_id = ?1), ?2 - 1)) "
            "RETURNING id, begun_utc_ms",
            watch_id,
            begun_utc_ms,
        )
        return int(row["id"]), int(row["begun_utc_ms"])

    def _hold_new(self, watch_id: int) -> None:
        """Give a watch that is nobody's to the only person there is."""
        if self.holdings(watch_id):
            return
        persons = self._all("SELECT id FROM person")
        if len(persons) == 1:
            self._db.execute(
                "INSERT INTO holding (watch_id, person_id, from_utc_ms, by_journal) "
                "VALUES (?, ?, ?, 0)",
                (watch_id, persons[0]["id"], FROM_THE_BEGINNING_MS),
            )
            placing.mark_all(self._db, watch_id)

    def _identify(self, person_id: int, code: bytes | None = None) -> None:
        self._db.execute(
            "UPDATE person SET code = ? WHERE id = ? AND code IS NULL",
            (code or os.urandom(CODE_BYTES), person_id),
        )

    def _require_free(self, name: str, person_id: int | None) -> None:
        if not name.strip() or len(name) > NAME_CHARS:
            raise PersonError(_NAME_LENGTH.format(NAME_CHARS))
        for one in self.persons():
            if one.name.casefold() == name.casefold() and one.id != person_id:
                raise PersonError(_TAKEN.format(one.name), _ANOTHER_NAME)
