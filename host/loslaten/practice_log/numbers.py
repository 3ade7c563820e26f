# SPDX-License-Identifier: MIT
"""Numbers of persons and sessions: each is given once, also where it was deleted or restored."""

import sqlite3

TABLES = ("person", "session")


def go_on_after(connection: sqlite3.Connection, table: str, last: int) -> None:
    """Give only numbers after `last` from now on, to what comes into a table."""
    connection.execute(
        "UPDATE sqlite_sequence SET seq = max(seq, ?) WHERE name = ?", (last, table)
    )
