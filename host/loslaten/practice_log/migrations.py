# SPDX-License-Identifier: MIT
"""The shape of the practice log, and how a log of an older version comes to have it.

Migration n leads from version n to n + 1 and is never changed once released. `PRAGMA
user_version` is the version; the caller runs each migration in a transaction of its own.

All times are milliseconds: `utc_ms` since 1970, `uptime_ms` since a start of the watch.
"""

import sqlite3

from loslaten.practice_log.first_versions import APPLICATION_ID, V1, V2, V3, V4

__all__ = ["APPLICATION_ID", "EVER_MS", "MIGRATIONS", "VERSION", "apply"]

# Later than any time: the bound of a session whose latest beginning is not known.
EVER_MS = (1 << 63) - 1

_PERSONS = (
    # `code` is the random id by which files between laptops name a person; the one person of a log
    # that tells nobody apart has none until somebody gives a name or a plan.
    """
    CREATE TABLE person (
        id INTEGER PRIMARY KEY,
        code BLOB UNIQUE CHECK (length(code) = 16),
        name TEXT NOT NULL,
        added_utc_ms INTEGER NOT NULL
    ) STRICT
    """,
    "INSERT INTO person (id, code, name, added_utc_ms) VALUES (1, NULL, '', 0)",
    # From a moment on a watch is this person's; 0: from the beginning; NULL: of somebody who was
    # forgotten. Where the watch began a new journal with it, the journals tell the nights apart,
    # whatever the clocks said.
    """
    CREATE TABLE holding (
        id INTEGER PRIMARY KEY,
        watch_id INTEGER NOT NULL REFERENCES watch,
        person_id INTEGER REFERENCES person,
        from_utc_ms INTEGER NOT NULL,
        by_journal INTEGER NOT NULL CHECK (by_journal IN (0, 1)),
        UNIQUE (watch_id, from_utc_ms)
    ) STRICT
    """,
    "CREATE INDEX holding_of_person ON holding (person_id)",
    """
    INSERT INTO holding (watch_id, person_id, from_utc_ms, by_journal)
    SELECT id, 1, 0, 0 FROM watch
    """,
    # What was agreed between a therapist and a person.
    """
    CREATE TABLE plan (
        id INTEGER PRIMARY KEY,
        person_id INTEGER NOT NULL REFERENCES person,
        code BLOB NOT NULL UNIQUE CHECK (length(code) = 16),
        made_utc_ms INTEGER NOT NULL,
        taken_utc_ms INTEGER NOT NULL,
        content TEXT NOT NULL CHECK (json_valid(content))
    ) STRICT
    """,
    "CREATE INDEX plan_of_person ON plan (person_id)",
    # What the programme proposed, and what was decided about it.
    """
    CREATE TABLE proposal (
        id INTEGER PRIMARY KEY,
        person_id INTEGER NOT NULL REFERENCES person,
        kind TEXT NOT NULL,
        content TEXT NOT NULL CHECK (json_valid(content)),
        decision TEXT NOT NULL CHECK (decision IN ('accepted', 'declined', 'later')),
        decided_utc_ms INTEGER NOT NULL
    ) STRICT
    """,
    "CREATE INDEX proposal_of_person ON proposal (person_id)",
    # Self-reported once a week: the items of a questionnaire, or a diary.
    """
    CREATE TABLE measure (
        id INTEGER PRIMARY KEY,
        person_id INTEGER NOT NULL REFERENCES person,
        instrument TEXT NOT NULL,
        day TEXT NOT NULL CHECK (day GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
        answers TEXT NOT NULL CHECK (json_valid(answers)),
        written_utc_ms INTEGER NOT NULL
    ) STRICT
    """,
    "CREATE INDEX measure_of_person ON measure (person_id)",
)
_PLACED = (
    # When a session began, as well as it can be told today, and whose it is: worked out again
    # whenever more is known. NULL is not known; `quality` is 0 until it is worked out.
    "ALTER TABLE session ADD COLUMN quality INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE session ADD COLUMN earliest_ms INTEGER",
    "ALTER TABLE session ADD COLUMN latest_ms INTEGER",
    "ALTER TABLE session ADD COLUMN began_utc_ms INTEGER",
    "ALTER TABLE session ADD COLUMN began_error_ms INTEGER",
    "ALTER TABLE session ADD COLUMN zone_min INTEGER",
    "ALTER TABLE session ADD COLUMN other_zone_min INTEGER",
    "ALTER TABLE session ADD COLUMN disputed INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE session ADD COLUMN person_id INTEGER REFERENCES person",
    "ALTER TABLE note ADD COLUMN calmer INTEGER CHECK (calmer IN (0, 1))",
    f"CREATE INDEX session_of_person ON session (person_id, coalesce(latest_ms, {EVER_MS}))",
    # From which moment of a journal on that has to be worked out.
    """
    CREATE TABLE unplaced (
        journal_id INTEGER PRIMARY KEY REFERENCES journal ON DELETE CASCADE,
        boot INTEGER NOT NULL,
        uptime_ms INTEGER NOT NULL
    ) STRICT
    """,
    # With which knowledge the log was brought up to date last.
    "CREATE TABLE state (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID",
    "CREATE INDEX record_undecoded ON record (journal_id, sequence) WHERE problem IS NOT NULL",
)
_ERASED = (
    # What was deleted here and may come again: a few bytes of a digest tell it apart, and cannot
    # tell what it was. `moment` stands for a session's boot and uptime.
    """
    CREATE TABLE erased (
        journal_id INTEGER NOT NULL REFERENCES journal ON DELETE CASCADE,
        sequence INTEGER NOT NULL,
        digest BLOB NOT NULL,
        moment BLOB,
        PRIMARY KEY (journal_id, sequence)
    ) STRICT, WITHOUT ROWID
    """,
)
_V5 = (
    # SQLite 3.40 takes a row of a table WITHOUT ROWID whose key does not come first for damage.
    "ALTER TABLE loss RENAME TO loss_of_old",
    """
    CREATE TABLE loss (
        id INTEGER PRIMARY KEY,
        journal_id INTEGER NOT NULL REFERENCES journal,
        told_utc_ms INTEGER NOT NULL,
        summarised INTEGER NOT NULL,
        lost INTEGER NOT NULL,
        lost_events INTEGER NOT NULL,
        UNIQUE (journal_id, summarised, lost, lost_events)
    ) STRICT
    """,
    """
    INSERT INTO loss (journal_id, told_utc_ms, summarised, lost, lost_events)
    SELECT journal_id, told_utc_ms, summarised, lost, lost_events FROM loss_of_old
    ORDER BY journal_id, told_utc_ms
    """,
    "DROP TABLE loss_of_old",
    # No question was answered by it. What is asked are the newest events, which are no sessions.
    "DROP INDEX record_of_kind",
    """
    CREATE INDEX record_event ON record (received_utc_ms, journal_id, sequence) WHERE kind > 2
    """,
    *_PERSONS,
    *_PLACED,
    *_ERASED,
)

_V6 = (
    # A file of nights that came from a person's own computer. NULL: of somebody who was forgotten.
    # `sender` is the public key that signed it; `proven` says that it was that person's before.
    """
    CREATE TABLE delivery (
        id INTEGER PRIMARY KEY,
        person_id INTEGER REFERENCES person,
        code BLOB NOT NULL UNIQUE CHECK (length(code) = 16),
        made_utc_ms INTEGER NOT NULL,
        received_utc_ms INTEGER NOT NULL,
        sender BLOB NOT NULL CHECK (length(sender) = 32),
        proven INTEGER NOT NULL CHECK (proven IN (0, 1))
    ) STRICT
    """,
    "CREATE INDEX delivery_of_person ON delivery (person_id)",
    # The sessions that it says are that person's, each where it said so first.
    """
    CREATE TABLE delivered (
        journal_id INTEGER NOT NULL REFERENCES journal ON DELETE CASCADE,
        boot INTEGER NOT NULL,
        uptime_ms INTEGER NOT NULL,
        delivery_id INTEGER NOT NULL REFERENCES delivery ON DELETE CASCADE,
        PRIMARY KEY (journal_id, boot, uptime_ms, delivery_id)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX delivered_in ON delivered (delivery_id)",
)

_V7 = (
    # What a server said it has of a person: `destination` is a digest of where it was sent and
    # how, `name` the UUID of what was sent. Without it all is sent again, and changes nothing.
    """
    CREATE TABLE sent (
        destination BLOB NOT NULL CHECK (length(destination) = 16),
        person_id INTEGER NOT NULL REFERENCES person ON DELETE CASCADE,
        name BLOB NOT NULL CHECK (length(name) = 16),
        PRIMARY KEY (destination, person_id, name)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX sent_of_person ON sent (person_id)",
)

_V8 = (
    # A number that was deleted is never given to another: a question that is still open, a page in
    # the browser, and what was decided about a proposal remember numbers of persons and sessions.
    # The tables are not made anew for it: a row that is damaged would not be taken over.
    "CREATE TABLE numbered (id INTEGER PRIMARY KEY AUTOINCREMENT)",
    "DROP TABLE numbered",
    "PRAGMA writable_schema = ON",
    """
    UPDATE sqlite_schema
    SET sql = replace(sql, 'id INTEGER PRIMARY KEY,', 'id INTEGER PRIMARY KEY AUTOINCREMENT,')
    WHERE type = 'table' AND name IN ('person', 'session')
    """,
    "PRAGMA writable_schema = RESET",
    # Else the last one, deleted before another came, would be given again.
    """
    INSERT INTO sqlite_sequence (name, seq) SELECT 'person', coalesce(max(id), 0) FROM person
    """,
    """
    INSERT INTO sqlite_sequence (name, seq) SELECT 'session', coalesce(max(id), 0) FROM session
    """,
    # Days with taps are looked for whenever they came; of a thousand events few are days.
    "CREATE INDEX record_day ON record (journal_id, sequence) WHERE kind = 7",
)

MIGRATIONS = (V1, V2, V3, V4, _V5, _V6, _V7, _V8)
VERSION = len(MIGRATIONS)


def apply(connection: sqlite3.Connection, version: int) -> None:
    """Bring a log of `version` to the next one, inside the caller's transaction."""
    for statement in MIGRATIONS[version]:
        connection.execute(statement)
    connection.execute(f"PRAGMA user_version = {version + 1}")
