# SPDX-License-Identifier: MIT
"""Taking the nights of one person in, as that person's own computer sent them.

They come from outside: what is known here of a watch, a time or a session stays as it is, and
nothing that is about anybody else is taken. Two sessions are the same one where they are of one
watch and began at the same moment of the same start, whatever the records are called: so nobody
doubles a night, and a sender who is not proven changes none.
"""

import contextlib
import sqlite3
from dataclasses import dataclass

from loslaten.language.text import Text
from loslaten.practice_log import erasure, intake, placing
from loslaten.practice_log.backup import lines as line
from loslaten.practice_log.backup import merge
from loslaten.practice_log.backup.merge_persons import take_of_persons
from loslaten.practice_log.backup.refusal import MergeError
from loslaten.practice_log.backup.staging import Staging
from loslaten.practice_log.deliveries import DeliveryRow
from loslaten.practice_log.rows import SESSION_KINDS
from loslaten_core.journal import record

_NO_PLACE = Text(
    "zo'n regel hoort niet in een bestand met nachten",
    "such a line has no place in a file of nights",
)
_OTHER_PERSON = Text(
    "de nachten zijn niet van de persoon van wie het bestand is",
    "the nights are not those of the person whom the file is of",
)
_OTHER_SENDER = Text(
    "het heeft de naam van een bestand dat iemand anders stuurde",
    "it has the name of a file that somebody else sent",
)

_KINDS = (
    *(line.Log, line.PersonLine, line.WatchLine, line.JournalLine, line.ProtocolLine),
    *(line.ProposalLine, line.MeasureLine, line.AnchorLine, line.Record, line.NoteLine),
)
_WATCH = """
    INSERT INTO watch (serial, name, seen_utc_ms) VALUES (?, ?, ?) ON CONFLICT (serial) DO NOTHING
"""
_ANCHOR = """
    INSERT INTO anchor (journal_id, boot, uptime_ms, utc_ms, zone_min, error_ms)
    VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
"""
_DELETE_EMPTY = """
    DELETE FROM delivery WHERE id = ?1
        AND NOT EXISTS (SELECT 1 FROM delivered WHERE delivery_id = ?1)
"""
# Once for each person: later files say the same again.
_DELIVERED = """
    INSERT INTO delivered (journal_id, boot, uptime_ms, delivery_id) SELECT ?1, ?2, ?3, ?4
    WHERE EXISTS (
        SELECT 1 FROM session WHERE journal_id = ?1 AND boot = ?2 AND uptime_ms = ?3
    ) AND NOT EXISTS (
        SELECT 1 FROM delivered JOIN delivery ON delivery.id = delivery_id
        WHERE journal_id = ?1 AND boot = ?2 AND uptime_ms = ?3 AND person_id = ?5
    )
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenNights:
    """Counts of what is new in a log after a file of nights."""

    nights: int
    notes: int
    measures: int


def take(
    connection: sqlite3.Connection, staging: Staging, person_id: int, delivery: DeliveryRow
) -> TakenNights:
    """Take the staged nights of a person in, inside the caller's transaction.

    A delivery without anything new is not kept. Raises MergeError for a file that says anything
    else than the nights of the person of this id.
    """
    _require_one_person(connection, staging, person_id)
    before = _counts(connection, person_id)
    watches = _take_watches(connection, staging, delivery.received_utc_ms)
    persons = {one.number: person_id for _, one in staging.each(line.PersonLine)}
    take_of_persons(connection, staging, dict(persons))
    until_utc_ms, moments = delivery.received_utc_ms, _moments(staging)
    journals = merge.take_journals(connection, staging, watches, until_utc_ms, moments)
    _take_records(connection, staging, journals, delivery)
    merge.take_protocols(connection, staging)
    merge.take_notes(connection, staging, journals)
    _claim(connection, staging, journals, person_id, delivery)
    placing.place(connection)
    after = _counts(connection, person_id)
    return TakenNights(
        nights=after["delivered"] - before["delivered"],
        notes=after["note"] - before["note"],
        measures=after["measure"] - before["measure"],
    )


def _require_one_person(connection: sqlite3.Connection, staging: Staging, person_id: int) -> None:
    other = staging.first_of_other(_KINDS)
    if other is not None:
        raise MergeError(other, _NO_PLACE)
    (code,) = connection.execute("SELECT code FROM person WHERE id = ?", (person_id,)).fetchone()
    told = [(number, one) for number, one in staging.each(line.PersonLine)]
    if len(told) != 1 or code is None or told[0][1].code != code.hex():
        number = told[-1][0] if told else 1
        raise MergeError(number, _OTHER_PERSON)


def _take_watches(
    connection: sqlite3.Connection, staging: Staging, now_utc_ms: int
) -> dict[str, int]:
    """Return the log's number of each watch; what is known of one here stays."""
    watches = {}
    for _, watch in staging.each(line.WatchLine):
        serial = bytes.fromhex(watch.serial)
        connection.execute(_WATCH, (serial, watch.name, min(watch.seen_utc_ms, now_utc_ms)))
        row = connection.execute("SELECT id FROM watch WHERE serial = ?", (serial,)).fetchone()
        watches[watch.serial] = int(row["id"])
    return watches


def _moments(staging: Staging) -> dict[int, merge.Moments]:
    """Return when the sessions of each journal of the file began."""
    moments: dict[int, merge.Moments] = {}
    for _, one in staging.each(line.Record):
        decoded = record.decode(one.raw)
        if decoded.kind in SESSION_KINDS:
            moments.setdefault(one.journal, set()).add((decoded.boot, decoded.uptime_ms))
    return moments


def _take_records(
    connection: sqlite3.Connection,
    staging: Staging,
    journals: dict[int, int],
    delivery: DeliveryRow,
) -> None:
    """Take what the watches told there; a time that is known here already stays as it is."""
    for _, anchor in staging.each(line.AnchorLine):
        place = (journals[anchor.journal], anchor.boot, anchor.uptime_ms)
        if erasure.is_deleted_time(connection, *place):
            continue
        clock = (anchor.utc_ms, anchor.zone_min, anchor.error_ms)
        if connection.execute(_ANCHOR, (*place, *clock)).rowcount:
            placing.mark(connection, [place])
    for _, received in staging.each(line.Record):
        if not delivery.proven and _has_session(
            connection, journals[received.journal], received.raw
        ):
            continue
        received_utc_ms = min(received.received_utc_ms, delivery.received_utc_ms)
        # One that denies what is stored is of a journal that has been tampered with.
        with contextlib.suppress(intake.ContradictionError):
            intake.take(connection, journals[received.journal], [received.raw], received_utc_ms)


def _has_session(connection: sqlite3.Connection, journal_id: int, raw: bytes) -> bool:
    """Whether a record is of a session that the log has."""
    session = record.decode(raw)
    place = (journal_id, session.boot, session.uptime_ms)
    found = connection.execute(
        "SELECT 1 FROM session WHERE journal_id = ? AND boot = ? AND uptime_ms = ?", place
    )
    return session.kind in SESSION_KINDS and found.fetchone() is not None


def _claim(
    connection: sqlite3.Connection,
    staging: Staging,
    journals: dict[int, int],
    person_id: int,
    delivery: DeliveryRow,
) -> None:
    """Keep of which sessions the file says that they are the person's."""
    delivery_id = _kept(connection, person_id, delivery)
    for _, one in staging.each(line.Record):
        decoded = record.decode(one.raw)
        place = (journals[one.journal], decoded.boot, decoded.uptime_ms)
        if decoded.kind in SESSION_KINDS:
            connection.execute(_DELIVERED, (*place, delivery_id, person_id))
            placing.mark(connection, [place])
    connection.execute(_DELETE_EMPTY, (delivery_id,))


def _kept(connection: sqlite3.Connection, person_id: int, delivery: DeliveryRow) -> int:
    """Return the log's number of a delivery, which may have come before."""
    told = (delivery.made_utc_ms, delivery.received_utc_ms, delivery.sender, int(delivery.proven))
    connection.execute(merge.DELIVERY, (person_id, delivery.code, *told))
    row = connection.execute(
        "SELECT id FROM delivery WHERE code = ? AND person_id = ?", (delivery.code, person_id)
    ).fetchone()
    if row is None:
        raise MergeError(None, _OTHER_SENDER)
    return int(row["id"])


def _counts(connection: sqlite3.Connection, person_id: int) -> dict[str, int]:
    counted = {
        "delivered": "FROM delivered JOIN delivery ON delivery.id = delivery_id "
        "WHERE person_id = ?1",
        "note": "FROM note WHERE ?1",
        "measure": "FROM measure WHERE person_id = ?1",
    }
    return {
        name: connection.execute(f"SELECT count(*) {where}", (person_id,)).fetchone()[0]
        for name, where in counted.items()
    }
