-- Made from the migrations by tests/practice_log/new_log_sql.py. Why a table is as it is
-- stands there, with the version that made it so.
CREATE TABLE watch (
        id INTEGER PRIMARY KEY,
        serial BLOB NOT NULL UNIQUE,
        name TEXT NOT NULL,
        seen_utc_ms INTEGER NOT NULL,
        forgotten INTEGER NOT NULL DEFAULT 0 CHECK (forgotten IN (0, 1))
    ) STRICT;
CREATE TABLE journal (
        id INTEGER PRIMARY KEY,
        watch_id INTEGER NOT NULL REFERENCES watch,
        begun_utc_ms INTEGER NOT NULL
    ) STRICT;
CREATE INDEX journal_of_watch ON journal (watch_id);
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
    ) STRICT, WITHOUT ROWID;
CREATE TABLE unreadable (
        id INTEGER PRIMARY KEY,
        journal_id INTEGER NOT NULL REFERENCES journal,
        raw BLOB NOT NULL,
        problem TEXT NOT NULL,
        received_utc_ms INTEGER NOT NULL,
        UNIQUE (journal_id, raw)
    ) STRICT;
CREATE TABLE session (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
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
        worst_late_ms INTEGER, tension_before INTEGER
        CHECK (tension_before BETWEEN 0 AND 10), tension_after INTEGER
        CHECK (tension_after BETWEEN 0 AND 10), calmer INTEGER NOT NULL DEFAULT 0 CHECK (calmer IN (0, 1)), quality INTEGER NOT NULL DEFAULT 0, earliest_ms INTEGER, latest_ms INTEGER, began_utc_ms INTEGER, began_error_ms INTEGER, zone_min INTEGER, other_zone_min INTEGER, disputed INTEGER NOT NULL DEFAULT 0, person_id INTEGER REFERENCES person,
        UNIQUE (journal_id, boot, uptime_ms),
        FOREIGN KEY (journal_id, sequence) REFERENCES record
    ) STRICT;
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
        release_ms INTEGER NOT NULL, interrupted INTEGER NOT NULL DEFAULT 0
        CHECK (interrupted IN (0, 1)),
        PRIMARY KEY (session_id, position)
    ) STRICT, WITHOUT ROWID;
CREATE TABLE anchor (
        journal_id INTEGER NOT NULL REFERENCES journal,
        boot INTEGER NOT NULL,
        uptime_ms INTEGER NOT NULL,
        utc_ms INTEGER NOT NULL,
        zone_min INTEGER NOT NULL,
        error_ms INTEGER NOT NULL,
        PRIMARY KEY (journal_id, boot, uptime_ms)
    ) STRICT, WITHOUT ROWID;
CREATE TABLE protocol (
        content_id BLOB NOT NULL,
        pushed_utc_ms INTEGER NOT NULL,
        name TEXT NOT NULL,
        packed BLOB NOT NULL,
        texts TEXT NOT NULL CHECK (json_valid(texts)),
        PRIMARY KEY (content_id, pushed_utc_ms)
    ) STRICT, WITHOUT ROWID;
CREATE TABLE note (
        id INTEGER PRIMARY KEY,
        session_id INTEGER NOT NULL REFERENCES session,
        written_utc_ms INTEGER NOT NULL,
        tension_before INTEGER CHECK (tension_before BETWEEN 0 AND 10),
        tension_after INTEGER CHECK (tension_after BETWEEN 0 AND 10),
        text TEXT NOT NULL
    , calmer INTEGER CHECK (calmer IN (0, 1))) STRICT;
CREATE INDEX note_of_session ON note (session_id);
CREATE TABLE quiz (
        id INTEGER PRIMARY KEY,
        watch_id INTEGER NOT NULL REFERENCES watch,
        taken_utc_ms INTEGER NOT NULL,
        theme TEXT NOT NULL,
        strength_pct INTEGER NOT NULL,
        seed INTEGER NOT NULL
    ) STRICT;
CREATE INDEX quiz_of_watch ON quiz (watch_id);
CREATE TABLE quiz_answer (
        quiz_id INTEGER NOT NULL REFERENCES quiz ON DELETE CASCADE,
        played INTEGER NOT NULL,
        answered INTEGER NOT NULL,
        times INTEGER NOT NULL CHECK (times > 0),
        PRIMARY KEY (quiz_id, played, answered)
    ) STRICT, WITHOUT ROWID;
CREATE TABLE loss (
        id INTEGER PRIMARY KEY,
        journal_id INTEGER NOT NULL REFERENCES journal,
        told_utc_ms INTEGER NOT NULL,
        summarised INTEGER NOT NULL,
        lost INTEGER NOT NULL,
        lost_events INTEGER NOT NULL,
        UNIQUE (journal_id, summarised, lost, lost_events)
    ) STRICT;
CREATE INDEX record_event ON record (received_utc_ms, journal_id, sequence) WHERE kind > 2;
CREATE TABLE person (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        code BLOB UNIQUE CHECK (length(code) = 16),
        name TEXT NOT NULL,
        added_utc_ms INTEGER NOT NULL
    ) STRICT;
CREATE TABLE holding (
        id INTEGER PRIMARY KEY,
        watch_id INTEGER NOT NULL REFERENCES watch,
        person_id INTEGER REFERENCES person,
        from_utc_ms INTEGER NOT NULL,
        by_journal INTEGER NOT NULL CHECK (by_journal IN (0, 1)),
        UNIQUE (watch_id, from_utc_ms)
    ) STRICT;
CREATE INDEX holding_of_person ON holding (person_id);
CREATE TABLE plan (
        id INTEGER PRIMARY KEY,
        person_id INTEGER NOT NULL REFERENCES person,
        code BLOB NOT NULL UNIQUE CHECK (length(code) = 16),
        made_utc_ms INTEGER NOT NULL,
        taken_utc_ms INTEGER NOT NULL,
        content TEXT NOT NULL CHECK (json_valid(content))
    ) STRICT;
CREATE INDEX plan_of_person ON plan (person_id);
CREATE TABLE proposal (
        id INTEGER PRIMARY KEY,
        person_id INTEGER NOT NULL REFERENCES person,
        kind TEXT NOT NULL,
        content TEXT NOT NULL CHECK (json_valid(content)),
        decision TEXT NOT NULL CHECK (decision IN ('accepted', 'declined', 'later')),
        decided_utc_ms INTEGER NOT NULL
    ) STRICT;
CREATE INDEX proposal_of_person ON proposal (person_id);
CREATE TABLE measure (
        id INTEGER PRIMARY KEY,
        person_id INTEGER NOT NULL REFERENCES person,
        instrument TEXT NOT NULL,
        day TEXT NOT NULL CHECK (day GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
        answers TEXT NOT NULL CHECK (json_valid(answers)),
        written_utc_ms INTEGER NOT NULL
    ) STRICT;
CREATE INDEX measure_of_person ON measure (person_id);
CREATE INDEX session_of_person ON session (person_id, coalesce(latest_ms, 9223372036854775807));
CREATE TABLE unplaced (
        journal_id INTEGER PRIMARY KEY REFERENCES journal ON DELETE CASCADE,
        boot INTEGER NOT NULL,
        uptime_ms INTEGER NOT NULL
    ) STRICT;
CREATE TABLE state (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE INDEX record_undecoded ON record (journal_id, sequence) WHERE problem IS NOT NULL;
CREATE TABLE erased (
        journal_id INTEGER NOT NULL REFERENCES journal ON DELETE CASCADE,
        sequence INTEGER NOT NULL,
        digest BLOB NOT NULL,
        moment BLOB,
        PRIMARY KEY (journal_id, sequence)
    ) STRICT, WITHOUT ROWID;
CREATE TABLE delivery (
        id INTEGER PRIMARY KEY,
        person_id INTEGER REFERENCES person,
        code BLOB NOT NULL UNIQUE CHECK (length(code) = 16),
        made_utc_ms INTEGER NOT NULL,
        received_utc_ms INTEGER NOT NULL,
        sender BLOB NOT NULL CHECK (length(sender) = 32),
        proven INTEGER NOT NULL CHECK (proven IN (0, 1))
    ) STRICT;
CREATE INDEX delivery_of_person ON delivery (person_id);
CREATE TABLE delivered (
        journal_id INTEGER NOT NULL REFERENCES journal ON DELETE CASCADE,
        boot INTEGER NOT NULL,
        uptime_ms INTEGER NOT NULL,
        delivery_id INTEGER NOT NULL REFERENCES delivery ON DELETE CASCADE,
        PRIMARY KEY (journal_id, boot, uptime_ms, delivery_id)
    ) STRICT, WITHOUT ROWID;
CREATE INDEX delivered_in ON delivered (delivery_id);
CREATE TABLE sent (
        destination BLOB NOT NULL CHECK (length(destination) = 16),
        person_id INTEGER NOT NULL REFERENCES person ON DELETE CASCADE,
        name BLOB NOT NULL CHECK (length(name) = 16),
        PRIMARY KEY (destination, person_id, name)
    ) STRICT, WITHOUT ROWID;
CREATE INDEX sent_of_person ON sent (person_id);
CREATE INDEX record_day ON record (journal_id, sequence) WHERE kind = 7;
INSERT INTO person (id, code, name, added_utc_ms) VALUES (1, NULL, '', 0);
INSERT INTO sqlite_sequence (name, seq) VALUES ('session', 0);
PRAGMA application_id = 1282372460;
PRAGMA user_version = 8;
