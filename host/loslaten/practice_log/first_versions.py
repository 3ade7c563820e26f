# SPDX-License-Identifier: MIT
"""The first four versions of the practice log, in which all nights were one person's."""

# "Losl" in ASCII, kept in the file's header: no other database is taken for a practice log.
APPLICATION_ID = 0x4C6F736C

V1 = (
    """
    CREATE TABLE watch (
        id INTEGER PRIMARY KEY,
        serial BLOB NOT NULL UNIQUE,
        name TEXT NOT NULL,
        seen_utc_ms INTEGER NOT NULL,
        forgotten INTEGER NOT NULL DEFAULT 0 CHECK (forgotten IN (0, 1))
    ) STRICT
    """,
    # One life of a watch's flash: when it was wiped, its record numbers and starts begin anew.
    """
    CREATE TABLE journal (
        id INTEGER PRIMARY KEY,
        watch_id INTEGER NOT NULL REFERENCES watch,
        begun_utc_ms INTEGER NOT NULL
    ) STRICT
    """,
    "CREATE INDEX journal_of_watch ON journal (watch_id)",
    """
    CREATE TABLE record (
        journal_id INTEGER NOT NULL REFERENCES journal,
        sequence INTEGER NOT NULL CHECK (sequence BETWEEN 0 AND 4294967295),
        boot INTEGER NOT NULL,
        uptime_ms INTEGER NOT NULL,
        kind INTEGER NOT NULL,
        version INTEGER NOT NULL,
        raw BLOB NOT NULL,
        problem TEXT,
        received_utc_ms INTEGER NOT NULL,
        PRIMARY KEY (journal_id, sequence)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX record_of_kind ON record (journal_id, kind, sequence)",
    # What came where a record was due and is none.
    """
    CREATE TABLE unreadable (
        id INTEGER PRIMARY KEY,
        journal_id INTEGER NOT NULL REFERENCES journal,
        raw BLOB NOT NULL,
        problem TEXT NOT NULL,
        received_utc_ms INTEGER NOT NULL,
        UNIQUE (journal_id, raw)
    ) STRICT
    """,
    # Decoded from the record; a later record of the same start stands for the earlier ones.
    """
    CREATE TABLE session (
        id INTEGER PRIMARY KEY,
        journal_id INTEGER NOT NULL,
        sequence INTEGER NOT NULL,
        boot INTEGER NOT NULL,
        uptime_ms INTEGER NOT NULL,
        protocol_id BLOB NOT NULL,
        summary INTEGER NOT NULL CHECK (summary IN (0, 1)),
        ending INTEGER NOT NULL,
        duration_ms INTEGER NOT NULL,
        settle_in_ms INTEGER,
        pauses INTEGER NOT NULL,
        paused_ms INTEGER,
        final_rest_ms INTEGER NOT NULL,
        groups_done INTEGER NOT NULL,
        repeats_done INTEGER NOT NULL,
        battery_before_mv INTEGER,
        battery_after_mv INTEGER,
        worst_late_ms INTEGER,
        UNIQUE (journal_id, boot, uptime_ms),
        FOREIGN KEY (journal_id, sequence) REFERENCES record
    ) STRICT
    """,
    """
    CREATE TABLE session_group (
        session_id INTEGER NOT NULL REFERENCES session ON DELETE CASCADE,
        position INTEGER NOT NULL,
        muscle INTEGER NOT NULL,
        done INTEGER NOT NULL,
        asked INTEGER NOT NULL,
        cuts INTEGER NOT NULL,
        skipped INTEGER NOT NULL CHECK (skipped IN (0, 1)),
        left_out INTEGER NOT NULL CHECK (left_out IN (0, 1)),
        tense_ms INTEGER NOT NULL,
        release_ms INTEGER NOT NULL,
        PRIMARY KEY (session_id, position)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE anchor (
        journal_id INTEGER NOT NULL REFERENCES journal,
        boot INTEGER NOT NULL,
        uptime_ms INTEGER NOT NULL,
        utc_ms INTEGER NOT NULL,
        zone_min INTEGER NOT NULL,
        error_ms INTEGER NOT NULL,
        PRIMARY KEY (journal_id, boot, uptime_ms)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE protocol (
        content_id BLOB NOT NULL,
        pushed_utc_ms INTEGER NOT NULL,
        name TEXT NOT NULL,
        packed BLOB NOT NULL,
        texts TEXT NOT NULL CHECK (json_valid(texts)),
        PRIMARY KEY (content_id, pushed_utc_ms)
    ) STRICT, WITHOUT ROWID
    """,
    # Self-reported: what a person says about a session and no device can know.
    """
    CREATE TABLE note (
        id INTEGER PRIMARY KEY,
        session_id INTEGER NOT NULL REFERENCES session,
        written_utc_ms INTEGER NOT NULL,
        tension_before INTEGER CHECK (tension_before BETWEEN 0 AND 10),
        tension_after INTEGER CHECK (tension_after BETWEEN 0 AND 10),
        text TEXT NOT NULL
    ) STRICT
    """,
    "CREATE INDEX note_of_session ON note (session_id)",
    # What the watch had to give up because it was full, as it counted when it was asked.
    """
    CREATE TABLE loss (
        journal_id INTEGER NOT NULL REFERENCES journal,
        told_utc_ms INTEGER NOT NULL,
        summarised INTEGER NOT NULL,
        lost INTEGER NOT NULL,
        PRIMARY KEY (journal_id, summarised, lost)
    ) STRICT, WITHOUT ROWID
    """,
    f"PRAGMA application_id = {APPLICATION_ID}",
)

V2 = (
    # How well the cues were told apart when they were played at random.
    """
    CREATE TABLE quiz (
        id INTEGER PRIMARY KEY,
        watch_id INTEGER NOT NULL REFERENCES watch,
        taken_utc_ms INTEGER NOT NULL,
        theme TEXT NOT NULL,
        strength_pct INTEGER NOT NULL,
        seed INTEGER NOT NULL
    ) STRICT
    """,
    "CREATE INDEX quiz_of_watch ON quiz (watch_id)",
    # Numbers of cues; 0 was answered where nothing was felt.
    """
    CREATE TABLE quiz_answer (
        quiz_id INTEGER NOT NULL REFERENCES quiz ON DELETE CASCADE,
        played INTEGER NOT NULL,
        answered INTEGER NOT NULL,
        times INTEGER NOT NULL CHECK (times > 0),
        PRIMARY KEY (quiz_id, played, answered)
    ) STRICT, WITHOUT ROWID
    """,
)

V3 = (
    # A full watch gives up notes beside sessions, too: starts, clock settings, faults.
    "ALTER TABLE loss RENAME TO loss_of_sessions",
    """
    CREATE TABLE loss (
        journal_id INTEGER NOT NULL REFERENCES journal,
        told_utc_ms INTEGER NOT NULL,
        summarised INTEGER NOT NULL,
        lost INTEGER NOT NULL,
        lost_events INTEGER NOT NULL,
        PRIMARY KEY (journal_id, summarised, lost, lost_events)
    ) STRICT, WITHOUT ROWID
    """,
    "INSERT INTO loss SELECT journal_id, told_utc_ms, summarised, lost, 0 FROM loss_of_sessions",
    "DROP TABLE loss_of_sessions",
)

V4 = (
    # A repeat that was broken off in its tension and has not come again: where none was done, the
    # records of older watches tell it, too.
    """
    ALTER TABLE session_group ADD COLUMN interrupted INTEGER NOT NULL DEFAULT 0
        CHECK (interrupted IN (0, 1))
    """,
    "UPDATE session_group SET interrupted = 1 WHERE done = 0 AND tense_ms > 0 AND skipped = 0",
    # Self-reported by presses on the watch.
    """
    ALTER TABLE session ADD COLUMN tension_before INTEGER
        CHECK (tension_before BETWEEN 0 AND 10)
    """,
    """
    ALTER TABLE session ADD COLUMN tension_after INTEGER
        CHECK (tension_after BETWEEN 0 AND 10)
    """,
    "ALTER TABLE session ADD COLUMN calmer INTEGER NOT NULL DEFAULT 0 CHECK (calmer IN (0, 1))",
)
