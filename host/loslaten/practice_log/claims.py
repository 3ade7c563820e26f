# SPDX-License-Identifier: MIT
"""Claims of files of nights: whose they say that sessions are, and whose those are then.

Where the holdings of its watch, or another file, say somebody else's for certain, a session is
nobody's.
"""

import sqlite3
from collections.abc import Set

_CLAIMS = """
    SELECT boot, uptime_ms, person_id FROM delivered JOIN delivery ON delivery.id = delivery_id
    WHERE journal_id = ?
"""

# By (boot, uptime_ms) of a journal, the persons whose each session is said to be; None: forgotten.
Claims = dict[tuple[int, int], set[int | None]]


def of_journal(connection: sqlite3.Connection, journal_id: int) -> Claims:
    """Return whose the sessions of a journal are by the files that they came in."""
    found: Claims = {}
    for row in connection.execute(_CLAIMS, (journal_id,)):
        found.setdefault((row["boot"], row["uptime_ms"]), set()).add(row["person_id"])
    return found


def owner(holder: int | None, claimed: Set[int | None] | None) -> int | None:
    """Return whose a session is, given who held the watch and whose it is said to be."""
    if not claimed:
        return holder
    possible = claimed if holder is None else claimed | {holder}
    return next(iter(possible)) if len(possible) == 1 else None
