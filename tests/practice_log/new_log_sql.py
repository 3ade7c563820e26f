# SPDX-License-Identifier: MIT
"""The statements that make a new practice log, made from the migrations that lead to its shape.

Run as a script it writes them anew: `.venv/bin/python -m tests.practice_log.new_log_sql`.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing

from loslaten.practice_log import migrations

_HEAD = (
    "-- Made from the migrations by tests/practice_log/new_log_sql.py. Why a table is as it is\n"
    "-- stands there, with the version that made it so.\n"
)
# SQLite's own tables are there with the tables that need them.
_OBJECTS = "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite%'"
_ROWS = """
INSERT INTO person (id, code, name, added_utc_ms) VALUES (1, NULL, '', 0);
INSERT INTO sqlite_sequence (name, seq) VALUES ('session', 0);
"""


def written() -> str:
    """Return the text of the file."""
    with closing(migrated()) as connection:
        objects = "".join(f"{sql.rstrip()};\n" for (sql,) in connection.execute(_OBJECTS))
    pragmas = (
        f"PRAGMA application_id = {migrations.APPLICATION_ID};\n"
        f"PRAGMA user_version = {migrations.VERSION};\n"
    )
    return f"{_HEAD}{objects}{_ROWS.lstrip()}{pragmas}"


def migrated() -> sqlite3.Connection:
    """Return a log in memory that went through all versions."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    for version in range(migrations.VERSION):
        for statement in migrations.MIGRATIONS[version]:
            connection.execute(statement)
    connection.execute(f"PRAGMA user_version = {migrations.VERSION}")
    return connection


def content(connection: sqlite3.Connection) -> Iterator[object]:
    """Yield all that tells one log from another: its shape, its rows, its numbers."""
    schema = "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name"
    for kind, name, table, sql in connection.execute(schema).fetchall():
        yield kind, name, table, sql and sql.rstrip()
        if kind == "table":
            yield sorted(connection.execute(f"SELECT * FROM {name}").fetchall(), key=repr)
    for pragma in ("application_id", "user_version"):
        yield connection.execute(f"PRAGMA {pragma}").fetchone()


if __name__ == "__main__":
    migrations.NEW_LOG.write_text(written(), "utf-8")
