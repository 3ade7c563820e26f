# SPDX-License-Identifier: MIT
"""Files of nights that came from persons' own computers."""

import sqlite3
from dataclasses import dataclass

from loslaten.practice_log.agreements import AgreementLog
from loslaten.practice_log.bounds import clock_ms, known_bytes
from loslaten.practice_log.persons import CODE_BYTES

# A public key.
SENDER_BYTES = 32

_DELIVERIES = """
    SELECT id, code, made_utc_ms, received_utc_ms, sender, proven,
        (SELECT count(*) FROM delivered WHERE delivery_id = delivery.id) AS nights
    FROM delivery WHERE person_id = ? ORDER BY id
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryRow:
    """A file of nights of a person, signed with the public key `sender`; `nights` are new in it.

    `proven` says that an earlier file of that person was signed with the same key, or that the
    user said whose key it is.
    """

    code: bytes
    made_utc_ms: int
    received_utc_ms: int
    sender: bytes
    proven: bool
    nights: int = 0


class DeliveryLog(AgreementLog):
    """A practice log that knows which nights came by file. All methods raise StoreError."""

    def deliveries(self, person_id: int) -> list[DeliveryRow]:
        """Return the files of a person with something new in them, as they came."""
        return list(self._legible("delivery", self._all(_DELIVERIES, person_id), _delivery))


def _delivery(row: sqlite3.Row) -> DeliveryRow:
    return DeliveryRow(
        code=known_bytes(row["code"], CODE_BYTES),
        made_utc_ms=clock_ms(row["made_utc_ms"]),
        received_utc_ms=clock_ms(row["received_utc_ms"]),
        sender=known_bytes(row["sender"], SENDER_BYTES),
        proven=bool(row["proven"]),
        nights=row["nights"],
    )
