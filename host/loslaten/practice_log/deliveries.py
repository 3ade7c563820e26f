# SPDX-License-Identifier: MIT
"""Files of nights that came from persons' own computers."""

from dataclasses import dataclass

from loslaten.practice_log.agreements import AgreementLog

_DELIVERIES = """
    SELECT code, made_utc_ms, received_utc_ms, sender, proven,
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
        return [
            DeliveryRow(**(dict(row) | {"proven": bool(row["proven"])}))
            for row in self._all(_DELIVERIES, person_id)
        ]
