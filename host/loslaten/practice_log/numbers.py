# SPDX-License-Identifier: MIT
"""Numbers of persons and sessions: each is given once, also where it was deleted or restored."""

import sqlite3

from loslaten_core.journal.record import U32_MAX

TABLES = ("person", "session")
# No log comes so far. What a file or a damaged log says beyond it is not gone by: it would leave
# too few of the numbers that a line of a backup can hold.
LAST_MAX = U32_MAX // 2


def go_on_after(connection: sqlite3.Connection, table: str, last: int) -> None:
    """Give only numbers after `last` from now on, to what comes into a table."""
    if last <= LAST_MAX:
        connection.execute(
            "UPDATE sqlite_sequence SET seq = max(seq, ?) WHERE name = ?", (last, table)
        )
