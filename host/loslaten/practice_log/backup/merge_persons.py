# SPDX-License-Identifier: MIT
"""Taking the persons of another practice log in, and whose the watches were.

A person is matched by the random code, never by the name. A log that tells nobody apart has one
person without a code: whose nights those are the file does not say, and here the only person there
is stands for them, or the one that the user names.
"""

import json
import secrets
import sqlite3

from loslaten.language.text import Text
from loslaten.practice_log import numbers, placing
from loslaten.practice_log.backup import lines as line
from loslaten.practice_log.backup.refusal import MergeError
from loslaten.practice_log.backup.staging import Staging
from loslaten.practice_log.persons import CODE_BYTES

_WHOSE = Text("het bestand zegt niet van wie het is", "the file does not say whose it is")
_SAY_WHOSE = Text("zeg het: --person NAAM", "say so: --person NAME")
_PLAN = """
    INSERT INTO plan (person_id, code, made_utc_ms, taken_utc_ms, content)
    VALUES (?, ?, ?, ?, ?) ON CONFLICT (code) DO NOTHING
"""
_PROPOSAL = """
    INSERT INTO proposal (person_id, kind, content, decision, decided_utc_ms)
    SELECT ?1, ?2, ?3, ?4, ?5 WHERE NOT EXISTS (
        SELECT 1 FROM proposal WHERE (person_id, kind, content, decision, decided_utc_ms)
            = (?1, ?2, ?3, ?4, ?5)
    )
"""
_MEASURE = """
    INSERT INTO measure (person_id, instrument, day, answers, written_utc_ms)
    SELECT ?1, ?2, ?3, ?4, ?5 WHERE NOT EXISTS (
        SELECT 1 FROM measure WHERE (person_id, instrument, day, answers, written_utc_ms)
            = (?1, ?2, ?3, ?4, ?5)
    )
"""
_HOLDING = """
    INSERT INTO holding (watch_id, person_id, from_utc_ms, by_journal) VALUES (?, ?, ?, ?)
    ON CONFLICT (watch_id, from_utc_ms) DO NOTHING
"""
_ANYTHING = """
    SELECT EXISTS (SELECT 1 FROM session) OR EXISTS (SELECT 1 FROM holding)
        OR EXISTS (SELECT 1 FROM plan) OR EXISTS (SELECT 1 FROM proposal)
        OR EXISTS (SELECT 1 FROM measure)
"""

# The log's number of each person of the file; None where the file does not say who it is and
# several are here.
Persons = dict[int, int | None]


def take_persons(
    connection: sqlite3.Connection,
    staging: Staging,
    watches: dict[str, int],
    person_id: int | None,
) -> Persons:
    """Take the persons in. Files of earlier versions have none: theirs is a nobody's log."""
    persons_told = [one for _, one in staging.each(line.PersonLine)]
    persons: Persons = {}
    for person in persons_told:
        if person.code is None:
            persons[person.number] = person_id or _only_person(connection)
            continue
        code = bytes.fromhex(person.code)
        row = connection.execute("SELECT id FROM person WHERE code = ?", (code,)).fetchone()
        is_only = len(persons_told) == 1 and _is_the_same(connection, staging, watches, person)
        is_nobody = _is_nobody(connection)
        if row is None and (is_only or is_nobody):
            number = person.number if is_nobody and person.number <= numbers.LAST_MAX else 0
            row = connection.execute(
                "UPDATE person SET id = max(id, ?), code = ?, name = ?, added_utc_ms = ? "
                "RETURNING id",
                (number, code, person.name, person.added_utc_ms),
            ).fetchone()
            numbers.go_on_after(connection, "person", number)
        persons[person.number] = int(row["id"]) if row else _added(connection, person, code)
    return persons


def take_holdings(
    connection: sqlite3.Connection, staging: Staging, watches: dict[str, int], persons: Persons
) -> None:
    """Take in whose the watches were; what is known of a watch here stays."""
    held = set()
    for _, holding in staging.each(line.HoldingLine):
        held.add(holding.watch)
        person_id = None if holding.person is None else persons[holding.person]
        if person_id is not None or holding.person is None:
            values = (
                watches[holding.watch],
                person_id,
                holding.from_utc_ms,
                int(holding.by_journal),
            )
            connection.execute(_HOLDING, values)
    # Files of earlier versions, which know no persons, are the only person's.
    only = None if persons else _only_person(connection)
    for serial, watch_id in watches.items():
        if serial not in held and only is not None and not _is_held(connection, watch_id):
            connection.execute(_HOLDING, (watch_id, only, 0, 0))
        placing.mark_all(connection, watch_id)


def take_of_persons(connection: sqlite3.Connection, staging: Staging, persons: Persons) -> None:
    """Take in plans, proposals and measures."""
    for number, plan in staging.each(line.PlanLine):
        times = (plan.made_utc_ms, plan.taken_utc_ms)
        values = (bytes.fromhex(plan.code), *times, _json(plan.content))
        connection.execute(_PLAN, (person_of(persons, plan.person, number), *values))
    for number, one in staging.each(line.ProposalLine):
        said = (one.kind, _json(one.content), one.decision, one.decided_utc_ms)
        connection.execute(_PROPOSAL, (person_of(persons, one.person, number), *said))
    for number, answered in staging.each(line.MeasureLine):
        answers = (answered.instrument, answered.day, _json(answered.answers))
        told = (*answers, answered.written_utc_ms)
        connection.execute(_MEASURE, (person_of(persons, answered.person, number), *told))


def person_of(persons: Persons, number_in_file: int, number: int) -> int:
    """Return the log's number of a person of the file; MergeError where nobody can say."""
    person_id = persons[number_in_file]
    if person_id is None:
        raise MergeError(number, _WHOSE, _SAY_WHOSE)
    return person_id


def _is_the_same(
    connection: sqlite3.Connection,
    staging: Staging,
    watches: dict[str, int],
    told: line.PersonLine,
) -> bool:
    """Whether the one person here, nameless so far, is the one person of the file.

    That is so in a log without nights, and where they had the same watch.
    """
    here = connection.execute("SELECT id, code FROM person").fetchall()
    if len(here) != 1 or here[0]["code"] is not None:
        return False
    (nights,) = connection.execute("SELECT EXISTS (SELECT 1 FROM session)").fetchone()
    theirs = {
        watches[one.watch]
        for _, one in staging.each(line.HoldingLine)
        if one.person == told.number
    }
    ours = {row["watch_id"] for row in connection.execute("SELECT DISTINCT watch_id FROM holding")}
    return not nights or bool(theirs & ours)


def _is_nobody(connection: sqlite3.Connection) -> bool:
    """Whether the one person here is the one that every new log begins with, and nothing more."""
    here = connection.execute("SELECT code, name FROM person").fetchall()
    if len(here) != 1 or here[0]["code"] is not None or here[0]["name"]:
        return False
    (has_any,) = connection.execute(_ANYTHING).fetchone()
    return not has_any


def _added(connection: sqlite3.Connection, one: line.PersonLine, code: bytes) -> int:
    # Now there are several, and each needs a code to be told apart by.
    for row in connection.execute("SELECT id FROM person WHERE code IS NULL").fetchall():
        connection.execute(
            "UPDATE person SET code = ? WHERE id = ?",
            (secrets.token_bytes(CODE_BYTES), row["id"]),
        )
    numbers.go_on_after(connection, "person", one.number - 1)
    cursor = connection.execute(
        "INSERT INTO person (code, name, added_utc_ms) VALUES (?, ?, ?)",
        (code, one.name, one.added_utc_ms),
    )
    assert cursor.lastrowid is not None
    return cursor.lastrowid


def _only_person(connection: sqlite3.Connection) -> int | None:
    found = connection.execute("SELECT id FROM person").fetchall()
    return int(found[0]["id"]) if len(found) == 1 else None


def _is_held(connection: sqlite3.Connection, watch_id: int) -> bool:
    found = connection.execute("SELECT 1 FROM holding WHERE watch_id = ? LIMIT 1", (watch_id,))
    return found.fetchone() is not None


def _json(values: dict[str, object]) -> str:
    return json.dumps(values, ensure_ascii=False, sort_keys=True)
