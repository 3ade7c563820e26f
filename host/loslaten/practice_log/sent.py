# SPDX-License-Identifier: MIT
"""Records of what was sent to a server, so that the next time goes on from there."""

from collections.abc import Iterable
from uuid import UUID

from loslaten.practice_log.backup.whole_log import WholeLog

DESTINATION_BYTES = 16


class SentLog(WholeLog):
    """A practice log that knows what was sent where. All methods raise StoreError.

    A destination is a digest of `DESTINATION_BYTES`.
    """

    def sent(self, destination: bytes, person_id: int) -> set[UUID]:
        """Return the names of what a destination has of a person."""
        return {
            UUID(bytes=row["name"])
            for row in self._all(
                "SELECT name FROM sent WHERE destination = ? AND person_id = ?",
                destination,
                person_id,
            )
        }

    def keep_sent(self, destination: bytes, person_id: int, names: Iterable[UUID]) -> None:
        """Remember that a destination has these; twice changes nothing."""
        with self._writing():
            self._db.executemany(
                "INSERT INTO sent (destination, person_id, name) VALUES (?, ?, ?) "
                "ON CONFLICT DO NOTHING",
                [(destination, person_id, name.bytes) for name in names],
            )
